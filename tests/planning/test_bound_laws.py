"""The certificate: no plan that passes `check` is below the bound, whoever made it."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from safepassage.domain.operation import Operation
from safepassage.domain.plan import NotCarried, Plan, Reason
from safepassage.planning import Bound, Solution, solve
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from tests.planning.effort import examples
from tests.planning.every_plan import random_plans
from tests.planning.tiny import tiny_operations

DRAWS = 40


def without_a_trip(plan: Plan) -> Iterator[Plan]:
    """The plan without one of its trips; whoever was on it stays behind."""
    for trip in plan.trips:
        cards = {boarding.household for boarding in trip.boardings}
        trips = tuple(
            other for other in plan.trips if not cards.intersection(boarding.household for boarding in other.boardings)
        )
        behind = {boarding.household for other in plan.trips if other not in trips for boarding in other.boardings}
        listed = tuple(NotCarried(card, Reason.NO_VEHICLE_TIME) for card in sorted(behind))
        yield replace(plan, trips=trips, not_carried=(*plan.not_carried, *listed))


def sooner(plan: Plan, by_s: int) -> Plan:
    """The plan with every time so much earlier."""

    def back(t_s: int) -> int:
        return max(0, t_s - by_s)

    return replace(
        plan,
        convoys=tuple(replace(convoy, departs_s=back(convoy.departs_s)) for convoy in plan.convoys),
        trips=tuple(
            replace(
                trip, loads_s=back(trip.loads_s), leaves_s=back(trip.leaves_s), arrives_s=back(trip.arrives_s),
                unloads_s=back(trip.unloads_s), empty_s=back(trip.empty_s),
                crossings=tuple(
                    replace(c, enters_s=back(c.enters_s), leaves_s=back(c.leaves_s)) for c in trip.crossings
                ),
                approach=None if trip.approach is None else replace(
                    trip.approach, leaves_s=back(trip.approach.leaves_s), arrives_s=back(trip.approach.arrives_s),
                    crossings=tuple(
                        replace(c, enters_s=back(c.enters_s), leaves_s=back(c.leaves_s))
                        for c in trip.approach.crossings
                    ),
                ),
            )
            for trip in plan.trips
        ),
    )  # fmt: skip


def merged(plan: Plan) -> Iterator[Plan]:
    """The plan with the people of one trip put aboard another, on the same way."""
    for trip in plan.trips:
        for other in plan.trips:
            if trip.id != other.id and (trip.origin, trip.destination) == (other.origin, other.destination):
                fuller = replace(trip, boardings=(*trip.boardings, *other.boardings))
                kept = (entry for entry in plan.trips if entry.id not in (trip.id, other.id))
                yield replace(plan, trips=(*kept, fuller))


def others(operation: Operation, plan: Plan, seed: int) -> Iterator[Plan]:
    """Plans that were not made by the planner, or are no longer what it made; many of them break rules."""
    yield from random_plans(operation, seed, DRAWS)
    yield from without_a_trip(plan)
    yield from merged(plan)
    for by_s in (1, 60, 600):
        yield sooner(plan, by_s)


def broken_promises(bound: Bound, operation: Operation, plan: Plan, people: int) -> list[str]:
    """What the bound says of every plan and does not hold of this one; `people` are those carried by the planner."""
    achieved = outcome(operation, plan)
    found = [f"worth {achieved.worth} < {bound.worth}"] if achieved.worth < bound.worth else []
    for t_s, most in bound.people_out:
        out = sum(trip.load.people for trip in plan.trips if trip.arrives_s <= t_s)
        if out > most:
            found.append(f"{out} people out at {t_s} > {most}")
    done_s, earliest_s = achieved.completion_s, bound.completion_s
    if done_s is not None and earliest_s is not None and achieved.carried >= people and done_s < earliest_s:
        found.append(f"complete at {done_s} < {earliest_s}")
    return found


def assert_certified(operation: Operation, solution: Solution, seed: int) -> None:
    """Whatever breaks a promise breaks a rule."""
    people = outcome(operation, solution.plan).carried
    for plan in (solution.plan, *others(operation, solution.plan, seed)):
        broken = broken_promises(solution.bound, operation, plan, people)
        assert not broken or check(operation, plan), f"{broken}: {plan}"


def somebody_can_go(operation: Operation, seed: int) -> bool:
    """True if some plan carries somebody: otherwise there is little to bound."""
    return any(plan.trips and not check(operation, plan) for plan in random_plans(operation, seed, DRAWS))


@settings(max_examples=examples(20), deadline=None)
@given(tiny_operations(), st.integers(0, 1000))
def test_no_plan_is_below_the_bound(operation: Operation, seed: int) -> None:
    assume(somebody_can_go(operation, seed))
    assert_certified(operation, solve(operation, seed=seed), seed)


@settings(max_examples=examples(8), deadline=None)
@given(tiny_operations(), st.integers(1, 4))
def test_the_bound_does_not_rest_on_the_effort(operation: Operation, asked: int) -> None:
    """Stopped after a while, the bound may be weaker, but holds of the better plan; and the other way round."""
    assume(somebody_can_go(operation, asked))
    times = iter(range(asked))
    early = solve(operation, stop=lambda: next(times, None) is None)
    late = solve(operation)
    assert early.bound.worth <= late.worth
    assert late.bound.worth <= early.worth
