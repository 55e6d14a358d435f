"""Situations on the way out: gates, convoys, escorts, and what a hazard keeps closed."""

from dataclasses import replace

from safepassage.domain.corridor import Window
from safepassage.domain.hazards import Hazard
from safepassage.domain.plan import Convoy, Crossing
from tests.rules.situation import (
    Judged,
    allows,
    approach,
    names,
    with_agreement,
    with_approach,
    with_convoy,
    with_convoy_rule,
    with_gate,
    with_trip,
)
from tests.situations import crossings, everything, everything_plan, m, small_town, small_town_plan

# gate-order, inspection, lanes ----------------------------------------------------------------------------------------


@allows("gate-order")
def two_gates_one_gate_and_none() -> Judged:
    return everything(), everything_plan()


@names("gate-order", "T7")
def an_approach_around_the_gate() -> Judged:
    return small_town(), with_approach(small_town_plan(), "T7", crossings=())


@names("gate-order", "N1-bus")
def only_the_first_of_two_gates() -> Judged:
    return everything(), with_trip(everything_plan(), "N1-bus", crossings=crossings(("checkpoint-1", 90, 110)))


@names("gate-order", "N1-ambulance")
def the_gates_in_the_wrong_order() -> Judged:
    backwards = approach(everything_plan(), "N1-ambulance").crossings[::-1]
    swapped = (
        replace(backwards[0], enters_s=m(60), leaves_s=m(61)),
        replace(backwards[1], enters_s=m(72), leaves_s=m(72)),
    )
    return everything(), with_approach(everything_plan(), "N1-ambulance", crossings=swapped)


@allows("inspection")
def just_inspected_as_the_convoy_departs() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", crossings=crossings(("bridge", 218, 220)))


@names("inspection", "T7")
def still_inspected_as_the_convoy_departs() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", crossings=crossings(("bridge", 219, 220)))


@names("inspection", "T7")
def an_empty_bus_that_is_waved_through() -> Judged:
    return small_town(), with_approach(small_town_plan(), "T7", crossings=crossings(("bridge", 191, 191.5)))


def _side_by_side() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T6", crossings=crossings(("bridge", 215, 220)))


@allows("lanes")
def two_side_by_side_in_two_lanes() -> Judged:
    operation, plan = _side_by_side()
    return with_gate(operation, "bridge", lanes_out=2), plan


@names("lanes", "bridge")
def two_side_by_side_in_one_lane() -> Judged:
    return _side_by_side()


@names("lanes", "bridge")
def two_on_the_way_in_in_one_lane() -> Judged:
    way_in = crossings(("bridge", 190.5, 191.5))
    return small_town(), with_approach(small_town_plan(), "T7", leaves_s=m(180.5), crossings=way_in)


# gate-windows ---------------------------------------------------------------------------------------------------------


@allows("gate-windows")
def driving_on_as_the_gate_closes() -> Judged:
    return with_gate(small_town(), "bridge", windows=(Window(m(60), m(220)),)), small_town_plan()


@names("gate-windows", "T6", "T7")
def driving_on_after_the_gate_has_closed() -> Judged:
    return with_gate(small_town(), "bridge", windows=(Window(m(60), m(220) - 1),)), small_town_plan()


@names("gate-windows", "T1")
def entering_before_the_gate_opens() -> Judged:
    return with_gate(small_town(), "bridge", windows=(Window(m(60) + 1, m(360)),)), small_town_plan()


@names("gate-windows", "T6", "T7")
def waiting_from_one_window_into_the_next() -> Judged:
    return with_gate(small_town(), "bridge", windows=(Window(m(60), m(217)), Window(m(218), m(360)))), small_town_plan()


@names("gate-windows", "T6", "T7")
def open_but_not_by_the_agreement() -> Judged:
    return with_agreement(small_town(), windows=(Window(m(0), m(219)),)), small_town_plan()


@names("gate-windows", "N1-ambulance", "N1-bus")
def passing_without_inspection_in_the_second_in_which_the_gate_closes() -> Judged:
    windows = (Window(0, m(120)), Window(m(120) + 1, m(2100)))
    return with_gate(everything(), "checkpoint-2", windows=windows), everything_plan()


@names("gate-windows", "T1", "T2", "T3", "T4", "T5", "T6", "T7")
def a_gate_that_never_opens() -> Judged:
    return with_gate(small_town(), "bridge", windows=()), small_town_plan()


# convoys, convoy-size, departure-times, headway, escorts --------------------------------------------------------------


@allows("convoys")
def free_trips_a_quarter_of_an_hour_apart() -> Judged:
    plan = with_trip(
        everything_plan(),
        "R1-van",
        crossings=crossings(("ferry", 195, 197)),
        arrives_s=m(217),
        unloads_s=m(217),
        empty_s=m(217),
    )
    return everything(), plan


@names("convoys", "R1")
def free_trips_too_far_apart() -> Judged:
    return everything(), with_trip(everything_plan(), "car", convoy="R1")


@names("convoys", "T7")
def alone_where_convoys_are_the_rule() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", convoy=None)


@names("convoys", "T7")
def a_minute_behind_the_convoy() -> Judged:
    late = (Crossing("bridge", m(216), m(221)),)
    plan = with_trip(small_town_plan(), "T7", crossings=late, arrives_s=m(231), unloads_s=m(231), empty_s=m(235))
    return small_town(), plan


@names("convoys", "near")
def a_convoy_of_another_route() -> Judged:
    plan = with_trip(everything_plan(), "near", convoy="N0")
    return everything(), replace(plan, convoys=(*plan.convoys, Convoy("N0", "north-road", m(10), 1)))


@allows("convoy-size")
def as_many_as_may_go_together() -> Judged:
    return with_convoy_rule(small_town(), max_vehicles=3), small_town_plan()


@names("convoy-size", "C1")
def one_more_than_may_go_together() -> Judged:
    return with_convoy_rule(small_town(), max_vehicles=2), small_town_plan()


@allows("departure-times")
def every_convoy_at_a_time_of_the_clock() -> Judged:
    """They depart 100, 160 and 220 minutes after the start."""
    return with_convoy_rule(small_town(), clock_s=m(20)), small_town_plan()


@allows("departure-times")
def a_clock_that_goes_on_while_the_clocks_of_the_town_change() -> Judged:
    return with_convoy_rule(everything(), clock_s=m(10)), everything_plan()


@allows("departure-times")
def off_the_clock_without_vehicles() -> Judged:
    plan = small_town_plan()
    operation = with_convoy_rule(small_town(), clock_s=m(20))
    return operation, replace(plan, convoys=(*plan.convoys, Convoy("C0", "main-road", m(101))))


@names("departure-times", "C2")
def a_second_after_its_time() -> Judged:
    """Convoy 2 and its trips leave the bridge a second late."""
    plan = with_convoy(small_town_plan(), "C2", departs_s=m(160) + 1)
    late = ("T4", m(150), m(179)), ("T5", m(155), m(174))
    for trip_id, enters_s, empty_s in late:
        plan = with_trip(
            plan,
            trip_id,
            crossings=(Crossing("bridge", enters_s, m(160) + 1),),
            arrives_s=m(170) + 1,
            unloads_s=m(170) + 1,
            empty_s=empty_s + 1,
        )
    return with_convoy_rule(small_town(), escort_cycle_s=m(50), clock_s=m(20)), plan


@names("departure-times", "C1", "C2", "C3")
def a_clock_that_no_convoy_keeps() -> Judged:
    return with_convoy_rule(small_town(), clock_s=m(30) + 1), small_town_plan()


@allows("headway")
def convoys_exactly_the_headway_apart() -> Judged:
    return with_convoy_rule(small_town(), headway_s=m(60)), small_town_plan()


@allows("headway")
def a_convoy_without_vehicles() -> Judged:
    plan = small_town_plan()
    return small_town(), replace(plan, convoys=(*plan.convoys, Convoy("C0", "main-road", m(101))))


@names("headway", "C2", "C3")
def convoys_too_close() -> Judged:
    return with_convoy_rule(small_town(), headway_s=m(60) + 1), small_town_plan()


@allows("escorts")
def two_teams_taking_turns() -> Judged:
    operation = with_convoy_rule(small_town(), escorts=2, escort_cycle_s=m(120))
    return operation, with_convoy(small_town_plan(), "C2", escort=2)


@allows("escorts")
def no_team_where_none_is_needed() -> Judged:
    operation = with_convoy_rule(small_town(), escorts=None)
    return operation, with_convoy(small_town_plan(), "C2", escort=None)


@names("escorts", "C2", "C3")
def a_team_that_is_not_back() -> Judged:
    return with_convoy_rule(small_town(), escort_cycle_s=m(60) + 1), small_town_plan()


@names("escorts", "C3")
def a_convoy_without_a_team() -> Judged:
    return small_town(), with_convoy(small_town_plan(), "C3", escort=None)


@names("escorts", "C3")
def a_team_that_does_not_exist() -> Judged:
    return small_town(), with_convoy(small_town_plan(), "C3", escort=2)


# closures -------------------------------------------------------------------------------------------------------------


def _closed(place: str | None, from_min: float, until_min: float | None, leg: tuple[str, str] | None = None) -> Judged:
    hazard = Hazard("X", "flood", place, leg, m(from_min), None if until_min is None else m(until_min))
    return replace(small_town(), hazards=(hazard,)), small_town_plan()


@allows("closures")
def gone_as_the_assembly_point_closes() -> Judged:
    return _closed("market", 206, None)


@names("closures", "T7")
def still_there_as_the_assembly_point_closes() -> Judged:
    return _closed("market", 205.5, None)


@allows("closures")
def arriving_as_the_assembly_point_is_cleared() -> Judged:
    return _closed("market", 0, 73)


@names("closures", "T4")
def an_empty_bus_sent_into_a_closed_place() -> Judged:
    return _closed("market", 0, 73.5)


@allows("closures")
def empty_as_the_camp_closes() -> Judged:
    return _closed("camp", 234, None)


@names("closures", "T7")
def unloading_as_the_camp_closes() -> Judged:
    return _closed("camp", 233, None)


@names("closures", "T6", "T7")
def arriving_before_the_sites_are_cleared() -> Judged:
    operation, plan = small_town(), small_town_plan()
    plan = with_trip(plan, "T6", unloads_s=m(240), empty_s=m(243))
    plan = with_trip(plan, "T7", unloads_s=m(240), empty_s=m(244))
    hazards = tuple(Hazard(site, "flood", site, None, m(225), m(235)) for site in ("camp", "clinic"))
    return replace(operation, hazards=hazards), plan


@names("closures", "T7")
def arriving_in_the_second_in_which_the_camp_closes() -> Judged:
    operation, plan = _closed("camp", 230, 231)
    return operation, with_trip(plan, "T7", unloads_s=m(240), empty_s=m(244))


@names("closures", "T6", "T7")
def at_the_gate_as_it_closes() -> Judged:
    return _closed("bridge", 220, 230)


@allows("closures")
def through_the_gate_before_it_closes() -> Judged:
    operation, plan = _closed("bridge", 220, None)
    hazard = replace(operation.hazards[0], from_s=m(220) + 1)
    return replace(operation, hazards=(hazard,)), plan


@names("closures", "T7")
def on_the_road_in_the_other_direction() -> Judged:
    return _closed(None, 225, 226, leg=("camp", "bridge"))


@allows("closures")
def off_the_road_as_it_closes() -> Judged:
    return _closed(None, 230, None, leg=("camp", "bridge"))
