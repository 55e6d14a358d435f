"""PyVRP as a peer, in a process of its own.

    python -m benchmarks.peers.pyvrp_routing < routing.json > routes.json

Expressed: heterogeneous vehicles from several places, each from when it is available, which class can take which
load, ready times, loads that may be left, and the least time of vehicles. PyVRP has no objective that counts when
somebody arrives, and one window at most for a load. So that it does not let one bus do everything, all vehicles must be
done by a deadline; the earliest of a few deadlines at which it leaves nobody counts. Within a vehicle's route the most
urgent load then goes first.
"""

from importlib.metadata import version
from typing import Any

import numpy as np
import pyvrp
from pyvrp.stop import MaxRuntime

from benchmarks.peers.routing import NEVER, Routes, Routing, answer

DEADLINES = (1.05, 1.2, 1.5, 2.0)
"""Times the even share of work; the horizon is tried last."""

PRIZE_S = 1 << 24
"""More than any load takes, so that none is left to save time."""


def solve(routing: Routing) -> Routes:
    """The routes for the earliest deadline at which every load is taken; else those that take most."""
    best: list[list[int]] = []
    takes, which = -1, ""
    deadlines = _deadlines_s(routing)
    able = sum(any(routing.able(group, load) for group in routing.groups) for load in routing.loads)
    for deadline_s in deadlines:
        data = _data(routing, deadline_s)
        result = pyvrp.solve(data, MaxRuntime(routing.seconds / len(deadlines)), seed=routing.seed)
        taken = result.best.num_clients() if result.is_feasible() else 0
        if taken > takes:
            best, takes, which = _visits(result.best, len(routing.groups)), taken, f"deadline {deadline_s / 3600:.1f} h"
        if taken == able:
            break
    return Routes(_order(routing, best), version("pyvrp"), f"{which}, {takes} of {able} loads")


def _deadlines_s(routing: Routing) -> list[int]:
    """From an even share of the work for each vehicle upwards, in seconds from the operation's start."""
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
    from_s = max(group.available_s for group in routing.groups)
    from_s = max(from_s, *(load.ready_s for load in routing.loads))
    tried = {min(routing.horizon_s, from_s + round(factor * share_s)) for factor in DEADLINES}
    return sorted(tried | {routing.horizon_s})


def _data(routing: Routing, deadline_s: int) -> pyvrp.ProblemData:
    """Locations are the loads, the starts of the groups, and one end for all."""
    starts = len(routing.loads)
    clients = [
        pyvrp.Client(i, tw_early=min(load.ready_s, deadline_s), prize=PRIZE_S, required=False)
        for i, load in enumerate(routing.loads)
    ]
    depots = [pyvrp.Depot(starts + g) for g in range(len(routing.groups) + 1)]
    types = [
        pyvrp.VehicleType(
            num_available=len(group.vehicles),
            start_depot=g,
            end_depot=len(routing.groups),
            tw_early=min(group.available_s, deadline_s),
            tw_late=deadline_s,
            unit_distance_cost=0,
            unit_duration_cost=1,
            profile=g,
        )
        for g, group in enumerate(routing.groups)
    ]
    locations = [pyvrp.Location(load.origin, load.site) for load in routing.loads]
    locations += [pyvrp.Location(0, 0)] * (len(routing.groups) + 1)
    durations = [_durations(routing, g) for g in range(len(routing.groups))]
    return pyvrp.ProblemData(locations, clients, depots, types, durations, durations)


def _durations(routing: Routing, g: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """[from, to] seconds for the group, service at `from` included; forbidden where there is no way."""
    group, loads, forbidden_s = routing.groups[g], len(routing.loads), 2 * routing.horizon_s
    size = loads + len(routing.groups) + 1
    found = np.full((size, size), forbidden_s, dtype=np.int64)
    np.fill_diagonal(found, 0)
    c = group.vehicle_class
    origins = np.array([load.origin for load in routing.loads], dtype=np.int64)
    serves_s = np.array([load.serves_s[c] for load in routing.loads], dtype=np.int64)
    empty_s = np.array(routing.empty_s[c], dtype=np.int64)[[load.site for load in routing.loads]][:, origins]
    able = serves_s != NEVER
    to_next = np.where((empty_s != NEVER) & able[:, None] & able[None], serves_s[:, None] + empty_s, forbidden_s)
    found[:loads, :loads] = np.where(np.eye(loads, dtype=bool), 0, to_next)
    found[:loads, -1] = np.where(able, serves_s, forbidden_s)
    reaches_s = np.array(group.reaches_s, dtype=np.int64)[origins]
    found[loads + g, :loads] = np.where((reaches_s != NEVER) & able, reaches_s, forbidden_s)
    found[loads + g, -1] = 0
    return found


def _visits(solution: pyvrp.Solution, groups: int) -> list[list[int]]:
    """Routes as [group, load, load, ...]."""
    assert all(route.vehicle_type() < groups for route in solution.routes())
    return [
        [route.vehicle_type(), *(activity.idx for activity in route.schedule() if activity.is_client())]
        for route in solution.routes()
    ]


def _order(routing: Routing, visits: list[list[int]]) -> dict[str, list[int]]:
    """Routes given to vehicles, each with its loads by weight per second of service."""
    free = [list(group.vehicles) for group in routing.groups]
    order = {}
    for g, *loads in visits:
        c = routing.groups[g].vehicle_class

        def urgency(i: int, c: int = c) -> tuple[int, float]:
            load = routing.loads[i]
            return load.ready_s, -load.weight / load.serves_s[c]

        order[free[g].pop(0)] = sorted(loads, key=urgency)
    return order


if __name__ == "__main__":
    answer(solve)
