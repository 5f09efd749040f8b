"""What anyone can measure again: `python -m benchmarks` prints figures and ratios of one run."""
