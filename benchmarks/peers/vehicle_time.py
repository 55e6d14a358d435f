"""What solvers share that know no other objective than the vehicles' time.

So that they do not let few vehicles do everything, a limit is set to when loads are served; the tightest of a few at
which nobody is left counts. Within a vehicle's route the most urgent load then goes first.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.peers.routing import NEVER, Routes, Routing

Visits = list[tuple[int, list[int]]]
"""Routes: the group of the vehicle, and its loads."""


def tightest(
    routing: Routing, limits_s: Sequence[int], what: str, version: str, find: Callable[[int, float], Visits]
) -> Routes:
    """The routes for the tightest limit at which every load is taken; else those that take most.

    Args:
        routing: what is asked.
        limits_s: from tight to loose; each gets an even part of the seconds.
        what: the limit is, in a word.
        version: of the solver.
        find: asked for the routes with a limit within so many seconds of search.
    """
    best: Visits = []
    takes, which = -1, ""
    able = sum(any(routing.able(group, load) for group in routing.groups) for load in routing.loads)
    for limit_s in limits_s:
        visits = find(limit_s, routing.seconds / len(limits_s))
        taken = sum(len(loads) for _, loads in visits)
        if taken > takes:
            best, takes, which = visits, taken, f"{what} {limit_s / 3600:.1f} h"
        if taken == able:
            break
    free = [list(group.vehicles) for group in routing.groups]
    order = {free[g].pop(0): _urgent_first(routing, g, loads) for g, loads in best}
    return Routes(order, version, f"{which}, {takes} of {able} loads")


def _urgent_first(routing: Routing, g: int, loads: Sequence[int]) -> list[int]:
    """The loads of a vehicle of the group by when they are ready, then by weight per second of service."""
    c = routing.groups[g].vehicle_class
    urgency = {i: (routing.loads[i].ready_s, -routing.loads[i].weight / routing.loads[i].serves_s[c]) for i in loads}
    return sorted(loads, key=urgency.__getitem__)


def limits_s(routing: Routing, from_s: int, factors: Sequence[float]) -> list[int]:
    """After a second, so many times the even share of the work for each vehicle; the horizon last, and none twice."""
    work_s: dict[int, int] = {}
    for load in routing.loads:
        able = [c for c, s in enumerate(load.serves_s) if s != NEVER]
        if able:
            c = min(able, key=lambda c: load.serves_s[c])
            back_s = min((s for s in routing.empty_s[c][load.site] if s != NEVER), default=0)
            work_s[c] = work_s.get(c, 0) + load.serves_s[c] + back_s
    share_s = 0
    for c, seconds in work_s.items():
        vehicles = sum(len(group.vehicles) for group in routing.groups if group.vehicle_class == c)
        share_s = max(share_s, seconds // max(vehicles, 1))
    found = {min(routing.horizon_s, from_s + round(factor * share_s)) for factor in factors}
    return sorted(found | {routing.horizon_s})


def durations_s(routing: Routing, c: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """[from, to] for a class, service at `from` included; forbidden where there is no way.

    In order: the loads, the starts of the groups, and one end for all.
    """
    loads, forbidden_s = len(routing.loads), 2 * routing.horizon_s
    size = loads + len(routing.groups) + 1
    found = np.full((size, size), forbidden_s, dtype=np.int64)
    np.fill_diagonal(found, 0)
    origins = np.array([load.origin for load in routing.loads], dtype=np.int64)
    serves_s = np.array([load.serves_s[c] for load in routing.loads], dtype=np.int64)
    empty_s = np.array(routing.empty_s[c], dtype=np.int64)[[load.site for load in routing.loads]][:, origins]
    able = serves_s != NEVER
    to_next = np.where((empty_s != NEVER) & able[:, None] & able[None], serves_s[:, None] + empty_s, forbidden_s)
    found[:loads, :loads] = np.where(np.eye(loads, dtype=bool), 0, to_next)
    found[:loads, -1] = np.where(able, serves_s, forbidden_s)
    for g, group in enumerate(routing.groups):
        if group.vehicle_class == c:
            reaches_s = np.array(group.reaches_s, dtype=np.int64)[origins]
            found[loads + g, :loads] = np.where((reaches_s != NEVER) & able, reaches_s, forbidden_s)
            found[loads + g, -1] = 0
    return found
