"""How much can have been done by a time: when a kind of trip arrives first, how often a fleet, a convoy and a lane go.

Each count is that of vehicles, convoys or lanes that never wait but for windows, each trip as short as any; so no plan
does more. `totals` puts them together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from safepassage.domain.corridor import ConvoyRule
from safepassage.planning.commodities import CAPACITY_OF_NEED, needs
from safepassage.planning.cycle import Cycle, first_crossing_s
from safepassage.planning.intervals import Intervals, difference, union
from safepassage.planning.problem import NEVER, Ints, Problem, Way, closures

FAR_S = 1 << 40
"""Later than anything."""

MOST_STEPS = 4_000
"""What may be repeated more often within the horizon is not counted, and does not limit."""


@dataclass(frozen=True, slots=True)
class TripKind:
    """A kind of whole trip: class, layout, assembly point, reception site, and what it takes at the least.

    Attributes:
        before_s: from its beginning (see `cycle`) to its crossing.
        down_s: from its crossing to its arrival.
        after_s: from its arrival until the vehicle can begin another; 0 where it never comes back.
        returns: whether it can.
        inspected_s: when the first vehicle for such a trip can have been loaded, driven to the gate and inspected.
        windows: when such a trip can cross, both ends included; arriving: when it can arrive.
    """

    c: int
    capacity: tuple[int, int, int]
    a: int
    r: int
    w: int
    before_s: int
    down_s: int
    after_s: int
    returns: bool
    inspected_s: int
    windows: Intervals
    arriving: Intervals

    @property
    def crosses_s(self) -> int:
        """No such trip crosses before."""
        return _next_s(self.windows, self.inspected_s)

    @property
    def cycle_s(self) -> int:
        """From its beginning to that of another."""
        return self.before_s + self.down_s + self.after_s

    @property
    def arrives_s(self) -> int:
        """No such trip arrives before."""
        return _next_s(self.arriving, self.crosses_s + self.down_s)

    @property
    def ends_s(self) -> int:
        """No such trip crosses after; -1 where none crosses at all."""
        return self.windows[-1][1] if self.windows else -1


def trip_kinds(problem: Problem, cycles: Sequence[Cycle | None]) -> tuple[TripKind, ...]:
    """Every kind of trip that some vehicle can make."""
    closed = closures(problem.operation)
    return tuple(
        _kind(problem, cycles[c], closed, (c, a, r), (int(shape[0]), int(shape[1]), int(shape[2])))
        for c in range(len(problem.classes))
        for shape in problem.capacity[c]
        for a in range(len(problem.assembly))
        for r in range(len(problem.reception))
        if problem.possible(c, a, r)
    )


def _kind(
    problem: Problem,
    cycle: Cycle | None,
    closed: Mapping[str | frozenset[str], Intervals],
    at: tuple[int, int, int],
    capacity: tuple[int, int, int],
) -> TripKind:
    c, a, r = at
    w, down_s = problem.way_of[r], int(problem.down_s[c, a, r])
    before_s = int(problem.up_s[c, a, w]) + problem.classes[c].loading.fixed_s
    returns = cycle is not None and NEVER not in (int(cycle.nearest_s[r]), int(problem.back_s[c, r]))
    after_s = 0
    if cycle is not None:
        before_s += int(cycle.approach_s[a])
        after_s = cycle.whole_s(a, r) - before_s - down_s if returns else 0
    return TripKind(
        c,
        capacity,
        a,
        r,
        w,
        before_s,
        down_s,
        after_s,
        returns,
        max(first_crossing_s(problem, cycle, c, a, w), _inspected_s(problem, c, w)),
        _crossing(problem, closed, at),
        _arriving(problem, closed, r),
    )


def _crossing(
    problem: Problem, closed: Mapping[str | frozenset[str], Intervals], at: tuple[int, int, int]
) -> Intervals:
    """When a trip can cross: while its way is open, and where what follows or goes before at once is not closed.

    After its only gate, or where there is none after its assembly point, it is on the road for `down_s`; where there is
    no gate it has been loaded just before. Longer ways are not looked at.
    """
    c, a, r = at
    way, point = problem.ways[problem.way_of[r]], problem.assembly[a].id
    open_ = tuple((opens, closes + 1) for opens, closes in way.windows)
    if len(way.gates) > 1:
        return _closed_ends(open_)
    last_stop = way.gates[0] if way.gates else point
    drive_s, load_s = max(1, int(problem.down_s[c, a, r])), problem.classes[c].loading.fixed_s
    driving = ((f - drive_s + 1, u) for f, u in closed.get(frozenset((last_stop, problem.reception[r].id)), ()))
    loading = ((f + 1, u + load_s) for f, u in closed.get(point, ()) if not way.gates)
    return _closed_ends(difference(open_, union((*driving, *loading))))


def _arriving(problem: Problem, closed: Mapping[str | frozenset[str], Intervals], r: int) -> Intervals:
    """When a trip can arrive: while the site is open, and no hazard closes it."""
    site = problem.reception[r]
    hours = union((w.opens_s, w.closes_s) for w in site.open) if site.open else ((0, problem.horizon_s + 1),)
    return _closed_ends(difference(hours, closed.get(site.id, ())))


def _closed_ends(intervals: Intervals) -> Intervals:
    return tuple((begins, ends - 1) for begins, ends in intervals)


def _inspected_s(problem: Problem, c: int, w: int) -> int:
    """When the first vehicle of the class can have been inspected."""
    inspecting = problem.ways[w].inspecting
    return inspecting[0][0] + int(problem.inspection_s[c, w]) if inspecting else FAR_S


def next_open_s(windows: Intervals, from_s: Ints) -> Ints:
    """The earliest second, no earlier than so, within a window; windows are in order, both ends belong to them."""
    opens = np.array([*(o for o, _ in windows), FAR_S], dtype=np.int64)
    closes = np.array([*(c for _, c in windows), 2 * FAR_S], dtype=np.int64)
    return np.asarray(np.maximum(from_s, opens[np.searchsorted(closes, from_s)]))


def _next_s(windows: Intervals, from_s: int) -> int:
    return next((max(opens, from_s) for opens, closes in windows if closes >= from_s), FAR_S)


@dataclass(frozen=True)
class Fleet:
    """What the vehicles of a class can have done; they differ in when they are available.

    Attributes:
        first_s: for each group of vehicles their first crossing.
        available_s, vehicles: of each group.
        windows: in which trips of the class cross.
        down_s: the least from crossing to arrival.
        after_s: the most from arrival until another trip can begin.
        edges_s: the most before the first crossing of a window and after the last one together.
        crossings: for each group when its vehicles can have crossed for the first, second ... time; None where too
            often to be counted.
    """

    first_s: Ints
    available_s: Ints
    vehicles: Ints
    windows: Intervals
    down_s: int
    after_s: int
    edges_s: int
    crossings: tuple[Ints, ...] | None

    def trips(self, by_s: int) -> int | None:
        """No more trips than this arrive by then."""
        if self.crossings is None:
            return None
        each = [np.searchsorted(times, by_s - self.down_s, side="right") for times in self.crossings]
        return int(self.vehicles @ np.array(each, dtype=np.int64))

    def seconds(self, by_s: int) -> int:
        """The cycles of all trips that arrive by then take no longer than this, added up.

        Two counts hold. One is the whole time from when the vehicle is available, and the way back from its last
        arrival. The other is the open time: from its first to its last crossing in a window a vehicle is on its trips,
        so they take what the window lasts and what lies before the first and after the last of these crossings.
        """
        last_s = by_s - self.down_s
        whole = by_s - self.available_s + self.after_s
        open_ = np.zeros_like(whole)
        for opens, closes in self.windows:
            within = np.minimum(closes, last_s) - np.maximum(opens, self.first_s)
            open_ += np.where(within >= 0, within + self.edges_s, 0)
        return int(self.vehicles @ np.where(self.first_s <= last_s, np.minimum(whole, open_), 0))


def fleet(problem: Problem, cycle: Cycle, kinds: Sequence[TripKind]) -> Fleet:
    """The vehicles of one class; `kinds` are those of its trips."""
    groups = sorted(Counter(cycle.available.tolist()).items())
    available = np.array([t for t, _ in groups], dtype=np.int64)
    windows = _closed_ends(union((opens, closes + 1) for kind in kinds for opens, closes in kind.windows))
    before_s = min(k.before_s for k in kinds)
    first = next_open_s(windows, np.maximum(available + before_s, min(k.crosses_s for k in kinds)))
    back_s = min((k.down_s + k.after_s for k in kinds if k.returns), default=FAR_S)
    return Fleet(
        first_s=first,
        available_s=available,
        vehicles=np.array([n for _, n in groups], dtype=np.int64),
        windows=windows,
        down_s=min(k.down_s for k in kinds),
        after_s=max(k.after_s for k in kinds),
        edges_s=max(k.before_s for k in kinds) + max(k.down_s + k.after_s for k in kinds),
        crossings=_crossings(windows, first, back_s + before_s, problem.horizon_s),
    )


def _crossings(windows: Intervals, first: Ints, step_s: int, horizon_s: int) -> tuple[Ints, ...] | None:
    """As early as a vehicle can: where each is as early as it can be, none of them can be earlier."""
    found: list[Ints] = []
    now = first
    while step_s > 0 and len(found) < MOST_STEPS and now.min(initial=FAR_S) <= horizon_s:
        found.append(now)
        now = next_open_s(windows, now + step_s)
    if step_s <= 0 or len(found) == MOST_STEPS:
        return None
    return tuple(np.array(found, dtype=np.int64).reshape(len(found), len(first)).T)


def convoy_departures(way: Way, rule: ConvoyRule, first_s: int, horizon_s: int) -> Ints | None:
    """When the first, second ... convoy of a way can depart at the earliest; None where too often to be counted.

    Each departs as early as headway, escorts and windows let it, the first one no earlier than `first_s`.
    """
    found: list[int] = []
    while len(found) < MOST_STEPS:
        now_s = first_s if not found else found[-1] + rule.headway_s
        if rule.escorts and len(found) >= rule.escorts:
            now_s = max(now_s, found[-rule.escorts] + rule.escort_cycle_s)
        now_s = _departs_s(way.windows, rule, now_s)
        if now_s > horizon_s:
            return np.array(found, dtype=np.int64)
        found.append(now_s)
    return None


def _departs_s(windows: Intervals, rule: ConvoyRule, from_s: int) -> int:
    """The first open second on the clock of the rule, no earlier than so."""
    clock_s = max(1, rule.clock_s)
    for opens, closes in windows:
        at_s = -(-max(opens, from_s) // clock_s) * clock_s
        if at_s <= closes:
            return at_s
    return FAR_S


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of a way's first gate.

    Attributes:
        working: its windows, both ends included.
        first_s: when the first vehicle can enter one.
        shortest_s: the shortest inspection.
        down_s: the least from crossing to arrival.
    """

    lanes: int
    working: Intervals
    first_s: int
    shortest_s: int
    down_s: int

    def seconds(self, by_s: int) -> int:
        """Inspections of trips that arrive by then take no longer than this, added up."""
        return self.lanes * sum(self._open_s(by_s))

    def trips(self, by_s: int) -> int | None:
        """No more trips than this arrive by then: inspections are whole, one after the other, within a window."""
        if self.shortest_s <= 0:
            return None
        return self.lanes * sum(open_s // self.shortest_s for open_s in self._open_s(by_s))

    def _open_s(self, by_s: int) -> Iterator[int]:
        for opens, closes in self.working:
            yield max(0, min(closes + 1, by_s - self.down_s) - max(opens, self.first_s))


def lanes(problem: Problem, w: int, kinds: Sequence[TripKind]) -> Lanes:
    """The lanes of a way; `kinds` are those of its trips."""
    way, inspection_s = problem.ways[w], problem.inspection_s[:, w]
    return Lanes(
        way.lanes,
        way.inspecting,
        min(k.inspected_s - int(inspection_s[k.c]) for k in kinds),
        min(int(inspection_s[k.c]) for k in kinds),
        min(k.down_s for k in kinds),
    )


def entering(problem: Problem, by_s: int) -> Iterator[tuple[int | None, int | None]]:
    """(people, vehicles) that may have entered the corridor by then, by stages, and by daily caps; None is no limit.

    Where there are stages nobody enters between them, and every second is in a day.
    """
    stages = len(problem.operation.agreement.stage_windows(problem.horizon_s))
    for some in (problem.quotas[:stages], problem.quotas[stages:]):
        begun = [quota for quota in some if quota.from_s <= by_s]
        if some:
            yield _sum(quota.people for quota in begun), _sum(quota.vehicles for quota in begun)


def _sum(limits: Iterable[int | None]) -> int | None:
    found = list(limits)
    return None if None in found else sum(limit for limit in found if limit is not None)


@dataclass(frozen=True)
class Arrivals:
    """When people can have arrived at the earliest: once ready, in a vehicle that waits for them.

    Attributes:
        at: [assembly point, capacity] -> the times in order, one for each person.
        choosing: the same by choice of sites.
    """

    at: Mapping[tuple[int, int], Ints]
    choosing: Mapping[tuple[tuple[int, ...], int], Ints]

    @staticmethod
    def by(times: Ints | None, by_s: int) -> int:
        """How many of them can have arrived by then."""
        return 0 if times is None else int(np.searchsorted(times, by_s, side="right"))


def arrivals(problem: Problem, kinds: Sequence[TripKind]) -> Arrivals:
    """The earliest arrivals of all who wish to leave; who cannot go at all arrives never."""
    index_a = {place.id: a for a, place in enumerate(problem.assembly)}
    groups: dict[tuple[int, tuple[int, ...], int], list[tuple[int, int]]] = defaultdict(list)
    times: dict[int, set[int]] = defaultdict(set)
    for household in problem.operation.leaving:
        a, choice = index_a[household.at], problem.accepted(household)
        times[a].add(household.ready_s)
        for need, people in needs(household):
            groups[a, choice, CAPACITY_OF_NEED[need]].append((household.ready_s, people))
    ready_at = {a: np.array(sorted(found), dtype=np.int64) for a, found in times.items()}
    soonest = _soonest(problem, kinds, ready_at)
    at: dict[tuple[int, int], list[Ints]] = defaultdict(list)
    choosing: dict[tuple[tuple[int, ...], int], list[Ints]] = defaultdict(list)
    for (a, choice, capacity), entries in groups.items():
        ready, people = np.array(entries, dtype=np.int64).T
        when = np.searchsorted(ready_at[a], ready)
        able = [soonest[a, r, capacity][when] for r in choice if (a, r, capacity) in soonest]
        earliest = np.repeat(np.min(able, axis=0) if able else np.full_like(ready, FAR_S), people)
        at[a, capacity].append(earliest)
        choosing[choice, capacity].append(earliest)
    return Arrivals(
        {key: np.sort(np.concatenate(parts)) for key, parts in at.items()},
        {key: np.sort(np.concatenate(parts)) for key, parts in choosing.items()},
    )


def _soonest(
    problem: Problem, kinds: Sequence[TripKind], ready_at: Mapping[int, Ints]
) -> dict[tuple[int, int, int], Ints]:
    """(assembly point, site, capacity) -> when somebody arrives at the earliest who is ready at each of the times."""
    found: dict[tuple[int, int, int], Ints] = {}
    seen: set[tuple[int, int, int, int]] = set()
    for kind in kinds:
        new = [n for n in range(3) if kind.capacity[n] and (kind.c, kind.a, kind.r, n) not in seen]
        if not new or kind.a not in ready_at:
            continue
        arrives_s = _arrives_s(problem, kind, ready_at[kind.a])
        for capacity in new:
            seen.add((kind.c, kind.a, kind.r, capacity))
            key = kind.a, kind.r, capacity
            found[key] = np.minimum(found[key], arrives_s) if key in found else arrives_s
    return found


def _arrives_s(problem: Problem, kind: TripKind, ready: Ints) -> Ints:
    """No sooner than the first trip of the kind, and with time to load and to drive once ready."""
    lead_s = problem.classes[kind.c].loading.fixed_s + int(problem.up_s[kind.c, kind.a, kind.w])
    crosses_s = next_open_s(kind.windows, np.maximum(ready + lead_s, kind.inspected_s))
    return next_open_s(kind.arriving, np.minimum(crosses_s, FAR_S) + kind.down_s)
