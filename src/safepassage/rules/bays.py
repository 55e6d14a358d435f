"""Bays, shared by the rules for loading and for unloading."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from safepassage.domain.places import ANY_CLASS
from safepassage.rules.case import Case, Journey
from safepassage.rules.rule import Finding
from safepassage.rules.sweep import overloads
from safepassage.rules.words import counted, lasting, listed


@dataclass(frozen=True, slots=True)
class BayHold:
    """A vehicle in a bay of a place, as [from_s, until_s)."""

    journey: Journey
    place: str
    from_s: int
    until_s: int


def bay_findings(case: Case, holds: Iterable[BayHold], doing: str) -> Iterator[Finding]:
    """Where vehicles `doing` (``load``, ``unload``) have no bay.

    Classes without a pool of their own share the one of ``*``. A class with neither cannot use the place at all, not
    even where its loading takes no time.
    """
    pools: dict[tuple[str, str, int], list[tuple[int, int, str]]] = {}
    for hold in holds:
        pool = case.operation.place[hold.place].bay_pool(hold.journey.vehicle_class.id)
        if pool is None:
            continue
        if pool[1] <= 0:
            yield (
                hold.journey.id,
                f"{hold.journey.who} is to {doing} at '{hold.place}' at "
                f"{case.when(hold.from_s)}, which has no bay for class '{hold.journey.vehicle_class.id}'; send another "
                "class or use another place",
            )
            continue
        pools.setdefault((hold.place, *pool), []).append((hold.from_s, hold.until_s, hold.journey.id))
    for (place, key, bays), held in pools.items():
        whose = "" if key == ANY_CLASS else f" for class '{key}'"
        for over in overloads(held, bays):
            yield (
                place,
                f"'{place}' has {counted(bays, 'bay')}{whose}, but {over.most} vehicles {doing} at once from "
                f"{case.when(over.from_s)} for {lasting(over.until_s - over.from_s)} (trips {listed(over.holders)}); "
                f"let {over.most - bays} wait",
            )
