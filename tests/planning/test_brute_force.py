"""Against the best of all plans of the tiniest operations: the bound is never above it, and its distance is told."""

from hypothesis import assume, event, given, settings, target

from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan
from safepassage.planning import solve
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from tests.planning.effort import examples
from tests.planning.every_plan import every_plan
from tests.planning.tiny import tiny_operations


def best_of_all(operation: Operation) -> Plan:
    """The plan that is worth least, of all that break no rule."""
    by_worth = sorted(every_plan(operation), key=lambda plan: outcome(operation, plan).worth)
    return next(plan for plan in by_worth if not check(operation, plan))


@settings(max_examples=examples(25), deadline=None)
@given(tiny_operations(plain=True, most_households=2))
def test_the_bound_is_not_above_the_best_of_all_plans(operation: Operation) -> None:
    plan = best_of_all(operation)
    assume(plan.trips)
    best = outcome(operation, plan).worth
    solution = solve(operation)
    event("optimal" if solution.worth == best else "not optimal")
    target((best - solution.bound.worth) / best, label="looseness of the bound")
    target((solution.worth - best) / best, label="what the plan is worse than the best of all")
    assert solution.bound.worth <= best
    if solution.gap == 0:
        assert solution.worth == best
