"""From an operation to a plan and a certified lower bound."""

from safepassage.planning.solution import Bound, Price, Progress, Resource, Solution
from safepassage.planning.solve import estimate_s, solve

__all__ = ["Bound", "Price", "Progress", "Resource", "Solution", "estimate_s", "solve"]
