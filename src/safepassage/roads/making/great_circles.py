"""Distances on the globe between many positions at once."""

import numpy as np

from safepassage.roads.network import Floats

EARTH_RADIUS_M = 6_371_000.0


def great_circles_m(lon_a: Floats, lat_a: Floats, lon_b: Floats, lat_b: Floats) -> Floats:
    """Metres between positions in degrees, along the surface."""
    lon_a, lat_a, lon_b, lat_b = (np.radians(degrees) for degrees in (lon_a, lat_a, lon_b, lat_b))
    half_chord = np.sin((lat_b - lat_a) / 2) ** 2
    half_chord += np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, half_chord))))
