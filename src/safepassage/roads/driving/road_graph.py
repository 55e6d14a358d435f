"""The graph on which routes are looked for: crossings, places, and the moves between them.

A crossing is one vertex, and one more for each segment after which some turn there is forbidden. A place is two
vertices, from which vehicles leave and at which they arrive, so that a route begins and ends partway along a segment.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.fleet import RoadUse
from safepassage.roads.driving.snapping import Snapped
from safepassage.roads.network import Floats, Ints, Network


@dataclass(frozen=True)
class Moves:
    """Moves from vertex to vertex, each along a part of one segment. Axis: move.

    Attributes:
        tail, head: vertices.
        segment: on which it drives.
        from_share, to_share: where on the segment it begins and ends, from 0 at its tail to 1 at its head.
    """

    tail: Ints
    head: Ints
    segment: Ints
    from_share: Floats
    to_share: Floats

    def __getitem__(self, which: Ints | NDArray[np.bool_]) -> "Moves":
        return Moves(
            self.tail[which], self.head[which], self.segment[which], self.from_share[which], self.to_share[which]
        )

    def milliseconds(self, of_segment: Floats) -> Floats:
        """[move] whole milliseconds, from those of whole segments; infinite where a segment is closed."""
        share = self.to_share - self.from_share
        whole = share == 1.0
        part = np.rint(np.where(share > 0, of_segment[self.segment], 0.0) * share)
        return np.where(whole, of_segment[self.segment], part)

    def metres(self, network: Network) -> Floats:
        """[move] along the road."""
        return np.asarray(network.length_m[self.segment] * (self.to_share - self.from_share))


@dataclass(frozen=True)
class RoadGraph:
    """All moves of vehicles of one use between crossings and places.

    Attributes:
        vertices: how many.
        moves: ordered by tail, then head.
        leave, arrive: place id to the vertex from which vehicles leave and at which they arrive.
    """

    vertices: int
    moves: Moves
    leave: Mapping[str, int]
    arrive: Mapping[str, int]

    @cached_property
    def first(self) -> Ints:
        """[arc] its first move: the moves between the same two vertices are one arc."""
        return np.flatnonzero(np.diff(self._keys, prepend=-1))

    @cached_property
    def _keys(self) -> Ints:
        return self.moves.tail.astype(np.int64) * self.vertices + self.moves.head

    @cached_property
    def arc_keys(self) -> Ints:
        """[arc] tail * vertices + head, ascending."""
        return self._keys[self.first]

    @cached_property
    def arc_tail(self) -> Ints:
        return self.moves.tail[self.first]

    @cached_property
    def arc_head(self) -> Ints:
        return self.moves.head[self.first]

    def arcs(self, tail: Ints, head: Ints) -> Ints:
        """The arcs between pairs of vertices that have one."""
        return np.searchsorted(self.arc_keys, tail.astype(np.int64) * self.vertices + head)

    def quickest_moves(self, ms: Floats) -> Ints:
        """[arc] its quickest move, by [move] milliseconds; the first of those that are equally quick."""
        arc_of = np.cumsum(np.bincount(self.first, minlength=len(ms))) - 1
        best = np.flatnonzero(ms == np.minimum.reduceat(ms, self.first)[arc_of])
        return best[np.diff(arc_of[best], prepend=-1) > 0]


def road_graph(network: Network, use: RoadUse, places: Mapping[str, Snapped], gates: Collection[str] = ()) -> RoadGraph:
    """The graph for vehicles of a use, with places; no route passes a gate, but routes begin and end there."""
    turning = _Turning(network, use)
    between = turning.whole_segments()
    count = network.nodes + len(turning.own)
    leave = {place: count + 2 * i for i, place in enumerate(places)}
    arrive = {place: count + 2 * i + 1 for i, place in enumerate(places)}
    to_places = _at_places(turning, places, leave, arrive)
    standing = [places[place] for place in gates if place in places]
    moves = _joined([between, to_places])
    moves = moves[~_passing(moves, standing, turning)]
    return RoadGraph(count + 2 * len(places), moves[np.lexsort((moves.head, moves.tail))], leave, arrive)


class _Turning:
    """Which vertices a segment leads to, and from which vertices it may be entered."""

    def __init__(self, network: Network, use: RoadUse) -> None:
        self.network = network
        self.open = network.may_drive(use)
        turns = network.turns_forbidden_to(use)
        self.own = np.unique(turns[:, 0]) if len(turns) else np.zeros(0, dtype=np.int64)
        self.end = np.array(network.head, dtype=np.int64)
        self.end[self.own] = network.nodes + np.arange(len(self.own))
        self._forbidden = {(int(a), int(b)) for a, b in turns}
        self._own_at: dict[int, list[int]] = {}
        for segment in self.own:
            self._own_at.setdefault(int(network.head[segment]), []).append(int(segment))

    def begins(self, segment: int) -> list[int]:
        """The vertices from which a segment may be entered."""
        tail = int(self.network.tail[segment])
        own = [a for a in self._own_at.get(tail, ()) if (a, segment) not in self._forbidden]
        return [tail, *(int(self.end[a]) for a in own)]

    def at(self, node: int) -> list[int]:
        """All vertices of a crossing."""
        return [node, *(int(self.end[a]) for a in self._own_at.get(node, ()))]

    def whole_segments(self) -> Moves:
        network = self.network
        open_ = np.flatnonzero(self.open)
        after = np.flatnonzero(self.open & np.isin(network.tail, list(self._own_at)))
        extra = [(vertex, segment) for segment in after for vertex in self.begins(int(segment))[1:]]
        tails, segments = np.array(extra, dtype=np.int64).reshape(-1, 2).T
        segment = np.concatenate([open_, segments])
        tail = np.concatenate([network.tail[open_], tails])
        ones = np.ones(len(segment))
        return Moves(tail, self.end[segment], segment, 0.0 * ones, ones)


def _joined(parts: list[Moves]) -> Moves:
    return Moves(
        np.concatenate([part.tail for part in parts]),
        np.concatenate([part.head for part in parts]),
        np.concatenate([part.segment for part in parts]),
        np.concatenate([part.from_share for part in parts]),
        np.concatenate([part.to_share for part in parts]),
    )


def _at_places(
    turning: _Turning, places: Mapping[str, Snapped], leave: Mapping[str, int], arrive: Mapping[str, int]
) -> Moves:
    """From places to crossings, from crossings to places, and between places on the same segment or spot."""
    rows: list[tuple[int, int, int, float, float]] = []
    by_segment: dict[int, list[tuple[str, float]]] = {}
    for place, snapped in places.items():
        for position in snapped.arriving:
            by_segment.setdefault(position.segment, []).append((place, position.share))
            tails = turning.begins(position.segment)
            rows += [(tail, arrive[place], position.segment, 0.0, position.share) for tail in tails]
    for place, snapped in places.items():
        for position in snapped.leaving:
            segment, share = position.segment, position.share
            rows.append((leave[place], int(turning.end[segment]), segment, share, 1.0))
            for other, at in by_segment.get(segment, ()):
                if other != place and share <= at:
                    rows.append((leave[place], arrive[other], segment, share, at))
        rows += _same_crossing(place, snapped, places, leave, arrive)
    table = np.array(rows, dtype=float).reshape(-1, 5).T
    tail, head, of = (column.astype(np.int64) for column in table[:3])
    return Moves(tail, head, of, table[3], table[4])


def _same_crossing(
    place: str, snapped: Snapped, places: Mapping[str, Snapped], leave: Mapping[str, int], arrive: Mapping[str, int]
) -> list[tuple[int, int, int, float, float]]:
    if snapped.node is None or not snapped.leaving:
        return []
    segment = snapped.leaving[0].segment
    return [
        (leave[place], arrive[other], segment, 0.0, 0.0)
        for other, there in places.items()
        if other != place and there.node == snapped.node
    ]


def _passing(moves: Moves, gates: Collection[Snapped], turning: _Turning) -> NDArray[np.bool_]:
    """[move] True for those that pass a gate, or that go on from the crossing at which it stands."""
    found = np.zeros(len(moves.tail), dtype=bool)
    for snapped in gates:
        if snapped.node is not None:
            found |= np.isin(moves.tail, turning.at(snapped.node))
            continue
        for position in snapped.leaving:
            over = (moves.from_share < position.share) & (position.share < moves.to_share)
            found |= (moves.segment == position.segment) & over
    return found
