"""Who waits, as kinds of households: the people of a programme.

The bound counts people one by one (`commodities`), because it may split a household. A programme that is carried out
may not: a household with a patient or a wheelchair user goes as it is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from safepassage.domain.people import Household
from safepassage.planning.commodities import BESIDE, FAMILY, SEATED, STRETCHER, WHEELCHAIR, Commodities, Kind
from safepassage.planning.flow import Flow
from safepassage.planning.problem import Floats, Ints, Problem


class Party(NamedTuple):
    """Households with the same priority that need the same places; ordinary ones are counted by the person."""

    tier: int
    stream: str
    seated: int
    wheelchair: int
    stretcher: int


@dataclass(frozen=True)
class Parties:
    """Counts of parties. A unit is a person of ordinary households, or a whole household with special needs.

    Attributes:
        kinds: the kinds that occur.
        usage: [kind, 3] seats, wheelchair places and stretchers that a unit takes.
        weight: [kind] of a second in danger of a unit.
        waiting: (assembly point, sites that are acceptable, kind) -> units.
        late: (assembly point, kind) -> (time, units) pairs in order of time: not before which the units are ready.
    """

    kinds: tuple[Party, ...]
    usage: Floats
    weight: Floats
    waiting: dict[tuple[int, tuple[int, ...], int], float]
    late: dict[tuple[int, int], list[tuple[int, int]]]

    @cached_property
    def streams(self) -> tuple[str, ...]:
        """The streams that occur."""
        return tuple(sorted({kind.stream for kind in self.kinds}))

    @cached_property
    def total(self) -> dict[tuple[int, int], float]:
        """(assembly point, kind) -> units."""
        found: dict[tuple[int, int], float] = defaultdict(float)
        for (a, _, k), units in self.waiting.items():
            found[a, k] += units
        return found

    @cached_property
    def index(self) -> dict[Party, int]:
        """Kinds by what they are."""
        return {kind: k for k, kind in enumerate(self.kinds)}

    def of(self, household: Household) -> tuple[int | None, int]:
        """A household's kind, None if nobody of it was counted, and its units."""
        party, units = party_of(household)
        return self.index.get(party), units


NOBODY = Parties((), np.zeros((0, 3)), np.zeros(0), {}, {})


def party_of(household: Household) -> tuple[Party, int]:
    """The kind of a household, and how many units of it the household is."""
    plain = not household.stretcher and not household.wheelchair
    seated = 1 if plain else household.seated
    party = Party(household.tier, household.stream, seated, household.wheelchair, household.stretcher)
    return party, household.seated if plain else 1


def parties(problem: Problem, households: Iterable[Household], from_s: Ints) -> Parties:
    """Count the parties of these households, and who of them are not ready at `from_s` [assembly point]."""
    index_a = {place.id: a for a, place in enumerate(problem.assembly)}
    waiting: dict[tuple[int, tuple[int, ...], Party], float] = defaultdict(float)
    late: dict[tuple[int, Party], list[tuple[int, int]]] = defaultdict(list)
    for h in households:
        party, units = party_of(h)
        waiting[index_a[h.at], problem.accepted(h), party] += units
        if h.ready_s > from_s[index_a[h.at]]:
            late[index_a[h.at], party].append((h.ready_s, units))
    kinds = tuple(sorted({party for *_, party in waiting}))
    index = {party: k for k, party in enumerate(kinds)}
    usage = np.array([kind[2:] for kind in kinds], dtype=float).reshape(len(kinds), 3)
    tiers = np.array([problem.operation.weights[k.tier - 1] for k in kinds], dtype=float)
    return Parties(
        kinds=kinds,
        usage=usage,
        weight=tiers * usage.sum(axis=1),
        waiting={(a, d, index[party]): units for (a, d, party), units in sorted(waiting.items())},
        late={(a, index[party]): sorted(entries) for (a, party), entries in sorted(late.items())},
    )


def values(problem: Problem, people: Commodities, found: Flow, kinds: Parties) -> tuple[Floats, Floats]:
    """What carrying a unit is worth by the prices of the bound: ([assembly point, kind], [site, kind]), to be added.

    Less the price of the place or bed that it takes.
    """
    at = np.zeros((len(problem.assembly), len(kinds.kinds)))
    to = np.zeros((len(problem.reception), len(kinds.kinds)))
    index = {kind: j for j, kind in enumerate(people.kinds)}
    for k, party in enumerate(kinds.kinds):
        beside = FAMILY if party.stretcher else BESIDE if party.wheelchair else SEATED
        for need, number in ((beside, party.seated), (WHEELCHAIR, party.wheelchair), (STRETCHER, party.stretcher)):
            j = index.get(Kind(party.tier, need, party.stream))
            if number and j is not None:
                at[:, k] += number * np.minimum(found.duals.at[:, j], 0.0)
                to[:, k] += number * found.duals.to[:, j]
    for r, price in found.duals.places.items():
        to[r] -= price * kinds.usage[:, :2].sum(axis=1)
    for r, price in found.duals.beds.items():
        to[r] -= price * kinds.usage[:, 2]
    return at, to
