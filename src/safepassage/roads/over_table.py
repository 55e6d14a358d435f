"""Legs that people wrote down go before those that were found on roads."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from safepassage.domain.travel import Leg


def over_table(written: Sequence[Leg], found: Iterable[Leg]) -> tuple[Leg, ...]:
    """Legs of the travel-time table, and of those found on roads the ones about which the table says nothing.

    A row that serves the opposite direction too does so before the road. A row for some hours or a stretch of time goes
    before the road then, one for the whole operation always. What the table says of a class goes before what the road
    says of it; of the other classes the road tells.
    """
    rows = (*written, *_backwards(written))
    always = {(row.origin, row.destination, row.vehicle_class) for row in rows if is_always(row)}
    roads = [
        leg
        for leg in found
        if not always & {(leg.origin, leg.destination, None), (leg.origin, leg.destination, leg.vehicle_class)}
    ]
    return (*rows, *_for_each_class(rows, roads), *roads)


def is_always(row: Leg) -> bool:
    """True if a row says how long its way takes at any time, so that the roads of that way do not count."""
    return row.hours is None and row.from_s <= 0 and row.until_s is None


def _backwards(written: Sequence[Leg]) -> Iterator[Leg]:
    """The opposite direction of the rows that serve it, for the classes that have no row of their own there."""
    own = {(row.origin, row.destination, row.vehicle_class) for row in written}
    for row in written:
        back = (row.destination, row.origin)
        if not own & {(*back, None), (*back, row.vehicle_class)}:
            yield replace(row, origin=row.destination, destination=row.origin)


def _for_each_class(rows: Sequence[Leg], roads: Sequence[Leg]) -> Iterator[Leg]:
    """Rows for all classes again for each class with a road of its own, which would go before them."""
    classes: dict[tuple[str, str], dict[str, None]] = {}
    for leg in roads:
        if leg.vehicle_class is not None:
            classes.setdefault((leg.origin, leg.destination), {})[leg.vehicle_class] = None
    for row in rows:
        if row.vehicle_class is None and not is_always(row):
            for vehicle_class in classes.get((row.origin, row.destination), ()):
                yield replace(row, vehicle_class=vehicle_class)
