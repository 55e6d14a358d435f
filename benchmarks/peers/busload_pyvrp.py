"""PyVRP: it knows neither the makespan nor sinks that fill up. Sinks are those of least driving; the makespan is found
by bisection over a deadline for all buses, an equal share of the seconds for each.

    python -m benchmarks.peers.busload_pyvrp < asked.json > told.json
"""

from importlib.metadata import version
from typing import Any

import numpy as np
import pyvrp
from pyvrp.stop import MaxRuntime

from benchmarks.peers.busload_problem import Asked, Told, answer

TRIALS = 6


def solve(asked: Asked) -> Told:
    """The tours with the earliest deadline that is met."""
    trips = [(i, j) for i, sinks in enumerate(asked.sinks) for j in sinks]
    low, high = 0, max(map(max, asked.start)) + 2 * max(map(max, asked.out)) * sum(asked.loads)
    middle = round(2.0 * sum(asked.out[i][j] for i, j in trips) / len(asked.buses)) + min(map(min, asked.start))
    best: list[list[tuple[int, int]]] = []
    for _ in range(TRIALS):
        result = pyvrp.solve(_data(asked, trips, middle), MaxRuntime(asked.seconds / TRIALS), seed=asked.seed)
        if result.is_feasible():
            best = _tours(asked, trips, result.best)
            high = middle
        else:
            low = middle
        middle = (low + high) // 2 if best else 2 * middle
        if high - low <= 1:
            break
    return Told(best, 0, version("pyvrp"))


def _data(asked: Asked, trips: list[tuple[int, int]], deadline: int) -> pyvrp.ProblemData:
    yards, size = len(asked.start), len(trips) + len(asked.start) + 1
    durations: np.ndarray[Any, np.dtype[np.int64]] = np.full((size, size), 10**6, dtype=np.int64)
    np.fill_diagonal(durations, 0)
    for a, (_, j) in enumerate(trips):
        for b, (k, m) in enumerate(trips):
            if a != b:
                durations[a, b] = asked.out[k][j] + asked.out[k][m]
    for y, row in enumerate(asked.start):
        durations[len(trips) + y, : len(trips)] = [row[k] + asked.out[k][m] for k, m in trips]
        durations[len(trips) + y, -1] = 0
    durations[: len(trips), -1] = 0
    types = [
        pyvrp.VehicleType(
            num_available=asked.buses.count(y),
            start_depot=y,
            end_depot=yards,
            tw_late=deadline,
            unit_distance_cost=0,
            unit_duration_cost=1,
        )
        for y in range(yards)
        if y in asked.buses
    ]
    locations = [pyvrp.Location(i, j) for i, j in trips] + [pyvrp.Location(0, 0)] * (yards + 1)
    clients = [pyvrp.Client(n) for n in range(len(trips))]
    depots = [pyvrp.Depot(len(trips) + y) for y in range(yards + 1)]
    return pyvrp.ProblemData(locations, clients, depots, types, [durations], [durations])


def _tours(asked: Asked, trips: list[tuple[int, int]], best: pyvrp.Solution) -> list[list[tuple[int, int]]]:
    kinds = [y for y in range(len(asked.start)) if y in asked.buses]
    tours: list[list[tuple[int, int]]] = [[] for _ in asked.buses]
    free = {y: [b for b, yard in enumerate(asked.buses) if yard == y] for y in kinds}
    for route in best.routes():
        order = [trips[activity.idx] for activity in route.schedule() if activity.is_client()]
        tours[free[kinds[route.vehicle_type()]].pop(0)] = order
    return tours


if __name__ == "__main__":
    answer(solve)
