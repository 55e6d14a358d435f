"""Single points of failure: pieces of road whose loss alone cuts a way, or makes it much longer.

A piece that is lost is lost in both directions.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import depth_first_order, dijkstra

from safepassage.roads.network import Floats, Ints
from safepassage.roads.ways import JOINT, Ways

Stage = tuple[str, str]
"""(from, to): ids of places, one after the other on the way out."""

NOTABLE_S = 120.0
MOST_VERTICES = 20_000_000
"""Vertices whose new times are worked out at most in all; some seconds."""


@dataclass(frozen=True)
class Losses:
    """What the loss of each piece of road does to each stage that is driven over it.

    Attributes:
        times: what each stage takes as it is, in the unit of the costs; infinite where there is no way.
        after: by piece and stage, what it takes when the piece is lost; infinite where no way is left. Only stages that
            the loss makes longer by more than is worth telling.
        unexamined: pieces that would make some way longer by more than that, or cut it, and whose harm is not known
            because there are too many of them. 0 unless the network and its number of such pieces are very large.
    """

    times: Mapping[Stage, float]
    after: Mapping[int, Mapping[Stage, float]]
    unexamined: int = 0


def losses(ways: Ways, cost: Floats, stages: Iterable[Stage], *, notable: float = NOTABLE_S) -> Losses:
    """What the loss of each piece does to each stage.

    `cost` is that of each arc: infinite where it is closed. Exact: each piece on a best way is either passed round at
    no more than `notable`, which a search around it shows, or the best ways without it are worked out.
    """
    found = _Found(ways, cost, notable)
    for root, others, outward in _trees(dict.fromkeys(stages)):
        found.add(root, others, outward=outward)
    return Losses(found.times, found.after, found.unexamined)


def _trees(stages: Iterable[Stage]) -> list[tuple[str, list[str], bool]]:
    """Few roots from which all stages can be told, with the other ends; True where the stages lead away from it."""
    left = list(stages)
    found = []
    while left:
        begins, ends = _counted(a for a, _ in left), _counted(b for _, b in left)
        origin, destination = max(begins, key=begins.__getitem__), max(ends, key=ends.__getitem__)
        outward = begins[origin] > ends[destination]
        root = origin if outward else destination
        found.append((root, [b if outward else a for a, b in left if (a if outward else b) == root], outward))
        left = [(a, b) for a, b in left if (a if outward else b) != root]
    return found


def _counted(ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in ids:
        found[each] = found.get(each, 0) + 1
    return found


@dataclass
class _Found:
    """What was found so far."""

    ways: Ways
    cost: Floats
    notable: float
    times: dict[Stage, float] = field(default_factory=dict)
    after: dict[int, dict[Stage, float]] = field(default_factory=dict)
    unexamined: int = 0
    vertices: int = 0

    def add(self, root: str, others: Sequence[str], *, outward: bool) -> None:
        """Examine the stages between a root and other places."""
        ways = self.ways
        stage = {other: (root, other) if outward else (other, root) for other in others}
        at = {other: (ways.ends if outward else ways.starts)[other] for other in others}
        tree = _Tree(ways, self.cost, (ways.starts if outward else ways.ends)[root], outward=outward)
        self.times |= {stage[other]: tree.time(vertex) for other, vertex in at.items()}
        driven = tree.driven(v for v in at.values() if tree.position[v] >= 0)
        notable = [piece for piece in driven if tree.detour_is_notable(piece, driven[piece], self.notable)]
        for piece in sorted(notable, key=lambda piece: -len(tree.behind(driven[piece], at.values()))):
            size = sum(int(tree.last[v]) - v for v in driven[piece])
            if self.vertices + size > MOST_VERTICES:
                self.unexamined += 1
                continue
            self.vertices += size
            self._lose(piece, tree, driven[piece], {stage[other]: at[other] for other in others})

    def _lose(self, piece: int, tree: "_Tree", cut: Sequence[int], at: Mapping[Stage, int]) -> None:
        stages = list(at)
        after = tree.without(piece, cut, np.array([tree.position[at[stage]] for stage in stages]))
        for stage, time in zip(stages, after.tolist(), strict=True):
            if time > self.times[stage] + self.notable:
                self.after.setdefault(piece, {})[stage] = time


class _Tree:
    """The best ways between a root and everywhere. Axis: position, a vertex in the order in which the tree is walked.

    All that lies behind a position is what follows it up to `last`. `source`, `weight` and `piece` are of the arcs
    into each position, seen from the root, in the order of `first`.
    """

    def __init__(self, ways: Ways, cost: Floats, root: int, *, outward: bool) -> None:
        open_ = np.isfinite(cost)
        tail, head = (ways.tail, ways.head) if outward else (ways.head, ways.tail)
        tail, head, weight, piece = tail[open_], head[open_], cost[open_], ways.piece[open_]
        graph = _matrix(tail, head, weight, ways.vertices)
        time, before = dijkstra(graph, indices=root, return_predecessors=True)
        order, self.parent, self.last = _walk(before, root)
        self.position = np.full(ways.vertices, -1)
        self.position[order] = np.arange(len(order))
        self.times = time[order]
        into = (self.position[tail] >= 0) & (self.position[head] >= 0)
        by_head = np.argsort(self.position[head[into]], kind="stable")
        self.source = self.position[tail[into]][by_head]
        self.weight, self.piece = weight[into][by_head], piece[into][by_head]
        into_each = np.bincount(self.position[head[into]], minlength=len(order))
        self.first = np.concatenate([[0], np.cumsum(into_each)])

    def time(self, vertex: int) -> float:
        """To or from a vertex; infinite where there is no way."""
        return float(self.times[self.position[vertex]]) if self.position[vertex] >= 0 else float("inf")

    def driven(self, vertices: Iterable[int]) -> dict[int, list[int]]:
        """The pieces on the best ways of these vertices, each with all positions to which it is the best way."""
        parent, piece_into = self.parent.tolist(), self._piece_into.tolist()
        seen: set[int] = set()
        for vertex in vertices:
            here = int(self.position[vertex])
            while here > 0 and here not in seen:
                seen.add(here)
                here = parent[here]
        pieces = {piece_into[here] for here in seen} - {JOINT}
        found: dict[int, list[int]] = {piece: [] for piece in sorted(pieces)}
        for here in np.flatnonzero(np.isin(self._piece_into, list(pieces))).tolist():
            found[piece_into[here]].append(here)
        return found

    @cached_property
    def _piece_into(self) -> Ints:
        """[position] the piece by which the best way reaches it."""
        target = np.repeat(np.arange(len(self.times)), np.diff(self.first))
        best = (self.source == self.parent[target]) & (target > 0)
        found = np.full(len(self.times), JOINT)
        found[target[best]] = self.piece[best]
        return found

    def behind(self, cut: Sequence[int], vertices: Iterable[int]) -> list[int]:
        """Those of the vertices whose best way leads through one of these positions."""
        at = [(vertex, int(self.position[vertex])) for vertex in vertices]
        return [vertex for vertex, here in at if any(top <= here < self.last[top] for top in cut)]

    def detour_is_notable(self, piece: int, cut: Sequence[int], notable: float) -> bool:
        """False if, without the piece, everywhere behind it is reached at no more than `notable` above its time.

        It is if the place just behind the piece is: who comes from farther can go by there, and loses no more.
        """
        if len(cut) > 1:
            return True
        first, arcs, times = self._lists
        top, last = cut[0], int(self.last[cut[0]])
        queue: list[tuple[float, int]] = [(0.0, top)]
        known = {top: 0.0}
        while queue:
            extra, here = heapq.heappop(queue)
            if not top <= here < last:
                return False
            for source, weight, other in arcs[first[here] : first[here + 1]]:
                more = extra + max(times[source] + weight - times[here], 0.0)
                if other != piece and more <= notable and more < known.get(source, np.inf):
                    known[source] = more
                    heapq.heappush(queue, (more, source))
        return True

    @cached_property
    def _lists(self) -> tuple[list[int], list[tuple[int, float, int]], list[float]]:
        """`first`, the arcs as (source, weight, piece), and `times`, for going from one to the next."""
        arcs = zip(self.source.tolist(), self.weight.tolist(), self.piece.tolist(), strict=True)
        return self.first.tolist(), list(arcs), self.times.tolist()

    def without(self, piece: int, cut: Sequence[int], positions: Ints) -> Floats:
        """The times of some positions, -1 for what is not reached at all, when a piece is lost."""
        tops = sorted(cut)
        outer = [top for top in tops if not any(other < top < self.last[other] for other in tops)]
        inside = np.concatenate([np.arange(top, self.last[top]) for top in outer])
        own = np.full(len(self.times), -1)
        own[inside] = np.arange(len(inside))
        arcs = np.concatenate([np.arange(self.first[top], self.first[self.last[top]]) for top in outer])
        target = np.repeat(inside, self.first[inside + 1] - self.first[inside])
        kept = self.piece[arcs] != piece
        arcs, target = arcs[kept], own[target[kept]]
        source, weight = self.source[arcs], self.weight[arcs]
        within = own[source] >= 0
        entry = np.full(len(inside), np.inf)
        np.minimum.at(entry, target[~within], self.times[source[~within]] + weight[~within])
        behind = _from_entries(entry, own[source[within]], target[within], weight[within])
        there = np.where(positions >= 0, own[positions], -1)
        return np.where(there >= 0, behind[there], np.where(positions >= 0, self.times[positions], np.inf))


def _from_entries(entry: Floats, source: Ints, target: Ints, weight: Floats) -> Floats:
    """Times in a graph whose vertices are also entered from outside at these times."""
    n = len(entry)
    entered = np.flatnonzero(np.isfinite(entry))
    graph = _matrix(
        np.concatenate([source, np.full(len(entered), n)]),
        np.concatenate([target, entered]),
        np.concatenate([weight, entry[entered]]),
        n + 1,
    )
    return np.asarray(dijkstra(graph, indices=n)[:n])


def _matrix(tail: Ints, head: Ints, weight: Floats, n: int) -> csr_array:
    """Of arcs of which no two have both ends in common; those that cost nothing stay."""
    order = np.argsort(tail, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=n))])
    return csr_array((weight[order], head[order], first), shape=(n, n))


def _walk(before: Ints, root: int) -> tuple[Ints, Ints, NDArray[np.int64]]:
    """The tree in the order in which it is walked: its vertices, the position before each, and where its part ends."""
    n = len(before)
    child = np.flatnonzero(before >= 0)
    tree = csc_array((np.ones(len(child)), (before[child], child)), shape=(n, n)).tocsr()
    order, parents = depth_first_order(tree, root, directed=True, return_predecessors=True)
    position = np.empty(n, dtype=np.int64)
    position[order] = np.arange(len(order))
    parent = np.concatenate([[0], position[parents[order[1:]]]])
    size = np.ones(len(order), dtype=np.int64).tolist()
    above = parent.tolist()
    for here in range(len(order) - 1, 0, -1):
        size[above[here]] += size[here]
    return order, parent, np.arange(len(order)) + np.array(size)
