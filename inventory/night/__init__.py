"""A scan that nobody watches: its window of time, its order, what it costs the machine, what it leaves in a log."""
