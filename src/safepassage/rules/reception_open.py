"""Nobody arrives in front of a closed door."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    for journey in case.journeys:
        site = case.operation.place[journey.trip.destination]
        arrives_s = journey.trip.arrives_s
        if not site.open or any(window.opens_s <= arrives_s < window.closes_s for window in site.open):
            continue
        later = min((window.opens_s for window in site.open if window.opens_s > arrives_s), default=None)
        advice = (
            "take it elsewhere" if later is None else f"arrive at {case.when(later)} or later, or take it elsewhere"
        )
        yield (
            journey.id,
            f"{journey.who} arrives at '{site.id}' at {case.when(arrives_s)}, when it is closed; {advice}",
        )


RULE = Rule(
    name="reception-open",
    source="planning problem: reception site, opening times",
    summary="A trip arrives while its reception site is open.",
    examine=_examine,
)
