"""The moments at which the relaxation and the dispatcher let vehicles enter the corridor."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.commodities import Late
from safepassage.planning.cycle import Cycle, first_crossing_s
from safepassage.planning.intervals import union
from safepassage.planning.problem import NEVER, Ints, Problem, Way, per_need_s

MOST_STEPS = 130
"""About so many moments are shared out among the ways of the relaxation; more cost time and tell little."""

SHORTEST_STEP_S = 120

SPARE = 0.1

SOON = (2, 4, 8, 16)
"""Parts of a step at which there are more moments right after a window opens: the first to pass are worth most."""

FIRST_CROSSINGS = 40
"""Moments at the most that are added for the first vehicles of the day."""

MORE_STEPS = 40
"""Moments of a way that are added at a time where the bound missed them."""

MORE_LOADS, FEWEST_LOADS = 40, 8
"""Loads of a class that are added at a time, at the most and at the least."""

LIGHTER_SIZE = 80_000
"""Fewer are added where there are more columns for each of them than one in so many."""

MOST_FOR_LOADS = 2_500
"""None are added where there are more columns for each: they gain less the more departures there are."""

REFINED_SIZE = 150_000
"""Slots x bins up to which slots are added."""

CLOSE_S = 20

BIN_S = 1800
"""Seconds of a bin at the most, and no more than a part of the class's usual cycle. In shorter ones prices vary within
a loading, which the bound can make little of."""

BINS_IN_CYCLE = 2

MOST_BINS = 1500

MOMENTS = 12
"""Moments at which those who are not yet ready are counted, where they may cross at any second."""

NODE_S = 120
"""Moments at which vehicles that keep a clock begin their trips are told apart to so many seconds."""

BEFORE_S = 7200
"""Longer than any loading or unloading."""


def clock(
    problem: Problem, cycles: tuple[Cycle | None, ...], until_s: int, moments: Iterable[int] = ()
) -> tuple[Ints, ...]:
    """For each way the crossing times of the relaxation: evenly through each window, its last second included.

    Where they fall into a window `moments` are added: something changes then.
    """
    extra = np.array(sorted(set(moments)), dtype=np.float64)
    return tuple(_even(problem, cycles, w, way, until_s, extra) for w, way in enumerate(problem.ways))


def _even(
    problem: Problem, cycles: tuple[Cycle | None, ...], w: int, way: Way, until_s: int, extra: NDArray[np.float64]
) -> Ints:
    windows = _inspected(way, _least_inspection_s(problem, w), until_s)
    step_s = max(SHORTEST_STEP_S, len(problem.ways) * sum(last - first for first, last in windows) // MOST_STEPS)
    if way.clock_s:
        departures = [multiples(way.clock_s, first, last) for first, last in windows]
        return np.concatenate([np.empty(0, dtype=np.int64), *departures])
    found = [np.linspace(first, last, 1 + -(-(last - first) // step_s)) for first, last in windows]
    found += [np.array([first + step_s / part for part in SOON if first + step_s < last]) for first, last in windows]
    found += [_last_crossings(problem, cycles, way, windows)]
    found += [extra[(extra >= first) & (extra <= last)] for first, last in windows]
    every = np.rint(np.concatenate([*found, _first_crossings(problem, cycles, w, windows)])).astype(np.int64)
    return np.unique(every)


def ready_at(problem: Problem, late: Sequence[Late], slots: tuple[Ints, ...]) -> Ints:
    """Moments by which those who are ready are counted.

    Every crossing time where all are known beforehand. Else a few, that part those who are ready late into equal
    numbers: a price that changes at many moments is one that the bound can make little of between two slots.
    """
    if all(way.clock_s for way in problem.ways):
        return np.unique(np.concatenate(slots))
    return parting(late)


def parting(late: Sequence[Late]) -> Ints:
    """A few moments that part those who are ready late into equal numbers."""
    if not late:
        return np.zeros(1, dtype=np.int64)
    times = np.sort(np.concatenate([each.ready_s[each.ready_s > each.ready_s[0]] for each in late]))
    parts = [int(times[len(times) * i // MOMENTS]) - 1 for i in range(MOMENTS if len(times) else 0)]
    return np.array(sorted({0, *parts}), dtype=np.int64)


def multiples(step_s: int, first_s: int, last_s: int) -> Ints:
    """The whole multiples of a step from one second to another, both included."""
    return np.arange(-(-first_s // step_s), last_s // step_s + 1, dtype=np.int64) * step_s


def _inspected(way: Way, inspection_s: int, until_s: int) -> list[tuple[int, int]]:
    """First and last second of each window in which a vehicle may cross after so long an inspection."""
    opens = way.lanes_open_s
    windows = [
        (max(first, int(opens[window_of(np.array([first]), opens)[0]]) + inspection_s if way.gates else first), last)
        for first, last in way.windows
    ]
    return [(first, min(last, until_s)) for first, last in windows if first <= min(last, until_s)]


def window_of(t: Ints, opens_s: Ints) -> Ints:
    """For each time the index of the window that opened last; -1 before the first."""
    return np.asarray(np.searchsorted(opens_s, t, side="right") - 1)


def _first_crossings(
    problem: Problem, cycles: tuple[Cycle | None, ...], w: int, windows: list[tuple[int, int]]
) -> NDArray[np.float64]:
    """When each class can cross first, coming from each assembly point: what is earliest is worth most."""
    found: set[int] = set()
    for c, cycle in enumerate(cycles):
        loading = problem.classes[c].loading
        full_s = {loading.seconds(layout.capacity) - loading.fixed_s for layout in problem.classes[c].layouts}
        for a in range(len(problem.assembly)):
            if problem.up_s[c, a, w] != NEVER:
                first_s = first_crossing_s(problem, cycle, c, a, w)
                found |= {first_s, *(first_s + seconds for seconds in full_s)}
    inside = sorted(t for t in found if any(first <= t <= last for first, last in windows))
    return np.array(inside[:: 1 + len(inside) // FIRST_CROSSINGS], dtype=np.float64)


def _last_crossings(
    problem: Problem, cycles: tuple[Cycle | None, ...], way: Way, windows: list[tuple[int, int]]
) -> NDArray[np.float64]:
    """The last seconds of each window from which a vehicle is back at the gate before it closes: empty, and full.

    Whoever crosses a second later spends the night outside.
    """
    found: set[int] = set()
    for c, cycle in enumerate(cycles):
        unloading = problem.classes[c].unloading
        full_s = {0, *(unloading.seconds(x.capacity) - unloading.fixed_s for x in problem.classes[c].layouts)}
        for r in way.sites if cycle is not None else ():
            closes = cycle.inward_windows(r) if cycle is not None else None
            down_s = problem.down_s[c, :, r]
            if closes is None or not (down_s != NEVER).any() or problem.back_s[c, r] == NEVER:
                continue
            away_s = int(down_s[down_s != NEVER].min()) + unloading.fixed_s + int(problem.back_s[c, r])
            found |= {int(t) - away_s - more_s for t in closes[1] for more_s in (0, max(full_s))}
    return np.array(sorted(t for t in found if any(a <= t <= b for a, b in windows)), dtype=np.float64)


def bins(
    problem: Problem, cycles: tuple[Cycle | None, ...], slots: tuple[Ints, ...], loads: tuple[Ints, ...]
) -> tuple[Ints, ...]:
    """For each class the edges of the bins in which its vehicle-seconds are counted.

    From before the first vehicle is there to the horizon; none for own cars.
    """
    last_s = min(max((int(s[-1]) for s in slots if len(s)), default=0) + BEFORE_S, problem.horizon_s)
    return tuple(
        np.empty(0, dtype=np.int64)
        if cycle is None
        else _moments(nodes(problem, c, cycle, slots, loads[c]))
        if keeps_clock(problem, c)
        else busy_bins(problem, c, cycle, last_s)
        for c, cycle in enumerate(cycles)
    )


def keeps_clock(problem: Problem, c: int) -> bool:
    """True if trips of the class cross at times that are known beforehand, on whatever way they go."""
    used = [
        way
        for w, way in enumerate(problem.ways)
        if (problem.up_s[c, :, w] != NEVER).any() and any((problem.down_s[c, :, r] != NEVER).any() for r in way.sites)
    ]
    return bool(used) and all(way.clock_s > 0 for way in used)


def nodes(problem: Problem, c: int, cycle: Cycle, slots: tuple[Ints, ...], loads: Ints) -> Ints:
    """The moments at which vehicles of a class that keeps the clock begin their trips, rounded up to `NODE_S`."""
    found, loading_s = [], (loads @ per_need_s(problem.classes[c].loading)).tolist()
    for w, t in enumerate(slots):
        for a in np.flatnonzero(problem.up_s[c, :, w] != NEVER):
            found += [sent_s(cycle, int(a), w, t, seconds) for seconds in sorted(set(loading_s))]
    return np.unique(-(-np.concatenate(found) // NODE_S) * NODE_S)


def sent_s(cycle: Cycle, a: int, w: int, t: Ints, loading_s: int) -> Ints:
    """When a vehicle begins a trip that crosses at t and takes so much longer to load than the smallest load.

    Where only a smaller load would make it with the first vehicle that is there, so does the full one.
    """
    begins_s = cycle.begins_s(a, w, t)
    return np.asarray(np.maximum(begins_s - loading_s, np.minimum(begins_s, cycle.available.min())))


def _moments(nodes_s: Ints) -> Ints:
    """Bins of a second each at these moments, and what is between them."""
    return np.unique(np.concatenate([nodes_s, nodes_s + 1]))


def busy_bins(problem: Problem, c: int, cycle: Cycle, last_s: int, shortest_s: int = SHORTEST_STEP_S) -> Ints:
    """Short bins around the hours in which ways are open, and one bin for each time between them."""
    first_s = int(cycle.available.min()) - BEFORE_S
    usual_s = int(np.median(whole_s)) if (whole_s := _whole_s(problem, c, cycle)) else BIN_S
    step_s = min(BIN_S, max(SHORTEST_STEP_S, usual_s // BINS_IN_CYCLE))
    busy = union((opens - BEFORE_S, closes + BEFORE_S) for way in problem.ways for opens, closes in way.windows)
    step_s = max(step_s, shortest_s, sum(ends - begins for begins, ends in busy) // MOST_BINS)
    edges = {first_s, problem.horizon_s}
    for begins, ends in busy:
        edges |= {t for t in (*range(begins, ends, step_s), ends) if first_s < t < last_s}
    return np.array(sorted(edges), dtype=np.int64)


def lighter(
    problem: Problem, slots: tuple[Ints, ...], loads: tuple[Ints, ...], missed: tuple[Ints, ...]
) -> tuple[Ints, ...]:
    """The loads, and the first few of those missed where a class keeps the clock: a lighter one makes a connection.

    Large programmes get fewer, and very large ones none.
    """
    if not asks_for_loads(problem, slots):
        return loads
    size = (len(problem.assembly) + len(problem.reception)) * sum(map(len, slots))
    most = min(MORE_LOADS, max(FEWEST_LOADS, LIGHTER_SIZE // max(1, size)))
    found = []
    for c, known in enumerate(loads):
        seen = {tuple(load) for load in known.tolist()}
        new = [load for load in missed[c].tolist() if tuple(load) not in seen and any(load)]
        more = new[:most] if keeps_clock(problem, c) and not problem.classes[c].own_car else []
        found.append(np.array([*known.tolist(), *more], dtype=np.int64).reshape(-1, 3))
    return tuple(found)


def asks_for_loads(problem: Problem, slots: Sequence[Ints]) -> bool:
    """True if lighter loads are worth the time that the programme takes with them."""
    size = sum(len(t) * (len(problem.assembly) + len(way.sites)) for t, way in zip(slots, problem.ways, strict=True))
    return size <= MOST_FOR_LOADS


def refined(
    problem: Problem, slots: tuple[Ints, ...], bins: tuple[Ints, ...], seconds: tuple[Ints, ...]
) -> tuple[Ints, ...]:
    """The slots and the first few of these seconds that do not lie close to one of them; a clock stays as it is.

    So do all where the programme is large.
    """
    found = []
    small = max(map(len, bins)) * sum(map(len, slots)) <= REFINED_SIZE
    for way, times, missed in zip(problem.ways, slots, seconds, strict=True):
        more = list(times)
        for t in missed if small and not way.clock_s else ():
            if (
                len(more) < len(times) + MORE_STEPS
                and min((abs(int(t) - s) for s in more), default=MORE_STEPS) > CLOSE_S
            ):
                more.append(int(t))
        found.append(np.array(sorted(more), dtype=np.int64))
    return tuple(found)


def convoy_slots(problem: Problem, w: int, phase: float = 0.0) -> Ints:
    """Departures of convoys on a way, as even as headway and escorts can keep up: empty in free running.

    In every window the first one leaves as soon as it can, or so large a part (0 to 1) of a step later.
    """
    way = problem.ways[w]
    if way.rule is None:
        return np.empty(0, dtype=np.int64)
    step_s = max(1, way.convoy_step_s)
    lead_s = _lead_s(problem, w, way) if not way.clock_s else _least_inspection_s(problem, w)
    found: list[int] = []
    for opens_s, closes_s in _inspected(way, lead_s, problem.horizon_s):
        first = max(opens_s + round(phase * step_s), found[-1] + step_s if found else 0)
        first = -(-first // max(1, way.clock_s)) * max(1, way.clock_s)
        found.extend(range(first, closes_s + 1, step_s))
    return np.array(found, dtype=np.int64)


def _least_inspection_s(problem: Problem, w: int) -> int:
    return int(problem.inspection_s[:, w].min()) if len(problem.classes) else 0


def _lead_s(problem: Problem, w: int, way: Way) -> int:
    """Seconds from a window's opening to its first convoy: it is inspected whole if that takes less than a step."""
    inspection_s = int(problem.inspection_s[:, w].max(initial=0))
    if way.rule is None or not way.lanes:
        return inspection_s
    whole_s = -(-way.rule.max_vehicles // way.lanes) * inspection_s
    return max(inspection_s, min(whole_s, way.convoy_step_s))


def until_s(problem: Problem, cycles: tuple[Cycle | None, ...], completes_s: int | None) -> int:
    """How far the relaxation looks: past the completion of a plan that carries everybody, by some open time.

    By a tenth of the open time until then, and at least by two cycles: whoever might go later must be priced by trips
    that could take them.

    Args:
        problem: the operation.
        cycles: of its classes.
        completes_s: the last arrival of such a plan; None if there is none, then it looks to the horizon.
    """
    if completes_s is None:
        return problem.horizon_s
    latest_s, longest_s = completes_s, 0
    for c, cycle in enumerate(cycles):
        longest_s = max(longest_s, max(_whole_s(problem, c, cycle), default=0) if cycle is not None else 0)
    for way in problem.ways:
        open_s = sum(max(0, min(closes, completes_s) - opens) for opens, closes in way.windows)
        spare_s = max(SPARE * open_s, 2 * longest_s)
        for opens, closes in way.windows:
            more_s = closes - max(opens, completes_s)
            if more_s > 0 and spare_s > 0:
                latest_s = max(latest_s, max(opens, completes_s) + int(min(more_s, spare_s)))
                spare_s -= more_s
    return min(latest_s, problem.horizon_s)


def _whole_s(problem: Problem, c: int, cycle: Cycle) -> list[int]:
    """The cycles of all trips that a class can make."""
    return [
        cycle.whole_s(a, r)
        for a in range(len(problem.assembly))
        for r in range(len(problem.reception))
        if problem.possible(c, a, r)
    ]
