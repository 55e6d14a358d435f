"""An island that is left by boat: unequal boats from elsewhere, available at unequal times, docks with few berths.

After Krutein and Goodchild 2022, "The isolated community evacuation problem with mixed integer programming",
Transportation Research Part E 161: boats differ in speed and capacity, are free at different times in different
harbours, fit some docks and not others, and the way to the island, against the current, takes longer than the way back.
The island is invented.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.published.drawing import MINUTE_S, START, TOGETHER, Spot, crowd, leg, minutes, nearest_first, shared
from safepassage.domain.corridor import Corridor
from safepassage.domain.fleet import Layout, Pool, ServiceTime, VehicleClass
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.places import ANY_CLASS, Place, PlaceKind
from safepassage.domain.travel import Leg
from safepassage.synthetic.chance import Chance

AGAINST_CURRENT = 1.25
"""Sailing to the island takes so many times as long as sailing from it."""

LONGEST_WAIT_MIN = 90
"""By then every boat has been called and crewed."""


@dataclass(frozen=True)
class Boat:
    """A kind of boat: seats, knots as km/h, minutes to load and unload, how many there are for 1,000 people."""

    seats: int
    speed_kmh: float
    loading_min: int
    unloading_min: int
    per_thousand: float
    needs_large_dock: bool = False


BOATS: Mapping[str, Boat] = {
    "ferry": Boat(180, 20.0, 20, 15, 1.0, needs_large_dock=True),
    "barge": Boat(60, 13.0, 12, 10, 1.5, needs_large_dock=True),
    "water-taxi": Boat(12, 40.0, 4, 3, 3.0),
    "fishing-boat": Boat(20, 16.0, 7, 5, 3.0),
}


def island(
    seed: int,
    *,
    people: int = 1000,
    docks: int = 6,
    landings: int = 3,
    harbours: int = 3,
    boats: tuple[str, ...] = tuple(BOATS),
    sizes: Mapping[int, float] = TOGETHER,
    horizon_h: int = 12,
) -> Operation:
    """An island that exactly `people` people leave; every other dock takes only small boats."""

    def chance(purpose: str) -> Chance:
        return Chance(seed, f"island {purpose}")

    ids = [
        [f"{kind}-{n}" for n in range(1, count + 1)]
        for kind, count in (("dock", docks), ("landing", landings), ("harbour", harbours))
    ]
    docks_, landings_, harbours_ = ids
    at = _map(docks_, landings_, harbours_, chance("map"))
    waiting = chance("people")
    crowds = shared(people, {d: waiting.between(0.3, 1.7) for d in docks_})
    sites = nearest_first(at, docks_, landings_)
    return Operation(
        name=f"island-{people}-{seed}",
        start=START,
        zone="UTC",
        profile=Profile.EXERCISE,
        horizon_s=horizon_h * 3600,
        places=(
            *(Place(d, PlaceKind.ASSEMBLY, d, bays=_berths(n % 2 == 0, 1 + n % 3 // 2)) for n, d in enumerate(docks_)),
            *(Place(s, PlaceKind.RECEPTION, s, bays=_berths(n == 0, 2 + n)) for n, s in enumerate(landings_)),
            *(Place(h, PlaceKind.DEPOT, h) for h in harbours_),
        ),
        fleet=tuple(_classes(people, boats, harbours_, chance("fleet"))),
        households=crowd(crowds, sites, sizes, chance("households")),
        corridor=Corridor(note="No gate; an invented island."),
        legs=tuple(_legs(at, boats, *ids)),
        description=f"Synthetic: an invented island, drawn from seed {seed}.",
        synthetic=True,
    )


def _map(docks: list[str], landings: list[str], harbours: list[str], chance: Chance) -> dict[str, Spot]:
    """The island lies 6 to 9 km off a coast with landings; harbours lie up to 25 km along the coast."""
    return {
        **{d: (chance.between(0, 7), chance.between(6, 9)) for d in docks},
        **{s: (chance.between(0, 10), 0.0) for s in landings},
        **{h: (chance.between(-12, 25), 0.0) for h in harbours},
    }


def _berths(large: bool, berths: int) -> dict[str, int]:
    """All boats share the berths of a large dock; the large boats have none at a small one."""
    return {ANY_CLASS: berths, **{id_: 0 for id_, boat in BOATS.items() if boat.needs_large_dock and not large}}


def _classes(people: int, boats: tuple[str, ...], harbours: list[str], chance: Chance) -> Iterator[VehicleClass]:
    """Every boat by itself: it is free in its harbour at its time."""
    for id_ in boats:
        boat = BOATS[id_]
        pools = tuple(
            Pool(
                1,
                harbours[chance.whole(0, len(harbours) - 1)],
                5 * MINUTE_S * chance.whole(0, LONGEST_WAIT_MIN // 5),
            )
            for _ in range(max(1, round(boat.per_thousand * people / 1000)))
        )
        yield VehicleClass(
            id_,
            (Layout(boat.seats),),
            pools,
            loading=ServiceTime(boat.loading_min * MINUTE_S),
            unloading=ServiceTime(boat.unloading_min * MINUTE_S),
        )


def _legs(
    at: Mapping[str, Spot], boats: tuple[str, ...], docks: list[str], landings: list[str], harbours: list[str]
) -> Iterator[Leg]:
    for id_ in boats:
        speed_kmh = BOATS[id_].speed_kmh
        for dock in docks:
            for landing in landings:
                yield leg(dock, landing, minutes(at[dock], at[landing], speed_kmh), id_)
            for shore in (*landings, *harbours):
                yield leg(shore, dock, minutes(at[shore], at[dock], speed_kmh / AGAINST_CURRENT), id_)
