"""Telling people what a scan came to: by mail and to a channel of theirs. Never a value."""
