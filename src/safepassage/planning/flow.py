"""The time-expanded linear programme over vehicle classes: its values guide the dispatcher, its duals make the bound.

Trips are cut at their crossing t. All vehicles of a class that cross in a slot meet there, so a trip is two halves that
are equal in number: from an assembly point to the slot (x), and from the slot to a reception site (z), by layout.

    minimise    sum w_k (t + down_r) P[r,k,t] + sum 2 H w_k u[d,k]
    subject to  sum_t Q[a,k,t] + left[a,k]      = people at a                     (at)
                sum_t P[r,k,t]                  = sum_d m[d,r,k]                  (to)
                sum_r m[d,r,k] + u[d,k]         = people who accept the set d     (choosing)
                sum_a Q[a,k,t]                  = sum_r P[r,k,t]                  (through)
                sum_a x[c,l,a,t]                = sum_r z[c,l,r,t]                (meet)
                Q, P                           <= places aboard                   (aboard)
                vehicle-seconds bound in a bin <= vehicles x bin                  (vehicles)
                vehicles in an escort cycle    <= escorts x convoy size           (escorts), likewise (headway)
                inspection since the opening   <= lanes x time since the opening  (lanes)
                families so far                <= lines over patients so far      (families), likewise wheelchair users
                crossed so far                 <= ready in time                   (late)
                own cars, places, beds, quotas

Where convoys keep a clock and the programme would be large, departures that follow each other are merged: as many
vehicles as all of them take, spread evenly over them.

It is solved on a clock of slots. That makes it no bound by itself: `bound` turns its duals into one that holds for
every second in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from safepassage.planning.commodities import (
    BESIDE,
    CAPACITY_OF_NEED,
    FAMILY,
    SEATED,
    STRETCHER,
    WHEELCHAIR,
    Commodities,
    pairs,
    rough,
)
from safepassage.planning.cycle import Cycle, cars_by, first_crossing_s
from safepassage.planning.linear_programme import Index, LinearProgramme, Optimum
from safepassage.planning.merge import Merged, coarse_bins, falling, is_coarse, merged, spread
from safepassage.planning.problem import NEVER, Floats, Ints, Problem, Way, per_need_s
from safepassage.planning.steps import keeps_clock, ready_at, sent_s, window_of
from safepassage.rules.outcome import LEFT_BEHIND_HORIZONS

FAR = np.inf

SMALL = 30_000
"""Columns of a programme up to which a vertex is asked for: its prices are fewer, and clear."""

TOGETHER_S = 900
"""In free running, the parts of a household enter the corridor within this time of each other (rule ``convoys``)."""


@dataclass
class _Columns:
    """Index arrays of columns; those of way w are lists by w."""

    x: list[dict[tuple[int, int], Index]] = field(default_factory=list)
    """[w][c, load] -> (assembly points, slots)."""
    z: list[dict[tuple[int, int], Index]] = field(default_factory=list)
    """[w][c, load] -> (sites of the way, slots)."""
    q: list[Index] = field(default_factory=list)
    """[w] -> (assembly points, kinds, slots)."""
    p: list[Index] = field(default_factory=list)
    """[w] -> (sites of the way, kinds, slots)."""
    going: Index = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Of `Pairs`."""


@dataclass
class _Rows:
    """Index arrays of the rows of which duals are wanted."""

    at: Index
    to: Index
    vehicles: dict[int, Index] = field(default_factory=dict)
    chains: dict[int, Index] = field(default_factory=dict)
    cars: dict[int, list[Index]] = field(default_factory=dict)
    escorts: dict[int, Index] = field(default_factory=dict)
    headway: dict[int, Index] = field(default_factory=dict)
    convoys: dict[int, Index] = field(default_factory=dict)
    lanes: dict[int, Index] = field(default_factory=dict)
    families: Index | None = None
    late: list[Index] = field(default_factory=list)
    places: dict[int, Index] = field(default_factory=dict)
    beds: dict[int, Index] = field(default_factory=dict)
    quota_people: dict[int, Index] = field(default_factory=dict)
    quota_vehicles: dict[int, Index] = field(default_factory=dict)


@dataclass(frozen=True)
class Duals:
    """Prices of the rows, as the bound uses them; all but the first two are at least 0 and in weighted seconds.

    Attributes:
        at: [a, kind], to: [r, kind]: their sum is what carrying a person is worth.
        vehicles: class -> per vehicle-second in each bin.
        cars: class -> [a, moment] per car that has crossed by a moment of `Flow.ready_at`, or at all.
        escorts, headway: way -> per vehicle in the window that begins at each departure.
        lanes: way -> per second of inspection of whoever crosses at each departure or before, within its window.
        families: [cut, slot over all ways] per follower who has crossed.
        late: [entry of `Commodities.late`, moment of `Flow.ready_at`] per person of it who has crossed.
        places, beds: reception site -> per person.
        quota_people, quota_vehicles: quota -> per person, vehicle.
    """

    at: Floats
    to: Floats
    vehicles: dict[int, Floats]
    cars: dict[int, Floats]
    escorts: dict[int, Floats]
    headway: dict[int, Floats]
    lanes: dict[int, Floats]
    families: Floats
    late: Floats
    places: dict[int, float]
    beds: dict[int, float]
    quota_people: dict[int, float]
    quota_vehicles: dict[int, float]


@dataclass(frozen=True)
class Flow:
    """What the linear programme answers.

    Attributes:
        slots: for each way, its crossing times; where departures are merged, those in the middle.
        departures: for each way, the crossing times to which `Duals` of convoys and lanes belong.
        bins: for each class the edges of the bins in which its vehicle-seconds are counted.
        value: of the programme; no bound.
        size: columns of the programme.
        x: [w][c, load] -> (a, slot); z: [w][c, load] -> (site of the way, slot): vehicles.
        q: [w] -> (a, kind, slot); p: [w] -> (site of the way, kind, slot): people.
        going: (choice, site) -> [kind] people.
        ready_at: the moments by which those who are ready are counted.
        moments: the axis of `Duals.families`: every slot of every way, the last one put off to the horizon, for by
            then a family that has gone has its patients with it, whenever they went.
    """

    slots: tuple[Ints, ...]
    departures: tuple[Ints, ...]
    bins: tuple[Ints, ...]
    ready_at: Ints
    moments: Ints
    value: float
    size: int
    x: list[dict[tuple[int, int], Floats]]
    z: list[dict[tuple[int, int], Floats]]
    q: list[Floats]
    p: list[Floats]
    going: dict[tuple[int, int], Floats]
    duals: Duals


def flow(
    problem: Problem,
    people: Commodities,
    cycles: tuple[Cycle | None, ...],
    slots: tuple[Ints, ...],
    bins: tuple[Ints, ...],
    loads: tuple[Ints, ...],
) -> Flow | None:
    """Solve the programme; None where HiGHS finds no optimum or nobody can be carried.

    Args:
        problem: the operation.
        people: who is to be carried.
        cycles: of its classes.
        slots: [way] crossing times.
        bins: [class] edges of the bins in which its vehicle-seconds are counted.
        loads: [class] what its vehicles carry, as [load, need]: its layouts, full, and lighter loads that take less
            time to board.
    """
    if not people.kinds or not any(len(s) for s in slots):
        return None
    builder = _Builder(problem, people, cycles, merged(problem, len(people.kinds), slots, loads), bins, loads)
    builder.build()
    optimum = builder.lp.minimise(crossover=builder.lp.size <= SMALL)
    return None if optimum is None else builder.answer(optimum)


class _Builder:
    """Builds the programme block by block and reads the answer back."""

    def __init__(
        self,
        problem: Problem,
        people: Commodities,
        cycles: tuple[Cycle | None, ...],
        merged: tuple[Merged, ...],
        bins: tuple[Ints, ...],
        loads: tuple[Ints, ...],
    ) -> None:
        self.problem, self.people, self.cycles = problem, people, cycles
        self.merged, self.loads = merged, loads
        self.slots, self.last = tuple(each.middle for each in merged), tuple(each.last for each in merged)
        self.chained = [keeps_clock(problem, c) and not is_coarse(merged) for c in range(len(cycles))]
        self.bins = coarse_bins(problem, cycles, merged) if is_coarse(merged) else bins
        self.lp = LinearProgramme()
        self.columns = _Columns()
        self.moments = np.unique(np.concatenate(self.last))
        self.moments[-1:] = problem.horizon_s
        self.ready_at = ready_at(problem, people.late, self.last)
        kinds = len(people.kinds)
        self.rows = _Rows(
            at=self.lp.rows(people.at, people.at),
            to=self.lp.rows(0.0, 0.0, (len(problem.reception), kinds)),
        )

    def build(self) -> None:
        self._people()
        for w in range(len(self.problem.ways)):
            self._way(w)
        self._vehicles()
        self._cars()
        self._families()
        self._late()
        self._sites()
        self._quotas()

    def _people(self) -> None:
        """Everybody is carried to a site of their choice or left behind."""
        people = self.people
        left = self.lp.columns(np.zeros(people.at.shape), people.at)
        self.lp.add(self.rows.at, left, 1.0)
        self.rough = rough(self.problem, people)
        of = self.rough.choosing
        d, k = np.nonzero(of)
        choosing = self.lp.rows(of[d, k], of[d, k])
        charge = LEFT_BEHIND_HORIZONS * self.problem.horizon_s * people.weight.astype(float)
        self.lp.add(choosing, self.lp.columns(charge[k], of[d, k]), 1.0)
        row = np.zeros(of.shape, dtype=np.int64)
        row[d, k] = choosing
        self.going = pairs(self.rough)
        at, k = self.going.choice[self.going.pair], self.going.kind
        self.columns.going = self.lp.columns(np.zeros(len(k)), of[at, k])
        self.lp.add(row[at, k], self.columns.going, 1.0)
        self.lp.add(self.rows.to[self.going.site[self.going.pair], k], self.columns.going, -1.0)

    def _way(self, w: int) -> None:
        way, t = self.problem.ways[w], self.slots[w]
        shape_a, shape_r = (len(self.problem.assembly), len(t)), (len(way.sites), len(t))
        kinds = len(self.people.kinds)
        allowed = self._allowed(w)
        cost = self.people.weight[None, :, None] * (t[None, None, :] + self._fastest_s(w)[:, None, None])
        q = self.lp.columns(np.zeros((shape_a[0], kinds, len(t))), np.where(allowed[None], FAR, 0.0))
        p = self.lp.columns(cost.astype(float), np.where(allowed[None], FAR, 0.0))
        self.columns.q.append(q)
        self.columns.p.append(p)
        self.lp.add(self.rows.at[:, :, None], q, 1.0)
        self.lp.add(self.rows.to[list(way.sites)][:, :, None], p, 1.0)
        through = self.lp.rows(0.0, 0.0, (kinds, len(t)))
        self.lp.add(through[None], q, 1.0)
        self.lp.add(through[None], p, -1.0)
        aboard_a = self.lp.rows(-FAR, 0.0, (*shape_a, 3))
        aboard_r = self.lp.rows(-FAR, 0.0, (*shape_r, 3))
        for k, kind in enumerate(self.people.kinds):
            self.lp.add(aboard_a[:, :, CAPACITY_OF_NEED[kind.need]], q[:, k], 1.0)
            self.lp.add(aboard_r[:, :, CAPACITY_OF_NEED[kind.need]], p[:, k], 1.0)
        self.columns.x.append({})
        self.columns.z.append({})
        for c in range(len(self.problem.classes)):
            self._class(w, c, aboard_a, aboard_r)
        self._convoys(w)
        self._lanes(w)

    def _allowed(self, w: int) -> np.ndarray:
        """(kind, slot): the stages let the kind's stream cross then."""
        allowed = np.ones((len(self.people.kinds), len(self.slots[w])), dtype=bool)
        for quota in self.problem.quotas:
            inside = (self.slots[w] >= quota.from_s) & (self.slots[w] < quota.until_s)
            for k, kind in enumerate(self.people.kinds):
                if quota.streams and kind.stream not in quota.streams:
                    allowed[k] &= ~inside
        return allowed

    def _fastest_s(self, w: int) -> Floats:
        """For each site of the way, the shortest seconds from crossing to arrival."""
        down_s = np.where(self.problem.down_s == NEVER, np.inf, self.problem.down_s)
        fastest_s = down_s.min(axis=(0, 1), initial=np.inf)[list(self.problem.ways[w].sites)]
        return np.where(np.isinf(fastest_s), LEFT_BEHIND_HORIZONS * self.problem.horizon_s, fastest_s)

    def _class(self, w: int, c: int, aboard_a: Index, aboard_r: Index) -> None:
        problem, t = self.problem, self.slots[w]
        sites = problem.ways[w].sites
        every_a = range(len(problem.assembly))
        reach = np.array([[problem.possible(c, a, r) for r in sites] for a in every_a], dtype=bool)
        if not reach.any():
            return
        first_s = [first_crossing_s(problem, self.cycles[c], c, a, w) for a in range(len(problem.assembly))]
        some_site, some_a = np.asarray(reach.any(axis=1)), np.asarray(reach.any(axis=0))
        leaves = (self.last[w][None] >= np.array(first_s)[:, None]) & some_site[:, None]
        for load, capacity in enumerate(self.loads[c]):
            x = self.lp.columns(np.zeros(leaves.shape), np.where(leaves, FAR, 0.0))
            z = self.lp.columns(np.zeros((len(sites), len(t))), np.where(some_a[:, None], FAR, 0.0))
            self.columns.x[w][c, load], self.columns.z[w][c, load] = x, z
            meet = self.lp.rows(0.0, 0.0, (len(t),))
            self.lp.add(meet[None], x, 1.0)
            self.lp.add(meet[None], z, -1.0)
            self.lp.add(aboard_a, x[:, :, None], -capacity.astype(float))
            self.lp.add(aboard_r, z[:, :, None], -capacity.astype(float))

    def _convoys(self, w: int) -> None:
        way = self.problem.ways[w]
        if way.rule is None or not self.columns.x[w]:
            return
        vehicles = np.concatenate(list(self.columns.x[w].values()))
        if self.merged[w].is_coarse:
            self.rows.convoys[w] = self.lp.rows(-FAR, self.merged[w].convoys * way.rule.max_vehicles)
            self.lp.add(self.rows.convoys[w][None], vehicles, 1.0)
            return
        if way.rule.escorts and way.rule.escort_cycle_s:
            most = way.rule.escorts * way.rule.max_vehicles
            self.rows.escorts[w] = self._windows(w, way.rule.escort_cycle_s, vehicles, most)
        if way.rule.headway_s:
            self.rows.headway[w] = self._windows(w, way.rule.headway_s, vehicles, way.rule.max_vehicles)

    def _windows(self, w: int, length_s: int, vehicles: Index, most: int) -> Index:
        """Rows: at most so many vehicles in [begin, begin + length), from every `row_begins_s`."""
        t, begins = self.slots[w], row_begins_s(self.problem.ways[w], self.slots[w])
        rows = self.lp.rows(-FAR, float(most), (len(t),))
        for offset in range(len(t)):
            inside = np.flatnonzero(t[offset:] < begins[: len(t) - offset] + length_s)
            if not inside.size:
                break
            self.lp.add(rows[inside][None], vehicles[:, inside + offset], 1.0)
        return rows

    def _lanes(self, w: int) -> None:
        """Inspection since the window's opening, carried from slot to slot by a column."""
        way, t = self.problem.ways[w], self.last[w]
        if not way.lanes or not self.problem.inspection_s[:, w].any():
            return
        window = window_of(t, way.lanes_open_s)
        since_s = t - way.lanes_open_s[window]
        so_far = self.lp.columns(np.zeros(len(t)), way.lanes * since_s.astype(float))
        rows = self.lp.rows(0.0, FAR, (len(t),))
        self.lp.add(rows, so_far, 1.0)
        same = np.flatnonzero(window[1:] == window[:-1]) + 1
        self.lp.add(rows[same], so_far[same - 1], -1.0)
        for (c, _), x in self.columns.x[w].items():
            self.lp.add(rows[None], x, -float(self.problem.inspection_s[c, w]))
        self.rows.lanes[w] = rows

    def _vehicles(self) -> None:
        """Vehicle-seconds in every bin, each trip with the service times of a full load.

        Where a smaller load would make the first departure, or be back before the gate closes, so does the full one:
        otherwise such trips would have no price.
        """
        for c, cycle in enumerate(self.cycles):
            if cycle is None:
                continue
            if self.chained[c]:
                self._chain(c, cycle)
                continue
            rows = self.lp.rows(-FAR, vehicle_seconds(cycle.available, self.bins[c]).astype(float))
            self.rows.vehicles[c] = rows
            for load in range(len(self.loads[c])):
                self._load_seconds(c, cycle, load, rows)

    def _chain(self, c: int, cycle: Cycle) -> None:
        """Vehicles of a class that keeps the clock stand ready, are sent, come back, from node to node."""
        nodes_s = self.bins[c][:-1][np.diff(self.bins[c]) == 1]
        there = np.searchsorted(nodes_s, cycle.available)
        have = np.bincount(there, minlength=len(nodes_s) + 1)[: len(nodes_s)].astype(float)
        rows = self.rows.chains[c] = self.lp.rows(have, have)
        ready = self.lp.columns(np.zeros(len(nodes_s)))
        self.lp.add(rows, ready, 1.0)
        self.lp.add(rows[1:], ready[:-1], -1.0)
        for w, t in enumerate(self.slots):
            for (of, load), x in self.columns.x[w].items():
                if of != c:
                    continue
                z, (loading_s, unloading_s) = self.columns.z[w][c, load], self._service_s(c, load)
                for a in np.flatnonzero(self.problem.up_s[c, :, w] != NEVER):
                    node = np.searchsorted(nodes_s, sent_s(cycle, int(a), w, t, loading_s))
                    self.lp.add(rows[node], x[a], 1.0)
                for r, back in zip(self.problem.ways[w].sites, z, strict=True):
                    if (down_s := self._down_s(c, r)) != NEVER:
                        spare_s = np.clip(cycle.spare_s(r, t + down_s), 0, unloading_s)
                        node = np.searchsorted(nodes_s, cycle.ends_s(r, t + down_s) + spare_s)
                        inside = node < len(nodes_s)
                        self.lp.add(rows[node[inside]], back[inside], -1.0)

    def _service_s(self, c: int, load: int) -> tuple[int, int]:
        """What loading and unloading a load take longer than the smallest one."""
        vehicle_class, aboard = self.problem.classes[c], self.loads[c][load]
        return int(per_need_s(vehicle_class.loading) @ aboard), int(per_need_s(vehicle_class.unloading) @ aboard)

    def _load_seconds(self, c: int, cycle: Cycle, load: int, rows: Index) -> None:
        """Where departures are merged, the vehicles of a column are spread evenly over them."""
        loading_s, unloading_s = self._service_s(c, load)
        for w, each in enumerate(self.merged):
            if (c, load) not in self.columns.x[w]:
                continue
            t = each.departures
            for a, x in enumerate(self.columns.x[w][c, load]):
                if self.problem.up_s[c, a, w] != NEVER:
                    self._bound(c, rows, x, each, (sent_s(cycle, a, w, t, loading_s), t))
            for r, z in zip(self.problem.ways[w].sites, self.columns.z[w][c, load], strict=True):
                if (down_s := self._down_s(c, r)) != NEVER:
                    spare_s = np.clip(cycle.spare_s(r, t + down_s), 0, unloading_s)
                    self._bound(c, rows, z, each, (t, cycle.ends_s(r, t + down_s) + spare_s))

    def _down_s(self, c: int, r: int) -> int:
        found = self.problem.down_s[c, :, r]
        return int(found[found != NEVER].min(initial=np.iinfo(np.int64).max)) if (found != NEVER).any() else NEVER

    def _bound(self, c: int, rows: Index, columns: Index, merged: Merged, busy: tuple[Ints, Ints]) -> None:
        """`columns` of vehicles that are on their way in [from, until) `busy`, for each departure."""
        for bins, departures, overlap_s in overlaps(self.bins[c], *busy):
            into = merged.of[departures]
            self.lp.add(rows[bins], columns[into], overlap_s / merged.size[into])

    def _cars(self) -> None:
        """An own car leaves once, and not before its household is ready."""
        moments = np.append(self.ready_at, self.problem.horizon_s)
        for c, cycle in enumerate(self.cycles):
            if cycle is not None:
                continue
            self.rows.cars[c] = []
            for a in range(len(self.problem.assembly)):
                ready = cars_by(self.problem, c, a, moments)
                _, rows = self.lp.so_far(ready.astype(float))
                for w, by_key in enumerate(self.columns.x):
                    for x in (x[a] for (of, _), x in by_key.items() if of == c):
                        self.lp.add(rows[np.searchsorted(moments, self.last[w])], x, -1.0)
                self.rows.cars[c].append(rows)

    def _families(self) -> None:
        """Followers so far at most lines over leaders so far; both carried from moment to moment by columns."""
        cuts = self.people.cuts
        if not cuts:
            return
        n = len(self.moments)
        followers = self._so_far({cut.follower for cut in cuts}, late=False)
        leaders = self._so_far({cut.leader for cut in cuts}, late=True)
        self.rows.families = self.lp.rows(-FAR, np.array([float(cut.most) for cut in cuts])[:, None], (len(cuts), n))
        for row, cut in zip(self.rows.families, cuts, strict=True):
            self.lp.add(row, followers[cut.follower], float(cut.per_follower))
            self.lp.add(row, leaders[cut.leader], -float(cut.per_leader))

    def _so_far(self, needs: set[int], *, late: bool) -> dict[int, Index]:
        """For each need columns that count who has crossed by each moment; `late`: who may do so a little later."""
        found = {}
        for need in sorted(needs):
            columns, rows = self.lp.so_far(np.full(len(self.moments), FAR))
            for w, p in enumerate(self.columns.p):
                slack_s = together_s(self.problem.ways[w]) if late else 0
                moment = np.searchsorted(self.moments, self.last[w] - slack_s)
                self.lp.add(rows[moment][None, None], p[:, self.people.of_need(need)], -1.0)
            found[need] = columns
        return found

    def _late(self) -> None:
        """Nobody crosses before they are ready: who has crossed so far, carried from moment to moment by a column."""
        for each in self.people.late:
            ready = each.by(self.ready_at)
            n = int(np.searchsorted(ready, ready[-1]))
            _, rows = self.lp.so_far(ready[:n].astype(float))
            for w, q in enumerate(self.columns.q):
                moment = np.searchsorted(self.ready_at, self.last[w])
                self.lp.add(rows[moment[moment < n]], q[each.a, each.k, moment < n], -1.0)
            self.rows.late.append(rows)

    def _sites(self) -> None:
        seated, lying = self.people.of_need(SEATED, FAMILY, BESIDE, WHEELCHAIR), self.people.of_need(STRETCHER)
        for r, site in enumerate(self.problem.reception):
            w = self.problem.way_of[r]
            p = self.columns.p[w][self.problem.ways[w].sites.index(r)]
            if site.places is not None:
                self.rows.places[r] = self.lp.rows(-FAR, [float(site.places)])
                self.lp.add(self.rows.places[r], p[seated].reshape(-1), 1.0)
            if site.beds is not None:
                self.rows.beds[r] = self.lp.rows(-FAR, [float(site.beds)])
                self.lp.add(self.rows.beds[r], p[lying].reshape(-1), 1.0)

    def _quotas(self) -> None:
        for i, quota in enumerate(self.problem.quotas):
            inside = [(t >= quota.from_s) & (t < quota.until_s) for t in self.slots]
            if quota.people is not None:
                self.rows.quota_people[i] = self.lp.rows(-FAR, [float(quota.people)])
                for w, q in enumerate(self.columns.q):
                    self.lp.add(self.rows.quota_people[i], q[:, :, inside[w]].reshape(-1), 1.0)
            if quota.vehicles is not None:
                self.rows.quota_vehicles[i] = self.lp.rows(-FAR, [float(quota.vehicles)])
                for w, by_key in enumerate(self.columns.x):
                    for x in by_key.values():
                        self.lp.add(self.rows.quota_vehicles[i], x[:, inside[w]].reshape(-1), 1.0)

    def answer(self, optimum: Optimum) -> Flow:
        values, duals = optimum.values, optimum.duals
        rows = self.rows
        departures = tuple(each.departures for each in self.merged)
        ready_at, moments = self.ready_at, self.moments
        if is_coarse(self.merged):
            ready_at = np.unique(np.concatenate(departures))
            moments = np.append(ready_at[:-1], self.problem.horizon_s)

        def price(index: Index) -> Floats:
            return np.maximum(-duals[index], 0.0)

        return Flow(
            slots=self.slots,
            departures=departures,
            bins=self.bins,
            ready_at=ready_at,
            moments=moments,
            value=optimum.objective,
            size=self.lp.size,
            x=[{key: values[i] for key, i in by_key.items()} for by_key in self.columns.x],
            z=[{key: values[i] for key, i in by_key.items()} for by_key in self.columns.z],
            q=[values[i] for i in self.columns.q],
            p=[values[i] for i in self.columns.p],
            going=self.rough.going(self.people, self.going.of(values[self.columns.going], len(self.people.kinds))),
            duals=Duals(
                at=duals[rows.at],
                to=duals[rows.to],
                vehicles={c: price(i) for c, i in rows.vehicles.items()}
                | {c: self._node_prices(c, duals[i]) for c, i in rows.chains.items()},
                cars={
                    c: _told_apart([duals[row] for row in found], len(self.ready_at) + 1)
                    for c, found in rows.cars.items()
                },
                escorts={w: price(i) for w, i in rows.escorts.items()}
                | {w: self.merged[w].between(price(i)) for w, i in rows.convoys.items() if self.merged[w].by_escorts},
                headway={w: price(i) for w, i in rows.headway.items()}
                | {
                    w: self.merged[w].between(price(i))
                    for w, i in rows.convoys.items()
                    if not self.merged[w].by_escorts
                },
                lanes={w: self._lane_prices(w, np.maximum(duals[i], 0.0)) for w, i in rows.lanes.items()},
                families=self._over_departures(price(rows.families))
                if rows.families is not None
                else np.zeros((0, len(moments))),
                late=self._over_departures(_told_apart([duals[i] for i in rows.late], len(self.ready_at))),
                places={r: float(price(i)[0]) for r, i in rows.places.items()},
                beds={r: float(price(i)[0]) for r, i in rows.beds.items()},
                quota_people={i: float(price(row)[0]) for i, row in rows.quota_people.items()},
                quota_vehicles={i: float(price(row)[0]) for i, row in rows.quota_vehicles.items()},
            ),
        )

    def _node_prices(self, c: int, potentials: Floats) -> Floats:
        """What a vehicle is worth at a node is the sum of the prices from there on; undo the sum, bin by bin."""
        found = np.zeros(len(self.bins[c]) - 1)
        found[np.diff(self.bins[c]) == 1] = _told_apart([-potentials], len(potentials))[0]
        return found

    def _over_departures(self, price: Floats) -> Floats:
        """[..., moment] prices of slots at moments; see `spread`."""
        if not is_coarse(self.merged):
            return price
        every = np.unique(np.concatenate([each.departures for each in self.merged]))
        return spread(price, np.unique(np.concatenate(self.last)), every)

    def _lane_prices(self, w: int, carried: Floats) -> Floats:
        """What the row at a slot is worth is the sum of the prices at it and after it in its window; undo the sum."""
        window = window_of(self.last[w], self.problem.ways[w].lanes_open_s)
        after = np.append(np.where(window[1:] == window[:-1], carried[1:], 0.0), 0.0)
        price = np.maximum(carried - after, 0.0)
        if not self.merged[w].is_coarse:
            return np.asarray(price)
        departures = self.merged[w].departures
        found, opened = np.zeros(len(departures)), window_of(departures, self.problem.ways[w].lanes_open_s)
        for number in np.unique(window):
            here, over = window == number, opened == number
            found[over] = falling(price[here], self.last[w][here], departures[over])
        return found


def _told_apart(carried: list[Floats], moments: int) -> Floats:
    """[row, moment] What a moment's row is worth is the sum of the prices from it on; undo the sums."""
    found = np.zeros((len(carried), moments))
    for row, duals in zip(found, carried, strict=True):
        row[: len(duals)] = np.maximum(duals - np.append(duals[1:], 0.0), 0.0)
    return found


def together_s(way: Way) -> int:
    """How far the parts of a household may cross apart from each other: in one convoy, not at all."""
    return 0 if way.rule is not None else TOGETHER_S


def row_begins_s(way: Way, slots: Ints) -> Ints:
    """Where the rows of escorts and headways begin: right after the slot before, at the earliest when a window opens.

    So a vehicle that crosses between two slots pays at least what it would pay at the later one.
    """
    opens = np.array([opens for opens, _ in way.windows], dtype=np.int64)
    opened = opens[window_of(slots, opens)]
    return np.asarray(np.maximum(np.append(np.iinfo(np.int64).min, slots[:-1] + 1), opened))


def vehicle_seconds(available: Ints, bins: Ints) -> Ints:
    """Seconds that a class's vehicles have in each bin."""
    begins = np.maximum(bins[:-1][None], available[:, None])
    return np.asarray(np.maximum(bins[1:][None] - begins, 0).sum(axis=0))


def overlaps(bins: Ints, begins_s: Ints, ends_s: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Seconds by which intervals overlap bins, as (bins, which intervals, seconds), offset by offset."""
    first = np.clip(np.searchsorted(bins, begins_s, side="right") - 1, 0, len(bins) - 2)
    for offset in range(len(bins)):
        b = first + offset
        inside = np.flatnonzero((b < len(bins) - 1) & (bins[np.minimum(b, len(bins) - 1)] < ends_s))
        if not inside.size:
            return
        at = b[inside]
        seconds = np.minimum(bins[at + 1], ends_s[inside]) - np.maximum(bins[at], begins_s[inside])
        yield at, inside, np.maximum(seconds, 0)
