"""Where on the roads a place is."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from safepassage.domain.fleet import RoadUse
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.network import Floats, Ints

AT_NODE_M = 1.0
"""A place so near to the end of a segment is at the crossing, and leaves it in every direction."""

OPPOSITE_M = 30.0
"""A gate stands on both carriageways of a road: on the segments so near that run the opposite way."""


@dataclass(frozen=True, slots=True)
class Position:
    """A point on a segment: `share` of its length, from 0 at its tail to 1 at its head."""

    segment: int
    share: float


@dataclass(frozen=True)
class Snapped:
    """The point of the roads that is nearest to a place.

    Attributes:
        lon, lat: of the point on the road, in degrees.
        distance_m: from the place to it.
        node: the crossing at which it lies; None for a point between two crossings.
        leaving, arriving: the positions from which vehicles drive off, and at which they arrive: both directions of a
            stretch, all segments of a crossing.
    """

    lon: float
    lat: float
    distance_m: float
    node: int | None
    leaving: tuple[Position, ...]
    arriving: tuple[Position, ...]


class Snapper:
    """Snaps places to the segments that vehicles of a use may drive.

    Only segments of the largest part of the network count in which every segment reaches every other, so that no
    place ends on an island or in a yard from which nobody comes out.
    """

    def __init__(self, roads: RoadLines, use: RoadUse) -> None:
        self._roads = roads
        self._eligible = largest_part(roads, use)

    def snap(self, lon: float, lat: float, *, both_carriageways: bool = False) -> Snapped | None:
        """The nearest point for a position in degrees; None where vehicles of this use may drive nowhere.

        `both_carriageways`: the point is also on the opposite carriageway, where one runs beside the road.
        """
        point = shapely.Point(*self._roads.metres(np.array([lon]), np.array([lat]))[0])
        nearest = self._nearest(point)
        if nearest is None:
            return None
        line = self._roads.lines[nearest]
        along_m = float(shapely.line_locate_point(line, point))
        on_road = shapely.line_interpolate_point(line, along_m)
        lons, lats = self._roads.degrees(shapely.get_coordinates(on_road))
        node, share = self._end(nearest, along_m)
        if node is None:
            mid = self._both_ways(nearest, share)
            if both_carriageways:
                mid += self._opposite(nearest, along_m, on_road)
            leaving = arriving = mid
        else:
            leaving, arriving = self._at_node(node)
        return Snapped(float(lons[0]), float(lats[0]), float(shapely.distance(point, on_road)), node, leaving, arriving)

    def _nearest(self, point: shapely.Point) -> int | None:
        """The nearest segment; the one with the lowest number of those that are equally near."""
        if not self._eligible.any():
            return None
        tree, lines = self._roads.tree, self._roads.lines
        reach_m = float(shapely.distance(point, lines[tree.nearest(point)])) + 1.0
        while True:
            near = tree.query(point, predicate="dwithin", distance=reach_m)
            near = np.sort(near[self._eligible[near]])
            if len(near):
                return int(near[np.argmin(np.round(shapely.distance(point, lines[near]), 6))])
            reach_m *= 2

    def _end(self, segment: int, along_m: float) -> tuple[int | None, float]:
        """The node at which a point of a segment lies, None if at neither; and the share of the length before it."""
        network, length_m = self._roads.network, float(shapely.length(self._roads.lines[segment]))
        if along_m <= AT_NODE_M and along_m <= length_m / 2:
            return int(network.tail[segment]), 0.0
        if length_m - along_m <= AT_NODE_M:
            return int(network.head[segment]), 1.0
        return None, along_m / length_m

    def _both_ways(self, segment: int, share: float) -> tuple[Position, ...]:
        back = int(self._roads.network.reverse[segment])
        if back >= 0 and self._eligible[back]:
            return Position(segment, share), Position(back, 1.0 - share)
        return (Position(segment, share),)

    def _at_node(self, node: int) -> tuple[tuple[Position, ...], tuple[Position, ...]]:
        network = self._roads.network
        out = np.flatnonzero((network.tail == node) & self._eligible)
        into = np.flatnonzero((network.head == node) & self._eligible)
        return tuple(Position(int(s), 0.0) for s in out), tuple(Position(int(s), 1.0) for s in into)

    def _opposite(self, segment: int, along_m: float, point: shapely.Point) -> tuple[Position, ...]:
        """The nearest point of a one-way segment that runs the opposite way beside a one-way segment."""
        network, lines = self._roads.network, self._roads.lines
        if network.reverse[segment] >= 0:
            return ()
        heading = _heading(lines[segment], along_m)
        found: list[tuple[float, Position]] = []
        for other in self._roads.tree.query(point, predicate="dwithin", distance=OPPOSITE_M):
            at_m = float(shapely.line_locate_point(lines[other], point))
            opposite = heading @ _heading(lines[other], at_m) < -np.cos(np.pi / 6)
            share = at_m / float(shapely.length(lines[other]))
            if opposite and self._eligible[other] and network.reverse[other] < 0 and 0 < share < 1:
                found.append((float(shapely.distance(lines[other], point)), Position(int(other), share)))
        return (min(found, key=lambda pair: (pair[0], pair[1].segment))[1],) if found else ()


def _heading(line: shapely.LineString, along_m: float) -> Floats:
    """[2] the direction of a line at a point of it, of length 1."""
    before, after = (shapely.line_interpolate_point(line, max(along_m + step_m, 0.0)) for step_m in (-1.0, 1.0))
    step = shapely.get_coordinates(after)[0] - shapely.get_coordinates(before)[0]
    return np.asarray(step / max(float(np.hypot(*step)), 1e-9))


def largest_part(roads: RoadLines, use: RoadUse) -> NDArray[np.bool_]:
    """[segment] True in the largest part of the network whose segments vehicles of a use can all reach from each other.

    Largest by the length of its roads. Turn restrictions and overlays do not count here.
    """
    network = roads.network
    open_ = np.flatnonzero(network.may_drive(use))
    tail, head = network.tail[open_], network.head[open_]
    graph = csr_array((np.ones(len(open_)), (tail, head)), shape=(network.nodes, network.nodes))
    _, part = connected_components(graph, directed=True, connection="strong")
    inside = open_[part[tail] == part[head]]
    found = np.zeros(network.segments, dtype=bool)
    if len(inside):
        of: Ints = part[network.tail[inside]]
        found[inside[of == np.argmax(np.bincount(of, weights=network.length_m[inside]))]] = True
    return found
