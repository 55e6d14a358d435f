"""A whole plan, period by period: a programme for the next hours, carried out to the second, and again from there.

Periods follow the windows, because little is carried over while the gates are closed. A long window is cut, and a
programme looks further than it is followed, so that the end of a period is not taken for the end of the operation. What
somebody is worth comes from the prices of the bound (`flow`): they say what it costs to leave a person for later.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from safepassage.domain.people import Household
from safepassage.planning.cycle import Cycle
from safepassage.planning.departures import Departures, Roads, free_slots
from safepassage.planning.follow import Follower
from safepassage.planning.intervals import union
from safepassage.planning.parties import Parties
from safepassage.planning.problem import NEVER, Floats, Ints, Problem
from safepassage.planning.programme import Given, Intent, programme
from safepassage.planning.steps import convoy_slots

LOOK_S = 12 * 3600
"""A programme looks so far ahead."""

FOLLOW_S = 8 * 3600
"""It is followed for so long where the window lasts for longer than that."""

SHORTEST_S = 300
"""Convoys of a programme are no closer than this, even where nothing keeps them apart."""

TOUCH_S = 1800
"""Windows with so short a pause between them are one."""

AFTER_S = 4 * 3600
"""Whoever is left for the next period is carried so long after its beginning, at the earliest on the average."""

LOOK_FAR_S = 40 * 3600
FEW_DEPARTURES = 24
"""Where there are no more departures, a programme looks so far ahead."""

LAST_S = 12 * 3600
"""Whoever is left by the last period loses at least so much more."""

Worth = Callable[[Parties], tuple[Floats, Floats]]
Decide = Callable[[Problem, tuple[Cycle | None, ...], tuple[Departures, ...], Given], Intent | None]


@dataclass(frozen=True, slots=True)
class Period:
    """A programme looks at [from_s, until_s) and is followed until `follow_s`; the next one begins at `next_s`."""

    from_s: int
    follow_s: int
    until_s: int
    next_s: int


def periods(problem: Problem, departures: Sequence[Ints]) -> tuple[Period, ...]:
    """The periods of an operation, in order; where departures are few, programmes look at later windows, too."""
    windows = union((opens, closes + TOUCH_S) for way in problem.ways for opens, closes in way.windows)
    parts = [part for opens, closes in windows for part in _cut(opens, min(closes - TOUCH_S, problem.horizon_s) + 1)]
    return tuple(_period(parts, i, departures) for i in range(len(parts)))


def _period(parts: Sequence[tuple[int, int, int]], i: int, departures: Sequence[Ints]) -> Period:
    from_s, follow_s, until_s = parts[i]
    for later_s, _, ends_s in parts[i + 1 :]:
        looked_at = sum(int(((t >= from_s) & (t < ends_s)).sum()) for t in departures)
        if later_s >= from_s + LOOK_FAR_S or looked_at > FEW_DEPARTURES:
            break
        until_s = max(until_s, ends_s)
    next_s = next(
        (max(later_s, until_s) for later_s, _, ends_s in parts[i + 1 :] if ends_s > until_s), until_s + LAST_S
    )
    return Period(from_s, follow_s, until_s, next_s)


def _cut(from_s: int, end_s: int) -> Iterator[tuple[int, int, int]]:
    while end_s - from_s > LOOK_S:
        yield from_s, from_s + FOLLOW_S, from_s + LOOK_S
        from_s += FOLLOW_S
    yield from_s, end_s, end_s


def slots(problem: Problem, stretch: float) -> tuple[Ints, ...]:
    """Departures of each way, `stretch` times as far apart as headway and escorts can keep up."""
    found = []
    for w, way in enumerate(problem.ways):
        if way.rule is None:
            found.append(free_slots(problem, w))
            continue
        if way.clock_s:
            found.append(convoy_slots(problem, w))
            continue
        inspection_s = int(problem.inspection_s[:, w].max(initial=0))
        step_s = max(SHORTEST_S, round(way.convoy_step_s * stretch))
        times = [t for opens, closes in way.windows for t in range(opens + inspection_s, closes + 1, step_s)]
        apart = [t for i, t in enumerate(times) if not i or t - times[i - 1] >= way.convoy_step_s]
        found.append(np.array(apart, dtype=np.int64))
    return tuple(found)


def largest(problem: Problem, departures: Sequence[Ints]) -> int:
    """Pairs of an assembly point and a site, counted for each departure of the largest programme."""
    pairs = [len(problem.assembly) * len(way.sites) for way in problem.ways]
    return max(
        (
            sum(n * int(((t >= p.from_s) & (t < p.until_s)).sum()) for n, t in zip(pairs, departures, strict=True))
            for p in periods(problem, departures)
        ),
        default=0,
    )


def roll(
    follower: Follower,
    roads: Roads,
    departures: Sequence[Ints],
    households: Sequence[Household],
    worth: Worth,
    stop: Callable[[], bool],
    decide: Decide = programme,
) -> bool:
    """Carry everybody that can be carried, as it is decided what to send; False if it was stopped before the end."""
    problem = follower.problem
    follower.gather(households)
    for period in periods(problem, departures):
        if follower.everybody_gone:
            break
        if not follower.anybody_by(period.until_s):
            continue
        if stop():
            return False
        looked_at = tuple(t[(t >= period.from_s) & (t < period.until_s)] for t in departures)
        follower.patients_apart([t[t < period.follow_s] for t in looked_at], period.from_s)
        given = follower.given(period.from_s, period.until_s, partial(_worth, problem, worth, period))
        out = tuple(roads.departures(w, t) for w, t in enumerate(looked_at))
        intent = decide(problem, follower.cycles, out, given)
        if intent is not None and not follower.follow(intent, period.follow_s, stop):
            return False
    follower.left_over(departures)
    return True


def _worth(problem: Problem, worth: Worth, period: Period, kinds: Parties) -> Floats:
    """[assembly point, site, kind] what carrying a unit is worth: no less than to carry it in the next period."""
    at, to = worth(kinds)
    down_s = np.where(problem.down_s == NEVER, problem.horizon_s, problem.down_s).min(axis=0)
    least = kinds.weight[None, None] * (period.next_s + AFTER_S + down_s[:, :, None])
    return np.asarray(np.maximum(at[:, None] + to[None], least))
