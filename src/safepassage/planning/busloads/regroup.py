"""A few buses plan their loads anew, exactly, so that all of them are done before the makespan.

A bus that ends last is put together with others; their loads, and the places that they use or that are free, make a
small bus evacuation problem of its own, which is settled at the makespan less one. Where that succeeds one bus less
ends last. It is a large-neighbourhood search (Shaw 1998, "Using constraint programming and local search methods to
solve vehicle routing problems", CP-98).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from safepassage.planning.busloads.cases import settle
from safepassage.planning.busloads.instance import Busloads, Tour
from safepassage.planning.busloads.programme import Verdict
from safepassage.planning.busloads.timed import network

CASES = 80
MOST_COLUMNS = 1_600
MOST_MOMENTS = 4_000
"""Up to such a makespan networks through time are quick to make."""


def regroup(
    problem: Busloads, tours: Sequence[Tour], loads: int, seed: int, stop: Callable[[], bool]
) -> list[Tour] | None:
    """The tours with a bus that ended last brought in earlier, together with others of so many loads; None if not."""
    random = Random(seed)  # noqa: S311 -- a search, no secret
    ends = [problem.arrivals(tour)[-1] for tour in tours]
    latest = max(ends)
    if latest > MOST_MOMENTS:
        return None
    chosen = [random.choice([b for b, end in enumerate(ends) if end == latest])]
    slack = sorted((b for b in range(len(tours)) if b != chosen[0]), key=lambda b: ends[b] * random.random())
    taken = len(tours[chosen[0]].trips)
    for b in slack:
        if taken + len(tours[b].trips) <= loads:
            chosen.append(b)
            taken += len(tours[b].trips)
    found = _anew(problem, [tours[b] for b in chosen], tours, latest - 1, stop)
    return None if found is None else [*(tour for b, tour in enumerate(tours) if b not in chosen), *found]


def _anew(
    problem: Busloads, some: list[Tour], tours: Sequence[Tour], until: int, stop: Callable[[], bool]
) -> list[Tour] | None:
    room, loads = list(problem.capacities), [0] * len(problem.loads)
    buses = [yard.buses for yard in problem.yards]
    for tour in tours:
        buses[tour.yard] -= 1
        for _, j in tour.trips:
            room[j] -= 1
    for tour in some:
        buses[tour.yard] += 1
        for i, j in tour.trips:
            loads[i] += 1
            room[j] += 1
    yards = tuple(replace(yard, buses=n) for yard, n in zip(problem.yards, buses, strict=True))
    part = replace(problem, yards=yards, loads=tuple(loads), capacities=tuple(room))
    net = network(part, until)
    if net.columns > MOST_COLUMNS:
        return None
    verdict, found = settle(net, cases=CASES, certified=False, stop=stop)
    return found if verdict is Verdict.FOUND else None
