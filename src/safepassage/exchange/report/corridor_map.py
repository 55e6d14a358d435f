"""The corridor as a schematic map: where people go, how many, through which gates."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safepassage.domain.operation import Operation
from safepassage.domain.places import Place, PlaceKind
from safepassage.exchange.report.movements import Digest, people_by_leg
from safepassage.exchange.report.plane import Plane

_DETAIL_BELOW = 0.35
_FEWEST_IN_DETAIL = 3
_GATE_WITHIN = 1.6
_MOST_PER_COLUMN = 14


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, in metres east and north of its middle.

    Attributes:
        people: who leave from it, pass it or are brought to it.
    """

    place: Place
    east_m: float
    north_m: float
    people: int


@dataclass(frozen=True, slots=True)
class Flow:
    """People from one place to the next on their way."""

    origin: str
    destination: str
    people: int


@dataclass(frozen=True)
class CorridorMap:
    """What the map shows.

    Attributes:
        plane: on which the spots lie.
        spots: places with a position, the busiest first.
        flows: stretches between them; a place without a position on the way is passed over.
        detail: ids of the places that lie so close together that they need a map of their own; empty if none do.
        missing: places on somebody's way without a position.
    """

    plane: Plane
    spots: tuple[Spot, ...]
    flows: tuple[Flow, ...]
    detail: frozenset[str]
    missing: tuple[Place, ...]


@dataclass(frozen=True)
class Diagram:
    """The way out as columns, for an operation without positions: assembly points, gates in order, reception sites.

    Attributes:
        columns: places from top to bottom, the busiest first.
        hidden: places of the columns for which there is no room.
    """

    columns: tuple[tuple[Place, ...], ...]
    flows: tuple[Flow, ...]
    people: Mapping[str, int]
    hidden: tuple[Place, ...]


def corridor_map(operation: Operation, digest: Digest) -> CorridorMap | None:
    """The map; None where too few places have a position to draw a single flow or two of them."""
    everything = people_by_leg(digest, operation.place)
    located = {place.id: place for place in operation.places if place.lat is not None and place.lon is not None}
    flows = _flows(people_by_leg(digest, located))
    shown = {i: p for i, p in located.items() if p.kind is not PlaceKind.DEPOT}
    if len(shown) < 2 or (everything and not flows):
        return None
    at = {i: (place.lon or 0.0, place.lat or 0.0) for i, place in shown.items()}
    plane = Plane.around([lon for lon, _ in at.values()], [lat for _, lat in at.values()])
    people = _people(everything)
    found = [Spot(p, plane.east_m(at[i][0]), plane.north_m(at[i][1]), people.get(i, 0)) for i, p in shown.items()]
    spots = tuple(sorted(found, key=lambda spot: (-spot.people, spot.place.id)))
    used = {place for leg in everything for place in leg}
    missing = tuple(
        place for place in operation.places if place.id not in located and (place.id in used or not everything)
    )
    return CorridorMap(plane, spots, flows, _detail(spots), missing)


def diagram(operation: Operation, digest: Digest) -> Diagram:
    """The same as columns, in no place in particular."""
    legs = people_by_leg(digest, operation.place)
    people = _people(legs)
    gates: dict[str, int] = {}
    for route in operation.corridor.routes:
        for position, gate in enumerate(route.gates):
            gates[gate] = max(position, gates.get(gate, 0))
    depth = max(gates.values(), default=-1) + 1
    wanted: list[list[Place]] = [[] for _ in range(depth + 2)]
    for place in operation.places:
        if place.kind is PlaceKind.ASSEMBLY:
            wanted[0].append(place)
        elif place.kind is PlaceKind.GATE:
            if place.id in gates:
                wanted[1 + gates[place.id]].append(place)
        elif place.receives:
            wanted[-1].append(place)
    ordered = [sorted(column, key=lambda place: (-people.get(place.id, 0), place.id)) for column in wanted]
    columns = tuple(tuple(column[:_MOST_PER_COLUMN]) for column in ordered)
    shown = {place.id for column in columns for place in column}
    flows = tuple(f for f in _flows(legs) if f.origin in shown and f.destination in shown)
    hidden = tuple(place for column in ordered for place in column[_MOST_PER_COLUMN:])
    return Diagram(columns, flows, people, hidden)


def _flows(legs: Mapping[tuple[str, str], int]) -> tuple[Flow, ...]:
    flows = [Flow(origin, destination, people) for (origin, destination), people in legs.items() if people]
    return tuple(sorted(flows, key=lambda flow: (-flow.people, flow.origin, flow.destination)))


def _people(legs: Mapping[tuple[str, str], int]) -> Mapping[str, int]:
    """At each place the people who come or, where nobody comes, who go."""
    comes: Counter[str] = Counter()
    goes: Counter[str] = Counter()
    for (origin, destination), people in legs.items():
        goes[origin] += people
        comes[destination] += people
    return {place: max(comes[place], goes[place]) for place in (*comes, *goes)}


def extent_m(spots: Sequence[Spot]) -> float:
    """The larger side of the rectangle around the spots."""
    east, north = [s.east_m for s in spots], [s.north_m for s in spots]
    return max(max(east) - min(east), max(north) - min(north)) if spots else 0.0


def _detail(spots: tuple[Spot, ...]) -> frozenset[str]:
    """The assembly points, and the gates among them, if they crowd in a corner of the map."""
    near = [spot for spot in spots if spot.place.kind is PlaceKind.ASSEMBLY]
    whole_m = extent_m(spots)
    if len(near) < _FEWEST_IN_DETAIL or extent_m(near) > _DETAIL_BELOW * whole_m:
        return frozenset()
    widest_m = max(_GATE_WITHIN * extent_m(near), 0.02 * whole_m)
    gates = [s for s in spots if s.place.kind is PlaceKind.GATE and extent_m([*near, s]) <= widest_m]
    return frozenset(spot.place.id for spot in (*near, *gates))
