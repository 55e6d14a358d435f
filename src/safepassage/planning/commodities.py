"""The people as commodities: who is alike to the relaxation, where they are and where they accept to go."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.people import Household
from safepassage.planning.problem import Ints, Problem

Row = TypeVar("Row")

SEATED, FAMILY, WHEELCHAIR, STRETCHER = range(4)
"""Needs. FAMILY are the seated members of a household with a patient on a stretcher: they take seats like others, but
enter the corridor together with their patients."""

CAPACITY_OF_NEED = (0, 0, 1, 2)
"""Which capacity of a layout (seats, wheelchairs, stretchers) each need takes."""


class Kind(NamedTuple):
    """People who are alike but for where they are and where they accept to go."""

    tier: int
    need: int
    stream: str


MAX_CUTS = 4
"""More lines cost time and tighten little."""


@dataclass(frozen=True)
class Cut:
    """By any time, per_member x family members crossed <= per_patient x patients crossed + most; whole numbers."""

    per_member: int
    per_patient: int
    most: int


@dataclass(frozen=True)
class Commodities:
    """Counts of people.

    Attributes:
        kinds: the kinds that occur.
        weight: [kind] of a second in danger.
        at: [assembly point, kind] people.
        choices: the sets of acceptable reception sites (indices, sorted) that occur.
        choosing: [choice, kind] people.
        accepts: [assembly point, site, kind] True if somebody of the kind there accepts the site.
        cuts: see `Cut`; a household is together, so families are no faster than their patients.
    """

    kinds: tuple[Kind, ...]
    weight: Ints
    at: Ints
    choices: tuple[tuple[int, ...], ...]
    choosing: Ints
    accepts: NDArray[np.bool_]
    cuts: tuple[Cut, ...]

    def of_need(self, *needs: int) -> Ints:
        """Indices of the kinds with one of the needs."""
        return np.array([k for k, kind in enumerate(self.kinds) if kind.need in needs], dtype=np.int64)


def commodities(problem: Problem, households: tuple[Household, ...]) -> Commodities:
    """Count the people of these households (those that some plan may carry)."""
    index_a = {place.id: a for a, place in enumerate(problem.assembly)}
    index_r = {place.id: r for r, place in enumerate(problem.reception)}
    at: dict[tuple[int, Kind], int] = {}
    choosing: dict[tuple[tuple[int, ...], Kind], int] = {}
    families: dict[tuple[int, int], int] = {}
    accepting: set[tuple[int, int, Kind]] = set()
    for household in households:
        a = index_a[household.at]
        choice = tuple(sorted({index_r[d] for d in household.destinations if d in index_r}))
        if household.stretcher and household.seated:
            pair = household.stretcher, household.seated
            families[pair] = families.get(pair, 0) + 1
        for need, people in needs(household):
            kind = Kind(household.tier, need, household.stream)
            at[a, kind] = at.get((a, kind), 0) + people
            choosing[choice, kind] = choosing.get((choice, kind), 0) + people
            accepting |= {(a, r, kind) for r in choice}
    kinds = tuple(sorted({kind for _, kind in at}))
    choices = tuple(sorted({choice for choice, _ in choosing}))
    accepts = np.zeros((len(problem.assembly), len(problem.reception), len(kinds)), dtype=bool)
    for a, r, kind in accepting:
        accepts[a, r, kinds.index(kind)] = True
    return Commodities(
        kinds=kinds,
        weight=np.array([problem.operation.weights[kind.tier - 1] for kind in kinds], dtype=np.int64),
        at=_counts(at, tuple(range(len(problem.assembly))), kinds),
        choices=choices,
        choosing=_counts(choosing, choices, kinds),
        accepts=accepts,
        cuts=_cuts(families),
    )


def needs(household: Household) -> tuple[tuple[int, int], ...]:
    """The household's people as (need, how many)."""
    seated = FAMILY if household.stretcher else SEATED
    every = ((seated, household.seated), (WHEELCHAIR, household.wheelchair), (STRETCHER, household.stretcher))
    return tuple((need, people) for need, people in every if people)


def _counts(found: Mapping[tuple[Row, Kind], int], rows: tuple[Row, ...], kinds: tuple[Kind, ...]) -> Ints:
    return np.array([[found.get((row, kind), 0) for kind in kinds] for row in rows], dtype=np.int64).reshape(
        len(rows), len(kinds)
    )


def _cuts(families: Mapping[tuple[int, int], int]) -> tuple[Cut, ...]:
    """Lines above the most family members that can be carried with a number of patients: a concave function."""
    ratios: dict[Fraction, list[int]] = {}
    for (patients, seated), count in families.items():
        entry = ratios.setdefault(Fraction(seated, patients), [0, 0])
        entry[0] += patients * count
        entry[1] += seated * count
    cuts, patients_before, seated_before = [], 0, 0
    for ratio in sorted(ratios, reverse=True):
        members, patients = ratio.denominator, ratio.numerator
        cuts.append(Cut(members, patients, members * seated_before - patients * patients_before))
        patients_before += ratios[ratio][0]
        seated_before += ratios[ratio][1]
    return tuple(cuts[:: max(1, len(cuts) // MAX_CUTS)])
