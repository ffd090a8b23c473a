"""Data that leaves the house: taken out for a time, or given to contractors."""
