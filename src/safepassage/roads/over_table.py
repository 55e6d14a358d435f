"""Legs that people wrote down go before those that were found on roads."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from safepassage.domain.travel import Leg


def over_table(written: tuple[Leg, ...], found: Iterable[Leg]) -> tuple[Leg, ...]:
    """Legs of the travel-time table, and of those found on roads the ones about which the table says nothing.

    A row that serves the opposite direction too does so before the road. What the table says of a class goes before
    what the road says; of the other classes the road tells.
    """
    both_ways = (*written, *_backwards(written))
    said = {(leg.origin, leg.destination, leg.vehicle_class) for leg in both_ways}
    further = (
        leg
        for leg in found
        if not said & {(leg.origin, leg.destination, None), (leg.origin, leg.destination, leg.vehicle_class)}
    )
    return (*both_ways, *further)


def _backwards(written: tuple[Leg, ...]) -> Iterator[Leg]:
    """The opposite direction of the rows that serve it, for the classes that have no row of their own there."""
    own = {(leg.origin, leg.destination, leg.vehicle_class) for leg in written}
    for leg in written:
        back = (leg.destination, leg.origin)
        if not own & {(*back, None), (*back, leg.vehicle_class)}:
            yield replace(leg, origin=leg.destination, destination=leg.origin)
