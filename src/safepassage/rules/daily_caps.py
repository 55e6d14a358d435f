"""No more people and vehicles go on one day than agreed."""

from collections.abc import Iterator
from datetime import date

from safepassage.rules.case import Case
from safepassage.rules.quota import Tally
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    cap = case.operation.agreement.daily_cap
    if cap is None:
        return
    tallies: dict[date, Tally] = {}
    for journey in case.journeys:
        day = case.operation.clock.at(journey.trip.enters_corridor_s).date()
        tallies.setdefault(day, Tally()).add(journey)
    for day, tally in tallies.items():
        for excess in tally.over(cap.people, cap.vehicles):
            yield day.isoformat(), f"on {day.isoformat()} {excess} a day; move trips to another day"


RULE = Rule(
    name="daily-caps",
    source="planning problem: agreement, daily caps; the operation's agreement",
    summary="On each local day no more people and vehicles enter the corridor than the daily cap.",
    examine=_examine,
)
