"""A suspicion: where it stands, and how often."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from safepassage.exchange.cells import BadCell
from safepassage.exchange.mistakes import Mistake, Severity
from safepassage.exchange.tables import Table


def suspicion(table: Table, index: int | None, column: str | None, wrong: str, do: str) -> Mistake:
    """A warning about a cell, a row, or (index None) a whole table."""
    if index is None:
        return Mistake(table.file, None, column, wrong, "", do, Severity.WARNING)
    return table.mistake(index, column, BadCell(wrong, "", do), Severity.WARNING)


@dataclass
class Alike:
    """Suspicions of the same kind, told once: by the first, with the number of the others."""

    _first: dict[object, Mistake] = field(default_factory=dict)

    def add(self, kind: object, table: Table, index: int, column: str | None, wrong: str, do: str) -> None:
        """Count one of a kind."""
        known = self._first.get(kind)
        if known is None:
            self._first[kind] = suspicion(table, index, column, wrong, do)
        else:
            self._first[kind] = replace(known, more=known.more + 1)

    def __iter__(self) -> Iterator[Mistake]:
        return iter(self._first.values())
