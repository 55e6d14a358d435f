"""A road network: directed segments between junctions, with what decides who may drive there and how fast.

The network is what the ground is like, as of a date. What changes in an operation (closures, hazards, speeds, limits)
never touches it: that lies in overlays.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.fleet import RoadUse

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]

USES = tuple(RoadUse)
"""Bit ``i`` of `Network.access` is for ``USES[i]``."""


class RoadClass(IntEnum):
    """What a road is built for, after OpenStreetMap's ``highway``; links count as the road that they lead to."""

    MOTORWAY = 0
    TRUNK = 1
    PRIMARY = 2
    SECONDARY = 3
    TERTIARY = 4
    UNCLASSIFIED = 5
    RESIDENTIAL = 6
    LIVING_STREET = 7
    SERVICE = 8
    TRACK = 9
    FERRY = 10


class Surface(IntEnum):
    """What a vehicle drives on, as far as it matters for its speed."""

    UNKNOWN = 0
    PAVED = 1
    UNPAVED = 2
    BAD = 3


@dataclass(frozen=True)
class Network:
    """A directed road network. Axes: node, segment (one direction of a stretch of road between two junctions), point.

    A stretch that may be driven both ways is two segments with the same points in opposite order.

    Attributes:
        lon, lat: [node] WGS 84 degrees.
        tail, head: [segment] nodes where it begins and ends, in the direction of driving.
        length_m: [segment] along the road, at least 0.
        road_class: [segment] `RoadClass`.
        surface: [segment] `Surface`.
        max_speed_kph: [segment] the signed limit; NaN where none is known.
        lanes: [segment] in this direction; 0 where not known.
        access: [segment] bit mask of `USES` that may drive there.
        max_weight_t, max_height_m, max_width_m: [segment] limits; infinite where none is known.
        bridge, tunnel, roundabout: [segment] True where it is one.
        way: [segment] number of the way or feature that it comes from.
        name: [segment] index into `names`.
        names: names of roads as they are written there; ``names[0]`` is empty.
        reverse: [segment] the same stretch in the opposite direction; -1 where it is one-way.
        first_point: [segment + 1] its line is ``points[first_point[s] : first_point[s + 1]]``, ends included.
        point_lon, point_lat: [point] degrees.
        forbidden_turns: [turn, 2] a vehicle coming from the first segment may not go on along the second; the head of
            the first is the tail of the second.
        forbidden_to: [turn] bit mask of `USES` whom the turn is forbidden to; None: it is to all of them.
        source: what it was imported from, e.g. the name of the file.
        as_of: the day whose roads it shows; None where that is not known.
        attribution: words that must stand beside every map made of it.
    """

    lon: Floats
    lat: Floats
    tail: Ints
    head: Ints
    length_m: Floats
    road_class: Ints
    surface: Ints
    max_speed_kph: Floats
    lanes: Ints
    access: Ints
    max_weight_t: Floats
    max_height_m: Floats
    max_width_m: Floats
    bridge: NDArray[np.bool_]
    tunnel: NDArray[np.bool_]
    roundabout: NDArray[np.bool_]
    way: Ints
    name: Ints
    names: tuple[str, ...]
    reverse: Ints
    first_point: Ints
    point_lon: Floats
    point_lat: Floats
    forbidden_turns: Ints = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int32))
    forbidden_to: Ints | None = None
    source: str = ""
    as_of: date | None = None
    attribution: str = ""

    @property
    def nodes(self) -> int:
        return len(self.lon)

    @property
    def segments(self) -> int:
        return len(self.tail)

    def line(self, segment: int) -> tuple[Floats, Floats]:
        """Longitudes and latitudes of a segment's points, in the direction of driving."""
        points = slice(int(self.first_point[segment]), int(self.first_point[segment + 1]))
        return self.point_lon[points], self.point_lat[points]

    def may_drive(self, use: RoadUse) -> NDArray[np.bool_]:
        """[segment] True where vehicles of a use may drive."""
        return np.asarray((self.access >> USES.index(use)) & 1, dtype=bool)

    def turns_forbidden_to(self, use: RoadUse) -> Ints:
        """[turn, 2] The turns that vehicles of a use may not take."""
        if self.forbidden_to is None:
            return self.forbidden_turns
        binds = (self.forbidden_to >> USES.index(use)) & 1
        return np.asarray(self.forbidden_turns[binds.astype(bool)])

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north in degrees."""
        lon, lat = self.point_lon, self.point_lat
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())
