"""Gates that never open or are never used, convoys that cannot go, stages and windows out of time."""

from collections.abc import Iterator

from safepassage.domain.corridor import Route, Window
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.places import PlaceKind
from safepassage.exchange.agreement_tables import STAGES
from safepassage.exchange.agreement_tables import TOP as AGREEMENT
from safepassage.exchange.corridor_tables import GATES, ROUTES
from safepassage.exchange.mistakes import Mistake
from safepassage.exchange.places_table import SHEET as PLACES
from safepassage.exchange.sheets import Tables
from safepassage.exchange.suspicion import suspicion
from safepassage.exchange.suspicious_places import overlaps


def corridor_suspicions(operation: Operation, tables: Tables) -> Iterator[Mistake]:
    """What is suspicious about gates, routes and the agreement."""
    yield from _gates(operation, tables)
    for index, route in enumerate(operation.corridor.routes):
        yield from _route(operation, tables, index, route)
    yield from overlaps(tables[AGREEMENT], 0, "windows", operation.agreement.windows or ())
    for index, stage in enumerate(operation.agreement.stages):
        if stage.opens_s >= operation.horizon_s:
            wrong, do = f"stage '{stage.id}' opens after the horizon", "correct the time, or move the horizon"
            yield suspicion(tables[STAGES], index, "opens", wrong, do)


def _gates(operation: Operation, tables: Tables) -> Iterator[Mistake]:
    table = tables[GATES]
    for index, gate in enumerate(operation.corridor.gates):
        yield from overlaps(table, index, "windows", gate.windows or ())
        windows = operation.gate_windows(gate.place)
        if windows is None and operation.profile is Profile.CONFLICT:
            wrong = f"gate '{gate.place}' has no windows, so it counts as always open"
            yield suspicion(table, index, "windows", wrong, "write when the parties agreed to open it")
        elif windows is not None and not any(w.opens_s < operation.horizon_s and w.closes_s > 0 for w in windows):
            wrong = f"gate '{gate.place}' is not open at any time between start and horizon"
            yield suspicion(table, index, "windows", wrong, "correct its windows, or those of the agreement")
    used = {gate for route in operation.corridor.routes for gate in route.gates}
    for index, place in enumerate(operation.places):
        if place.kind is PlaceKind.GATE and place.id not in used:
            wrong = f"gate '{place.id}' is on no route, so nobody passes it"
            yield suspicion(tables[PLACES], index, "id", wrong, "name it in a route of corridor.toml")


def _route(operation: Operation, tables: Tables, index: int, route: Route) -> Iterator[Mistake]:
    table = tables[ROUTES]
    if route.convoy is None or not route.gates:
        return
    windows = operation.gate_windows(route.gates[0])
    longest_s = max((window.closes_s - window.opens_s for window in windows or ()), default=0)
    if windows and route.convoy.headway_s >= longest_s:
        wrong = f"the headway of route '{route.id}' is longer than any window: one convoy a window"
        yield suspicion(table, index, "convoy_headway_s", wrong, "look whether it is in seconds")
    if not _opens_on_the_clock(operation, route.gates[0], windows, route.convoy.clock_s):
        wrong = f"by its clock no convoy of route '{route.id}' departs in a window of the first gate after inspection"
        do = "look whether it is in seconds from the operation's start"
        yield suspicion(table, index, "convoy_clock_s", wrong, do)
    if route.convoy.escorts == 0:
        wrong = f"route '{route.id}' needs escorts and has none, so no convoy goes"
        yield suspicion(table, index, "convoy_escorts", wrong, "write how many teams there are, or leave it out")


def _opens_on_the_clock(operation: Operation, gate: str, windows: tuple[Window, ...] | None, clock_s: int) -> bool:
    """Whether the vehicles that are inspected fastest could ever drive on from the gate at a time of the clock.

    True where there is no clock, and where the gate never opens, which is told as that. Second 0 is no departure:
    nobody has come to the gate by then.
    """
    always = (Window(0, operation.horizon_s),)
    open_ = [(w.opens_s, w.closes_s) for w in (always if windows is None else windows)]
    spans = [(max(opens_s, 0), min(closes_s, operation.horizon_s)) for opens_s, closes_s in open_]
    spans = [(opens_s, closes_s) for opens_s, closes_s in spans if opens_s < closes_s]
    if clock_s == 0 or not spans:
        return True
    inspects = operation.gate[gate].inspects
    inspection_s = min((inspects(vehicle_class.id).loaded_s for vehicle_class in operation.fleet), default=0)
    return any(closes_s // clock_s * clock_s >= max(opens_s + inspection_s, 1) for opens_s, closes_s in spans)
