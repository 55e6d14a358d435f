"""OR-Tools routing: a node for each load and sink, one of each load's visited; the span of time is minimised.

python -m benchmarks.peers.busload_routing < asked.json > told.json
"""

from importlib.metadata import version

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.peers.busload_problem import Asked, Told, answer


def solve(asked: Asked) -> Told:
    """The best tours within the seconds."""
    loads = [i for i, n in enumerate(asked.loads) for _ in range(n)]
    nodes = [(load, i, j) for load, i in enumerate(loads) for j in range(len(asked.rooms))]
    yards, end = len(asked.start), len(nodes) + len(asked.start)
    starts = [len(nodes) + y for y in asked.buses]
    manager = pywrapcp.RoutingIndexManager(end + 1, len(asked.buses), starts, [end] * len(asked.buses))
    model = pywrapcp.RoutingModel(manager)
    model.solver().ReSeed(asked.seed)
    matrix = [[asked.out[k][j] + asked.out[k][m] for _, k, m in nodes] + [0] * (yards + 1) for _, _, j in nodes]
    matrix += [[row[k] + asked.out[k][m] for _, k, m in nodes] + [0] * (yards + 1) for row in asked.start]
    matrix.append([0] * (end + 1))
    transit = model.RegisterTransitMatrix(matrix)
    model.AddDimension(transit, 0, 10**9, True, "time")
    model.GetDimensionOrDie("time").SetGlobalSpanCostCoefficient(1000)
    model.SetArcCostEvaluatorOfAllVehicles(transit)
    index = [manager.NodeToIndex(node) for node in range(len(nodes))]
    for load in range(len(loads)):
        model.AddDisjunction([index[n] for n, node in enumerate(nodes) if node[0] == load], 10**7)
    for j, room in enumerate(asked.rooms):
        into = [model.ActiveVar(index[n]) for n, node in enumerate(nodes) if node[2] == j]
        model.solver().Add(model.solver().Sum(into) <= room)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(round(asked.seconds * 1000))
    found = model.SolveWithParameters(parameters)
    if found is None:
        return Told([], 0, version("ortools"))
    tours: list[list[tuple[int, int]]] = []
    for b in range(len(asked.buses)):
        tours.append([])
        at = found.Value(model.NextVar(model.Start(b)))
        while not model.IsEnd(at):
            tours[-1].append(nodes[manager.IndexToNode(at)][1:])
            at = found.Value(model.NextVar(at))
    return Told(tours, 0, version("ortools"))


if __name__ == "__main__":
    answer(solve)
