"""The quickest routes of many pairs, kept, and found anew only where something that changed can matter."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.roads.network import Floats, Ints, Network
from safepassage.roads.routing import Found, Router, cover

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

    def way(self, pair: int) -> Ints:
        """The arcs of a route, in the order of driving."""
        return self.arcs[self.first[pair] : self.first[pair + 1]]


def matrix(router: Router, ends: Pairs, network: Network) -> Matrix:
    """The quickest routes, found from nothing."""
    return _matrix(router, ends, router.between(*ends), network)


def updated(before: Matrix, of_segment: Floats, network: Network) -> Matrix:
    """The quickest routes after segments came to take other times, as exact as if they were found from nothing.

    A route stays the quickest while none of its arcs takes longer and none that became quicker offers a better way.
    """
    router = Router(before.router.graph, of_segment)
    slower = router.arc_ms > before.router.arc_ms
    quicker = np.flatnonzero(router.arc_ms < before.router.arc_ms)
    again = _meets(before, slower)
    again |= _better(before, router, quicker, again)
    tails, heads = before.ends
    found = router.between(tails[again], heads[again])
    pairs = np.flatnonzero(again)
    ms = before.ms.copy()
    ms[pairs] = found.ms
    arcs = {int(pair): way for pair, way in zip(pairs, found.arcs, strict=True)}
    return _merged(before, router, ms, arcs, network)


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


def _merged(before: Matrix, router: Router, ms: Floats, anew: Mapping[int, Ints], network: Network) -> Matrix:
    ways = tuple(anew[pair] if pair in anew else before.way(pair) for pair in range(len(ms)))
    return _matrix(router, before.ends, Found(ms, ways), network)


def _matrix(router: Router, ends: Pairs, found: Found, network: Network) -> Matrix:
    first = np.concatenate([[0], np.cumsum([len(way) for way in found.arcs])]).astype(np.int64)
    arcs = np.concatenate([*found.arcs, np.zeros(0, dtype=np.int64)]).astype(np.int64)
    along = np.concatenate([[0.0], np.cumsum(router.moves.metres(network)[arcs])])
    return Matrix(router, ends, found.ms, along[first[1:]] - along[first[:-1]], arcs, first)
