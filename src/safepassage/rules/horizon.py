"""Whoever is carried arrives within the operation."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting


def _examine(case: Case) -> Iterator[Finding]:
    horizon_s = case.operation.horizon_s
    for journey in case.journeys:
        if journey.trip.arrives_s > horizon_s:
            yield (
                journey.id,
                f"{journey.who} arrives at {case.when(journey.trip.arrives_s)}, "
                f"{lasting(journey.trip.arrives_s - horizon_s)} after the operation's horizon; move it earlier, or "
                "list its households as not carried",
            )


RULE = Rule(
    name="horizon",
    source="planning problem: whoever is not carried by the horizon is listed",
    summary="Every trip arrives by the operation's horizon.",
    examine=_examine,
)
