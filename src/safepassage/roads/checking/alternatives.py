"""How many ways lead from some places to another that share no road, and how long the second-best takes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, dijkstra, maximum_flow

from safepassage.roads.checking.ways import JOINT, Ways
from safepassage.roads.network import Floats

_MANY = 1_000_000


@dataclass(frozen=True)
class Disjoint:
    """Ways that share no piece of road.

    Attributes:
        number: how many there are at most.
        narrowest: pieces, at most as many as `number`, that cut every way when all of them are lost: the first such
            from where the ways begin.
    """

    number: int
    narrowest: tuple[int, ...]


def ways_apart(ways: Ways, cost: Floats, origins: Iterable[str], destination: str) -> Disjoint | None:
    """The most ways from any of the origins to a place that share no piece; `cost` is infinite where an arc is closed.

    None where an origin is at the same spot as the place, and no road lies between.

    By the maximum flow of which each open arc takes 1: two ways that meet head-on on a piece could turn back there
    instead, so that both directions may be counted apart.
    """
    open_ = np.isfinite(cost)
    source, n = ways.vertices, ways.vertices + 1
    begins = np.unique([ways.starts[origin] for origin in origins])
    tail = np.concatenate([ways.tail[open_], np.full(len(begins), source)])
    head = np.concatenate([ways.head[open_], begins])
    takes = np.where(ways.piece[open_] == JOINT, _MANY, 1)
    takes = np.concatenate([takes, np.full(len(begins), _MANY)]).astype(np.int32)
    graph = csr_array((takes, (tail, head)), shape=(n, n))
    flow = maximum_flow(graph, source, ways.ends[destination])
    if flow.flow_value >= _MANY:
        return None
    left = graph - flow.flow
    left.eliminate_zeros()
    inside = np.zeros(n, dtype=bool)
    inside[breadth_first_order(left, source, return_predecessors=False)] = True
    out = open_ & inside[ways.tail] & ~inside[ways.head]
    return Disjoint(int(flow.flow_value), tuple(dict.fromkeys(ways.piece[out].tolist())))


def second_best(ways: Ways, cost: Floats, origin: str, destination: str, unavoidable: Collection[int]) -> float:
    """The cost of the best way that has no piece in common with the best of all, but for those that all ways have.

    Infinite where there is none, or where all ways have all of the best in common.
    """
    time, before = dijkstra(ways.matrix(cost), indices=ways.starts[origin], return_predecessors=True)
    here = ways.ends[destination]
    if not np.isfinite(time[here]):
        return float("inf")
    heads = []
    while before[here] >= 0:
        heads.append(here)
        here = before[here]
    tails = before[heads]
    best = set(ways.piece[ways.arcs(tails, np.array(heads))].tolist()) - {JOINT} - set(unavoidable)
    if not best:
        return float("inf")
    without = np.where(np.isin(ways.piece, list(best)), np.inf, cost)
    return float(dijkstra(ways.matrix(without), indices=ways.starts[origin])[ways.ends[destination]])
