"""Situations about vehicles: loading, bays, where they are, how long they take, and their drivers."""

from dataclasses import replace

from safepassage.domain.fleet import DutyLimit, Pool
from safepassage.domain.plan import Approach
from tests.rules.situation import Judged, allows, names, with_approach, with_class, with_place, with_trip
from tests.situations import crossings, everything, everything_plan, m, small_town, small_town_plan

# loading-time, unloading-time -----------------------------------------------------------------------------------------


@allows("loading-time")
def leaving_as_the_last_sits_down() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T4", leaves_s=m(129))


@names("loading-time", "T4")
def leaving_before_the_last_sits() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T4", leaves_s=m(129) - 1)


@allows("unloading-time")
def unloading_some_time_after_arrival() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", unloads_s=m(240), empty_s=m(244))


@names("unloading-time", "T7")
def unloading_before_arrival() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", unloads_s=m(229))


@names("unloading-time", "T7")
def empty_while_someone_is_still_aboard() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", empty_s=m(233))


# loading-bays, unloading-bays -----------------------------------------------------------------------------------------


@allows("loading-bays")
def one_drives_into_the_bay_as_the_other_drives_out() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T3", loads_s=m(67))


@names("loading-bays", "school")
def two_in_one_bay() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T3", loads_s=m(70))


@names("loading-bays", "T2", "T3")
def no_bay_for_the_class() -> Judged:
    return with_place(small_town(), "school", bays={"bus": 1}), small_town_plan()


@allows("unloading-bays")
def waiting_for_the_bay() -> Judged:
    operation = with_place(small_town(), "clinic", bays={"*": 1})
    return operation, with_trip(small_town_plan(), "T2", unloads_s=m(116), empty_s=m(122))


@names("unloading-bays", "clinic")
def bus_and_ambulance_in_one_bay() -> Judged:
    return with_place(small_town(), "clinic", bays={"*": 1}), small_town_plan()


@names("unloading-bays", "car")
def no_bay_even_where_unloading_takes_no_time() -> Judged:
    return with_place(everything(), "camp-east", bays={"van": 1, "ambulance": 1}), everything_plan()


# one-place-at-a-time --------------------------------------------------------------------------------------------------


@allows("one-place-at-a-time")
def available_as_it_leaves() -> Judged:
    return with_class(small_town(), "bus", pools=(Pool(2, "camp", m(50)),)), small_town_plan()


@names("one-place-at-a-time", "T1")
def leaving_before_it_is_available() -> Judged:
    return with_class(small_town(), "bus", pools=(Pool(2, "camp", m(50) + 1),)), small_town_plan()


@names("one-place-at-a-time", "T7")
def coming_from_where_it_is_not() -> Judged:
    return small_town(), with_approach(small_town_plan(), "T7", origin="clinic")


@names("one-place-at-a-time", "T5")
def loading_where_it_is_not() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T5", approach=None)


@names("one-place-at-a-time", "T7")
def going_back_before_it_is_empty() -> Judged:
    return small_town(), with_approach(small_town_plan(), "T7", leaves_s=m(178))


@names("one-place-at-a-time", "T7")
def loading_before_it_is_there() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", loads_s=m(201))


@allows("one-place-at-a-time")
def an_approach_that_stays_where_it_is() -> Judged:
    plan = with_trip(everything_plan(), "R1-van", approach=Approach("school", m(100), (), m(100)))
    return everything(), plan


# travel-time ----------------------------------------------------------------------------------------------------------


@allows("travel-time")
def exactly_as_long_as_the_rush_hour_takes() -> Judged:
    return everything(), everything_plan()


@names("travel-time", "N1-bus")
def faster_than_the_rush_hour_allows() -> Judged:
    gates = crossings(("checkpoint-1", 89, 110), ("checkpoint-2", 120, 120))
    return everything(), with_trip(everything_plan(), "N1-bus", crossings=gates)


@names("travel-time", "T7")
def arriving_too_soon() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", arrives_s=m(229))


@names("travel-time", "T7")
def an_approach_that_is_too_fast() -> Judged:
    return small_town(), with_approach(small_town_plan(), "T7", arrives_s=m(201))


@names("travel-time", "T2")
def no_road_for_the_class() -> Judged:
    """Only buses and cars may drive between the bridge and the clinic."""
    operation = small_town()
    others = tuple(leg for leg in operation.legs if leg.destination != "clinic")
    kept = next(leg for leg in operation.legs if leg.destination == "clinic")
    by_class = tuple(replace(kept, vehicle_class=name) for name in ("bus", "car"))
    return replace(operation, legs=(*others, *by_class)), small_town_plan()


# drivers-hours --------------------------------------------------------------------------------------------------------


def _with_duty(driving: float, on_duty: float, rest: float) -> Judged:
    return with_class(everything(), "bus", duty=DutyLimit(m(driving), m(on_duty), m(rest))), everything_plan()


@allows("drivers-hours")
def as_long_as_a_duty_may_be() -> Judged:
    return _with_duty(92, 112, 1277)


@names("drivers-hours", "bus-2")
def driving_too_long() -> Judged:
    return _with_duty(91, 112, 1277)


@names("drivers-hours", "bus-2")
def on_duty_too_long() -> Judged:
    return _with_duty(92, 111, 1277)


@names("drivers-hours", "bus-1")
def a_night_that_is_no_rest() -> Judged:
    return _with_duty(240, 720, 1278)
