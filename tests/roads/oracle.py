"""Quickest routes the slow and plain way, segment by segment, to judge the router by."""

import heapq
import itertools
import math
from collections.abc import Iterable, Mapping

from safepassage.roads.driving.snapping import Position, Snapped
from safepassage.roads.network import Floats, Network


class Oracle:
    """A plain Dijkstra over segments: a vehicle is at the head of a segment that it has driven to its end."""

    def __init__(
        self, network: Network, of_segment: Floats, places: Mapping[str, Snapped], gates: Iterable[str] = ()
    ) -> None:
        self.network, self.ms, self.places = network, of_segment, places
        self.forbidden = {(int(a), int(b)) for a, b in network.forbidden_turns}
        self.after: dict[int, list[int]] = {}
        for segment, tail in enumerate(network.tail):
            self.after.setdefault(int(tail), []).append(segment)
        standing = [places[gate] for gate in gates]
        self.gate_nodes = {gate.node for gate in standing}
        self.gate_shares: dict[int, list[float]] = {}
        for gate in standing:
            for position in gate.leaving if gate.node is None else ():
                self.gate_shares.setdefault(position.segment, []).append(position.share)

    def part(self, segment: int, begins: float, ends: float) -> float:
        """Milliseconds for a part of a segment; infinite if it is closed or a gate stands within."""
        if begins == ends:
            return 0.0
        if any(begins < share < ends for share in self.gate_shares.get(segment, ())):
            return math.inf
        whole = float(self.ms[segment])
        return whole if math.isinf(whole) else float(round(whole * (ends - begins)))

    def onward(self, segment: int) -> list[int]:
        """The segments on which a vehicle may go on at the end of one."""
        node = int(self.network.head[segment])
        if node in self.gate_nodes:
            return []
        return [after for after in self.after.get(node, []) if (segment, after) not in self.forbidden]

    def ways_out(self, origin: Snapped, destination: Snapped) -> tuple[list[tuple[float, int]], float]:
        """Where a vehicle is after its first segment, and how long it takes if it arrives on that segment."""
        same = origin.node is not None and origin.node == destination.node
        direct = [0.0] if same else [math.inf]
        out = []
        for a in origin.leaving:
            out.append((self.part(a.segment, a.share, 1.0), a.segment))
            for b in destination.arriving:
                if a.segment == b.segment and a.share <= b.share:
                    direct.append(self.part(a.segment, a.share, b.share))
        return out, min(direct)

    def quickest_ms(self, origin: str, destination: str) -> float:
        """Milliseconds of the quickest route; infinite where there is none."""
        arriving: dict[int, list[Position]] = {}
        for position in self.places[destination].arriving:
            arriving.setdefault(position.segment, []).append(position)
        queue, best = self.ways_out(self.places[origin], self.places[destination])
        heapq.heapify(queue)
        done: set[int] = set()
        while queue:
            ms, segment = heapq.heappop(queue)
            if segment in done or math.isinf(ms):
                continue
            done.add(segment)
            for after in self.onward(segment):
                heapq.heappush(queue, (ms + self.part(after, 0.0, 1.0), after))
                for position in arriving.get(after, ()):
                    best = min(best, ms + self.part(after, 0.0, position.share))
        return best

    def walk(self, segments: Iterable[int]) -> None:
        """Fail where a vehicle cannot go from one segment to the next."""
        for a, b in itertools.pairwise(int(segment) for segment in segments):
            assert b in self.onward(a), f"no way from segment {a} to {b}"
