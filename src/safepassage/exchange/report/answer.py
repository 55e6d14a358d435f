"""The answer in one sentence, in numbers: who is out by when, how good that is, and whether the rules are kept."""

from dataclasses import dataclass

from safepassage.domain.operation import Operation
from safepassage.planning.solution import Solution
from safepassage.rules.outcome import Outcome, outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """What a coordinator wants to know first.

    Attributes:
        violations: how often the plan breaks a rule.
        beatable: the largest share of the plan's weighted person-time in danger that any other plan could spare,
            0 to 1; None where the bound says nothing.
        gap: (worth - bound) / bound, as planners quote it; None where the bound says nothing.
        completion_bound_s: no plan that carries as many people completes earlier; None if not known.
    """

    outcome: Outcome
    violations: int
    beatable: float | None
    gap: float | None
    completion_bound_s: int | None


def answer(operation: Operation, solution: Solution, violations: int) -> Answer:
    """The answer to the operation that a solution is."""
    bound = solution.bound.worth
    known = bound > 0 or solution.worth == 0
    return Answer(
        outcome=outcome(operation, solution.plan),
        violations=violations,
        beatable=max(0.0, (solution.worth - bound) / max(solution.worth, 1)) if known else None,
        gap=solution.gap if known else None,
        completion_bound_s=solution.bound.completion_s,
    )
