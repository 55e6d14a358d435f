"""Each lever changes one thing of an operation, and what it saves is what one works out by hand."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given, settings

from safepassage.domain.agreement import Agreement, DailyCap, Stage
from safepassage.domain.corridor import ConvoyRule, Inspection, Window
from safepassage.domain.fleet import Layout, Pool, ServiceTime
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.plan import NotCarried, Plan, Reason
from safepassage.planning import solve
from safepassage.planning.levers import Lever, LeverKind, apply, levers
from safepassage.planning.reopening import with_roads_priced
from safepassage.planning.savings import estimate_s, pull, ranked
from safepassage.planning.solution import Bound, Price, Resource, Solution
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from tests.planning.effort import examples
from tests.planning.ferry import HORIZON_MIN, at_camp, at_school, ferry, in_convoys, one_bus
from tests.planning.tiny import tiny_operations
from tests.rules.situation import (
    with_agreement,
    with_class,
    with_convoy_rule,
    with_gate,
    with_household,
    with_place,
    with_stage,
)
from tests.situations import everything, hours, legs, m, small_town, small_town_plan

TWICE_LATE = 2 * HORIZON_MIN


class Pulled(NamedTuple):
    """A lever with the operation that it makes, and what it saves in person-minutes."""

    before: Operation
    lever: Lever
    after: Operation
    saved: int
    carried_more: int = 0


def escort() -> Pulled:
    """One team is back after an hour, and the second convoy leaves an hour later; with two it is half an hour later."""
    town = in_convoys(ConvoyRule(1, m(30), 1, m(60)))
    return Pulled(town, Lever(LeverKind.ESCORT, "road", 1), with_convoy_rule(town, escorts=2), 10 * 30)


def shuttle() -> Pulled:
    """The second convoy leaves an hour after the first, but a bus by itself at once."""
    town = in_convoys(ConvoyRule(1, m(60)))
    free = replace(town, corridor=replace(town.corridor, routes=(replace(town.route["road"], convoy=None),)))
    return Pulled(town, Lever(LeverKind.SHUTTLE, "road"), free, 10 * 60)


def headway() -> Pulled:
    town = in_convoys(ConvoyRule(1, m(60)))
    return Pulled(town, Lever(LeverKind.HEADWAY, "road", 25), with_convoy_rule(town, headway_s=m(45)), 10 * 15)


def larger_convoys() -> Pulled:
    town = in_convoys(ConvoyRule(1, m(60)))
    return Pulled(town, Lever(LeverKind.CONVOY_SIZE, "road", 5), with_convoy_rule(town, max_vehicles=6), 10 * 60)


def smaller_convoys() -> Pulled:
    """Both buses go in one convoy; in convoys of one the second leaves an hour later."""
    town = in_convoys(ConvoyRule(6, m(60)))
    return Pulled(town, Lever(LeverKind.CONVOY_SIZE, "road", -5), with_convoy_rule(town, max_vehicles=1), -10 * 60)


def lane() -> Pulled:
    """Inspection takes 20 minutes, one bus after the other."""
    town = with_gate(ferry(), "bridge", inspection={"*": Inspection(m(20))})
    return Pulled(town, Lever(LeverKind.LANE, "bridge", 1), with_gate(town, "bridge", lanes_out=2), 10 * 20)


def window() -> Pulled:
    """The bus is at the bridge for the second time after 50 minutes, five too late."""
    town = one_bus((Window(m(10), m(45)),))
    longer = with_gate(town, "bridge", windows=(Window(m(10), m(105)),))
    return Pulled(town, Lever(LeverKind.WINDOW, "bridge", 3600), longer, 10 * (TWICE_LATE - 60), 10)


def window_of_the_agreement() -> Pulled:
    """The bridge itself is always open, but not the agreement."""
    town = with_agreement(one_bus(), windows=(Window(m(10), m(45), "3.2"),))
    longer = (Window(m(10), m(105), "3.2"),)
    after = with_gate(with_agreement(town, windows=longer), "bridge", windows=longer)
    return Pulled(town, Lever(LeverKind.WINDOW, "bridge", 3600), after, 10 * (TWICE_LATE - 60), 10)


def vehicle() -> Pulled:
    town = one_bus()
    after = with_class(town, "bus", pools=(Pool(1, "school"), Pool(1, "school")))
    return Pulled(town, Lever(LeverKind.VEHICLE, "bus", 1), after, 10 * 40)


def bay() -> Pulled:
    """Loading takes 20 minutes in the one bay."""
    town = with_class(at_school(bays={"*": 1}), "bus", loading=ServiceTime(m(20)))
    return Pulled(town, Lever(LeverKind.BAY, "school", 1, "*"), with_place(town, "school", bays={"*": 2}), 10 * 20)


def places() -> Pulled:
    town = at_camp(places=15)
    return Pulled(town, Lever(LeverKind.PLACES, "camp", 10), at_camp(places=25), 10 * (TWICE_LATE - 20), 10)


def beds() -> Pulled:
    """A patient alone, of the first tier, where there is no bed."""

    def town(beds: int) -> Operation:
        patient = with_household(at_camp(beds=beds), "F2", seated=0, stretcher=1, tier=1)
        return with_class(patient, "bus", layouts=(Layout(10, 0, 1),))

    return Pulled(town(0), Lever(LeverKind.BEDS, "camp", 10), town(10), 10 * (TWICE_LATE - 20), 1)


def hazard() -> Pulled:
    """The road is closed for half an hour."""
    town = ferry(hazards=(Hazard("mine", "explosive", leg=("school", "bridge"), until_s=m(30)),))
    return Pulled(town, Lever(LeverKind.HAZARD, "mine"), ferry(), 20 * 30)


def road() -> Pulled:
    """A tree lies across the road from the school; the way round takes five minutes longer."""
    town = ferry(legs=legs([("school", "bridge", 15), ("bridge", "camp", 10)]))
    return Pulled(town, Lever(LeverKind.ROAD, "tree", 1, legs=ferry().legs), ferry(), 20 * 5)


def night() -> Pulled:
    town = ferry(agreement=Agreement(night=hours(6, 7)))
    return Pulled(town, Lever(LeverKind.NIGHT), ferry(), 20 * 60)


def stage_quota() -> Pulled:
    town = ferry(agreement=Agreement(stages=(Stage("first", "First", people=19, vehicles=4),)))
    after = with_stage(town, "first", people=21, vehicles=5)
    return Pulled(town, Lever(LeverKind.QUOTA, "first", 10), after, 10 * (TWICE_LATE - 20), 10)


def daily_cap() -> Pulled:
    town = ferry(agreement=Agreement(daily_cap=DailyCap(vehicles=1)))
    after = with_agreement(town, daily_cap=DailyCap(vehicles=2))
    return Pulled(town, Lever(LeverKind.QUOTA, "daily-cap", 10), after, 10 * (TWICE_LATE - 20), 10)


CASES: list[Callable[[], Pulled]] = [
    escort, shuttle, headway, larger_convoys, smaller_convoys, lane, window, window_of_the_agreement, vehicle, bay,
    places, beds, hazard, road, night, stage_quota, daily_cap,
]  # fmt: skip


def found(operation: Operation) -> Solution:
    return solve(operation, seed=1)


@pytest.mark.parametrize("tell", CASES, ids=lambda tell: tell.__name__)
def test_a_lever_changes_that_and_nothing_else(tell: Callable[[], Pulled]) -> None:
    case = tell()
    assert apply(case.lever, case.before) == case.after


@pytest.mark.parametrize("tell", CASES, ids=lambda tell: tell.__name__)
def test_what_a_lever_saves_is_what_one_works_out_by_hand(tell: Callable[[], Pulled]) -> None:
    case = tell()
    base = found(case.before)
    assert case.lever in ranked(case.before, base, [case.lever] if case.lever.legs else [])
    saving = pull(case.before, case.lever, base, found)
    assert saving is not None
    assert (saving.saved_s, saving.carried_more) == (m(case.saved), case.carried_more)


def test_there_is_a_case_of_every_kind() -> None:
    assert {tell().lever.kind for tell in CASES} == set(LeverKind) - {LeverKind.ALL_WINDOWS}


def test_all_gates_open_longer_where_there_are_several() -> None:
    operation = everything()
    lever = Lever(LeverKind.ALL_WINDOWS, "", 3600)
    assert lever in levers(operation, Plan("everything"))
    after = apply(lever, operation)
    for gate in operation.gate:
        before, now = operation.gate_windows(gate), after.gate_windows(gate)
        assert before is not None
        assert now is not None
        assert [w.closes_s - v.closes_s for v, w in zip(before, now, strict=True)] == [3600, 3600]
        assert [w.opens_s for w in now] == [v.opens_s for v in before]


def test_one_gate_opens_longer_under_an_agreement_and_the_others_do_not() -> None:
    operation = everything()
    after = apply(Lever(LeverKind.WINDOW, "ferry", 3600), operation)
    spans = {gate: [(w.opens_s, w.closes_s) for w in after.gate_windows(gate) or ()] for gate in operation.gate}
    was = {gate: [(w.opens_s, w.closes_s) for w in operation.gate_windows(gate) or ()] for gate in operation.gate}
    assert spans["ferry"] == [(opens, closes + 3600) for opens, closes in was["ferry"]]
    assert spans["checkpoint-1"] == was["checkpoint-1"]
    assert spans["checkpoint-2"] == was["checkpoint-2"]


def test_a_window_does_not_grow_into_the_next_one() -> None:
    town = one_bus((Window(m(10), m(45)), Window(m(60), m(90))))
    after = apply(Lever(LeverKind.WINDOW, "bridge", 3600), town)
    assert after.gate_windows("bridge") == (Window(m(10), m(60)), Window(m(60), m(150)))


def test_vehicles_that_are_there_keep_their_ids() -> None:
    operation = everything()
    after = apply(Lever(LeverKind.VEHICLE, "bus", 5), operation)
    assert len(after.vehicles) == len(operation.vehicles) + 5
    assert all(after.vehicles[vehicle.id] == vehicle for vehicle in operation.vehicles.values())


def test_five_more_are_tried_of_the_vehicles_that_take_most_people() -> None:
    found = [
        (lever.subject, lever.amount) for lever in levers(small_town(), small_town_plan()) if lever.kind == "vehicle"
    ]
    assert found == [("bus", 1), ("ambulance", 1), ("bus", 5)]


def test_more_places_are_tried_only_where_they_bind() -> None:
    """All ten places of the clinic are taken, of its two beds one, and a household has one patient at most."""
    found = [lever for lever in levers(small_town(), small_town_plan()) if lever.kind in ("places", "beds")]
    assert found == [Lever(LeverKind.PLACES, "clinic", 10)]
    assert not _of_kind(LeverKind.PLACES, with_place(small_town(), "clinic", places=15))
    assert _of_kind(LeverKind.BEDS, with_place(small_town(), "clinic", beds=1))


def _of_kind(kind: LeverKind, town: Operation) -> list[Lever]:
    return [lever for lever in levers(town, small_town_plan()) if lever.kind is kind]


def test_an_unknown_subject_is_an_error_and_not_an_unchanged_operation() -> None:
    for kind in set(LeverKind) - {LeverKind.NIGHT, LeverKind.ALL_WINDOWS, LeverKind.ROAD}:
        with pytest.raises(KeyError):
            apply(Lever(kind, "nothing-of-that-name", 1, "*"), everything())


@settings(max_examples=examples(25), deadline=None)
@given(tiny_operations())
def test_what_only_adds_leaves_a_plan_legal_and_saves_no_less_than_nothing(operation: Operation) -> None:
    """Even beside a planner that finds no plan for the changed operation but the empty one."""
    base = found(operation)
    everybody = tuple(household for household in operation.leaving)

    def idle(changed: Operation) -> Solution:
        plan = replace(base.plan, trips=(), convoys=(), not_carried=tuple(_left(everybody)))
        return Solution(plan, outcome(changed, plan).worth, Bound(0))

    for lever in levers(operation, base.plan):
        changed = apply(lever, operation)
        if not lever.restricts:
            assert check(changed, base.plan) == ()
            saving = pull(operation, lever, base, idle)
            assert saving is not None
            assert (saving.saved_s, saving.carried_more, saving.completion_saved_s in (0, None)) == (0, 0, True)


def _left(households: tuple[Household, ...]) -> list[NotCarried]:
    return [NotCarried(household.id, Reason.NO_VEHICLE_TIME) for household in households]


def test_a_plan_that_breaks_a_rule_is_no_saving() -> None:
    """The planner answers with the old plan, which convoys of one vehicle forbid."""
    town = in_convoys(ConvoyRule(6, m(60)))
    base = found(town)
    assert pull(town, Lever(LeverKind.CONVOY_SIZE, "road", -5), base, lambda _: base) is None


PRICES = (
    Price(Resource.ESCORT, "main-road", 36_000),
    Price(Resource.VEHICLE, "bus", 20_000),
    Price(Resource.WINDOW_HOUR, "bridge", 9_000),
)


def test_an_estimate_is_the_price_times_how_much_more() -> None:
    assert estimate_s(small_town(), Lever(LeverKind.VEHICLE, "bus", 5), PRICES) == 100_000
    assert estimate_s(small_town(), Lever(LeverKind.WINDOW, "bridge", 3600), PRICES) == 9_000
    assert estimate_s(small_town(), Lever(LeverKind.LANE, "bridge", 1), PRICES) == 0
    assert estimate_s(small_town(), Lever(LeverKind.BAY, "school", 1, "*"), PRICES) is None
    assert estimate_s(small_town(), Lever(LeverKind.VEHICLE, "bus", 5), ()) is None


def test_a_shorter_way_is_priced_by_who_drives_it_and_what_their_vehicles_are_worth() -> None:
    """Empty buses come two minutes sooner; two buses share what one more is worth over the time that both work."""
    town, plan = small_town(), small_town_plan()
    shorter = (*town.legs, *legs([("bridge", "market", 8), ("bridge", "school", 8)]))
    lever = Lever(LeverKind.ROAD, "tree", 1, legs=shorter)
    of_buses = [trip for trip in plan.trips if trip.vehicle.startswith("bus")]
    under_way_s = sum(trip.empty_s - trip.approach.leaves_s for trip in of_buses if trip.approach is not None)
    bus = Price(Resource.VEHICLE, "bus", under_way_s)
    priced = with_roads_priced(town, Solution(plan, 800_000, Bound(0, prices=(bus,))), [lever])
    assert priced.bound.prices == (bus, Price(Resource.ROAD, "tree", len(of_buses) * m(2) * 2))
    assert estimate_s(town, lever, priced.bound.prices) == len(of_buses) * m(2) * 2
    unpriced = Solution(plan, 800_000, Bound(0))
    assert with_roads_priced(town, unpriced, [lever]) is unpriced


def test_a_quota_is_priced_by_the_people_that_it_adds() -> None:
    def town(vehicles: int | None) -> Operation:
        return ferry(agreement=Agreement(stages=(Stage("first", "First", people=19, vehicles=vehicles),)))

    lever, prices = Lever(LeverKind.QUOTA, "first", 10), (Price(Resource.QUOTA, "first", 100),)
    assert estimate_s(town(None), lever, prices) == 200
    assert estimate_s(town(3), lever, prices) is None


def test_the_largest_estimate_is_tried_first_then_what_has_none_then_what_saves_nothing() -> None:
    order = ranked(small_town(), Solution(small_town_plan(), 800_000, Bound(0, prices=PRICES)))
    kinds = [(lever.kind, lever.amount) for lever in order]
    assert kinds[:4] == [("vehicle", 5), ("escort", 1), ("vehicle", 1), ("window", 3600)]
    later = [kind for kind, _ in kinds[4:]]
    order_of = [LeverKind.SHUTTLE, LeverKind.HEADWAY, LeverKind.BAY, LeverKind.LANE]
    assert sorted(order_of, key=later.index) == order_of


def test_what_takes_something_away_is_tried_last() -> None:
    town = in_convoys(ConvoyRule(6, m(60)))
    assert ranked(town, found(town))[-1] == Lever(LeverKind.CONVOY_SIZE, "road", -5)


def test_a_saving_says_how_much_earlier_the_last_arrive() -> None:
    case = lane()
    saving = pull(case.before, case.lever, found(case.before), found)
    assert saving is not None
    assert saving.completion_saved_s == m(20)
