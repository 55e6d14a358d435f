"""Synthetic operations, drawn from a seed: for exercises, tests and measurements."""
