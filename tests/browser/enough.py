"""A planner that stops where the full search is not what is tested: after its first plan and its bound."""

from safepassage.domain.operation import Operation
from safepassage.planning import Progress, Solution, solve


def planned_briefly(operation: Operation) -> Solution:
    """The first plan with its bound and its prices, without the guided rounds that follow."""
    told: list[str] = []

    def note(progress: Progress) -> None:
        told.append(progress.doing)

    def bounded() -> bool:
        return told.count("bounding") > 1  # it is told when bounding begins, and when it has ended

    return solve(operation, seed=1, stop=bounded, tell=note)
