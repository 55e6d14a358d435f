"""What a road router is asked in a process of its own, and what it answers."""

import io
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
ANSWER_BEGINS = b'{"release"'


@dataclass(frozen=True)
class RoadQuestion:
    """A graph and pairs of its vertices, before and after some arcs are closed.

    Attributes:
        vertices: how many.
        tail, head: [arc] vertices.
        ms: [arc] whole milliseconds.
        closed: [arc] True for those that close.
        east, north: [vertex] where it is, for those who make use of it.
        origins, destinations: all pairs of them are asked for.
    """

    vertices: int
    tail: Array
    head: Array
    ms: Array
    closed: Array
    east: Array
    north: Array
    origins: Array
    destinations: Array

    def packed(self) -> bytes:
        stream = io.BytesIO()
        np.savez(stream, **asdict(self))
        return stream.getvalue()


@dataclass(frozen=True)
class RoadAnswer:
    """How a peer answered.

    Attributes:
        release: the peer's version.
        prepare_s: from arrays to what it searches on.
        matrix_s: for all pairs; scaled up where fewer origins were asked.
        closure_s: from the closure to all pairs after it; scaled up likewise.
        asked: origins that were asked.
        before, after: [asked origin][destination] milliseconds; None where there is no way.
    """

    release: str
    prepare_s: float
    matrix_s: float
    closure_s: float
    asked: int
    before: list[list[float | None]]
    after: list[list[float | None]]


class Peer(Protocol):
    """A router on the graph of a question."""

    def __init__(self, question: RoadQuestion) -> None: ...

    def matrix(self, origins: Array) -> list[list[float | None]]: ...

    def close(self) -> None: ...


def answer(peer: Callable[[RoadQuestion], Peer], package: str, most_origins: int = sys.maxsize) -> None:
    """Read the question from standard input, and write the answer to standard output."""
    with np.load(io.BytesIO(sys.stdin.buffer.read())) as arrays:
        asked = {name: arrays[name] for name in arrays.files}
    question = RoadQuestion(**{**asked, "vertices": int(asked["vertices"])})
    origins = question.origins[:most_origins]
    scale = len(question.origins) / len(origins)
    begun = time.perf_counter()
    router = peer(question)
    prepared = time.perf_counter()
    before = router.matrix(origins)
    found = time.perf_counter()
    router.close()
    closed = time.perf_counter()
    after = router.matrix(origins)
    done = time.perf_counter()
    told = RoadAnswer(
        version(package),
        prepared - begun,
        (found - prepared) * scale,
        closed - found + (done - closed) * scale,
        len(origins),
        before,
        after,
    )
    print(json.dumps(asdict(told)))
