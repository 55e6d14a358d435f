"""Members of armed groups and civilians do not share a vehicle, other than with their own household."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import listed


def _examine(case: Case) -> Iterator[Finding]:
    """A household has one stream, so that it may share its own car with its own members whatever their stream."""
    for journey in case.journeys:
        streams = {case.operation.household[boarding.household].stream for boarding in journey.trip.boardings}
        if len(streams) > 1:
            yield (
                journey.id,
                f"trip {journey.id} ({journey.vehicle.id}, {case.when(journey.trip.leaves_s)} from "
                f"'{journey.trip.origin}') mixes streams: {listed(streams)}; give each stream its own vehicle",
            )


RULE = Rule(
    name="streams",
    source="protection rule 14; planning problem: streams kept apart",
    summary="All households aboard a vehicle are of one stream.",
    examine=_examine,
)
