"""Archives in, tables out: sources, workers, ledger, sinks."""
