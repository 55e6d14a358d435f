"""The lines of a network on a flat map in metres, with an index to find those near a shape."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from safepassage.roads.network import Floats, Network

EARTH_RADIUS_M = 6_371_008.8


class RoadLines:
    """A network's lines in metres east and north of its middle; right to a thousandth within some 100 km of it."""

    def __init__(self, network: Network) -> None:
        self.network = network
        west, south, east, north = network.bounds if len(network.point_lon) else (0.0, 0.0, 0.0, 0.0)
        self._lon, self._lat = (west + east) / 2, (south + north) / 2
        self._north_m = np.radians(1.0) * EARTH_RADIUS_M
        self._east_m = self._north_m * np.cos(np.radians(self._lat))

    def metres(self, lon: Floats, lat: Floats) -> Floats:
        """[point, 2] metres east and north of the middle, for positions in degrees."""
        return np.column_stack([(lon - self._lon) * self._east_m, (lat - self._lat) * self._north_m])

    def degrees(self, points: Floats) -> tuple[Floats, Floats]:
        """Longitudes and latitudes of [point, 2] metres."""
        return self._lon + points[:, 0] / self._east_m, self._lat + points[:, 1] / self._north_m

    def on_map(self, geometry: BaseGeometry) -> BaseGeometry:
        """A shape in degrees, in metres."""
        flat: Callable[[Any], Any] = lambda points: self.metres(points[:, 0], points[:, 1])  # noqa: E731
        return shapely.transform(geometry, flat)

    @cached_property
    def lines(self) -> NDArray[np.object_]:
        """[segment] its line, in the direction of driving."""
        network = self.network
        of = np.repeat(np.arange(network.segments), np.diff(network.first_point))
        points = self.metres(network.point_lon, network.point_lat)
        return np.asarray(shapely.linestrings(points, indices=of), dtype=object)

    @cached_property
    def tree(self) -> STRtree:
        """Of `lines`."""
        return STRtree(self.lines)

    @cached_property
    def nodes(self) -> NDArray[np.object_]:
        """[node] its point."""
        return np.asarray(shapely.points(self.metres(self.network.lon, self.network.lat)), dtype=object)

    @cached_property
    def node_tree(self) -> STRtree:
        """Of `nodes`."""
        return STRtree(self.nodes)
