"""Households that look mistyped, or that nobody can carry."""

from collections.abc import Callable, Iterator
from functools import cache

from safepassage.domain.operation import Operation
from safepassage.domain.people import Household, Needs
from safepassage.exchange.households_table import SHEET as HOUSEHOLDS
from safepassage.exchange.mistakes import Mistake
from safepassage.exchange.roads_known import Roads, remedy
from safepassage.exchange.sheets import Tables
from safepassage.exchange.suspicion import Alike
from safepassage.exchange.tables import Table

LARGE_HOUSEHOLD = 30


def household_suspicions(operation: Operation, tables: Tables) -> Iterator[Mistake]:
    """What is suspicious about the households; what is alike is told once."""
    alike = Alike()
    table = tables[HOUSEHOLDS]
    gap = _gaps(operation)
    fits = _fits(operation)
    for index, household in enumerate(operation.households):
        _size(alike, table, index, household)
        if household.stays:
            continue
        _wish(alike, table, index, household, operation.horizon_s)
        if not fits(household.needs, household.own_car):
            what = _words(household.needs)
            wrong = f"household {household.id}: no vehicle layout can take {what} together"
            do = "add a layout to fleet.csv, or look at the numbers"
            alike.add(("layout", household.needs), table, index, "seated", wrong, do)
        for destination in household.destinations:
            if (missing := gap(household.at, destination)) is not None:
                wrong = f"household {household.id}: no road from '{missing[0]}' to '{missing[1]}'"
                alike.add(missing, table, index, "destinations", wrong, remedy(operation, tables))
    yield from alike


def _size(alike: Alike, table: Table, index: int, household: Household) -> None:
    if household.people == 0:
        wrong = f"household {household.id} has no people"
        alike.add("nobody", table, index, "seated", wrong, "fill in its numbers, or take it away")
    elif household.people > LARGE_HOUSEHOLD:
        wrong = f"household {household.id} has {household.people:,} people"
        do = "look whether it is one household: it must travel together"
        alike.add("large", table, index, "seated", wrong, do)


def _wish(alike: Alike, table: Table, index: int, household: Household, horizon_s: int) -> None:
    if not household.destinations:
        wrong = f"household {household.id} has not chosen a destination, so it is not carried"
        alike.add("wish", table, index, "destinations", wrong, "ask it, or write that it stays")
    if household.ready_s >= horizon_s:
        wrong = f"household {household.id} is ready after the horizon, so it is not carried"
        alike.add("late", table, index, "ready", wrong, "correct the time, or move the horizon in operation.toml")


def _words(needs: Needs) -> str:
    parts = ((needs.seated, "seated"), (needs.wheelchair, "in wheelchairs"), (needs.stretcher, "on stretchers"))
    return ", ".join(f"{number:,} {what}" for number, what in parts if number)


def _fits(operation: Operation) -> Callable[[Needs, str | None], bool]:
    """Whether the fleet has layouts for a household's needs; only what is impossible for certain is False."""
    own = {c.id for c in operation.fleet if c.own_car}
    fleet = [layout.capacity for c in operation.fleet if c.id not in own and c.count for layout in c.layouts]

    @cache
    def fits(needs: Needs, own_car: str | None) -> bool:
        car = operation.vehicle_class.get(own_car or "")
        layouts = fleet + [layout.capacity for layout in (car.layouts if car else ())]
        if needs.stretcher == 0:
            return any(needs.fits_in(layout) for layout in layouts)
        companion = 1 if needs.seated else 0
        beside = [layout for layout in layouts if layout.stretcher and layout.seated >= companion]
        if not beside:
            return False
        seats = needs.stretcher * max(layout.seated for layout in beside)
        chairs = needs.stretcher * max(layout.wheelchair for layout in beside)
        rest = Needs(max(0, needs.seated - seats), max(0, needs.wheelchair - chairs))
        return rest.people == 0 or any(rest.fits_in(layout) for layout in layouts)

    return fits


def _gaps(operation: Operation) -> Callable[[str, str], tuple[str, str] | None]:
    """The stretch without a road between an assembly point and a destination, whatever the vehicle."""
    roads = Roads(operation)

    @cache
    def gap(origin: str, destination: str) -> tuple[str, str] | None:
        missing = [roads.gap(origin, destination, vehicle_class.id) for vehicle_class in operation.fleet]
        return None if None in missing else next(iter(missing), None)

    return gap
