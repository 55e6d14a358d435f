"""People out of danger over time, by tier, beside what no plan can exceed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from safepassage.domain.operation import Operation
from safepassage.domain.people import TIERS
from safepassage.exchange.report.movements import Digest
from safepassage.exchange.report.timeline import Timeline, Values, cumulative
from safepassage.planning.solution import Bound


@dataclass(frozen=True)
class PeopleOut:
    """People who have arrived, at the times `times_s`.

    Attributes:
        by_tier: for tiers 1, 2, 3.
        at_most: what no plan exceeds; None if there is no such bound.
        leaving: who wish to leave.
    """

    times_s: npt.NDArray[np.int64]
    by_tier: tuple[Values, ...]
    at_most: Values | None
    leaving: int

    @property
    def people(self) -> Values:
        people: Values = np.sum(self.by_tier, axis=0, dtype=np.float64)
        return people


@dataclass(frozen=True, slots=True)
class Period:
    """A row of the table: what happens from one time to the next.

    Attributes:
        out: by tier, who arrive within it.
        out_by_end, at_most: people out at its end, and what no plan exceeds; None if there is no bound.
        arrivals: loaded vehicles that arrive.
    """

    from_s: int
    until_s: int
    out: tuple[int, ...]
    out_by_end: int
    at_most: int | None
    arrivals: int


def people_out(operation: Operation, digest: Digest, bound: Bound, times_s: npt.NDArray[np.int64]) -> PeopleOut:
    """People out at each of the times."""
    arrivals = [movement.trip.arrives_s for movement in digest.movements]
    by_tier = tuple(
        cumulative(arrivals, [movement.people[tier - 1] for movement in digest.movements], times_s) for tier in TIERS
    )
    leaving = sum(household.people for household in operation.leaving)
    at_most = envelope(bound.people_out, times_s, leaving) if bound.people_out else None
    return PeopleOut(times_s, by_tier, at_most, leaving)


def envelope(points: Sequence[tuple[int, int]], times_s: npt.NDArray[np.int64], leaving: int) -> Values:
    """The bound at any time: nobody goes back, so between two points the later one bounds; beyond the last, all."""
    at = np.array([t for t, _ in points], dtype=np.int64)
    people = np.array([n for _, n in points] + [leaving], dtype=np.float64)
    bounded: Values = np.minimum(people[np.searchsorted(at, times_s, side="left")], leaving)
    return bounded


def periods(operation: Operation, digest: Digest, bound: Bound, timeline: Timeline, most: int = 14) -> list[Period]:
    """The table beside the curve: by local day, or by hour where it is short, up to the last arrival."""
    spans = timeline.periods(most)
    ends = np.array([until for _, until in spans], dtype=np.int64)
    out = people_out(operation, digest, bound, ends)
    within = [np.diff(tier, prepend=0.0) for tier in out.by_tier]
    vehicles = np.diff(
        cumulative([m.trip.arrives_s for m in digest.movements], [1] * len(digest.movements), ends), prepend=0.0
    )
    rows = [
        Period(
            from_s,
            until_s,
            tuple(round(tier[row]) for tier in within),
            round(out.people[row]),
            None if out.at_most is None else round(out.at_most[row]),
            round(vehicles[row]),
        )
        for row, (from_s, until_s) in enumerate(spans)
    ]
    while len(rows) > 1 and not rows[-1].arrivals:
        rows.pop()
    return rows
