"""The dispatcher: vehicle by vehicle, in the order in which they are free, the trip that pays best.

What pays is the value of the people whom the trip takes, less what they cost on arrival, for each second until the
vehicle can begin another trip; it may have to wait for a convoy then, and that counts. The trip is filled with whole
households and placed to the second in the timetable, so that whatever the guide says no rule is broken.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.fleet import Vehicle
from safepassage.domain.people import TIERS, Household, Needs
from safepassage.domain.plan import Boarding
from safepassage.planning.commodities import BESIDE, FAMILY, SEATED, STRETCHER, WHEELCHAIR
from safepassage.planning.confined import Confined
from safepassage.planning.cycle import Cycle
from safepassage.planning.flow import TOGETHER_S
from safepassage.planning.guide import Guide
from safepassage.planning.problem import NEVER, Floats, Ints, Problem
from safepassage.planning.timetable import Order, Proposal, Timetable, VehicleState
from safepassage.planning.waiting import Waiting

TRIES = 4
"""Trips that are tried before a vehicle is given up."""

PARTNERS = 8
"""Vehicles that are looked at to take the rest of a patient's household."""

NOBODY = Needs()

PAUSE_S = 1800
"""A vehicle for which nothing can be arranged now is asked again so much later."""

LAST_CALLS = 200
"""Vehicles that are asked at the end to take a household that is left over."""

LOOK_AHEAD_S = 900
"""Households that are ready so soon count as waiting."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How trips are scored: by what they gain per second of the vehicle's time.

    Attributes:
        tilt: power to which the tiers' weights are raised in the choice of a trip (not in who goes on it): less than 1
            values full vehicles and short ways more.
        noise: standard deviation of a random factor on scores, around 1.
        phase: how much later than it could the first convoy of a window leaves, as a part of the time between convoys.
    """

    tilt: float = 1.0
    noise: float = 0.0
    phase: float = 0.0


@dataclass(frozen=True, slots=True)
class Carried:
    """A booked trip: who is aboard in which layout, and the group whose vehicles must stay together."""

    proposal: Proposal
    layout: int
    boardings: tuple[Boarding, ...]
    group: int | None = None


class Option(NamedTuple):
    """A kind of trip: class, layout, assembly point, site, stream."""

    c: int
    layout: int
    a: int
    r: int
    stream: str


@dataclass
class Dispatcher:
    """One run through the operation; `carried` and `left` are its answer."""

    problem: Problem
    cycles: tuple[Cycle | None, ...]
    guide: Guide
    allocation: Mapping[str, tuple[int, ...]]
    manner: Manner
    random: np.random.Generator
    carried: list[Carried] = field(default_factory=list)
    left: list[Household] = field(default_factory=list)
    _waiting: Waiting = field(init=False)
    _coming: Confined = field(init=False)
    _timetable: Timetable = field(init=False)
    _queue: list[tuple[int, int, str]] = field(default_factory=list)
    _key: dict[str, int] = field(default_factory=dict)
    _owner: dict[str, Household] = field(default_factory=dict)
    _later: list[tuple[int, int, Household]] = field(default_factory=list)
    _places: Floats = field(init=False)
    _beds: Floats = field(init=False)
    _dead: dict[tuple[int, str], NDArray[np.bool_]] = field(default_factory=dict)
    _empty: dict[tuple[int, str], NDArray[np.bool_]] = field(default_factory=dict)
    _slots: dict[int, Ints] = field(default_factory=dict)
    _inbound: dict[tuple[int, str, int], Ints] = field(default_factory=dict)
    _groups: int = 0

    def __post_init__(self) -> None:
        problem = self.problem
        self._timetable = Timetable(problem, self.manner.phase)
        self._waiting = Waiting(problem, tuple(self.guide.value), self.allocation)
        self._coming = self._waiting.nobody_confined()
        self._places = np.array([np.inf if s.places is None else s.places for s in problem.reception])
        self._beds = np.array([np.inf if s.beds is None else s.beds for s in problem.reception])
        self._index_c = {vehicle_class.id: c for c, vehicle_class in enumerate(problem.classes)}
        self._index_r = {place.id: r for r, place in enumerate(problem.reception)}

    def run(self, households: Iterable[Household], stop: Callable[[], bool]) -> bool:
        """Carry as many as can be; False if it was stopped before the end."""
        by_id = {household.id: household for household in households}
        self._queue_vehicles(by_id)
        reserved = set(map(id, self._owner.values()))
        for i, household in enumerate(by_id.values()):
            if id(household) not in reserved:
                heapq.heappush(self._later, (household.ready_s, i, household))
            self._count_coming(household, 1)
        turns = 0
        while self._queue:
            turns += 1
            if turns % 64 == 0 and stop():
                return False
            key_s, _, vehicle_id = heapq.heappop(self._queue)
            if self._key.get(vehicle_id) == key_s:
                self._turn(vehicle_id, key_s)
        for household in (*(h for _, _, h in self._later), *self._owner.values()):
            self._wait_now(household)
        still = sorted(self._waiting.everyone(), key=lambda each: len(self._waiting.choice(each)))
        self.left = self._left_of(still)
        return True

    def _left_of(self, households: Sequence[Household]) -> list[Household]:
        """Whom of these nobody can take any more; whoever goes the same way may come along."""
        return [each for each in households if self._waiting.waits(each) and not self._last_call(each)]

    def _wait_now(self, household: Household) -> None:
        """Somebody who was coming waits."""
        self._count_coming(household, -1)
        self._waiting.add(household)

    def _count_coming(self, household: Household, sign: int) -> None:
        """Places and beds are kept for those who will be ready later, or have cars of their own."""
        self._coming.count(self._waiting.choice(household), household, sign)

    def _room(self, r: int, choice: tuple[int, ...]) -> tuple[float, float]:
        """How many people with this choice may go to a site, so that all others still find a place or bed."""
        left = np.stack([self._places, self._beds], axis=1)
        return self._waiting.confined.room(r, choice, left, self._coming)

    def _last_call(self, household: Household) -> bool:
        """Try every site that a household left over accepts, with the vehicles that are free first."""
        a = self._waiting.assembly(household)
        fleet = (v for v in self._timetable.vehicles.values() if not v.vehicle_class.own_car)
        for vehicle in sorted(fleet, key=lambda v: (v.free_s, v.id))[:LAST_CALLS]:
            c = self._index_c[vehicle.vehicle_class.id]
            for r in (self._index_r[d] for d in household.destinations if d in self._index_r):
                for layout, shape in enumerate(vehicle.vehicle_class.layouts):
                    option = Option(c, layout, a, r, household.stream)
                    fits = household.needs.fits_in(shape.capacity) and self._is_room_for(household, r)
                    if fits and self.problem.possible(c, a, r) and self._carry_left(vehicle, option, household):
                        return True
        return False

    def _carry_left(self, vehicle: VehicleState, option: Option, household: Household) -> bool:
        """Carry a household that is left over, with others for the rest of the vehicle if there is time for them."""
        if self._timetable.place(self._order(vehicle, option, [household], [])) is None:
            return False
        self._waiting.remove(household)
        others = self._fill(option, self._left(option, [household]), whole_patients=True)
        self._waiting.add(household)
        return any(self._carry_whole(vehicle, option, [household, *some], None) for some in (others, []))

    def _is_room_for(self, household: Household, r: int) -> bool:
        """True if there are places and beds at a site for all of a household."""
        seated_or_wheelchair = household.seated + household.wheelchair
        return bool(seated_or_wheelchair <= self._places[r] and household.stretcher <= self._beds[r])

    def _queue_vehicles(self, households: dict[str, Household]) -> None:
        """Own cars are due when the programme uses them; those that it does not use come last."""
        used: dict[tuple[int, str], int] = {}
        for vehicle in self.problem.operation.vehicles.values():
            key_s = self._timetable.vehicles[vehicle.id].free_s
            if vehicle.owner is not None:
                if vehicle.owner not in households:
                    continue
                c = self._index_c[vehicle.vehicle_class]
                number = used[c, vehicle.start] = used.get((c, vehicle.start), 0) + 1
                due_s = self._due_s(vehicle, c, number)
                if due_s is not None:
                    self._owner[vehicle.id] = households[vehicle.owner]
                key_s = self.problem.horizon_s if due_s is None else due_s
            self._push(vehicle.id, key_s)

    def _due_s(self, vehicle: Vehicle, c: int, number: int) -> int | None:
        """When the car should begin loading; None if the programme leaves it."""
        a = [place.id for place in self.problem.assembly].index(vehicle.start)
        times, so_far = self.guide.due[c][a]
        if not len(times):
            return vehicle.available_from_s
        at = int(np.searchsorted(so_far, number - 0.5))
        if at >= len(times):
            return None
        up_s = self.problem.up_s[c, a]
        return max(vehicle.available_from_s, int(times[at]) - int(up_s.max()) - LOOK_AHEAD_S)

    def _push(self, vehicle_id: str, key_s: int) -> None:
        self._key[vehicle_id] = key_s
        heapq.heappush(self._queue, (key_s, len(self._key), vehicle_id))

    def _turn(self, vehicle_id: str, now_s: int) -> None:
        """Send the vehicle on its best trip, or let it wait for people, or give it up."""
        while self._later and self._later[0][0] <= now_s + LOOK_AHEAD_S:
            self._wait_now(heapq.heappop(self._later)[2])
            self._empty.clear()
        del self._key[vehicle_id]
        vehicle = self._timetable.vehicles[vehicle_id]
        owner_id = self.problem.operation.vehicles[vehicle_id].owner
        if owner_id is not None:
            self._drive_own_car(vehicle, owner_id)
            return
        options = self._options(vehicle)
        for option in options:
            if self._carry(vehicle, option):
                self._push(vehicle_id, vehicle.free_s)
                return
        if options and now_s + PAUSE_S < self.problem.horizon_s:
            self._push(vehicle_id, now_s + PAUSE_S)
        elif self._later:
            self._push(vehicle_id, max(now_s + 1, self._later[0][0] - LOOK_AHEAD_S))

    def _drive_own_car(self, vehicle: VehicleState, owner_id: str) -> None:
        """The car takes its household, and neighbours who go to the same place; failing that, the household waits."""
        household = self._owner.pop(vehicle.id, None)
        if household is None:
            household = self.problem.operation.household[owner_id]
            if not self._waiting.take(household):
                return
        else:
            self._count_coming(household, -1)
        c, a = self._index_c[vehicle.vehicle_class.id], self._waiting.assembly(household)
        if household.seated:
            choice = self._waiting.choice(household)
            moving = household.seated + household.wheelchair
            roomy = [r for r in choice if moving <= self._room(r, choice)[0]]
            for r in sorted(roomy, key=lambda r: (self._cost_of_site(c, a, r, household), r)):
                for layout in range(len(vehicle.vehicle_class.layouts)):
                    if self._carry(vehicle, Option(c, layout, a, r, household.stream), household):
                        return
        self._waiting.add(household)

    def _cost_of_site(self, c: int, a: int, r: int, household: Household) -> float:
        if not self.problem.possible(c, a, r):
            return float("inf")
        value = self.guide.value[household.stream][a, r, household.tier - 1, SEATED]
        weight = self.problem.operation.weights[household.tier - 1]
        return float(weight * self.problem.down_s[c, a, r] - value)

    # ---- scoring -----------------------------------------------------------------------------------------------

    def _options(self, vehicle: VehicleState) -> list[Option]:
        """The most promising trips, the best first."""
        c = self._index_c[vehicle.vehicle_class.id]
        crosses_s, reach = self._crossings(vehicle, c)
        arrives_s = crosses_s + np.maximum(self.problem.down_s[c], 0)
        reach &= arrives_s <= self.problem.horizon_s
        if not reach.any():
            return []
        seconds = self._busy_s(vehicle, c, arrives_s)
        ranked: list[tuple[float, Option]] = []
        together = self.guide.together_price(crosses_s) if len(self.guide.together[0]) else None
        for stream, people in self._waiting.people.items():
            gain, aboard = self._gain(stream, people, self.problem.capacity[c], together, arrives_s)
            score = np.where(reach & (aboard > 0), self._score(gain, seconds), -np.inf)
            for shut in (self._dead, self._empty):
                if (c, stream) in shut:
                    score[shut[c, stream]] = -np.inf
            for layout, of_layout in enumerate(score.reshape(len(score), -1)):
                for flat in np.argpartition(-of_layout, min(TRIES, of_layout.size - 1))[:TRIES]:
                    if of_layout[flat] > -np.inf:
                        a, r = divmod(int(flat), len(self.problem.reception))
                        ranked.append((float(of_layout[flat]), Option(c, layout, a, r, stream)))
        ranked.sort(key=lambda entry: (-entry[0], entry[1]))
        return [option for _, option in ranked][:TRIES]

    def _crossings(self, vehicle: VehicleState, c: int) -> tuple[Ints, np.ndarray]:
        """[a, r]: about when the vehicle would cross, and whether it can at all."""
        problem, vehicle_class = self.problem, vehicle.vehicle_class
        at_s = self._at_assembly_s(vehicle, c)
        capacity = vehicle_class.layouts[0].capacity
        loaded_s = at_s + vehicle_class.loading.seconds(capacity)
        crosses_s = np.zeros((len(problem.assembly), len(problem.reception)), dtype=np.int64)
        reach = (problem.down_s[c] != NEVER) & (at_s >= 0)[:, None]
        for w, way in enumerate(problem.ways):
            sites = list(way.sites)
            reach[:, sites] &= (problem.up_s[c, :, w] != NEVER)[:, None]
            crosses_s[:, sites] = self._next_crossing(w, loaded_s + problem.up_s[c, :, w])[:, None]
        return crosses_s, reach

    def _at_assembly_s(self, vehicle: VehicleState, c: int) -> Ints:
        """[a]: when the vehicle can be there, with nobody in its way; -1 if it cannot."""
        problem, cycle, r = self.problem, self.cycles[c], self._index_r.get(vehicle.at)
        if cycle is not None and r is not None:
            after = int(cycle.next_inward_s(r, np.array([vehicle.free_s], dtype=np.int64))[0])
            return np.where(problem.inward_s[c, r] == NEVER, -1, after + problem.inward_s[c, r])
        key = c, vehicle.at, vehicle.free_s
        if key not in self._inbound:
            self._inbound[key] = np.array(
                [
                    problem.arrives_s(vehicle.vehicle_class.id, vehicle.at, a.id, vehicle.free_s)
                    for a in problem.assembly
                ],
                dtype=np.int64,
            )
        return np.where(self._inbound[key] == NEVER, -1, self._inbound[key])

    def _next_crossing(self, w: int, from_s: Ints) -> Ints:
        """The next convoy with room, or the next open second; beyond the horizon if there is none."""
        never = 4 * self.problem.horizon_s
        if self.problem.ways[w].rule is not None:
            if w not in self._slots:
                self._slots[w] = np.array([*self._timetable.next_slots(w, 0), never], dtype=np.int64)
            slots = self._slots[w]
            return np.asarray(slots[np.minimum(np.searchsorted(slots, from_s), len(slots) - 1)])
        windows = self.problem.ways[w].windows
        opens = np.array([*(o for o, _ in windows), never], dtype=np.int64)
        closes = np.array([*(c for _, c in windows), 2 * never], dtype=np.int64)
        return np.asarray(np.maximum(from_s, opens[np.searchsorted(closes, from_s)]))

    def _busy_s(self, vehicle: VehicleState, c: int, arrives_s: Ints) -> Ints:
        """[a, r]: seconds until the vehicle can begin another trip."""
        cycle = self.cycles[c]
        if cycle is None:
            return arrives_s - vehicle.free_s
        again_s = np.empty_like(arrives_s)
        for w, way in enumerate(self.problem.ways):
            sites = list(way.sites)
            again_s[:, sites] = self._again_s(vehicle, c, w, cycle.ends_on_way_s(w, arrives_s[:, sites]))
        return again_s - vehicle.free_s

    def _again_s(self, vehicle: VehicleState, c: int, w: int, ends_s: Ints) -> Ints:
        """When the vehicle can cross again at the earliest: what it waits for the next convoy is lost as well."""
        problem, vehicle_class = self.problem, vehicle.vehicle_class
        capacity = vehicle_class.layouts[0].capacity
        up_s = problem.up_s[c, :, w][problem.up_s[c, :, w] != NEVER].min(initial=0)
        busy_s = vehicle_class.unloading.seconds(capacity) - vehicle_class.unloading.fixed_s
        busy_s += vehicle_class.loading.seconds(capacity) + int(up_s)
        return np.asarray(np.minimum(self._next_crossing(w, ends_s + busy_s), problem.horizon_s) - busy_s)

    def _gain(
        self, stream: str, people: Ints, capacity: Ints, together: Floats | None, arrives_s: Ints
    ) -> tuple[Floats, Ints]:
        """[layout, a, r]: value less cost of those who would be aboard, and how many they are."""
        value, some = self.guide.value[stream], np.asarray(people.any(axis=(0, 1)))
        gain = np.zeros((len(capacity), *arrives_s.shape))
        aboard = np.zeros(gain.shape, dtype=np.int64)
        room = (self._places, self._places, self._beds)
        left = [np.minimum(capacity[:, need, None, None], most) for need, most in enumerate(room)]
        for tier in TIERS:
            weight, counts = self.problem.operation.weights[tier - 1], people[:, :, tier - 1]
            patients = np.minimum(left[2], counts[:, :, STRETCHER])
            wheelchairs = np.minimum(left[1], counts[:, :, WHEELCHAIR])
            for need, of, with_whom, takes in (
                (STRETCHER, 2, STRETCHER, patients),
                (FAMILY, 0, STRETCHER, patients),
                (WHEELCHAIR, 1, WHEELCHAIR, wheelchairs),
                (BESIDE, 0, WHEELCHAIR, wheelchairs),
                (SEATED, 0, SEATED, left[0]),
            ):
                if not some[tier - 1, need]:
                    continue
                if need != with_whom:
                    share = takes / np.maximum(counts[:, :, with_whom], 1)
                    taken = np.minimum(left[of], np.floor(share * counts[:, :, need]))
                else:
                    taken = np.minimum(np.minimum(left[of], takes), counts[:, :, need])
                left[of] = left[of] - taken
                each = value[:, :, tier - 1, need] - weight * arrives_s
                each = np.maximum(each if together is None else each + together[need], 1.0)
                gain += taken * (each * float(weight) ** (self.manner.tilt - 1))
                aboard += taken.astype(np.int64)
        return gain, aboard

    def _score(self, gain: Floats, seconds: Ints) -> Floats:
        score = gain / np.maximum(seconds, 1)
        if self.manner.noise:
            score = score * (1 + self.manner.noise * self.random.standard_normal(score.shape))
        return np.asarray(score)

    # ---- carrying ----------------------------------------------------------------------------------------------

    def _capacity(self, option: Option, ahead: Needs = NOBODY) -> Needs:
        """Of the layout, as far as the site has places and beds left once those ahead are there."""
        seats, wheelchairs, stretchers = (int(n) for n in self.problem.capacity[option.c][option.layout])
        places = min(self._places[option.r], 1 << 30) - ahead.seated - ahead.wheelchair
        beds = min(self._beds[option.r], 1 << 30) - ahead.stretcher
        seats = min(seats, max(0, int(places)))
        return Needs(seats, min(wheelchairs, max(0, int(places) - seats)), min(stretchers, max(0, int(beds))))

    def _carry(self, vehicle: VehicleState, option: Option, owner: Household | None = None) -> bool:
        """Fill, place and book a trip; False if nobody or no time is found."""
        capacity = self._capacity(option)
        whole: list[Household] = []
        if owner is not None:
            if not owner.needs.fits_in(capacity):
                return False
            whole, capacity = [owner], capacity - owner.needs
        apart: list[tuple[Household, Needs]] = []
        if capacity.stretcher:
            patients, apart, capacity = self._with_patients(option, capacity)
            whole += patients
        if apart and self._carry_apart(vehicle, option, whole, apart, capacity):
            return True
        whole += self._fill(option, self._left(option, whole))
        if not whole:
            self._shut(self._empty, option)
            return False
        return self._carry_whole(vehicle, option, whole, owner)

    def _fill(self, option: Option, left: Needs, *, whole_patients: bool = False) -> list[Household]:
        """Whole households for the rest of a vehicle."""
        room = partial(self._room, option.r)
        return self._waiting.fill(option.a, option.r, option.stream, left, whole_patients=whole_patients, room=room)

    def _shut(self, shut: dict[tuple[int, str], NDArray[np.bool_]], option: Option) -> None:
        """Note that a kind of trip is not to be tried again."""
        shape = len(self.problem.capacity[option.c]), len(self.problem.assembly), len(self.problem.reception)
        shut.setdefault((option.c, option.stream), np.zeros(shape, dtype=bool))[option.layout, option.a, option.r] = (
            True
        )

    def _left(self, option: Option, whole: list[Household]) -> Needs:
        return self._capacity(option) - sum((h.needs for h in whole), Needs())

    def _carry_whole(
        self, vehicle: VehicleState, option: Option, whole: list[Household], owner: Household | None
    ) -> bool:
        proposal = self._timetable.place(self._order(vehicle, option, whole, []))
        if proposal is None:
            if vehicle.vehicle_class.duty is None:
                self._shut(self._dead, option)
            return False
        for household in whole:
            if household is not owner:
                self._waiting.remove(household)
        self._timetable.book(proposal)
        self._record(option, proposal, boardings(whole))
        return True

    def _carry_apart(
        self,
        vehicle: VehicleState,
        option: Option,
        whole: list[Household],
        apart: list[tuple[Household, Needs]],
        left: Needs,
    ) -> bool:
        """Patients with companions in this vehicle, the rest of their households in another that goes with it."""
        taken = {household.id for household in whole} | {household.id for household, _ in apart}
        others = self._fill(option, left)
        aboard = [*whole, *(household for household in others if household.id not in taken)]
        order = self._order(vehicle, option, aboard, apart)
        proposal = self._timetable.place(order)
        return proposal is not None and self._with_partner(option, order, proposal, aboard, apart)

    def _with_patients(
        self, option: Option, capacity: Needs
    ) -> tuple[list[Household], list[tuple[Household, Needs]], Needs]:
        """Households with patients who fit in whole, those whose patients and companions do, and what is left."""
        whole: list[Household] = []
        apart: list[tuple[Household, Needs]] = []
        small = capacity.seated <= 2 * capacity.stretcher
        for household in self._waiting.patients(option.a, option.r, option.stream)[:64]:
            if not capacity.stretcher:
                break
            beside = Needs(min(1, household.seated), 0, min(household.stretcher, capacity.stretcher))
            if household.needs.fits_in(capacity) and not (small and apart):
                whole.append(household)
                capacity = capacity - household.needs
            elif small and beside.fits_in(capacity):
                apart.append((household, beside))
                capacity = capacity - beside
                if household.stretcher > beside.stretcher:
                    break
        return whole, apart, capacity

    def _order(
        self, vehicle: VehicleState, option: Option, whole: list[Household], apart: list[tuple[Household, Needs]]
    ) -> Order:
        everyone = [*((h, h.needs) for h in whole), *apart]
        return Order(
            vehicle,
            self.problem.assembly[option.a].id,
            self.problem.reception[option.r].id,
            self.problem.way_of[option.r],
            sum((needs for _, needs in everyone), Needs()),
            option.stream,
            max((household.ready_s for household, _ in everyone), default=0),
        )

    def _with_partner(
        self,
        option: Option,
        order: Order,
        proposal: Proposal,
        whole: list[Household],
        apart: list[tuple[Household, Needs]],
    ) -> bool:
        """Book the patients' vehicle together with one, in the same convoy, that takes the rest of their households."""
        rest = [(household, household.needs - beside) for household, beside in apart]
        need = sum((needs for _, needs in rest), Needs())
        aboard = [*boardings(whole), *(Boarding(h.id, n.seated, n.wheelchair, n.stretcher) for h, n in apart)]
        everyone = [*whole, *(household for household, _ in apart)]
        for household in everyone:
            self._waiting.remove(household)
        for first, partner_option, partner_order in self._pairs(option, order, proposal, need):
            before = self._timetable.book(first)
            filled = self._fill_partner(partner_option, partner_order, need, first)
            if filled is None:
                self._timetable.cancel(first, before)
                continue
            partner, neighbours = filled
            for household in neighbours:
                self._waiting.remove(household)
            self._timetable.book(partner)
            self._groups += 1
            self._record(option, first, aboard, self._groups)
            seated = [Boarding(h.id, n.seated, n.wheelchair, n.stretcher) for h, n in rest if n.people]
            self._record(partner_option, partner, [*seated, *boardings(neighbours)], self._groups)
            self._push(partner.vehicle.id, partner.vehicle.free_s)
            return True
        for household in everyone:
            self._waiting.add(household)
        return False

    def _pairs(
        self, option: Option, order: Order, proposal: Proposal, need: Needs
    ) -> list[tuple[Proposal, Option, Order]]:
        """The patients' vehicle and partners that may go with it, the pair that crosses earliest first."""
        found: list[tuple[int, int, Proposal, Option, Order]] = []
        for rank, vehicle_id in enumerate(self._free_first(order.vehicle.id, option, need)):
            partner_option, partner_order = self._as_partner(option, vehicle_id, need, order.ready_s)
            pair = self._together(order, proposal, partner_order)
            if pair is not None:
                later = replace(partner_order, from_s=pair[1].crosses_s, slot_s=pair[1].slot_s)
                found.append((pair[1].crosses_s, rank, pair[0], partner_option, later))
        return [entry[2:] for entry in sorted(found, key=lambda entry: entry[:2])]

    def _free_first(self, but: str, option: Option, need: Needs) -> list[str]:
        """Vehicles of the fleet that can take so many people the same way, those that are free first."""
        able = {
            vehicle_class.id
            for c, vehicle_class in enumerate(self.problem.classes)
            if not vehicle_class.own_car
            and self.problem.possible(c, option.a, option.r)
            and any(need.fits_in(layout.capacity) for layout in vehicle_class.layouts)
        }
        vehicles = self._timetable.vehicles
        return heapq.nsmallest(
            PARTNERS,
            (v for v in self._key if v != but and vehicles[v].vehicle_class.id in able),
            key=lambda v: (self._key[v], v),
        )

    def _as_partner(self, option: Option, vehicle_id: str, need: Needs, ready_s: int) -> tuple[Option, Order]:
        """The partner's trip, in the layout with most seats that takes those who need it, as if it were full."""
        vehicle = self._timetable.vehicles[vehicle_id]
        layouts = vehicle.vehicle_class.layouts
        layout = max(
            (i for i, x in enumerate(layouts) if need.fits_in(x.capacity)), key=lambda i: (layouts[i].seats, -i)
        )
        c = self._index_c[vehicle.vehicle_class.id]
        order = self._order(vehicle, option, [], [])
        return (
            Option(c, layout, option.a, option.r, option.stream),
            replace(order, load=Needs(layouts[layout].seats, need.wheelchair, need.stretcher), ready_s=ready_s),
        )

    def _together(self, order: Order, proposal: Proposal, other: Order) -> tuple[Proposal, Proposal] | None:
        """Both so that they cross together: in one convoy, or in free running within the time allowed."""
        convoys = self.problem.ways[order.w].rule is not None
        slack_s = 0 if convoys else TOGETHER_S // 2
        second = self._timetable.place(replace(other, from_s=max(0, proposal.crosses_s - slack_s)))
        if second is None:
            return None
        if convoys and second.slot_s is not None:
            if self._timetable.slot_room(order.w, second.slot_s) < 2:
                return None
            first = (
                proposal
                if second.slot_s == proposal.slot_s
                else self._timetable.place(replace(order, from_s=second.slot_s, slot_s=second.slot_s))
            )
        else:
            late = second.crosses_s - proposal.crosses_s > slack_s
            first = self._timetable.place(replace(order, from_s=second.crosses_s - slack_s)) if late else proposal
        if first is None or abs(first.crosses_s - second.crosses_s) > (0 if convoys else TOGETHER_S - 60):
            return None
        return first, second

    def _fill_partner(
        self, option: Option, order: Order, need: Needs, first: Proposal
    ) -> tuple[Proposal, list[Household]] | None:
        """Fill the partner's other seats, and place it anew with its true load."""
        capacity = self._capacity(option, first.load)
        if not need.fits_in(capacity):
            return None
        left = capacity - need
        convoys = self.problem.ways[order.w].rule is not None
        for seats in (Needs(left.seated, left.wheelchair, 0), Needs()):
            neighbours = self._fill(option, seats, whole_patients=True) if seats.people else []
            load = sum((h.needs for h in neighbours), need)
            ready_s = max((h.ready_s for h in neighbours), default=0)
            ready_s = max(ready_s, order.ready_s)
            slot_s = first.slot_s if convoys else None
            from_s = first.crosses_s if convoys else max(0, first.crosses_s - TOGETHER_S // 2)
            proposal = self._timetable.place(
                Order(
                    order.vehicle, order.origin, order.destination, order.w, load, order.stream, ready_s, from_s, slot_s
                )
            )
            if proposal is not None and abs(proposal.crosses_s - first.crosses_s) <= (
                0 if convoys else TOGETHER_S - 60
            ):
                return proposal, neighbours
        return None

    def _record(self, option: Option, proposal: Proposal, boardings: list[Boarding], group: int | None = None) -> None:
        """Note a trip that has been booked."""
        self._places[option.r] -= proposal.load.seated + proposal.load.wheelchair
        self._beds[option.r] -= proposal.load.stretcher
        if proposal.slot_s is not None and not self._timetable.slot_room(proposal.w, proposal.slot_s):
            self._slots.pop(proposal.w, None)
        self.carried.append(Carried(proposal, option.layout, tuple(boardings), group))


def boardings(households: list[Household]) -> list[Boarding]:
    """Everybody of these households aboard."""
    return [Boarding(h.id, h.seated, h.wheelchair, h.stretcher) for h in households]
