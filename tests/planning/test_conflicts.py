"""What keeps people from being carried: nothing too little, nothing too much, and what would help really helps."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given, settings

from safepassage.domain.agreement import Agreement, Stage
from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import ConvoyRule, Window
from safepassage.domain.fleet import DutyLimit, Layout, Pool, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation
from safepassage.domain.people import CIVILIAN, Household
from safepassage.domain.plan import Boarding, NotCarried, Plan, Reason
from safepassage.planning import solve
from safepassage.planning.alone import Ride, can_go, only, rides
from safepassage.planning.conflicts import Shape, Shared, UsedUp, conflicts, explain, hopeless
from safepassage.planning.dispatch import Carried
from safepassage.planning.problem import state
from safepassage.planning.reasons import never_carried
from safepassage.planning.restrictions import Cause, Restriction, relaxed, restrictions
from safepassage.planning.write_up import write_up
from safepassage.rules import check
from tests.planning.effort import examples
from tests.planning.ferry import HORIZON_MIN, at_camp, at_school, ferry, in_convoys, one_bus
from tests.planning.tiny import tiny_operations
from tests.rules.situation import with_class, with_gate, with_household, with_place
from tests.situations import ARMED, hours, legs, m, small_town

LATE = m(HORIZON_MIN - 10)


class Kept(NamedTuple):
    """An operation in which F1 cannot be carried, and what keeps it; any one of these would help."""

    operation: Operation
    by: tuple[Restriction, ...]


def kept(operation: Operation, *by: Cause) -> Kept:
    return Kept(operation, tuple(Restriction(cause) for cause in by))


def no_choice() -> Kept:
    return kept(with_household(ferry(), "F1", destinations=()), Cause.CHOICE)


def no_vehicle() -> Kept:
    return kept(ferry(fleet=()), Cause.VEHICLE)


def eleven_in_a_bus_of_ten() -> Kept:
    return kept(with_household(ferry(), "F1", seated=11), Cause.LAYOUT)


def no_road() -> Kept:
    return kept(ferry(legs=legs([("school", "bridge", 10)])), Cause.ROAD)


def a_mine_on_the_road() -> Kept:
    operation = ferry(hazards=(Hazard("mine", "explosive", leg=("school", "bridge")),))
    return Kept(operation, (Restriction(Cause.HAZARD, "mine"),))


def no_bay_for_buses() -> Kept:
    return Kept(at_school(bays={"ambulance": 1}), (Restriction(Cause.BAY, "school"),))


def fewer_places_than_members() -> Kept:
    return kept(at_camp(places=5), Cause.PLACES)


def no_bed() -> Kept:
    operation = with_class(at_camp(beds=0), "bus", layouts=(Layout(10, 0, 1),))
    return kept(with_household(operation, "F1", seated=1, stretcher=1), Cause.BEDS)


def civilians_only() -> Kept:
    stages = (Stage("first", "First", streams=(CIVILIAN,)),)
    return kept(with_household(ferry(agreement=Agreement(stages=stages)), "F1", stream=ARMED), Cause.STREAM)


def a_quota_of_nine() -> Kept:
    return kept(ferry(agreement=Agreement(stages=(Stage("first", "First", people=9),))), Cause.QUOTA)


def a_convoy_of_one_for_a_patient_and_a_family() -> Kept:
    """The ambulance takes the patient and one more, and a bus the others: two vehicles, unless one takes them all."""
    operation = in_convoys(ConvoyRule(1, m(30)))
    ambulance = VehicleClass("ambulance", (Layout(1, 0, 1),), (Pool(1, "school"),))
    operation = replace(operation, fleet=(*operation.fleet, ambulance))
    return kept(with_household(operation, "F1", seated=5, stretcher=1), Cause.LAYOUT, Cause.CONVOY_SIZE)


def drivers_who_may_drive_for_ten_minutes() -> Kept:
    duty = DutyLimit(driving_s=m(10), on_duty_s=m(60), rest_s=m(60))
    return kept(with_class(ferry(), "bus", duty=duty), Cause.DUTY)


def no_movement_at_any_hour() -> Kept:
    return kept(ferry(agreement=Agreement(night=DailyHours(0, 0))), Cause.NIGHT)


def no_movement_before_the_end() -> Kept:
    return kept(ferry(agreement=Agreement(night=hours(6, 18))), Cause.NIGHT, Cause.HORIZON)


def a_camp_that_closes_too_early() -> Kept:
    return kept(at_camp(open=(Window(0, m(10)),)), Cause.SITE_HOURS)


def buses_that_come_too_late() -> Kept:
    return kept(with_class(ferry(), "bus", pools=(Pool(2, "school", LATE),)), Cause.AVAILABLE, Cause.HORIZON)


def ready_too_late() -> Kept:
    return kept(with_household(ferry(), "F1", ready_s=LATE), Cause.READY, Cause.HORIZON)


def ready_after_the_window() -> Kept:
    operation = with_gate(ferry(), "bridge", windows=(Window(0, m(60)),))
    return kept(with_household(operation, "F1", ready_s=m(120)), Cause.READY, Cause.WINDOWS)


def a_stage_that_opens_too_late() -> Kept:
    return kept(
        ferry(agreement=Agreement(stages=(Stage("last", "Last", opens_s=LATE + m(5)),))), Cause.STAGE, Cause.HORIZON
    )


def a_window_before_anybody_is_there() -> Kept:
    return kept(with_gate(ferry(), "bridge", windows=(Window(0, m(5)),)), Cause.WINDOWS)


def buses_without_stretchers_and_an_ambulance_that_is_too_far() -> Kept:
    """The ambulance is at the bridge again after 30 minutes, and it closes after 25."""
    operation = with_gate(ferry(), "bridge", windows=(Window(0, m(25)),))
    ambulance = VehicleClass("ambulance", (Layout(1, 0, 1),), (Pool(1, "camp"),))
    operation = replace(operation, fleet=(*operation.fleet, ambulance))
    return kept(with_household(operation, "F1", seated=1, stretcher=1), Cause.LAYOUT, Cause.WINDOWS)


CASES: list[Callable[[], Kept]] = [
    no_choice, no_vehicle, eleven_in_a_bus_of_ten, no_road, a_mine_on_the_road, no_bay_for_buses,
    fewer_places_than_members, no_bed, civilians_only, a_quota_of_nine, a_convoy_of_one_for_a_patient_and_a_family,
    drivers_who_may_drive_for_ten_minutes, no_movement_at_any_hour, no_movement_before_the_end,
    a_camp_that_closes_too_early, buses_that_come_too_late, ready_too_late, ready_after_the_window,
    a_stage_that_opens_too_late, a_window_before_anybody_is_there,
    buses_without_stretchers_and_an_ambulance_that_is_too_far,
]  # fmt: skip


def alone(operation: Operation) -> Operation:
    return only(operation, operation.household["F1"])


@pytest.mark.parametrize("tell", CASES, ids=lambda tell: tell.__name__)
def test_what_keeps_a_household_is_named_and_any_one_part_of_it_would_help(tell: Callable[[], Kept]) -> None:
    case = tell()
    found = explain(alone(case.operation))
    assert found is not None
    assert found.keeps == case.by
    assert found.any_one == case.by
    assert found.together == ()


@pytest.mark.parametrize("tell", CASES, ids=lambda tell: tell.__name__)
def test_nothing_can_be_spared_from_what_keeps_it(tell: Callable[[], Kept]) -> None:
    case = tell()
    operation = alone(case.operation)
    assert not can_go(operation)
    for restriction in case.by:
        assert can_go(relaxed(operation, (restriction,)))
    others = set(restrictions(operation)) - set(case.by)
    assert not can_go(relaxed(operation, others))


def test_there_is_a_case_of_every_cause() -> None:
    assert {restriction.cause for tell in CASES for restriction in tell().by} == set(Cause)


def test_two_obstacles_must_go_together() -> None:
    operation = ferry(
        hazards=(Hazard("mine", "explosive", leg=("school", "bridge")),),
        agreement=Agreement(stages=(Stage("first", "First", people=9),)),
    )
    found = explain(alone(operation))
    assert found is not None
    assert found.any_one == ()
    assert set(found.together) == {Restriction(Cause.HAZARD, "mine"), Restriction(Cause.QUOTA)}
    assert len(found.keeps) == 1


def test_nothing_keeps_those_who_can_go() -> None:
    assert explain(alone(ferry())) is None
    assert hopeless(ferry()) == ()
    town = small_town()
    assert all(can_go(only(town, household)) for household in town.leaving)


def test_a_neighbours_car_counts_as_a_way_out() -> None:
    """No bus, but a car with a seat to spare that goes to the camp; with one seat less nobody rides along."""

    def town(seats: int) -> Operation:
        car = VehicleClass("car", (Layout(seats),), own_car=True)
        driver = Household("F2", "school", seated=4, destinations=("camp",), own_car="car")
        return ferry(fleet=(car,), households=(Household("F1", "school", seated=1, destinations=("camp",)), driver))

    assert can_go(alone(town(5)))
    assert not can_go(alone(town(4)))


def test_a_patient_and_a_family_go_in_two_vehicles_if_both_are_there() -> None:
    operation = a_convoy_of_one_for_a_patient_and_a_family().operation
    routes = tuple(replace(route, convoy=ConvoyRule(2, m(30))) for route in operation.corridor.routes)
    pair = replace(operation, corridor=replace(operation.corridor, routes=routes))
    assert can_go(alone(pair))
    assert not can_go(alone(with_class(pair, "bus", pools=())))


def test_those_who_are_alike_are_told_together() -> None:
    town = with_place(small_town(), "market", bays={"ambulance": 1})
    found = conflicts(town, solve(town, seed=1).plan)
    assert [(one.at, one.shape, one.destinations, one.households, one.people) for one in found] == [
        ("market", Shape.SEATED, ("camp",), 3, 13),
        ("market", Shape.SEATED, ("clinic",), 1, 2),
    ]
    assert hopeless(town) == found


def test_those_who_are_ready_too_late_are_told_apart_from_those_who_are_not() -> None:
    """Both wait for the one bus that can only go once; F2 is ready when the window has closed."""
    town = with_household(one_bus((Window(m(10), m(45)),)), "F2", ready_s=m(120))
    left = Plan("ferry", not_carried=tuple(NotCarried(card, Reason.NO_VEHICLE_TIME) for card in ("F1", "F2")))
    found = {one.causes.could_go_alone: one for one in conflicts(town, left)}
    assert found[True].causes.used_up == (UsedUp(Shared.VEHICLE_TIME, "bus"),)
    assert {one.cause for one in found[False].causes.any_one} == {Cause.READY, Cause.WINDOWS}
    assert [one.households for one in found.values()] == [1, 1]


USED_UP: dict[str, tuple[Operation, UsedUp]] = {
    "places": (at_camp(places=15), UsedUp(Shared.PLACES, "camp")),
    "beds": (
        with_household(
            with_household(with_class(at_camp(beds=1), "bus", layouts=(Layout(9, 0, 1),)), "F1", seated=9, stretcher=1),
            "F2",
            seated=9,
            stretcher=1,
        ),
        UsedUp(Shared.BEDS, "camp"),
    ),
    "quota": (ferry(agreement=Agreement(stages=(Stage("first", "First", people=15),))), UsedUp(Shared.QUOTA, "first")),
    "vehicle time": (one_bus((Window(m(10), m(45)),)), UsedUp(Shared.VEHICLE_TIME, "bus")),
}


@pytest.mark.parametrize("what", USED_UP)
def test_who_could_go_alone_is_told_what_the_others_use_up(what: str) -> None:
    operation, used = USED_UP[what]
    (found,) = conflicts(operation, solve(operation, seed=1).plan)
    assert found.causes.could_go_alone
    assert found.causes.used_up == (used,)
    assert (found.causes.keeps, found.causes.any_one, found.causes.together) == ((), (), ())
    assert hopeless(operation) == ()


def test_who_needs_more_vehicles_than_the_planner_tries_is_told_so() -> None:
    """Three patients in three ambulances, and five more in the bus."""
    ambulance = VehicleClass("ambulance", (Layout(1, 0, 1),), (Pool(3, "school"),))
    operation = with_household(ferry(), "F1", seated=8, stretcher=3)
    operation = replace(operation, fleet=(*operation.fleet, ambulance))
    left = Plan("ferry", not_carried=(NotCarried("F1", Reason.NO_VEHICLE_TIME),))
    (found,) = conflicts(operation, left)
    assert found.causes.used_up == (UsedUp(Shared.MANY_VEHICLES),)
    assert (found.people, found.patients) == (11, 3)


def test_a_conflict_knows_nobodys_card_number() -> None:
    town = with_place(small_town(), "market", bays={"ambulance": 1})
    told = repr(conflicts(town, solve(town, seed=1).plan))
    assert not [household.id for household in town.households if household.id in told]


@settings(max_examples=examples(20), deadline=None)
@given(tiny_operations())
def test_whoever_is_carried_could_go_alone_and_whoever_never_is_could_not(operation: Operation) -> None:
    left = {entry.household for entry in solve(operation, seed=1).plan.not_carried}
    never = never_carried(state(operation))
    for household in operation.leaving:
        goes = can_go(only(operation, household))
        assert goes or household.id in left
        assert not (goes and household.id in never)


@settings(max_examples=examples(20), deadline=None)
@given(tiny_operations())
def test_whoever_could_go_alone_has_a_plan_that_breaks_no_rule(operation: Operation) -> None:
    for household in operation.leaving:
        one = only(operation, household)
        for number, found in enumerate(rides(one)):
            assert check(one, as_plan(one, found)) == ()
            if number == 3:
                break


def as_plan(operation: Operation, found: tuple[Ride, ...]) -> Plan:
    """The rides as a plan; who is alone in a vehicle is a convoy where convoys are asked for."""
    problem, household = state(operation), operation.households[0]
    carried = []
    for ride in found:
        proposal, neighbour = ride.proposal, operation.household.get(ride.neighbour or "")
        if problem.ways[proposal.w].rule is not None:
            proposal = replace(proposal, slot_s=proposal.crosses_s)
        aboard = [(household.id, ride.needs), *([(neighbour.id, neighbour.needs)] if neighbour else [])]
        layouts = proposal.vehicle.vehicle_class.layouts
        layout = next(i for i, x in enumerate(layouts) if proposal.load.fits_in(x.capacity))
        boardings = tuple(Boarding(card, n.seated, n.wheelchair, n.stretcher) for card, n in aboard if n.people)
        carried.append(Carried(proposal, layout, boardings, 1 if len(found) > 1 else None))
    aboard_ids = {household.id, *(ride.neighbour for ride in found)}
    left = [NotCarried(h.id, Reason.NO_VEHICLE_TIME) for h in operation.leaving if h.id not in aboard_ids]
    return write_up(problem, carried, left, 1)


@settings(max_examples=examples(20), deadline=None)
@given(tiny_operations())
def test_what_keeps_anybody_is_irreducible_and_what_is_said_to_help_helps(operation: Operation) -> None:
    for household in operation.leaving:
        one = only(operation, household)
        found = explain(one)
        if found is None or not found.keeps:
            continue
        every = set(restrictions(one))
        assert not can_go(relaxed(one, every - set(found.keeps)))
        assert all(can_go(relaxed(one, every - set(found.keeps) | {spared})) for spared in found.keeps)
        assert all(can_go(relaxed(one, (restriction,))) for restriction in found.any_one)
        assert set(found.any_one) <= set(found.keeps)
        if not found.any_one:
            assert can_go(relaxed(one, found.together))
            assert not any(can_go(relaxed(one, set(found.together) - {back})) for back in found.together)
