"""Which segments of a network an overlay lies on."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.network import Ints
from safepassage.roads.overlays import At, Direction, Overlay

BESIDE_M = 20.0
"""A line drawn so far from a road at most still means it."""

ALONG_M = 60.0
"""A line that runs along a road so far means it, however long both are."""

PARALLEL = 0.9
"""Cosine: what runs at a wider angle crosses or leaves the road."""

CROSSING_M = 30.0
"""A point so near to a crossing means the crossing, unless it says otherwise."""

NEAR_M = 100.0
"""A point farther than this from any road means none."""


def segments_touched(overlay: Overlay, roads: RoadLines) -> Ints:
    """The segments that an overlay lies on, in order, without regard to when and for whom it is in force.

    A line lies on the segments that it runs along, not on those that it crosses; an area on those that lie in it or
    enter it; a point on all segments at a crossing, or on one stretch of road.
    """
    if overlay.ways:
        of_ways = np.flatnonzero(np.isin(roads.network.way, overlay.ways))
        if overlay.direction is Direction.ALONG and overlay.geometry is not None:
            return np.intersect1d(of_ways, _touched(overlay, roads.on_map(overlay.geometry), roads))
        return of_ways
    if overlay.geometry is None:
        return np.arange(roads.network.segments)
    return _touched(overlay, roads.on_map(overlay.geometry), roads)


def _touched(overlay: Overlay, shape: BaseGeometry, roads: RoadLines) -> Ints:
    parts = shapely.get_parts(shape)
    found: list[Ints] = [np.zeros(0, dtype=np.intp)]
    for part in parts:
        if shapely.get_dimensions(part) == 1:
            found.append(_along(part, roads, one_way=overlay.direction is Direction.ALONG))
        elif shapely.get_dimensions(part) == 0:
            found.append(_at(part, roads, overlay.at))
        else:
            found.append(roads.tree.query(part, predicate="intersects"))
    return np.unique(np.concatenate(found))


def _along(line: BaseGeometry, roads: RoadLines, *, one_way: bool) -> Ints:
    """The segments along which a line runs: those that keep its direction for as long as they are beside it."""
    near = roads.tree.query(line, predicate="dwithin", distance=BESIDE_M)
    lines = roads.lines[near]
    beside, of = shapely.get_parts(
        shapely.intersection(lines, shapely.buffer(line, BESIDE_M, cap_style="flat")), return_index=True
    )
    beside, of = beside[shapely.get_dimensions(beside) == 1], of[shapely.get_dimensions(beside) == 1]
    begins, ends = (shapely.line_locate_point(line, shapely.get_point(beside, end)) for end in (0, -1))
    forward = np.bincount(of, weights=ends - begins, minlength=len(near))
    length = np.bincount(of, weights=shapely.length(beside), minlength=len(near))
    enough = np.minimum(ALONG_M, np.minimum(shapely.length(lines), shapely.length(line)) / 2)
    progress = forward if one_way else np.abs(forward)
    return np.asarray(near[(progress >= enough) & (progress >= PARALLEL * length) & (length > 0)])


def _at(point: BaseGeometry, roads: RoadLines, at: At | None) -> Ints:
    network = roads.network
    if at is not At.SEGMENT:
        reach_m = NEAR_M if at is At.CROSSING else CROSSING_M
        nodes = roads.node_tree.query_nearest(point, max_distance=reach_m, all_matches=False)
        if len(nodes):
            return np.flatnonzero((network.tail == nodes[0]) | (network.head == nodes[0]))
    if at is At.CROSSING:
        return np.zeros(0, dtype=np.intp)
    nearest = roads.tree.query_nearest(point, max_distance=NEAR_M, all_matches=True)
    return np.asarray(nearest)
