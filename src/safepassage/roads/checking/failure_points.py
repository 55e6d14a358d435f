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

from safepassage.roads.checking.ways import JOINT, Ways
from safepassage.roads.network import Floats, Ints

Stage = tuple[str, str]
"""(from, to): ids of places, one after the other on the way out."""

NOTABLE_S = 120.0
MOST_VERTICES = 10_000_000
"""After new times of so many vertices, some seconds, only losses that cut a way are worked out."""


@dataclass(frozen=True)
class Losses:
    """What the loss of each piece of road does to each stage that is driven over it.

    Attributes:
        times: what each stage takes as it is, in the unit of the costs; infinite where there is no way.
        after: by piece and stage, what it takes when the piece is lost; infinite where no way is left. Only stages that
            the loss makes longer by more than is worth telling.
        unexamined: pieces whose loss cuts no way, but makes one longer by more than that, and it is not known how much:
            0 unless a very large network has very many such pieces.
    """

    times: Mapping[Stage, float]
    after: Mapping[int, Mapping[Stage, float]]
    unexamined: int = 0


def losses(ways: Ways, cost: Floats, stages: Iterable[Stage], *, notable: float = NOTABLE_S) -> Losses:
    """What the loss of each piece does to each stage.

    `cost` is that of each arc: infinite where it is closed. With an infinite `notable` only cuts are told. Exact: each
    piece on a best way is either passed round at no more than `notable`, which a search around it shows, or the best
    ways without it are worked out.
    """
    found = _Found(ways, cost, notable)
    for root, others, outward in _trees(dict.fromkeys(stages)):
        found.add(root, others, outward=outward)
    return Losses(found.times, found.after, found.unexamined)


def worse(before: float, after: float, notable: float) -> bool:
    """True if a way is cut, or becomes longer by more than `notable`."""
    return before < float("inf") and (after == float("inf") or after > before + notable)


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


@dataclass(frozen=True)
class _Cut:
    """Where in a tree a piece is the best way.

    Attributes:
        tops: the positions that it leads to, in order.
        driven: those of them on the best ways that count.
    """

    tops: tuple[int, ...]
    driven: tuple[int, ...]


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
            size = sum(int(tree.last[top]) - top for top in driven[piece].tops)
            if self.vertices + size > MOST_VERTICES and not tree.detour_is_notable(piece, driven[piece], float("inf")):
                self.unexamined += 1
                continue
            self.vertices += size
            self._lose(piece, tree, driven[piece], {stage[other]: at[other] for other in others})

    def _lose(self, piece: int, tree: "_Tree", cut: _Cut, at: Mapping[Stage, int]) -> None:
        stages = list(at)
        after = tree.without(piece, cut, np.array([tree.position[at[stage]] for stage in stages]))
        for stage, time in zip(stages, after.tolist(), strict=True):
            if worse(self.times[stage], time, self.notable):
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
        graph = ways.matrix(cost) if outward else ways.matrix(cost).T.tocsr()
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

    def driven(self, vertices: Iterable[int]) -> dict[int, _Cut]:
        """The pieces on the best ways of these vertices, each with where it is the best way."""
        parent, piece_into = self.parent.tolist(), self._piece_into.tolist()
        seen: set[int] = set()
        for vertex in vertices:
            here = int(self.position[vertex])
            while here > 0 and here not in seen:
                seen.add(here)
                here = parent[here]
        pieces = {piece_into[here] for here in seen} - {JOINT}
        tops: dict[int, list[int]] = {piece: [] for piece in sorted(pieces)}
        for here in np.flatnonzero(np.isin(self._piece_into, list(pieces))).tolist():
            tops[piece_into[here]].append(here)
        return {piece: _Cut(tuple(of), tuple(top for top in of if top in seen)) for piece, of in tops.items()}

    @cached_property
    def _piece_into(self) -> Ints:
        """[position] the piece by which the best way reaches it."""
        target = np.repeat(np.arange(len(self.times)), np.diff(self.first))
        best = (self.source == self.parent[target]) & (target > 0)
        found = np.full(len(self.times), JOINT)
        found[target[best]] = self.piece[best]
        return found

    def behind(self, cut: _Cut, vertices: Iterable[int]) -> list[int]:
        """Those of the vertices whose best way leads over a piece."""
        at = [(vertex, int(self.position[vertex])) for vertex in vertices]
        return [vertex for vertex, here in at if any(top <= here < self.last[top] for top in cut.driven)]

    def detour_is_notable(self, piece: int, cut: _Cut, notable: float) -> bool:
        """False if, without the piece, each vertex is reached at no more than `notable` above its time.

        It is if the positions just behind the piece are: who comes from farther can go by there, and loses no more.
        """
        ranges = [(top, int(self.last[top])) for top in cut.tops]
        return not all(self._is_passed(piece, top, ranges, notable) for top in cut.driven)

    def _is_passed(self, piece: int, top: int, ranges: Sequence[tuple[int, int]], notable: float) -> bool:
        """True if a way round a piece to the position behind it begins outside all that lies behind the piece."""
        first, arcs, times = self._lists
        queue: list[tuple[float, int]] = [(0.0, top)]
        known = {top: 0.0}
        while queue:
            extra, here = heapq.heappop(queue)
            if not any(begins <= here < ends for begins, ends in ranges):
                return True
            for source, weight, other in arcs[first[here] : first[here + 1]]:
                more = extra + max(times[source] + weight - times[here], 0.0)
                if other != piece and more <= notable and more < known.get(source, np.inf):
                    known[source] = more
                    heapq.heappush(queue, (more, source))
        return False

    @cached_property
    def _lists(self) -> tuple[list[int], list[tuple[int, float, int]], list[float]]:
        """`first`, the arcs as (source, weight, piece), and `times`, for going from one to the next."""
        arcs = zip(self.source.tolist(), self.weight.tolist(), self.piece.tolist(), strict=True)
        return self.first.tolist(), list(arcs), self.times.tolist()

    def without(self, piece: int, cut: _Cut, positions: Ints) -> Floats:
        """The times of some positions, -1 for what is not reached at all, when a piece is lost."""
        outer = [top for top in cut.tops if not any(other < top < self.last[other] for other in cut.tops)]
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
    """Times in a graph whose vertices are also entered from outside at these times; its arcs in order of target."""
    n = len(entry)
    first = np.concatenate([[0], np.cumsum(np.bincount(target, minlength=n))])
    inner = csc_array((weight, source, first), shape=(n, n)).tocsr()
    entered = np.flatnonzero(np.isfinite(entry))
    graph = csr_array(
        (
            np.concatenate([inner.data, entry[entered]]),
            np.concatenate([inner.indices, entered]),
            np.append(inner.indptr, len(weight) + len(entered)),
        ),
        shape=(n + 1, n + 1),
    )
    return np.asarray(dijkstra(graph, indices=n)[:n])


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
