"""A vehicle leaves when everybody is aboard."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting


def _examine(case: Case) -> Iterator[Finding]:
    for journey in case.journeys:
        trip = journey.trip
        short_s = trip.loads_s + journey.loading_s - trip.leaves_s
        if short_s > 0:
            yield (
                trip.id,
                f"{journey.who} loads at {case.when(trip.loads_s)} for {lasting(journey.loading_s)}, but "
                f"leaves at {case.when(trip.leaves_s)}; leave {lasting(short_s)} later",
            )


RULE = Rule(
    name="loading-time",
    source="planning problem: loading, fixed and per person",
    summary="From the start of loading to leaving there is time to load everybody.",
    examine=_examine,
)
