"""Distances on the globe."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_000
Position = tuple[float, float]


def great_circle_m(a: Position, b: Position) -> float:
    """Metres between two positions (lat, lon in degrees) along the surface."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half_chord = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, half_chord)))
