"""The plan as it grows, second by second: every trip is placed at the earliest time that breaks no rule.

What has been placed stays. A trip that is asked for is worked out from where its vehicle stands: the empty run, the
bay, the gates with their lanes and windows, the convoy slot, the reception site. `place` only proposes; `book` holds
what the proposal uses.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from safepassage.domain.fleet import VehicleClass
from safepassage.domain.people import Needs
from safepassage.domain.places import Place
from safepassage.domain.plan import Approach, Crossing
from safepassage.planning.calendar import Calendar, closed_until
from safepassage.planning.intervals import Intervals, difference
from safepassage.planning.problem import Floats, Ints, Problem, Quota, Way, closures
from safepassage.planning.steps import convoy_slots

PATIENCE_S = 2400
"""Nobody waits aboard before the corridor for longer than this, if a later start does as well."""

TRIES = 12
"""How often a departure is put off before a trip is given up: closures, nights and closed doors in a row."""


@dataclass(slots=True)
class VehicleState:
    """Where a vehicle is, from when it can move, and how long its drivers have been at it."""

    id: str
    vehicle_class: VehicleClass
    at: str
    free_s: int
    duty_from_s: int | None = None
    driven_s: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A trip with all its times, and what it would hold.

    Attributes:
        w: index of its way.
        slot_s: departure of its convoy; None in free running.
        duty_from_s, driven_s: of the vehicle after the trip.
    """

    vehicle: VehicleState
    w: int
    origin: str
    destination: str
    load: Needs
    approach: Approach | None
    loads_s: int
    leaves_s: int
    crossings: tuple[Crossing, ...]
    arrives_s: int
    unloads_s: int
    empty_s: int
    slot_s: int | None
    duty_from_s: int
    driven_s: int

    @property
    def crosses_s(self) -> int:
        """When it enters the corridor."""
        return self.crossings[0].leaves_s if self.crossings else self.leaves_s


@dataclass(frozen=True, slots=True)
class Order:
    """A trip that is wished for.

    Attributes:
        stream: of those aboard.
        ready_s: when the last of them is ready.
        from_s: enter the corridor no earlier.
        slot_s: join the convoy that departs then; None for the next one with room.
        early: be there as early as can be, however long people then wait aboard.
    """

    vehicle: VehicleState
    origin: str
    destination: str
    w: int
    load: Needs
    stream: str
    ready_s: int = 0
    from_s: int = 0
    slot_s: int | None = None
    early: bool = False


@dataclass
class _Slots:
    """Convoys of a way: how many vehicles each still takes."""

    times: list[int]
    room: dict[int, int]
    most: int
    first_open: int = 0

    def take(self, slot_s: int, vehicles: int) -> None:
        """Give so many places in the convoy away; fewer than none gives them back."""
        self.room[slot_s] -= vehicles
        self.first_open = 0 if vehicles < 0 else self.first_open

    def open(self, slot_s: int) -> None:
        """Let a convoy depart then."""
        self.room[slot_s] = self.most
        insort(self.times, slot_s)
        self.first_open = 0

    def close(self, slot_s: int) -> None:
        """Take a departure back."""
        self.times.remove(slot_s)
        del self.room[slot_s]
        self.first_open = 0

    def from_time(self, from_s: int) -> Iterator[int]:
        """Departures with room, not before `from_s`."""
        while self.first_open < len(self.times) and not self.room[self.times[self.first_open]]:
            self.first_open += 1
        for time_s in self.times[self.first_open :]:
            if time_s >= from_s and self.room[time_s]:
                yield time_s


@dataclass(frozen=True, slots=True)
class _Out:
    """The loaded part of a trip, from the assembly point to the reception site."""

    leaves_s: int
    crossings: tuple[Crossing, ...]
    arrives_s: int
    slot_s: int | None
    driven_s: int


class _Late(Exception):  # noqa: N818 - no error, but the reason to try later
    """The trip must leave its assembly point, or enter the corridor, no earlier than so."""

    def __init__(self, leaves_s: int = 0, crosses_s: int = 0) -> None:
        self.leaves_s, self.crosses_s = leaves_s, crosses_s


class _Impossible(Exception):  # noqa: N818
    """No time is late enough."""


@dataclass
class Timetable:
    """All bookings. Times are seconds from the operation's start; `phase` is that of `convoy_slots`."""

    problem: Problem
    phase: float = 0.0
    vehicles: dict[str, VehicleState] = field(init=False)
    _index_c: dict[str, int] = field(init=False)
    _bays: dict[tuple[str, str], Calendar] = field(init=False)
    _lanes: dict[tuple[str, bool], Calendar] = field(init=False)
    _slots: dict[int, _Slots] = field(init=False)
    _closed: dict[str | frozenset[str], Intervals] = field(init=False)
    _gate_open: dict[str, Intervals] = field(init=False)
    _night: Intervals = field(init=False)
    _quota_people: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    _quota_vehicles: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        operation, horizon_s = self.problem.operation, self.problem.horizon_s
        self._index_c = {vehicle_class.id: c for c, vehicle_class in enumerate(self.problem.classes)}
        self.vehicles = {
            v.id: VehicleState(v.id, operation.vehicle_class[v.vehicle_class], v.start, v.available_from_s)
            for v in operation.vehicles.values()
        }
        self._bays = {
            (place.id, pool): Calendar(count)
            for place in operation.places
            for pool, count in (place.bays or {}).items()
        }
        self._lanes = {
            (gate.place, outward): Calendar(gate.lanes_out if outward else gate.lanes_in)
            for gate in operation.corridor.gates
            for outward in (True, False)
        }
        self._closed = closures(operation)
        self._gate_open = {gate: self._open(gate) for gate in operation.gate}
        night = operation.agreement.night
        self._night = operation.clock.recurrences(night, horizon_s) if night is not None else ()
        self._slots = {}
        for w, way in enumerate(self.problem.ways):
            if way.rule is not None:
                times = [int(t) for t in convoy_slots(self.problem, w, self.phase)]
                self._slots[w] = _Slots(times, dict.fromkeys(times, way.rule.max_vehicles), way.rule.max_vehicles)

    def _open(self, gate: str) -> Intervals:
        """When a gate may be passed; one may leave at a window's last second, and windows that touch stay apart."""
        windows = self.problem.operation.gate_windows(gate)
        every = ((0, 2 * self.problem.horizon_s),) if windows is None else [(w.opens_s, w.closes_s) for w in windows]
        shut = [(begins_s - 1, ends_s) for begins_s, ends_s in self._closed.get(gate, ())]
        return tuple(part for window in every for part in difference((window,), tuple(shut)))

    def slot_room(self, w: int, slot_s: int) -> int:
        """How many more vehicles the convoy takes."""
        return self._slots[w].room[slot_s]

    def next_slots(self, w: int, from_s: int) -> Iterator[int]:
        """Departures of the way's convoys with room, not before `from_s`; none in free running."""
        return self._slots[w].from_time(from_s) if w in self._slots else iter(())

    def open_slot(self, w: int, slot_s: int) -> None:
        """Let a convoy of the way depart then."""
        self._slots[w].open(slot_s)

    def close_slot(self, w: int, slot_s: int) -> None:
        """Take a departure back with which nobody goes."""
        self._slots[w].close(slot_s)

    def has_slot(self, w: int, slot_s: int) -> bool:
        """True if a convoy of the way may depart then."""
        return slot_s in self._slots[w].room

    def clear_slots(self, w: int) -> None:
        """Take back every departure of the way with which nobody goes yet; nothing in free running."""
        slots = self._slots.get(w)
        for slot_s in [t for t in slots.times if slots.room[t] == slots.most] if slots is not None else ():
            self.close_slot(w, slot_s)

    def quota_room(self, *, people: bool) -> Floats:
        """[quota]: how many people, or vehicles, may still cross; infinite where there is no limit."""
        used = self._quota_people if people else self._quota_vehicles
        most = [quota.people if people else quota.vehicles for quota in self.problem.quotas]
        return np.array([np.inf if m is None else max(0, m - used[i]) for i, m in enumerate(most)], dtype=float)

    def inspections(self, w: int) -> Ints:
        """[booking, (from, until)] at the first gate outwards; none without a gate."""
        gates = self.problem.ways[w].gates
        found = self._lanes[gates[0], True].bookings if gates else []
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    def place(self, order: Order) -> Proposal | None:
        """The earliest that the order can be carried out; None if it cannot.

        People do not sit in a vehicle before a closed gate for longer than need be: where the way out takes much longer
        than the drive, the vehicle begins later, for the same crossing. Drivers rest before a trip that would be too
        much for them.
        """
        limit = order.vehicle.vehicle_class.duty
        for rest_s in (0,) if limit is None else (0, limit.rest_s):
            proposal = self._attempt(order, order.vehicle.free_s + rest_s)
            if proposal is None:
                return None
            idle_s = proposal.crosses_s - proposal.leaves_s - int(self.problem.up_s[self._c(order), :, order.w].max())
            if idle_s > PATIENCE_S and not order.early:
                proposal = self._later(order, proposal, idle_s)
            if limit is None or (
                proposal.driven_s <= limit.driving_s and proposal.empty_s - proposal.duty_from_s <= limit.on_duty_s
            ):
                return proposal
        return None

    def _later(self, order: Order, proposal: Proposal, idle_s: int) -> Proposal:
        """The same crossing with less waiting aboard: the whole trip begins later or, where that is too late, loading.

        Near the crossing lanes and bays may be taken; then a little earlier is tried.
        """
        begins_s = proposal.approach.leaves_s if proposal.approach else proposal.loads_s
        for margin_s in (PATIENCE_S // 2, 2 * PATIENCE_S, 6 * PATIENCE_S):
            by_s = idle_s - margin_s
            for starts_s in (begins_s + by_s, begins_s):
                later = self._attempt(order, starts_s, proposal.loads_s + by_s) if by_s > 0 else None
                if later is not None and later.crosses_s <= proposal.crosses_s:
                    return later
        return proposal

    def _c(self, order: Order) -> int:
        return self._index_c[order.vehicle.vehicle_class.id]

    def book(self, proposal: Proposal) -> VehicleState:
        """Hold what the proposal uses, and move the vehicle on; answers where the vehicle was, for `cancel`."""
        return self.book_all([proposal])[0]

    def book_all(self, proposals: Sequence[Proposal]) -> list[VehicleState]:
        """Hold what proposals use that fit together, each vehicle's in order of time."""
        uses = [use for proposal in proposals for use in self._uses(proposal)]
        for calendar, start_s, length_s in sorted(uses, key=lambda use: use[1]):
            calendar.book(start_s, length_s)
        before = []
        for proposal in proposals:
            self._count(proposal, 1)
            vehicle = proposal.vehicle
            before.append(replace(vehicle))
            vehicle.at, vehicle.free_s = proposal.destination, proposal.empty_s
            vehicle.duty_from_s, vehicle.driven_s = proposal.duty_from_s, proposal.driven_s
        return before

    def cancel(self, proposal: Proposal, before: VehicleState) -> None:
        """Take the last booking of a vehicle back."""
        for calendar, start_s, length_s in self._uses(proposal):
            calendar.cancel(start_s, length_s)
        self._count(proposal, -1)
        vehicle = proposal.vehicle
        vehicle.at, vehicle.free_s = before.at, before.free_s
        vehicle.duty_from_s, vehicle.driven_s = before.duty_from_s, before.driven_s

    def _uses(self, proposal: Proposal) -> Iterator[tuple[Calendar, int, int]]:
        """The lanes and bays that a trip holds, from when and for how long."""
        operation, vehicle_class = self.problem.operation, proposal.vehicle.vehicle_class
        for crossing in proposal.approach.crossings if proposal.approach else ():
            inspection = operation.gate[crossing.gate].inspects(vehicle_class.id)
            yield self._lanes[crossing.gate, False], crossing.enters_s, inspection.empty_s
        for crossing in proposal.crossings:
            inspection = operation.gate[crossing.gate].inspects(vehicle_class.id)
            yield self._lanes[crossing.gate, True], crossing.enters_s, inspection.loaded_s
        for place, start_s, service in (
            (proposal.origin, proposal.loads_s, vehicle_class.loading),
            (proposal.destination, proposal.unloads_s, vehicle_class.unloading),
        ):
            bay = self._bay(operation.place[place], vehicle_class)
            if bay is not None:
                yield bay, start_s, service.seconds(proposal.load)

    def _count(self, proposal: Proposal, sign: int) -> None:
        if proposal.slot_s is not None:
            self._slots[proposal.w].take(proposal.slot_s, sign)
        for i, quota in enumerate(self.problem.quotas):
            if quota.from_s <= proposal.crosses_s < quota.until_s:
                self._quota_people[i] += sign * proposal.load.people
                self._quota_vehicles[i] += sign

    def _attempt(self, order: Order, starts_s: int, loads_from_s: int = 0) -> Proposal | None:
        """The earliest that the order can be carried out when the vehicle moves, and loads, no earlier than so."""
        try:
            approach, at_s, driven_in_s = self._approach(order, starts_s)
            loads_s, loaded_s = self._loading(order, max(at_s, order.ready_s, loads_from_s))
            out = self._out_in_time(order, loads_s, loaded_s)
            if out is None:
                return None
            unloads_s, empty_s = self._unloading(order, out.arrives_s)
        except _Impossible:
            return None
        begins_s = approach.leaves_s if approach else loads_s
        duty_from_s, driven_s = self._duty(order.vehicle, begins_s)
        return Proposal(
            vehicle=order.vehicle,
            w=order.w,
            origin=order.origin,
            destination=order.destination,
            load=order.load,
            approach=approach,
            loads_s=loads_s,
            leaves_s=out.leaves_s,
            crossings=out.crossings,
            arrives_s=out.arrives_s,
            unloads_s=unloads_s,
            empty_s=empty_s,
            slot_s=out.slot_s,
            duty_from_s=duty_from_s,
            driven_s=driven_s + driven_in_s + out.driven_s,
        )

    @staticmethod
    def _duty(vehicle: VehicleState, begins_s: int) -> tuple[int, int]:
        """When the duty of a movement that begins then has begun, and seconds driven in it before."""
        limit = vehicle.vehicle_class.duty
        if vehicle.duty_from_s is None or (limit is not None and begins_s - vehicle.free_s >= limit.rest_s):
            return begins_s, 0
        return vehicle.duty_from_s, vehicle.driven_s

    def _approach(self, order: Order, starts_s: int) -> tuple[Approach | None, int, int]:
        """The empty run to the assembly point, when it is there, and seconds driven."""
        vehicle, operation = order.vehicle, self.problem.operation
        if vehicle.at == order.origin:
            return None, starts_s, 0
        crossings: list[Crossing] = []
        here, leaves_s, now_s, driven_s = vehicle.at, -1, starts_s, 0
        for gate in operation.gates_between(vehicle.at, order.origin):
            departs_s, travel_s = self._drive(here, gate, vehicle.vehicle_class, now_s)
            inspection_s = operation.gate[gate].inspects(vehicle.vehicle_class.id).empty_s
            enters_s = self._lane(gate, False, departs_s + travel_s, inspection_s)
            if leaves_s < 0:
                leaves_s = self._as_late_as(here, gate, vehicle.vehicle_class, departs_s, travel_s, enters_s)
            now_s, here, driven_s = enters_s + inspection_s, gate, driven_s + travel_s
            crossings.append(Crossing(gate, enters_s, now_s))
        departs_s, travel_s = self._drive(here, order.origin, vehicle.vehicle_class, now_s, into=True)
        if crossings and departs_s > now_s:
            raise _Impossible
        arrives_s = departs_s + travel_s
        leaves_s = departs_s if leaves_s < 0 else leaves_s
        return Approach(vehicle.at, leaves_s, tuple(crossings), arrives_s), arrives_s, driven_s + travel_s

    def _as_late_as(
        self, origin: str, gate: str, vehicle_class: VehicleClass, departs_s: int, travel_s: int, enters_s: int
    ) -> int:
        """The latest departure that still enters the lane then: drivers rest where they are, not before a gate."""
        latest_s = enters_s - travel_s
        try:
            same = self._drive(origin, gate, vehicle_class, latest_s) == (latest_s, travel_s)
        except _Impossible:
            same = False
        return latest_s if same else departs_s

    def _loading(self, order: Order, from_s: int) -> tuple[int, int]:
        vehicle_class = order.vehicle.vehicle_class
        length_s = vehicle_class.loading.seconds(order.load)
        loads_s = self._in_bay(self.problem.operation.place[order.origin], vehicle_class, from_s, length_s)
        return loads_s, loads_s + length_s

    def _unloading(self, order: Order, arrives_s: int) -> tuple[int, int]:
        vehicle_class = order.vehicle.vehicle_class
        length_s = vehicle_class.unloading.seconds(order.load)
        unloads_s = self._in_bay(self.problem.operation.place[order.destination], vehicle_class, arrives_s, length_s)
        return unloads_s, unloads_s + length_s

    def _in_bay(self, place: Place, vehicle_class: VehicleClass, from_s: int, length_s: int) -> int:
        calendar, closed = self._bay(place, vehicle_class), self._closed.get(place.id, ())
        if calendar is None and place.bay_pool(vehicle_class.id) is not None:
            raise _Impossible
        while True:
            start_s = from_s if calendar is None else calendar.earliest(from_s, length_s)
            if start_s is None or start_s > self.problem.horizon_s:
                raise _Impossible
            from_s = closed_until(closed, start_s, max(length_s, 1))
            if from_s == start_s:
                return start_s

    def _bay(self, place: Place, vehicle_class: VehicleClass) -> Calendar | None:
        pool = place.bay_pool(vehicle_class.id)
        return None if pool is None else self._bays.get((place.id, pool[0]))

    def _out_in_time(self, order: Order, loads_s: int, loaded_s: int) -> _Out | None:
        """The earliest way out for somebody who is loaded; None if there is none."""
        leaves_from_s, crosses_from_s = loaded_s, order.from_s
        for _ in range(TRIES):
            try:
                out = self._out(order, leaves_from_s, crosses_from_s)
            except _Late as late:
                leaves_from_s, crosses_from_s = max(leaves_from_s, late.leaves_s), max(crosses_from_s, late.crosses_s)
            else:
                stays_s = max(1, out.leaves_s - loads_s)
                return out if closed_until(self._closed.get(order.origin, ()), loads_s, stays_s) == loads_s else None
        return None

    def _out(self, order: Order, leaves_from_s: int, crosses_from_s: int) -> _Out:
        """From the assembly point to the reception site.

        Raises:
            _Late: leaving or crossing later might do.
            _Impossible: no later time does.
        """
        way, vehicle_class, operation = self.problem.ways[order.w], order.vehicle.vehicle_class, self.problem.operation
        leaves_s = closed_until(self._night, leaves_from_s, 1)
        crossings: list[Crossing] = []
        slot_s: int | None = None
        if not way.gates:
            leaves_s, slot_s = self._set_out(order, way, max(leaves_s, crosses_from_s))
        here, now_s, driven_s = order.origin, leaves_s, 0
        for gate in way.gates:
            departs_s, travel_s = self._drive(here, gate, vehicle_class, now_s)
            if departs_s > now_s:
                self._put_off(crossings, leaves_s, departs_s - now_s)
            inspection_s = operation.gate[gate].inspects(vehicle_class.id).loaded_s
            reaches_s = departs_s + travel_s
            if crossings:
                enters_s = self._lane(gate, True, reaches_s, inspection_s)
                now_s = enters_s + inspection_s
            else:
                enters_s, now_s, slot_s = self._first_gate(order, way, gate, reaches_s, inspection_s, crosses_from_s)
            crossings.append(Crossing(gate, enters_s, now_s))
            here, driven_s = gate, driven_s + travel_s
        departs_s, travel_s = self._drive(here, order.destination, vehicle_class, now_s, into=True)
        if departs_s > now_s:
            self._put_off(crossings, leaves_s, departs_s - now_s)
        out = _Out(leaves_s, tuple(crossings), departs_s + travel_s, slot_s, driven_s + travel_s)
        self._judge(order, out)
        return out

    @staticmethod
    def _put_off(crossings: Sequence[Crossing], leaves_s: int, by_s: int) -> None:
        """Ask to enter the corridor later by so many seconds, or where there is no gate to leave later."""
        if crossings:
            raise _Late(crosses_s=crossings[0].leaves_s + by_s)
        raise _Late(leaves_s=leaves_s + by_s)

    def _judge(self, order: Order, out: _Out) -> None:
        """Nobody arrives after the horizon or at a closed door, and nobody is on the road at night."""
        if out.arrives_s > self.problem.horizon_s:
            raise _Impossible
        for begins_s, ends_s in self._night:
            if out.leaves_s < ends_s and begins_s < out.arrives_s:
                raise _Late(leaves_s=ends_s, crosses_s=ends_s)
        open_s = self.problem.operation.place[order.destination].open
        if open_s and not any(w.opens_s <= out.arrives_s < w.closes_s for w in open_s):
            later = [w.opens_s for w in open_s if w.opens_s > out.arrives_s]
            if not later:
                raise _Impossible
            self._put_off(out.crossings, out.leaves_s, min(later) - out.arrives_s)

    def _first_gate(
        self, order: Order, way: Way, gate: str, reaches_s: int, inspection_s: int, crosses_from_s: int
    ) -> tuple[int, int, int | None]:
        """When it enters the lane, when it enters the corridor, and with which convoy."""
        if way.rule is None:
            enters_s = self._lane(gate, True, max(reaches_s, crosses_from_s - inspection_s), inspection_s)
            crosses_s = self._free_to_cross(order, enters_s + inspection_s)
            if not any(opens <= enters_s < closes and crosses_s <= closes for opens, closes in self._gate_open[gate]):
                enters_s = self._lane(gate, True, crosses_s - inspection_s, inspection_s)
                crosses_s = enters_s + inspection_s
            return enters_s, crosses_s, None
        slots = (
            iter((order.slot_s,))
            if order.slot_s is not None
            else self.next_slots(order.w, max(reaches_s + inspection_s, crosses_from_s))
        )
        for slot_s in slots:
            window = next((w for w in self._gate_open[gate] if w[0] <= slot_s <= w[1]), None)
            if window is None or slot_s < crosses_from_s or not self._slots[order.w].room[slot_s]:
                continue
            first_s = self._lanes[gate, True].earliest(max(reaches_s, window[0]), inspection_s)
            if first_s is None or first_s + inspection_s > slot_s or first_s >= window[1]:
                continue
            if self._free_to_cross(order, slot_s) == slot_s:
                return first_s, slot_s, slot_s
        raise _Impossible

    def _set_out(self, order: Order, way: Way, from_s: int) -> tuple[int, int | None]:
        """Where there is no gate: when it leaves the assembly point, and with which convoy."""
        if way.rule is None:
            return self._free_to_cross(order, from_s), None
        for slot_s in (order.slot_s,) if order.slot_s is not None else self.next_slots(order.w, from_s):
            room = self._slots[order.w].room[slot_s] and slot_s >= from_s
            if room and self._free_to_cross(order, slot_s) == slot_s:
                return slot_s, slot_s
        raise _Impossible

    def _free_to_cross(self, order: Order, t_s: int) -> int:
        """The earliest time, not before t, at which quotas have room for the order and the way is open.

        Raises:
            _Impossible: there is none.
        """
        way = self.problem.ways[order.w]
        while True:
            before = t_s
            t_s = next((max(t_s, opens) for opens, closes in way.windows if t_s <= closes), -1)
            if t_s < 0:
                raise _Impossible
            for i, quota in enumerate(self.problem.quotas):
                if quota.from_s <= t_s < quota.until_s and not self._has_room(i, quota, order):
                    t_s = quota.until_s
            if t_s == before:
                return t_s

    def _has_room(self, i: int, quota: Quota, order: Order) -> bool:
        return (
            (quota.people is None or self._quota_people[i] + order.load.people <= quota.people)
            and (quota.vehicles is None or self._quota_vehicles[i] < quota.vehicles)
            and (not quota.streams or order.stream in quota.streams)
        )

    def _lane(self, gate: str, outward: bool, from_s: int, inspection_s: int) -> int:
        """The earliest that a vehicle can enter a lane, and be through before the window closes."""
        calendar = self._lanes[gate, outward]
        for opens_s, closes_s in self._gate_open[gate]:
            if closes_s < from_s:
                continue
            enters_s = calendar.earliest(max(from_s, opens_s), inspection_s)
            if enters_s is not None and enters_s < closes_s and enters_s + inspection_s <= closes_s:
                return enters_s
        raise _Impossible

    def _drive(
        self, origin: str, destination: str, vehicle_class: VehicleClass, from_s: int, into: bool = False
    ) -> tuple[int, int]:
        """When it can leave, not before `from_s`, and seconds of driving; `into` a place that must be open then."""
        on_road, there = self._closed.get(frozenset((origin, destination)), ()), self._closed.get(destination, ())
        departs_s = from_s
        times = self.problem.times
        for _ in range(TRIES):
            travel_s = times.seconds(origin, destination, vehicle_class.id, departs_s)
            if travel_s is None:
                opens_s = times.opens_s(origin, destination, vehicle_class.id, departs_s)
                if opens_s is None:
                    break
                departs_s = opens_s
                continue
            later_s = closed_until(on_road, departs_s, max(travel_s, 1))
            if into:
                arrives_s = later_s + travel_s
                later_s += closed_until(there, arrives_s, 1) - arrives_s
            if later_s == departs_s:
                return departs_s, travel_s
            departs_s = later_s
            if departs_s > self.problem.horizon_s:
                break
        raise _Impossible
