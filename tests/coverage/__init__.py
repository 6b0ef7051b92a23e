"""Coverage of scenes by hand and of shift-scheduling benchmarks."""
