"""The exact best of a small operation without gates, for comparison: a flow of vehicles over every minute, in HiGHS.

Vehicles of a class are alike, so whole numbers of them start to load, drive, unload and drive back; people are counted
by where they wait. Where every household is one person, times are whole minutes and loading takes as long for few as
for many, that is the operation itself: an earliest schedule of such drives has whole minutes only, and a vehicle may
wait where it loads instead of anywhere before. Households of several are parted here, so that what is proved for them
is still a bound.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from benchmarks.published.drawing import MINUTE_S
from safepassage.domain.fleet import VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.places import Place
from safepassage.planning.problem import closed_for_good_s
from safepassage.roads.travel_times import TravelTimes, travel_times
from safepassage.rules.outcome import LEFT_BEHIND_HORIZONS

GAP = 1e-6


@dataclass(frozen=True, slots=True)
class Best:
    """What HiGHS found and proved within its seconds.

    Attributes:
        value: of the best it found; None where it found none.
        bound: nothing is better; None where nothing is proved.
    """

    value: float | None
    bound: float | None


def least_person_s(operation: Operation, seconds: float) -> Best:
    """The least time in danger, in person-seconds; whoever is left behind costs twice the horizon."""
    return _Model(operation, operation.horizon_s).least_person_s(seconds)


def most_carried(operation: Operation, by_s: int, seconds: float) -> Best:
    """How many people can have arrived by then at the most; the bound is from above."""
    return _Model(operation, by_s).most_carried(seconds)


@dataclass
class _Rows:
    """Rows over columns that are added one after the other."""

    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)

    def column(self, upper: float, *, whole: bool) -> int:
        self.cost.append(0.0)
        self.upper.append(upper)
        self.whole.append(int(whole))
        return len(self.cost) - 1

    def row(self, low: float, terms: Iterable[tuple[float, int]], high: float) -> None:
        at = len(self.low)
        self.low.append(low)
        self.high.append(high)
        self.entries += [(at, column, coefficient) for coefficient, column in terms]

    def minimise(self, cost: list[float], seconds: float) -> tuple[float | None, float | None]:
        """(value, bound)."""
        r, c, v = (np.array(part) for part in zip(*self.entries, strict=True))
        matrix = coo_array((v, (r, c)), shape=(len(self.low), len(cost))).tocsc()
        found = milp(
            np.array(cost),
            integrality=np.array(self.whole),
            bounds=Bounds(np.zeros(len(cost)), np.array(self.upper)),
            constraints=LinearConstraint(matrix, np.array(self.low), np.array(self.high)),
            options={"time_limit": seconds, "mip_rel_gap": GAP},
        )
        bound = found.get("mip_dual_bound")
        return found.fun, None if bound is None or not np.isfinite(bound) else float(bound)


class _Model:
    """The flow up to a time; (k, a, r, t) is a trip of class k that starts loading at minute t."""

    def __init__(self, operation: Operation, by_s: int) -> None:
        _refuse(operation)
        self.operation, self.horizon, self.times = operation, by_s // MINUTE_S, travel_times(operation)
        self.waiting = {place.id: 0 for place in operation.assembly_points}
        for household in operation.leaving:
            self.waiting[household.at] += household.people
        self.rows = _Rows()
        self.trips: dict[tuple[str, str, str, int], int] = {}
        self.aboard: dict[tuple[str, str, str, int], int] = {}
        self.unloading: dict[tuple[str, str, int], int] = {}
        for vehicles in operation.fleet:
            self._drive(vehicles)
        self._people()
        self._bays()

    def least_person_s(self, seconds: float) -> Best:
        """The least time in danger."""
        left_s = LEFT_BEHIND_HORIZONS * self.operation.horizon_s
        cost = [0.0] * len(self.rows.cost)
        for key, column in self.aboard.items():
            cost[column] = float(self._arrives(key) * MINUTE_S - left_s)
        value, bound = self.rows.minimise(cost, seconds)
        everybody = float(left_s * sum(self.waiting.values()))
        return Best(None if value is None else value + everybody, None if bound is None else bound + everybody)

    def most_carried(self, seconds: float) -> Best:
        """Most people who have arrived."""
        cost = [0.0] * len(self.rows.cost)
        for column in self.aboard.values():
            cost[column] = -1.0
        value, bound = self.rows.minimise(cost, seconds)
        return Best(None if value is None else -value, None if bound is None else -bound)

    def _arrives(self, key: tuple[str, str, str, int]) -> int:
        k, a, r, t = key
        return t + self._loading(k) + self._minutes(a, r, k)

    def _loading(self, k: str) -> int:
        return self.operation.vehicle_class[k].loading.fixed_s // MINUTE_S

    def _unloading(self, k: str) -> int:
        return self.operation.vehicle_class[k].unloading.fixed_s // MINUTE_S

    def _minutes(self, origin: str, destination: str, k: str) -> int:
        return _minutes(self.times, origin, destination, k)

    def _drive(self, vehicles: VehicleClass) -> None:
        """Every vehicle of a class from where it starts, to load, to unload, and back."""
        k, operation, rows = vehicles.id, self.operation, self.rows
        points = [p.id for p in operation.assembly_points if _has_bay(p, k)]
        sites = [s.id for s in operation.reception_sites if _has_bay(s, k)]
        comes, goes = self._start(vehicles, points), defaultdict[tuple[str, int], list[int]](list)
        seats = vehicles.layouts[0].seats
        reaches, empties = defaultdict[tuple[str, int], list[int]](list), dict[tuple[str, int], int]()
        for a, r, t in product(points, sites, range(self.horizon)):
            key = (k, a, r, t)
            leaves_s = (t + self._loading(k)) * MINUTE_S
            if self._arrives(key) > self.horizon or leaves_s > closed_for_good_s(operation, a):
                continue
            self.trips[key] = trip = rows.column(vehicles.count, whole=True)
            self.aboard[key] = people = rows.column(seats * vehicles.count, whole=False)
            rows.row(-np.inf, [(1, people), (-seats, trip)], 0)
            goes[a, t].append(trip)
            reaches[r, self._arrives(key)].append(trip)
        for r in sites:
            self._unload(k, r, reaches, empties)
        for (r, t), unloaded in empties.items():
            backs = []
            for a in points:
                if t + self._minutes(r, a, k) < self.horizon:
                    back = rows.column(vehicles.count, whole=True)
                    backs.append((1.0, back))
                    comes[a, t + self._minutes(r, a, k)].append(back)
            rows.row(-np.inf, [*backs, (-1.0, unloaded)], 0)
        for a in points:
            self._wait((comes, goes), a, vehicles.count)

    def _start(self, vehicles: VehicleClass, points: list[str]) -> dict[tuple[str, int], list[int]]:
        comes = defaultdict[tuple[str, int], list[int]](list)
        for pool in vehicles.pools:
            sent = []
            for a in points:
                at = pool.available_from_s // MINUTE_S + self._minutes(pool.start, a, vehicles.id)
                if at < self.horizon:
                    column = self.rows.column(pool.count, whole=True)
                    sent.append((1.0, column))
                    comes[a, at].append(column)
            self.rows.row(-np.inf, sent, pool.count)
        return comes

    def _unload(
        self, k: str, r: str, reaches: Mapping[tuple[str, int], list[int]], empties: dict[tuple[str, int], int]
    ) -> None:
        """Loaded vehicles may wait for a bay."""
        waits: int | None = None
        count = self.operation.vehicle_class[k].count
        for t in range(self.horizon + 1):
            starts, stays = self.rows.column(count, whole=True), self.rows.column(count, whole=False)
            self.unloading[k, r, t] = starts
            empties[r, t + self._unloading(k)] = starts
            arrived = [(1.0, trip) for trip in reaches.get((r, t), ())]
            before = [] if waits is None else [(1.0, waits)]
            self.rows.row(0, [*arrived, *before, (-1.0, starts), (-1.0, stays)], 0)
            waits = stays

    def _wait(
        self, moves: tuple[Mapping[tuple[str, int], list[int]], Mapping[tuple[str, int], list[int]]], a: str, count: int
    ) -> None:
        """Empty vehicles may wait where they load."""
        comes, goes = moves
        waits: int | None = None
        for t in range(self.horizon):
            stays = self.rows.column(count, whole=False)
            into = [(1.0, column) for column in comes.get((a, t), ())]
            before = [] if waits is None else [(1.0, waits)]
            out = [(-1.0, column) for column in goes.get((a, t), ())]
            self.rows.row(0, [*into, *before, *out, (-1.0, stays)], 0)
            waits = stays

    def _people(self) -> None:
        by_point, by_site = (
            defaultdict[str, list[tuple[float, int]]](list),
            defaultdict[str, list[tuple[float, int]]](list),
        )
        for (_, a, r, _), column in self.aboard.items():
            by_point[a].append((1.0, column))
            by_site[r].append((1.0, column))
        for a, terms in by_point.items():
            self.rows.row(0, terms, self.waiting[a])
        for r, terms in by_site.items():
            places = self.operation.place[r].places
            if places is not None:
                self.rows.row(0, terms, places)

    def _bays(self) -> None:
        """Those who started so short a while ago that they still hold a bay."""
        loading = {(k, a, t): list[int]() for k, a, _, t in self.trips}
        for (k, a, _, t), column in self.trips.items():
            loading[k, a, t].append(column)
        unloading = {key: [column] for key, column in self.unloading.items()}
        for place in self.operation.places:
            starts, lasts = (loading, self._loading) if not place.receives else (unloading, self._unloading)
            pools = defaultdict[tuple[str, int], list[str]](list)
            for k in self.operation.vehicle_class:
                pool = place.bay_pool(k)
                if pool is not None:
                    pools[pool].append(k)
            for ((_, bays), classes), t in product(pools.items(), range(self.horizon)):
                held = [
                    (1.0, column)
                    for k in classes
                    for earlier in range(max(0, t - lasts(k) + 1), t + 1)
                    for column in starts.get((k, place.id, earlier), ())
                ]
                if held:
                    self.rows.row(0, held, bays)


def _minutes(times: TravelTimes, origin: str, destination: str, k: str) -> int:
    found = times.shortest(origin, destination, k)
    if found is None:
        raise ValueError(f"class '{k}': no road from '{origin}' to '{destination}', which this model needs")
    return found // MINUTE_S


def _has_bay(place: Place, k: str) -> bool:
    pool = place.bay_pool(k)
    return pool is None or pool[1] > 0


def _refuse(operation: Operation) -> None:
    """Raises ValueError for what the model cannot say."""
    every = {site.id for site in operation.reception_sites}
    needs = (
        (not operation.corridor.routes, "has no gates"),
        (all(set(h.destinations) == every for h in operation.leaving), "lets everybody accept every site"),
        (all(not h.ready_s and h.seated == h.people for h in operation.leaving), "has everybody seated and ready"),
        (all(len(k.layouts) == 1 and k.duty is None and not k.own_car for k in operation.fleet), "has plain vehicles"),
        (all(h.until_s is None and h.place is not None for h in operation.hazards), "closes places for good only"),
    )
    for holds, what in needs:
        if not holds:
            raise ValueError(f"operation '{operation.name}': the exact reference is for one that {what}")
