"""Which places can be reached from which, and what keeps the others apart."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import count

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from safepassage.roads.checking.ways import JOINT, Ways
from safepassage.roads.network import Floats, Ints


class BarKind(StrEnum):
    """What sort of thing keeps vehicles off a road; those that are lifted more easily first."""

    CLOSURE = "closure"
    HAZARD = "hazard"
    LIMIT = "limit"
    WEIGHT = "weight"
    HEIGHT = "height"
    WIDTH = "width"
    ACCESS = "access"

    @property
    def trouble(self) -> int:
        """Rank of what it takes to lift it: a decision, a clearance, another bridge, another vehicle."""
        return list(BarKind).index(self)


@dataclass(frozen=True)
class Bar:
    """One thing that keeps a vehicle off some segments until it is lifted.

    Attributes:
        id: of the overlay; of what the network itself says, the number of the way.
        segments: those that it lies on.
    """

    kind: BarKind
    id: str
    segments: Ints = field(compare=False)


class Gap(StrEnum):
    """What keeps a place from being reached."""

    BARS = "bars"
    ONE_WAY = "one-way"
    NO_ROAD = "no-road"


@dataclass(frozen=True)
class Apart:
    """Why one place cannot be reached from another.

    Attributes:
        gap: `ONE_WAY` where roads lead there only against their direction, `NO_ROAD` where none does.
        lift: the smallest sets of bars, as their indices, each of which opens a way when all of it is lifted; at most
            `MOST_ANSWERS`, those that are lifted more easily first. Empty unless `gap` is `BARS`.
        smallest: False where the search was given up: each set opens a way, but a smaller one may do.
    """

    gap: Gap
    lift: tuple[tuple[int, ...], ...] = ()
    smallest: bool = True


MOST_ANSWERS = 4
MOST_LABELS = 100_000
"""So many ways of lifting bars on the way to a vertex are followed before the search for the fewest is given up."""


class Reach:
    """Which vertices of a graph of ways can be reached from which.

    By strongly connected parts: what counts of the graph is how these hang together.
    """

    def __init__(self, ways: Ways, cost: Floats) -> None:
        """`cost` is that of each arc; infinite where it is closed."""
        self._ways = ways
        self._open = np.isfinite(cost)
        _, self.part = connected_components(ways.matrix(cost), directed=True, connection="strong")
        self._reached: dict[int, NDArray[np.bool_]] = {}

    def joins(self, origin: str, destination: str) -> bool:
        """True if a vehicle can drive from one place to another."""
        begins, ends = self.part[self._ways.starts[origin]], self.part[self._ways.ends[destination]]
        return bool(self._from(int(begins))[ends])

    def _from(self, part: int) -> NDArray[np.bool_]:
        if part not in self._reached:
            found = np.zeros(self._parts.shape[0], dtype=bool)
            found[breadth_first_order(self._parts, part, return_predecessors=False)] = True
            self._reached[part] = found
        return self._reached[part]

    @cached_property
    def _parts(self) -> csr_array:
        """[part, part] which lead into which."""
        tail, head = self.part[self._ways.tail[self._open]], self.part[self._ways.head[self._open]]
        between = tail != head
        n = int(self.part.max()) + 1
        return csr_array((np.ones(between.sum()), (tail[between], head[between])), shape=(n, n))


class Barriers:
    """What would open ways between places if it were lifted.

    Exact: of all sets of bars that open a way, those with the fewest bars are found, by following from vertex to
    vertex every set that no smaller one makes needless. Whatever the number of its segments, a bar counts once.
    The search is given up after `most_labels` steps; then a set is named that opens a way and is small, not surely
    the smallest.
    """

    def __init__(self, ways: Ways, bars: Sequence[Bar], *, most_labels: int = MOST_LABELS) -> None:
        self._ways, self._bars, self._most_labels = ways, bars, most_labels
        self._trouble = [bar.kind.trouble for bar in bars]
        sets = _sets(bars)
        keeps = np.full(int(ways.segment.max(initial=0)) + 1, -1)
        kinds = {kept: i for i, kept in enumerate(dict.fromkeys(sets.values()))}
        for segment, kept in sets.items():
            if segment < len(keeps):
                keeps[segment] = kinds[kept]
        self._sets = [frozenset(kept) for kept in kinds]
        self._kept = np.where(ways.segment == JOINT, -1, keeps[ways.segment])
        free = ways.matrix(np.where(self._kept < 0, 1.0, np.inf))
        _, self._part = connected_components(free, directed=True, connection="strong")
        self._known: dict[tuple[int, int], Apart] = {}

    def between(self, origin: str, destination: str) -> Apart:
        """Why a place that cannot be reached cannot."""
        begins, ends = self._only_after(self._ways.starts[origin]), self._only_before(self._ways.ends[destination])
        parts = int(self._part[begins]), int(self._part[ends])
        if parts not in self._known:
            self._known[parts] = self._apart(begins, ends)
        return self._known[parts]

    def _only_after(self, vertex: int) -> int:
        """Where every way from a vertex leads first: so places in one part of the roads have one answer."""
        after = self._ways.head[self._ways.tail == vertex]
        return int(after[0]) if len(after) == 1 else vertex

    def _only_before(self, vertex: int) -> int:
        """Where every way to a vertex comes from at last."""
        before = self._ways.tail[self._ways.head == vertex]
        return int(before[0]) if len(before) == 1 else vertex

    def _apart(self, begins: int, ends: int) -> Apart:
        start, goal = int(self._part[begins]), int(self._part[ends])
        rough = self._search(start, goal, None)
        if not rough:
            return Apart(Gap.ONE_WAY if self._joined[begins] == self._joined[ends] else Gap.NO_ROAD)
        exact = self._search(start, goal, len(rough[0]))
        return Apart(Gap.BARS, tuple(exact or rough), smallest=bool(exact))

    @cached_property
    def _joined(self) -> Ints:
        """[vertex] the part of the roads in which it lies, whatever the direction of driving and the bars."""
        whole = self._ways.matrix(np.ones(len(self._ways.tail)))
        return np.asarray(connected_components(whole, directed=True, connection="weak")[1])

    @cached_property
    def _next(self) -> Mapping[int, list[tuple[int, int]]]:
        """By part: the (part, set of bars) that an arc out of it leads to; -1 for no bars."""
        tail, head = self._part[self._ways.tail], self._part[self._ways.head]
        out = tail != head
        steps = np.unique(np.column_stack([tail[out], head[out], self._kept[out]]), axis=0)
        found: dict[int, list[tuple[int, int]]] = {}
        for a, b, kept in steps.tolist():
            found.setdefault(a, []).append((b, kept))
        return found

    def _search(self, start: int, goal: int, most: int | None) -> list[tuple[int, ...]]:
        """Sets of at most `most` bars that open a way, the best first; nothing where the search is given up.

        None follows but one set to each part: that finds some set wherever there is one.
        """
        turn = count()
        labels: list[tuple[int, int, int, int, frozenset[int]]] = [(0, 0, next(turn), start, frozenset())]
        known: dict[int, list[frozenset[int]]] = {}
        while labels:
            size, trouble, number, part, lifted = heapq.heappop(labels)
            if goal in known and (most is None or size > len(known[goal][0])):
                break
            if most is not None and number > self._most_labels:
                return []
            if _needless(lifted, known.get(part), most):
                continue
            known.setdefault(part, []).append(lifted)
            for following, kept in self._next.get(part, ()) if part != goal else ():
                more, so_much = lifted, trouble
                if kept >= 0 and not self._sets[kept] <= lifted:
                    more = lifted | self._sets[kept]
                    so_much = sum(self._trouble[bar] for bar in more)
                if (most is None or len(more) <= most) and not _needless(more, known.get(following), most):
                    heapq.heappush(labels, (len(more), so_much, next(turn), following, more))
        return [tuple(sorted(lifted)) for lifted in known.get(goal, [])[:MOST_ANSWERS]]


def _needless(lifted: frozenset[int], known: Sequence[frozenset[int]] | None, most: int | None) -> bool:
    """True if a part that is known with these sets of bars need not be looked at with another one."""
    return known is not None and (most is None or any(other <= lifted for other in known))


def _sets(bars: Sequence[Bar]) -> dict[int, tuple[int, ...]]:
    """The bars on each barred segment."""
    found: dict[int, list[int]] = {}
    for index, bar in enumerate(bars):
        for segment in bar.segments.tolist():
            found.setdefault(segment, []).append(index)
    return {segment: tuple(kept) for segment, kept in found.items()}
