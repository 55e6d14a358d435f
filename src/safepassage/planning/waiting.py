"""Who still waits, and filling a vehicle with whole households of them.

Households are kept apart by assembly point, stream, tier and set of acceptable sites; ordinary ones (all seated) by
size as well, so that a vehicle is filled by looking at sizes and not at households.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.people import TIERS, Household, Needs
from safepassage.planning.boarding import Alike, heaviest
from safepassage.planning.commodities import SEATED, needs
from safepassage.planning.confined import Confined
from safepassage.planning.problem import Floats, Ints, Problem

Choice = tuple[int, ...]
Room = Callable[[Choice], tuple[float, float]]
"""How many people with a choice of sites may be taken to a site: in places, and in beds."""


LARGE = 0.05
"""Of loads that weigh as much those are better that take large families: each person counts so much more for every
other, because places for wheelchairs and stretchers are few and should take as many people along as they can."""


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


def by_need(counts: NDArray[Any]) -> NDArray[Any]:
    """The same array [assembly point, site, tier, need], with all of a tier and need close together in memory."""
    return np.ascontiguousarray(counts.transpose(2, 3, 0, 1)).transpose(2, 3, 0, 1)


@dataclass
class Waiting:
    """The households that wait, with counts of people that the dispatcher scores by.

    Attributes:
        allocation: for each household the sites to which it is planned.
        people: stream -> [assembly point, site, tier, need] people who are planned to the site.
        confined: who needs a place or bed, by the sites that they are planned to.
    """

    problem: Problem
    streams: tuple[str, ...]
    allocation: Mapping[str, Choice]
    people: dict[str, Ints] = field(init=False)
    confined: Confined = field(init=False)
    count: int = 0
    _groups: dict[tuple[int, str, int], dict[Choice, _Group]] = field(default_factory=dict)
    _index_a: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._index_a = {place.id: a for a, place in enumerate(self.problem.assembly)}
        shape = (len(self._index_a), len(self.problem.reception), len(TIERS), 5)
        self.people = {stream: by_need(np.zeros(shape, dtype=np.int64)) for stream in self.streams}
        self.confined = self.nobody_confined()

    def nobody_confined(self) -> Confined:
        """The sets of sites that matter here, with nobody counted."""
        return Confined(self.allocation.values(), len(self.problem.reception))

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
        self.confined.count(self.choice(household), household, sign)
        a, people = self.assembly(household), self.people[household.stream]
        for need, how_many in needs(household):
            for r in self.choice(household):
                people[a, r, household.tier - 1, need] += sign * how_many

    def fill(
        self,
        a: int,
        r: int,
        stream: str,
        capacity: Needs,
        *,
        whole_patients: bool = True,
        room: Room = lambda _: (np.inf, np.inf),
    ) -> list[Household]:
        """Whole households for one vehicle from a to r; they go on waiting until removed.

        First those with patients or wheelchair users, as many as make the load most urgent (`boarding`); then the
        others by tier, and within a tier those who accept no other site, and large before small, so that the small
        ones are left to fill the last seats.
        """
        chosen = self._special(a, r, stream, capacity, whole_patients, room)
        left = capacity - sum((household.needs for household in chosen), Needs())
        placed = sum(household.seated + household.wheelchair for household in chosen)
        for _, here in self._here(a, r, stream):
            bound_to_r = [group for choice, group in here if choice == (r,)]
            with_others = [(room(choice)[0], group) for choice, group in here if choice != (r,)]
            with_others = [(most, group) for most, group in with_others if most > placed]
            least = min((most for most, _ in with_others), default=0.0)
            for some, most in ((bound_to_r, np.inf), ([group for _, group in with_others], least - placed)):
                can = int(min(left.seated, most))
                seated, seats = _by_size(some, can)
                chosen += seated
                left, placed = Needs(left.seated - can + seats, left.wheelchair, left.stretcher), placed + can - seats
        return chosen

    def _here(self, a: int, r: int, stream: str) -> Iterator[tuple[int, list[tuple[Choice, _Group]]]]:
        """The groups at a that accept r, tier by tier; those first who accept few sites."""
        for tier in TIERS:
            here = sorted(self._groups.get((a, stream, tier), {}).items(), key=lambda entry: (len(entry[0]), entry[0]))
            yield tier, [(choice, group) for choice, group in here if r in choice]

    def _special(
        self, a: int, r: int, stream: str, capacity: Needs, whole_patients: bool, room: Room
    ) -> list[Household]:
        """Households with patients or wheelchair users who board, as far as there is room for them at the site."""
        shelves: dict[tuple[int, Needs], list[Household]] = defaultdict(list)
        for tier, here in self._here(a, r, stream):
            for choice, group in here:
                special = group.patients if whole_patients and capacity.stretcher else []
                special = special + group.wheelchair if capacity.wheelchair else special
                places, beds = room(choice) if special else (0.0, 0.0)
                for household in special:
                    moving = household.seated + household.wheelchair
                    if household.needs.fits_in(capacity) and moving <= places and household.stretcher <= beds:
                        shelves[tier, household.needs].append(household)
        if not shelves:
            return []
        weights = self.problem.operation.weights
        kinds = [
            Alike(needs, weights[tier - 1] * needs.people * (1 + LARGE * needs.people), len(few))
            for (tier, needs), few in shelves.items()
        ]
        counts = heaviest(kinds, capacity, self._seated_weight(a, r, stream, capacity.seated))
        chosen: list[Household] = []
        placed = bedded = 0
        for count, shelf in zip(counts, shelves.values(), strict=True):
            for household in shelf[:count]:
                places, beds = room(self.choice(household))
                moving = household.seated + household.wheelchair
                if placed + moving <= places and bedded + household.stretcher <= beds:
                    chosen.append(household)
                    placed, bedded = placed + moving, bedded + household.stretcher
        return chosen

    def _seated_weight(self, a: int, r: int, stream: str, seats: int) -> Floats:
        """[seats] weight of the most urgent people of ordinary households who fill so many."""
        people = self.people[stream][a, r, :, SEATED]
        each = np.repeat(np.array(self.problem.operation.weights, dtype=float), np.minimum(people, seats))
        each = np.sort(each)[::-1][:seats]
        return np.append(0.0, np.cumsum(np.append(each, np.zeros(seats - len(each)))))

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
