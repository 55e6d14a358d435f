"""Whoever is not carried is told the cause that really keeps them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from safepassage.domain.agreement import Agreement, Stage
from safepassage.domain.corridor import Window
from safepassage.domain.fleet import Layout, ServiceTime
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation
from safepassage.domain.plan import Reason
from safepassage.planning import solve
from safepassage.rules import check
from tests.rules.situation import with_agreement, with_class, with_gate, with_household, with_place
from tests.situations import ARMED, m, small_town

Told = tuple[Operation, set[str]]


def no_destination() -> Told:
    return with_household(small_town(), "H10", destinations=()), {"H10"}


def no_layout() -> Told:
    return with_household(small_town(), "H10", seated=11), {"H10"}


def no_road() -> Told:
    town = small_town()
    legs = tuple(leg for leg in town.legs if (leg.origin, leg.destination) != ("bridge", "clinic"))
    return replace(town, legs=legs), {"H03", "H08"}


def closed() -> Told:
    return replace(small_town(), hazards=(Hazard("fire", "fire", place="clinic"),)), {"H03", "H08"}


def stream() -> Told:
    town = with_household(small_town(), "H10", stream=ARMED)
    return with_agreement(town, stages=(Stage("first", "Civilians", streams=("civilian",)),)), {"H10"}


def no_bay() -> Told:
    return with_place(small_town(), "market", bays={"ambulance": 1}), {"H06", "H07", "H08", "H10"}


def no_places() -> Told:
    return with_place(small_town(), "clinic", places=1), {"H03", "H08"}


def no_beds() -> Told:
    return with_place(small_town(), "clinic", beds=0), {"H03"}


def quota() -> Told:
    """Only H09, who is alone, goes within a quota of one person."""
    town = replace(small_town(), agreement=Agreement(stages=(Stage("only", "Only", people=1),)))
    return town, {"H01", "H02", "H03", "H04", "H06", "H07", "H08", "H10"}


def too_late() -> Told:
    return with_household(small_town(), "H10", ready_s=m(400)), {"H10"}


def no_vehicle_time() -> Told:
    """One bus, which takes an hour to load, and a window in which it passes once."""
    town = with_gate(small_town(), "bridge", windows=(Window(m(100), m(130)),))
    bus = town.vehicle_class["bus"]
    town = with_class(town, "bus", pools=(replace(bus.pools[0], count=1),), layouts=(Layout(4),),
                      loading=ServiceTime(m(60)))  # fmt: skip
    kept = tuple(household for household in town.households if household.id in ("H01", "H10"))
    return replace(town, households=kept), {"H01", "H10"}


CAUSES: dict[Reason, Callable[[], Told]] = {
    Reason.NO_DESTINATION: no_destination,
    Reason.NO_LAYOUT: no_layout,
    Reason.NO_ROAD: no_road,
    Reason.CLOSED: closed,
    Reason.STREAM: stream,
    Reason.NO_BAY: no_bay,
    Reason.NO_PLACES: no_places,
    Reason.NO_BEDS: no_beds,
    Reason.QUOTA: quota,
    Reason.TOO_LATE: too_late,
    Reason.NO_VEHICLE_TIME: no_vehicle_time,
}


@pytest.mark.parametrize("reason", Reason)
def test_the_cause_is_named_to_those_whom_it_keeps(reason: Reason) -> None:
    operation, kept = CAUSES[reason]()
    plan = solve(operation).plan
    assert check(operation, plan) == ()
    told = {entry.household: entry.reason for entry in plan.not_carried}
    assert told
    assert set(told) <= kept
    assert set(told.values()) == {reason}


def test_a_town_without_the_cause_leaves_nobody() -> None:
    assert solve(small_town()).plan.not_carried == ()
