"""Rules are data: TOML and TSV files in this folder, each validated by a model on load."""
