"""The certified lower bound: Lagrangian, in whole numbers, for every second and not only for the slots of the clock.

Every plan obeys the constraints of `flow` in continuous time: people are carried at most once, trips of a class
overlap no more than there are vehicles, no more convoys depart in an escort cycle than there are teams, and so on.
Charge each of them at a price of at least 0, and the worth of any plan is at least

    sum (value of a person) - sum (price x resource) + sum over its trips of (reduced cost of the trip),

where a trip's reduced cost is what it costs in weighted seconds and prices less the values of those aboard. If no
trip whatsoever - any class, layout, assembly point, site and second - has a negative reduced cost, the last sum can
be left out and the rest is the bound. The prices come from the linear programme, but nothing rests on its being
solved well: they are rounded to whole numbers, every kind of trip is priced again in integer arithmetic at every
second where its reduced cost can be smallest, and where one is negative either crossings are charged around that second
or the values of the people at that assembly point are lowered until none is (`_put_right`).

Where every fleet keeps a clock vehicles are not charged: the sum over the trips of a vehicle is no less than that of
its best duty, which `duties` works out.

Between the seconds listed by `_Pricing.seconds` the reduced cost is linear, so its smallest value lies on one of them.
(Geoffrion 1974, Lagrangean relaxation for integer programming; Neumaier and Shcherbina 2004, Safe bounds in linear and
mixed-integer linear programming.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from safepassage.planning.commodities import CAPACITY_OF_NEED, Commodities
from safepassage.planning.cycle import Cycle, first_crossing_s
from safepassage.planning.duties import Priced, duties, every_fleet_keeps_a_clock
from safepassage.planning.flow import Flow
from safepassage.planning.problem import NEVER, Ints, Problem, per_need_s
from safepassage.planning.steps import keeps_clock
from safepassage.planning.tariff import UNIT, Prices, Tariff, charged, charged_for_vehicles, given, whole

LOWERED_S = (0, 300, 900, 1800, 3600)
"""By how many weighted seconds all values may be lowered before crossings are charged."""


@dataclass(frozen=True)
class Certificate:
    """A bound that holds, and where it could be better.

    Attributes:
        worth: no plan that carries these people, or leaves them at twice the horizon, is worth less; weighted seconds.
        seconds: for each way, crossing times at which trips were underpriced, the costliest first: slots that are
            missing in the programme.
        loads: for each class, loads [load, need] of trips that were underpriced, likewise.
    """

    worth: int
    seconds: tuple[Ints, ...]
    loads: tuple[Ints, ...]


def certify(problem: Problem, people: Commodities, cycles: tuple[Cycle | None, ...], flow: Flow) -> Certificate:
    """Turn the duals of a flow into a bound that holds for every second.

    Of several ways to put underpriced trips right, each of which holds, the best one counts.
    """
    prices = whole(problem, people, cycles, flow)
    value = given(people, prices) - charged(problem, people, flow, prices)
    if every_fleet_keeps_a_clock(problem, cycles):
        return _by_duties(Priced(problem, people, cycles, flow, prices), value)
    value -= charged_for_vehicles(problem, cycles, flow, prices)
    pricing = [
        _Pricing(problem, people, flow, prices, c, w, cycle, Tariff(problem, people, flow, prices, c, w))
        for c, cycle in enumerate(cycles)
        for w in range(len(problem.ways))
    ]
    return _put_right(problem, people, cycles, pricing, value)


def _by_duties(priced: Priced, value: int) -> Certificate:
    """No vehicle is worth more than its best duty."""
    worth, loads = duties(priced)
    nothing = np.empty(0, dtype=np.int64)
    return Certificate((value - worth) // UNIT, tuple(nothing for _ in priced.problem.ways), loads)


def _put_right(
    problem: Problem,
    people: Commodities,
    cycles: tuple[Cycle | None, ...],
    pricing: list["_Pricing"],
    value: int,
) -> Certificate:
    """Put underpriced trips right in several ways, each of which holds; the best one counts.

    Either the values of the people at an assembly point are lowered, need by need, until no trip from there is
    underpriced. Or all values are lowered by as much, and crossings of a class are charged for what trips are still
    underpriced by: in an interval no longer than the shortest time between two crossings of a vehicle, a class crosses
    no more often than it has vehicles, so a price on crossings in it costs that many times the price.
    """
    levels = [lowered * UNIT for lowered in LOWERED_S]
    aboard = _aboard(problem, people)
    values, lowered = [value - level * int(aboard.sum()) for level in levels], np.zeros_like(aboard)
    underpriced: list[list[tuple[int, int]]] = [[] for _ in problem.ways]
    missing: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in problem.classes]
    for c, cycle in enumerate(cycles):
        length_s = _between_crossings_s(problem, c, cycle) if cycle is not None else problem.horizon_s
        most: list[dict[int, int]] = [{} for _ in levels]
        for a in range(len(problem.assembly)):
            worst = [0 for _ in levels]
            for w, load in ((each.w, load) for each in pricing if each.c == c for load in each.loads(a)):
                _lower(load, aboard[a], lowered[a])
                t, by_level = load.t, [load.excess(np.full(3, level)) for level in levels]
                top = int(by_level[0].argmax())
                if by_level[0][top] > 0:
                    underpriced[w].append((int(by_level[0][top]), int(t[top])))
                    missing[c].append((int(by_level[0][top]), load.aboard(top)))
                for n, too_much in enumerate(by_level):
                    worst[n] = max(worst[n], int(too_much.max()))
                    if cycle is not None:
                        _raise(most[n], t // length_s, too_much)
            if cycle is None:
                values = [v - top * int(problem.cars[c, a]) for v, top in zip(values, worst, strict=True)]
        if cycle is not None:
            values = [
                v - sum(price * int((cycle.available < (i + 1) * length_s).sum()) for i, price in by_interval.items())
                for v, by_interval in zip(values, most, strict=True)
            ]
    loads = tuple(
        np.array(list(dict.fromkeys(load for _, load in sorted(found, reverse=True))), dtype=np.int64).reshape(-1, 3)
        for found in missing
    )
    best = max(*values, value - int((lowered * aboard).sum()))
    return Certificate(best // UNIT, _worst(underpriced), loads)


def _raise(most: dict[int, int], intervals: Ints, too_much: Ints) -> None:
    """The largest excess in each interval so far; intervals come in order."""
    begins = np.flatnonzero(np.diff(intervals, prepend=intervals[0] - 1))
    for interval, price in zip(intervals[begins], np.maximum.reduceat(too_much, begins), strict=True):
        if price > most.get(int(interval), 0):
            most[int(interval)] = int(price)


def _between_crossings_s(problem: Problem, c: int, cycle: Cycle) -> int:
    """The least seconds between two crossings of a vehicle of the class."""
    service_s = problem.classes[c].loading.fixed_s + problem.classes[c].unloading.fixed_s
    down_s, up_s = problem.down_s[c], problem.up_s[c]
    home_s = [
        int(down_s[:, r][down_s[:, r] != NEVER].min()) + int(problem.back_s[c, r]) + int(cycle.nearest_s[r])
        for r in range(len(problem.reception))
        if (down_s[:, r] != NEVER).any() and NEVER not in (int(problem.back_s[c, r]), int(cycle.nearest_s[r]))
    ]
    out_s = [int(cycle.approach_s[a]) + int(s) for a in range(len(problem.assembly)) for s in up_s[a] if s != NEVER]
    if not home_s or not out_s:
        return problem.horizon_s + 1
    return max(1, service_s + min(home_s) + min(out_s))


def _aboard(problem: Problem, people: Commodities) -> Ints:
    """[assembly point, capacity] people by the capacity that they take."""
    aboard = np.zeros((len(problem.assembly), 3), dtype=np.int64)
    for k, kind in enumerate(people.kinds):
        aboard[:, CAPACITY_OF_NEED[kind.need]] += people.at[:, k]
    return aboard


def _worst(underpriced: list[list[tuple[int, int]]]) -> tuple[Ints, ...]:
    """For each way the seconds at which trips were underpriced, the worst first."""
    return tuple(
        np.array(list(dict.fromkeys(t for _, t in sorted(found, reverse=True))), dtype=np.int64)
        for found in underpriced
    )


@dataclass(frozen=True)
class _Pricing:
    """The reduced costs of the trips of one class on one way."""

    problem: Problem
    people: Commodities
    flow: Flow
    prices: Prices
    c: int
    w: int
    cycle: Cycle | None
    tariff: Tariff

    def loads(self, a: int) -> Iterator["_Load"]:
        """The kinds of trips from a, those with few needs first."""
        problem = self.problem
        for r in problem.ways[self.w].sites:
            if not problem.possible(self.c, a, r) or (self.cycle is None and not problem.cars[self.c, a]):
                continue
            t = self.seconds(a, r)
            if not len(t):
                continue
            price, worth = self.tariff.crossing(t), self.tariff.persons(np.array([a]), r, t)[:, 0]
            by_node = self.cycle is not None and keeps_clock(problem, self.c)
            for capacity in sorted(np.unique(problem.capacity[self.c], axis=0), key=lambda c: int((c > 0).sum())):
                if self.cycle is not None and by_node:
                    yield from self._by_node(self.cycle, a, r, t, capacity, self.tariff.best(worth), price)
                    continue
                readings = [
                    (self.tariff.best(worth - service), price + vehicle)
                    for vehicle, service in self._vehicle_prices(a, r, t, capacity)
                ]
                yield _Load(t, capacity[:, None], readings)

    def seconds(self, a: int, r: int) -> Ints:
        """The crossing times between which every reduced cost of a trip from a to r is linear, and both their sides."""
        first_s = first_crossing_s(self.problem, self.cycle, self.c, a, self.w)
        latest_s = self.problem.horizon_s - self.problem.down_s[self.c, a, r]
        around = self.tariff.times(np.concatenate([[first_s], *self._vehicle_edges(a, r)]))
        return np.asarray(around[(around >= first_s) & (around <= latest_s)])

    def _vehicle_edges(self, a: int, r: int) -> Iterator[Ints]:
        if self.cycle is None or self.c not in self.prices.vehicles:
            return
        problem, cycle, vehicle_class = self.problem, self.cycle, self.problem.classes[self.c]
        changes = np.flatnonzero(np.diff(self.prices.vehicles[self.c], prepend=0, append=0))
        bins = self.flow.bins[self.c][changes]
        before_s = int(problem.up_s[self.c, a, self.w] + vehicle_class.loading.fixed_s + cycle.approach_s[a])
        yield bins + before_s
        yield np.array([problem.closed_from_s[a] + problem.up_s[self.c, a, self.w]])
        to_gate_s = int(problem.down_s[self.c, a, r] + vehicle_class.unloading.fixed_s + problem.back_s[self.c, r])
        home_s = to_gate_s + int(cycle.nearest_s[r])
        yield bins - home_s
        yield np.array([problem.horizon_s - home_s])
        windows = cycle.inward_windows(r)
        if windows is not None:
            yield np.concatenate(windows) - to_gate_s
        for capacity in np.unique(problem.capacity[self.c], axis=0):
            yield bins + before_s + int(per_need_s(vehicle_class.loading) @ capacity)
            yield bins - home_s - int(per_need_s(vehicle_class.unloading) @ capacity)

    def _by_node(
        self, cycle: Cycle, a: int, r: int, t: Ints, capacity: Ints, best: Ints, price: Ints
    ) -> Iterator["_Load"]:
        """Loads in a vehicle that keeps the clock, by how many priced nodes they make it begin earlier or end later.

        Args:
            cycle: of the class.
            a: from where.
            r: to where.
            t: crossing times.
            capacity: [need].
            best: [need, second] the most valuable people.
            price: [second] of crossing then.
        """
        vehicle_class, rate = self.problem.classes[self.c], self.prices.vehicles[self.c]
        edges = self.flow.bins[self.c]
        priced = np.flatnonzero((rate > 0) & (np.diff(edges) == 1))
        nodes_s, so_far = np.append(edges[priced], NEVER), np.append(0, np.cumsum(rate[priced]))
        loading, unloading = per_need_s(vehicle_class.loading), per_need_s(vehicle_class.unloading)
        arrives_s = t + self.problem.down_s[self.c, a, r]
        begins_s, ends_s = cycle.begins_s(a, self.w, t), cycle.ends_s(r, arrives_s)
        whole_s = np.where(cycle.spare_s(r, arrives_s) >= 0, int(unloading @ capacity), 0)
        first, last = (np.searchsorted(nodes_s[:-1], at_s) for at_s in (begins_s, ends_s))
        earlier = first - np.searchsorted(nodes_s[:-1], begins_s - int(loading @ capacity))
        later = np.searchsorted(nodes_s[:-1], ends_s + whole_s) - last
        for before, after in product(range(int(earlier.max(initial=0)) + 1), range(int(later.max(initial=0)) + 1)):
            there = (before <= earlier) & (after <= later)
            if not there.any():
                continue
            begin, end, begun_s, ended_s = (x[there] for x in (first, last, begins_s, ends_s))
            spare_s = (
                np.where(before < earlier[there], begun_s - 1 - nodes_s[begin - before - 1], int(loading @ capacity)),
                np.where(after < later[there], nodes_s[end + after] - ended_s, int(unloading @ capacity)),
            )
            vehicle = so_far[end + after] - so_far[begin - before]
            budgets = list(zip((loading, unloading), spare_s, strict=True))
            yield _Load(t[there], _within(capacity, budgets), [(best[:, there], price[there] + vehicle)], budgets)

    def _vehicle_prices(self, a: int, r: int, t: Ints, capacity: Ints) -> Iterator[tuple[Ints, Ints]]:
        """What the vehicle's time costs with nobody aboard [second], and what each person adds [kind, second].

        Each person makes loading and unloading longer. What that costs is not linear where the rate changes within that
        time, so loading and unloading are each bounded from below by two lines: from nobody aboard at the smallest rate
        that it can fall on, and from a full load backwards at the largest. Where the gate is closed when the vehicle
        comes back to it, unloading costs nothing more.
        """
        if self.cycle is None:
            price = self.prices.cars[self.c][a]
            from_now = np.cumsum(price[::-1])[::-1]
            car = from_now[np.searchsorted(np.append(self.flow.ready_at, self.problem.horizon_s), t)]
            yield car, np.zeros((len(self.people.kinds), 1), dtype=np.int64)
            return
        vehicle_class = self.problem.classes[self.c]
        loading, unloading = per_need_s(vehicle_class.loading), per_need_s(vehicle_class.unloading)
        rate = _Rate(self.flow.bins[self.c], self.prices.vehicles[self.c])
        arrives_s = t + self.problem.down_s[self.c, a, r]
        begins_s, ends_s = self.cycle.begins_s(a, self.w, t), self.cycle.ends_s(r, arrives_s)
        loading_s = int(loading @ capacity)
        unloading_s = np.where(self.cycle.spare_s(r, arrives_s) >= 0, int(unloading @ capacity), 0)
        of_kind = [CAPACITY_OF_NEED[kind.need] for kind in self.people.kinds]
        first_s, last_s = begins_s - loading_s, ends_s + unloading_s
        for (early, full), (late, entire) in product(((np.minimum, 0), (np.maximum, 1)), repeat=2):
            before = rate.extreme(early, first_s, begins_s)
            after = np.where(unloading_s > 0, rate.extreme(late, ends_s, last_s), 0)
            price = rate.sum_until(ends_s + entire * unloading_s) - rate.sum_until(begins_s - full * loading_s)
            service = loading[of_kind][:, None] * before + unloading[of_kind][:, None] * after
            yield price - full * loading_s * before - entire * unloading_s * after, service


@dataclass(frozen=True)
class _Rate:
    """A price per second that is constant within bins, and 0 outside."""

    bins: Ints
    rate: Ints

    def sum_until(self, t: Ints) -> Ints:
        """The price of all seconds before t."""
        so_far = np.append(0, np.cumsum(self.rate * np.diff(self.bins)))
        at = np.clip(np.searchsorted(self.bins, t, side="right") - 1, 0, len(self.rate) - 1)
        inside = np.clip(t, self.bins[0], self.bins[-1]) - self.bins[at]
        return np.asarray(so_far[at] + self.rate[at] * inside)

    def extreme(self, extreme: np.ufunc, from_s: Ints, until_s: Ints) -> Ints:
        """The smallest or largest rate in [from, until], both ends included."""
        edges = np.concatenate([[0], self.rate, [0]])
        first = np.searchsorted(self.bins, from_s, side="left")
        last = np.searchsorted(self.bins, until_s, side="right")
        found = extreme(edges[first], edges[last])
        for offset in range(1, int((last - first).max(initial=0))):
            found = extreme(found, edges[np.minimum(first + offset, last)])
        return np.asarray(found)


Budget = tuple[Ints, Ints]
"""Seconds of service per person of each need, and how many seconds there are at each crossing time."""


@dataclass(frozen=True)
class _Load:
    """A kind of trip: what may be aboard, and what it is worth beyond its price.

    A load is worth at most the sum over needs of capacity x max(0, best[need, second] - lowered[need]), and less where
    the seconds of service are few.

    Attributes:
        t: crossing times.
        capacity: [need, second], or [need, 1] where it is the same at all seconds.
        readings: (best [need, second], price [second]); each holds by itself, second by second the better one counts.
        budgets: of seconds of service.
    """

    t: Ints
    capacity: Ints
    readings: list[tuple[Ints, Ints]]
    budgets: Sequence[Budget] = ()

    def excess(self, lowered: Ints) -> Ints:
        """[second] what a load is worth beyond its price, at the most."""
        found = [self._excess(*reading, lowered) for reading in self.readings]
        return np.asarray(np.minimum.reduce(found))

    def aboard(self, second: int) -> tuple[int, ...]:
        """[need] about the load that is worth most at a crossing time, given by its index."""
        best = np.maximum(self.readings[0][0][:, second], 0)
        capacity = self.capacity[:, second if self.capacity.shape[1] > 1 else 0]
        spare_s, found = [int(budget_s[second]) for _, budget_s in self.budgets], [0, 0, 0]
        cost_s = [per_person_s for per_person_s, _ in self.budgets]
        for need in sorted(range(3), key=lambda need: -best[need] / max(1, sum(int(each[need]) for each in cost_s))):
            if best[need]:
                most = [spare // int(each[need]) for spare, each in zip(spare_s, cost_s, strict=True) if each[need]]
                found[need] = min([int(capacity[need]), *most])
                spare_s = [spare - found[need] * int(each[need]) for spare, each in zip(spare_s, cost_s, strict=True)]
        return tuple(found)

    def _excess(self, best: Ints, price: Ints, lowered: Ints) -> Ints:
        """With a price on seconds of service: any is right, that of the need which earns so much a second is best."""
        over = np.maximum(best - lowered[:, None], 0)
        worth = (self.capacity * over).sum(axis=0)
        for per_person_s, spare_s in self.budgets:
            for need in np.flatnonzero(per_person_s * self.capacity.max(axis=1)):
                second = -(-over[need] // per_person_s[need])
                beyond = np.maximum(over - second * per_person_s[:, None], 0)
                worth = np.minimum(worth, second * spare_s + (self.capacity * beyond).sum(axis=0))
        return np.asarray(worth - price)


def _within(capacity: Ints, budgets: Sequence[Budget]) -> Ints:
    """[need, second] how many of each need can be served within the budgets, if nobody else is."""
    found = capacity[:, None]
    for per_person_s, spare_s in budgets:
        most = spare_s[None] // np.maximum(per_person_s, 1)[:, None]
        found = np.where(per_person_s[:, None] > 0, np.minimum(found, most), found)
    return np.asarray(found)


def _lower(load: _Load, people: Ints, lowered: Ints) -> None:
    """Raise `lowered` [need] until no load is worth more than its price.

    Args:
        load: a kind of trip.
        people: [need] at its assembly point; the need with the fewest for what a vehicle holds is lowered first.
        lowered: [need] by how much so far; raised in place.
    """
    capacity = load.capacity
    over, too_much = _excess(*load.readings[0], capacity, lowered)
    for reading in load.readings[1:]:
        other_over, other = _excess(*reading, capacity, lowered)
        over, too_much = np.where(other < too_much, other_over, over), np.minimum(other, too_much)
    for need in sorted(range(3), key=lambda need: float(people[need]) / max(float(capacity[need].max()), 1e-9)):
        if capacity[need].any() and (too_much > 0).any():
            amount = np.minimum(over[need], -(-np.maximum(too_much, 0) // np.maximum(capacity[need], 1)))
            amount = np.where(capacity[need] > 0, amount, 0)
            too_much = too_much - capacity[need] * amount
            lowered[need] += int(amount.max())


def _excess(best: Ints, price: Ints, capacity: Ints, lowered: Ints) -> tuple[Ints, Ints]:
    """What each need is worth beyond nothing, and what a load is worth beyond its price."""
    over = np.maximum(best - lowered[:, None], 0)
    return over, (capacity * over).sum(axis=0) - price
