"""A reception site receives no more people than it has places for."""

from collections.abc import Iterator

from safepassage.rules.capacity import capacity_findings
from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    return capacity_findings(case, "place", lambda place: place.places, lambda load: load.seated + load.wheelchair)


RULE = Rule(
    name="reception-places",
    source="planning problem: reception site, places",
    summary="People in seats and wheelchairs taken to a reception site are in all no more than its places.",
    examine=_examine,
)
