"""The ground as a plane, and the rectangles of a drawing that show a part of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safepassage.exchange.report.labels import Box

Floats = NDArray[np.floating[Any]]

_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres east and north of a point in degrees; good for the few hundred kilometres of an operation."""

    lon: float
    lat: float

    @classmethod
    def around(cls, lon: Sequence[float], lat: Sequence[float]) -> "Plane":
        """The plane that touches the globe in the middle of some points."""
        return cls((min(lon) + max(lon)) / 2, (min(lat) + max(lat)) / 2)

    @property
    def _metres_per_degree_east(self) -> float:
        return _METRES_PER_DEGREE * math.cos(math.radians(self.lat))

    def east_m(self, lon: float) -> float:
        return (lon - self.lon) * self._metres_per_degree_east

    def north_m(self, lat: float) -> float:
        return (lat - self.lat) * _METRES_PER_DEGREE

    def on_ground(self, lon: Floats, lat: Floats) -> Floats:
        """[point, 2] metres east and north."""
        return np.stack(
            [(lon - self.lon) * self._metres_per_degree_east, (lat - self.lat) * _METRES_PER_DEGREE], axis=1
        )


@dataclass(frozen=True, slots=True)
class Extent:
    """A rectangle of the ground, in metres east and north."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, points: Floats) -> "Extent":
        """The smallest that holds some points, [point, 2]."""
        (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return cls(west, south, east, north)

    @property
    def width_m(self) -> float:
        return self.east - self.west

    @property
    def height_m(self) -> float:
        return self.north - self.south


@dataclass(frozen=True)
class View:
    """A rectangle of the drawing that shows a rectangle of the ground.

    Attributes:
        px_per_m: scale.
        east_m, north_m: what lies in its middle.
    """

    box: Box
    px_per_m: float
    east_m: float
    north_m: float

    def at(self, east_m: float, north_m: float) -> tuple[float, float]:
        x = (self.box.left + self.box.right) / 2 + (east_m - self.east_m) * self.px_per_m
        y = (self.box.top + self.box.bottom) / 2 - (north_m - self.north_m) * self.px_per_m
        return x, y

    def ground_at(self, x: float, y: float) -> tuple[float, float]:
        """Metres east and north of a pixel."""
        left, top = self.at(0.0, 0.0)
        return (x - left) / self.px_per_m, (top - y) / self.px_per_m

    def drawn(self, ground: Floats) -> Floats:
        """[point, 2] pixels of points on the ground."""
        x, y = self.at(0.0, 0.0)
        drawn: Floats = ground * np.array([self.px_per_m, -self.px_per_m]) + np.array([x, y])
        return drawn
