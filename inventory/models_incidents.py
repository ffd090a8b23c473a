"""The tables of the register about incidents."""
