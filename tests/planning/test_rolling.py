"""Programmes for the next hours, followed to the second: nobody lost, no rule broken, departures kept apart."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from safepassage.domain.corridor import ConvoyRule, Inspection
from safepassage.domain.operation import Operation
from safepassage.planning.commodities import commodities
from safepassage.planning.cycle import cycles
from safepassage.planning.departures import Roads, leads_s
from safepassage.planning.dispatch import Manner
from safepassage.planning.due import Due
from safepassage.planning.follow import Follower
from safepassage.planning.guide import guide
from safepassage.planning.parties import Parties, parties
from safepassage.planning.problem import NEVER, Floats, Problem, state
from safepassage.planning.programme import Intent, programme
from safepassage.planning.rolling import periods, roll, slots
from safepassage.synthetic import synthesize
from tests.planning.sound import assert_sound
from tests.situations import everything, small_town

SEEDS = (1, 2, 3)


def urgent(problem: Problem, kinds: Parties) -> tuple[Floats, Floats]:
    """Carrying somebody is worth what leaving them behind costs."""
    to = np.broadcast_to(2.0 * problem.horizon_s * kinds.weight, (len(problem.reception), len(kinds.kinds)))
    return np.zeros((len(problem.assembly), len(kinds.kinds))), to.copy()


def follower_of(problem: Problem) -> Follower:
    index_r = {place.id: r for r, place in enumerate(problem.reception)}
    leaving = problem.operation.leaving
    choices = {h.id: tuple(sorted({index_r[d] for d in h.destinations if d in index_r})) for h in leaving}
    led = guide(problem, commodities(problem, leaving), None)
    return Follower(problem, cycles(problem), led, choices, Manner(), np.random.default_rng(1))


def followed(operation: Operation) -> Follower:
    problem = state(operation)
    follower = follower_of(problem)
    roads = Roads(problem, follower.cycles)
    assert roll(
        follower, roads, slots(problem, 1.0), operation.leaving, lambda kinds: urgent(problem, kinds), lambda: False
    )
    return follower


@pytest.mark.parametrize("operation", [small_town(), everything(), *(synthesize(800, seed) for seed in SEEDS)])
def test_nobody_is_lost_and_no_rule_is_broken(operation: Operation) -> None:
    assert_sound(operation, followed(operation))


def test_most_people_are_carried_where_there_is_time() -> None:
    operation = synthesize(2000, 4)
    follower = followed(operation)
    assert sum(household.people for household in follower.left) < 0.05 * 2000


@pytest.mark.parametrize("seed", SEEDS)
def test_periods_cover_the_windows_and_come_one_after_the_other(seed: int) -> None:
    problem = state(synthesize(5000, seed))
    found = periods(problem, slots(problem, 1.0))
    for opens, closes in problem.ways[0].windows:
        assert any(period.from_s <= opens < period.follow_s for period in found)
        assert any(period.from_s <= min(closes, problem.horizon_s) <= period.follow_s for period in found)
    assert all(a.follow_s <= b.from_s and a.from_s < a.follow_s <= a.until_s for a, b in pairwise(found))
    assert all(period.next_s >= period.until_s for period in found)


def test_where_departures_are_few_a_programme_looks_at_the_next_day_too() -> None:
    few, many = state(synthesize(500, 17)), state(synthesize(35_000, 35))
    assert periods(few, slots(few, 1.0))[0].until_s > few.ways[0].windows[1][0]
    assert periods(many, slots(many, 1.0))[0].until_s <= many.ways[0].windows[0][1] + 1


@pytest.mark.parametrize("stretch", [1.0, 1.35])
def test_departures_can_be_kept_up(stretch: float) -> None:
    problem = state(synthesize(5000, 1))
    for way, times in zip(problem.ways, slots(problem, stretch), strict=True):
        assert len(times)
        assert all(b - a >= way.convoy_step_s for a, b in pairwise(times))
        assert all(any(opens <= t <= closes for opens, closes in way.windows) for t in times)


def intended(operation: Operation) -> tuple[Problem, Parties, Intent]:
    problem = state(operation)
    follower = follower_of(problem)
    follower.gather(operation.leaving)
    first = periods(problem, slots(problem, 1.0))[0]

    def worth(kinds: Parties) -> Floats:
        at, to = urgent(problem, kinds)
        return at[:, None] + to[None]

    given = follower.given(first.from_s, first.until_s, worth)
    roads = Roads(problem, follower.cycles)
    times = [t[(t >= first.from_s) & (t < first.until_s)] for t in slots(problem, 1.0)]
    intent = programme(problem, follower.cycles, tuple(roads.departures(w, t) for w, t in enumerate(times)), given)
    assert intent is not None
    return problem, given.kinds, intent


def with_slow_lanes(operation: Operation) -> Operation:
    """One lane, in which an inspection takes half an hour, and convoys every 20 minutes."""
    gates = tuple(
        replace(gate, lanes_out=1, inspection={"*": Inspection(loaded_s=1800)}) for gate in operation.corridor.gates
    )
    often = ConvoyRule(max_vehicles=20, headway_s=1200, clock_s=1200)
    routes = tuple(replace(route, convoy=often) for route in operation.corridor.routes)
    return replace(operation, corridor=replace(operation.corridor, gates=gates, routes=routes))


def test_a_programme_sends_no_more_than_there_is_room_for() -> None:
    problem, kinds, intent = intended(synthesize(3000, 2))
    for w, way in enumerate(problem.ways):
        assert way.rule is not None
        together = sum((y.sum(axis=(0, 1)) for y in intent.vehicles[w].values()), np.zeros(1))
        assert (together <= way.rule.max_vehicles + 1e-6).all()
        seats = sum((y * problem.capacity[c][layout][0] for (c, layout), y in intent.vehicles[w].items()), np.zeros(1))
        used = np.einsum("arks,k->ars", intent.people[w], kinds.usage[:, 0])
        assert (used <= seats + 1e-6).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_programme_lets_lanes_inspect_no_more_than_they_have_time_for(seed: int) -> None:
    operation = with_slow_lanes(synthesize(3000, seed))
    problem, _, intent = intended(operation)
    for w, way in enumerate(problem.ways):
        times = intent.departures[w].t_s
        inspected_s = np.zeros(len(times))
        for (c, _), y in intent.vehicles[w].items():
            inspected_s += y.sum(axis=(0, 1)) * problem.inspection_s[c, w]
        opened_s = max(int(opens) for opens in way.lanes_open_s if opens <= times[0])
        assert (np.cumsum(inspected_s) <= way.lanes * (times - opened_s) + 1e-3).all()
        assert inspected_s.sum() > 0.8 * way.lanes * (times[-1] - times[0])


def test_what_lanes_are_booked_for_is_not_given_away_again() -> None:
    operation = with_slow_lanes(synthesize(3000, 1))
    problem = state(operation)
    follower = follower_of(problem)
    follower.gather(operation.leaving)
    first = periods(problem, slots(problem, 1.0))[0]
    times = [t[(t >= first.from_s) & (t < first.until_s)] for t in slots(problem, 1.0)]
    out = tuple(Roads(problem, follower.cycles).departures(w, t) for w, t in enumerate(times))
    given = follower.given(first.from_s, first.until_s, lambda kinds: urgent(problem, kinds)[1][None])
    taken = replace(given, inspections=(np.array([[0, problem.horizon_s]]),) * len(problem.ways))
    free, full = (programme(problem, follower.cycles, out, each) for each in (given, taken))
    assert free is not None
    assert full is not None
    assert sum(float(people.sum()) for people in free.people) > 100
    assert sum(float(people.sum()) for people in full.people) < 1e-3


def test_whoever_is_to_cross_is_ready_before_the_slowest_vehicle_loads() -> None:
    problem = state(everything())
    leads = leads_s(problem)
    for c, vehicle_class in enumerate(problem.classes):
        for layout in vehicle_class.layouts:
            needed_s = np.where(problem.up_s[c] == NEVER, 0, problem.up_s[c]).max(axis=1)
            loading_s = vehicle_class.loading.seconds(layout.capacity)
            if not layout.stretchers:
                assert (leads[needed_s > 0] >= (needed_s + loading_s)[needed_s > 0]).all()


def test_a_programme_sends_first_no_more_vehicles_than_stand_ready() -> None:
    problem, _, intent = intended(synthesize(3000, 2))
    for c, cycle in enumerate(cycles(problem)):
        if cycle is None:
            continue
        sent = sum(float(y[..., 0].sum()) for vehicles in intent.vehicles for (of, _), y in vehicles.items() if of == c)
        assert sent <= len(cycle.available) + 1e-6


def test_what_is_due_is_what_was_intended_less_what_was_sent() -> None:
    problem, kinds, intent = intended(synthesize(3000, 2))
    due, w = Due(problem, kinds), 0
    everybody = np.full((len(problem.assembly), len(problem.ways[w].sites), len(kinds.kinds)), np.inf)
    sent = 0
    for s in range(len(intent.departures[w].t_s)):
        due.add(w, s, intent)
        for trip in list(due.trips(intent, w, s, everybody, ())):
            due.sent(trip.key, trip.option, ())
            sent += 1
    intended_vehicles = sum(float(y.sum()) for y in intent.vehicles[w].values())
    assert abs(sent + sum(due.vehicles.values()) - intended_vehicles) < 1e-6
    assert sent > 0.5 * intended_vehicles


def test_units_are_people_of_ordinary_households_and_whole_households_of_others() -> None:
    operation = everything()
    problem = state(operation)
    kinds = parties(problem, operation.leaving, np.zeros(len(problem.assembly), dtype=np.int64))
    people = sum(units * kinds.usage[k].sum() for (_, _, k), units in kinds.waiting.items())
    assert people == sum(household.people for household in operation.leaving)
    for household in operation.leaving:
        k, units = kinds.of(household)
        assert k is not None
        assert units * kinds.usage[k].sum() == household.people
