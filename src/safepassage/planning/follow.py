"""From a programme to trips: convoys are formed as it says, and depart when those who are due are there.

A programme is a fluid on a clock; trips are whole and have seconds. So each departure carries out what is `due` by
then. A convoy first gathers - each vehicle that is due is filled, and placed as early as it can be inspected - and then
departs when the last vehicle of the fleet is there that is not too late. Lanes, bays and late vehicles so move
departures by minutes instead of by a whole turn.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from safepassage.domain.corridor import ConvoyRule
from safepassage.domain.people import Household, Needs
from safepassage.planning.apart import further
from safepassage.planning.commodities import SEATED, STRETCHER, WHEELCHAIR
from safepassage.planning.departures import leads_s
from safepassage.planning.dispatch import PARTNERS, Dispatcher, Option, boardings
from safepassage.planning.due import Due, DueTrip, Key
from safepassage.planning.in_time import made
from safepassage.planning.parties import NOBODY, Parties, parties
from safepassage.planning.problem import Floats, Ints
from safepassage.planning.programme import Given, Intent
from safepassage.planning.timetable import Order, Proposal, VehicleState

GATHER_S = 2400
"""Vehicles are gathered that can be there so long after the programme's departure; some of them are left behind."""

LATE_S = 480
"""A convoy waits so long for vehicles that are due: less than what they would lose by missing it."""

LIGHTER = (1.0, 0.85, 0.7)
"""Where a full vehicle misses its convoy, so large a part of its seats is tried: fewer people board in less time."""

PASSES = 3
"""How often vehicles that find nobody where they were to load are sent elsewhere."""


@dataclass(frozen=True, slots=True)
class _Gathered:
    """A vehicle before it is known when its convoy departs.

    Attributes:
        key, option: of what was due.
        before: where the vehicle was, to take the booking back.
        owner: whose own car it is.
        ready_s: when it has been inspected.
    """

    key: Key
    option: Option
    order: Order
    proposal: Proposal
    before: VehicleState
    aboard: list[Household]
    owner: Household | None
    ready_s: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """A booked trip, and where its vehicle was before."""

    order: Order
    proposal: Proposal
    before: VehicleState


@dataclass(frozen=True, slots=True)
class _Departure:
    """A departure of a programme: the s-th of its way."""

    intent: Intent
    w: int
    s: int
    t_s: int


@dataclass
class Follower(Dispatcher):
    """A dispatcher that carries out programmes.

    Attributes:
        time_price: class -> (edges, price in between): what a vehicle-second is worth.
        promised: households that board first wherever a vehicle goes their way.
        departed: way -> departures of its convoys so far.
    """

    time_price: dict[int, tuple[Ints, Floats]] = field(default_factory=dict)
    promised: tuple[Household, ...] = ()
    departed: dict[int, list[int]] = field(default_factory=dict)
    _fixed: dict[int, set[int]] = field(default_factory=dict)
    _cars: dict[tuple[int, int], list[tuple[str, Household]]] = field(default_factory=dict)
    _with_car: set[str] = field(default_factory=set)
    _aside: dict[str, Household] = field(default_factory=dict)
    _due: Due = field(init=False)
    _leads_s: Ints = field(init=False)

    def gather(self, households: Iterable[Household]) -> None:
        """Take in those who wish to leave, and whose own cars there are; no convoy departs unless it is told to."""
        by_id = {household.id: household for household in households}
        index_a = {place.id: a for a, place in enumerate(self.problem.assembly)}
        for vehicle in self.problem.operation.vehicles.values():
            if vehicle.owner is not None and vehicle.owner in by_id:
                key = self._index_c[vehicle.vehicle_class], index_a[vehicle.start]
                self._cars.setdefault(key, []).append((vehicle.id, by_id[vehicle.owner]))
        for w in range(len(self.problem.ways)):
            self._timetable.clear_slots(w)
        self._leads_s = leads_s(self.problem)
        for i, household in enumerate(by_id.values()):
            heapq.heappush(self._later, (household.ready_s + self._lead_s(household), i, household))
            self._count_coming(household, 1)
        self._due = Due(self.problem, NOBODY)

    @property
    def everybody_gone(self) -> bool:
        """True if nobody waits or will be ready later."""
        return not self._waiting.count and not self._later

    def anybody_by(self, until_s: int) -> bool:
        """True if somebody waits or will be ready to cross by then."""
        return bool(self._waiting.count or (self._later and self._later[0][0] < until_s))

    def given(self, from_s: int, until_s: int, worth: Callable[[Parties], Floats]) -> Given:
        """What a programme may count on: who is there, vehicles, own cars, places and quotas that are left."""
        self._call(from_s)
        soon = (household for crosses_s, _, household in self._later if crosses_s < until_s)
        kinds = parties(self.problem, (*self._waiting.everyone(), *soon), from_s - self._leads_s)
        self._due = Due(self.problem, kinds)
        later = {household.id for *_, household in self._later}
        for owned in self._cars.values():
            owned[:] = [(car, h) for car, h in owned if h.id in later or self._waiting.waits(h)]
        cars = {
            key: np.array(sorted(household.ready_s for _, household in owned), dtype=np.int64)
            for key, owned in self._cars.items()
            if owned
        }
        return Given(
            kinds=kinds,
            supply=tuple(np.array(times, dtype=np.int64) for times in self._queued()),
            cars=cars,
            places=self._places,
            beds=self._beds,
            quota_people=self._timetable.quota_room(people=True),
            quota_vehicles=self._timetable.quota_room(people=False),
            inspections=tuple(self._timetable.inspections(w) for w in range(len(self.problem.ways))),
            worth=worth(kinds),
            time_price=self.time_price,
            until_s=until_s,
        )

    def follow(self, intent: Intent, until_s: int, stop: Callable[[], bool]) -> bool:
        """Carry out an intent's departures before `until_s`; False if it was stopped."""
        self._set_aside(intent)
        done = self._follow(intent, until_s, stop)
        for household in self._aside.values():
            self._count_coming(household, -1)
            self._waiting.add(household)
        self._with_car.clear()
        self._aside.clear()
        return done

    def _set_aside(self, intent: Intent) -> None:
        """Households whose own cars the programme uses board no other vehicle meanwhile."""
        for (c, a), owned in self._cars.items():
            used = sum(float(y[a].sum()) for by_key in intent.vehicles for (of, _), y in by_key.items() if of == c)
            for _, household in sorted(owned, key=lambda each: (each[1].ready_s, each[0]))[: round(used)]:
                self._with_car.add(household.id)
                if self._waiting.take(household):
                    self._wait(household)

    def _follow(self, intent: Intent, until_s: int, stop: Callable[[], bool]) -> bool:
        for departure in sorted(
            (
                _Departure(intent, w, s, int(t))
                for w, out in enumerate(intent.departures)
                for s, t in enumerate(out.t_s)
                if t < until_s
            ),
            key=lambda each: (each.t_s, each.w),
        ):
            if stop():
                return False
            self._call(departure.t_s)
            self._due.add(departure.w, departure.s, intent)
            rule = self.problem.ways[departure.w].rule
            if rule is None:
                for each in self._gather(departure, departure.t_s + GATHER_S, None):
                    self._keep(each, each.proposal)
            else:
                self._convoy(departure, rule)
        return True

    def left_over(self, departures: Sequence[Ints]) -> None:
        """Try everybody who still waits once more, each by themselves; further convoys depart where there is time.

        Those first who accept one site only.
        """
        self._slots.clear()
        self._call(2 * self.problem.horizon_s)
        for w, times in enumerate(departures):
            rule = self.problem.ways[w].rule
            if rule is not None and self._waiting.count:
                for slot_s in further(rule, self.departed.get(w, []), times.tolist()):
                    self._timetable.open_slot(w, slot_s)
        still = sorted(self._waiting.everyone(), key=lambda each: len(self._waiting.choice(each)))
        self.left = self._left_of(still)

    def _lead_s(self, household: Household) -> int:
        return int(self._leads_s[self._waiting.assembly(household)])

    def _call(self, crosses_s: int) -> None:
        """Whoever is ready in time to cross then waits."""
        while self._later and self._later[0][0] <= crosses_s:
            household = heapq.heappop(self._later)[2]
            self._count_coming(household, -1)
            self._wait(household)

    def _wait(self, household: Household) -> None:
        """It waits for a vehicle, or aside for its own car."""
        if household.id in self._with_car:
            self._aside[household.id] = household
            self._count_coming(household, 1)
        else:
            self._waiting.add(household)

    # ---- vehicles that stand ready -----------------------------------------------------------------------------

    def _ready(self, c: int) -> list[tuple[int, VehicleState]]:
        """The vehicles of a class and when each stands ready, as `Cycle` counts it; the earliest first."""
        of = self.problem.classes[c].id
        vehicles = (v for v in self._timetable.vehicles.values() if v.vehicle_class.id == of)
        return sorted(((self._stands_ready_s(v, c), v) for v in vehicles), key=lambda entry: (entry[0], entry[1].id))

    def _stands_ready_s(self, vehicle: VehicleState, c: int) -> int:
        cycle, r = self.cycles[c], self._index_r.get(vehicle.at)
        if cycle is None:
            return vehicle.free_s
        if r is not None:
            at_gate_s = int(cycle.next_inward_s(r, np.array([vehicle.free_s], dtype=np.int64))[0])
            return at_gate_s + max(0, int(cycle.nearest_s[r]))
        there_s = self._at_assembly_s(vehicle, c)
        return int((there_s - cycle.approach_s)[there_s >= 0].min(initial=4 * self.problem.horizon_s))

    def _queued(self) -> list[list[int]]:
        """[class] when its vehicles stand ready if all come in through the lanes of their gates; own cars: none."""
        problem = self.problem
        found: list[list[int]] = [[] for _ in problem.classes]
        lanes: dict[str, list[int]] = {}
        fleet = [c for c, cycle in enumerate(self.cycles) if cycle is not None]
        every = [(ready_s, c, vehicle) for c in fleet for ready_s, vehicle in self._ready(c)]
        for ready_s, c, vehicle in sorted(every, key=lambda entry: (entry[0], entry[1], entry[2].id)):
            passes_s, gates = ready_s, problem.operation.gates_between(vehicle.at, problem.assembly[0].id)
            if gates:
                gate = problem.operation.gate[gates[0]]
                free_s = lanes.setdefault(gate.place, [0] * gate.lanes_in)
                passes_s = max(ready_s, heapq.heappop(free_s))
                heapq.heappush(free_s, passes_s + gate.inspects(vehicle.vehicle_class.id).empty_s)
            found[c].append(passes_s)
        return [sorted(times) for times in found]

    # ---- departures --------------------------------------------------------------------------------------------

    def _convoy(self, departure: _Departure, rule: ConvoyRule) -> None:
        """Gather who is due, choose when to depart, and depart with those who are there."""
        w, t_s, table = departure.w, departure.t_s, self._timetable
        earliest_s, due_s, latest_s = self._may_depart(departure, rule)
        if earliest_s > latest_s:
            return
        fixed = t_s in self._fixed.get(w, ())
        limit_s = min(latest_s, max(t_s, earliest_s) + GATHER_S)
        if not fixed:
            table.open_slot(w, limit_s)
        gathered = self._gather(departure, limit_s, limit_s)
        for each in reversed(gathered):
            table.cancel(each.proposal, each.before)
        if not fixed:
            table.close_slot(w, limit_s)
        departs_s = _best_departure(gathered, earliest_s, min(limit_s, max(due_s, earliest_s)))
        if departs_s is not None and rule.clock_s:
            departs_s = t_s
        if departs_s is None:
            for each in gathered:
                self._unload(each)
            return
        if not fixed:
            table.open_slot(w, departs_s)
        gone = self._all_depart(gathered, departs_s)
        if not fixed and gone:
            self.departed.setdefault(w, []).append(departs_s)
        elif not fixed:
            table.close_slot(w, departs_s)

    def _may_depart(self, departure: _Departure, rule: ConvoyRule) -> tuple[int, int, int]:
        """First second at which the convoy may depart, until when it waits for others, and the last second."""
        w, t_s = departure.w, departure.t_s
        before, fixed = self.departed.setdefault(w, []), self._fixed.get(w, set())
        if t_s in fixed:
            before.append(t_s)
            return t_s, t_s, t_s
        opens_s, closes_s = next(window for window in self.problem.ways[w].windows if window[0] <= t_s <= window[1])
        earliest_s = opens_s
        if before:
            earliest_s = max(earliest_s, before[-1] + rule.headway_s)
        if rule.escorts and len(before) >= rule.escorts:
            earliest_s = max(earliest_s, before[-rule.escorts] + rule.escort_cycle_s)
        if rule.clock_s or any(t_s < other <= closes_s for other in fixed):
            return earliest_s, t_s, t_s
        return earliest_s, t_s + LATE_S, closes_s

    def _gather(self, departure: _Departure, by_s: int, slot_s: int | None) -> list[_Gathered]:
        """Place the trips that are due, those first whose vehicles must begin first; who finds nobody looks again."""
        gathered: list[_Gathered] = []
        rule = self.problem.ways[departure.w].rule
        for _ in range(PASSES):
            before = len(gathered)
            wanted = self._wanted(departure, gathered, by_s)
            for trip in wanted:
                if rule is not None and len(gathered) >= rule.max_vehicles:
                    return gathered
                each = self._load(trip.key, trip.option, by_s, slot_s)
                if each is not None:
                    gathered.append(each)
            if len(gathered) in (before, before + len(wanted)):
                break
        return gathered

    def _wanted(self, departure: _Departure, gathered: Sequence[_Gathered], by_s: int) -> list[DueTrip]:
        """The trips that are due: fleet before own cars, then in the order in which vehicles must begin.

        Where fewer vehicles of a class stand ready, those that carry most weight. On a clock no convoy waits for
        vehicles, and those of the next departure count too: whoever loads patients may have to begin before others do
        for this one.
        """
        due = sorted(
            self._due.trips(departure.intent, departure.w, departure.s, self._available(departure.w), _sent(gathered)),
            key=lambda each: -each.weight,
        )
        rule = self.problem.ways[departure.w].rule
        ahead = self._ahead(departure, gathered, due) if rule is not None and rule.clock_s else []
        found: list[tuple[bool, int, int]] = []
        for c in sorted({trip.option.c for trip in due}):
            now = [n for n, trip in enumerate(due) if trip.option.c == c]
            later = [(at_s, trip) for at_s, trip in ahead if trip.option.c == c]
            begins_s = [self._begins_s(departure, departure.s, due[n].option) for n in now]
            going = [True] * len(now)
            if self.cycles[c] is not None:
                needed_s = begins_s if ahead else [by_s] * len(now)
                needed_s = [s + self._spare_s(due[n].option) for s, n in zip(needed_s, now, strict=True)]
                needed_s = [*needed_s, *(at_s for at_s, _ in later)]
                weights = [*(due[n].weight for n in now), *(trip.weight for _, trip in later)]
                going = made(needed_s, weights, [ready_s for ready_s, _ in self._ready(c)])
            found += [(self.cycles[c] is None, begins_s[i], n) for i, n in enumerate(now) if going[i]]
        return [due[n] for *_, n in sorted(found)]

    def _begins_s(self, departure: _Departure, s: int, option: Option) -> int:
        """When a vehicle must stand ready for a trip with the s-th departure."""
        out, cycle, c = departure.intent.departures[departure.w], self.cycles[option.c], option.c
        load_s = self.problem.classes[c].loading.seconds(self.problem.classes[c].layouts[option.layout].capacity)
        approach_s = int(cycle.approach_s[option.a]) if cycle is not None else 0
        return int(out.t_s[s]) - int(out.up_s[c][option.a, s]) - load_s - approach_s

    def _spare_s(self, option: Option) -> int:
        """By how much later a vehicle may begin if its load is as light as may be."""
        seats = self.problem.capacity[option.c][option.layout][0]
        return int((1 - LIGHTER[-1]) * seats * self.problem.classes[option.c].loading.per_seated_s)

    def _ahead(
        self, departure: _Departure, gathered: Sequence[_Gathered], due: Sequence[DueTrip]
    ) -> list[tuple[int, DueTrip]]:
        """The trips of the next departure that no vehicle can make that is sent with this one, and when they begin.

        Those that will be due if all that are gathered and due are sent now.
        """
        intent, w, s = departure.intent, departure.w, departure.s + 1
        out = intent.departures[w]
        if s == len(out.t_s):
            return []
        coming = self._due.copied()
        for key, option in _sent(gathered):
            coming.sent(key, option, ())
        for trip in due:
            coming.expect(trip)
        coming.add(w, s, intent)
        trips = list(coming.trips(intent, w, s, self._available(w), ()))
        begins_s = [self._begins_s(departure, s, trip.option) for trip in trips]
        back_s = [int(ends_s[:, s - 1].min()) for ends_s in out.ends_s]
        return [(at_s, trip) for at_s, trip in zip(begins_s, trips, strict=True) if at_s < back_s[trip.option.c]]

    def _available(self, w: int) -> Floats:
        """[assembly point, site of the way, kind] units that wait and accept the site."""
        kinds, sites = self._due.kinds.kinds, list(self.problem.ways[w].sites)
        found = np.zeros((len(self.problem.assembly), len(sites), len(kinds)))
        for k, kind in enumerate(kinds):
            need = STRETCHER if kind.stretcher else WHEELCHAIR if kind.wheelchair else SEATED
            waiting = self._waiting.people[kind.stream][:, sites, kind.tier - 1, need]
            found[:, :, k] = waiting / (kind.stretcher or kind.wheelchair or 1)
        return found

    def _load(self, key: Key, option: Option, by_s: int, slot_s: int | None) -> _Gathered | None:
        """Find a vehicle, fill it and place it as early as can be; None without a vehicle, people or time."""
        owner: Household | None = None
        if self.cycles[option.c] is None:
            car = self._take_car(option, by_s)
            if car is None:
                return None
            vehicle, owner, option = car
        else:
            ready_s, vehicle = self._ready(option.c)[0]
            if ready_s > by_s:
                return None
        for part in LIGHTER if owner is None and slot_s is not None else LIGHTER[:1]:
            aboard = self._aboard(option, owner, part)
            order = replace(self._order(vehicle, option, aboard, []), slot_s=slot_s, early=slot_s is not None)
            proposal = self._timetable.place(order) if aboard else None
            if proposal is not None:
                break
        if proposal is None:
            if owner is not None:
                self._return_car(option, vehicle, owner)
            return None
        for household in aboard:
            if household is not owner:
                self._waiting.remove(household)
        before = self._timetable.book(proposal)
        self._hold(option, proposal, 1)
        return _Gathered(key, option, order, proposal, before, aboard, owner, self._inspected_s(proposal))

    def _inspected_s(self, proposal: Proposal) -> int:
        if not proposal.crossings:
            return proposal.leaves_s
        first = proposal.crossings[0]
        inspection = self.problem.operation.gate[first.gate].inspects(proposal.vehicle.vehicle_class.id)
        return first.enters_s + inspection.loaded_s

    def _aboard(self, option: Option, owner: Household | None, part: float = 1.0) -> list[Household]:
        """Whole households for the vehicle: the owner's, those who are promised, those with patients, then others.

        Only a part of the seats is used if a load must be lighter.
        """
        left = self._capacity(option)
        left = replace(left, seated=int(left.seated * part))
        aboard = []
        if owner is not None:
            if not owner.needs.fits_in(left):
                return []
            aboard, left = [owner], left - owner.needs
        first = [h for h in self.promised if h is not owner and self._is_due(h, option)]
        for household in first:
            if household.needs.fits_in(left):
                aboard.append(household)
                left = left - household.needs
        chosen = [household for household in first if household in aboard]
        for household in chosen:
            self._waiting.remove(household)
        others = self._fill(option, left, whole_patients=True)
        for household in chosen:
            self._waiting.add(household)
        return aboard + others

    def _is_due(self, household: Household, option: Option) -> bool:
        return (
            household.stream == option.stream
            and self._waiting.assembly(household) == option.a
            and option.r in self._waiting.choice(household)
            and self._waiting.waits(household)
        )

    def _all_depart(self, gathered: Sequence[_Gathered], departs_s: int) -> bool:
        """Go with the convoy, whoever is there in time; False if nobody is."""
        went = [(each, self._depart(each, departs_s)) for each in gathered]
        for each, placed in went:
            if placed is not None:
                self._keep(each, self._not_too_early(placed))
        return any(placed is not None for _, placed in went)

    def _depart(self, gathered: _Gathered, departs_s: int) -> _Placed | None:
        """Go with the convoy; who is not there in time is unloaded."""
        order = replace(gathered.order, slot_s=departs_s)
        proposal = self._timetable.place(order) if gathered.ready_s <= departs_s else None
        if proposal is None:
            self._unload(gathered)
            return None
        return _Placed(order, proposal, self._timetable.book(proposal))

    def _not_too_early(self, placed: _Placed) -> Proposal:
        """The same crossing, begun later if nobody need wait aboard so long; all others have their lanes and bays."""
        self._timetable.cancel(placed.proposal, placed.before)
        later = self._timetable.place(replace(placed.order, early=False)) or placed.proposal
        self._timetable.book(later)
        return later

    def _keep(self, gathered: _Gathered, proposal: Proposal) -> None:
        """The trip is made."""
        self._hold(gathered.option, gathered.proposal, -1)
        self._record(gathered.option, proposal, boardings(gathered.aboard))
        self._due.sent(gathered.key, gathered.option, gathered.aboard)

    def _hold(self, option: Option, proposal: Proposal, sign: int) -> None:
        """Keep places and beds for those aboard, or let them go."""
        self._places[option.r] -= sign * (proposal.load.seated + proposal.load.wheelchair)
        self._beds[option.r] -= sign * proposal.load.stretcher

    def _unload(self, gathered: _Gathered) -> None:
        """The vehicle missed its convoy: whoever was to be aboard waits again."""
        self._hold(gathered.option, gathered.proposal, -1)
        for household in gathered.aboard:
            if household is not gathered.owner:
                self._waiting.add(household)
        if gathered.owner is not None:
            self._return_car(gathered.option, gathered.order.vehicle, gathered.owner)

    # ---- own cars, and patients who need two vehicles ----------------------------------------------------------

    def _take_car(self, option: Option, by_s: int) -> tuple[VehicleState, Household, Option] | None:
        """An own car from the assembly point whose household goes to the site, or else to another of the way."""
        owned = self._cars.get((option.c, option.a), [])
        sites = self.problem.ways[self.problem.way_of[option.r]].sites
        for number, (vehicle_id, household) in enumerate(owned):
            choice = self._waiting.choice(household)
            people = household.seated + household.wheelchair
            r = next((r for r in (option.r, *sites) if r in choice and people <= self._room(r, choice)[0]), None)
            ready = household.ready_s + self._lead_s(household) <= by_s
            if r is None or not household.seated or not ready:
                continue
            if self._leave_aside(household) or self._waiting.take(household):
                del owned[number]
                return self._timetable.vehicles[vehicle_id], household, option._replace(r=r, stream=household.stream)
        return None

    def _leave_aside(self, household: Household) -> bool:
        """True if the household waited aside."""
        if self._aside.pop(household.id, None) is None:
            return False
        self._count_coming(household, -1)
        return True

    def _return_car(self, option: Option, vehicle: VehicleState, owner: Household) -> None:
        self._wait(owner)
        self._cars[option.c, option.a].append((vehicle.id, owner))

    def patients_apart(self, departures: Sequence[Ints], from_s: int) -> None:
        """Book households first whose patients need another vehicle than the rest of them; few, and most urgent.

        They leave at departures of the programme to come, which are then kept to the second.
        """
        self._call(from_s)
        shapes = [layout.capacity for c in self.problem.classes for layout in c.layouts]
        hard = [h for h in self._waiting.everyone() if h.stretcher and not any(h.needs.fits_in(x) for x in shapes)]
        convoys = [w for w, way in enumerate(self.problem.ways) if way.rule is not None]
        self._fixed.clear()
        if not hard:
            return
        for w in convoys:
            for slot_s in departures[w]:
                self._timetable.open_slot(w, int(slot_s))
        fleet = [v for v in self._timetable.vehicles.values() if not v.vehicle_class.own_car]
        self._key = {vehicle.id: vehicle.free_s for vehicle in fleet}
        for household in sorted(hard, key=lambda h: (h.tier, h.id)):
            self._carry_patient(household)
        for w in convoys:
            self._timetable.clear_slots(w)
            self._fixed[w] = {int(t) for t in departures[w] if self._timetable.has_slot(w, int(t))}

    def _carry_patient(self, household: Household) -> None:
        """With the first vehicle and site, in order of time and wish, that take the patients and a companion."""
        a = self._waiting.assembly(household)
        sites = [self._index_r[d] for d in household.destinations if d in self._index_r]
        options = [
            (-patients, ready_s, vehicle, Option(c, layout, a, r, household.stream))
            for c, cycle in enumerate(self.cycles)
            if cycle is not None
            for ready_s, vehicle in self._ready(c)[:PARTNERS]
            for layout, shape in enumerate(vehicle.vehicle_class.layouts)
            if (patients := min(household.stretcher, shape.stretchers))
            for r in sites
            if self.problem.possible(c, a, r)
        ]
        for patients, _, vehicle, option in sorted(options, key=lambda o: (*o[:2], o[2].id, o[3].layout)):
            beside, left = Needs(min(1, household.seated), 0, -patients), self._capacity(option)
            if beside.fits_in(left) and self._carry_apart(vehicle, option, [], [(household, beside)], left - beside):
                return


def _sent(gathered: Iterable[_Gathered]) -> list[tuple[Key, Option]]:
    return [(each.key, each.option) for each in gathered]


def _best_departure(gathered: list[_Gathered], earliest_s: int, due_s: int) -> int | None:
    """When the last vehicle of the fleet is there that is no later than `due_s`; None if nobody is there.

    Own cars do not come back for another trip: a convoy does not wait for them.
    """
    there = [each for each in gathered if each.ready_s <= due_s]
    fleet = [each.ready_s for each in there if each.owner is None] or [each.ready_s for each in there]
    return max(earliest_s, *fleet) if fleet else None
