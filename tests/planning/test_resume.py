"""Plans that are taken up again: what stays is whole, nobody is lost, no rule is broken, the urgent board first."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.corridor import ConvoyRule
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.planning.allocate import allocate, nearest
from safepassage.planning.apart import further
from safepassage.planning.commodities import commodities
from safepassage.planning.cycle import cycles
from safepassage.planning.dispatch import Carried, Dispatcher, Manner
from safepassage.planning.guide import guide
from safepassage.planning.problem import Problem, state
from safepassage.planning.resume import Resumed, kept_of
from safepassage.synthetic import synthesize
from tests.planning.effort import examples
from tests.planning.sound import assert_sound
from tests.planning.tiny import tiny_operations
from tests.situations import everything, small_town


def dispatched(problem: Problem) -> Dispatcher:
    people = commodities(problem, problem.operation.leaving)
    allocation = allocate(problem, people, problem.operation.leaving, nearest(problem, people))
    led = guide(problem, people, None)
    dispatcher = Dispatcher(problem, cycles(problem), led, allocation, Manner(), np.random.default_rng(1))
    assert dispatcher.run(problem.operation.leaving, lambda: False)
    return dispatcher


def resumed(before: Dispatcher, kept: list[Carried], urgent: list[Household], seed: int) -> Resumed:
    manner = Manner(noise=0.2, phase=0.25)
    random = np.random.default_rng(seed)
    found = Resumed(
        before.problem, before.cycles, before.guide, before.allocation, manner, random, kept=kept, urgent=urgent
    )
    assert found.go_on(before.problem.operation.leaving, lambda: False)
    return found


@pytest.mark.parametrize("operation", [small_town(), everything(), synthesize(800, 1), synthesize(800, 2)])
@pytest.mark.parametrize("seed", range(1, 9))
def test_nobody_is_lost_and_no_rule_is_broken(operation: Operation, seed: int) -> None:
    before = dispatched(state(operation))
    kept = kept_of(before.carried, np.random.default_rng(seed))
    after = resumed(before, kept, before.left, seed)
    assert_sound(operation, after)
    booked = {(each.proposal.vehicle.id, each.proposal.crosses_s) for each in after.carried}
    assert {(each.proposal.vehicle.id, each.proposal.crosses_s) for each in kept} <= booked


def test_what_stays_is_booked_whatever_the_order_in_which_it_was() -> None:
    """Lanes and bays are alike: who has which is decided anew, or some would find none."""
    operation = synthesize(5000, 3)
    before = dispatched(state(operation))
    assert_sound(operation, resumed(before, kept_of(before.carried, np.random.default_rng(1)), before.left, 1))


@settings(max_examples=examples(40), deadline=None)
@given(tiny_operations(), st.integers(0, 1000))
def test_tiny_plans_can_be_taken_up_again(operation: Operation, seed: int) -> None:
    before = dispatched(state(operation))
    if before.carried:
        after = resumed(before, kept_of(before.carried, np.random.default_rng(seed)), before.left, seed)
        assert_sound(operation, after)


@pytest.mark.parametrize("seed", range(1, 30))
def test_what_stays_is_what_each_vehicle_did_first_and_whole_groups(seed: int) -> None:
    carried = dispatched(state(everything())).carried
    kept = kept_of(carried, np.random.default_rng(seed))
    assert len(kept) < len(carried)
    for vehicle in {each.proposal.vehicle.id for each in carried}:
        of_all = sorted(e.proposal.crosses_s for e in carried if e.proposal.vehicle.id == vehicle)
        of_kept = sorted(e.proposal.crosses_s for e in kept if e.proposal.vehicle.id == vehicle)
        assert of_kept == of_all[: len(of_kept)]
    for group in {each.group for each in carried if each.group is not None}:
        assert sum(e.group == group for e in kept) in (0, sum(e.group == group for e in carried))


def test_whoever_is_urgent_boards_first() -> None:
    """Nothing is kept of the small town's plan; who walks and arrived last is out with the first bus."""
    operation = small_town()
    before = dispatched(state(operation))
    walking = {household.id for household in operation.leaving if household.needs.people == household.seated}
    boardings = [(b.household, e.proposal.arrives_s) for e in before.carried for b in e.boardings]
    arrived = {household: arrives_s for household, arrives_s in boardings if household in walking}
    last = max(arrived, key=lambda household: arrived[household])
    after = resumed(before, [], [operation.household[last]], 1)
    first_trip = after.carried[0]
    assert last in {boarding.household for boarding in first_trip.boardings}
    assert first_trip.proposal.arrives_s < arrived[last]


@settings(max_examples=examples(200), deadline=None)
@given(
    st.integers(1, 40),
    st.none() | st.tuples(st.integers(1, 3), st.integers(1, 120)),
    st.sets(st.integers(0, 300), max_size=6),
    st.lists(st.integers(0, 300), max_size=20),
)
def test_further_convoys_keep_headway_and_escorts(
    headway_s: int, escorts: tuple[int, int] | None, some: set[int], times: list[int]
) -> None:
    teams, cycle_s = escorts or (None, 0)
    rule = ConvoyRule(9, headway_s, teams, cycle_s)
    departed = further(rule, [], sorted(some))
    found = further(rule, departed, times)
    together = sorted([*departed, *found])
    assert all(b - a >= headway_s for a, b in pairwise(together))
    if teams:
        assert all(b - a >= cycle_s for a, b in zip(together, together[teams:], strict=False))
    assert set(found) <= set(times)
