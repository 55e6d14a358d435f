"""Flows of people along the roads that they are driven on: where several share a road, their people are added up."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from safepassage.exchange.report.corridor_map import Flow
from safepassage.exchange.report.plane import Floats

_PER_DEGREE = 10_000_000

Lines = Mapping[tuple[str, str], tuple[Floats, Floats]]
"""By origin and destination, the (lon, lat) arrays of the way that is driven."""

_Piece = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Run:
    """A stretch of road that the same number of people is driven on.

    Attributes:
        lon, lat: [point] degrees, in the direction of driving.
    """

    lon: Floats
    lat: Floats
    people: int


def runs(flows: Sequence[Flow], lines: Lines) -> tuple[Run, ...]:
    """The stretches of road of all flows that have a line, the fewest people first, so that the many lie on top."""
    ways = {
        (flow.origin, flow.destination): _pieces(*lines[flow.origin, flow.destination]) for flow in _lined(flows, lines)
    }
    people: Counter[_Piece] = Counter()
    for flow in _lined(flows, lines):
        for piece in ways[flow.origin, flow.destination]:
            people[piece] += flow.people
    drawn: set[_Piece] = set()
    found: list[Run] = []
    for way in ways.values():
        for (new, n), pieces in groupby(way, key=lambda piece: (piece not in drawn, people[piece])):
            if new:
                run = list(pieces)
                points = np.array([run[0][0], *(end for _, end in run)], dtype=float) / _PER_DEGREE
                found.append(Run(points[:, 0], points[:, 1], n))
        drawn.update(way)
    return tuple(sorted(found, key=lambda run: run.people))


def straight(flows: Sequence[Flow], lines: Lines) -> tuple[Flow, ...]:
    """The flows of which no line is known."""
    return tuple(flow for flow in flows if (flow.origin, flow.destination) not in lines)


def _lined(flows: Sequence[Flow], lines: Lines) -> Iterator[Flow]:
    return (flow for flow in flows if (flow.origin, flow.destination) in lines)


def _pieces(lon: Floats, lat: Floats) -> list[_Piece]:
    """The line from point to point, in whole numbers, so that the same piece of two flows is the same."""
    points = np.rint(np.stack([lon, lat], axis=1) * _PER_DEGREE).astype(np.int64).tolist()
    return [((a, b), (c, d)) for (a, b), (c, d) in pairwise(points) if (a, b) != (c, d)]
