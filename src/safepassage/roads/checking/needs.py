"""Which ways an operation needs: people's way out, and the ways on which vehicles come for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from safepassage.domain.fleet import VehicleClass
from safepassage.domain.operation import Operation
from safepassage.roads.driving.pairs import Pair


@dataclass(frozen=True, slots=True)
class Group:
    """People who wait at one assembly point and accept the same destinations.

    Attributes:
        destinations: in their order of wish.
        owning: vehicle class of their own cars; None for those who have none.
    """

    at: str
    destinations: tuple[str, ...]
    owning: str | None
    people: int


def groups_of(operation: Operation) -> tuple[Group, ...]:
    """All who wish to leave and have chosen where to."""
    people: dict[tuple[str, tuple[str, ...], str | None], int] = {}
    for household in operation.leaving:
        if household.destinations:
            key = (household.at, household.destinations, household.own_car)
            people[key] = people.get(key, 0) + household.people
    return tuple(Group(*key, n) for key, n in people.items())


def way_out(operation: Operation, origin: str, destination: str) -> tuple[Pair, ...]:
    """The (from, to) of consecutive stops from one place to another, gates included."""
    stops = (origin, *operation.gates_between(origin, destination), destination)
    return tuple((a, b) for a, b in pairwise(stops) if a != b)


def ways_needed(operation: Operation, groups: tuple[Group, ...], vehicle_class: VehicleClass) -> tuple[Pair, ...]:
    """The (from, to) of consecutive stops that vehicles of a class drive for these people, each once.

    For own cars the ways out of their owners; for others also the ways in, from where vehicles start and, for the next
    trip, from the destinations.
    """
    return tuple(dict.fromkeys(_ways(operation, groups, vehicle_class)))


def _ways(operation: Operation, groups: tuple[Group, ...], vehicle_class: VehicleClass) -> Iterator[Pair]:
    if not (vehicle_class.own_car or vehicle_class.pools):
        return
    for group in groups:
        if vehicle_class.own_car and group.owning != vehicle_class.id:
            continue
        for destination in group.destinations:
            yield from way_out(operation, group.at, destination)
            if vehicle_class.pools:
                yield from way_out(operation, destination, group.at)
        for pool in vehicle_class.pools:
            yield from way_out(operation, pool.start, group.at)
