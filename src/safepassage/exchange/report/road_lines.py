"""Which roads a drawing shows at its scale, and their lines: cut to it, joined, and as smooth as a pixel can tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from safepassage.exchange.report.labels import Box
from safepassage.exchange.report.plane import Floats, Plane, View
from safepassage.roads.network import Network, RoadClass

TIERS: tuple[tuple[str, tuple[RoadClass, ...]], ...] = (
    ("motorway", (RoadClass.MOTORWAY, RoadClass.TRUNK)),
    ("major", (RoadClass.PRIMARY,)),
    ("middle", (RoadClass.SECONDARY,)),
    ("ferry", (RoadClass.FERRY,)),
    ("minor", (RoadClass.TERTIARY, RoadClass.UNCLASSIFIED)),
    ("street", (RoadClass.RESIDENTIAL, RoadClass.LIVING_STREET)),
    ("track", (RoadClass.TRACK,)),
    ("lane", (RoadClass.SERVICE,)),
)
"""How roads are drawn, the most important first."""

_ALWAYS, _NAMED = 1, 2
_CELL_PX = 24.0
_DENSEST = 0.17
_TOLERANCE_PX = 0.5
_SHORTEST_PX = 1.5

Flags = NDArray[np.bool_]
Lines = tuple[Floats, ...]


@dataclass(frozen=True)
class TierLines:
    """The roads of one tier.

    Attributes:
        lines, bridges: each [point, 2] in pixels; bridges are among the lines too.
        closer: shown to whoever looks at least so many times closer.
    """

    tier: str
    lines: Lines
    bridges: Lines
    closer: float


class Ground:
    """A network on a plane, each stretch of road once, ready to be drawn at any scale."""

    def __init__(self, network: Network, plane: Plane) -> None:
        self._network = network
        self._points = plane.on_ground(network.point_lon, network.point_lat)
        each = np.arange(network.segments)
        once = (network.reverse < 0) | (each < network.reverse)
        self._count = np.diff(network.first_point)
        drawable = once & (self._count > 1)
        self._tier = np.full(network.segments, -1, dtype=np.int8)
        for tier, (_, classes) in enumerate(TIERS):
            self._tier[drawable & np.isin(network.road_class, classes)] = tier
        starts = network.first_point[:-1]
        reach = self._points if len(self._points) else np.zeros((1, 2))
        first = np.minimum(starts, len(reach) - 1)
        self._least, self._most = np.minimum.reduceat(reach, first), np.maximum.reduceat(reach, first)

    def roads(self, view: View, most_points: int, levels: Sequence[float] = (1.0,)) -> tuple[TierLines, ...]:
        """The roads of a view, the most important tier first.

        Tiers are shown as long as their streets stand apart where they are densest, and there is room for their
        points. `levels` say how many times closer somebody may look, from 1 up.
        """
        inside = self._inside(view)
        found: list[TierLines] = []
        middles, lengths_px = np.zeros((0, 2)), np.zeros(0)
        room, closer = most_points, levels[0]
        for tier, (name, _) in enumerate(TIERS):
            chosen = np.nonzero(inside & (self._tier == tier))[0]
            if not len(chosen):
                continue
            middles = np.concatenate([middles, view.drawn((self._least[chosen] + self._most[chosen]) / 2)])
            lengths_px = np.concatenate([lengths_px, self._network.length_m[chosen] * view.px_per_m])
            density = _density(middles, lengths_px) if tier > _ALWAYS else 0.0
            closer = next((level for level in levels if level >= closer and density / level <= _DENSEST), 0.0)
            lines = self._lines(chosen, view, levels[-1]) if closer else ()
            room -= sum(len(line) for line in lines)
            if not closer or room < 0:
                break
            bridges = self._lines(chosen[self._network.bridge[chosen]], view, levels[-1])
            found.append(TierLines(name, lines, bridges, closer))
        return tuple(found)

    def named(self, view: View, most: int) -> tuple[tuple[str, Floats], ...]:
        """(name, [point, 2] pixels) of the longest main roads with names: of each the longest piece in the view."""
        main = np.nonzero(self._inside(view) & (self._tier >= 0) & (self._tier <= _NAMED) & (self._network.name > 0))[0]
        by_name = np.bincount(self._network.name[main], weights=self._network.length_m[main])
        found: list[tuple[str, Floats]] = []
        for name in np.argsort(-by_name, kind="stable")[:most].tolist():
            lines = self._lines(main[self._network.name[main] == name], view, 1.0)
            longest = max(lines, key=length_of, default=None)
            if longest is not None:
                found.append((self._network.names[name], longest))
        return tuple(found)

    def _inside(self, view: View) -> Flags:
        """[segment] True where its rectangle touches that of the view."""
        (west, south), (east, north) = _corners(view)
        least, most = self._least, self._most
        inside: Flags = (most[:, 0] >= west) & (least[:, 0] <= east) & (most[:, 1] >= south) & (least[:, 1] <= north)
        return inside

    def _lines(self, segments: NDArray[np.integer[Any]], view: View, closer: float) -> Lines:
        count = self._count[segments]
        first = np.repeat(self._network.first_point[segments] - np.cumsum(count) + count, count)
        points = view.drawn(self._points[first + np.arange(count.sum())])
        return joined(shapely.linestrings(points, indices=np.repeat(np.arange(len(count)), count)), view.box, closer)


def joined(lines: Any, box: Box, closer: float = 1.0) -> Lines:
    """Lines cut to a box, joined where two of them meet, without the points that nobody would miss."""
    if not len(lines):
        return ()
    cut = shapely.get_parts(shapely.clip_by_rect(lines, box.left, box.top, box.right, box.bottom))
    whole = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(cut[shapely.get_type_id(cut) == 1])))
    whole = whole[shapely.length(whole) * closer >= _SHORTEST_PX]
    points, of = shapely.get_coordinates(shapely.simplify(whole, _TOLERANCE_PX / closer), return_index=True)
    return tuple(np.split(points, np.nonzero(np.diff(of))[0] + 1)) if len(points) else ()


def length_of(line: Floats) -> float:
    """Pixels along a line."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _corners(view: View) -> tuple[tuple[float, float], tuple[float, float]]:
    half_e = (view.box.right - view.box.left) / 2 / view.px_per_m
    half_n = (view.box.bottom - view.box.top) / 2 / view.px_per_m
    return (view.east_m - half_e, view.north_m - half_n), (view.east_m + half_e, view.north_m + half_n)


def _density(middles: Floats, lengths_px: Floats) -> float:
    """Pixels of road by square pixel, where the town is: the cells that hold most of the length."""
    _, cell = np.unique(np.floor(middles / _CELL_PX).astype(np.int64), axis=0, return_inverse=True)
    by_cell = np.bincount(cell.ravel(), weights=np.minimum(lengths_px, _CELL_PX))
    return float(np.average(by_cell, weights=by_cell)) / _CELL_PX**2 if by_cell.sum() else 0.0
