"""Vehicles that are too large to be true, that nobody has, or that cannot reach anybody."""

from collections.abc import Iterator

from safepassage.domain.fleet import Layout, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.people import Needs
from safepassage.exchange.fleet_table import SHEET as FLEET
from safepassage.exchange.known import ids_of
from safepassage.exchange.mistakes import Mistake
from safepassage.exchange.roads_known import Roads, remedy
from safepassage.exchange.sheets import Tables
from safepassage.exchange.suspicion import suspicion
from safepassage.exchange.tables import Table

LARGEST = Needs(150, 30, 40)


def fleet_suspicions(operation: Operation, tables: Tables) -> Iterator[Mistake]:
    """What is suspicious about the vehicles."""
    table = tables[FLEET]
    rows: dict[str, int] = {}
    for index, id_ in ids_of(table, "class"):
        rows.setdefault(id_, index)
    if not operation.vehicles:
        yield suspicion(table, None, None, "there is no vehicle", "add pools with a count and a start")
    owned = {household.own_car for household in operation.households}
    for vehicle_class in operation.fleet:
        index = rows[vehicle_class.id]
        yield from _layouts(table, index, vehicle_class)
        if vehicle_class.own_car and vehicle_class.id not in owned:
            wrong, do = f"no household owns a '{vehicle_class.id}'", "name it in households.csv, column own_car"
            yield suspicion(table, index, "class", wrong, do)
        if vehicle_class.own_car and vehicle_class.pools:
            wrong = (
                f"'{vehicle_class.id}' are own cars, which start where their households do; count and start do nothing"
            )
            yield suspicion(table, index, "start", wrong, "leave them blank")
    yield from _stranded(operation, tables, rows)


def _layouts(table: Table, index: int, vehicle_class: VehicleClass) -> Iterator[Mistake]:
    for layout in vehicle_class.layouts:
        if layout.capacity.people == 0:
            wrong, do = f"a '{vehicle_class.id}' that carries nobody", "correct the layout"
            yield suspicion(table, index, "layouts", wrong, do)
        elif not layout.capacity.fits_in(LARGEST):
            wrong = f"a '{vehicle_class.id}' for {_size(layout)}"
            yield suspicion(table, index, "layouts", wrong, "look whether this is one vehicle")


def _size(layout: Layout) -> str:
    return f"{layout.seats:,} seated, {layout.wheelchairs:,} in wheelchairs and {layout.stretchers:,} on stretchers"


def _stranded(operation: Operation, tables: Tables, rows: dict[str, int]) -> Iterator[Mistake]:
    """Pools from which no assembly point can be reached."""
    roads = Roads(operation)
    for vehicle_class in operation.fleet:
        for start in dict.fromkeys(pool.start for pool in vehicle_class.pools if not vehicle_class.own_car):
            points = [point.id for point in operation.assembly_points]
            if points and not any(roads.reach(start, point, vehicle_class.id) for point in points):
                wrong = f"no road for a '{vehicle_class.id}' from '{start}' to any assembly point"
                yield suspicion(tables[FLEET], rows[vehicle_class.id], "start", wrong, remedy(operation, tables))
