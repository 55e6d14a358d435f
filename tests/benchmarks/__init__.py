"""Benchmarks run."""
