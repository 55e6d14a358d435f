"""Lines that were drawn apart and meet on the ground, joined where one of them ends."""

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from safepassage.roads.making.great_circles import EARTH_RADIUS_M
from safepassage.roads.making.survey import Survey
from safepassage.roads.network import Floats, Ints

TOLERANCE_M = 1.0
"""Ends that are so near to each other, or to a line, are meant to meet."""


def join(survey: Survey, drawn: NDArray[np.bool_]) -> Survey:
    """Join the ends of `drawn` ways ([way]) to nodes and lines that are no further off than the tolerance.

    Nodes that meet become one; a line that is met between two nodes gets one there. No way is without references.
    """
    index = survey.located
    used = np.unique(index[index >= 0])
    ends = np.unique(index[np.concatenate((survey.first[:-1][drawn], survey.first[1:][drawn] - 1))])
    ends = ends[ends >= 0]
    x, y = _flat(survey)
    drawn_through = np.unique(index[drawn[survey.way_of] & (index >= 0)])
    near = np.concatenate((_same_place(x, y, drawn_through), _near(x, y, used, ends)), axis=1)
    merged = _first_of_group(near, len(survey.node))
    joined = replace(survey, through=np.where(index >= 0, survey.node[merged[index]], survey.through))
    return _into_lines(joined, np.unique(merged[ends]), x, y)


def _flat(survey: Survey) -> tuple[Floats, Floats]:
    """Positions in metres, true near each node's own latitude."""
    metres = np.radians(1.0) * EARTH_RADIUS_M
    middle = float(np.mean(survey.lat)) if len(survey.lat) else 0.0
    return survey.lon * metres * np.cos(np.radians(middle)), survey.lat * metres


def _same_place(x: Floats, y: Floats, nodes: Ints) -> Ints:
    """[2, pair] nodes that lie at the same place."""
    order = nodes[np.lexsort((y[nodes], x[nodes]))]
    same = (np.diff(x[order]) == 0) & (np.diff(y[order]) == 0)
    return np.stack((order[:-1][same], order[1:][same]))


def _near(x: Floats, y: Floats, nodes: Ints, ends: Ints) -> Ints:
    """[2, pair] ends, and nodes within the tolerance."""
    tree = shapely.STRtree(shapely.points(x[nodes], y[nodes]))
    end, near = tree.query(shapely.points(x[ends], y[ends]), predicate="dwithin", distance=TOLERANCE_M)
    return np.stack((ends[end], nodes[near]))


def _first_of_group(pairs: Ints, nodes: int) -> Ints:
    """[node] the node that it becomes: the first of those that pairs lead to."""
    meets = coo_array((np.ones(pairs.shape[1]), (pairs[0], pairs[1])), shape=(nodes, nodes))
    _, group = connected_components(meets, directed=False)
    _, first = np.unique(group, return_index=True)
    return np.asarray(first[group])


def _into_lines(survey: Survey, ends: Ints, x: Floats, y: Floats) -> Survey:
    """Put nodes into the edges of lines that `ends` (indices of nodes) touch, at the nearest edge of each way."""
    index, way_of = survey.located, survey.way_of
    edge = np.flatnonzero((way_of[1:] == way_of[:-1]) & (index[1:] >= 0) & (index[:-1] >= 0))
    a, b = index[edge], index[edge + 1]
    lines = shapely.linestrings(np.stack((np.column_stack((x[a], y[a])), np.column_stack((x[b], y[b]))), axis=1))
    points = shapely.points(x[ends], y[ends])
    end, line = shapely.STRtree(lines).query(points, predicate="dwithin", distance=TOLERANCE_M)
    on_way = way_of * len(survey.node) + index
    met = way_of[edge[line]] * len(survey.node) + ends[end]
    end, line, met = (axis[~np.isin(met, on_way)] for axis in (end, line, met))
    nearest = np.lexsort((shapely.distance(lines[line], points[end]), met))
    nearest = nearest[np.unique(met[nearest], return_index=True)[1]]
    end, line = end[nearest], line[nearest]
    order = np.lexsort((shapely.line_locate_point(lines[line], points[end]), line))
    return _inserted(survey, edge[line[order]] + 1, survey.node[ends[end[order]]])


def _inserted(survey: Survey, before: Ints, nodes: Ints) -> Survey:
    """Put node ids before references, given in ascending order."""
    through = np.insert(survey.through, before, nodes)
    first = survey.first + np.searchsorted(before, survey.first, side="right")
    return replace(survey, through=through, first=first)
