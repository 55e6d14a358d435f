"""Drivers rest."""

from collections.abc import Iterator

from safepassage.domain.fleet import DutyLimit
from safepassage.rules.case import Case, Journey
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting, listed


def _examine(case: Case) -> Iterator[Finding]:
    """A gap of at least the rest between two movements starts a new duty; before its first the vehicle is rested."""
    for journeys in case.by_vehicle.values():
        limit = journeys[0].vehicle_class.duty
        if limit is not None:
            for duty in _duties(journeys, limit.rest_s):
                yield from _findings(case, duty, limit)


def _duties(journeys: list[Journey], rest_s: int) -> Iterator[list[Journey]]:
    duty = [journeys[0]]
    for journey in journeys[1:]:
        if journey.starts_s - duty[-1].trip.empty_s >= rest_s:
            yield duty
            duty = []
        duty.append(journey)
    yield duty


def _findings(case: Case, duty: list[Journey], limit: DutyLimit) -> Iterator[Finding]:
    vehicle, starts_s = duty[0].vehicle.id, duty[0].starts_s
    on_duty_s = duty[-1].trip.empty_s - starts_s
    driving_s = sum(drive.travel_s or 0 for journey in duty for drive in journey.drives)
    for doing, spent_s, allowed_s in (("on duty", on_duty_s, limit.on_duty_s), ("driving", driving_s, limit.driving_s)):
        if spent_s > allowed_s:
            trips = listed(journey.id for journey in duty)
            yield (
                vehicle,
                f"{vehicle} is {doing} for {lasting(spent_s)} from {case.when(starts_s)} on (trips {trips}), "
                f"{lasting(spent_s - allowed_s)} longer than allowed; rest for "
                f"{lasting(limit.rest_s)} between two trips or give one to another vehicle",
            )


RULE = Rule(
    name="drivers-hours",
    source="planning problem: drivers' hours; ILO Convention 153, hours of work and rest periods (road transport)",
    summary="Between two rests a vehicle is on duty, and driven, no longer than its class's duty limit.",
    examine=_examine,
)
