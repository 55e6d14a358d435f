"""The people as commodities: who is alike to the relaxation, where they are and where they accept to go."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.people import Household
from safepassage.planning.problem import NEVER, Ints, Problem

Row = TypeVar("Row")

SEATED, FAMILY, WHEELCHAIR, STRETCHER, BESIDE = range(5)
"""Needs. FAMILY are the seated members of a household with a patient on a stretcher, BESIDE those of one with somebody
in a wheelchair: they take seats like others, but enter the corridor together with their patients and wheelchair users.
"""

CAPACITY_OF_NEED = (0, 0, 1, 2, 0)
"""Which capacity of a layout (seats, wheelchairs, stretchers) each need takes."""


class Kind(NamedTuple):
    """People who are alike but for where they are and where they accept to go."""

    tier: int
    need: int
    stream: str


MAX_CUTS = 3
"""Of each kind; more lines cost time and tighten little."""


MOST_CHOICES = 3000
"""Sets of acceptable sites up to which the programme tells all apart."""


FITTING = 8
"""Rounds of proportional fitting."""


@dataclass(frozen=True)
class Cut:
    """A household is together: by any time, per_follower x followers crossed <= per_leader x leaders crossed + most.

    Attributes:
        follower, leader: needs, of any tier.
    """

    follower: int
    leader: int
    per_follower: int
    per_leader: int
    most: int


@dataclass(frozen=True)
class Late:
    """Nobody crosses before they can be ready.

    Attributes:
        a, k: assembly point and kind of these people.
        ready_s: [entry] first seconds in which somebody of them could cross, sorted.
        ready: [entry] how many of them could have crossed by then.
    """

    a: int
    k: int
    ready_s: Ints
    ready: Ints

    def by(self, moments: Ints) -> Ints:
        """How many can have crossed by each of these seconds."""
        return np.append(0, self.ready)[np.searchsorted(self.ready_s, moments, side="right")]


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
        cuts: see `Cut`; a household is together, so families are no faster than their patients, nor patients than their
            families.
        late: see `Late`.
    """

    kinds: tuple[Kind, ...]
    weight: Ints
    at: Ints
    choices: tuple[tuple[int, ...], ...]
    choosing: Ints
    accepts: NDArray[np.bool_]
    cuts: tuple[Cut, ...]
    late: tuple[Late, ...]

    def of_need(self, *needs: int) -> Ints:
        """Indices of the kinds with one of the needs."""
        return np.array([k for k, kind in enumerate(self.kinds) if kind.need in needs], dtype=np.int64)


class Rough(NamedTuple):
    """Choices put together.

    Attributes:
        choices: the sets of sites that are left.
        of: [choice] which of these stands for it.
        choosing: [of `choices`, kind] people.
    """

    choices: tuple[tuple[int, ...], ...]
    of: Ints
    choosing: Ints

    def going(
        self, people: Commodities, of_rough: Mapping[tuple[int, int], NDArray[np.float64]]
    ) -> dict[tuple[int, int], NDArray[np.float64]]:
        """(choice, site) -> [kind] people, from the same of these.

        As many of a choice as there are, and to each site as many as of all that were put together, as nearly as a
        few rounds of proportional fitting make it (Deming and Stephan 1940).
        """
        if len(self.choices) == len(people.choices):
            return dict(of_rough)
        found = pairs(people)
        cells = {cell: n for n, cell in enumerate(of_rough)}
        into = np.array(
            [cells[g, r] for g, r in zip(self.of[found.choice].tolist(), found.site.tolist(), strict=True)],
            dtype=np.int64,
        )
        wanted = np.array(list(of_rough.values()))
        going = people.choosing[found.choice].astype(float)
        for _ in range(FITTING):
            going *= (wanted / np.maximum(_summed(going, into, len(wanted)), 1e-9))[into]
            gone = _summed(going, found.choice, len(people.choices))
            going *= (people.choosing / np.maximum(gone, 1e-9))[found.choice]
        return dict(zip(zip(found.choice.tolist(), found.site.tolist(), strict=True), going, strict=True))


def _summed(values: NDArray[np.float64], into: Ints, size: int) -> NDArray[np.float64]:
    """[of `size`, kind] rows of values added up."""
    found = np.zeros((size, values.shape[1]))
    np.add.at(found, into, values)
    return found


def rough(problem: Problem, people: Commodities) -> Rough:
    """The choices as they are; where there are very many, the rare ones with the same nearest site are one.

    Those are taken to accept every site that one of them does.
    """
    far_s = np.where(problem.down_s == NEVER, problem.horizon_s, problem.down_s).min(axis=(0, 1))
    order = np.argsort(-people.choosing.sum(axis=1), kind="stable").tolist()
    alike: dict[tuple[int, int], list[int]] = {}
    for number, d in enumerate(order):
        nearest = min(people.choices[d], key=lambda r: (far_s[r], r), default=-1)
        alike.setdefault((0, d) if number < MOST_CHOICES else (1, nearest), []).append(d)
    groups = sorted(alike.values())
    of = np.zeros(len(people.choices), dtype=np.int64)
    for g, group in enumerate(groups):
        of[group] = g
    choosing = np.zeros((len(groups), people.choosing.shape[1]), dtype=np.int64)
    np.add.at(choosing, of, people.choosing)
    return Rough(tuple(tuple(sorted({r for d in group for r in people.choices[d]})) for group in groups), of, choosing)


class Pairs(NamedTuple):
    """Choices and their sites, and who there is to go.

    Attributes:
        choice, site: [pair] a choice, and one of its sites.
        pair, kind: [entry] of whom there is somebody.
    """

    choice: Ints
    site: Ints
    pair: Ints
    kind: Ints

    def of(self, going: NDArray[np.float64], kinds: int) -> dict[tuple[int, int], NDArray[np.float64]]:
        """(choice, site) -> [kind] people, from how many go of each entry."""
        people = np.zeros((len(self.choice), kinds))
        people[self.pair, self.kind] = going
        return dict(zip(zip(self.choice.tolist(), self.site.tolist(), strict=True), people, strict=True))


def pairs(people: Commodities | Rough) -> Pairs:
    """All choices with their sites."""
    choice = np.repeat(np.arange(len(people.choices)), [len(choice) for choice in people.choices])
    site = np.array([r for choice in people.choices for r in choice], dtype=np.int64)
    pair, kind = np.nonzero(people.choosing[choice])
    return Pairs(choice, site, pair, kind)


def commodities(problem: Problem, households: tuple[Household, ...]) -> Commodities:
    """Count the people of these households (those that some plan may carry)."""
    index_a = {place.id: a for a, place in enumerate(problem.assembly)}
    at: dict[tuple[int, Kind], int] = {}
    choosing: dict[tuple[tuple[int, ...], Kind], int] = {}
    together: dict[tuple[int, int, int], int] = defaultdict(int)
    ready: dict[tuple[int, Kind], list[tuple[int, int]]] = defaultdict(list)
    accepting: set[tuple[int, int, Kind]] = set()
    for household in households:
        a = index_a[household.at]
        choice = problem.accepted(household)
        together[household.seated, household.wheelchair, household.stretcher] += 1
        for need, people in needs(household):
            kind = Kind(household.tier, need, household.stream)
            at[a, kind] = at.get((a, kind), 0) + people
            choosing[choice, kind] = choosing.get((choice, kind), 0) + people
            accepting |= {(a, r, kind) for r in choice}
            ready[a, kind].append((household.ready_s, people))
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
        cuts=_cuts(together),
        late=tuple(_late(problem, kinds, ready)),
    )


def needs(household: Household) -> tuple[tuple[int, int], ...]:
    """The household's people as (need, how many)."""
    seated = FAMILY if household.stretcher else BESIDE if household.wheelchair else SEATED
    every = ((seated, household.seated), (WHEELCHAIR, household.wheelchair), (STRETCHER, household.stretcher))
    return tuple((need, people) for need, people in every if people)


def _counts(found: Mapping[tuple[Row, Kind], int], rows: tuple[Row, ...], kinds: tuple[Kind, ...]) -> Ints:
    return np.array([[found.get((row, kind), 0) for kind in kinds] for row in rows], dtype=np.int64).reshape(
        len(rows), len(kinds)
    )


def _cuts(together: Mapping[tuple[int, int, int], int]) -> tuple[Cut, ...]:
    """Lines for families and their patients, for wheelchair users and those beside them, and the other way round."""
    patients: dict[tuple[int, int], int] = defaultdict(int)
    users: dict[tuple[int, int], int] = defaultdict(int)
    for (seated, wheelchair, stretcher), count in together.items():
        if stretcher:
            patients[seated, stretcher] += count
            users[0, wheelchair] += count
        elif wheelchair:
            users[seated, wheelchair] += count
    return tuple(
        cut
        for pairs, members, leaders in ((patients, FAMILY, STRETCHER), (users, BESIDE, WHEELCHAIR))
        for cut in (
            *_lines(members, leaders, pairs),
            *_lines(leaders, members, {(b, a): n for (a, b), n in pairs.items()}),
        )
    )


def _lines(follower: int, leader: int, pairs: Mapping[tuple[int, int], int]) -> tuple[Cut, ...]:
    """Lines above the most followers that can have gone with a number of leaders: a concave function.

    `pairs` are (followers, leaders) of a household and how many such households there are.
    """
    alone = sum(followers * count for (followers, leaders), count in pairs.items() if not leaders)
    ratios: dict[Fraction, list[int]] = {}
    for (followers, leaders), count in pairs.items():
        if followers and leaders:
            entry = ratios.setdefault(Fraction(followers, leaders), [0, 0])
            entry[0] += leaders * count
            entry[1] += followers * count
    cuts, leaders_before, followers_before = [], 0, alone
    for ratio in sorted(ratios, reverse=True):
        by, per = ratio.denominator, ratio.numerator
        cuts.append(Cut(follower, leader, by, per, by * followers_before - per * leaders_before))
        leaders_before += ratios[ratio][0]
        followers_before += ratios[ratio][1]
    return tuple(cuts[:: max(1, -(-len(cuts) // MAX_CUTS))])


def _late(
    problem: Problem, kinds: tuple[Kind, ...], ready: Mapping[tuple[int, Kind], list[tuple[int, int]]]
) -> Iterator[Late]:
    """Of whom not everybody is ready from the start."""
    for (a, kind), entries in sorted(ready.items()):
        if any(ready_s > 0 for ready_s, _ in entries):
            ready_s, people = (np.array(column, dtype=np.int64) for column in zip(*sorted(entries), strict=True))
            yield Late(a, kinds.index(kind), ready_s + _lead_s(problem, a), np.cumsum(people))


def _lead_s(problem: Problem, a: int) -> int:
    """The least seconds from being ready to crossing: somebody has to be loaded and to drive to the gate."""
    found = [
        vehicle_class.loading.fixed_s + int(up_s)
        for c, vehicle_class in enumerate(problem.classes)
        for up_s in problem.up_s[c, a]
        if up_s != NEVER
    ]
    return min(found, default=0)
