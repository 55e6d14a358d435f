"""What a vehicle that keeps a clock is worth at the most: its best duty, whatever the prices of everything else.

Where convoys keep a clock a vehicle can cross at few times that are known beforehand, so its duties are paths through
trips, and the best one is found by going backwards in time: what a vehicle is worth that is free from a second on is
the most of what it is worth a second later and, over all trips that begin then, of what the trip is worth and the
vehicle thereafter. That is exact for any prices of people, convoys, lanes and sites, so vehicles need no price of their
own. (The subproblem of a Lagrangian relaxation, solved as a longest path: Geoffrion 1974; Desrosiers et al. 1995, Time
constrained routing and scheduling.)

Loads are told apart by the seconds that boarding and leaving take, in bands: all loads of a band are taken to be worth
as much as the best one, and to take as little time as the quickest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from safepassage.planning.commodities import Commodities
from safepassage.planning.cycle import Cycle, first_crossing_s
from safepassage.planning.flow import Flow
from safepassage.planning.problem import NEVER, Ints, Problem, per_need_s
from safepassage.planning.steps import asks_for_loads, keeps_clock
from safepassage.planning.tariff import NO_ONE, Prices, Tariff

AT_ONCE = 2_000_000
"""Trips that are looked at together."""

BANDS = 24
"""Bands of a layout at the most; narrow where nearly full."""

MOST_LOADS = 50_000
"""Loads of a layout up to which each is looked at."""


@dataclass(frozen=True)
class Priced:
    """An operation with the prices of a bound."""

    problem: Problem
    people: Commodities
    cycles: tuple[Cycle | None, ...]
    flow: Flow
    prices: Prices


def every_fleet_keeps_a_clock(problem: Problem, cycles: Sequence[Cycle | None]) -> bool:
    """True if all trips but those of own cars cross at times that are known beforehand, and take time."""
    return all(
        cycle is None or not _ways(problem, c) or (keeps_clock(problem, c) and _takes_time(problem, c))
        for c, cycle in enumerate(cycles)
    )


def _ways(problem: Problem, c: int) -> list[int]:
    """The ways on which a class can go."""
    return [
        w
        for w, way in enumerate(problem.ways)
        if any(problem.possible(c, a, r) for a in range(len(problem.assembly)) for r in way.sites)
    ]


def _takes_time(problem: Problem, c: int) -> bool:
    """True if no trip of the class ends at the second at which it crosses."""
    down_s = np.where(problem.down_s[c] == NEVER, 1, problem.down_s[c])
    return bool(problem.classes[c].unloading.fixed_s > 0 or (down_s > 0).all())


def duties(priced: Priced) -> tuple[int, tuple[Ints, ...]]:
    """What all vehicles and own cars are worth together at the most; loads that the programme's prices miss.

    Returns:
        in units of the prices; [class] loads as [load, need] that are worth more than the vehicle's time costs by the
        programme's own prices, the costliest first.
    """
    worth, missing = 0, []
    for c, cycle in enumerate(priced.cycles):
        found: list[tuple[int, tuple[int, ...]]] = []
        if cycle is None:
            worth += _cars(priced, c)
        elif ways := _ways(priced.problem, c):
            best = _Best(priced, c, cycle, ways)
            worth += best.of_fleet()
            found = best.underpriced
        loads = list(dict.fromkeys(load for _, load in sorted(found, reverse=True)))
        missing.append(np.array(loads, dtype=np.int64).reshape(-1, 3))
    return worth, tuple(missing)


# ---- own cars ------------------------------------------------------------------------------------------------------


def _cars(priced: Priced, c: int) -> int:
    """An own car leaves once, at the best second after its household is ready."""
    problem, worth = priced.problem, 0
    best = {at: np.zeros(len(ready_s), dtype=np.int64) for at, ready_s in problem.cars_ready_s.items() if at[0] == c}
    for w in _ways(problem, c) if best else ():
        tariff = Tariff(problem, priced.people, priced.flow, priced.prices, c, w)
        for (_, a), of_car in best.items():
            for r in problem.ways[w].sites:
                if problem.possible(c, a, r):
                    _raise_cars(priced, tariff, (c, a, r), of_car)
    return worth + sum(int(of_car.sum()) for of_car in best.values())


def _raise_cars(priced: Priced, tariff: Tariff, at: tuple[int, int, int], of_car: Ints) -> None:
    """Raise what each own car at an assembly point is worth to what it is worth on its way to a site."""
    problem, (c, a, r), w = priced.problem, at, tariff.w
    t = tariff.times(np.array([first_crossing_s(problem, None, c, a, w)]))
    first_s, last_s = first_crossing_s(problem, None, c, a, w), problem.horizon_s - problem.down_s[c, a, r]
    t = t[(t >= first_s) & (t <= last_s)]
    if not len(t):
        return
    over = np.maximum(tariff.best(tariff.persons(np.array([a]), r, t)[:, 0]), 0)
    aboard = np.max([capacity @ over for capacity in problem.capacity[c]], axis=0)
    from_now = np.maximum.accumulate((aboard - tariff.crossing(t))[::-1])[::-1]
    lead_s = int(problem.up_s[c, a, w]) + problem.classes[c].loading.fixed_s
    ready_s = problem.cars_ready_s[c, a] + lead_s
    if problem.ways[w].clock_s:
        first = np.searchsorted(t, ready_s)
    else:
        first = np.maximum(np.searchsorted(t, ready_s, side="right") - 1, 0)
    there = first < len(t)
    of_car[there] = np.maximum(of_car[there], from_now[first[there]])


# ---- fleets --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Bands:
    """Loads of the layouts of a class by the seconds of service that they take.

    Attributes:
        layout: [band] whose loads they are.
        budget_s: [band] seconds of loading and unloading together, at the most.
        before_s, after_s: [band] of loading and of unloading, at the least.
    """

    layout: Ints
    budget_s: Ints
    before_s: Ints
    after_s: Ints


def bands(capacity: Ints, loading: Ints, unloading: Ints, most: int) -> Iterator[tuple[int, int, int]]:
    """The loads that fit into a layout as (budget, before, after), see `_Bands`; the narrower, the fuller it is.

    Args:
        capacity: [need].
        loading: [need] seconds for each person.
        unloading: likewise.
        most: about so many bands.
    """
    service = loading + unloading
    full_s = int(service @ capacity)
    used = service[(capacity > 0) & (service > 0)]
    upper_s, width, number = full_s, int(used.min(initial=max(1, full_s))), 0
    every = _every_load(capacity) if int(np.prod(capacity + 1)) <= MOST_LOADS else None
    taken_s = every @ service if every is not None else None
    while upper_s >= 0:
        lower_s = max(-1, upper_s - width)
        if every is not None and taken_s is not None:
            inside = every[(taken_s > lower_s) & (taken_s <= upper_s)]
            if len(inside):
                yield upper_s, int((inside @ loading).min()), int((inside @ unloading).min())
        else:
            ratios = [(int(loading[n]), int(unloading[n]), int(service[n])) for n in np.flatnonzero(capacity * service)]
            yield (
                upper_s,
                min(((lower_s + 1) * before // each for before, _, each in ratios), default=0),
                min(((lower_s + 1) * after // each for _, after, each in ratios), default=0),
            )
        upper_s, number = lower_s, number + 1
        width = width * 2 if number % max(1, most // 6) == 0 else width
        if lower_s < 0:
            return


def _every_load(capacity: Ints) -> Ints:
    """[load, need] all that fit."""
    return np.array(list(product(*(range(int(n) + 1) for n in capacity))), dtype=np.int64)


def filled(over: Ints, capacity: Ints, service: Ints, budget_s: Ints) -> Ints:
    """[..., band] what a load is worth at the most that takes no more than so many seconds of service.

    With a price on these seconds: any is right, that of the need which earns so much a second is best.

    Args:
        over: [need, ...] what a person is worth, at least 0.
        capacity: [need].
        service: [need] seconds for each person.
        budget_s: [band].
    """
    worth = np.repeat(np.tensordot(capacity, over, 1)[..., None], len(budget_s), axis=-1)
    for need in np.flatnonzero(capacity * service):
        second = -(-over[need] // service[need])
        beyond = np.maximum(over - second * service.reshape(-1, *(1,) * second.ndim), 0)
        worth = np.minimum(worth, second[..., None] * budget_s + np.tensordot(capacity, beyond, 1)[..., None])
    return np.asarray(worth)


@dataclass(frozen=True)
class _Trips:
    """The trips of a class on a way that cross at some times.

    Attributes:
        t: crossing times.
        worth: [time, assembly point, site, band] less what the trip pays for crossing; NO_ONE where there is none.
        begins: [time, assembly point, band] seconds since the first vehicle is there; negative before.
        ends: [time, assembly point or 1, site, band] likewise.
        over: [site] -> [need, assembly point, time] what a person is worth.
    """

    t: Ints
    worth: Ints
    begins: Ints
    ends: Ints
    over: list[Ints]


class _Best:
    """The best duties of one class.

    Attributes:
        underpriced: (by how much, load) of trips that are worth more than the vehicle's time by the programme's prices.
    """

    def __init__(self, priced: Priced, c: int, cycle: Cycle, ways: Sequence[int]) -> None:
        self.priced, self.c, self.cycle, self.ways = priced, c, cycle, ways
        self.problem, self.vehicle_class = priced.problem, priced.problem.classes[c]
        self.loading, self.unloading = (
            per_need_s(service) for service in (self.vehicle_class.loading, self.vehicle_class.unloading)
        )
        self.layouts = np.unique(self.problem.capacity[c], axis=0)
        self.bands = self._bands()
        self.first_s = int(cycle.available.min(initial=self.problem.horizon_s))
        self.tariffs = {w: Tariff(self.problem, priced.people, priced.flow, priced.prices, c, w) for w in self.ways}
        self.underpriced: list[tuple[int, tuple[int, ...]]] = []

    def _bands(self) -> _Bands:
        rows = [
            (number, *band)
            for number, capacity in enumerate(self.layouts)
            for band in bands(capacity, self.loading, self.unloading, BANDS)
        ]
        return _Bands(*(np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)))

    @cached_property
    def _potential(self) -> Ints | None:
        """What the programme takes a vehicle to be worth from each second on; None where it does not tell."""
        edges, price = self.priced.flow.bins[self.c], self.priced.prices.vehicles.get(self.c)
        nodes = np.flatnonzero(np.diff(edges) == 1)
        if price is None or not len(nodes) or not asks_for_loads(self.problem, self.priced.flow.departures):
            return None
        at_s = edges[nodes] - self.first_s
        inside = (at_s >= 0) & (at_s < self._seconds)
        found = np.zeros(self._seconds, dtype=np.int64)
        np.add.at(found, at_s[inside], price[nodes][inside])
        return np.asarray(np.cumsum(found[::-1])[::-1])

    @property
    def _seconds(self) -> int:
        return max(0, self.problem.horizon_s - self.first_s) + 1

    def of_fleet(self) -> int:
        """What all vehicles of the class are worth together."""
        if self.first_s >= self.problem.horizon_s:
            return 0
        free = np.zeros(self._seconds, dtype=np.int64)
        final = self._seconds - 1
        for trips in self._backwards():
            for t, i, n in sorted(
                ((int(t), i, n) for i, e in enumerate(trips) for n, t in enumerate(e.t)), reverse=True
            ):
                after = max(0, t + 1 - self.first_s)
                if after < final:
                    free[after : final + 1] = np.maximum.accumulate(free[after : final + 1][::-1])[::-1]
                    final = after
                each = trips[i]
                worth = (each.worth[n] + free[each.ends[n]]).max(axis=1)
                begins = each.begins[n]
                inside = begins >= 0
                np.maximum.at(free, begins[inside], worth[inside])
        free = np.maximum.accumulate(free[::-1])[::-1]
        available = self.cycle.available[self.cycle.available <= self.problem.horizon_s]
        return int(free[available - self.first_s].sum())

    def _backwards(self) -> Iterator[list[_Trips]]:
        """The trips of all ways, the last ones first, so many at a time."""
        times = {w: self._times(w) for w in self.ways}
        every = np.unique(np.concatenate(list(times.values())))
        sites = max(len(self.problem.ways[w].sites) for w in self.ways) * len(self.ways)
        size = max(1, AT_ONCE // max(1, len(self.problem.assembly) * sites * len(self.bands.layout)))
        for end in range(len(every), 0, -size):
            first_s, last_s = every[max(0, end - size)], every[end - 1]
            found = []
            for w, t in times.items():
                inside = t[(t >= first_s) & (t <= last_s)]
                if len(inside):
                    found.append(self._trips(w, inside))
                    self._tell_underpriced(found[-1])
            yield found

    def _times(self, w: int) -> Ints:
        """When vehicles of the class can cross."""
        t = self.tariffs[w].times(np.empty(0, dtype=np.int64))
        return t[t >= self.first_s]

    def _trips(self, w: int, t: Ints) -> _Trips:
        problem, c, bands, tariff = self.problem, self.c, self.bands, self.tariffs[w]
        sites, points = problem.ways[w].sites, np.arange(len(problem.assembly))
        first_s = np.array([first_crossing_s(problem, self.cycle, c, a, w) for a in range(len(points))])
        out = (t[None] >= first_s[:, None]) & (problem.up_s[c, :, w] != NEVER)[:, None]
        begins = np.stack([self.cycle.begins_s(int(a), w, t) for a in points], axis=1)
        worth = np.full((len(t), len(points), len(sites), len(bands.layout)), NO_ONE, dtype=np.int64)
        alike = all(len(np.unique(problem.down_s[c, :, r][problem.down_s[c, :, r] != NEVER])) <= 1 for r in sites)
        ends = np.zeros((len(t), 1 if alike else len(points), len(sites), len(bands.layout)), dtype=np.int64)
        paid, every = tariff.crossing(t), []
        for i, r in enumerate(sites):
            down_s = problem.down_s[c, :, r]
            can = out & (down_s != NEVER)[:, None] & (t[None] + down_s[:, None] <= problem.horizon_s)
            over = np.where(can[None], np.maximum(tariff.best(tariff.persons(points, r, t)), 0), 0)
            every.append(over)
            aboard = np.concatenate(
                [
                    filled(over, capacity, self.loading + self.unloading, bands.budget_s[bands.layout == number])
                    for number, capacity in enumerate(self.layouts)
                ],
                axis=-1,
            ).transpose(1, 0, 2)
            worth[:, :, i] = np.where(aboard > 0, aboard - paid[:, None, None], NO_ONE)
            arrives_s = t[:, None] + (down_s.max() if alike else np.where(down_s == NEVER, problem.horizon_s, down_s))
            ends[:, :, i] = self.cycle.ends_s(r, arrives_s.reshape(len(t), -1, 1) + bands.after_s)
        return _Trips(
            t, worth, begins[:, :, None] - bands.before_s - self.first_s, np.maximum(ends - self.first_s, 0), every
        )

    def _tell_underpriced(self, trips: _Trips) -> None:
        """Of each kind of trip the load by which it is underpriced most."""
        potential = self._potential
        if potential is None:
            return
        begins = np.clip(trips.begins, 0, self._seconds - 1)[:, :, None]
        reduced = trips.worth + potential[trips.ends] - potential[begins]
        reduced = np.where(trips.begins[:, :, None] >= 0, reduced, NO_ONE)
        top, most = reduced.argmax(axis=0), reduced.max(axis=0)
        for a, i, band in np.argwhere(most > 0):
            over = trips.over[i][:, a, top[a, i, band]]
            self.underpriced.append((int(most[a, i, band]), self._load(over, int(band))))

    def _load(self, over: Ints, band: int) -> tuple[int, ...]:
        """[need] about the load of a band that is worth most."""
        capacity, service = self.layouts[self.bands.layout[band]], self.loading + self.unloading
        spare_s, found = int(self.bands.budget_s[band]), [0, 0, 0]
        for need in sorted(range(3), key=lambda need: -float(over[need]) / max(1, int(service[need]))):
            if over[need] > 0:
                found[need] = int(min(capacity[need], spare_s // service[need] if service[need] else capacity[need]))
                spare_s -= found[need] * int(service[need])
        return tuple(found)
