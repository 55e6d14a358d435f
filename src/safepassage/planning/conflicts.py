"""What keeps people from being carried: the smallest sets of restrictions, for households that are alike together.

A household that could not be carried even if nobody else were there is kept by restrictions that conflict. Of those an
irreducible set is named: together they keep it, and without any one of them the others would not. It is found by a
deletion filter (Chinneck 2008, Feasibility and Infeasibility in Optimization, 6.2): one restriction after the other is
taken away, and stays away if the household is kept all the same. What would make a trip possible is looked for apart:
every restriction that does so when it alone is taken away, or, where none does, an irreducible set that must go
together (a minimal correction set: Liffiton and Sakallah 2008, Algorithms for computing minimal unsatisfiable subsets).

Who could go alone and is not in the plan is kept by others: then it is named what they use up.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.plan import Plan, Reason
from safepassage.planning.alone import can_go, carriers, chosen_sites, only, patient_vehicles
from safepassage.planning.levers import DAILY_CAP
from safepassage.planning.problem import state
from safepassage.planning.reasons import Loads, never_carried
from safepassage.planning.restrictions import Restriction, relaxed, restrictions

MOST_KINDS = 500
"""So many kinds of households are looked into, those with most people first."""

TRIED_VEHICLES = 1
"""Households whose patients need more vehicles than this are not always tried by the planner."""


class Shape(StrEnum):
    """How the members of a household travel, by the one who needs most."""

    STRETCHER = "stretcher"
    WHEELCHAIR = "wheelchair"
    SEATED = "seated"


class Shared(StrEnum):
    """What others use up."""

    PLACES = "places"
    BEDS = "beds"
    QUOTA = "quota"
    VEHICLE_TIME = "vehicle-time"
    MANY_VEHICLES = "many-vehicles"


@dataclass(frozen=True, slots=True)
class UsedUp:
    """A resource of which nothing is left for the household.

    Attributes:
        subject: id of the site (places, beds), of the stage or ``daily-cap`` (quota), of the vehicle class that could
            take it (vehicle time); empty for patients who need several vehicles at once: that is not always tried.
    """

    shared: Shared
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Causes:
    """Why households are not carried.

    Attributes:
        keeps: restrictions that keep them though nobody else is there; without any one of these the others would not.
            Empty if they could go alone, and where not even all restrictions together explain it.
        any_one: each of these, taken away by itself, makes a trip possible.
        together: where there is no such, restrictions that make a trip possible when they are taken away together.
        used_up: what others use up, if they could go alone.
    """

    keeps: tuple[Restriction, ...] = ()
    any_one: tuple[Restriction, ...] = ()
    together: tuple[Restriction, ...] = ()
    used_up: tuple[UsedUp, ...] = ()

    @property
    def could_go_alone(self) -> bool:
        return bool(self.used_up)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Households that are alike and not carried for the same causes: counts, and nobody's card number.

    Attributes:
        destinations: ids of the sites that they accept, in order of id.
        patients, wheelchairs: of the people.
    """

    at: str
    shape: Shape
    destinations: tuple[str, ...]
    stream: str
    causes: Causes
    households: int
    people: int
    patients: int
    wheelchairs: int


def shape(household: Household) -> Shape:
    """The shape of a household."""
    if household.stretcher:
        return Shape.STRETCHER
    return Shape.WHEELCHAIR if household.wheelchair else Shape.SEATED


def conflicts(operation: Operation, plan: Plan) -> tuple[Conflict, ...]:
    """The conflicts of everybody whom a plan does not carry, the most people first."""
    left = {entry.household: entry.reason for entry in plan.not_carried}
    households = [household for household in operation.leaving if household.id in left]
    loads = Loads(plan)

    def used_up(household: Household, alone: Operation) -> tuple[UsedUp, ...]:
        return _used_up(operation, loads, household, alone, left[household.id])

    return _conflicts(operation, households, used_up)


def hopeless(operation: Operation) -> tuple[Conflict, ...]:
    """The conflicts of those whom no plan can carry, the most people first."""
    never = never_carried(state(operation))
    households = [household for household in operation.leaving if household.id in never]
    found = _conflicts(operation, households, lambda _household, _alone: (UsedUp(Shared.VEHICLE_TIME),))
    return tuple(conflict for conflict in found if not conflict.causes.could_go_alone)


def explain(operation: Operation) -> Causes | None:
    """What keeps the first household of an operation that is made for it alone; None if nothing does."""

    @cache
    def goes(without: frozenset[Restriction]) -> bool:
        return can_go(relaxed(operation, without))

    if goes(frozenset()):
        return None
    every = restrictions(operation)
    if not goes(frozenset(every)):
        return Causes()
    any_one = tuple(restriction for restriction in every if goes(frozenset((restriction,))))
    return Causes(
        keeps=irreducible(every, goes),
        any_one=any_one,
        together=() if any_one else correction(every, goes),
    )


Goes = Callable[[frozenset[Restriction]], bool]
"""Whether there is a trip when these restrictions are taken away."""


def irreducible(every: Sequence[Restriction], goes: Goes) -> tuple[Restriction, ...]:
    """Restrictions that keep the household when all others are away, of which none can be spared: a deletion filter."""
    kept = list(every)
    for restriction in every:
        fewer = [other for other in kept if other != restriction]
        if not goes(frozenset(every) - frozenset(fewer)):
            kept = fewer
    return tuple(kept)


def correction(every: Sequence[Restriction], goes: Goes) -> tuple[Restriction, ...]:
    """Restrictions without which there is a trip, of which none may come back."""
    away = list(every)
    for restriction in every:
        fewer = [other for other in away if other != restriction]
        if goes(frozenset(fewer)):
            away = fewer
    return tuple(away)


Kind = tuple[str, Household]
"""Assembly point, and a household of which only what matters to a trip is left."""


def _conflicts(
    operation: Operation,
    households: Sequence[Household],
    used_up: Callable[[Household, Operation], tuple[UsedUp, ...]],
) -> tuple[Conflict, ...]:
    """Households that are exactly alike are looked into once, and told together with others of the same causes."""
    counts: Counter[tuple[str, Shape, tuple[str, ...], str, Causes]] = Counter()
    people: Counter[tuple[str, Shape, tuple[str, ...], str, Causes]] = Counter()
    patients: Counter[tuple[str, Shape, tuple[str, ...], str, Causes]] = Counter()
    wheelchairs: Counter[tuple[str, Shape, tuple[str, ...], str, Causes]] = Counter()
    kinds = sorted(_kinds(households).values(), key=lambda alike: -sum(household.people for household in alike))
    for alike in kinds[:MOST_KINDS]:
        for some, causes in _causes(operation, alike, used_up):
            for household in some:
                key = household.at, shape(household), _sites(operation, household), household.stream, causes
                counts[key] += 1
                people[key] += household.people
                patients[key] += household.stretcher
                wheelchairs[key] += household.wheelchair
    found = [Conflict(*key, n, people[key], patients[key], wheelchairs[key]) for key, n in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.people, one.at, one.shape, one.destinations, one.stream)))


def _sites(operation: Operation, household: Household) -> tuple[str, ...]:
    return tuple(sorted({site.id for site in chosen_sites(operation, household)}))


def _kinds(households: Iterable[Household]) -> Mapping[Household, list[Household]]:
    """Households that are alike but for their card number, tier, and when they are ready."""
    found: dict[Household, list[Household]] = {}
    for household in households:
        if household.people:
            alike = replace(
                household, id="", tier=1, ready_s=0, destinations=tuple(sorted(set(household.destinations)))
            )
            found.setdefault(alike, []).append(household)
    return found


def _causes(
    operation: Operation,
    alike: Sequence[Household],
    used_up: Callable[[Household, Operation], tuple[UsedUp, ...]],
) -> Iterator[tuple[Sequence[Household], Causes]]:
    """The causes of households that differ only in when they are ready.

    Who is ready earlier can do whatever others can, so where the first and the last are kept by the same restrictions,
    all in between are.
    """
    in_order = sorted(alike, key=lambda household: household.ready_s)
    first, last = in_order[0], in_order[-1]
    explained = [_explained(operation, household, used_up) for household in (first, last)]
    if explained[0] == explained[1]:
        yield in_order, explained[0]
        return
    at: dict[int, list[Household]] = {}
    for household in in_order:
        at.setdefault(household.ready_s, []).append(household)
    for some in at.values():
        yield some, _explained(operation, some[0], used_up)


def _explained(
    operation: Operation, household: Household, used_up: Callable[[Household, Operation], tuple[UsedUp, ...]]
) -> Causes:
    alone = only(operation, household)
    return explain(alone) or Causes(used_up=used_up(household, alone))


def _used_up(
    operation: Operation, loads: Loads, household: Household, alone: Operation, reason: Reason
) -> tuple[UsedUp, ...]:
    """What others use up of what the household needs."""
    full = []
    sites = chosen_sites(operation, household)
    for site in sites:
        seated, patients = household.seated + household.wheelchair, household.stretcher
        if site.places is not None and loads.places.get(site.id, 0) + seated > site.places:
            full.append(UsedUp(Shared.PLACES, site.id))
        elif site.beds is not None and patients and loads.beds.get(site.id, 0) + patients > site.beds:
            full.append(UsedUp(Shared.BEDS, site.id))
    if full and len(full) == len(sites):
        return tuple(full)
    if reason is Reason.QUOTA:
        return tuple(UsedUp(Shared.QUOTA, subject) for subject in _quotas(operation, household))
    if patient_vehicles(alone, household) > TRIED_VEHICLES:
        return (UsedUp(Shared.MANY_VEHICLES),)
    return tuple(UsedUp(Shared.VEHICLE_TIME, vehicle_class) for vehicle_class in dict.fromkeys(carriers(alone)))


def _quotas(operation: Operation, household: Household) -> Iterator[str]:
    agreement = operation.agreement
    for stage in agreement.stages:
        if stage.people is not None and (not stage.streams or household.stream in stage.streams):
            yield stage.id
    if agreement.daily_cap is not None and agreement.daily_cap.people is not None:
        yield DAILY_CAP
