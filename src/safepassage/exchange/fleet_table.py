"""fleet.csv: one row for each pool of vehicles; the first row of a class tells what the class is."""

from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

from safepassage.domain.fleet import DutyLimit, Pool, RoadUse, ServiceTime, Size, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.places import ANY_CLASS
from safepassage.exchange.cells import ID, TEXT, YES_NO, BadCell, choice, measure, shown, whole
from safepassage.exchange.known import Known
from safepassage.exchange.lists import LAYOUT_WORDS, LAYOUTS
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.moments import DURATION_H, MOMENT, MOMENT_WORDS, STEP_S
from safepassage.exchange.tables import Column, Sheet, Table, Written

MOST_VEHICLES = 20_000
MOST_LAYOUTS = 50
SERVICES = ("loading", "unloading")
PARTS = {"fixed_s": "for the vehicle", "seated_s": "for each seated person", "wheelchair_s": "for each wheelchair",
         "stretcher_s": "for each stretcher"}  # fmt: skip
DUTY = {"duty_driving_h": "driving", "duty_on_h": "on duty", "duty_rest_h": "of rest that begin a new duty"}
SIZE = {"weight_t": ("tonnes, loaded", 200), "height_m": ("metres high", 20), "width_m": ("metres wide", 20),
        "empty_weight_t": ("tonnes, with nobody aboard", 200)}  # fmt: skip
OF_POOL = ("count", "start", "available_from")

SHEET = Sheet(
    "fleet",
    "fleet.csv",
    (
        Column("class", ID, "id of the vehicle class; its further rows tell of further pools", required=True),
        Column("name", TEXT, "of the class", ""),
        Column("count", whole(most=MOST_VEHICLES), "vehicles of this pool; blank for own cars"),
        Column("start", ID, "place where the vehicles of this pool start"),
        Column("available_from", MOMENT, f"when they are ready there: {MOMENT_WORDS}; blank = start", 0),
        Column("layouts", LAYOUTS, f"what one vehicle can be set up for: {LAYOUT_WORDS}", ()),
        *(
            Column(f"{service}_{part}", STEP_S, f"seconds of {service} {what}", 0)
            for service in SERVICES
            for part, what in PARTS.items()
        ),
        *(Column(name, DURATION_H, f"hours {what}; blank = no limit") for name, what in DUTY.items()),
        Column("own_car", YES_NO, "yes for cars that belong to households and leave once", False),
        Column("drives_as", choice(RoadUse), "on imported roads; blank = as a car if own_car, else as a bus"),
        *(Column(name, measure(unit, most), f"{unit}; blank = not known") for name, (unit, most) in SIZE.items()),
    ),
    needed=True,
)
OF_CLASS = tuple(name for name in SHEET.names if name not in ("class", *OF_POOL))


def read_fleet(table: Table, known: Known, mistakes: Collector) -> tuple[VehicleClass, ...]:
    """The vehicle classes of a table, in the order in which they first appear."""
    kinds = {"start": known.place(what="a place")}
    columns = {name: table.read(name, mistakes, kinds.get(name)) for name in SHEET.names}
    rows: dict[str, list[int]] = {}
    for index, id_ in enumerate(columns["class"]):
        if id_ is not None:
            rows.setdefault(id_, []).append(index)
    _not_too_many(table, columns["count"], mistakes)
    return tuple(_vehicle_class(table, id_, indexes, columns, mistakes) for id_, indexes in rows.items())


def _not_too_many(table: Table, counts: list[int | None], mistakes: Collector) -> None:
    total = 0
    for index, count in enumerate(counts):
        total += count or 0
        if total > MOST_VEHICLES:
            bad = BadCell(f"makes {total:,} vehicles", f"at most {MOST_VEHICLES:,} in all", "correct the numbers")
            mistakes.add(table.mistake(index, "count", bad))
            return


def _vehicle_class(
    table: Table, id_: str, indexes: list[int], columns: dict[str, list[Any]], mistakes: Collector
) -> VehicleClass:
    first = indexes[0]
    if id_ == ANY_CLASS:
        mistakes.add(table.mistake(first, "class", BadCell("'*' stands for all classes", "another id", "change it")))
    for index in indexes[1:]:
        _same_as_first(table, first, index, columns, mistakes)
    is_ = {name: columns[name][first] for name in OF_CLASS}
    if not is_["layouts"] and table.raw(first, "layouts") in (None, ""):
        bad = BadCell("is empty in the first row of the class", LAYOUT_WORDS, "say what one vehicle carries")
        mistakes.add(table.mistake(first, "layouts", bad))
    if len(is_["layouts"]) > MOST_LAYOUTS:
        wrong = f"has {len(is_['layouts']):,} layouts"
        bad = BadCell(wrong, f"at most {MOST_LAYOUTS}", "leave out those that will not be used")
        mistakes.add(table.mistake(first, "layouts", bad))
    loading, unloading = (ServiceTime(*(is_[f"{service}_{part}"] for part in PARTS)) for service in SERVICES)
    return VehicleClass(
        id=id_,
        layouts=is_["layouts"],
        pools=tuple(_pools(table, indexes, columns, mistakes)),
        name=is_["name"],
        loading=loading,
        unloading=unloading,
        duty=_duty(table, first, [is_[name] for name in DUTY], mistakes),
        own_car=is_["own_car"],
        road_use=is_["drives_as"],
        size=Size(*(is_[name] for name in SIZE)),
    )


def _same_as_first(table: Table, first: int, index: int, columns: dict[str, list[Any]], mistakes: Collector) -> None:
    for name in OF_CLASS:
        if table.raw(index, name) not in (None, "") and columns[name][index] != columns[name][first]:
            wrong = f"{shown(table.raw(index, name))} differs from the first row of the class"
            bad = BadCell(wrong, "a blank cell, or the same", "correct it, or give the class another id")
            mistakes.add(table.mistake(index, name, bad))


def _duty(table: Table, first: int, hours: list[int | None], mistakes: Collector) -> DutyLimit | None:
    driving_s, on_duty_s, rest_s = hours
    if driving_s is not None and on_duty_s is not None and rest_s is not None:
        return DutyLimit(driving_s, on_duty_s, rest_s)
    empty = next((name for name, value in zip(DUTY, hours, strict=True) if value is None), "")
    if any(value is not None for value in hours) and table.raw(first, empty) in (None, ""):
        bad = BadCell("is empty, but the class has drivers' hours", "all three duty columns, or none", "fill it in")
        mistakes.add(table.mistake(first, empty, bad))
    return None


def _pools(table: Table, indexes: list[int], columns: dict[str, list[Any]], mistakes: Collector) -> Iterable[Pool]:
    for index in indexes:
        count, start, available_from_s = (columns[name][index] for name in OF_POOL)
        if count is not None and start is not None:
            yield Pool(count, start, available_from_s)
            continue
        for name, other in (("count", "start"), ("start", "count")):
            if table.raw(index, name) in (None, "") and table.raw(index, other) not in (None, ""):
                expected = "how many start where"
                mistakes.add(table.mistake(index, name, BadCell(f"is empty beside a {other}", expected, "fill it in")))


def write_fleet(operation: Operation) -> Written:
    """The sheet of the fleet."""
    rows: list[dict[str, object]] = []
    for vehicle_class in operation.fleet:
        pools = [
            {"class": vehicle_class.id, "count": pool.count, "start": pool.start,
             "available_from": pool.available_from_s}
            for pool in vehicle_class.pools
        ]  # fmt: skip
        first, *further = pools or [{"class": vehicle_class.id}]
        rows += [first | _of_class(vehicle_class), *further]
    return Written(SHEET, rows)


def _of_class(vehicle_class: VehicleClass) -> dict[str, object]:
    found: dict[str, object] = {
        "name": vehicle_class.name,
        "layouts": vehicle_class.layouts,
        "own_car": vehicle_class.own_car,
        "drives_as": vehicle_class.road_use,
    }
    found |= dict(zip(SIZE, astuple(vehicle_class.size), strict=True))
    for service, time in zip(SERVICES, (vehicle_class.loading, vehicle_class.unloading), strict=True):
        seconds = (time.fixed_s, time.per_seated_s, time.per_wheelchair_s, time.per_stretcher_s)
        found |= {f"{service}_{part}": value for part, value in zip(PARTS, seconds, strict=True)}
    if (duty := vehicle_class.duty) is not None:
        found |= dict(zip(DUTY, (duty.driving_s, duty.on_duty_s, duty.rest_s), strict=True))
    return found
