"""The command line: one module per command, each parses and calls."""
