"""The command line: one module per command, each a thin shell over a plain function."""
