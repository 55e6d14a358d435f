"""Shortest ways the plain way: from segment to segment of the network, one after the other, with nothing prepared."""

import heapq
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from safepassage.roads.network import Network

Places = Mapping[str, list[tuple[int, float]]]


def places_on(town: Network, number: int, rng: np.random.Generator) -> dict[str, list[tuple[int, float]]]:
    """Places somewhere on the segments of a town, a third of them at crossings."""
    return {
        f"place-{i}": [(int(rng.integers(town.segments)), float(rng.choice([0.0, rng.random(), rng.random()])))]
        for i in range(number)
    }


def stretch_of(town: Network, segment: int) -> frozenset[int]:
    """A segment and its opposite."""
    return frozenset({segment, int(town.reverse[segment])} - {-1})


def best_s(
    town: Network,
    seconds: np.ndarray,
    lies: Places,
    origin: str,
    destination: str,
    lost: Iterable[tuple[int, float, float]] = (),
) -> float:
    """The shortest time, by states (segment, share along it); `lost` are parts of segments, as (segment, from, to).

    A vehicle may turn round at every crossing where that is not forbidden, and at places.
    """
    stops: dict[int, set[float]] = {s: {0.0, 1.0} for s in range(town.segments)}
    for segment, share in _everywhere(town, (spot for spots in lies.values() for spot in spots)):
        stops[segment].add(round(share, 9))
    forbidden = {(a, b) for a, b in town.forbidden_turns.tolist()}
    goals = {(s, round(x, 9)) for s, x in _everywhere(town, lies[destination])}
    begin = {(s, round(x, 9)) for s, x in _everywhere(town, lies[origin])}
    queue = [(0.0, s, x) for s, x in begin if x < 1]
    done: set[tuple[int, float]] = set()
    while queue:
        time, segment, share = heapq.heappop(queue)
        if (segment, share) in done:
            continue
        done.add((segment, share))
        if (segment, share) in goals:
            return time
        if share == 1.0:
            after = np.flatnonzero(town.tail == town.head[segment]).tolist()
            steps = [(0.0, s, 0.0) for s in after if (segment, s) not in forbidden]
        else:
            to = min(x for x in stops[segment] if x > share)
            steps = [(seconds[segment] * (to - share), segment, to)]
            steps = [] if any(s == segment and a <= share and to <= b for s, a, b in lost) else steps
            if share > 0 and (back := int(town.reverse[segment])) >= 0:
                steps.append((0.0, back, round(1 - share, 9)))
        for more, s, x in steps:
            if np.isfinite(more):
                heapq.heappush(queue, (time + more, s, x))
    return float("inf")


def _everywhere(town: Network, spots: Iterable[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    """Spots on both directions; of a crossing, the ends and beginnings of all its segments."""
    for segment, share in spots:
        if share in (0.0, 1.0):
            node = town.tail[segment] if share == 0.0 else town.head[segment]
            yield from ((int(s), 0.0) for s in np.flatnonzero(town.tail == node))
            yield from ((int(s), 1.0) for s in np.flatnonzero(town.head == node))
        else:
            yield segment, share
            if (back := int(town.reverse[segment])) >= 0:
                yield back, round(1 - share, 9)
