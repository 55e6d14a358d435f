"""On a route with a convoy rule nobody goes alone, and a convoy enters the corridor together."""

from collections.abc import Iterator

from safepassage.domain.plan import Convoy
from safepassage.rules.case import Case, Journey
from safepassage.rules.form import NEAR_SIDE
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting

TOGETHER_S = 900
"""Free trips that name a common convoy enter the corridor within so many seconds of each other."""


def _examine(case: Case) -> Iterator[Finding]:
    """A convoy of trips whose destination lies before all gates has the route ``""``."""
    for journey in case.journeys:
        if journey.trip.convoy is None and journey.route is not None and journey.route.convoy is not None:
            yield (
                journey.id,
                f"{journey.who} goes alone at {case.when(journey.trip.enters_corridor_s)} on route "
                f"'{journey.route.id}', which demands convoys; put it in one",
            )
    for convoy_id, journeys in case.by_convoy.items():
        convoy = case.convoys[convoy_id]
        astray = [journey for journey in journeys if (journey.route.id if journey.route else NEAR_SIDE) != convoy.route]
        for journey in astray:
            yield (
                journey.id,
                f"trip {journey.id} to '{journey.trip.destination}' does not use route '{convoy.route}' of its convoy "
                f"{convoy_id}; put it in a convoy of its own route",
            )
        route = case.operation.route.get(convoy.route)
        if route is not None and route.convoy is not None:
            yield from _late(case, convoy, journeys)
        else:
            yield from _scattered(case, convoy, journeys)


def _late(case: Case, convoy: Convoy, journeys: list[Journey]) -> Iterator[Finding]:
    for journey in journeys:
        enters_s = journey.trip.enters_corridor_s
        off_s = enters_s - convoy.departs_s
        if off_s:
            yield (
                journey.id,
                f"{journey.who} enters the corridor at {case.when(enters_s)}, {lasting(off_s)} "
                f"{'after' if off_s > 0 else 'before'} its convoy {convoy.id} departs; let it leave the first gate "
                "with the convoy, or choose another",
            )


def _scattered(case: Case, convoy: Convoy, journeys: list[Journey]) -> Iterator[Finding]:
    enters_s = [journey.trip.enters_corridor_s for journey in journeys]
    apart_s = max(enters_s) - min(enters_s)
    if apart_s > TOGETHER_S:
        yield (
            convoy.id,
            f"convoy {convoy.id} enters the corridor from {case.when(min(enters_s))} on over {lasting(apart_s)}; bring "
            f"its trips within {lasting(TOGETHER_S)}, or separate those that carry no common household",
        )


RULE = Rule(
    name="convoys",
    source="planning problem: corridor, convoy rule",
    summary=(
        "Where the route demands convoys each trip is in one, and enters the corridor when it departs; free trips that "
        "share a convoy enter within 15 minutes."
    ),
    examine=_examine,
)
