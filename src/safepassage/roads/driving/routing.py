"""Quickest routes, exactly: Dijkstra's algorithm over a road graph, from many places to many."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from safepassage.roads.driving.road_graph import RoadGraph
from safepassage.roads.network import Floats, Ints, Network

AT_ONCE = 4_000_000
"""Distances kept at once, over all roots: 48 MB."""


@dataclass(frozen=True)
class RoadRoute:
    """A way along the roads. Axis: part, one for each segment in the order in which they are driven.

    Attributes:
        segments: of the network.
        from_share, to_share: [part] where on its segment it begins and ends, from 0 at its tail to 1 at its head.
        ms: [part] whole milliseconds.
        travel_s: of all parts, rounded up.
        distance_m: along the road.
    """

    segments: Ints
    from_share: Floats
    to_share: Floats
    ms: Floats
    travel_s: int
    distance_m: float

    @property
    def reached_s(self) -> Floats:
        """[part] seconds after the departure at which it ends."""
        return np.cumsum(self.ms) / 1000.0


@dataclass(frozen=True)
class Found:
    """The quickest routes of some pairs. Axis: pair.

    Attributes:
        ms: whole milliseconds; infinite where there is no road.
        arcs: of the graph, in the order of driving; empty where there is no road.
    """

    ms: Floats
    arcs: tuple[Ints, ...]


def seconds(ms: float) -> int:
    """Whole seconds, rounded up."""
    return -int(-ms // 1000)


class Router:
    """Looks for quickest routes on a graph while its segments take so many milliseconds.

    Attributes:
        best: [arc] the quickest move of each arc of the graph.
        arc_ms: [arc] whole milliseconds of it; infinite where it is closed.
    """

    def __init__(self, graph: RoadGraph, of_segment: Floats) -> None:
        self.graph = graph
        self.of_segment = of_segment
        ms = graph.moves.milliseconds(of_segment)
        self.best = graph.quickest_moves(ms)
        self.arc_ms = ms[self.best]

    def segments(self, arcs: Ints) -> Ints:
        """[arc] the segments that some arcs drive on."""
        return np.asarray(self.graph.moves.segment[self.best[arcs]])

    def quickest(self, pairs: Sequence[tuple[str, str]]) -> Found:
        """The quickest route of each (from, to) of places."""
        ends = np.array([(self.graph.leave[a], self.graph.arrive[b]) for a, b in pairs], dtype=np.int64).reshape(-1, 2)
        return self.between(ends[:, 0], ends[:, 1])

    def between(self, tails: Ints, heads: Ints) -> Found:
        """The quickest route of each pair of vertices.

        A search from a vertex serves all its pairs, forward or backward, so as few roots are searched from as reach
        every pair.
        """
        ms = np.full(len(tails), np.inf)
        arcs: list[Ints] = [np.zeros(0, dtype=np.int64)] * len(tails)
        forward, backward = cover(tails, heads)
        for backwards, roots in ((False, forward), (True, backward)):
            if not len(roots):
                continue
            of, to = (heads, tails) if backwards else (tails, heads)
            graph = self._matrix(backwards=backwards)
            step = max(1, AT_ONCE // self.graph.vertices)
            for begin in range(0, len(roots), step):
                some = roots[begin : begin + step]
                mine = np.flatnonzero(np.isin(of, some))
                distance, before = dijkstra(graph, indices=some, return_predecessors=True)
                row = np.searchsorted(some, of[mine])
                ms[mine] = distance[row, to[mine]]
                for pair, found in zip(mine, self._walk(before, row, to[mine], backwards=backwards), strict=True):
                    arcs[pair] = found
        return Found(ms, tuple(arcs))

    def distances(self, roots: Ints, *, backwards: bool = False) -> Floats:
        """[root, vertex] whole milliseconds from each root, or to it; infinite where there is no road."""
        return np.atleast_2d(dijkstra(self._matrix(backwards=backwards), indices=roots))

    def _matrix(self, *, backwards: bool) -> "csr_array[np.float64]":
        """The open arcs as a sparse matrix; made for each search, since many routers are kept and few search again."""
        open_ = np.isfinite(self.arc_ms)
        ends = (self.graph.arc_tail[open_], self.graph.arc_head[open_])
        shape = (self.graph.vertices, self.graph.vertices)
        return csr_array((self.arc_ms[open_], ends[::-1] if backwards else ends), shape=shape)

    def _walk(self, before: Ints, row: Ints, ends: Ints, *, backwards: bool) -> list[Ints]:
        """[pair] the arcs from its root to its end, walked back from all ends at once."""
        steps: list[tuple[Ints, Ints]] = []
        pair: Ints = np.arange(len(ends))
        at = ends
        while len(pair):
            came_from = before[row[pair], at]
            pair, at, came_from = (values[came_from >= 0] for values in (pair, at, came_from))
            arc = self.graph.arcs(at, came_from) if backwards else self.graph.arcs(came_from, at)
            steps.append((pair, arc))
            at = came_from
        pairs = np.concatenate([pair for pair, _ in steps]) if steps else np.zeros(0, dtype=np.int64)
        arcs = np.concatenate([arc for _, arc in steps]) if steps else np.zeros(0, dtype=np.int64)
        order = np.argsort(pairs, kind="stable")
        found = np.split(arcs[order], np.cumsum(np.bincount(pairs, minlength=len(ends)))[:-1])
        return found if backwards else [way[::-1] for way in found]

    def route(self, arcs: Ints, network: Network) -> RoadRoute:
        """The way along some arcs."""
        moves = self.graph.moves[self.best[arcs]]
        ms = moves.milliseconds(self.of_segment)
        metres = float(moves.metres(network).sum())
        return RoadRoute(moves.segment, moves.from_share, moves.to_share, ms, seconds(ms.sum()), metres)


def cover(tails: Ints, heads: Ints) -> tuple[Ints, Ints]:
    """Tails to search forward from and heads to search backward from, ascending, so that each pair has one of them.

    The vertex that serves the most pairs not yet served is taken first.
    """
    vertices = [np.unique(ends, return_inverse=True) for ends in (tails, heads)]
    taken = [np.zeros(len(values), dtype=bool) for values, _ in vertices]
    open_ = np.ones(len(tails), dtype=bool)
    while open_.any():
        served = [np.bincount(of[open_], minlength=len(values)) for values, of in vertices]
        side = int(served[1].max() > served[0].max())
        best = int(served[side].argmax())
        taken[side][best] = True
        open_ &= vertices[side][1] != best
    return vertices[0][0][taken[0]], vertices[1][0][taken[1]]
