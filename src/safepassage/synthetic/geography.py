"""Schematic geography: straight lines times a factor, for corridors whose roads have not been imported."""

from collections.abc import Iterable
from itertools import pairwise
from math import cos, hypot, radians, sin

from safepassage.domain.places import Place
from safepassage.domain.travel import Leg

METRES_PER_DEGREE = 111_320.0
DETOUR = 1.3
"""Length of a road over the straight line between its ends (assumption)."""

TOWN_KMH = 24.0
"""Speed of a convoy in town."""

OPEN_ROAD_KMH = 40.0
"""Speed of a convoy outside."""

Point = tuple[float, float]


def point_at(origin: Point, distance_m: float, bearing_deg: float) -> Point:
    """The point (lat, lon) in degrees at a distance and a bearing (clockwise from north), to five decimals."""
    lat, lon = origin
    north_m, east_m = distance_m * cos(radians(bearing_deg)), distance_m * sin(radians(bearing_deg))
    return (
        round(lat + north_m / METRES_PER_DEGREE, 5),
        round(lon + east_m / (METRES_PER_DEGREE * cos(radians(lat))), 5),
    )


def positions(places: Iterable[Place]) -> dict[str, Point]:
    """Where each place lies, by id; those without a position are left out."""
    return {place.id: (place.lat, place.lon) for place in places if place.lat is not None and place.lon is not None}


def straight_m(a: Point, b: Point) -> float:
    """Metres between two points, on a plane; good to a per mille within 100 km."""
    north_m = (b[0] - a[0]) * METRES_PER_DEGREE
    east_m = (b[1] - a[1]) * METRES_PER_DEGREE * cos(radians((a[0] + b[0]) / 2))
    return hypot(north_m, east_m)


def road_m(*stops: Point) -> int:
    """Metres of road along stops: the straight lines times `DETOUR`, to 100 m."""
    return round(DETOUR * sum(straight_m(a, b) for a, b in pairwise(stops)) / 100) * 100


def driving_s(distance_m: int, speed_kmh: float) -> int:
    """Whole seconds of driving, at least a minute."""
    return max(60, round(distance_m * 3.6 / speed_kmh))


def schematic_leg(origin: str, destination: str, distance_m: int, speed_kmh: float) -> Leg:
    """A row of the travel-time table for all classes and hours."""
    return Leg(origin, destination, driving_s(distance_m, speed_kmh), distance_m)
