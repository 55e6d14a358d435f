"""The prices of a bound in whole numbers: what every plan is charged and given, whatever it does.

They come from the duals of the programme (`flow`), rounded, with signs that can only be right. What a trip pays for
crossing, and what a person aboard is worth, is worked out at any second from them.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from safepassage.planning.commodities import CAPACITY_OF_NEED, STRETCHER, Commodities, Late
from safepassage.planning.cycle import Cycle, cars_by
from safepassage.planning.flow import Flow, row_begins_s, together_s, vehicle_seconds
from safepassage.planning.problem import Floats, Ints, Problem
from safepassage.planning.steps import keeps_clock, multiples, window_of
from safepassage.rules.outcome import LEFT_BEHIND_HORIZONS

UNIT = 1 << 10
"""Prices are whole multiples of 1/UNIT weighted second."""

MOST_NODES = 4000
"""Nodes are told apart whose price is no less than one part in so many of the price of all."""

NO_ONE = -(1 << 55)
"""The value of somebody who may not be aboard: too small to be chosen, too large to overflow."""


@dataclass(frozen=True)
class Prices:
    """`Duals` in whole units, and the values of people that they leave."""

    at: Ints
    to: Ints
    choosing: Ints
    vehicles: dict[int, Ints]
    cars: dict[int, Ints]
    escorts: dict[int, Ints]
    headway: dict[int, Ints]
    lanes: dict[int, tuple[Ints, Ints]]
    families: Ints
    late: Ints
    places: Ints
    beds: Ints
    quota_people: Ints
    quota_vehicles: Ints


def whole(problem: Problem, people: Commodities, cycles: tuple[Cycle | None, ...], flow: Flow) -> Prices:
    """The duals of a flow in whole units."""
    duals = flow.duals
    left_behind = LEFT_BEHIND_HORIZONS * problem.horizon_s * people.weight * UNIT
    to = np.minimum(_round(duals.to), left_behind)
    choosing, reached = _choosing(people, to, left_behind)
    return Prices(
        at=np.minimum(_round(duals.at), 0),
        to=reached,
        choosing=choosing,
        vehicles={
            c: _few(_round(v)) if keeps_clock(problem, c) else _vehicle_prices(cycles[c], flow.bins[c], _round(v))
            for c, v in duals.vehicles.items()
        },
        cars={c: _round(v) for c, v in duals.cars.items()},
        escorts={w: _round(v) for w, v in duals.escorts.items()},
        headway={w: _round(v) for w, v in duals.headway.items()},
        lanes={w: (flow.departures[w], _round(v)) for w, v in duals.lanes.items()},
        families=_round(duals.families),
        late=_round(duals.late),
        places=_scattered(duals.places, len(problem.reception)),
        beds=_scattered(duals.beds, len(problem.reception)),
        quota_people=_scattered(duals.quota_people, len(problem.quotas)),
        quota_vehicles=_scattered(duals.quota_vehicles, len(problem.quotas)),
    )


def _choosing(people: Commodities, to: Ints, left_behind: Ints) -> tuple[Ints, Ints]:
    """[choice, kind] the least price of a site that is accepted, and [site, kind] the most that is paid for one."""
    d = np.repeat(np.arange(len(people.choices)), [len(choice) for choice in people.choices])
    r = np.array([r for choice in people.choices for r in choice], dtype=np.int64)
    choosing = np.broadcast_to(left_behind, people.choosing.shape).copy()
    np.minimum.at(choosing, d, to[r])
    reached = np.full_like(to, NO_ONE)
    np.maximum.at(reached, r, np.where(people.choosing[d] > 0, choosing[d], NO_ONE))
    return choosing, reached


def _vehicle_prices(cycle: Cycle | None, bins: Ints, price: Ints) -> Ints:
    """Before the first vehicle is there, any price is free of charge: one that keeps trips from beginning there."""
    nobody = vehicle_seconds(cycle.available, bins) == 0 if cycle is not None else np.zeros(len(price), dtype=bool)
    return np.where(nobody, np.maximum(price, price.max(initial=0)), price)


def _few(price: Ints) -> Ints:
    """Small prices of nodes, put together at the next one until they are worth looking at."""
    found, least, carried = np.zeros_like(price), int(price.sum()) // MOST_NODES, 0
    for n in np.flatnonzero(price):
        carried += int(price[n])
        if carried > least:
            found[n], carried = carried, 0
    return found


def _round(values: Floats) -> Ints:
    return np.rint(values * UNIT).astype(np.int64)


def _scattered(values: dict[int, float], size: int) -> Ints:
    return _round(np.array([values.get(i, 0.0) for i in range(size)]))


def given(people: Commodities, prices: Prices) -> int:
    """The values of all people, added up."""
    return int((prices.at * people.at).sum()) + int((prices.choosing * people.choosing).sum())


def charged(problem: Problem, people: Commodities, flow: Flow, prices: Prices) -> int:
    """Price times resource, summed over all but vehicles."""
    total = 0
    for w, way in enumerate(problem.ways):
        if way.rule is not None and w in prices.escorts:
            total += int(prices.escorts[w].sum()) * (way.rule.escorts or 0) * way.rule.max_vehicles
        if way.rule is not None and w in prices.headway:
            total += int(prices.headway[w].sum()) * way.rule.max_vehicles
        if w in prices.lanes:
            times, lane = prices.lanes[w]
            opened_s = way.lanes_open_s[window_of(times, way.lanes_open_s)]
            total += int((lane * (times - opened_s)).sum()) * way.lanes
    total += sum(int(prices.places[r]) * (site.places or 0) for r, site in enumerate(problem.reception))
    total += sum(int(prices.beds[r]) * (site.beds or 0) for r, site in enumerate(problem.reception))
    for i, quota in enumerate(problem.quotas):
        total += int(prices.quota_people[i]) * (quota.people or 0)
        total += int(prices.quota_vehicles[i]) * (quota.vehicles or 0)
    total += sum(int(price @ each.by(flow.ready_at)) for price, each in zip(prices.late, people.late, strict=True))
    return total + sum(int(row.sum()) * cut.most for row, cut in zip(prices.families, people.cuts, strict=False))


def charged_for_vehicles(problem: Problem, cycles: tuple[Cycle | None, ...], flow: Flow, prices: Prices) -> int:
    """Price times resource, summed over fleets and own cars."""
    total = 0
    for c, price in prices.vehicles.items():
        cycle = cycles[c]
        if cycle is not None:
            total += int((price * vehicle_seconds(cycle.available, flow.bins[c])).sum())
    moments = np.append(flow.ready_at, problem.horizon_s)
    for c, price in prices.cars.items():
        total += sum(int(row @ cars_by(problem, c, a, moments)) for a, row in enumerate(price))
    return total


@dataclass(frozen=True)
class Tariff:
    """What the vehicles of one class pay on one way, and what the people aboard are worth there."""

    problem: Problem
    people: Commodities
    flow: Flow
    prices: Prices
    c: int
    w: int

    def crossing(self, t: Ints) -> Ints:
        """What any vehicle pays for crossing: convoy slots, inspection, quotas."""
        way, prices = self.problem.ways[self.w], self.prices
        begins = row_begins_s(way, self.flow.departures[self.w])
        price = np.zeros(len(t), dtype=np.int64)
        if way.rule is not None:
            for by_slot, length_s in (
                (prices.escorts.get(self.w), way.rule.escort_cycle_s),
                (prices.headway.get(self.w), way.rule.headway_s),
            ):
                if by_slot is not None:
                    so_far = np.append(0, np.cumsum(by_slot))
                    price += so_far[np.searchsorted(begins, t, side="right")]
                    price -= so_far[np.searchsorted(begins, t - length_s, side="right")]
        if self.w in prices.lanes:
            price += int(self.problem.inspection_s[self.c, self.w]) * self._lane(t)
        for i, quota in enumerate(self.problem.quotas):
            price[(t >= quota.from_s) & (t < quota.until_s)] += prices.quota_vehicles[i]
        return price

    def times(self, more: Ints) -> Ints:
        """Seconds at which vehicles of the class can cross: those of the clock, or else all at which a price changes.

        Args:
            more: seconds at which something else changes.
        """
        problem, way = self.problem, self.problem.ways[self.w]
        inspection_s = int(problem.inspection_s[self.c, self.w])
        around = multiples(way.clock_s, 0, problem.horizon_s) if way.clock_s else self._changes(inspection_s, more)
        open_now = np.zeros(len(around), dtype=bool)
        for opens_s, closes_s in way.windows:
            open_now |= (around >= opens_s) & (around <= closes_s)
        if way.gates and open_now.any():
            opened = window_of(around, way.lanes_open_s)
            open_now &= (opened >= 0) & (around >= way.lanes_open_s[opened] + inspection_s)
        return np.asarray(around[open_now])

    def _changes(self, inspection_s: int, more: Ints) -> Ints:
        """Seconds between which all prices are linear, and both their sides."""
        problem, flow, way = self.problem, self.flow, self.problem.ways[self.w]
        edges = [
            np.array([e for o, c in (*way.windows, *way.inspecting) for e in (o, o + inspection_s, c)], dtype=np.int64),
            np.array([e for q in problem.quotas for e in (q.from_s, q.until_s)], dtype=np.int64),
            flow.departures[self.w],
            flow.ready_at,
            more,
        ]
        if way.rule is not None:
            begins = row_begins_s(way, flow.departures[self.w])
            edges += [begins, begins + way.rule.escort_cycle_s, begins + way.rule.headway_s]
        if len(self.prices.families):
            edges += [flow.moments, flow.moments + together_s(way)]
        around = np.unique(np.concatenate(edges))
        return np.unique(np.concatenate([around - 1, around, around + 1]))

    def _lane(self, t: Ints) -> Ints:
        """Per second of inspection: the prices of all slots from then to the end of its window."""
        slots, price = self.prices.lanes[self.w]
        opens = self.problem.ways[self.w].lanes_open_s
        so_far = np.append(0, np.cumsum(price))
        first_of_next = np.searchsorted(slots, np.append(opens, np.iinfo(np.int64).max))
        end = first_of_next[window_of(t, opens) + 1]
        return np.asarray(so_far[end] - so_far[np.minimum(np.searchsorted(slots, t), end)])

    def persons(self, places: Ints, r: int, t: Ints) -> Ints:
        """[kind, assembly point, second]: the value of one person aboard, less all that depends on the person only.

        Args:
            places: indices of assembly points.
            r: the site.
            t: crossing times.
        """
        people, prices = self.people, self.prices
        arrives_s = t[None] + self.problem.down_s[self.c, places, r][:, None]
        paid = np.where(self._lying, prices.beds[r], prices.places[r])
        worth = (prices.at[places] + prices.to[r] - paid).T[:, :, None]
        worth = worth - people.weight[:, None, None] * UNIT * arrives_s[None] + self._by_second(t)[:, None]
        for price, each in self._late:
            for i in np.flatnonzero(places == each.a):
                worth[each.k, i] -= price[np.searchsorted(self.flow.ready_at, t)]
        return np.asarray(np.where(people.accepts[places, r].T[:, :, None], worth, NO_ONE))

    def best(self, worth: Ints) -> Ints:
        """[need, ...]: of [kind, ...] the most valuable person for each capacity; nobody where there is none."""
        best = np.full((3, *worth.shape[1:]), NO_ONE, dtype=np.int64)
        for k, kind in enumerate(self.people.kinds):
            need = CAPACITY_OF_NEED[kind.need]
            best[need] = np.maximum(best[need], worth[k])
        return best

    @cached_property
    def _lying(self) -> Ints:
        return np.array([kind.need == STRETCHER for kind in self.people.kinds], dtype=bool)

    @cached_property
    def _late(self) -> list[tuple[Ints, Late]]:
        """Price of whoever has crossed by each moment and after, where there is one."""
        return [
            (np.append(np.cumsum(price[::-1])[::-1], 0), each)
            for price, each in zip(self.prices.late, self.people.late, strict=True)
            if price.any()
        ]

    def _by_second(self, t: Ints) -> Ints:
        """[kind, second]: what crossing then adds to whoever is aboard: quotas, and those who come along or wait."""
        worth = np.zeros((len(self.people.kinds), len(t)), dtype=np.int64)
        if len(self.prices.families):
            worth += self._family(t)
        for i, quota in enumerate(self.problem.quotas):
            inside = (t >= quota.from_s) & (t < quota.until_s)
            worth -= np.where(inside, self.prices.quota_people[i], 0)[None]
            if quota.streams:
                barred = np.array([kind.stream not in quota.streams for kind in self.people.kinds])
                worth = np.where(barred[:, None] & inside[None], NO_ONE, worth)
        return worth

    def _family(self, t: Ints) -> Ints:
        """Leaders open the way for their followers: what that adds to the one and takes from the other."""
        moments, slack_s = self.flow.moments, together_s(self.problem.ways[self.w])
        worth = np.zeros((len(self.people.kinds), len(t)), dtype=np.int64)
        for cut, by_moment in zip(self.people.cuts, self.prices.families, strict=True):
            from_now = np.append(np.cumsum(by_moment[::-1])[::-1], 0)
            worth[self.people.of_need(cut.follower)] -= cut.per_follower * from_now[np.searchsorted(moments, t)]
            credit = from_now[np.searchsorted(moments, t - slack_s)]
            worth[self.people.of_need(cut.leader)] += cut.per_leader * credit
        return worth
