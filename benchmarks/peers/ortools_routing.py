"""OR-Tools routing as a peer, in a process of its own because its library cannot be loaded beside HiGHS.

    python -m benchmarks.peers.ortools_routing < routing.json > routes.json

Expressed: weighted arrival times (the operation's own objective) as soft upper bounds of the time dimension, those
left behind as penalties, which class can take which load, ready times, and when the way out is open.
"""

from importlib import metadata
from itertools import pairwise

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.peers.routing import NEVER, Group, Routes, Routing, answer

TIME = "time"
LEFT_BEHIND_HORIZONS = 2


def solve(routing: Routing) -> Routes:
    """The best routes found within the seconds given."""
    groups = [group for group in routing.groups for _ in group.vehicles]
    vehicles = [vehicle for group in routing.groups for vehicle in group.vehicles]
    loads = len(routing.loads)
    start = {id(group): loads + g for g, group in enumerate(routing.groups)}
    end = loads + len(routing.groups)
    manager = pywrapcp.RoutingIndexManager(
        end + 1, len(vehicles), [start[id(group)] for group in groups], [end] * len(vehicles)
    )
    model = pywrapcp.RoutingModel(manager)
    model.solver().ReSeed(routing.seed)
    _add_time(routing, model, groups)
    _add_loads(routing, model, manager, groups)
    found = model.SolveWithParameters(_parameters(routing.seconds))
    if found is None:
        return Routes({}, metadata.version("ortools"), "no solution")
    order: dict[str, list[int]] = {}
    for v, vehicle in enumerate(vehicles):
        index, order[vehicle] = found.Value(model.NextVar(model.Start(v))), []
        while not model.IsEnd(index):
            order[vehicle].append(manager.IndexToNode(index))
            index = found.Value(model.NextVar(index))
    taken = sum(map(len, order.values()))
    return Routes(order, metadata.version("ortools"), f"{taken} of {loads} loads")


def _add_time(routing: Routing, model: pywrapcp.RoutingModel, groups: list[Group]) -> None:
    matrix = {
        c: model.RegisterTransitMatrix(_transits(routing, c)) for c in {group.vehicle_class for group in routing.groups}
    }
    evaluators = [matrix[group.vehicle_class] for group in groups]
    model.AddDimensionWithVehicleTransits(evaluators, routing.horizon_s, routing.horizon_s, False, TIME)
    time = model.GetDimensionOrDie(TIME)
    for v, group in enumerate(groups):
        time.CumulVar(model.Start(v)).SetMin(min(group.available_s, routing.horizon_s))


def _transits(routing: Routing, c: int) -> list[list[int]]:
    """[from][to] seconds for the class, service at `from` included: loads, then starts of groups, then the end."""
    never_s = 2 * routing.horizon_s
    ends = len(routing.groups) + 1
    rows = []
    for load in routing.loads:
        empty_s = routing.empty_s[c][load.site]
        serves_s = load.serves_s[c]
        to = [serves_s + empty_s[j.origin] if empty_s[j.origin] != NEVER else never_s for j in routing.loads]
        rows.append([never_s] * (len(to) + ends) if serves_s == NEVER else to + [serves_s] * ends)
    for group in routing.groups:
        reaches_s = [group.reaches_s[j.origin] for j in routing.loads]
        rows.append([never_s if s == NEVER else s for s in reaches_s] + [0] * ends)
    rows.append([0] * (len(routing.loads) + ends))
    return rows


def _add_loads(
    routing: Routing, model: pywrapcp.RoutingModel, manager: pywrapcp.RoutingIndexManager, groups: list[Group]
) -> None:
    time = model.GetDimensionOrDie(TIME)
    for i, load in enumerate(routing.loads):
        index = manager.NodeToIndex(i)
        model.AddDisjunction([index], LEFT_BEHIND_HORIZONS * routing.horizon_s * load.weight)
        able = [v for v, group in enumerate(groups) if routing.able(group, load)]
        carries_s = min((s for s in load.carries_s if s != NEVER), default=0)
        windows = load.windows_s(routing.horizon_s - carries_s)
        if not able or not windows:
            model.VehicleVar(index).SetValue(-1)
            continue
        model.VehicleVar(index).SetValues([-1, *able])
        time.SetCumulVarSoftUpperBound(index, 0, load.weight)
        begins = time.CumulVar(index)
        begins.SetRange(windows[0][0], windows[-1][1])
        for (_, last_s), (first_s, _) in pairwise(windows):
            if last_s + 1 < first_s:
                begins.RemoveInterval(last_s + 1, first_s - 1)


def _parameters(seconds: float) -> object:
    """The first solution as the library chooses; cheapest insertion took too long to look at most loads."""
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(round(seconds * 1000))
    return parameters


if __name__ == "__main__":
    answer(solve)
