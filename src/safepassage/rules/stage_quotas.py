"""No more people and vehicles go in a stage than agreed."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.quota import Tally
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    tallies = [(stage, window, Tally()) for stage, window in case.stages]
    for journey in case.journeys:
        for _, window, tally in tallies:
            if window.opens_s <= journey.trip.enters_corridor_s < window.closes_s:
                tally.add(journey)
    for stage, window, tally in tallies:
        for excess in tally.over(stage.people, stage.vehicles):
            yield (
                stage.id,
                f"in stage '{stage.id}' ({case.when(window.opens_s)} to {case.when(window.closes_s)}) {excess}; move "
                "trips to another stage, or list households as not carried",
            )


RULE = Rule(
    name="stage-quotas",
    source="planning problem: agreement, stages with quotas; the operation's agreement",
    summary="In each stage no more people and vehicles enter the corridor than its quotas.",
    examine=_examine,
)
