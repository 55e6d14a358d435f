"""A bus evacuation problem as plain data that goes to another process, and the tours that come back.

`rows` is the linear model that CP-SAT and HiGHS are given, after Bish 2011: in round r of bus b at most one drive
from a source i to a sink j, no round after an empty one, an empty drive from sink j to source i wherever the one
round ends and the next begins there, and a makespan that no bus exceeds.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import product

import msgspec


class Asked(msgspec.Struct, frozen=True):
    """What a peer is asked.

    Attributes:
        buses: yard of each bus.
        start: [yard][source], out: [source][sink]; ways back are the same.
        sinks: for each source the sinks of its loads in tours of least driving, for whoever cannot choose them.
        seconds: of wall time, on one thread.
    """

    buses: list[int]
    start: list[list[int]]
    loads: list[int]
    rooms: list[int]
    out: list[list[int]]
    sinks: list[list[int]]
    seconds: float
    seed: int

    @property
    def rounds(self) -> int:
        """So many rounds a bus has at the most in `rows`: three more than an even share."""
        return min(sum(self.loads), 3 + -(-sum(self.loads) // len(self.buses)))

    @property
    def longest(self) -> int:
        """No makespan worth having is longer."""
        return max(map(max, self.start)) + 2 * max(map(max, self.out)) * self.rounds


class Told(msgspec.Struct, frozen=True):
    """What a peer answers: for each bus its (source, sink) in order, empty without tours; and what it proves."""

    tours: list[list[tuple[int, int]]]
    bound: int
    version: str


Name = tuple[str | int, ...]
Row = tuple[int | None, list[tuple[int, Name]], int | None]
"""Least, sum of coefficient times column, most."""


def drives(asked: Asked) -> list[Name]:
    """The columns ("z", bus, round, source, sink), each 0 or 1."""
    sizes = len(asked.buses), asked.rounds, len(asked.loads), len(asked.rooms)
    return [("z", *index) for index in product(*map(range, sizes))]


def backs(asked: Asked) -> list[Name]:
    """The columns ("back", bus, round) from 0 to the longest drive."""
    return [("back", b, r) for b in range(len(asked.buses)) for r in range(asked.rounds - 1)]


def rows(asked: Asked) -> Iterator[Row]:
    """The rows over `drives`, `backs` and ("T",)."""
    every_b, every_r = range(len(asked.buses)), range(asked.rounds)
    every_i, every_j = range(len(asked.loads)), range(len(asked.rooms))

    def z(b: int, r: int) -> list[tuple[int, Name]]:
        return [(1, ("z", b, r, i, j)) for i in every_i for j in every_j]

    for i in every_i:
        carried: list[tuple[int, Name]] = [(1, ("z", b, r, i, j)) for b in every_b for r in every_r for j in every_j]
        yield asked.loads[i], carried, asked.loads[i]
    for j in every_j:
        taken: list[tuple[int, Name]] = [(1, ("z", b, r, i, j)) for b in every_b for r in every_r for i in every_i]
        yield None, taken, asked.rooms[j]
    for b in every_b:
        yield None, z(b, 0), 1
        for r in range(asked.rounds - 1):
            yield None, [*z(b, r + 1), *((-1, name) for _, name in z(b, r))], 0
            for i, j in product(every_i, every_j):
                ends: list[tuple[int, Name]] = [(asked.out[i][j], ("z", b, r, k, j)) for k in every_i]
                begins: list[tuple[int, Name]] = [(asked.out[i][j], ("z", b, r + 1, i, m)) for m in every_j]
                yield None, [*ends, *begins, (-1, ("back", b, r))], asked.out[i][j]
        first = asked.start[asked.buses[b]]
        drive: list[tuple[int, Name]] = [
            (asked.out[i][j] + (0 if r else first[i]), ("z", b, r, i, j))
            for r in every_r
            for i in every_i
            for j in every_j
        ]
        back: list[tuple[int, Name]] = [(1, ("back", b, r)) for r in range(asked.rounds - 1)]
        yield None, [*drive, *back, (-1, ("T",))], 0


def tours_of(asked: Asked, chosen: Callable[[Name], bool]) -> list[list[tuple[int, int]]]:
    """The tours of the columns that are chosen."""
    tours: list[list[tuple[int, int]]] = [[] for _ in asked.buses]
    for name in drives(asked):
        if chosen(name):
            tours[int(name[1])].append((int(name[3]), int(name[4])))
    return tours


def answer(solve: Callable[[Asked], Told]) -> None:
    """Read from standard input what is asked, and write the answer to standard output."""
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Asked)
    sys.stdout.buffer.write(msgspec.json.encode(solve(asked)))
