"""How long the drives of vehicles of one use and size take, departure by departure.

A departure is good for its whole drive: no vehicle is on a segment while that is closed to it. So a drive counts all
overlays that are in force while it lasts: what is closed at some time of it is closed for all of it, and each other
segment is as slow as it is at its slowest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from safepassage.domain.fleet import RoadUse, Size
from safepassage.roads.driving.conditions import Conditions
from safepassage.roads.driving.matrix import Matrix
from safepassage.roads.driving.pairs import Pair
from safepassage.roads.driving.road_times import RoadTimes
from safepassage.roads.driving.routing import seconds
from safepassage.roads.driving.states import Stretch
from safepassage.roads.network import Floats

Span = tuple[int, int]
"""The first and the last stretch of time whose overlays count."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Departures in [from_s, until_s) whose drives take equally long, or find no road.

    Attributes:
        until_s: None for the last.
        travel_s: None where there is no road then.
        distance_m: None where there is no road then.
        span: the stretches of time that the drive counts.
    """

    from_s: int
    until_s: int | None
    travel_s: int | None
    distance_m: int | None
    span: Span


@dataclass
class Drives:
    """The drives of vehicles of one use and size between the pairs of `times`."""

    use: RoadUse
    size: Size
    conditions: Conditions
    stretches: tuple[Stretch, ...]
    times: RoadTimes
    _found: dict[Span, tuple[Floats, Floats]] = field(default_factory=dict)
    _tiles: dict[Pair, tuple[Tile, ...]] = field(default_factory=dict)

    def tiles(self, pair: Pair) -> tuple[Tile, ...]:
        """All departures of a pair of the `times`, in order."""
        if pair not in self._tiles:
            self._tiles[pair] = tuple(self._cut(self.times.index[pair]))
        return self._tiles[pair]

    def tile(self, pair: Pair, departs_s: int) -> Tile:
        """The one in which a departure lies; those before the start lie in the first."""
        return next(tile for tile in self.tiles(pair) if tile.until_s is None or departs_s < tile.until_s)

    def span_until(self, tile: Tile, ends_s: int) -> Span:
        """The stretches of time of drives that depart in a tile and arrive by `ends_s`."""
        first, last = tile.span
        while (until_s := self.stretches[last].until_s) is not None and until_s < ends_s:
            last += 1
        return first, last

    def matrix(self, span: Span) -> Matrix:
        """The quickest routes for drives that touch these stretches of time."""
        return self.times.under(self._of_segment(span))

    def _of_segment(self, span: Span) -> Floats:
        slowest = [self.conditions.milliseconds(self.use, self.size, in_force) for in_force in self._in_force(span)]
        return np.asarray(np.max(slowest, axis=0))

    def _in_force(self, span: Span) -> frozenset[frozenset[int]]:
        return frozenset(stretch.in_force for stretch in self.stretches[span[0] : span[1] + 1])

    def _times(self, span: Span) -> tuple[Floats, Floats]:
        """[pair] milliseconds and metres."""
        if span not in self._found:
            overlays = self.conditions.overlays
            states = frozenset(frozenset(overlays[i] for i in in_force) for in_force in self._in_force(span))
            what = (self.size, self.conditions.speeds, states)
            self._found[span] = self.times.named(what, lambda: self._of_segment(span))
        return self._found[span]

    def _cut(self, pair: int) -> Iterator[Tile]:
        for first, stretch in enumerate(self.stretches):
            from_s: int | None = stretch.from_s
            for last in range(first, len(self.stretches)):
                if from_s is None or from_s == stretch.until_s:
                    break
                tile = self._tile(pair, (first, last), from_s)
                if tile.until_s is None or tile.until_s > from_s:
                    yield tile
                    from_s = tile.until_s

    def _tile(self, pair: int, span: Span, from_s: int) -> Tile:
        """The departures from `from_s` on in the first stretch of a span that arrive within the span.

        Where the span has no road no longer one has, so these are all departures that are left in the stretch.
        """
        ms, metres = self._times(span)
        until_s, ends_s = self.stretches[span[0]].until_s, self.stretches[span[1]].until_s
        if np.isinf(ms[pair]):
            return Tile(from_s, until_s, None, None, span)
        travel_s = seconds(ms[pair])
        if ends_s is not None:
            latest_s = ends_s - travel_s + 1
            until_s = latest_s if until_s is None else min(latest_s, until_s)
        return Tile(from_s, until_s, travel_s, round(float(metres[pair])), span)
