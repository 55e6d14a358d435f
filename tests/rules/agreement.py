"""Situations about what was agreed and what there is room for: stages, quotas, days, nights, places, the end."""

from dataclasses import replace

from safepassage.domain.agreement import CounterMovement, DailyCap, Stage
from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import Window
from safepassage.domain.people import CIVILIAN
from tests.rules.situation import Judged, allows, names, with_agreement, with_place, with_stage
from tests.situations import everything, everything_plan, m, small_town, small_town_plan

SATURDAY = "2030-03-30"

# reception-places, beds, reception-open, horizon ----------------------------------------------------------------------


@allows("reception-places")
def the_last_place() -> Judged:
    return with_place(small_town(), "clinic", places=9), small_town_plan()


@names("reception-places", "clinic")
def one_person_without_a_place() -> Judged:
    return with_place(small_town(), "clinic", places=8), small_town_plan()


@allows("beds")
def the_last_bed() -> Judged:
    return with_place(small_town(), "clinic", beds=1), small_town_plan()


@names("beds", "clinic")
def a_patient_without_a_bed() -> Judged:
    return with_place(small_town(), "clinic", beds=0), small_town_plan()


@allows("reception-open")
def arriving_in_the_last_second() -> Judged:
    return with_place(small_town(), "camp", open=(Window(0, m(170)), Window(m(170), m(230) + 1))), small_town_plan()


@names("reception-open", "T7")
def arriving_as_the_doors_close() -> Judged:
    return with_place(small_town(), "camp", open=(Window(0, m(230)),)), small_town_plan()


@names("reception-open", "T3")
def arriving_before_the_doors_open() -> Judged:
    return with_place(small_town(), "camp", open=(Window(m(110) + 1, m(300)),)), small_town_plan()


@allows("horizon")
def arriving_as_the_operation_ends() -> Judged:
    return replace(small_town(), horizon_s=m(230)), small_town_plan()


@names("horizon", "T6", "T7")
def arriving_after_the_operation() -> Judged:
    return replace(small_town(), horizon_s=m(230) - 1), small_town_plan()


# stages, stage-quotas, reciprocity ------------------------------------------------------------------------------------


@allows("stages")
def entering_in_the_last_second_of_a_stage() -> Judged:
    return with_agreement(small_town(), stages=(Stage("only", "Only", closes_s=m(220) + 1),)), small_town_plan()


@names("stages", "T6", "T7")
def entering_as_the_last_stage_closes() -> Judged:
    return with_agreement(small_town(), stages=(Stage("only", "Only", closes_s=m(220)),)), small_town_plan()


@names("stages", "T1", "T2", "T3")
def entering_before_the_first_stage() -> Judged:
    return with_agreement(small_town(), stages=(Stage("only", "Only", opens_s=m(101)),)), small_town_plan()


@names("stages", "N3-bus")
def a_stream_that_the_stage_does_not_admit() -> Judged:
    return with_stage(everything(), "second", streams=(CIVILIAN,)), everything_plan()


@allows("stage-quotas")
def a_stage_filled_to_its_quotas() -> Judged:
    return with_stage(everything(), "first", people=22, vehicles=7), everything_plan()


@names("stage-quotas", "first")
def one_person_over_the_quota() -> Judged:
    return with_stage(everything(), "first", people=21), everything_plan()


@names("stage-quotas", "first")
def one_vehicle_over_the_quota() -> Judged:
    return with_stage(everything(), "first", vehicles=6), everything_plan()


def _two_stages(first: int, second: int) -> Judged:
    """The third convoy, of two vehicles, enters the corridor in the second in which the second stage opens."""
    stages = (Stage("first", "First", vehicles=first), Stage("second", "Second", opens_s=m(220), vehicles=second))
    return with_agreement(small_town(), stages=stages), small_town_plan()


@allows("stage-quotas")
def each_stage_filled_with_its_own() -> Judged:
    return _two_stages(5, 2)


@names("stage-quotas", "second")
def too_many_in_the_second_in_which_a_stage_opens() -> Judged:
    return _two_stages(5, 1)


def _their_buses_at(minute: float) -> Judged:
    movement = CounterMovement("their-buses", "Buses of the other side", m(minute))
    return with_agreement(everything(), counter_movements=(movement,)), everything_plan()


@allows("reciprocity")
def as_soon_as_the_other_side_has_moved() -> Judged:
    return _their_buses_at(1490)


@names("reciprocity", "N3-bus")
def before_the_other_side_has_moved() -> Judged:
    return _their_buses_at(1491)


@names("reciprocity", "N3-bus")
def as_the_stage_opens_but_before_the_other_side_has_moved() -> Judged:
    operation, plan = _their_buses_at(1491)
    return with_stage(operation, "second", opens_s=m(1490)), plan


@names("stages", "N3-bus")
def as_a_stage_closes_that_waited_for_the_other_side_in_vain() -> Judged:
    operation, plan = _their_buses_at(1491)
    return with_stage(operation, "second", closes_s=m(1490)), plan


@allows("reciprocity")
def going_on_with_the_stage_before_while_the_other_side_is_awaited() -> Judged:
    operation = small_town()
    stages = (Stage("first", "First"), Stage("second", "Second", opens_s=m(150), after="theirs"))
    movement = CounterMovement("theirs", "Theirs", m(230))
    return with_agreement(operation, stages=stages, counter_movements=(movement,)), small_town_plan()


# daily-caps, night ----------------------------------------------------------------------------------------------------


@allows("daily-caps")
def a_day_filled_to_its_caps() -> Judged:
    return with_agreement(everything(), daily_cap=DailyCap(22, 7)), everything_plan()


@names("daily-caps", SATURDAY)
def one_person_over_the_cap() -> Judged:
    return with_agreement(everything(), daily_cap=DailyCap(people=21)), everything_plan()


@names("daily-caps", SATURDAY)
def one_vehicle_over_the_cap() -> Judged:
    return with_agreement(everything(), daily_cap=DailyCap(vehicles=6)), everything_plan()


def _night_from(minute: float) -> Judged:
    """Night until 06:00 of the next day, the operation's time of day at its start."""
    night = DailyHours(6 * 3600 + m(minute), 6 * 3600)
    return with_agreement(small_town(), night=night), small_town_plan()


@allows("night")
def home_as_night_falls() -> Judged:
    return _night_from(230)


@names("night", "T6", "T7")
def on_the_road_as_night_falls() -> Judged:
    return _night_from(229)


@allows("night")
def home_before_a_pause_and_on_the_road_after_it() -> Judged:
    pause = DailyHours(6 * 3600 + m(170), 6 * 3600 + m(204))
    return with_agreement(small_town(), night=pause), small_town_plan()


@allows("night")
def leaving_as_day_breaks() -> Judged:
    return with_agreement(small_town(), night=DailyHours(20 * 3600, 6 * 3600 + m(80))), small_town_plan()


@names("night", "T1")
def leaving_before_day_breaks() -> Judged:
    return with_agreement(small_town(), night=DailyHours(20 * 3600, 6 * 3600 + m(81))), small_town_plan()
