"""From an operation to a plan and a certified lower bound."""

from safepassage.domain.objective import Objective
from safepassage.planning.solution import Aimed, Bound, Hour, Price, Progress, Resource, Solution
from safepassage.planning.solve import estimate_s, solve

__all__ = [
    "Aimed",
    "Bound",
    "Hour",
    "Objective",
    "Price",
    "Progress",
    "Resource",
    "Solution",
    "estimate_s",
    "solve",
]
