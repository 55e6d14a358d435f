"""Vehicles, gates and assembly points over time: who is where, and who waits where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from safepassage.domain.operation import Operation
from safepassage.exchange.report.movements import Digest, Movement
from safepassage.exchange.report.timeline import Intervals, Timeline, Values
from safepassage.roads.travel_times import TravelTimes, travel_times

Entries = list[tuple[int, int, int]]


class State(StrEnum):
    """What a vehicle does, in the order of a trip."""

    LOADING = "loading"
    WAITING_LOADED = "waiting-loaded"
    DRIVING = "driving"
    AT_GATE = "at-gate"
    UNLOADING = "unloading"
    EMPTY = "empty"
    STANDING = "standing"


@dataclass(frozen=True)
class FleetUse:
    """The vehicles of a class in each state, as the mean over each bin of the timeline.

    Attributes:
        vehicle_class: id; None for several classes together.
        vehicles: how many there are; of own cars, those that leave.
    """

    vehicle_class: str | None
    vehicles: int
    by_state: Mapping[State, Values]


@dataclass(frozen=True)
class GateUse:
    """A gate over time, as the mean over each bin.

    Attributes:
        lanes_out, lanes_in: how many there are.
        out, back: lanes in which a vehicle is inspected.
        waiting: loaded vehicles at the gate that are not being inspected: before a lane, or beyond it for their convoy.
    """

    gate: str
    lanes_out: int
    lanes_in: int
    out: Values
    back: Values
    waiting: Values


@dataclass(frozen=True)
class PointUse:
    """People who are ready and wait at an assembly point, as the mean over each bin.

    Attributes:
        place: id; None for several places together.
        most: the largest mean of a bin.
        mean_wait_s: from being ready until loading starts, of those carried; None where nobody is.
    """

    place: str | None
    waiting: Values
    most: int
    mean_wait_s: float | None


def fleet_use(operation: Operation, digest: Digest, timeline: Timeline, most: int = 5) -> tuple[FleetUse, ...]:
    """Each class over time, in the order of the fleet; the smallest together where there are more than `most`."""
    travel = travel_times(operation)
    by_class: dict[str, dict[State, Entries]] = {}
    for movement in digest.movements:
        states = by_class.setdefault(movement.vehicle_class, {state: [] for state in State})
        for state, from_s, until_s in _phases(movement, travel):
            states[state].append((from_s, until_s, 1))
    here = _present(operation, digest, timeline.ends_s)
    uses = []
    for vehicle_class, presence in here.items():
        entries = by_class.get(vehicle_class, {})
        means: dict[State, Values] = {s: Intervals.of(entries.get(s, [])).mean(timeline.edges) for s in State}
        busy = np.sum(list(means.values()), axis=0)
        means[State.STANDING] = np.maximum(Intervals.of(presence).mean(timeline.edges) - busy, 0.0)
        uses.append(FleetUse(vehicle_class, len(presence), means))
    return _smallest_together(tuple(uses), most)


def gate_use(operation: Operation, digest: Digest, timeline: Timeline) -> tuple[GateUse, ...]:
    """Each gate over time, in the order of the corridor."""
    travel = travel_times(operation)
    held: dict[tuple[str, str], Entries] = {}
    stays: dict[str, Entries] = {}
    for movement in digest.movements:
        for gate_id, comes_s, _, leaves_s in _passages(movement, travel):
            stays.setdefault(gate_id, []).append((comes_s, leaves_s, 1))
        for kind, gate_id, from_s, until_s in lane_times(operation, movement):
            held.setdefault((kind, gate_id), []).append((from_s, until_s, 1))
    uses = []
    for gate in operation.corridor.gates:
        inspected, inward = (
            Intervals.of(held.get((kind, gate.place), [])).mean(timeline.edges) for kind in ("lane-out", "lane-in")
        )
        there = Intervals.of(stays.get(gate.place, [])).mean(timeline.edges)
        waiting = np.maximum(there - inspected, 0.0)
        uses.append(GateUse(gate.place, gate.lanes_out, gate.lanes_in, inspected, inward, waiting))
    return tuple(uses)


def point_use(digest: Digest, timeline: Timeline, most: int = 10) -> tuple[PointUse, ...]:
    """Each assembly point over time, the fullest first; the rest together where there are more than `most`."""
    entries: dict[str, Entries] = {}
    carried: dict[str, list[tuple[int, int]]] = {}
    for wait in digest.waits:
        until_s = timeline.ends_s if wait.until_s is None else wait.until_s
        entries.setdefault(wait.place, []).append((wait.from_s, until_s, wait.people))
        if wait.until_s is not None:
            carried.setdefault(wait.place, []).append((wait.until_s - wait.from_s, wait.people))
    size = {place: sum(people for *_, people in waits) for place, waits in entries.items()}
    order = sorted(entries, key=lambda place: (-size[place], place))
    kept, rest = (order, []) if len(order) <= most else (order[: most - 1], order[most - 1 :])
    uses = [_point(place, entries[place], carried.get(place, []), timeline) for place in kept]
    if rest:
        together = [entry for place in rest for entry in entries[place]]
        uses.append(_point(None, together, [wait for place in rest for wait in carried.get(place, [])], timeline))
    return tuple(uses)


def _point(place: str | None, entries: Entries, carried: list[tuple[int, int]], timeline: Timeline) -> PointUse:
    waiting = Intervals.of(entries).mean(timeline.edges)
    people = sum(n for _, n in carried)
    mean_wait_s = sum(wait_s * n for wait_s, n in carried) / people if people else None
    return PointUse(place, waiting, round(float(waiting.max(initial=0.0))), mean_wait_s)


def lane_times(operation: Operation, movement: Movement) -> Iterator[tuple[str, str, int, int]]:
    """Each lane that the vehicle holds, as (``lane-out`` or ``lane-in``, gate, from, until); known gates only."""
    trip = movement.trip
    for crossing in trip.crossings:
        if crossing.gate in operation.gate:
            inspection = operation.gate[crossing.gate].inspects(movement.vehicle_class)
            yield "lane-out", crossing.gate, crossing.enters_s, crossing.enters_s + inspection.loaded_s
    for crossing in trip.approach.crossings if trip.approach else ():
        if crossing.gate in operation.gate:
            inspection = operation.gate[crossing.gate].inspects(movement.vehicle_class)
            yield "lane-in", crossing.gate, crossing.enters_s, crossing.enters_s + inspection.empty_s


def _passages(movement: Movement, travel: TravelTimes) -> Iterator[tuple[str, int, int, int]]:
    """Each gate of the loaded way out, as (gate, comes, enters a lane, drives on)."""
    trip = movement.trip
    here, departs_s = trip.origin, trip.leaves_s
    for crossing in trip.crossings:
        drive_s = travel.seconds(here, crossing.gate, movement.vehicle_class, departs_s)
        comes_s = crossing.enters_s if drive_s is None else min(departs_s + drive_s, crossing.enters_s)
        yield crossing.gate, comes_s, crossing.enters_s, crossing.leaves_s
        here, departs_s = crossing.gate, crossing.leaves_s


def _phases(movement: Movement, travel: TravelTimes) -> Iterator[tuple[State, int, int]]:
    """What the vehicle does from its approach until it is empty."""
    trip = movement.trip
    if trip.approach is not None:
        yield State.EMPTY, trip.approach.leaves_s, trip.approach.arrives_s
    yield State.LOADING, trip.loads_s, movement.loaded_s
    yield State.WAITING_LOADED, movement.loaded_s, trip.leaves_s
    departs_s = trip.leaves_s
    for _, comes_s, _, leaves_s in _passages(movement, travel):
        yield State.DRIVING, departs_s, comes_s
        yield State.AT_GATE, comes_s, leaves_s
        departs_s = leaves_s
    yield State.DRIVING, departs_s, trip.arrives_s
    yield State.UNLOADING, trip.arrives_s, trip.empty_s


def _present(operation: Operation, digest: Digest, ends_s: int) -> dict[str, Entries]:
    """When each vehicle of a class is there: the fleet's own to the end; an own car that leaves until it is empty."""
    here: dict[str, Entries] = {vehicle_class.id: [] for vehicle_class in operation.fleet}
    for vehicle in operation.vehicles.values():
        if vehicle.owner is None:
            here[vehicle.vehicle_class].append((vehicle.available_from_s, ends_s, 1))
    for movement in digest.movements:
        own = operation.vehicles.get(movement.trip.vehicle)
        if own is not None and own.owner is not None:
            here[own.vehicle_class].append((own.available_from_s, movement.trip.empty_s, 1))
    return {vehicle_class: entries for vehicle_class, entries in here.items() if entries}


def _smallest_together(uses: tuple[FleetUse, ...], most: int) -> tuple[FleetUse, ...]:
    if len(uses) <= most:
        return uses
    largest = sorted(uses, key=lambda use: -use.vehicles)[: most - 1]
    rest = [use for use in uses if use not in largest]
    together = {state: np.sum([use.by_state[state] for use in rest], axis=0) for state in State}
    kept = tuple(use for use in uses if use in largest)
    return (*kept, FleetUse(None, sum(use.vehicles for use in rest), together))
