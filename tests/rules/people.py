"""Situations about the people aboard: who, from where, to where, with whom, in what kind of place."""

from dataclasses import replace

from safepassage.domain.fleet import Layout, Pool
from safepassage.domain.people import Household
from safepassage.domain.plan import Approach, Boarding, Convoy, NotCarried, Plan, Reason, Trip
from tests.rules.situation import (
    Judged,
    allows,
    names,
    trip,
    with_approach,
    with_class,
    with_convoy,
    with_convoy_rule,
    with_household,
    with_place,
    with_stage,
    with_trip,
    without_trip,
)
from tests.situations import ARMED, crossings, everything, everything_plan, m, small_town, small_town_plan


def _h10_left_out() -> Plan:
    return without_trip(small_town_plan(), "T7")


# known-references -----------------------------------------------------------------------------------------------------


@allows("known-references")
def a_convoy_that_uses_no_route() -> Judged:
    plan = with_trip(everything_plan(), "near", convoy="F1")
    return everything(), replace(plan, convoys=(*plan.convoys, Convoy("F1", "", m(15))))


@names("known-references", "T7")
def a_vehicle_that_does_not_exist() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", vehicle="bus-9")


@names("known-references", "T7")
def a_layout_that_does_not_exist() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", layout=2)


@names("known-references", "T7")
def a_negative_layout() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", layout=-1)


@names("known-references", "T7")
def an_origin_that_is_no_assembly_point() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", origin="camp")


@names("known-references", "T7")
def a_destination_that_is_no_reception_site() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", destination="bridge")


@names("known-references", "T7")
def an_approach_from_nowhere() -> Judged:
    return small_town(), with_approach(small_town_plan(), "T7", origin="nowhere")


@names("known-references", "T7")
def a_crossing_of_a_camp() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", crossings=crossings(("camp", 216, 220)))


@names("known-references", "T7")
def a_trip_in_an_unknown_convoy() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", convoy="C9")


@names("known-references", "T7")
def an_unknown_household_aboard() -> Judged:
    boardings = (Boarding("H10", seated=4), Boarding("H99", seated=1))
    return small_town(), with_trip(small_town_plan(), "T7", boardings=boardings)


@names("known-references", "T7")
def a_boarding_of_nobody() -> Judged:
    operation = small_town()
    operation = replace(operation, households=(*operation.households, Household("H11", "market")))
    boardings = (Boarding("H10", seated=4), Boarding("H11"))
    return operation, with_trip(small_town_plan(), "T7", boardings=boardings)


@names("known-references", "T8")
def a_trip_with_nobody() -> Judged:
    plan = small_town_plan()
    return small_town(), replace(plan, trips=(*plan.trips, replace(trip(plan, "T7"), id="T8", boardings=())))


@names("known-references", "T7")
def a_time_before_the_operation() -> Judged:
    return small_town(), with_approach(small_town_plan(), "T7", leaves_s=-1)


@names("known-references", "T7")
def a_time_beyond_all_calendars() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", empty_s=10**15)


@names("known-references", "T7")
def two_trips_of_one_id() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T6", id="T7")


@names("known-references", "C3")
def a_convoy_on_an_unknown_route() -> Judged:
    return small_town(), with_convoy(small_town_plan(), "C3", route="side-road")


@names("known-references", "C3")
def a_convoy_before_the_operation() -> Judged:
    return small_town(), with_convoy(small_town_plan(), "C3", departs_s=-1)


@names("known-references", "C1")
def two_convoys_of_one_id() -> Judged:
    plan = small_town_plan()
    return small_town(), replace(plan, convoys=(*plan.convoys, Convoy("C1", "main-road", m(300), 1)))


@names("known-references", "H99")
def an_unknown_household_listed_as_not_carried() -> Judged:
    return small_town(), replace(small_town_plan(), not_carried=(NotCarried("H99", Reason.TOO_LATE),))


# accounted ------------------------------------------------------------------------------------------------------------


@allows("accounted")
def a_household_listed_with_a_reason() -> Judged:
    return small_town(), replace(_h10_left_out(), not_carried=(NotCarried("H10", Reason.NO_VEHICLE_TIME),))


@allows("accounted")
def a_household_of_nobody() -> Judged:
    operation = small_town()
    return replace(operation, households=(*operation.households, Household("H11", "market"))), small_town_plan()


@names("accounted", "H10")
def a_household_left_behind_unsaid() -> Judged:
    return small_town(), _h10_left_out()


@names("accounted", "H10")
def a_household_both_aboard_and_listed() -> Judged:
    return small_town(), replace(small_town_plan(), not_carried=(NotCarried("H10", Reason.TOO_LATE),))


@names("accounted", "H10")
def a_household_listed_twice() -> Judged:
    return small_town(), replace(_h10_left_out(), not_carried=(NotCarried("H10", Reason.TOO_LATE),) * 2)


@names("accounted", "H10")
def one_member_left_behind() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", boardings=(Boarding("H10", seated=3),))


@names("accounted", "H06")
def one_member_too_many() -> Judged:
    operation = with_household(small_town(), "H06", seated=5)
    return operation, small_town_plan()


@names("accounted", "H10")
def a_household_twice_in_one_vehicle() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T7", boardings=(Boarding("H10", seated=2),) * 2)


@names("accounted", "H05")
def someone_who_stays_aboard() -> Judged:
    boardings = (Boarding("H01", seated=2), Boarding("H05", seated=2))
    return with_household(small_town(), "H01", seated=2), with_trip(small_town_plan(), "T5", boardings=boardings)


@names("accounted", "H05")
def someone_who_stays_listed() -> Judged:
    return small_town(), replace(small_town_plan(), not_carried=(NotCarried("H05", Reason.TOO_LATE),))


# boards-where-it-waits, destination-chosen, ready ---------------------------------------------------------------------


@allows("boards-where-it-waits")
def a_neighbour_from_the_same_assembly_point() -> Judged:
    return everything(), everything_plan()


@names("boards-where-it-waits", "H10")
def a_household_fetched_elsewhere() -> Judged:
    return with_household(small_town(), "H10", at="school"), small_town_plan()


@allows("destination-chosen")
def the_second_wish() -> Judged:
    return with_household(small_town(), "H09", destinations=("camp", "clinic")), small_town_plan()


@names("destination-chosen", "H10")
def a_destination_not_accepted() -> Judged:
    return with_household(small_town(), "H10", destinations=("clinic",)), small_town_plan()


@names("destination-chosen", "H10")
def a_household_that_has_not_chosen() -> Judged:
    return with_household(small_town(), "H10", destinations=()), small_town_plan()


@allows("ready")
def loading_at_the_very_moment() -> Judged:
    return with_household(small_town(), "H07", ready_s=m(120)), small_town_plan()


@names("ready", "H07")
def called_a_second_too_early() -> Judged:
    return with_household(small_town(), "H07", ready_s=m(120) + 1), small_town_plan()


# seats ----------------------------------------------------------------------------------------------------------------


def _h06_of(people: int) -> Judged:
    boardings = (Boarding("H06", seated=people), Boarding("H07", seated=3))
    plan = with_trip(small_town_plan(), "T4", boardings=boardings, empty_s=m(173 + people))
    return with_household(small_town(), "H06", seated=people), plan


@allows("seats")
def a_full_bus() -> Judged:
    return _h06_of(7)


@names("seats", "T4")
def an_overfull_bus() -> Judged:
    return _h06_of(8)


@names("seats", "T1")
def a_wheelchair_without_its_place() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T1", layout=0)


@names("seats", "T2")
def a_patient_without_a_stretcher() -> Judged:
    layouts = (small_town().vehicle_class["bus"].layouts[0],)
    return with_class(small_town(), "ambulance", layouts=layouts), small_town_plan()


# household-together, companion ----------------------------------------------------------------------------------------


@allows("household-together")
def the_family_of_a_patient_in_one_convoy() -> Judged:
    return small_town(), small_town_plan()


@names("household-together", "H06")
def a_household_in_two_buses() -> Judged:
    plan = with_trip(small_town_plan(), "T4", boardings=(Boarding("H06", seated=4), Boarding("H07", seated=3)))
    return small_town(), with_trip(
        plan,
        "T7",
        boardings=(Boarding("H10", seated=4), Boarding("H06", seated=2)),
        leaves_s=m(208),
        crossings=crossings(("bridge", 218, 220)),
        empty_s=m(236),
    )


@names("household-together", "E09")
def the_family_of_a_patient_outside_the_convoy() -> Judged:
    return everything(), with_trip(everything_plan(), "R1-van", convoy=None)


@names("household-together", "E09")
def the_family_of_a_patient_in_no_convoy() -> Judged:
    return everything(), with_trip(with_trip(everything_plan(), "R1-van", convoy=None), "R1-ambulance", convoy=None)


@names("household-together", "E09")
def the_family_of_a_patient_in_another_convoy() -> Judged:
    plan = with_trip(everything_plan(), "R1-van", convoy="R2")
    return everything(), replace(plan, convoys=(*plan.convoys, Convoy("R2", "river", m(184))))


@names("household-together", "E03")
def the_family_of_a_patient_taken_to_another_place() -> Judged:
    operation = with_household(everything(), "E03", destinations=("hospital-north", "camp-north"))
    plan = with_trip(
        everything_plan(), "N1-bus", destination="camp-north", arrives_s=m(135), unloads_s=m(135), empty_s=m(138)
    )
    return operation, with_approach(plan, "N3-bus", origin="camp-north", leaves_s=m(1405))


@names("household-together", "H03")
def the_family_of_a_patient_in_two_further_vehicles() -> Judged:
    operation = with_place(small_town(), "clinic", places=20)
    operation = with_household(operation, "H03", seated=3)
    operation = with_household(operation, "H04", seated=4, destinations=("clinic",))
    return operation, with_trip(
        small_town_plan(),
        "T3",
        destination="clinic",
        boardings=(Boarding("H04", seated=4), Boarding("H03", seated=1)),
        unloads_s=m(116),
        empty_s=m(121),
    )


def _second_ambulance() -> Trip:
    return Trip(
        id="T8",
        vehicle="ambulance-2",
        layout=0,
        origin="school",
        destination="clinic",
        boardings=(Boarding("H03", stretcher=1),),
        approach=Approach("clinic", m(53), crossings(("bridge", 63, 64)), m(74)),
        loads_s=m(78),
        leaves_s=m(86),
        crossings=crossings(("bridge", 96, 100)),
        arrives_s=m(110),
        unloads_s=m(116),
        empty_s=m(121),
        convoy="C1",
    )


@allows("companion")
def two_patients_and_only_one_who_can_ride_along() -> Judged:
    operation = with_convoy_rule(with_class(small_town(), "ambulance", pools=(Pool(2, "clinic"),)), max_vehicles=4)
    plan = with_trip(small_town_plan(), "T1", boardings=(Boarding("H02", seated=3, wheelchair=1),))
    plan = replace(plan, trips=(*plan.trips, _second_ambulance()))
    return with_household(operation, "H03", seated=1, stretcher=2), plan


@names("companion", "H03")
def two_patients_and_a_companion_in_neither_ambulance() -> Judged:
    operation, plan = two_patients_and_only_one_who_can_ride_along()
    boardings = (Boarding("H02", seated=3, wheelchair=1), Boarding("H03", seated=1))
    plan = with_trip(plan, "T1", boardings=boardings)
    return operation, with_trip(plan, "T2", boardings=(Boarding("H03", stretcher=1),))


@names("companion", "H03")
def a_patient_alone_while_the_family_takes_the_bus() -> Judged:
    boardings = (Boarding("H02", seated=3, wheelchair=1), Boarding("H03", seated=2))
    plan = with_trip(small_town_plan(), "T1", boardings=boardings, empty_s=m(117))
    return small_town(), with_trip(plan, "T2", boardings=(Boarding("H03", stretcher=1),))


# streams, own-car -----------------------------------------------------------------------------------------------------


@allows("streams")
def members_of_armed_groups_among_themselves() -> Judged:
    operation = with_household(with_stage(everything(), "first", streams=()), "E04", stream=ARMED)
    return with_household(operation, "E05", stream=ARMED), everything_plan()


@names("streams", "car")
def a_neighbour_of_another_stream() -> Judged:
    return with_household(with_stage(everything(), "first", streams=()), "E05", stream=ARMED), everything_plan()


@allows("own-car")
def an_owner_who_goes_by_bus() -> Judged:
    return everything(), everything_plan()


@names("own-car", "car")
def an_own_car_without_its_household() -> Judged:
    plan = with_trip(everything_plan(), "car", boardings=(Boarding("E05", seated=1),))
    return everything(), replace(plan, not_carried=(*plan.not_carried, NotCarried("E04", Reason.NO_VEHICLE_TIME)))


@names("own-car", "car")
def an_own_car_that_nobody_of_its_household_can_drive() -> Judged:
    operation = with_class(with_household(everything(), "E04", seated=0, wheelchair=1), "car", layouts=(Layout(3, 1),))
    boardings = (Boarding("E04", wheelchair=1), Boarding("E05", seated=1))
    return operation, with_trip(everything_plan(), "car", boardings=boardings)


@names("own-car", "T3")
def an_own_car_with_an_approach() -> Judged:
    return small_town(), with_trip(small_town_plan(), "T3", approach=Approach("school", m(60), (), m(60)))


@names("own-car", "car-1", "T8")
def an_own_car_that_comes_back() -> Judged:
    operation, plan = small_town(), small_town_plan()
    again = replace(
        trip(plan, "T3"),
        id="T8",
        boardings=(Boarding("H11", seated=1),),
        loads_s=m(130),
        leaves_s=m(147),
        crossings=crossings(("bridge", 157, 160)),
        arrives_s=m(170),
        unloads_s=m(174),
        empty_s=m(175),
        convoy="C2",
    )
    neighbour = Household("H11", "school", seated=1, destinations=("camp",))
    return replace(operation, households=(*operation.households, neighbour)), replace(plan, trips=(*plan.trips, again))
