"""Bounds that rest on the best duties of vehicles: they hold for any prices, and for merged departures."""

from dataclasses import fields, replace
from itertools import product
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from safepassage.domain.corridor import ConvoyRule
from safepassage.domain.operation import Operation
from safepassage.planning import merge
from safepassage.planning.bound import certify
from safepassage.planning.commodities import Commodities, commodities
from safepassage.planning.cycle import Cycle, cycles
from safepassage.planning.duties import bands, every_fleet_keeps_a_clock, filled
from safepassage.planning.flow import Duals, Flow, flow
from safepassage.planning.problem import Problem, state
from safepassage.planning.reasons import never_carried
from safepassage.planning.steps import bins, clock, parting
from safepassage.rules import check
from safepassage.rules.outcome import LEFT_BEHIND_HORIZONS, outcome, weight
from safepassage.synthetic import synthesize
from tests.planning.effort import examples
from tests.planning.every_plan import random_plans
from tests.planning.tiny import tiny_operations

Stated = tuple[Problem, Commodities, tuple[Cycle | None, ...]]


def stated(operation: Operation) -> tuple[Stated, int]:
    """What the bound works on, and what those are charged whom no plan carries."""
    problem = state(operation)
    never = never_carried(problem)
    charge = sum(
        weight(operation, h.tier) * h.people * LEFT_BEHIND_HORIZONS * operation.horizon_s
        for h in operation.leaving
        if h.id in never
    )
    people = commodities(problem, tuple(h for h in operation.leaving if h.id not in never))
    return (problem, people, cycles(problem)), charge


def relaxed(at: Stated) -> Flow | None:
    """The programme of the bound, over the whole horizon."""
    problem, people, of_classes = at
    slots = clock(problem, of_classes, problem.horizon_s, parting(people.late) + 1)
    edges = bins(problem, of_classes, slots, problem.capacity)
    return flow(problem, people, of_classes, slots, edges, problem.capacity)


def disturbed(found: Flow, random: np.random.Generator) -> Flow:
    """The same programme with other prices: each from nothing to twice what it was."""

    def scaled(price: Any) -> Any:
        if isinstance(price, dict):
            return {key: scaled(each) for key, each in price.items()}
        return price * random.uniform(0, 2, np.shape(price))

    duals = {each.name: scaled(getattr(found.duals, each.name)) for each in fields(Duals)}
    return replace(found, duals=Duals(**duals))


def on_a_clock(operation: Operation) -> Operation:
    """The same, but that vehicles go in convoys that depart every five minutes."""
    routes = tuple(
        replace(route, convoy=replace(route.convoy or ConvoyRule(2, 0), clock_s=300))
        for route in operation.corridor.routes
    )
    return replace(operation, corridor=replace(operation.corridor, routes=routes))


def best_worth(operation: Operation, seed: int) -> int | None:
    """Of the best of some plans that break no rule."""
    worths = [outcome(operation, p).worth for p in random_plans(operation, seed, 40) if not check(operation, p)]
    return min(worths, default=None)


@settings(max_examples=examples(25), deadline=None)
@given(tiny_operations().map(on_a_clock), st.integers(0, 1000))
def test_no_plan_is_below_the_bound_whatever_the_prices(operation: Operation, seed: int) -> None:
    at, charge = stated(operation)
    found, worth = relaxed(at), best_worth(operation, seed)
    assume(found is not None and worth is not None)
    assert found is not None
    assert worth is not None
    event(f"every fleet keeps a clock: {every_fleet_keeps_a_clock(at[0], at[2])}")
    random = np.random.default_rng(seed)
    for each in (found, *(disturbed(found, random) for _ in range(3))):
        assert certify(*at, each).worth + charge <= worth


@settings(max_examples=examples(25), deadline=None)
@given(tiny_operations().map(on_a_clock), st.integers(0, 1000), st.sampled_from((1, 50, 200)))
def test_no_plan_is_below_the_bound_of_merged_departures(operation: Operation, seed: int, columns: int) -> None:
    at, charge = stated(operation)
    with patch.multiple(merge, MOST_COLUMNS=columns, COLUMNS_A_PAIR=0):
        found = relaxed(at)
    worth = best_worth(operation, seed)
    assume(found is not None and worth is not None)
    assert found is not None
    assert worth is not None
    event(f"merged: {sum(map(len, found.slots)) < sum(map(len, found.departures))}")
    assert certify(*at, found).worth + charge <= worth


def test_merging_departures_costs_the_bound_little() -> None:
    at, _ = stated(synthesize(5000, 12))
    fine = relaxed(at)
    with patch.multiple(merge, MOST_COLUMNS=3000, COLUMNS_A_PAIR=0):
        merged = relaxed(at)
    assert fine is not None
    assert merged is not None
    assert sum(map(len, merged.slots)) < sum(map(len, fine.slots)) == sum(map(len, merged.departures))
    assert 0.5 * certify(*at, fine).worth < certify(*at, merged).worth <= certify(*at, fine).worth


def test_lighter_loads_are_asked_for_where_they_pay_by_the_prices_of_full_ones() -> None:
    at, _ = stated(synthesize(5000, 13))
    found = relaxed(at)
    assert found is not None
    loads = certify(*at, found).loads
    assert any(len(of_class) for of_class in loads)
    for c, of_class in enumerate(loads):
        assert all((load <= at[0].capacity[c]).all(axis=1).any() for load in of_class)


capacities = st.tuples(st.integers(0, 12), st.integers(0, 3), st.integers(0, 3)).filter(any)
seconds = st.tuples(st.integers(0, 40), st.integers(0, 90), st.integers(0, 200))


@settings(max_examples=examples(50), deadline=None)
@given(capacities, seconds, seconds, st.integers(1, 30), st.tuples(*(st.integers(0, 500),) * 3), st.booleans())
def test_every_load_lies_in_a_band_that_is_worth_no_less(
    capacity: tuple[int, ...],
    loading: tuple[int, ...],
    unloading: tuple[int, ...],
    most: int,
    worth: tuple[int, ...],
    one_by_one: bool,
) -> None:
    """Where there are few loads each is looked at; where there are many, only how quickly somebody boards."""
    of, load_s, unload_s, over = (np.array(x, dtype=np.int64) for x in (capacity, loading, unloading, worth))
    with patch("safepassage.planning.duties.MOST_LOADS", 50_000 if one_by_one else 0):
        found = list(bands(of, load_s, unload_s, most))
    budgets = np.array([budget for budget, _, _ in found], dtype=np.int64)
    most_worth = filled(over, of, load_s + unload_s, budgets)
    for load in map(np.array, product(*(range(n + 1) for n in capacity))):
        assert any(
            (load_s + unload_s) @ load <= budget
            and load_s @ load >= before
            and unload_s @ load >= after
            and over @ load <= most_worth[n]
            for n, (budget, before, after) in enumerate(found)
        )
