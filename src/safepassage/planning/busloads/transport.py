"""The least driving that carries every load, whichever bus does it, and tours made of it.

A flow without time: starts s(y, i), loaded drives x(i, j) and empty drives z(j, i), each a whole number,

    minimise  sum (start of y + p(y, i)) s(y, i) + sum d(i, j) x(i, j) + sum e(j, i) z(j, i)
    sum_j x(i, j) = loads[i] = sum_y s(y, i) + sum_j z(j, i);   sum_i x(i, j) <= capacities[j]
    sum_i z(j, i) <= sum_i x(i, j);                              sum_i s(y, i) <= buses[y]

with no empty drive after a bus's last load. It is a flow in a network, so a vertex of the linear programme is whole.
Its value divided by the number of buses bounds the makespan from below, and its duals are prices for `certificate`,
which knows in addition what fits into the time of one bus. Where buses make many trips this is hard to beat.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from safepassage.planning.busloads.certificate import Ints, Prices, whole_prices
from safepassage.planning.busloads.instance import Busloads, Tour, Trip
from safepassage.planning.busloads.programme import WholeProgramme

FAR = float("inf")

DETOUR = 10
"""A detour counts so many times when a round is given to a bus: each round asks for one only once."""


@dataclass(frozen=True)
class Driving:
    """The least driving.

    Attributes:
        prices: None where the duals say nothing.
        starts, loaded, empty: [yard, source], [source, sink] and [sink, source] how often.
    """

    prices: Prices | None
    starts: Ints
    loaded: Ints
    empty: Ints


def least_driving(problem: Busloads, stop: Callable[[], bool] = lambda: False) -> Driving | None:
    """The least driving; None if there is none on roads, or it is stopped."""
    starts, out, home = (np.array(a, dtype=float) for a in (problem.starts, problem.out, problem.home))
    loads, rooms = (np.array(a, dtype=float) for a in (problem.loads, problem.capacities))
    buses = np.array([yard.buses for yard in problem.yards], dtype=float)
    lp = WholeProgramme()
    s, x, z = (lp.columns(a, np.where(a < problem.far, FAR, 0.0)) for a in (starts, out, home))
    carried, reached = lp.rows(loads, loads), lp.rows(loads, loads)
    rooms_rows, yards = lp.rows(-FAR, rooms), lp.rows(-FAR, buses)
    onward = lp.rows(-FAR, np.zeros(len(rooms)))
    lp.add(carried[:, None], x, 1.0)
    lp.add(rooms_rows[None, :], x, 1.0)
    lp.add(onward[None, :], x, -1.0)
    lp.add(reached[None, :], s, 1.0)
    lp.add(yards[:, None], s, 1.0)
    # Without it rounds that no bus ever joins could carry everything.
    lp.add(lp.rows([1.0], [FAR])[:, None], s, 1.0)
    lp.add(reached[None, :], z, 1.0)
    lp.add(onward[:, None], z, 1.0)
    found = lp.relax(vertex=True, stop=stop)
    if found is None:
        return None
    prices = whole_prices(found.duals[carried] + found.duals[reached], -found.duals[rooms_rows])
    whole = np.rint(found.values).astype(np.int64)
    return Driving(prices, whole[s], whole[x], whole[z])


def tours_of(problem: Busloads, driving: Driving) -> list[Tour]:
    """Tours of that driving: a bus for each start, and rounds from source to source put in on the way.

    The longest round goes first, each to the bus that is done first with it, of those for which it is no detour: at a
    sink that both touch a round costs nothing but its own driving.
    """
    left, empty = driving.loaded.copy(), driving.empty.copy()
    tours: list[tuple[int, list[Trip]]] = []
    for y, i in zip(*np.nonzero(driving.starts), strict=True):
        for _ in range(driving.starts[y, i]):
            j = int(np.argmax(left[i]))
            left[i, j] -= 1
            tours.append((int(y), [(int(i), j)]))
    rounds = []
    for _, trips in tours:
        # What comes back to a sink is a round, which another bus may drive as well.
        *closed, path = _rounds([*trips, *_walk(trips[0][1], left, empty)])
        trips[:] = path
        rounds += closed
    while left.any():
        i, j = (int(n) for n in np.unravel_index(np.argmax(left), left.shape))
        left[i, j] -= 1
        rounds += _rounds([(i, j), *_walk(j, left, empty)])
    ends = [problem.arrivals(Tour(y, tuple(trips)))[-1] for y, trips in tours]
    for walk in sorted(rounds, key=lambda walk: -_lasts(problem, walk)):
        _splice(problem, tours, ends, walk)
    return [Tour(y, tuple(trips)) for y, trips in tours]


def _walk(j: int, left: Ints, empty: Ints) -> list[Trip]:
    """From sink j on while there are drives left; takes them away."""
    trips = []
    while empty[j].any():
        i = int(np.argmax(empty[j]))
        empty[j, i] -= 1
        if not left[i].any():
            break
        j = int(np.argmax(left[i]))
        left[i, j] -= 1
        trips.append((i, j))
    return trips


def _rounds(trips: list[Trip]) -> list[list[Trip]]:
    """Trips cut into rounds, each from where the last one ended, that end at a sink for the second time."""
    found: list[list[Trip]] = []
    path: list[Trip] = []
    for trip in trips:
        path.append(trip)
        same = [n for n, earlier in enumerate(path[:-1]) if earlier[1] == trip[1]]
        if same:
            found.append(path[same[-1] + 1 :])
            del path[same[-1] + 1 :]
    return [*found, path] if path else found


def _lasts(problem: Busloads, walk: list[Trip]) -> int:
    """The driving of a round that begins at the sink where it ends."""
    home, before, total = problem.home, walk[-1][1], 0
    for i, j in walk:
        total += home[before][i] + problem.out[i][j]
        before = j
    return total


def _splice(problem: Busloads, tours: list[tuple[int, list[Trip]]], ends: list[int], walk: list[Trip]) -> None:
    """Put a round into the tour that ends first with it, detours counted dearly."""
    home, inside = problem.home, _lasts(problem, walk)
    first, last = walk[0][0], walk[-1][1]
    inside -= home[last][first]
    found = []
    for b, (_, trips) in enumerate(tours):
        for q in range(1, len(trips) + 1):
            added = home[trips[q - 1][1]][first]
            if q < len(trips):
                added += home[last][trips[q][0]] - home[trips[q - 1][1]][trips[q][0]]
            found.append((ends[b] + DETOUR * added, b, q, added))
    _, b, q, added = min(found)
    tours[b][1][q:q] = walk
    ends[b] += added + inside
