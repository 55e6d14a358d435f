"""Whether a run of a dispatcher accounts for everybody and breaks no rule."""

from safepassage.domain.operation import Operation
from safepassage.planning.dispatch import Dispatcher
from safepassage.planning.write_up import write_up
from safepassage.rules import check


def assert_sound(operation: Operation, after: Dispatcher) -> None:
    """Whoever wishes to leave is aboard or left, not both; only that those left are not listed breaks a rule."""
    plan = write_up(after.problem, after.carried, (), 1)
    left = {household.id for household in after.left}
    aboard = {boarding.household for trip in plan.trips for boarding in trip.boardings}
    assert aboard | left == {household.id for household in operation.leaving}
    assert not aboard & left
    assert {violation.rule for violation in check(operation, plan)} <= {"accounted"}
