"""The register (台帳): what was found, what people decided, what is exported, and the command line."""
