"""How many people can be out by a time: by hand at the crossing, and against plans that the planner did not make."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from safepassage.domain.agreement import Agreement, DailyCap, Stage
from safepassage.domain.corridor import ConvoyRule, Corridor, Inspection, Window
from safepassage.domain.fleet import Layout, Pool, ServiceTime, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import Household
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.plan import Plan
from safepassage.planning import solve
from safepassage.planning.commodities import commodities
from safepassage.planning.cycle import cycles
from safepassage.planning.problem import state
from safepassage.planning.reasons import never_carried
from safepassage.planning.totals import Totals
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from tests.planning.effort import examples
from tests.planning.every_plan import every_plan, random_plans
from tests.planning.ferry import ferry, in_convoys, one_bus
from tests.planning.tiny import tiny_operations
from tests.rules.situation import with_class, with_gate, with_place
from tests.situations import legs, m, small_town, small_town_plan


def totals(operation: Operation) -> Totals:
    problem = state(operation)
    never = never_carried(problem)
    return Totals(
        problem,
        commodities(problem, tuple(h for h in operation.leaving if h.id not in never)),
        cycles(problem),
    )


def out_at(plan: Plan, t_s: int) -> int:
    return sum(trip.load.people for trip in plan.trips if trip.arrives_s <= t_s)


def assert_no_more_out(operation: Operation, found: Totals, plan: Plan) -> None:
    """Neither at an arrival nor a second before; and nobody is done before the earliest time."""
    for t_s in {trip.arrives_s for trip in plan.trips}:
        for at_s in (t_s - 1, t_s):
            assert out_at(plan, at_s) <= found.people_out(at_s), f"at {at_s}: {plan}"
    achieved = outcome(operation, plan)
    if achieved.completion_s is not None:
        earliest_s = found.earliest_s(achieved.carried)
        assert earliest_s is not None
        assert earliest_s <= achieved.completion_s, f"{plan}"


def test_nobody_is_out_before_the_first_vehicle_can_be() -> None:
    """Both buses of ten leave the school at once and are at the camp after twenty minutes."""
    found = totals(ferry())
    assert [found.people_out(m(t)) for t in (0, 19, 20, 30)] == [0, 0, 20, 20]
    assert found.earliest_s(20) == m(20)


def test_a_bus_takes_whole_trips_only() -> None:
    """One bus of ten is out after 20 minutes, and for the second time after 60, and never half of that."""
    found = totals(one_bus())
    assert [found.people_out(m(t)) for t in (19, 20, 40, 59, 60)] == [0, 10, 10, 10, 20]
    assert found.earliest_s(20) == m(60)


def test_nobody_is_out_before_they_can_be_ready() -> None:
    crossing = ferry()
    late = tuple(replace(h, ready_s=m(90) if h.id == "F2" else 0) for h in crossing.households)
    found = totals(replace(crossing, households=late))
    assert [found.people_out(m(t)) for t in (20, 109, 110)] == [10, 10, 20]


def test_a_bus_waits_for_the_bridge_to_open() -> None:
    """It opens from 1:00 to 1:10 and from 3:00: one bus crosses at 1:00, and again when it opens again."""
    found = totals(one_bus((Window(m(60), m(70)), Window(m(180), m(300)))))
    assert [found.people_out(m(t)) for t in (69, 70, 189, 190)] == [0, 10, 10, 20]


@pytest.mark.parametrize(
    ("rule", "second_min"),
    [
        (ConvoyRule(1, headway_s=m(30)), 50),
        (ConvoyRule(1, headway_s=0, escorts=1, escort_cycle_s=m(45)), 65),
        (ConvoyRule(1, headway_s=m(30), clock_s=m(25)), 85),
        (ConvoyRule(2, headway_s=m(30)), 20),
    ],
    ids=["headway", "escorts", "clock", "both in one convoy"],
)
def test_the_second_bus_waits_for_its_convoy(rule: ConvoyRule, second_min: int) -> None:
    """The first convoy departs when the bridge opens at 0:10, on the clock at 0:25, and is out ten minutes later."""
    found = totals(in_convoys(rule))
    assert found.earliest_s(20) == m(second_min)


def test_a_lane_inspects_one_after_the_other() -> None:
    found = totals(with_gate(ferry(), "bridge", inspection={"*": Inspection(m(5), 0)}))
    assert [found.people_out(m(t)) for t in (24, 25, 29, 30)] == [0, 10, 10, 20]


def test_a_stage_lets_so_many_pass_and_a_day_so_many() -> None:
    """It begins at 06:00, so the second day begins after 18 hours, which is beyond the horizon."""
    staged = Agreement(stages=(Stage("one", "", 0, m(60), 10), Stage("two", "", m(120), m(300), 10)))
    assert totals(ferry(agreement=staged)).earliest_s(20) == m(130)
    capped = totals(ferry(agreement=Agreement(daily_cap=DailyCap(people=15))))
    assert (capped.people_out(m(600)), capped.earliest_s(16)) == (15, None)
    one_vehicle = totals(ferry(agreement=Agreement(daily_cap=DailyCap(vehicles=1))))
    assert one_vehicle.people_out(m(600)) == 10


def test_a_large_fleet_that_is_late_does_not_count_before() -> None:
    crossing = with_class(ferry(), "bus", layouts=(Layout(10),), pools=(Pool(1, "school"), Pool(5, "school", m(40))))
    many = tuple(Household(f"F{n}", "school", seated=10, destinations=("camp",)) for n in range(5))
    found = totals(replace(crossing, households=many))
    assert [found.people_out(m(t)) for t in (20, 59, 60)] == [10, 10, 50]


def test_the_plan_by_hand_is_not_ahead_of_what_is_possible() -> None:
    assert_no_more_out(small_town(), totals(small_town()), small_town_plan())


@settings(max_examples=examples(60), deadline=None)
@given(tiny_operations(), st.integers(0, 1000))
def test_no_plan_has_more_people_out(operation: Operation, seed: int) -> None:
    found = totals(operation)
    legal = [plan for plan in random_plans(operation, seed, 30) if plan.trips and not check(operation, plan)]
    event("somebody goes" if legal else "nobody goes")
    for plan in legal:
        assert_no_more_out(operation, found, plan)


@settings(max_examples=examples(15), deadline=None)
@given(tiny_operations(plain=True, most_households=2))
def test_no_plan_at_all_of_the_tiniest_has_more_people_out(operation: Operation) -> None:
    found = totals(operation)
    for plan in every_plan(operation):
        if plan.trips and not check(operation, plan):
            assert_no_more_out(operation, found, plan)


def test_a_road_that_a_flood_closes_for_a_while_is_not_driven() -> None:
    """From 0:15 to 1:30 the way to the camp is under water: whoever is ready after 0:05 arrives at 1:40."""
    crossing = ferry(hazards=(Hazard("water", "flood", leg=("bridge", "camp"), from_s=m(15), until_s=m(90)),))
    assert totals(crossing).earliest_s(20) == m(100)
    before = replace(crossing, hazards=(replace(crossing.hazards[0], from_s=m(20)),))
    assert totals(before).earliest_s(20) == m(20)


def test_a_site_that_opens_late_or_is_closed_for_a_while_lets_nobody_in_before() -> None:
    opens_late = with_place(ferry(), "camp", open=(Window(m(45), m(500)),))
    assert totals(opens_late).earliest_s(20) == m(45)
    closed = ferry(hazards=(Hazard("fire", "fire", place="camp", from_s=m(10), until_s=m(30)),))
    assert totals(closed).earliest_s(20) == m(30)


def test_nobody_is_loaded_where_a_hazard_closes_the_place() -> None:
    """There is no gate. The school is closed until 1:00; then it takes five minutes to load, and twenty to drive."""
    crossing = ferry(
        corridor=Corridor(),
        places=tuple(place for place in ferry().places if place.id != "bridge"),
        legs=legs([("school", "camp", 20)]),
        hazards=(Hazard("fire", "fire", place="school", from_s=0, until_s=m(60)),),
    )
    crossing = with_class(crossing, "bus", loading=ServiceTime(fixed_s=m(5)))
    assert totals(crossing).earliest_s(20) == m(85)


def one_way_down(deadline_min: int | None = None) -> Operation:
    """Twenty people on a hill and one bus of ten; the camp is a minute down, and the way back up takes an hour.

    A village that nobody leaves is a minute from the camp.
    """
    return Operation(
        name="one way down",
        start=datetime(2030, 5, 6, 6, 0, tzinfo=UTC),
        zone="UTC",
        profile=Profile.EXERCISE,
        horizon_s=m(300),
        places=(
            Place("hill", PlaceKind.ASSEMBLY, "Hill"),
            Place("village", PlaceKind.ASSEMBLY, "Village"),
            Place("camp", PlaceKind.RECEPTION, "Camp"),
        ),
        fleet=(VehicleClass("bus", (Layout(10),), (Pool(1, "hill"),)),),
        households=tuple(Household(f"H{n}", "hill", seated=10, destinations=("camp",)) for n in (1, 2)),
        corridor=Corridor(),
        legs=legs([("hill", "camp", 1), ("camp", "hill", 60), ("village", "camp", 60), ("camp", "village", 1)]),
        hazards=() if deadline_min is None else (Hazard("fire", "fire", place="hill", from_s=m(deadline_min)),),
    )


def test_what_is_driven_empty_between_two_trips_counts() -> None:
    """Down at 1, up at 61, and down at 62; that the village is near helps nobody."""
    found = totals(one_way_down())
    assert [found.people_out(m(t)) for t in (1, 61, 62)] == [10, 19, 20]
    assert found.earliest_s(20) == m(62)


def test_what_no_vehicle_can_reach_before_its_deadline_stays() -> None:
    """The bus is back on the hill at 61; where the hill closes before, it never carries the rest."""
    assert [totals(one_way_down(minute)).people_out(m(300)) for minute in (62, 60)] == [20, 19]
    assert [outcome(hill, solve(hill).plan).carried for hill in map(one_way_down, (62, 60))] == [20, 10]
