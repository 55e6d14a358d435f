"""Places that stand where they cannot, that nobody needs, or that are too small; and travel that is too fast."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from safepassage.domain.corridor import Window
from safepassage.domain.operation import Operation
from safepassage.domain.places import Place, PlaceKind
from safepassage.exchange.great_circle import Position, great_circle_m
from safepassage.exchange.households_table import SHEET as HOUSEHOLDS
from safepassage.exchange.mistakes import Mistake
from safepassage.exchange.places_table import SHEET as PLACES
from safepassage.exchange.sheets import Tables
from safepassage.exchange.suspicion import suspicion
from safepassage.exchange.tables import Table
from safepassage.exchange.travel_times_table import SHEET as TRAVEL_TIMES

FAR_KM = 500
FASTEST_KMH = 130
ROUGH_POSITION_M = 500
SHORTER_BY = 0.9
NULL_ISLAND: Position = (0.0, 0.0)
RIGHT_ANGLE = 90


def place_suspicions(operation: Operation, tables: Tables) -> Iterator[Mistake]:
    """What is suspicious about places and the ways between them."""
    table = tables[PLACES]
    known = [position for place in operation.places if (position := _at(place)) is not None]
    for index, place in enumerate(operation.places):
        yield from _position(table, index, place, known)
        yield from overlaps(table, index, "open", place.open)
    yield from _unused(operation, tables)
    yield from _too_small(operation, table)
    yield from _too_fast(operation, tables[TRAVEL_TIMES])


def _at(place: Place) -> Position | None:
    return None if place.lat is None or place.lon is None else (place.lat, place.lon)


def _position(table: Table, index: int, place: Place, known: Sequence[Position]) -> Iterator[Mistake]:
    here = _at(place)
    if here is None:
        if place.lat is not None or place.lon is not None:
            yield suspicion(table, index, "lat", f"'{place.id}' has half a position", "fill in lat and lon, or neither")
        return
    if here == NULL_ISLAND:
        wrong = f"'{place.id}' is at 0, 0: in the sea off West Africa, where places stand whose position is not known"
        yield suspicion(table, index, "lat", wrong, "leave lat and lon blank, or correct them")
        return
    others = [position for position in known if position not in (here, NULL_ISLAND)]
    away_km = _nearest_km(here, others)
    if away_km > FAR_KM:
        swapped = abs(here[1]) <= RIGHT_ANGLE and _nearest_km((here[1], here[0]), others) < FAR_KM
        why = ": lat and lon seem to be swapped" if swapped else ""
        wrong = f"'{place.id}' is {away_km:,.0f} km from every other place{why}"
        yield suspicion(table, index, "lat", wrong, "correct its position, or leave it blank")


def _nearest_km(here: Position, others: Sequence[Position]) -> float:
    return min((great_circle_m(here, other) / 1000 for other in others), default=0)


def overlaps(table: Table, index: int, column: str, windows: Sequence[Window]) -> Iterator[Mistake]:
    """Windows that open before the one before them is closed."""
    for before, window in pairwise(windows):
        if window.opens_s < before.closes_s:
            at = table.style.clock.at(window.opens_s).strftime("%Y-%m-%d %H:%M")
            wrong = f"the window that opens at {at} overlaps the one before it"
            yield suspicion(table, index, column, wrong, "join the two, or correct their times")
            return


def _unused(operation: Operation, tables: Tables) -> Iterator[Mistake]:
    if not operation.leaving:
        yield suspicion(tables[HOUSEHOLDS], None, None, "nobody wishes to leave", "add the households")
        return
    waiting = {household.at for household in operation.households}
    for index, place in enumerate(operation.places):
        if place.kind is PlaceKind.ASSEMBLY and place.id not in waiting:
            wrong = f"no household waits at '{place.id}'"
            yield suspicion(tables[PLACES], index, "id", wrong, "look whether its households are missing")


def _too_small(operation: Operation, table: Table) -> Iterator[Mistake]:
    patients = sum(household.stretcher for household in operation.leaving)
    others = sum(household.people for household in operation.leaving) - patients
    for column, people, what in (("places", others, "people not on stretchers"), ("beds", patients, "patients")):
        room = [getattr(site, column) for site in operation.reception_sites]
        if None not in room and sum(room) < people:
            wrong = f"all sites together have {sum(room):,} {column} for {people:,} {what}"
            yield suspicion(
                table, None, column, wrong, "find more room, or correct the numbers; some cannot be carried"
            )


def _too_fast(operation: Operation, table: Table) -> Iterator[Mistake]:
    for index, leg in enumerate(operation.legs[: len(table)]):
        if leg.origin == leg.destination:
            wrong = f"the way from '{leg.origin}' leads to itself"
            yield suspicion(table, index, "to", wrong, "name the next place, or take the row away")
            continue
        origin, destination = _at(operation.place[leg.origin]), _at(operation.place[leg.destination])
        if leg.travel_s is None or origin is None or destination is None or NULL_ISLAND in (origin, destination):
            continue
        straight = great_circle_m(origin, destination)
        way = f"from '{leg.origin}' to '{leg.destination}'"
        if straight > ROUGH_POSITION_M + leg.travel_s * FASTEST_KMH / 3.6:
            wrong = f"{way} is {straight / 1000:.1f} km in a straight line: faster than {FASTEST_KMH} km/h"
            yield suspicion(table, index, "minutes", wrong, "correct the time, or the positions in places.csv")
        elif leg.distance_m is not None and leg.distance_m + ROUGH_POSITION_M < straight * SHORTER_BY:
            wrong = f"{way} is {straight / 1000:.1f} km in a straight line, longer than the road"
            yield suspicion(table, index, "km", wrong, "correct the distance, or the positions in places.csv")
