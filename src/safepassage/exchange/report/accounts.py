"""Counts beside the plan: who is not carried, who goes where, stages and quotas, places and beds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safepassage.domain.agreement import CounterMovement, Stage
from safepassage.domain.corridor import Window
from safepassage.domain.operation import Operation
from safepassage.domain.plan import Reason
from safepassage.exchange.report.movements import Digest


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts of people by row and column, with their sums.

    Attributes:
        rows: (key, counts in the order of `columns`, sum); None as a key stands for all others together.
    """

    columns: tuple[str | None, ...]
    rows: tuple[tuple[str | None, tuple[int, ...], int], ...]
    sums: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class StageUse:
    """A stage in force and how much of its quotas the plan uses.

    Attributes:
        after: the counter-movement that it waits for; None if it depends on none.
    """

    stage: Stage
    window: Window
    people: int
    vehicles: int
    after: CounterMovement | None


@dataclass(frozen=True, slots=True)
class DayUse:
    """A local day under the daily cap: people and vehicles that enter the corridor."""

    starts_s: int
    people: int
    vehicles: int


@dataclass(frozen=True, slots=True)
class SiteUse:
    """A reception site: who is brought, against its places and beds (None: no limit)."""

    place: str
    seated: int
    stretcher: int
    places: int | None
    beds: int | None


def destinations(digest: Digest, most_rows: int = 30, most_columns: int = 8) -> Matrix:
    """People from each assembly point (rows) to each reception site (columns)."""
    counts: Counter[tuple[str, str]] = Counter()
    for movement in digest.movements:
        counts[movement.trip.origin, movement.trip.destination] += movement.needs.people
    return matrix(counts, most_rows, most_columns)


def matrix(counts: Mapping[tuple[str, str], int], most_rows: int, most_columns: int) -> Matrix:
    """The largest rows and columns by themselves, in order of size, and the others together."""
    rows = _largest(((row, n) for (row, _), n in counts.items()), most_rows)
    columns = _largest(((column, n) for (_, column), n in counts.items()), most_columns)
    cells: Counter[tuple[str | None, str | None]] = Counter()
    for (row, column), n in counts.items():
        cells[row if row in rows else None, column if column in columns else None] += n
    return Matrix(
        columns,
        tuple(
            (row, tuple(cells[row, column] for column in columns), sum(cells[row, c] for c in columns)) for row in rows
        ),
        tuple(sum(cells[row, column] for row in rows) for column in columns),
        sum(cells.values()),
    )


def _largest(sizes: Iterable[tuple[str, int]], most: int) -> tuple[str | None, ...]:
    total: Counter[str] = Counter()
    for key, n in sizes:
        total[key] += n
    order = sorted(total, key=lambda key: (-total[key], key))
    return tuple(order) if len(order) <= most else (*order[: most - 1], None)


def left_by_reason(digest: Digest) -> tuple[tuple[Reason | None, tuple[int, int, int], int], ...]:
    """(reason, people by tier, sum), the most people first."""
    counts: dict[Reason | None, Counter[int]] = {}
    for left in digest.left_behind:
        counts.setdefault(left.reason, Counter())[left.tier] += left.people
    rows = [(reason, (tiers[1], tiers[2], tiers[3]), sum(tiers.values())) for reason, tiers in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row[2], row[0] or "")))


def left_by_place(digest: Digest, most: int = 30) -> Matrix:
    """People not carried by assembly point (rows) and tier (columns)."""
    counts: Counter[tuple[str, str]] = Counter()
    for left in digest.left_behind:
        counts[left.place, str(left.tier)] += left.people
    found = matrix(counts, most, 3)
    order = sorted(range(len(found.columns)), key=lambda i: found.columns[i] or "")
    return Matrix(
        tuple(found.columns[i] for i in order),
        tuple((row, tuple(cells[i] for i in order), total) for row, cells, total in found.rows),
        tuple(found.sums[i] for i in order),
        found.total,
    )


def stage_uses(operation: Operation, digest: Digest) -> tuple[StageUse, ...]:
    """Each stage of the agreement in order of opening."""
    movements = {movement.id: movement for movement in operation.agreement.counter_movements}
    uses = []
    for stage, window in operation.agreement.stage_windows(operation.horizon_s):
        inside = [m for m in digest.movements if window.opens_s <= m.trip.enters_corridor_s < window.closes_s]
        people = sum(m.needs.people for m in inside)
        uses.append(StageUse(stage, window, people, len(inside), movements.get(stage.after or "")))
    return tuple(uses)


def day_uses(operation: Operation, digest: Digest) -> tuple[DayUse, ...]:
    """Each local day up to the last on which anybody enters the corridor; empty where there is no daily cap."""
    if operation.agreement.daily_cap is None:
        return ()
    last_s = max((m.trip.enters_corridor_s for m in digest.movements), default=0)
    uses = []
    for day in operation.clock.days(last_s + 1):
        inside = [m for m in digest.movements if day.starts_s <= m.trip.enters_corridor_s < day.ends_s]
        uses.append(DayUse(day.starts_s, sum(m.needs.people for m in inside), len(inside)))
    return tuple(uses)


def site_uses(operation: Operation, digest: Digest) -> tuple[SiteUse, ...]:
    """Each reception site and hospital, in the order of the operation."""
    seated: Counter[str] = Counter()
    stretcher: Counter[str] = Counter()
    for movement in digest.movements:
        seated[movement.trip.destination] += movement.needs.seated + movement.needs.wheelchair
        stretcher[movement.trip.destination] += movement.needs.stretcher
    return tuple(
        SiteUse(site.id, seated[site.id], stretcher[site.id], site.places, site.beds)
        for site in operation.reception_sites
    )
