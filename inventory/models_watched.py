"""The tables of the register about what changed from scan to scan."""
