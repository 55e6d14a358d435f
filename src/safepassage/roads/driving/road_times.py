"""The quickest routes of an operation's pairs under all conditions that come up, each found once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

import numpy as np

from safepassage.roads.driving.matrix import Matrix, matrix, updated
from safepassage.roads.driving.pairs import Pair
from safepassage.roads.driving.road_graph import RoadGraph
from safepassage.roads.driving.routing import Router
from safepassage.roads.network import Floats, Network

MOST_BYTES = 150_000_000
"""Of the routes that are remembered; those that were asked for longest ago are forgotten first."""


@dataclass
class RoadTimes:
    """The quickest routes of some pairs of places for vehicles of one use; asked again, it remembers.

    Attributes:
        pairs: (from, to) of places, both on the graph.
    """

    network: Network
    graph: RoadGraph
    pairs: Sequence[Pair]
    _named: dict[Hashable, tuple[Floats, Floats]] = field(default_factory=dict)
    _known: OrderedDict[bytes, Matrix] = field(default_factory=OrderedDict)

    @cached_property
    def index(self) -> Mapping[Pair, int]:
        """Where a pair stands in `pairs`, and in the answers."""
        return {pair: i for i, pair in enumerate(self.pairs)}

    def named(self, conditions: Hashable, of_segment: Callable[[], Floats]) -> tuple[Floats, Floats]:
        """[pair] milliseconds and metres under conditions with a name, by which they are remembered for good.

        `of_segment` says how long segments take then; it is asked once.
        """
        if conditions not in self._named:
            found = self.under(of_segment())
            self._named[conditions] = found.ms, found.metres
        return self._named[conditions]

    def under(self, of_segment: Floats) -> Matrix:
        """The quickest routes while segments take so many milliseconds."""
        key = blake2b(np.ascontiguousarray(of_segment).tobytes()).digest()
        if key not in self._known:
            self._known[key] = self._find(of_segment)
            while len(self._known) > 1 and sum(known.nbytes for known in self._known.values()) > MOST_BYTES:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    def _find(self, of_segment: Floats) -> Matrix:
        """From what is known under the most similar conditions, if anything is."""
        if not self._known:
            tails = np.array([self.graph.leave[a] for a, _ in self.pairs], dtype=np.int64)
            heads = np.array([self.graph.arrive[b] for _, b in self.pairs], dtype=np.int64)
            return matrix(Router(self.graph, of_segment), (tails, heads), self.network)
        nearest = min(self._known.values(), key=lambda known: np.count_nonzero(known.router.of_segment != of_segment))
        return updated(nearest, of_segment, self.network)
