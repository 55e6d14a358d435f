"""A vehicle is empty when everybody has got off."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting


def _examine(case: Case) -> Iterator[Finding]:
    for journey in case.journeys:
        trip = journey.trip
        if trip.unloads_s < trip.arrives_s:
            early_s = trip.arrives_s - trip.unloads_s
            yield (
                trip.id,
                f"{journey.who} unloads at {case.when(trip.unloads_s)}, {lasting(early_s)} before it arrives; unload "
                "on arrival or later",
            )
        short_s = trip.unloads_s + journey.unloading_s - trip.empty_s
        if short_s > 0:
            yield (
                trip.id,
                f"{journey.who} unloads at {case.when(trip.unloads_s)} for "
                f"{lasting(journey.unloading_s)}, but is empty at {case.when(trip.empty_s)}; count it as empty "
                f"{lasting(short_s)} later",
            )


RULE = Rule(
    name="unloading-time",
    source="planning problem: unloading, fixed and per person",
    summary="Unloading starts on arrival or later, and lasts until everybody is off.",
    examine=_examine,
)
