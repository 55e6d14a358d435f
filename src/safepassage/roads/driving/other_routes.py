"""Other routes of a pair than the quickest, where they differ enough to be worth naming."""

import numpy as np

from safepassage.roads.driving.routing import Router
from safepassage.roads.network import Ints, Network

SHARED = 0.6
"""At most so much of a route's time is on roads of one named before it."""

SLOWER = 1.5
"""At most so many times as long as the quickest."""

PENALTY = 1.3
"""By how much a road is made slower each time that a route uses it, so that the next search looks elsewhere."""

SEARCHES = 12


def other_routes(router: Router, network: Network, quickest: Ints, limit_ms: float, most: int) -> tuple[Ints, ...]:
    """At most so many routes that differ from the quickest and from each other, as arcs; each within a limit of time.

    By penalties: the roads of each route found are made slower, and the quickest is looked for again. What is found is
    judged by the true times. There may be more routes that differ as much than are found in this way.
    """
    if not len(quickest):
        return ()
    tail, head = router.graph.arc_tail[quickest[:1]], router.graph.arc_head[quickest[-1:]]
    found, way, penalised = [quickest], quickest, router.of_segment.copy()
    for _ in range(SEARCHES):
        used = router.segments(way)
        penalised[np.union1d(used, _opposite(used, network))] *= PENALTY
        way = Router(router.graph, penalised).between(tail, head).arcs[0]
        if not len(way) or len(found) > most:
            break
        if router.arc_ms[way].sum() <= limit_ms and all(_shared(way, o, router, network) <= SHARED for o in found):
            found.append(way)
    return tuple(found[1:])


def _opposite(segments: Ints, network: Network) -> Ints:
    found = network.reverse[segments]
    return np.asarray(found[found >= 0])


def _shared(way: Ints, other: Ints, router: Router, network: Network) -> float:
    """The part of a route's time that it spends on roads of another, in whichever direction."""
    roads = router.segments(other)
    on_it = np.isin(router.segments(way), np.union1d(roads, _opposite(roads, network)))
    ms = router.arc_ms[way]
    return float(ms[on_it].sum() / max(ms.sum(), 1.0))
