"""A programme for the next hours: what to send with given departures, so that it can be carried out.

Where `flow` bounds what any plan could do, this knows what a plan must do: a convoy departs at its time and not in
thirds before and after it, a vehicle that is back too late for one departure waits for the next, lanes inspect vehicles
one after the other before a convoy departs, and households go as they are, with patients and wheelchair users.

    minimise    sum w_k (t + down_r) p[a,r,k,t] - sum worth[a,r,k] p[a,r,k,t] + price of a vehicle's time past the end
    subject to  sum_t p[a,r,k,t]           = sum_d m[a,d,r,k]                  (to)
                sum_r m[a,d,r,k]          <= households of kind k at a that accept the set d
                people from a, to r, at t <= places aboard                    (aboard), and those beside enough seats
                sum_a,j x[c,l,a,t,j]       = sum_r,i z[c,l,r,t,i]              (meet)
                vehicles at t             <= convoy size                       (convoy)
                inspection in turn j      <= lanes x turn                      (lanes)
                loading at any time       <= bays                              (bays)
                unloading, inspection inwards in a bin <= bays, lanes x bin
                a vehicle stands ready, is sent, and stands ready again        (vehicles)
                own cars, places, beds, quotas, who is ready by when

x leaves an assembly point so many turns j of the lanes before its departure; z is back i bins later than it could be.
The answer is in fractions: `follow` makes trips of them. (The split at the gate: `flow`. Time-expanded networks: Ford
and Fulkerson 1958, Constructing maximal dynamic flows from static flows.)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from safepassage.domain.fleet import Layout, VehicleClass
from safepassage.domain.places import Place
from safepassage.planning.cycle import Cycle
from safepassage.planning.departures import Departures, leads_s
from safepassage.planning.linear_programme import USED, Index, LinearProgramme
from safepassage.planning.parties import Parties
from safepassage.planning.problem import NEVER, Floats, Ints, Problem
from safepassage.planning.steps import window_of

FAR = np.inf

NODE_S = 60
"""Moments at which vehicles are sent are told apart to the minute."""

BIN_S = 600
"""Unloading and inspection inwards are counted in bins of so many seconds."""

LATER_BINS = 3
"""A vehicle may come back up to so many bins, less one, later than it could."""

MOST = 200.0
"""More vehicles of a kind than ever cross with one departure."""

NOBODY_S = np.array([np.iinfo(np.int64).max])
"""When there is no own car."""

MOST_WHOLE = 80
"""Vehicles are whole in programmes that send them on no more than so many kinds of trips; it takes seconds."""


@dataclass(frozen=True)
class Given:
    """What a programme starts from.

    Attributes:
        kinds: who waits or will be ready in time.
        supply: [class] times at which vehicles stand ready, sorted.
        cars: (class, assembly point) -> when the own cars that are left can be loaded, sorted.
        places, beds: [site] left.
        quota_people, quota_vehicles: [quota] left.
        inspections: [way] the inspections at its first gate outwards that have been booked, [booking, (from, until)].
        worth: [assembly point, site, kind] what carrying a unit is worth, in weighted seconds.
        time_price: class -> (edges, price in between): what a vehicle-second is worth.
        until_s: the programme's end.
    """

    kinds: Parties
    supply: tuple[Ints, ...]
    cars: Mapping[tuple[int, int], Ints]
    places: Floats
    beds: Floats
    quota_people: Floats
    quota_vehicles: Floats
    inspections: tuple[Ints, ...]
    worth: Floats
    time_price: Mapping[int, tuple[Ints, Floats]]
    until_s: int

    def after(self, c: int, ends_s: Ints) -> Floats:
        """What it costs that a vehicle is bound beyond the programme's end."""
        if c not in self.time_price:
            return np.zeros(ends_s.shape)
        edges, price = self.time_price[c]
        so_far = np.append(0.0, np.cumsum(price * np.diff(edges)))
        by_then = np.interp(np.maximum(ends_s, self.until_s), edges, so_far)
        return np.asarray(by_then - np.interp(self.until_s, edges, so_far))


@dataclass(frozen=True)
class Intent:
    """What a programme would send with each departure, in fractions.

    Attributes:
        departures: [way].
        vehicles: [way](class, layout) -> [assembly point, site of the way, departure].
        people: [way] -> [assembly point, site of the way, kind, departure] units.
    """

    departures: tuple[Departures, ...]
    vehicles: tuple[dict[tuple[int, int], Floats], ...]
    people: tuple[Floats, ...]


def programme(
    problem: Problem,
    cycles: tuple[Cycle | None, ...],
    departures: tuple[Departures, ...],
    given: Given,
    lp: LinearProgramme | None = None,
) -> Intent | None:
    """What to send with given departures; None where there is nothing to decide or no answer.

    It is built in `lp`, where that is given, and solved as that solves.
    """
    if not given.kinds.kinds or not any(len(out.t_s) for out in departures):
        return None
    return _Builder(problem, cycles, departures, given, lp or LinearProgramme()).answer()


@dataclass
class _Columns:
    """Columns of a way: x [assembly point, departure, turn], z [site, departure, bin later], p people."""

    x: dict[tuple[int, int], Index] = field(default_factory=dict)
    z: dict[tuple[int, int], Index] = field(default_factory=dict)
    y: dict[tuple[int, int], Index] = field(default_factory=dict)
    p: Index | None = None


@dataclass
class _Uses:
    """Columns that hold something for a time: [(columns, begins_s, seconds)]."""

    parts: list[tuple[Index, Ints, int]] = field(default_factory=list)

    def add(self, columns: Index, begins_s: Ints, seconds: int) -> None:
        self.parts.append((columns.reshape(-1), begins_s.reshape(-1), seconds))

    def together(self, until_s: int) -> tuple[Index, Ints, Ints]:
        """(columns, begins, ends) of all parts that begin in time."""
        columns = np.concatenate([c for c, _, _ in self.parts])
        begins_s = np.concatenate([b for _, b, _ in self.parts])
        ends_s = begins_s + np.concatenate([np.full(len(c), s) for c, _, s in self.parts])
        real = (begins_s >= 0) & (begins_s < until_s)
        return columns[real], begins_s[real], ends_s[real]


@dataclass(frozen=True)
class _Rows:
    """Index arrays of a way's rows, for its classes."""

    aboard: Index
    convoy: Index | None
    lanes: Index | None


class _Builder:
    """Builds the programme block by block and reads the answer back."""

    def __init__(
        self,
        problem: Problem,
        cycles: tuple[Cycle | None, ...],
        departures: tuple[Departures, ...],
        given: Given,
        lp: LinearProgramme,
    ) -> None:
        self.problem, self.cycles, self.departures, self.given = problem, cycles, departures, given
        self.lp = lp
        self.leads_s = leads_s(problem)
        self.columns = [_Columns() for _ in departures]
        self.usage, self.capacity = _dimensions(problem, given.kinds)
        self.sent: dict[int, _Uses] = {}
        self.back: dict[int, _Uses] = {}
        self.loading: dict[tuple[str, str], tuple[int, _Uses]] = {}
        self.unloading: dict[tuple[str, str], tuple[int, _Uses]] = {}
        self.inward: dict[str, _Uses] = {}
        self.to = self.lp.rows(0.0, 0.0, (len(problem.assembly), len(problem.reception), len(given.kinds.kinds)))
        self._choices()
        for w, out in enumerate(departures):
            if len(out.t_s):
                self._way(w)
        self._ready()
        self._vehicles()
        self._cars()
        self._bays()
        self._sites()
        self._quotas()

    # ---- people ------------------------------------------------------------------------------------------------

    def _choices(self) -> None:
        """Whoever goes to a site accepts it."""
        found = self.given.kinds.waiting
        entries = [(i, a, r, k) for i, (a, d, k) in enumerate(found) for r in d]
        if not entries:
            return
        group, a, r, k = (np.array(part) for part in zip(*entries, strict=True))
        rows = self.lp.rows(-FAR, np.array(list(found.values())))
        going = self.lp.columns(np.zeros(len(entries)))
        self.lp.add(rows[group], going, 1.0)
        self.lp.add(self.to[a, r, k], going, -1.0)

    def _people(self, w: int) -> Index:
        """Units that cross with each departure of a way."""
        problem, given, out, kinds = self.problem, self.given, self.departures[w], self.given.kinds
        sites = list(problem.ways[w].sites)
        some = np.zeros((len(problem.assembly), len(problem.reception), len(kinds.kinds)), dtype=bool)
        for a, d, k in kinds.waiting:
            some[a, list(d), k] = True
        down_s = np.where(np.stack(out.down_s) == NEVER, 4 * problem.horizon_s, np.stack(out.down_s)).min(axis=0)
        cost = kinds.weight[None, None, :, None] * (out.t_s[None, None, None] + down_s[None, :, None, :])
        cost = cost - given.worth[:, sites][:, :, :, None]
        p = self.lp.columns(cost, np.where(some[:, sites][:, :, :, None] & self._allowed(w)[None, None], FAR, 0.0))
        self.lp.add(self.to[:, sites][:, :, :, None], p, 1.0)
        return p

    def _allowed(self, w: int) -> np.ndarray:
        """[kind, departure] True where the stages let the kind's stream cross."""
        t_s, kinds = self.departures[w].t_s, self.given.kinds.kinds
        allowed = np.ones((len(kinds), len(t_s)), dtype=bool)
        for quota in self.problem.quotas:
            inside = (t_s >= quota.from_s) & (t_s < quota.until_s)
            for k, kind in enumerate(kinds):
                if quota.streams and kind.stream not in quota.streams:
                    allowed[k] &= ~inside
        return allowed

    def _ready(self) -> None:
        """Of those who are not ready yet, no more have crossed with each departure than are ready in time for it."""
        moments = np.unique(np.concatenate([out.t_s for out in self.departures]))
        for (a, k), entries in self.given.kinds.late.items():
            ready_s, units = (np.array(column, dtype=np.int64) for column in zip(*entries, strict=True))
            ready = np.searchsorted(ready_s, moments - self.leads_s[a], side="right")
            absent = units.sum() - np.append(0, np.cumsum(units))[ready]
            _, rows = self.lp.so_far(self.given.kinds.total[a, k] - absent)
            for out, columns in zip(self.departures, self.columns, strict=True):
                if columns.p is not None:
                    self.lp.add(rows[np.searchsorted(moments, out.t_s)][None], columns.p[a, :, k], -1.0)

    # ---- vehicles ----------------------------------------------------------------------------------------------

    def _way(self, w: int) -> None:
        """The people and vehicles of a way."""
        way, out = self.problem.ways[w], self.departures[w]
        n, dimensions = len(out.t_s), self.usage.shape[1]
        self.columns[w].p = p = self._people(w)
        rows = _Rows(
            aboard=self.lp.rows(-FAR, 0.0, (len(self.problem.assembly), len(way.sites), n, dimensions)),
            convoy=self.lp.rows(-FAR, float(way.rule.max_vehicles), (n,)) if way.rule is not None else None,
            lanes=self._turns(w) if way.lanes else None,
        )
        for k, dimension in zip(*np.nonzero(self.usage), strict=True):
            self.lp.add(rows.aboard[..., dimension], p[:, :, k], self.usage[k, dimension])
        for c, vehicle_class in enumerate(self.problem.classes):
            for layout, shape in enumerate(vehicle_class.layouts):
                x = self._out(w, c, shape, rows)
                z = self._back(w, c, shape)
                self.columns[w].x[c, layout], self.columns[w].z[c, layout] = x, z
                y = self.lp.columns(np.zeros((*p.shape[:2], n)), MOST)
                leaving, arriving = (self.lp.rows(0.0, 0.0, (len(of), n)) for of in (x, z))
                self.lp.add(leaving[:, :, None], x, 1.0)
                self.lp.add(arriving[:, :, None], z, 1.0)
                self.lp.add(leaving[:, None], y, -1.0)
                self.lp.add(arriving[None], y, -1.0)
                self.lp.add(rows.aboard, y[..., None], -self.capacity[c][layout])
                self.columns[w].y[c, layout] = y

    def _turns(self, w: int) -> Index:
        """[departure, turn] rows; a turn that is an earlier one of one departure and a later one of another has one."""
        out, booked = self.departures[w], self.given.inspections[w]
        _, first, row = np.unique(out.turn, return_index=True, return_inverse=True)
        until_s = (out.t_s[:, None] - np.arange(out.turn.shape[1]) * out.turn_s).reshape(-1)[first, None]
        taken_s = np.minimum(until_s, booked[:, 1]) - np.maximum(until_s - out.turn_s, booked[:, 0])
        left_s = self.problem.ways[w].lanes * out.turn_s - np.maximum(taken_s, 0.0).sum(axis=1)
        rows = self.lp.rows(-FAR, np.maximum(left_s, 0.0))
        return np.asarray(rows[row].reshape(out.turn.shape))

    def _out(self, w: int, c: int, shape: Layout, rows: _Rows) -> Index:
        """Vehicles of a class on their way out: loading, lanes and convoys."""
        problem, out, cycle, vehicle_class = self.problem, self.departures[w], self.cycles[c], self.problem.classes[c]
        load_s = vehicle_class.loading.seconds(shape.capacity)
        queue_s = np.arange(out.turn.shape[1]) * out.turn_s
        if problem.ways[w].rule is not None:
            queue_s = queue_s + out.turn_s / 2
        leaves_s = out.t_s[None, :, None] - out.up_s[c][:, :, None] - queue_s.astype(np.int64)
        loads_s = leaves_s - load_s
        can = (out.up_s[c] != NEVER)[:, :, None] & (leaves_s <= problem.closed_from_s[:, None, None])
        if problem.ways[w].lanes:
            opens_s = problem.ways[w].lanes_open_s
            opened_s = opens_s[window_of(out.t_s, opens_s)][:, None]
            can &= (out.t_s[:, None] - queue_s.astype(np.int64) - problem.inspection_s[c, w] >= opened_s)[None]
        begins_s = loads_s
        if cycle is not None:
            begins_s = loads_s - cycle.approach_s[:, None, None]
            can = can & (begins_s >= self.given.supply[c].min(initial=4 * problem.horizon_s))
        else:
            first_s = [self.given.cars.get((c, a), NOBODY_S)[0] for a in range(len(problem.assembly))]
            can = can & (loads_s >= np.array(first_s)[:, None, None])
        x = self.lp.columns(np.ones(can.shape), np.where(can, MOST, 0.0))
        if cycle is not None:
            self.sent.setdefault(c, _Uses()).add(x, begins_s, 0)
        if rows.convoy is not None:
            self.lp.add(rows.convoy[None, :, None], x, 1.0)
        if rows.lanes is not None:
            self.lp.add(rows.lanes[None], x, float(problem.inspection_s[c, w]))
        for a, place in enumerate(problem.assembly):
            _use_bay(self.loading, place, vehicle_class, (x[a], loads_s[a], load_s))
        return x

    def _back(self, w: int, c: int, shape: Layout) -> Index:
        """Vehicles of a class on their way to the sites and back: unloading, the gate inwards, standing ready."""
        problem, out, cycle, vehicle_class = self.problem, self.departures[w], self.cycles[c], self.problem.classes[c]
        way = problem.ways[w]
        unload_s = vehicle_class.unloading.seconds(shape.capacity)
        later_s = np.arange(LATER_BINS) * BIN_S
        can = np.broadcast_to((out.down_s[c] != NEVER)[:, :, None], (*out.down_s[c].shape, LATER_BINS))
        ends_s = out.ends_s[c][:, :, None] + (unload_s - vehicle_class.unloading.fixed_s) + later_s
        cost = self.given.after(c, ends_s) if cycle is not None else np.zeros(can.shape)
        z = self.lp.columns(cost, np.where(can, MOST, 0.0))
        arrives_s = (out.t_s + out.down_s[c])[:, :, None] + later_s
        for i, r in enumerate(way.sites):
            _use_bay(self.unloading, problem.reception[r], vehicle_class, (z[i], arrives_s[i], unload_s))
        if cycle is None:
            return z
        self.back.setdefault(c, _Uses()).add(z, ends_s, 0)
        if way.gates:
            gate = problem.operation.gate[way.gates[-1]]
            nearest_s = np.array([max(0, int(cycle.nearest_s[r])) for r in way.sites])[:, None, None]
            uses = self.inward.setdefault(gate.place, _Uses())
            uses.add(z, ends_s - nearest_s, gate.inspects(vehicle_class.id).empty_s)
        return z

    def _vehicles(self) -> None:
        """One row for each moment at which vehicles of a class are sent: who stood ready, came back, and left."""
        for c, uses in self.sent.items():
            supply = self.given.supply[c]
            if not len(supply):
                continue
            columns, begins_s, _ = uses.together(4 * self.problem.horizon_s)
            begins_s = np.where(begins_s >= supply[0], np.maximum(begins_s // NODE_S * NODE_S, supply[0]), begins_s)
            nodes = np.unique(begins_s[begins_s >= supply[0]])
            if not len(nodes):
                continue
            there = np.searchsorted(nodes, supply)
            have = np.bincount(there[there < len(nodes)], minlength=len(nodes)).astype(float)
            rows = self.lp.rows(-have, -have)
            wait = self.lp.columns(np.zeros(len(nodes)))
            self.lp.add(rows, wait, -1.0)
            self.lp.add(rows[1:], wait[:-1], 1.0)
            sent = begins_s >= nodes[0]
            self.lp.add(rows[np.searchsorted(nodes, begins_s[sent])], columns[sent], -1.0)
            back, ends_s, _ = self.back[c].together(4 * self.problem.horizon_s)
            node = np.searchsorted(nodes, ends_s)
            inside = node < len(nodes)
            self.lp.add(rows[node[inside]], back[inside], 1.0)

    def _cars(self) -> None:
        """Own cars leave once, and not before their households are ready."""
        moments = np.unique(np.concatenate([out.t_s for out in self.departures]))
        for (c, a), ready_s in self.given.cars.items():
            ready = np.searchsorted(ready_s, moments - self.leads_s[a], side="right")
            _, rows = self.lp.so_far(ready.astype(float))
            for out, columns in zip(self.departures, self.columns, strict=True):
                for x in (x[a] for (of, _), x in columns.x.items() if of == c):
                    self.lp.add(rows[np.searchsorted(moments, out.t_s)][:, None], x, -1.0)

    def _bays(self) -> None:
        """Loads that overlap the moment at which one begins are no more than the bays; unloading is counted by bins."""
        horizon_s = self.problem.horizon_s
        for bays, uses in self.loading.values():
            columns, begins_s, ends_s = uses.together(horizon_s)
            moments = np.unique(begins_s)
            rows = self.lp.rows(-FAR, float(bays), (len(moments),))
            first, last = np.searchsorted(moments, begins_s), np.searchsorted(moments, ends_s)
            for offset in range(int((last - first).max(initial=0))):
                inside = first + offset < last
                self.lp.add(rows[(first + offset)[inside]], columns[inside], 1.0)
        for bays, uses in self.unloading.values():
            self._in_bins(uses, bays)
        for gate, uses in self.inward.items():
            self._in_bins(uses, self.problem.operation.gate[gate].lanes_in)

    def _in_bins(self, uses: _Uses, servers: int) -> None:
        """Seconds of service in each bin are no more than the servers have."""
        columns, begins_s, ends_s = uses.together(2 * self.problem.horizon_s)
        touched = int((ends_s - begins_s).max(initial=0)) // BIN_S + 2
        bins = np.unique(begins_s[:, None] // BIN_S + np.arange(touched))
        rows = self.lp.rows(-FAR, float(servers * BIN_S), (len(bins),))
        for offset in range(touched):
            b = begins_s // BIN_S + offset
            overlap_s = np.minimum(ends_s, (b + 1) * BIN_S) - np.maximum(begins_s, b * BIN_S)
            inside = overlap_s > 0
            self.lp.add(rows[np.searchsorted(bins, b[inside])], columns[inside], overlap_s[inside])

    # ---- sites and quotas --------------------------------------------------------------------------------------

    def _sites(self) -> None:
        given, usage = self.given, self.given.kinds.usage
        for w, way in enumerate(self.problem.ways):
            p = self.columns[w].p
            for i, r in enumerate(way.sites if p is not None else ()):
                for room, needs in ((given.places[r], (0, 1)), (given.beds[r], (2,))):
                    if p is not None and np.isfinite(room):
                        row = self.lp.rows(-FAR, [float(max(room, 0.0))])
                        self.lp.add(row[:, None, None], p[:, i], usage[:, needs].sum(axis=1)[None, :, None])

    def _quotas(self) -> None:
        people = self.given.kinds.usage.sum(axis=1)
        for i, quota in enumerate(self.problem.quotas):
            inside = [(out.t_s >= quota.from_s) & (out.t_s < quota.until_s) for out in self.departures]
            if np.isfinite(self.given.quota_people[i]):
                row = self.lp.rows(-FAR, [float(self.given.quota_people[i])])
                for columns, now in zip(self.columns, inside, strict=True):
                    if columns.p is not None:
                        self.lp.add(row[:, None, None, None], columns.p[..., now], people[None, None, :, None])
            if np.isfinite(self.given.quota_vehicles[i]):
                row = self.lp.rows(-FAR, [float(self.given.quota_vehicles[i])])
                for columns, now in zip(self.columns, inside, strict=True):
                    for x in columns.x.values():
                        self.lp.add(row[:, None, None], x[:, now], 1.0)

    def answer(self) -> Intent | None:
        """Solve it, with whole vehicles where there are not too many; None where HiGHS finds no optimum."""
        optimum = self.lp.minimise(crossover=True)
        if optimum is None:
            return None
        vehicles = np.concatenate([y.reshape(-1) for columns in self.columns for y in columns.y.values()])
        if (optimum.values[vehicles] > USED).sum() <= MOST_WHOLE:
            optimum = self.lp.in_whole_numbers(optimum, vehicles)
        v = optimum.values
        shape = len(self.problem.assembly), len(self.given.kinds.kinds)
        return Intent(
            departures=self.departures,
            vehicles=tuple({key: v[y] for key, y in columns.y.items()} for columns in self.columns),
            people=tuple(
                v[columns.p] if columns.p is not None else np.zeros((shape[0], len(way.sites), shape[1], 0))
                for columns, way in zip(self.columns, self.problem.ways, strict=True)
            ),
        )


def _use_bay(
    held: dict[tuple[str, str], tuple[int, _Uses]],
    place: Place,
    vehicle_class: VehicleClass,
    use: tuple[Index, Ints, int],
) -> None:
    pool = place.bay_pool(vehicle_class.id)
    if pool is not None:
        held.setdefault((place.id, pool[0]), (pool[1], _Uses()))[1].add(*use)


def _dimensions(problem: Problem, kinds: Parties) -> tuple[Floats, list[Floats]]:
    """Places by need, and again those of them beside which there are enough seats for a whole household.

    Two ambulances with two seats each do not make one with four.

    Returns:
        usage [kind, dimension], and for each class capacity [layout, dimension].
    """
    layouts = [capacity.astype(float) for capacity in problem.capacity]
    usage, rooms = [kinds.usage], [[of] for of in layouts]
    for need in (1, 2):
        for seats in sorted({int(layout[0]) for of in layouts for layout in of if layout[need]}):
            many = np.where(kinds.usage[:, 0] > seats, kinds.usage[:, need], 0.0)
            if many.any():
                usage.append(many[:, None])
                for room, of in zip(rooms, layouts, strict=True):
                    room.append(np.where(of[:, 0] > seats, of[:, need], 0.0)[:, None])
    return np.concatenate(usage, axis=1), [np.concatenate(room, axis=1) for room in rooms]
