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
from safepassage.planning.departures import Roads, free_slots
from safepassage.planning.follow import Follower
from safepassage.planning.intervals import union
from safepassage.planning.parties import Parties
from safepassage.planning.problem import NEVER, Floats, Ints, Problem
from safepassage.planning.programme import programme
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

LAST_S = 12 * 3600
"""Whoever is left by the last period loses at least so much more."""

Worth = Callable[[Parties], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True)
class Period:
    """A programme looks at [from_s, until_s) and is followed until `follow_s`; the next one begins at `next_s`."""

    from_s: int
    follow_s: int
    until_s: int
    next_s: int


def periods(problem: Problem) -> tuple[Period, ...]:
    """The periods of an operation, in order."""
    windows = union((opens, closes + TOUCH_S) for way in problem.ways for opens, closes in way.windows)
    parts = [part for opens, closes in windows for part in _cut(opens, min(closes - TOUCH_S, problem.horizon_s) + 1)]
    following = [*(until_s for _, _, until_s in parts[1:]), 0]
    begins = [from_s for from_s, _, _ in parts[1:]]
    return tuple(
        Period(from_s, follow_s, until_s, max(begins[i], until_s) if following[i] else until_s + LAST_S)
        for i, (from_s, follow_s, until_s) in enumerate(parts)
    )


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


def roll(
    follower: Follower,
    roads: Roads,
    departures: Sequence[Ints],
    households: Sequence[Household],
    worth: Worth,
    stop: Callable[[], bool],
) -> bool:
    """Carry everybody that can be carried; False if it was stopped before the end."""
    problem = follower.problem
    follower.gather(households)
    for period in periods(problem):
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
        intent = programme(problem, follower.cycles, out, given)
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
