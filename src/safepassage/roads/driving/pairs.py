"""Which ways the vehicles of an operation may drive: from each stop to the next, gates included."""

from collections.abc import Iterator
from itertools import pairwise, product

from safepassage.domain.fleet import VehicleClass
from safepassage.domain.operation import Operation

Pair = tuple[str, str]


def pairs_of(operation: Operation, vehicle_class: VehicleClass) -> tuple[Pair, ...]:
    """The (from, to) of consecutive stops that vehicles of a class may drive, in order.

    From where they start to the assembly points, from there to the sites that receive people, and, but for own cars,
    which leave once, back to the assembly points.
    """
    return tuple(sorted({pair for trip in _trips(operation, vehicle_class) for pair in _stops(operation, trip)}))


def loaded_pairs(operation: Operation) -> frozenset[Pair]:
    """Those on which people are aboard: from assembly points to the sites that receive them."""
    return frozenset(pair for trip in _out(operation) for pair in _stops(operation, trip))


def _out(operation: Operation) -> Iterator[Pair]:
    return product([p.id for p in operation.assembly_points], [p.id for p in operation.reception_sites])


def _trips(operation: Operation, vehicle_class: VehicleClass) -> Iterator[Pair]:
    assembly = [place.id for place in operation.assembly_points]
    sites = [place.id for place in operation.reception_sites]
    yield from product([pool.start for pool in vehicle_class.pools], assembly)
    yield from _out(operation)
    if not vehicle_class.own_car:
        yield from product(sites, assembly)


def _stops(operation: Operation, trip: Pair) -> Iterator[Pair]:
    stops = (trip[0], *operation.gates_between(*trip), trip[1])
    return ((a, b) for a, b in pairwise(stops) if a != b)
