"""No more vehicles unload at a reception site at once than it has bays for."""

from collections.abc import Iterator

from safepassage.rules.bays import BayHold, bay_findings
from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    """A bay is held from the start of unloading until the vehicle is empty."""
    return bay_findings(
        case,
        (
            BayHold(journey, journey.trip.destination, journey.trip.unloads_s, journey.trip.empty_s)
            for journey in case.journeys
        ),
        "unload",
    )


RULE = Rule(
    name="unloading-bays",
    source="planning problem: reception site, bays",
    summary="No more vehicles unload at a reception site at once than it has bays for their classes.",
    examine=_examine,
)
