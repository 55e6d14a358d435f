"""Tours as a flow through time: can every load be carried by T?

Nodes are (source, t) and (sink, t). A bus enters at (source, start + distance), a loaded drive leads from (source,
t) to (sink, t + d), an empty one from (sink, t) back to a source; whoever stops driving vanishes. Nobody waits,
since waiting never helps. Whole flows are sets of tours, for a flow without cycles (time only grows) falls into
paths; buses of a yard are alike and need no names. So the columns are as many as pairs times moments, whatever the
number of loads and buses:

    minimise  sum_i missing[i]
    flow out of (source i, t) <= flow in + buses that start;      flow out of (sink j, t) <= flow in
    sum over t and j of loaded(i, j, t) + missing[i]  = loads[i]
    sum over t and i of loaded(i, j, t)              <= capacities[j]
    sum over i of start(y, i)                        <= buses[y]

The relaxation is as strong as that of covering the loads by tours of length T at the most, since every path through
time is such a tour (with sources perhaps visited more often than they have loads). If its optimum is above zero, T
cannot be met, and the duals of the second and third row are prices for `certificate`.

Moments are those that can be reached from a start and from which a load can still be taken somewhere in time.

Source of the idea: the arc-flow formulation of Valerio de Carvalho 1999, "Exact solution of bin-packing problems
using column generation and branch-and-bound", Annals of Operations Research 86.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.busloads.certificate import Ints, Prices, whole_prices
from safepassage.planning.busloads.instance import Busloads, Tour
from safepassage.planning.busloads.programme import Floats, Relaxed, Verdict, WholeProgramme

FAR = float("inf")

VERTEX_COLUMNS = 1_500
"""Up to so many columns the simplex method is quicker than the interior point."""

PROOF = 1e-5
"""Loads that must be missing before the prices are worth a certificate."""


@dataclass(frozen=True)
class Network:
    """The flow through time until T: columns as parallel arrays.

    Attributes:
        start_y, start_i: starts of buses of a yard towards a source; they are there at `starts[y][i]`.
        loaded_i, loaded_j, loaded_t: loaded drives by time of leaving.
        empty_j, empty_i, empty_t: empty drives by time of leaving.
    """

    problem: Busloads
    until: int
    start_y: Ints
    start_i: Ints
    loaded_i: Ints
    loaded_j: Ints
    loaded_t: Ints
    empty_j: Ints
    empty_i: Ints
    empty_t: Ints

    @property
    def columns(self) -> int:
        return len(self.start_y) + len(self.loaded_i) + len(self.empty_j)


def network(problem: Busloads, until: int) -> Network:
    """The moments and drives that a tour can use which is done by `until`."""
    out, home, starts = (np.array(a, dtype=np.int64) for a in (problem.out, problem.home, problem.starts))
    deadlines = np.array(problem.deadlines or [problem.far] * len(problem.loads), dtype=np.int64)
    # From source i a bus must leave by `last[i]` to be at the nearest sink in time.
    last = np.minimum(deadlines, until - np.where(np.array(problem.loads) > 0, out.min(axis=1), problem.far))
    at_source, at_sink = _reached(out, home, starts, last, until)
    start_y, start_i = np.nonzero(starts <= last[None])
    loaded_i, loaded_t = np.nonzero(at_source)
    loaded_i, loaded_j, loaded_t = _crossed(loaded_i, loaded_t, out)
    keep = loaded_t + out[loaded_i, loaded_j] <= until
    empty_j, empty_t = np.nonzero(at_sink)
    empty_j, empty_i, empty_t = _crossed(empty_j, empty_t, home)
    stay = empty_t + home[empty_j, empty_i] <= last[empty_i]
    return Network(
        problem,
        until,
        start_y,
        start_i,
        *(a[keep] for a in (loaded_i, loaded_j, loaded_t)),
        *(a[stay] for a in (empty_j, empty_i, empty_t)),
    )


def _crossed(places: Ints, times: Ints, roads: Ints) -> tuple[Ints, Ints, Ints]:
    there = roads.shape[1]
    return np.repeat(places, there), np.tile(np.arange(there), len(places)), np.repeat(times, there)


def _reached(
    out: Ints, home: Ints, starts: Ints, last: Ints, until: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """[source, t] and [sink, t] at which a bus can be that is still of use (at a sink: any)."""
    sources, sinks = out.shape
    at_source, at_sink = np.zeros((sources, until + 1), dtype=bool), np.zeros((sinks, until + 1), dtype=bool)
    for row in starts:
        there = np.flatnonzero(row <= last)
        at_source[there, row[there]] = True
    for t in range(until + 1):
        # Empty drives may take no time, loaded ones take some: sinks come first.
        back = t + home[at_sink[:, t]]
        for i in np.flatnonzero((back <= last[None]).any(axis=0)):
            arrivals = back[:, i]
            at_source[i, arrivals[arrivals <= last[i]]] = True
        on = t + out[at_source[:, t]]
        for j in np.flatnonzero((on <= until).any(axis=0)):
            arrivals = on[:, j]
            at_sink[j, arrivals[arrivals <= until]] = True
    return at_source, at_sink


@dataclass(frozen=True)
class Timed:
    """The programme of a network: its columns and rows by name."""

    network: Network
    programme: WholeProgramme
    start: Ints
    loaded: Ints
    empty: Ints
    missing: Ints
    carried: Ints
    places: Ints

    def relax(self, stop: Callable[[], bool] = lambda: False) -> Relaxed | None:
        """How many loads must be missing at least, if loads and buses could be split."""
        return self.programme.relax(vertex=self.network.columns <= VERTEX_COLUMNS, stop=stop)

    def prices(self, relaxed: Relaxed) -> Prices | None:
        """Prices of loads and places; None if nothing need be missing."""
        if relaxed.objective < PROOF:
            return None
        return whole_prices(relaxed.duals[self.carried], -relaxed.duals[self.places])

    def whole(self, nodes: int, stop: Callable[[], bool] = lambda: False) -> tuple[Verdict, list[Tour]]:
        """Tours that carry every load by `until`, if a search of so many nodes finds them."""
        found = self.programme.whole(nodes=nodes, stop=stop)
        return found.verdict, [] if found.values is None else self.tours(found.values)

    def tours(self, values: Floats) -> list[Tour]:
        """The paths of a whole flow: drives in order of time, each by any bus that is there."""
        n, count = self.network, np.rint(values).astype(np.int64)
        buses: list[_Bus] = []
        at_source: dict[tuple[int, int], list[_Bus]] = {}
        at_sink: dict[tuple[int, int], list[_Bus]] = {}
        for y, i, c in zip(n.start_y, n.start_i, count[self.start], strict=True):
            for _ in range(c):
                buses.append(_Bus(int(y), []))
                at_source.setdefault((int(i), n.problem.starts[y][i]), []).append(buses[-1])
        empty = zip(n.empty_t, n.empty_j, n.empty_i, count[self.empty], strict=True)
        loaded = zip(n.loaded_t, n.loaded_i, n.loaded_j, count[self.loaded], strict=True)
        drives = [(int(t), 0, int(j), int(i), int(c)) for t, j, i, c in empty if c > 0]
        drives += [(int(t), 1, int(i), int(j), int(c)) for t, i, j, c in loaded if c > 0]
        for t, is_loaded, a, b, c in sorted(drives):
            for _ in range(c):
                if is_loaded:
                    bus = at_source[a, t].pop()
                    bus.trips.append((a, b))
                    at_sink.setdefault((b, t + n.problem.out[a][b]), []).append(bus)
                else:
                    at_source.setdefault((b, t + n.problem.home[a][b]), []).append(at_sink[a, t].pop())
        return [Tour(bus.yard, tuple(bus.trips)) for bus in buses if bus.trips]


@dataclass
class _Bus:
    yard: int
    trips: list[tuple[int, int]]


def timed(net: Network, *, elastic: bool) -> Timed:
    """The programme of a network; `elastic` lets loads be missing, and minimises how many."""
    lp, problem = WholeProgramme(), net.problem
    loads, rooms = (np.array(a, dtype=float) for a in (problem.loads, problem.capacities))
    most = float(max(problem.buses, 1))
    start = lp.columns(np.zeros(len(net.start_y)), FAR if elastic else most)
    loaded = lp.columns(np.zeros(len(net.loaded_i)), FAR if elastic else np.minimum(most, loads[net.loaded_i]))
    empty = lp.columns(np.zeros(len(net.empty_i)), FAR if elastic else np.minimum(most, loads[net.empty_i]))
    missing = lp.columns(np.ones(len(loads)), loads if elastic else np.zeros(len(loads)))
    carried, places = lp.rows(loads, loads), lp.rows(-FAR, rooms)
    lp.add(carried, missing, 1.0)
    lp.add(carried[net.loaded_i], loaded, 1.0)
    lp.add(places[net.loaded_j], loaded, 1.0)
    yards = lp.rows(-FAR, [float(yard.buses) for yard in problem.yards])
    lp.add(yards[net.start_y], start, 1.0)
    starts, out, home = (np.array(a, dtype=np.int64) for a in (problem.starts, problem.out, problem.home))
    span = net.until + 1
    source_of_loaded, sink_of_empty = net.loaded_i * span + net.loaded_t, net.empty_j * span + net.empty_t
    source_of_start = net.start_i * span + starts[net.start_y, net.start_i]
    source_of_empty = net.empty_i * span + net.empty_t + home[net.empty_j, net.empty_i]
    sink_of_loaded = net.loaded_j * span + net.loaded_t + out[net.loaded_i, net.loaded_j]
    at_source, row = np.unique(
        np.concatenate([source_of_loaded, source_of_start, source_of_empty]), return_inverse=True
    )
    keep = lp.rows(-FAR, np.zeros(len(at_source)))[row]
    lp.add(keep, np.concatenate([loaded, start, empty]), np.where(np.arange(len(row)) < len(loaded), 1.0, -1.0))
    at_sink, row = np.unique(np.concatenate([sink_of_empty, sink_of_loaded]), return_inverse=True)
    keep = lp.rows(-FAR, np.zeros(len(at_sink)))[row]
    lp.add(keep, np.concatenate([empty, loaded]), np.where(np.arange(len(row)) < len(empty), 1.0, -1.0))
    return Timed(net, lp, start, loaded, empty, missing, carried, places)
