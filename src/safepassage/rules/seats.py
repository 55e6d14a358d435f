"""Everybody aboard has a place of the kind that they need."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import counted


def _examine(case: Case) -> Iterator[Finding]:
    for journey in case.journeys:
        capacity = journey.vehicle_class.layouts[journey.trip.layout].capacity
        if journey.load.fits_in(capacity):
            continue
        over = journey.load - capacity
        wanted = [
            counted(lacking, kind)
            for lacking, kind in (
                (over.seated, "seat"),
                (over.wheelchair, "wheelchair place"),
                (over.stretcher, "stretcher"),
            )
            if lacking > 0
        ]
        yield (
            journey.id,
            f"{journey.who}, {case.when(journey.trip.leaves_s)} from '{journey.trip.origin}', "
            f"is short of {' and '.join(wanted)} in layout {journey.trip.layout}; take a household off or choose "
            "another layout",
        )


RULE = Rule(
    name="seats",
    source="planning problem: seats by layout",
    summary="A trip's load fits the layout: a seat, a wheelchair place or a stretcher for each.",
    examine=_examine,
)
