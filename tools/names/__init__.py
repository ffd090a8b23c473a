"""Builds the name model: `python -m tools.names.build --jmnedict jamdict.db` (needs the extra `train`)."""
