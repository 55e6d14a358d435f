"""A plan made anew from some point on: some vehicles' last trips are taken back, and dispatched again.

Large neighbourhood search (Shaw 1998; Pisinger and Ropke 2007, A general heuristic for vehicle routing problems): most
of a good plan stays, and what was taken back is put together in another way. Whoever was left behind boards first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from safepassage.domain.people import Household
from safepassage.planning.apart import further
from safepassage.planning.dispatch import Carried, Dispatcher, Option
from safepassage.planning.steps import convoy_slots

ALL_VEHICLES = 0.5
"""So often the last trips of all vehicles are taken back, and otherwise those of some."""


def kept_of(carried: Sequence[Carried], random: np.random.Generator) -> list[Carried]:
    """The trips that stay: those before a random time, and all of some vehicles.

    Vehicles that go together stay together, and whatever a vehicle did after a trip that is taken back is taken back.
    """
    in_order = sorted(carried, key=lambda each: (each.proposal.crosses_s, each.proposal.vehicle.id))
    first = in_order[int(random.integers(len(in_order)))].proposal
    share = 1.0 if random.random() < ALL_VEHICLES else random.uniform(0.2, 0.8)
    vehicles = sorted({each.proposal.vehicle.id for each in in_order})
    from_s, touched = first.crosses_s, {first.vehicle.id, *(v for v in vehicles if random.random() < share)}
    groups: dict[int, list[Carried]] = defaultdict(list)
    for each in in_order:
        if each.group is not None:
            groups[each.group].append(each)
    taken_back: dict[str, int] = {}

    def is_taken(each: Carried) -> bool:
        vehicle, crosses_s = each.proposal.vehicle.id, each.proposal.crosses_s
        return (crosses_s >= from_s and vehicle in touched) or crosses_s >= taken_back.get(vehicle, crosses_s + 1)

    while True:
        before = dict(taken_back)
        for group in groups.values():
            if any(is_taken(each) for each in group):
                for each in group:
                    vehicle = each.proposal.vehicle.id
                    taken_back[vehicle] = min(taken_back.get(vehicle, each.proposal.crosses_s), each.proposal.crosses_s)
        if taken_back == before:
            return [each for each in in_order if not is_taken(each)]


@dataclass
class Resumed(Dispatcher):
    """A dispatcher that goes on from trips that are booked already.

    Attributes:
        kept: these trips, in order of time.
        urgent: households that board first.
    """

    kept: Sequence[Carried] = ()
    urgent: Sequence[Household] = field(default_factory=tuple)

    def go_on(self, households: Iterable[Household], stop: Callable[[], bool]) -> bool:
        """Carry as many as can be besides those of the kept trips; False if it was stopped before the end."""
        self._book_again()
        self._open_slots()
        aboard = {boarding.household for each in self.kept for boarding in each.boardings}
        first = [household for household in self.urgent if household.id not in aboard]
        for household in first:
            self._waiting.add(household)
        still = self._left_of(first)
        self._dead.clear()
        for household in still:
            self._waiting.remove(household)
        done = aboard | {household.id for household in first} - {household.id for household in still}
        return self.run([household for household in households if household.id not in done], stop)

    def _book_again(self) -> None:
        vehicles = self._timetable.vehicles
        proposals = [replace(each.proposal, vehicle=vehicles[each.proposal.vehicle.id]) for each in self.kept]
        for proposal in proposals:
            if proposal.slot_s is not None and not self._timetable.has_slot(proposal.w, proposal.slot_s):
                self._timetable.open_slot(proposal.w, proposal.slot_s)
        self._timetable.book_all(proposals)
        index_a = {place.id: a for a, place in enumerate(self.problem.assembly)}
        for each, proposal in zip(self.kept, proposals, strict=True):
            c, r = self._index_c[proposal.vehicle.vehicle_class.id], self._index_r[proposal.destination]
            option = Option(c, each.layout, index_a[proposal.origin], r, "")
            self._record(option, proposal, list(each.boardings), each.group)
            self._groups = max(self._groups, each.group or 0)

    def _open_slots(self) -> None:
        """Between the convoys that depart, as many more as can."""
        for w, way in enumerate(self.problem.ways):
            if way.rule is not None:
                self._timetable.clear_slots(w)
                slots = (each.proposal.slot_s for each in self.kept if each.proposal.w == w)
                departed = {slot_s for slot_s in slots if slot_s is not None}
                for slot_s in further(way.rule, departed, convoy_slots(self.problem, w, self.manner.phase).tolist()):
                    self._timetable.open_slot(w, slot_s)
