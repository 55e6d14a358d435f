"""The quickest routes of many pairs, kept, and found anew only where something that changed can matter."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.roads.driving.routing import Router, cover
from safepassage.roads.network import Floats, Ints, Network

Pairs = tuple[Ints, Ints]
"""[pair] vertices where they begin and end."""


@dataclass(frozen=True)
class Matrix:
    """The quickest routes of the pairs while segments take so many milliseconds. Axis: pair.

    Attributes:
        router: what the segments take.
        ms: whole milliseconds; infinite where there is no road.
        metres: along the route.
        arcs: of the routes, one after another.
        first: [pair + 1] where in `arcs` each begins.
    """

    router: Router
    ends: Pairs
    ms: Floats
    metres: Floats
    arcs: Ints
    first: Ints

    @property
    def nbytes(self) -> int:
        """Of memory, without the graph, which all share."""
        of_router = (self.router.of_segment, self.router.best, self.router.arc_ms)
        return sum(array.nbytes for array in (*of_router, self.ms, self.metres, self.arcs, self.first))

    def way(self, pair: int) -> Ints:
        """The arcs of a route, in the order of driving."""
        return self.arcs[self.first[pair] : self.first[pair + 1]]


def matrix(router: Router, ends: Pairs, network: Network) -> Matrix:
    """The quickest routes, found from nothing."""
    found = router.between(*ends)
    return _matrix(router, ends, found.ms, _metres(found.arcs, router, network), found.arcs)


def updated(before: Matrix, of_segment: Floats, network: Network) -> Matrix:
    """The quickest routes after segments came to take other times, as exact as if they were found from nothing.

    A route stays the quickest while none of its arcs takes longer and none that became quicker offers a better way.
    """
    router = Router(before.router.graph, of_segment)
    slower = (router.arc_ms > before.router.arc_ms) | (router.best != before.router.best)
    quicker = np.flatnonzero(router.arc_ms < before.router.arc_ms)
    again = _meets(before, slower)
    again |= _better(before, router, quicker, again)
    tails, heads = before.ends
    found = router.between(tails[again], heads[again])
    pairs = np.flatnonzero(again)
    ms, metres = before.ms.copy(), before.metres.copy()
    ms[pairs], metres[pairs] = found.ms, _metres(found.arcs, router, network)
    anew = dict(zip(pairs.tolist(), found.arcs, strict=True))
    ways = [anew[pair] if pair in anew else before.way(pair) for pair in range(len(ms))]
    return _matrix(router, before.ends, ms, metres, ways)


def _meets(before: Matrix, arcs: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """[pair] True where a route uses one of some arcs."""
    met = np.concatenate([[0], np.cumsum(arcs[before.arcs])])
    return np.asarray(met[before.first[1:]] > met[before.first[:-1]])


def _better(before: Matrix, router: Router, quicker: Ints, again: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """[pair] True where a way over an arc that became quicker beats the route; any may be True where `again` is."""
    tails, heads = before.ends
    found = np.zeros(len(tails), dtype=bool)
    if not len(quicker) or again.all():
        return found
    graph = router.graph
    froms, intos = np.unique(graph.arc_tail[quicker]), np.unique(graph.arc_head[quicker])
    if len(froms) + len(intos) >= sum(len(roots) for roots in cover(tails, heads)):
        return ~found
    to_arc, from_arc = router.distances(froms, backwards=True), router.distances(intos)
    for arc in quicker:
        there = to_arc[np.searchsorted(froms, graph.arc_tail[arc]), tails]
        on = from_arc[np.searchsorted(intos, graph.arc_head[arc]), heads]
        found |= there + router.arc_ms[arc] + on < before.ms
    return found


def _matrix(router: Router, ends: Pairs, ms: Floats, metres: Floats, ways: Sequence[Ints]) -> Matrix:
    return Matrix(router, ends, ms, metres, _joined(ways), _first(ways))


def _metres(ways: Sequence[Ints], router: Router, network: Network) -> Floats:
    """[way] metres along it."""
    along = np.concatenate([[0.0], np.cumsum(router.graph.moves.metres(network)[router.best[_joined(ways)]])])
    return np.asarray(np.diff(along[_first(ways)]))


def _joined(ways: Sequence[Ints]) -> Ints:
    return np.concatenate([*ways, np.zeros(0, dtype=np.int64)]).astype(np.int64, copy=False)


def _first(ways: Sequence[Ints]) -> Ints:
    """[way + 1] where each begins among all joined."""
    return np.cumsum([0, *(len(way) for way in ways)])
