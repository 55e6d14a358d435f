"""Benchmarks: one file each, run with `python -m benchmarks.NAME`."""
