"""What is suspicious in an operation that can be read: for people to look at, never a refusal."""

from collections.abc import Iterator

from safepassage.domain.operation import Operation
from safepassage.exchange.mistakes import Mistake
from safepassage.exchange.sheets import Tables


def suspicions(operation: Operation, tables: Tables) -> Iterator[Mistake]:
    yield from ()
