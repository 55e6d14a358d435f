"""Nobody is taken to, through or along what a hazard keeps closed."""

from collections.abc import Iterator
from dataclasses import dataclass

from safepassage.domain.hazards import Hazard
from safepassage.rules.case import Case, Journey
from safepassage.rules.rule import Finding, Rule


@dataclass(frozen=True, slots=True)
class _Stay:
    """A vehicle somewhere, as [from_s, until_s); where `until_s` is not later, at the moment `from_s`."""

    where: str | tuple[str, str]
    from_s: int
    until_s: int
    doing: str


def _examine(case: Case) -> Iterator[Finding]:
    """What may not fall in a closed time: an arrival, empty at the assembly point or loaded at the reception site; from
    the start of loading until the vehicle leaves; from unloading until it is empty; a crossing, both ends included; and
    the driving on a leg, in either direction.
    """
    closed: dict[str | tuple[str, str], list[Hazard]] = {}
    for hazard in case.operation.hazards:
        if hazard.place is not None:
            closed.setdefault(hazard.place, []).append(hazard)
        if hazard.leg is not None:
            closed.setdefault(hazard.leg, []).append(hazard)
            closed.setdefault(hazard.leg[::-1], []).append(hazard)
    if not closed:
        return
    for journey in case.journeys:
        for stay in _stays(journey):
            for hazard in closed.get(stay.where, ()):
                if _overlaps(hazard, stay):
                    yield journey.id, _message(case, journey, stay, hazard)


def _stays(journey: Journey) -> Iterator[_Stay]:
    trip = journey.trip
    if trip.approach is not None:
        yield _Stay(trip.origin, trip.approach.arrives_s, trip.approach.arrives_s, "arrives empty")
    yield _Stay(trip.origin, trip.loads_s, trip.leaves_s, "loads")
    for passage in journey.passages:
        yield _Stay(passage.gate, passage.enters_s, passage.leaves_s + 1, "crosses")
    for drive in journey.drives:
        yield _Stay(
            (drive.origin, drive.destination), drive.departs_s, drive.departs_s + (drive.travel_s or 0), "drives"
        )
    yield _Stay(trip.destination, trip.arrives_s, trip.arrives_s, "arrives")
    yield _Stay(trip.destination, trip.unloads_s, trip.empty_s, "unloads")


def _overlaps(hazard: Hazard, stay: _Stay) -> bool:
    until_s = max(stay.until_s, stay.from_s + 1)
    return until_s > hazard.from_s and (hazard.until_s is None or stay.from_s < hazard.until_s)


def _message(case: Case, journey: Journey, stay: _Stay, hazard: Hazard) -> str:
    where = f"at '{stay.where}'" if isinstance(stay.where, str) else f"from '{stay.where[0]}' to '{stay.where[1]}'"
    until = "for good" if hazard.until_s is None else f"until {case.when(hazard.until_s)}"
    return (
        f"{journey.who} {stay.doing} {where} at {case.when(stay.from_s)}, but hazard "
        f"{hazard.id} ({hazard.kind}) keeps it closed from {case.when(hazard.from_s)} {until}; "
        "go at another time or another way"
    )


RULE = Rule(
    name="closures",
    source="planning problem: hazards, no closed road or site",
    summary="Nothing loads, unloads, arrives, crosses or drives where a hazard keeps the site or the road closed.",
    examine=_examine,
)
