"""What the shapes share: a map in minutes, people shared out over places, vehicles, and households."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from safepassage.domain.fleet import Layout, Pool, ServiceTime, VehicleClass
from safepassage.domain.people import Household
from safepassage.domain.travel import Leg
from safepassage.synthetic.chance import Chance, Urn

START = datetime(2030, 1, 1, 6, 0, tzinfo=UTC)
MINUTE_S = 60
ALONE: Mapping[int, float] = {1: 1.0}
"""Everybody is a household of one: people who may be parted at will, as in most papers."""

TOGETHER: Mapping[int, float] = {1: 30, 2: 32, 3: 16, 4: 14, 5: 6, 6: 2}
"""Sizes of households, as weights (assumption)."""

Spot = tuple[float, float]
"""Kilometres east and north."""


def spots(ids: Sequence[str], width_km: float, height_km: float, chance: Chance) -> dict[str, Spot]:
    """Places anywhere in a rectangle."""
    return {id_: (chance.between(0, width_km), chance.between(0, height_km)) for id_ in ids}


def minutes(a: Spot, b: Spot, speed_kmh: float) -> int:
    """Whole minutes along streets that run north and east, at least 1."""
    return max(1, round(60 * (abs(a[0] - b[0]) + abs(a[1] - b[1])) / speed_kmh))


def leg(origin: str, destination: str, minutes_: int, vehicle_class: str | None = None) -> Leg:
    """A row of the travel times."""
    return Leg(origin, destination, minutes_ * MINUTE_S, vehicle_class=vehicle_class)


def shared(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Whole shares of a total, by weights; who has the largest remainder gets one more."""
    exact = {id_: total * weight / sum(weights.values()) for id_, weight in weights.items()}
    found = {id_: int(share) for id_, share in exact.items()}
    by_remainder = sorted(exact, key=lambda id_: found[id_] - exact[id_])
    for id_ in by_remainder[: total - sum(found.values())]:
        found[id_] += 1
    return found


def crowd(
    people: Mapping[str, int], sites: Mapping[str, tuple[str, ...]], sizes: Mapping[int, float], chance: Chance
) -> tuple[Household, ...]:
    """Households for exactly so many people at each place, who accept these sites in this order."""
    urn, found = Urn(sizes), list[Household]()
    for at, left in people.items():
        while left:
            size = min(urn.draw(chance), left)
            found.append(Household(f"H{len(found) + 1:05}", at, seated=size, destinations=sites[at]))
            left -= size
    return tuple(found)


def vehicles(
    people: float,
    seats: Mapping[str, int],
    service: tuple[ServiceTime, ServiceTime],
    share: Mapping[str, Callable[[], float]],
) -> tuple[VehicleClass, ...]:
    """A fleet with seats for so many people, an even part of it in each class.

    Args:
        people: for whom there are seats.
        seats: class -> of one vehicle.
        service: loading and unloading.
        share: place -> draws its weight, anew for each class; none of a class may stand there.
    """
    found = []
    for id_, of_one in seats.items():
        number = max(1, round(people / len(seats) / of_one))
        pools = shared(number, {place: draw() for place, draw in share.items()})
        standing = tuple(Pool(n, place) for place, n in pools.items() if n)
        found.append(VehicleClass(id_, (Layout(of_one),), standing, loading=service[0], unloading=service[1]))
    return tuple(found)


def nearest_first(at: Mapping[str, Spot], points: Sequence[str], sites: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each point every site, the nearest first."""
    return {p: tuple(sorted(sites, key=lambda s: (minutes(at[p], at[s], 1.0), s))) for p in points}
