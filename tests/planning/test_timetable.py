"""A trip is placed at the earliest time that breaks no rule: in the small town, by the minute."""

from dataclasses import replace
from itertools import pairwise

from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import Window
from safepassage.domain.fleet import DutyLimit
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation
from safepassage.domain.people import Needs
from safepassage.domain.travel import Leg
from safepassage.planning.problem import state
from safepassage.planning.timetable import Order, Proposal, Timetable
from tests.rules.situation import with_agreement, with_class, with_gate, with_place
from tests.situations import m, small_town


def free_town() -> Operation:
    """The small town without convoys: each vehicle by itself."""
    town = small_town()
    routes = tuple(replace(route, convoy=None) for route in town.corridor.routes)
    return replace(town, corridor=replace(town.corridor, routes=routes))


def wish(timetable: Timetable, vehicle: str = "bus-1", *, load: int = 4, ready: int = 0, to: str = "camp") -> Order:
    return Order(timetable.vehicles[vehicle], "market", to, 0, Needs(load), "civilian", m(ready))


def placed(timetable: Timetable, order: Order) -> Proposal:
    proposal = timetable.place(order)
    assert proposal is not None
    return proposal


def test_a_bus_waits_for_the_bridge_and_goes_round_at_once() -> None:
    """Camp 50 - bridge in 60-61 - market 71, loads 71-75 - bridge 85-87 - camp 97-101."""
    timetable = Timetable(state(free_town()))
    trip = placed(timetable, wish(timetable))
    assert trip.approach is not None
    assert [c.enters_s for c in trip.approach.crossings] == [m(60)]
    assert (trip.loads_s, trip.leaves_s) == (m(71), m(75))
    assert [(c.enters_s, c.leaves_s) for c in trip.crossings] == [(m(85), m(87))]
    assert (trip.arrives_s, trip.unloads_s, trip.empty_s) == (m(97), m(97), m(101))


def test_nobody_is_loaded_before_they_are_ready() -> None:
    timetable = Timetable(state(free_town()))
    assert placed(timetable, wish(timetable, ready=120)).loads_s == m(120)


def test_nobody_waits_aboard_before_a_closed_gate_for_longer_than_need_be() -> None:
    """Who is ready at 300 could board then and cross when the bridge opens again at 400; ten minutes away from it."""
    town = with_gate(free_town(), "bridge", windows=(Window(m(60), m(200)), Window(m(400), m(460))))
    timetable = Timetable(state(town))
    trip = placed(timetable, wish(timetable, ready=300))
    assert trip.approach is not None
    assert trip.approach.arrives_s <= m(200)
    assert (trip.crossings[0].enters_s, trip.crossings[0].leaves_s) == (m(400), m(402))
    assert trip.leaves_s >= m(402 - 12 - 40)


def test_a_lane_serves_one_after_the_other() -> None:
    timetable = Timetable(state(free_town()))
    timetable.book(placed(timetable, wish(timetable, "bus-1")))
    second = placed(timetable, wish(timetable, "bus-2"))
    assert second.approach is not None
    assert second.approach.crossings[0].enters_s == m(61)
    assert second.crossings[0].enters_s == m(87)


def test_a_bay_serves_one_after_the_other() -> None:
    town = with_place(free_town(), "market", bays={"*": 1})
    timetable = Timetable(state(town))
    timetable.book(placed(timetable, wish(timetable, "bus-1")))
    assert placed(timetable, wish(timetable, "bus-2")).loads_s == m(75)


def test_where_there_is_no_bay_nobody_loads() -> None:
    timetable = Timetable(state(with_place(free_town(), "market", bays={"ambulance": 1})))
    assert timetable.place(wish(timetable)) is None


def test_what_does_not_pass_in_this_window_waits_for_the_next() -> None:
    town = with_gate(free_town(), "bridge", windows=(Window(m(60), m(86)), Window(m(100), m(200))))
    timetable = Timetable(state(town))
    assert [c.enters_s for c in placed(timetable, wish(timetable)).crossings] == [m(100)]


def test_nobody_comes_to_a_gate_at_the_second_at_which_it_closes() -> None:
    windows = (Window(m(60), m(85)), Window(m(100), m(200)))
    timetable = Timetable(state(with_gate(free_town(), "bridge", windows=windows, inspection={})))
    timetable.vehicles["bus-1"].at, timetable.vehicles["bus-1"].free_s = "market", m(71)
    assert [c.enters_s for c in placed(timetable, wish(timetable)).crossings] == [m(100)]


def test_after_the_last_window_there_is_no_time() -> None:
    timetable = Timetable(state(with_gate(free_town(), "bridge", windows=(Window(m(60), m(86)),))))
    assert timetable.place(wish(timetable)) is None


def test_a_convoy_takes_no_more_than_its_size() -> None:
    timetable = Timetable(state(small_town()))
    first = placed(timetable, wish(timetable, "bus-1", load=1))
    assert first.slot_s is not None
    room = timetable.slot_room(0, first.slot_s)
    timetable.book(first)
    assert timetable.slot_room(0, first.slot_s) == room - 1 == 2


def test_convoys_depart_no_more_often_than_the_escort_is_back() -> None:
    timetable = Timetable(state(small_town()))
    departures = list(timetable.next_slots(0, 0))
    assert all(b - a >= m(60) for a, b in pairwise(departures))
    assert all(m(60) <= t <= m(360) for t in departures)


def test_what_is_cancelled_leaves_no_trace() -> None:
    timetable = Timetable(state(small_town()))
    order = wish(timetable)
    first = placed(timetable, order)
    before = timetable.book(first)
    timetable.cancel(first, before)
    assert placed(timetable, order) == first


def test_a_loaded_vehicle_waits_until_the_night_is_over() -> None:
    """No movement from 07:00 to 08:30: it leaves the market at minute 150."""
    town = with_agreement(free_town(), night=DailyHours(7 * 3600, 8 * 3600 + 1800))
    timetable = Timetable(state(town))
    assert placed(timetable, wish(timetable)).leaves_s == m(150)


def test_a_closed_road_is_driven_when_it_is_cleared() -> None:
    flood = Hazard("flood", "flood", leg=("bridge", "camp"), until_s=m(110))
    timetable = Timetable(state(replace(free_town(), hazards=(flood,))))
    trip = placed(timetable, replace(wish(timetable, "ambulance-1", load=1), origin="market"))
    assert trip.crossings[0].leaves_s >= m(110)
    assert trip.arrives_s == m(120)


def test_a_road_that_is_missing_for_a_while_is_driven_when_it_is_there_again() -> None:
    """The bus would leave the market at 75; until 90 there is no road from it to the bridge."""
    town = free_town()
    gone = Leg("market", "bridge", None, from_s=m(70), until_s=m(90))
    back = Leg("bridge", "market", m(10))
    timetable = Timetable(state(replace(town, legs=(*town.legs, gone, back))))
    assert placed(timetable, wish(timetable)).leaves_s == m(90)


def test_people_arrive_when_the_door_is_open() -> None:
    timetable = Timetable(state(with_place(free_town(), "camp", open=(Window(m(130), m(140)),))))
    assert placed(timetable, wish(timetable)).arrives_s == m(130)


def test_drivers_rest_before_a_trip_that_would_be_too_much() -> None:
    """A trip is 40 minutes of driving: two are one too many for an hour, and the second begins after the rest."""
    town = with_class(free_town(), "bus", duty=DutyLimit(driving_s=m(60), on_duty_s=m(300), rest_s=m(90)))
    timetable = Timetable(state(town))
    first = placed(timetable, wish(timetable))
    timetable.book(first)
    second = placed(timetable, wish(timetable))
    assert second.approach is not None
    assert second.approach.leaves_s - first.empty_s >= m(90)


def test_a_trip_that_is_too_long_for_any_driver_is_not_placed() -> None:
    town = with_class(free_town(), "bus", duty=DutyLimit(driving_s=m(30), on_duty_s=m(300), rest_s=m(60)))
    timetable = Timetable(state(town))
    assert timetable.place(wish(timetable)) is None
