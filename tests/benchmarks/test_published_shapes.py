"""Shapes that papers plan, drawn small: what is drawn, what the planner makes of it, and what is exactly best."""

from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.published import city, city_of_busloads, island, wildfire
from benchmarks.published.drawing import ALONE, shared
from benchmarks.published.reference import least_person_s, most_carried
from benchmarks.published_shapes import in_general
from safepassage.domain.objective import Objective
from safepassage.domain.operation import Operation
from safepassage.planning import Solution, solve
from safepassage.planning.busloads import from_operation, to_operation
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from tests.planning.ferry import ferry
from tests.plausible import stranded, unknown_names, unreachable_pools


def small_city(*, one_way: bool = False) -> Operation:
    return city(3, people=90, points=4, yards=2, shelters=3, one_way=one_way, horizon_h=5)


def small_island() -> Operation:
    return island(3, people=60, docks=2, landings=2, harbours=2, horizon_h=10)


DRAWN = {
    "city": lambda: small_city(),
    "one-way": lambda: small_city(one_way=True),
    "island": lambda: small_island(),
    "wildfire": lambda: wildfire(3, people=120, hamlets=4, shelters=2, depots=1, fleet=3.0),
}


def planned(operation: Operation, objective: Objective = Objective.PERSON_TIME) -> Solution:
    """A plan that breaks no rule and is no better than what is certified."""
    solution = solve(operation, objective=objective, seed=1)
    assert check(operation, solution.plan) == ()
    achieved = outcome(operation, solution.plan)
    assert achieved.worth == solution.worth >= solution.bound.worth > 0
    assert (achieved.completion_s or 0) >= (solution.bound.completion_s or 0) > 0
    return solution


@pytest.mark.parametrize("shape", DRAWN)
def test_every_shape_is_planned_and_everybody_carried(shape: str) -> None:
    operation = DRAWN[shape]()
    solution = planned(operation)
    assert solution.plan.not_carried == ()
    for trip in solution.plan.trips:
        assert operation.place[trip.origin].kind == "assembly"


@pytest.mark.parametrize("operation", [city(1), city(1, one_way=True), island(1), wildfire(1)], ids=lambda o: o.name)
def test_shapes_are_drawn_whole_at_their_usual_size(operation: Operation) -> None:
    assert unknown_names(operation) == set()
    assert stranded(operation) == []
    assert unreachable_pools(operation) == []
    assert sum(household.people for household in operation.leaving) == int(operation.name.split("-")[1])


def test_a_seed_draws_one_city_with_unequal_yards_and_buses() -> None:
    town = city(1)
    assert town == city(1)
    assert town.households != city(2).households
    kinds = Counter(place.kind.value for place in town.places)
    assert kinds == {"assembly": 52, "depot": 5, "reception": 12}
    of_yard = Counter[str]()
    for vehicles in town.fleet:
        of_yard.update({pool.start: pool.count for pool in vehicles.pools})
    assert len(set(of_yard.values())) > 1
    assert len({vehicles.layouts[0].seats for vehicles in town.fleet}) == 3


def test_one_way_streets_take_other_times_back() -> None:
    town = city(1, one_way=True)
    times = {(leg.origin, leg.destination): leg.travel_s for leg in town.legs}
    pairs = [(times[a, b], times[b, a]) for a, b in times if (b, a) in times]
    assert sum(there != back for there, back in pairs) > len(pairs) / 2


def test_no_boat_lies_where_it_has_no_berth_and_none_sails_before_its_time() -> None:
    crossing = small_island()
    solution = planned(crossing)
    large = {"ferry", "barge"}
    small_docks = {p.id for p in crossing.assembly_points if p.bays is not None and p.bays.get("ferry") == 0}
    assert small_docks
    for trip in solution.plan.trips:
        vehicle = crossing.vehicles[trip.vehicle]
        assert not (vehicle.vehicle_class in large and trip.origin in small_docks)
        assert trip.approach is None or trip.approach.leaves_s >= vehicle.available_from_s


def test_nobody_is_loaded_after_the_deadline_of_a_place() -> None:
    district = wildfire(1, people=100, hamlets=4, shelters=1, depots=1, fleet=0.5, sizes=ALONE, horizon_h=3)
    deadline_s = {hazard.place: hazard.from_s for hazard in district.hazards}
    solution = planned(district)
    assert all(trip.leaves_s <= deadline_s[trip.origin] for trip in solution.plan.trips)
    most = most_carried(district, district.horizon_s, 30.0)
    assert outcome(district, solution.plan).carried == pytest.approx(most.value)
    assert most.bound == pytest.approx(97)


def test_a_vehicle_is_filled_from_a_point_where_everybody_accepts_every_shelter() -> None:
    """Planned to one shelter each, two dozen of these were left: buses left with a few people for each shelter."""
    town = city(1, people=120, points=6, yards=2, shelters=3, sizes=ALONE, horizon_h=3)
    assert planned(town).plan.not_carried == ()


def test_the_exact_best_lies_between_bound_and_plan() -> None:
    crossing = island(3, people=40, docks=2, landings=1, harbours=1, boats=("water-taxi",), sizes=ALONE, horizon_h=5)
    solution, least = planned(crossing), least_person_s(crossing, 30.0)
    assert least.value == pytest.approx(338_820)
    assert least.bound == pytest.approx(338_820)
    assert solution.bound.worth <= 338_820 <= solution.worth <= 1.05 * 338_820


def test_a_small_city_is_proved_as_busloads_and_bounded_in_general() -> None:
    operation = to_operation(city_of_busloads(2, loads=6, points=3, yards=2, shelters=2))
    assert from_operation(operation) is not None
    exact, general = (planned(each, Objective.COMPLETION) for each in (operation, in_general(operation)))
    assert exact.aimed.gap == 0.0
    assert exact.aimed.value is not None
    assert general.aimed.value is not None
    assert general.aimed.bound is not None
    assert general.aimed.bound <= exact.aimed.value <= general.aimed.value


def test_what_the_exact_reference_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="exact reference is for one that has no gates"):
        most_carried(ferry(), 3600, 1.0)
    town = small_city()
    late = (replace(town.households[0], ready_s=60), *town.households[1:])
    with pytest.raises(ValueError, match="everybody seated and ready"):
        least_person_s(replace(town, households=late), 1.0)


def test_people_are_shared_out_to_the_last_one() -> None:
    assert shared(10, {"a": 1.0, "b": 1.0, "c": 1.0}) == {"a": 4, "b": 3, "c": 3}
    assert sum(shared(4001, {str(n): 0.3 + n / 7 for n in range(52)}).values()) == 4001


def test_those_who_are_left_behind_are_asked_for_again() -> None:
    """All 100 can be carried; rounds and programmes leave ten, and nine of them are fetched by asking again."""
    district = wildfire(3, people=100, hamlets=4, shelters=1, depots=1, fleet=0.5, sizes=ALONE, horizon_h=3)
    assert outcome(district, planned(district).plan).carried >= 99
