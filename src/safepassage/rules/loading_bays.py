"""No more vehicles load at an assembly point at once than it has bays for."""

from collections.abc import Iterator

from safepassage.rules.bays import BayHold, bay_findings
from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    """A bay is held from the start of loading for the loading time; a vehicle that then waits to leave holds none."""
    return bay_findings(
        case,
        (
            BayHold(journey, journey.trip.origin, journey.trip.loads_s, journey.trip.loads_s + journey.loading_s)
            for journey in case.journeys
        ),
        "load",
    )


RULE = Rule(
    name="loading-bays",
    source="planning problem: assembly point, bays by vehicle class",
    summary="No more vehicles load at an assembly point at once than it has bays for their classes.",
    examine=_examine,
)
