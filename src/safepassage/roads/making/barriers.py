"""Barriers on roads, as short segments that let only some vehicles pass.

Where something stands on a road that does not let every vehicle pass, the pieces of road that meet there no longer
share a node: each but the first gets a node of its own, and a gate of length 0 leads there, which has the barrier's
access and limits. Where nobody passes there is no gate.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from safepassage.roads.making.tags_barriers import Barrier
from safepassage.roads.network import Ints


@dataclass(frozen=True)
class Gates:
    """Gates between the ends of pieces. Axes: piece, gate, new node.

    Attributes:
        tail, head: [piece] nodes where it begins and ends now; new nodes are numbered on from the old ones.
        copied: [new node] the node at whose position it lies.
        origin, destination: [gate] the old and the new node between which it stands.
        piece: [gate] the piece that it leads to.
        barrier: [gate].
    """

    tail: Ints
    head: Ints
    copied: Ints
    origin: Ints
    destination: Ints
    piece: Ints
    barrier: tuple[Barrier, ...]


def put_gates(tail: Ints, head: Ints, nodes: int, barriers: Mapping[int, Barrier]) -> Gates:
    """Put gates at the barriers, which are given by node; there are so many `nodes`."""
    ends = np.stack((tail, head)).copy()
    stands = np.zeros(nodes, dtype=bool)
    stands[list(barriers)] = True
    met: set[int] = set()
    copied: list[int] = []
    gates: list[tuple[int, int, int]] = []
    for piece, side in zip(*(axis.tolist() for axis in np.nonzero(stands[ends].T)), strict=True):
        node = int(ends[side, piece])
        if node not in met:
            met.add(node)
            continue
        ends[side, piece] = new = nodes + len(copied)
        copied.append(node)
        if barriers[node].access:
            gates.append((node, new, piece))
    origin, destination, of = np.array(gates, dtype=np.int64).reshape(-1, 3).T
    passed = tuple(barriers[node] for node, *_ in gates)
    return Gates(ends[0], ends[1], np.array(copied, dtype=np.int64), origin, destination, of, passed)
