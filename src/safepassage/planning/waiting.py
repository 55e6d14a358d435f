"""Who still waits, and filling a vehicle with whole households of them.

Households are kept apart by assembly point, stream, tier and set of acceptable sites; ordinary ones (all seated) by
size as well, so that a vehicle is filled by looking at sizes and not at households.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from safepassage.domain.people import TIERS, Household, Needs
from safepassage.planning.commodities import needs
from safepassage.planning.problem import Ints, Problem

Choice = tuple[int, ...]


@dataclass
class _Group:
    """Households that are alike: same assembly point, stream, tier and choice of sites."""

    by_size: dict[int, list[Household]] = field(default_factory=lambda: defaultdict(list))
    wheelchair: list[Household] = field(default_factory=list)
    patients: list[Household] = field(default_factory=list)

    def shelf(self, household: Household) -> list[Household]:
        if household.stretcher:
            return self.patients
        return self.wheelchair if household.wheelchair else self.by_size[household.seated]


@dataclass
class Waiting:
    """The households that wait, with counts of people that the dispatcher scores by.

    Attributes:
        allocation: for each household the sites to which it is planned.
        people: stream -> [assembly point, site, tier, need] people who are planned to the site.
        bound: [site] people with seats or wheelchairs who are planned to no other.
    """

    problem: Problem
    streams: tuple[str, ...]
    allocation: Mapping[str, Choice]
    people: dict[str, Ints] = field(init=False)
    bound: Ints = field(init=False)
    count: int = 0
    _groups: dict[tuple[int, str, int], dict[Choice, _Group]] = field(default_factory=dict)
    _index_a: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._index_a = {place.id: a for a, place in enumerate(self.problem.assembly)}
        shape = (len(self._index_a), len(self.problem.reception), len(TIERS), 5)
        self.people = {stream: np.zeros(shape, dtype=np.int64) for stream in self.streams}
        self.bound = np.zeros(len(self.problem.reception), dtype=np.int64)

    def assembly(self, household: Household) -> int:
        """Index of the assembly point where the household waits."""
        return self._index_a[household.at]

    def choice(self, household: Household) -> Choice:
        """Indices of the sites to which it is planned, sorted."""
        return self.allocation[household.id]

    def add(self, household: Household) -> None:
        """The household waits."""
        self._shelf(household).append(household)
        self._count(household, 1)

    def remove(self, household: Household) -> None:
        """The household does not wait any more."""
        shelf = self._shelf(household)
        shelf.pop() if shelf[-1] is household else shelf.remove(household)
        self._count(household, -1)

    def waits(self, household: Household) -> bool:
        """True if the household waits."""
        return household in self._shelf(household)

    def take(self, household: Household) -> bool:
        """Remove the household if it waits; True if it did."""
        if not self.waits(household):
            return False
        self.remove(household)
        return True

    def _shelf(self, household: Household) -> list[Household]:
        key = self.assembly(household), household.stream, household.tier
        groups = self._groups.setdefault(key, {})
        return groups.setdefault(self.choice(household), _Group()).shelf(household)

    def _count(self, household: Household, sign: int) -> None:
        self.count += sign
        if len(self.choice(household)) == 1:
            self.bound[self.choice(household)[0]] += sign * (household.seated + household.wheelchair)
        a, people = self.assembly(household), self.people[household.stream]
        for need, how_many in needs(household):
            for r in self.choice(household):
                people[a, r, household.tier - 1, need] += sign * how_many

    def fill(
        self, a: int, r: int, stream: str, capacity: Needs, *, whole_patients: bool = True, room: float = np.inf
    ) -> list[Household]:
        """Whole households for one vehicle from a to r, the most urgent first; they go on waiting until removed.

        Households with patients come first where there are stretchers, then those with wheelchair users, then the
        others by tier; within a tier those who accept no other site, and large before small, so that a stretcher or
        wheelchair place takes as many people along as it can, and the small ones are left to fill the last seats.
        """
        left, chosen = capacity, []
        for tier in TIERS:
            here = sorted(self._groups.get((a, stream, tier), {}).items(), key=lambda entry: (len(entry[0]), entry[0]))
            groups = [group for choice, group in here if r in choice]
            special = [g.patients for g in groups] if whole_patients and left.stretcher else []
            special += [g.wheelchair for g in groups] if left.wheelchair else []
            for shelf in special:
                for household in sorted(shelf, key=lambda each: -each.people):
                    if not left.seated and not left.stretcher and not left.wheelchair:
                        break
                    others = household.seated + household.wheelchair if len(self.choice(household)) > 1 else 0
                    if household.needs.fits_in(left) and others <= room:
                        chosen.append(household)
                        left, room = left - household.needs, room - others
            bound_to_r = [group for choice, group in here if choice == (r,)]
            with_others = [group for choice, group in here if r in choice and choice != (r,)]
            for some, most in ((bound_to_r, left.seated), (with_others, room)):
                can = int(min(left.seated, most))
                seated, seats = _by_size(some, can)
                chosen += seated
                left = Needs(left.seated - can + seats, left.wheelchair, left.stretcher)
                room -= can - seats if some is with_others else 0
        return chosen

    def patients(self, a: int, r: int, stream: str) -> list[Household]:
        """Households with patients on stretchers at a who accept r, the most urgent first, and large before small."""
        found = [
            household
            for tier in TIERS
            for choice, group in self._groups.get((a, stream, tier), {}).items()
            if r in choice
            for household in reversed(group.patients)
        ]
        return sorted(found, key=lambda household: (household.tier, -household.people / household.stretcher))

    def everyone(self) -> list[Household]:
        """All who still wait."""
        return [
            household
            for groups in self._groups.values()
            for group in groups.values()
            for shelf in (*group.by_size.values(), group.wheelchair, group.patients)
            for household in shelf
        ]


def _by_size(groups: list[_Group], seats: int) -> tuple[list[Household], int]:
    """Ordinary households for so many seats, and the seats left over."""
    chosen: list[Household] = []
    sizes = sorted({size for group in groups for size, shelf in group.by_size.items() if shelf}, reverse=True)
    for size in sizes:
        if size > seats:
            continue
        for group in groups:
            take = min(len(group.by_size.get(size, ())), seats // size)
            if take:
                chosen += group.by_size[size][: -take - 1 : -1]
                seats -= take * size
    return chosen, seats
