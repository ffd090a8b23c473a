"""The departments of the company, a module each: `samples()` yields the files in their folders."""
