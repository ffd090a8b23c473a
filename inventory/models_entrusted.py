"""The tables of the register about data that leaves the house: taken out, or given to contractors."""
