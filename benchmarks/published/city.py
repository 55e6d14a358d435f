"""A city without a gate: unequal buses in yards with unequal fleets, many points, shelters that fill up.

The problem is that of Bish 2011, "Planning for a bus-based evacuation", OR Spectrum 33, with buses of unequal capacity.
The usual size is 5 yards, 52 pick-up points and 12 shelters. With one-way streets the way there and the way back take
different times, and no triangle inequality holds.
"""

from collections.abc import Iterator, Mapping

from benchmarks.published.drawing import (
    MINUTE_S,
    START,
    TOGETHER,
    Spot,
    crowd,
    leg,
    minutes,
    nearest_first,
    shared,
    spots,
    vehicles,
)
from safepassage.domain.corridor import Corridor
from safepassage.domain.fleet import ServiceTime, VehicleClass
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.travel import Leg
from safepassage.planning.busloads import Busloads, Yard
from safepassage.synthetic.chance import Chance

SEATS = {"minibus": 20, "bus": 45, "long-bus": 70}
LOADING_S, UNLOADING_S = 5 * MINUTE_S, 2 * MINUTE_S
SPEED_KMH, WIDTH_KM, HEIGHT_KM = 25.0, 14.0, 10.0
ROUNDS = 4
"""The fleet has seats for about one person in so many."""

ROOM = 1.15
"""Places in all shelters together, over the people."""

ONE_WAY = 2.0
"""The longer direction of a street takes up to so many times the shorter."""


def city(
    seed: int,
    *,
    people: int = 4000,
    points: int = 52,
    yards: int = 5,
    shelters: int = 12,
    one_way: bool = False,
    sizes: Mapping[int, float] = TOGETHER,
    horizon_h: int = 8,
) -> Operation:
    """A city for exactly `people` people."""
    name = f"city-{people}-{seed}" + ("-one-way" if one_way else "")

    def chance(purpose: str) -> Chance:
        return Chance(seed, f"city {purpose}")

    at, points_, yards_, shelters_ = _map(points, yards, shelters, chance("map"))
    waiting, room = chance("people"), chance("shelters")
    crowds = shared(people, {p: waiting.between(0.3, 1.7) for p in points_})
    places = shared(round(ROOM * people) + shelters, {s: room.between(0.4, 1.6) for s in shelters_})
    return Operation(
        name=name,
        start=START,
        zone="UTC",
        profile=Profile.EXERCISE,
        horizon_s=horizon_h * 3600,
        places=(
            *(Place(p, PlaceKind.ASSEMBLY, p) for p in points_),
            *(Place(s, PlaceKind.RECEPTION, s, places=n) for s, n in places.items()),
            *(Place(y, PlaceKind.DEPOT, y) for y in yards_),
        ),
        fleet=_fleet(people, yards_, chance("fleet")),
        households=crowd(crowds, nearest_first(at, points_, shelters_), sizes, chance("households")),
        corridor=Corridor(note="No gate; an invented city."),
        legs=tuple(_legs(at, points_, yards_, shelters_, chance("streets") if one_way else None)),
        description=f"Synthetic: an invented city, drawn from seed {seed}.",
        synthetic=True,
    )


def city_of_busloads(seed: int, *, loads: int = 90, points: int = 52, yards: int = 5, shelters: int = 12) -> Busloads:
    """The same kind of city with one-way streets as a bus evacuation problem: equal buses, full loads, in minutes."""

    def chance(purpose: str) -> Chance:
        return Chance(seed, f"city {purpose}")

    at, points_, yards_, shelters_ = _map(points, yards, shelters, chance("map"))
    streets, fleet, room = chance("streets"), chance("fleet"), chance("shelters")
    waiting = shared(loads, {p: chance(p).between(0.3, 1.7) for p in points_})
    rooms = shared(round(ROOM * loads) + 1, {s: room.between(0.4, 1.6) for s in shelters_})
    buses = shared(max(yards, -(-loads // ROUNDS)), {y: fleet.between(0.2, 1.8) for y in yards_})
    times = {(row.origin, row.destination): row.travel_s or 0 for row in _legs(at, points_, yards_, shelters_, streets)}

    def table(origins: list[str], destinations: list[str], more_s: int) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple((times[o, d] + more_s) // MINUTE_S for d in destinations) for o in origins)

    return Busloads(
        yards=tuple(
            Yard(n, row) for n, row in zip(buses.values(), table(yards_, points_, LOADING_S), strict=True) if n
        ),
        loads=tuple(waiting.values()),
        capacities=tuple(rooms.values()),
        to_sink=table(points_, shelters_, 0),
        back=table(shelters_, points_, UNLOADING_S + LOADING_S),
    )


def _map(
    points: int, yards: int, shelters: int, chance: Chance
) -> tuple[dict[str, Spot], list[str], list[str], list[str]]:
    """Where everything is; points, yards, shelters."""
    ids = [
        [f"{kind}-{n}" for n in range(1, count + 1)]
        for kind, count in (("point", points), ("yard", yards), ("shelter", shelters))
    ]
    at = spots([id_ for some in ids for id_ in some], WIDTH_KM, HEIGHT_KM, chance)
    return at, ids[0], ids[1], ids[2]


def _fleet(people: int, yards: list[str], chance: Chance) -> tuple[VehicleClass, ...]:
    """Unequal yards: each class is shared out anew over them, and none of a class may stand in a yard."""
    share = dict.fromkeys(yards, lambda: chance.between(0.05, 1.95))
    return vehicles(people / ROUNDS, SEATS, (ServiceTime(LOADING_S), ServiceTime(UNLOADING_S)), share)


def _legs(
    at: Mapping[str, Spot], points: list[str], yards: list[str], shelters: list[str], one_way: Chance | None
) -> Iterator[Leg]:
    """Yards to points, and points to shelters; with one-way streets also shelters to points."""

    def detour() -> float:
        return 1.0 if one_way is None else one_way.between(1.0, ONE_WAY)

    def drive(origin: str, destination: str) -> Leg:
        return leg(origin, destination, max(1, round(detour() * minutes(at[origin], at[destination], SPEED_KMH))))

    yield from (drive(yard, point) for yard in yards for point in points)
    for point in points:
        for shelter in shelters:
            yield drive(point, shelter)
            if one_way is not None:
                yield drive(shelter, point)
