"""Whole plans: nobody is lost, no rule is broken, nothing depends on the machine, and no plan is below its bound."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from safepassage.domain.corridor import ConvoyRule, Corridor, Gate, Route
from safepassage.domain.fleet import Layout, Pool, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.places import Place, PlaceKind
from safepassage.planning import Progress, Solution, solve
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from safepassage.synthetic import synthesize
from tests.planning.effort import THOROUGH, seeds
from tests.planning.ferry import ferry
from tests.rules.situation import with_gate, with_household, with_place
from tests.situations import everything, everything_plan, legs, m, small_town


def free_town() -> Operation:
    """The small town without convoys: each vehicle by itself."""
    town = small_town()
    routes = tuple(replace(route, convoy=None) for route in town.corridor.routes)
    return replace(town, corridor=replace(town.corridor, routes=routes))


def assert_sound(operation: Operation, solution: Solution) -> None:
    """No rule is broken; everybody is aboard or listed; the worth is the worth, and not below the bound."""
    plan = solution.plan
    assert check(operation, plan) == ()
    aboard = {boarding.household for trip in plan.trips for boarding in trip.boardings}
    listed = [entry.household for entry in plan.not_carried]
    assert sorted([*aboard, *listed]) == sorted(household.id for household in operation.leaving)
    achieved = outcome(operation, plan)
    assert solution.worth == achieved.worth >= solution.bound.worth
    assert solution.gap >= 0
    if achieved.completion_s is not None:
        assert solution.bound.completion_s is not None
        assert achieved.completion_s >= solution.bound.completion_s
    for t_s, most in solution.bound.people_out:
        assert sum(trip.load.people for trip in plan.trips if trip.arrives_s <= t_s) <= most


@pytest.mark.parametrize("town", [small_town, free_town])
def test_everybody_leaves_the_small_town(town: Callable[[], Operation]) -> None:
    solution = solve(town())
    assert_sound(town(), solution)
    assert solution.plan.not_carried == ()


def test_where_everything_is_used_nothing_is_broken() -> None:
    solution = solve(everything())
    assert_sound(everything(), solution)
    by_hand = outcome(everything(), everything_plan())
    assert solution.bound.worth <= by_hand.worth
    assert {entry.household for entry in solution.plan.not_carried} == {"E10", "E11"}


@pytest.mark.parametrize("town", [small_town, free_town])
def test_patient_and_family_go_apart_and_together(town: Callable[[], Operation]) -> None:
    """Three of a family beside the patient do not fit in an ambulance: it takes two vehicles and one convoy."""
    plan = solve(town()).plan
    trips = [trip for trip in plan.trips if any(boarding.household == "H03" for boarding in trip.boardings)]
    assert len(trips) == 2
    assert len({trip.convoy for trip in trips}) == 1
    assert trips[0].convoy is not None


def test_a_car_takes_its_household_and_a_neighbour() -> None:
    """Nobody else can: there are no buses, and the car of H04 has a seat for one more when four of them go."""
    town = with_household(small_town(), "H04", seated=4)
    lone = Household("H90", "school", seated=1, destinations=("camp",))
    kept = tuple(household for household in town.households if household.id == "H04")
    town = replace(town, households=(*kept, lone), fleet=tuple(c for c in town.fleet if c.id == "car"))
    solution = solve(town)
    assert_sound(town, solution)
    assert [trip.vehicle for trip in solution.plan.trips] == ["car-1"]
    assert solution.plan.not_carried == ()


def test_the_same_seed_makes_the_same_plan() -> None:
    operation = synthesize(100, seed=3)
    assert solve(operation, seed=4) == solve(operation, seed=4)


def test_whoever_has_no_time_still_gets_a_whole_plan() -> None:
    operation = synthesize(200, seed=2)
    solution = solve(operation, stop=lambda: True)
    assert_sound(operation, solution)
    assert solution.plan.trips


def test_the_bound_and_the_plan_only_get_better_while_one_waits() -> None:
    told: list[Progress] = []
    solution = solve(small_town(), tell=told.append)
    worths = [progress.worth for progress in told if progress.worth is not None]
    bounds = [progress.bound for progress in told if progress.bound is not None]
    assert worths == sorted(worths, reverse=True)
    assert bounds == sorted(bounds)
    assert (worths[-1], bounds[-1]) == (solution.worth, solution.bound.worth)


def test_who_cannot_go_at_all_is_in_the_bound() -> None:
    town = with_household(small_town(), "H10", ready_s=m(470))
    solution = solve(town)
    assert_sound(town, solution)
    assert solution.bound.worth >= 2 * town.horizon_s * 4


def test_a_gate_that_never_opens_keeps_everybody_even_if_its_convoys_have_a_clock() -> None:
    town = with_gate(small_town(), "bridge", windows=())
    routes = tuple(replace(r, convoy=replace(r.convoy, clock_s=m(5))) if r.convoy else r for r in town.corridor.routes)
    town = replace(town, corridor=replace(town.corridor, routes=routes))
    solution = solve(town)
    assert_sound(town, solution)
    assert solution.plan.trips == ()


def test_a_second_gate_that_never_opens_changes_nothing() -> None:
    open_one, rule = ferry(), ConvoyRule(3, headway_s=0, clock_s=m(5))
    closed = replace(
        open_one,
        places=(*open_one.places, Place("ford", PlaceKind.GATE, "Ford"), Place("hall", PlaceKind.RECEPTION, "Hall")),
        corridor=Corridor(
            (*open_one.corridor.gates, Gate("ford", windows=())),
            (*open_one.corridor.routes, Route("track", ("ford",), ("hall",), rule)),
        ),
        legs=(*open_one.legs, *legs([("school", "ford", 10), ("ford", "hall", 10)])),
        households=tuple(replace(h, destinations=("hall", "camp")) for h in open_one.households),
    )
    assert_sound(closed, solve(closed))
    assert solve(closed).worth == solve(open_one).worth == solve(closed).bound.worth


@pytest.mark.parametrize("seed", seeds(2, 10))
def test_five_hundred_people_are_planned(seed: int) -> None:
    operation = synthesize(500, seed)
    assert_sound(operation, solve(operation, seed=seed))


@pytest.mark.parametrize("seed", seeds(1, 3))
def test_thousands_of_people_are_planned(seed: int) -> None:
    operation = synthesize(1500 if THOROUGH == 1 else 5000, seed)
    assert_sound(operation, solve(operation, seed=seed))


def test_where_nobody_leaves_there_is_nothing_to_do() -> None:
    town = small_town()
    town = replace(town, households=tuple(replace(household, stays=True) for household in town.households))
    solution = solve(town)
    assert (solution.worth, solution.bound.worth, solution.gap) == (0, 0, 0.0)
    assert solution.plan.trips == ()


@pytest.mark.parametrize("seed", [2, 3])
def test_nobody_sits_aboard_through_a_closed_night(seed: int) -> None:
    operation = synthesize(1500, seed)
    solution = solve(operation, stop=lambda: True)
    waits = [trip.enters_corridor_s - trip.leaves_s for trip in solution.plan.trips]
    assert max(waits) < 6 * 3600


def test_neighbours_do_not_take_the_places_that_the_patients_family_needs() -> None:
    """The camp has two places: for H1 alone, or for the two who walk in H2, whose patients need two vehicles."""
    town = ferry(
        fleet=(
            VehicleClass("bus", (Layout(3, 0, 1),), (Pool(1, "school"),)),
            VehicleClass("ambulance", (Layout(1, 0, 1),), (Pool(1, "school"),)),
        ),
        households=(
            Household("H1", "school", seated=1, destinations=("camp",)),
            Household("H2", "school", seated=2, stretcher=2, destinations=("camp",)),
        ),
    )
    town = with_place(town, "camp", places=2)
    solution = solve(town)
    assert_sound(town, solution)
    assert len(solution.plan.not_carried) == 1
