"""corridor.toml: the gates, when they are open, and the routes through them."""

from typing import Any

from safepassage.domain.corridor import ConvoyRule, Corridor, Gate, Route
from safepassage.domain.operation import Operation
from safepassage.domain.places import PlaceKind
from safepassage.exchange.cells import ID, TEXT, BadCell, Kind, reference, whole
from safepassage.exchange.known import Known
from safepassage.exchange.lists import INSPECTION_WORDS, WINDOWS, WINDOWS_WORDS, ids, inspections
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.moments import STEP_S
from safepassage.exchange.tables import Column, Sheet, Table, Written, unique

FILE = "corridor.toml"
MOST_AT_ONCE = 1_000
"""Lanes of a gate, escort teams of a route."""

LANES = whole(1, MOST_AT_ONCE)

TOP = Sheet(
    "corridor",
    FILE,
    (Column("note", TEXT, "what to know of the corridor, e.g. that it is schematic", ""),),
    single=True,
)
GATES = Sheet(
    "gates",
    FILE,
    (
        Column("place", ID, "id of a place of kind gate", required=True),
        Column("lanes_out", LANES, "vehicles inspected at once on the way out", 1, always=True),
        Column("lanes_in", LANES, "vehicles inspected at once on the way in", 1, always=True),
        Column("inspection", inspections(), f"{INSPECTION_WORDS}; blank = none", {}),
        Column("windows", WINDOWS, f"when it is open: {WINDOWS_WORDS}; blank = always"),
    ),
    key="gate",
)
CONVOY = ("max_vehicles", "headway_s", "escorts", "escort_cycle_s", "clock_s")
ROUTES = Sheet(
    "routes",
    FILE,
    (
        Column("id", ID, "of the route", required=True),
        Column("gates", ids(), "gates on the way out, in order; may be empty", ()),
        Column("beyond", ids(), "reception sites, hospitals and depots that are reached through it", ()),
        Column("convoy_max_vehicles", whole(1), "vehicles in a convoy at most; blank = free shuttle running"),
        Column("convoy_headway_s", STEP_S, "seconds between the departures of two convoys at least"),
        Column("convoy_escorts", whole(most=MOST_AT_ONCE), "escort teams; each convoy takes one; blank = none needed"),
        Column("convoy_escort_cycle_s", STEP_S, "seconds from a departure until its escort team is ready again", 0),
        Column("convoy_clock_s", STEP_S, "convoys depart only every so many seconds from the start; 0 = any time", 0),
    ),
    key="route",
    groups=("convoy",),
)


def read_corridor(top: Table, gates: Table, routes: Table, known: Known, mistakes: Collector) -> Corridor:
    """The corridor of its three tables."""
    note = top.read("note", mistakes)[0]
    found = _gates(gates, known, mistakes)
    return Corridor(found, _routes(routes, {gate.place for gate in found if gate.place}, known, mistakes), note)


def _gates(table: Table, known: Known, mistakes: Collector) -> tuple[Gate, ...]:
    kinds: dict[str, Kind[Any]] = {
        "place": known.place(PlaceKind.GATE, what="a gate"),
        "inspection": inspections(known.vehicle_class()),
    }
    columns = [table.read(name, mistakes, kinds.get(name)) for name in GATES.names]
    unique(table, "place", columns[0], mistakes)
    return tuple(Gate(*values) for values in zip(*columns, strict=True))


def _routes(table: Table, gates: set[str], known: Known, mistakes: Collector) -> tuple[Route, ...]:
    beyond = known.place(
        PlaceKind.RECEPTION, PlaceKind.HOSPITAL, PlaceKind.DEPOT, what="a reception site, hospital or depot"
    )
    gate = reference(gates, "a gate of the corridor", FILE)
    kinds = {"gates": ids(gate), "beyond": ids(beyond)}
    columns = {name: table.read(name, mistakes, kinds.get(name)) for name in ROUTES.names}
    unique(table, "id", columns["id"], mistakes)
    reached: dict[str, str] = {}
    found = []
    for index, id_ in enumerate(columns["id"]):
        for place in columns["beyond"][index]:
            if reached.setdefault(place, id_) != id_:
                bad = BadCell(
                    f"'{place}' is beyond route '{reached[place]}' already", "one route to each place", "choose"
                )
                mistakes.add(table.mistake(index, "beyond", bad))
        rule = _convoy(table, index, [columns[f"convoy_{name}"][index] for name in CONVOY], mistakes)
        found.append(Route(id_, columns["gates"][index], columns["beyond"][index], rule))
    return tuple(found)


def _convoy(table: Table, index: int, values: list[Any], mistakes: Collector) -> ConvoyRule | None:
    filled = [table.raw(index, f"convoy_{name}") not in (None, "") for name in CONVOY]
    if not any(filled):
        return None
    for name, there in list(zip(CONVOY, filled, strict=True))[:2]:
        if not there:
            bad = BadCell("is missing, but the route has a convoy rule", "max_vehicles and headway_s", "fill it in")
            mistakes.add(table.mistake(index, f"convoy_{name}", bad))
    return ConvoyRule(*values)


def write_corridor(operation: Operation) -> tuple[Written, ...]:
    """The three sheets of the corridor."""
    corridor = operation.corridor
    gates = [{name: getattr(gate, name) for name in GATES.names} for gate in corridor.gates]
    routes: list[dict[str, object]] = []
    for route in corridor.routes:
        row: dict[str, object] = {"id": route.id, "gates": route.gates, "beyond": route.beyond}
        if route.convoy is not None:
            row |= {f"convoy_{name}": getattr(route.convoy, name) for name in CONVOY}
        routes.append(row)
    return Written(TOP, [{"note": corridor.note}]), Written(GATES, gates), Written(ROUTES, routes)
