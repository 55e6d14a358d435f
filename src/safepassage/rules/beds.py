"""A reception site receives no more stretcher patients than it has beds for."""

from collections.abc import Iterator

from safepassage.rules.capacity import capacity_findings
from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    return capacity_findings(case, "bed", lambda place: place.beds, lambda load: load.stretcher)


RULE = Rule(
    name="beds",
    source="planning problem: reception site, hospital beds",
    summary="Stretcher patients taken to a reception site or hospital are in all no more than its beds.",
    examine=_examine,
)
