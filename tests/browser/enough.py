"""A planner that stops where the full search is not what is tested: after its first plan and its bound."""

from safepassage.domain.operation import Operation
from safepassage.planning import Progress, Solution, solve


def planned_briefly(operation: Operation) -> Solution:
    """The first plan with its bound and its prices, without the guided rounds that follow."""
    bounds: list[int] = []

    def note(progress: Progress) -> None:
        if progress.bound is not None:
            bounds.append(progress.bound)

    return solve(operation, seed=1, stop=lambda: bool(bounds), tell=note)
