"""PyVRP as a peer, in a process of its own.

    python -m benchmarks.peers.pyvrp_routing < routing.json > routes.json

Expressed: heterogeneous vehicles from several places, each from when it is available, which class can take which
load, ready times, loads that may be left, and the least time of vehicles. PyVRP has no objective that counts when
somebody arrives, and one window at most for a load. The limit is a deadline by which all vehicles must be done.
"""

from functools import partial
from importlib.metadata import version

import pyvrp
from pyvrp.stop import MaxRuntime

from benchmarks.peers.routing import Routes, Routing, answer
from benchmarks.peers.vehicle_time import Visits, durations_s, limits_s, tightest

DEADLINES = (1.05, 1.2, 1.5, 2.0)
"""After everybody and every vehicle is ready, times the even share of work."""

PRIZE_S = 1 << 24
"""More than any load takes, so that none is left to save time."""


def solve(routing: Routing) -> Routes:
    """The best routes found within the seconds given."""
    from_s = max(group.available_s for group in routing.groups)
    deadlines = limits_s(routing, max(from_s, *(load.ready_s for load in routing.loads)), DEADLINES)
    return tightest(routing, deadlines, "deadline", version("pyvrp"), partial(_find, routing))


def _find(routing: Routing, deadline_s: int, seconds: float) -> Visits:
    result = pyvrp.solve(_data(routing, deadline_s), MaxRuntime(seconds), seed=routing.seed)
    return [
        (route.vehicle_type(), [activity.idx for activity in route.schedule() if activity.is_client()])
        for route in (result.best.routes() if result.is_feasible() else ())
    ]


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
            profile=group.vehicle_class,
        )
        for g, group in enumerate(routing.groups)
    ]
    locations = [pyvrp.Location(load.origin, load.site) for load in routing.loads]
    locations += [pyvrp.Location(0, 0)] * (len(routing.groups) + 1)
    durations = [durations_s(routing, c) for c in range(len(routing.empty_s))]
    return pyvrp.ProblemData(locations, clients, depots, types, durations, durations)


if __name__ == "__main__":
    answer(solve)
