"""The ways that a road network offers between places, as a graph in which each piece of road is one arc a direction."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from safepassage.roads.driving.snapping import Snapped
from safepassage.roads.network import Floats, Ints, Network

JOINT = -1
"""What stands for the segment and the piece of an arc that is no road but a turn, or the way from or to a place."""
_AT_THE_END = 1e-9
Spot = tuple[int, float]
"""A point of a segment: its number, and the part of its length from its beginning, 0 to 1."""


@dataclass(frozen=True)
class Ways:
    """A graph of arcs. Axes: vertex, arc (in order of tail, then head; no two have both in common), piece.

    A stretch of road is cut into pieces where places lie on it. A vehicle may turn round wherever that is not
    forbidden, and at places. Forbidden turns are kept exactly: they make vertices of their own. No way passes a gate,
    but ways begin and end there.

    Attributes:
        tail, head: [arc] vertices.
        segment: [arc] segment of the network; `JOINT` where it is none.
        begins: [arc] where on the segment it begins, 0 to 1; 0 for a joint.
        share: [arc] part of the segment's length, 0 to 1; 0 for a joint.
        piece: [arc] piece of road, the same in both directions; `JOINT` where it is none.
        starts, ends: vertex from which a way from a place begins, and at which a way to it ends.
        pieces: how many there are.
    """

    vertices: int
    tail: Ints
    head: Ints
    segment: Ints
    begins: Floats
    share: Floats
    piece: Ints
    starts: Mapping[str, int]
    ends: Mapping[str, int]
    pieces: int

    def on_arcs(self, seconds: Floats) -> Floats:
        """[arc] seconds of driving, of those of whole segments; infinite where a segment is."""
        road = self.segment != JOINT
        found = np.zeros(len(self.tail))
        found[road] = seconds[self.segment[road]] * self.share[road]
        return found

    def matrix(self, cost: Floats) -> csr_array:
        """[vertex, vertex] costs of the arcs whose cost is finite; a cost of nothing is kept as such."""
        open_ = np.isfinite(cost)
        first = np.concatenate([[0], np.cumsum(np.bincount(self.tail[open_], minlength=self.vertices))])
        return csr_array((cost[open_], self.head[open_], first), shape=(self.vertices, self.vertices))

    def arcs(self, tails: Ints, heads: Ints) -> Ints:
        """The arcs between these vertices, which must exist."""
        return np.asarray(np.searchsorted(self._key, tails.astype(np.int64) * self.vertices + heads))

    @cached_property
    def _key(self) -> NDArray[np.int64]:
        return self.tail.astype(np.int64) * self.vertices + self.head

    def stretch(self, piece: int) -> "Stretch":
        """Where a piece of road is, in one of its directions."""
        arc = int(self._one_arc[piece])
        begins = float(self.begins[arc])
        return Stretch(int(self.segment[arc]), begins, min(begins + float(self.share[arc]), 1.0))

    @cached_property
    def _one_arc(self) -> Ints:
        """[piece] one of its arcs; -1 where none has its number."""
        found = np.full(self.pieces, -1, dtype=np.int64)
        road = np.flatnonzero(self.segment != JOINT)[::-1]
        found[self.piece[road]] = road
        return found


@dataclass(frozen=True, order=True, slots=True)
class Stretch:
    """A part of a segment, from one share of its length to another, 0 to 1."""

    segment: int
    from_share: float = 0.0
    to_share: float = 1.0

    def length_m(self, network: Network) -> float:
        """Along the road."""
        return float(network.length_m[self.segment]) * (self.to_share - self.from_share)

    def line(self, network: Network) -> tuple[Floats, Floats]:
        """Longitudes and latitudes of its points."""
        lon, lat = network.line(self.segment)
        along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(lon), np.diff(lat)))])
        begins, ends = self.from_share * along[-1], self.to_share * along[-1]
        at = np.unique([begins, *along[(along > begins) & (along < ends)], ends])
        return np.interp(at, along, lon), np.interp(at, along, lat)

    def middle(self, network: Network) -> tuple[float, float]:
        """Longitude and latitude of the point halfway along it."""
        half = (self.from_share + self.to_share) / 2
        lon, lat = Stretch(self.segment, half, half).line(network)
        return float(lon[0]), float(lat[0])


def base_segments(network: Network) -> Ints:
    """[segment] the one by which both directions of a stretch of road go."""
    own = np.arange(network.segments)
    return np.where(network.reverse < 0, own, np.minimum(own, network.reverse))


def ways(
    network: Network, lies: Mapping[str, Iterable[Spot]], gates: Collection[str] = (), turns: Ints | None = None
) -> Ways:
    """The ways of a network between places, each of which lies at one or several spots.

    A spot on one direction of a two-way stretch is on the other one too; one at a segment's end is at the crossing.
    `turns` are the forbidden ones that count; None: all of the network.
    """
    drawing = _Drawing(network, frozenset(gates), network.forbidden_turns if turns is None else turns)
    drawing.let_in(lies)
    drawing.stop_at_gates()
    drawing.keep_turns()
    drawing.part_parallels()
    return drawing.done()


def spots(snapped: Mapping[str, Snapped]) -> dict[str, list[Spot]]:
    """Where places lie, from where they are on the roads."""
    return {
        place: [(position.segment, position.share) for position in (*at.leaving, *at.arriving)]
        for place, at in snapped.items()
    }


class _Drawing:
    """The graph while it is made."""

    def __init__(self, network: Network, gates: frozenset[str], turns: Ints) -> None:
        self.network, self.gates, self.turns = network, gates, turns
        self.vertices = network.nodes
        self.base = base_segments(network)
        self.pieces = network.segments
        self.tail = network.tail.astype(np.int64)
        self.head = network.head.astype(np.int64)
        self.segment = np.arange(network.segments)
        self.begins = np.zeros(network.segments)
        self.share = np.ones(network.segments)
        self.piece = self.base.copy()
        self.last_arc = np.arange(network.segments)  # of each segment; its first keeps the segment's number
        self.starts: dict[str, int] = {}
        self.ends: dict[str, int] = {}
        self.at_node: dict[int, set[str]] = {}
        self.passed_by_nobody: set[int] = set()

    def new_vertex(self) -> int:
        self.vertices += 1
        return self.vertices - 1

    def add(self, arcs: Iterable[tuple[int, int, int, float, float, int]]) -> None:
        """Arcs as (tail, head, segment, where it begins, share, piece)."""
        rows = np.array(list(arcs), dtype=float).reshape(-1, 6)
        whole = rows.astype(np.int64)
        self.tail = np.concatenate([self.tail, whole[:, 0]])
        self.head = np.concatenate([self.head, whole[:, 1]])
        self.segment = np.concatenate([self.segment, whole[:, 2]])
        self.begins = np.concatenate([self.begins, rows[:, 3]])
        self.share = np.concatenate([self.share, rows[:, 4]])
        self.piece = np.concatenate([self.piece, whole[:, 5]])

    def join(self, joints: Iterable[tuple[int, int]]) -> None:
        """Arcs that are no road, as (tail, head)."""
        self.add((tail, head, JOINT, 0.0, 0.0, JOINT) for tail, head in joints)

    def let_in(self, lies: Mapping[str, Iterable[Spot]]) -> None:
        """Cut the stretches at the places that lie on them, and remember those that lie at crossings."""
        cuts: dict[int, dict[float, list[str]]] = {}
        for place, spots in lies.items():
            self.starts[place], self.ends[place] = self.new_vertex(), self.new_vertex()
            for base, along in {self._along_base(*spot) for spot in spots}:
                if _AT_THE_END < along < 1 - _AT_THE_END:
                    cuts.setdefault(base, {}).setdefault(along, []).append(place)
                else:
                    node = self.network.tail[base] if along <= _AT_THE_END else self.network.head[base]
                    self.at_node.setdefault(int(node), set()).add(place)
        for base, places_at in cuts.items():
            self._cut(base, places_at)

    def _along_base(self, segment: int, share: float) -> Spot:
        base = int(self.base[segment])
        return base, round(share if segment == base else 1 - share, 9)

    def _cut(self, base: int, places_at: Mapping[float, list[str]]) -> None:
        along = sorted(places_at)
        stops = [self._stop(places_at[at]) for at in along]
        shares = np.diff([0.0, *along, 1.0]).tolist()
        pieces = [base, *range(self.pieces, self.pieces + len(along))]
        self.pieces += len(along)
        self._chain(base, stops, shares, pieces)
        if (back := int(self.network.reverse[base])) >= 0:
            self._chain(back, stops[::-1], shares[::-1], pieces[::-1])

    def _stop(self, places: Iterable[str]) -> tuple[int, int]:
        """The vertices at which vehicles arrive and from which they leave: one and the same where no gate stands."""
        arrive = self.new_vertex()
        leave = arrive if self.gates.isdisjoint(places) else self.new_vertex()
        self._open(places, [arrive], leave)
        return arrive, leave

    def _open(self, places: Iterable[str], arrive: Iterable[int], leave: int) -> None:
        """Let ways begin and end at places, and lead from one to another at the same spot."""
        here = sorted(places)
        self.join((self.starts[place], leave) for place in here)
        self.join((vertex, self.ends[place]) for vertex in arrive for place in here)
        if not self.gates.isdisjoint(here):
            self.join((self.starts[a], self.ends[b]) for a in here for b in here if a != b)

    def _chain(self, segment: int, stops: list[tuple[int, int]], shares: list[float], pieces: list[int]) -> None:
        heads = [*(arrive for arrive, _ in stops[1:]), int(self.head[segment])]
        self.head[segment], self.share[segment], self.piece[segment] = stops[0][0], shares[0], pieces[0]
        self.last_arc[segment] = len(self.tail) + len(stops) - 1
        self.add(
            (leave, head, segment, begins, share, piece)
            for (_, leave), head, begins, share, piece in zip(
                stops, heads, np.cumsum(shares)[:-1], shares[1:], pieces[1:], strict=True
            )
        )

    def stop_at_gates(self) -> None:
        """Let the segments at a crossing where a gate stands begin at a vertex that only places there lead to."""
        for node in [node for node, places in self.at_node.items() if not self.gates.isdisjoint(places)]:
            leave = self.new_vertex()
            self.tail[np.flatnonzero(self.network.tail == node)] = leave
            self._open(self.at_node.pop(node), [node], leave)
            self.passed_by_nobody.add(node)

    def keep_turns(self) -> None:
        """Let each segment with a forbidden turn end at a vertex of its own, from which only the others can be taken.

        So that a segment stays one arc, those that begin where turns are forbidden begin at vertices of their own.
        """
        forbidden: dict[int, set[int]] = {}
        for coming, going in self.turns.tolist():
            if int(self.network.head[coming]) not in self.passed_by_nobody:
                forbidden.setdefault(coming, set()).add(going)
        leaving = self._leaving({int(self.network.head[coming]) for coming in forbidden})
        joints: list[tuple[int, int]] = []
        entry: dict[int, int] = {}
        for node, segments in leaving.items():
            for segment in segments:
                entry[segment] = self.new_vertex()
                self.tail[segment] = entry[segment]
                joints.append((node, entry[segment]))
        arriving: dict[int, list[int]] = {node: [node] for node in self.at_node}
        for coming, kept_off in forbidden.items():
            node, vertex = int(self.network.head[coming]), self.new_vertex()
            self.head[self.last_arc[coming]] = vertex
            joints += [(vertex, entry[segment]) for segment in leaving[node] if segment not in kept_off]
            if node in arriving:
                arriving[node].append(vertex)
        self.join(joints)
        for node, places in self.at_node.items():
            self._open(places, arriving[node], node)

    def _leaving(self, nodes: set[int]) -> dict[int, list[int]]:
        """The segments that begin at each of these nodes."""
        found: dict[int, list[int]] = {node: [] for node in nodes}
        for segment in np.flatnonzero(np.isin(self.network.tail, list(nodes))).tolist():
            found[int(self.network.tail[segment])].append(segment)
        return found

    def part_parallels(self) -> None:
        """Let all but the first of several arcs with the same ends begin at vertices of their own."""
        order = np.lexsort((self.head, self.tail))
        tail, head = self.tail[order], self.head[order]
        again = order[1:][(tail[1:] == tail[:-1]) & (head[1:] == head[:-1])]
        begins = np.arange(self.vertices, self.vertices + len(again))
        self.vertices += len(again)
        joints = list(zip(self.tail[again].tolist(), begins.tolist(), strict=True))
        self.tail[again] = begins
        self.join(joints)

    def done(self) -> Ways:
        order = np.lexsort((self.head, self.tail))
        return Ways(
            vertices=self.vertices,
            tail=self.tail[order],
            head=self.head[order],
            segment=self.segment[order],
            begins=self.begins[order],
            share=self.share[order],
            piece=self.piece[order],
            starts=self.starts,
            ends=self.ends,
            pieces=self.pieces,
        )
