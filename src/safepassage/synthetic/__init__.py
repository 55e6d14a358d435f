"""Synthetic operations, drawn from a seed: for exercises, tests and measurements."""

from safepassage.synthetic.shapes import SHAPES, synthesize

__all__ = ["SHAPES", "synthesize"]
