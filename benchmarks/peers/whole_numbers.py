"""A programme in whole numbers, as plain data that goes to another process and back."""

import sys
from collections.abc import Callable

import msgspec


class Asked(msgspec.Struct, frozen=True):
    """Minimise cost over columns from 0 to upper bounds, under rows with bounds.

    Attributes:
        cost, upper: [column].
        lower_row, upper_row: [row]; None where there is no bound.
        starts, columns, coefficients: of row i are those in [starts[i], starts[i + 1]).
        hint: [column] a value near which there may be a good answer.
        seconds: of search.
        workers: that search side by side.
    """

    cost: list[int]
    upper: list[int]
    lower_row: list[int | None]
    upper_row: list[int | None]
    starts: list[int]
    columns: list[int]
    coefficients: list[int]
    hint: list[int]
    seconds: float = 0.0
    seed: int = 0
    workers: int = 1


class Told(msgspec.Struct, frozen=True):
    """What a solver answers.

    Attributes:
        values: [column]; empty where none were found.
        optimal: nothing is better.
        version: of the solver.
    """

    values: list[int]
    optimal: bool
    version: str


def answer(solve: Callable[[Asked], Told]) -> None:
    """Read a programme from standard input, and write the answer to standard output."""
    asked = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Asked)
    sys.stdout.buffer.write(msgspec.msgpack.encode(solve(asked)))
