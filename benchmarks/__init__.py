"""Speed and memory of daicho beside its peers, measured in one run: `python -m benchmarks.run`."""
