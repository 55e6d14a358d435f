"""Tiny random operations, valid by construction: small enough for every plan to be looked at, with all that binds."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import strategies as st

from safepassage.domain.agreement import Agreement, DailyCap, Stage
from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import ConvoyRule, Corridor, Gate, Inspection, Route, Window
from safepassage.domain.fleet import DutyLimit, Layout, Pool, ServiceTime, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import CIVILIAN, Household
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.travel import Leg
from tests.situations import ARMED

HORIZON_S = 6 * 3600

minutes = st.integers(0, 40).map(lambda n: 60 * n)
travels = st.integers(1, 30).map(lambda n: 60 * n)
services = st.builds(
    ServiceTime, st.sampled_from((0, 60, 301)), st.sampled_from((0, 30)), st.sampled_from((0, 60)),
    st.sampled_from((0, 200)),
)  # fmt: skip
coins = st.booleans()
ONE_PATIENT = ((1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0), (1, 1, 0), (1, 0, 1), (3, 0, 1), (0, 0, 1), (2, 1, 1))
TWO_PATIENTS = ((2, 0, 2), (1, 0, 2))
rarely = st.integers(0, 5).map(lambda n: n == 5)


@st.composite
def spells(draw: st.DrawFn) -> tuple[Window, ...]:
    """One to three windows in order and apart; some of them short."""
    edges = sorted(draw(st.lists(st.integers(0, HORIZON_S // 300), min_size=2, max_size=6, unique=True)))
    return tuple(Window(300 * a, 300 * b) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def _gates(draw: st.DrawFn, named: Sequence[str]) -> tuple[Gate, ...]:
    inspections = st.builds(Inspection, st.sampled_from((0, 120, 600)), st.sampled_from((0, 60)))
    return tuple(
        Gate(
            gate,
            draw(st.integers(1, 2)),
            draw(st.integers(1, 2)),
            draw(st.dictionaries(st.sampled_from(("*", "bus", "ambulance")), inspections, max_size=2)),
            draw(st.none() | spells()),
        )
        for gate in named
    )


@st.composite
def _rule(draw: st.DrawFn) -> ConvoyRule:
    escorts = draw(st.none() | st.integers(1, 2))
    return ConvoyRule(
        draw(st.integers(1, 3)), draw(st.sampled_from((0, 600, 1800))), escorts,
        draw(st.sampled_from((0, 1200, 5400))) if escorts else 0,
        draw(st.sampled_from((0, 0, 300, 700, 1800))),
    )  # fmt: skip


@st.composite
def _corridor(draw: st.DrawFn, sites: tuple[str, ...], plain: bool) -> Corridor:
    """No gate, or one or two, on one or two routes; a site that no route reaches lies on the near side."""
    named = tuple(f"gate-{n + 1}" for n in range(draw(st.integers(0, 1 if plain else 2))))
    cut = draw(st.integers(0, len(sites)))
    routes = []
    for number, beyond in enumerate((sites[:cut], sites[cut:])):
        is_reached = draw(st.integers(0, 3)) > 0
        if beyond and is_reached:
            passed = tuple(gate for gate in named if plain or draw(coins))
            rule = draw(st.none() | _rule()) if passed or not plain else None
            routes.append(Route(f"route-{number + 1}", passed, beyond, rule))
    return Corridor(draw(_gates(named)), tuple(routes))


@st.composite
def _fleet(draw: st.DrawFn, places: tuple[str, ...], plain: bool) -> tuple[VehicleClass, ...]:
    layouts = {
        "bus": ((Layout(4),), (Layout(6), Layout(3, 1)), (Layout(5, 1, 0), Layout(2, 0, 2)), (Layout(3, 1, 1),)),
        "ambulance": ((Layout(1, 0, 1),), (Layout(0, 0, 1), Layout(1, 1)), (Layout(2, 0, 2),)),
    }
    few = ((1, 0), (0, 1), (1, 1), (2, 0))
    counts = draw(st.sampled_from(few if plain else (*few, (2, 1), (1, 2), (3, 0))))
    found = []
    for id_, count in zip(("bus", "ambulance"), counts, strict=True):
        pools = []
        while count:
            here = draw(st.integers(1, count))
            pools.append(Pool(here, draw(st.sampled_from(places)), draw(st.just(0) | minutes)))
            count -= here
        duty = None if plain or not draw(rarely) else DutyLimit(draw(st.sampled_from((5400, 10800))), 14400, 3600)
        if pools:
            found.append(
                VehicleClass(id_, draw(st.sampled_from(layouts[id_])), tuple(pools), loading=draw(services),
                             unloading=draw(services), duty=duty)
            )  # fmt: skip
    if draw(rarely):
        found.append(VehicleClass("car", (Layout(draw(st.integers(2, 5))),), loading=draw(services), own_car=True))
    return tuple(found)


@st.composite
def _households(
    draw: st.DrawFn, points: tuple[str, ...], sites: tuple[str, ...], cars: bool, most: int, plain: bool
) -> tuple[Household, ...]:
    found = []
    for number in range(draw(st.integers(1, most))):
        wished = tuple(draw(st.permutations(sites)))[: draw(st.integers(1, 2))]
        needs = draw(st.sampled_from(ONE_PATIENT if plain else (*ONE_PATIENT, *TWO_PATIENTS)))
        found.append(
            Household(
                f"H{number + 1}", draw(st.sampled_from(points)), *needs, tier=draw(st.integers(1, 3)),
                ready_s=draw(st.just(0) | minutes), destinations=wished,
                stream=ARMED if draw(rarely) else CIVILIAN,
                own_car="car" if cars and needs[0] and draw(coins) else None, stays=draw(rarely) and draw(rarely),
            )
        )  # fmt: skip
    return tuple(found)


@st.composite
def _legs(draw: st.DrawFn, origins: tuple[str, ...], corridor: Corridor, places: tuple[Place, ...]) -> tuple[Leg, ...]:
    """A road along every route, and most of those on either side; a few are missing, or slower for buses."""
    beyond = {place for route in corridor.routes for place in route.beyond}
    pairs = {(a, b.id) for a in origins for b in places if b.kind is not PlaceKind.GATE and a != b.id}
    pairs = {pair for pair in pairs if pair[1] not in beyond}
    for route in corridor.routes:
        for origin in (*origins, *(p.id for p in places if p.kind is PlaceKind.DEPOT and p.id not in beyond)):
            for site in route.beyond:
                stops = (origin, *route.gates, site)
                pairs |= set(pairwise(stops))
    rows: list[Leg] = []
    for a, b in sorted(pairs):
        if draw(st.integers(0, 19)):
            rows.append(Leg(a, b, draw(travels)))
        if draw(st.integers(0, 9)) == 9:
            rows.append(Leg(b, a, draw(travels)))
        if draw(st.integers(0, 9)) == 9:
            rows.append(Leg(a, b, draw(travels), vehicle_class="bus"))
    return tuple({(leg.origin, leg.destination, leg.vehicle_class): leg for leg in rows}.values())


@st.composite
def _agreement(draw: st.DrawFn) -> Agreement:
    stages = []
    if draw(rarely) or draw(rarely):
        for number, opens_s in enumerate(sorted(draw(st.lists(minutes, min_size=1, max_size=2, unique=True)))):
            streams = draw(st.sampled_from(((), (), (CIVILIAN,), (CIVILIAN, ARMED))))
            most = draw(st.none() | st.integers(3, 10))
            vehicles = draw(st.none() | st.integers(1, 3))
            closes_s = draw(st.none() | st.integers(1, 4).map(lambda n: 3600 * n))
            closes_s = None if closes_s is None else opens_s + closes_s
            stages.append(Stage(f"stage-{number + 1}", "", opens_s, closes_s, most, vehicles, streams))
    cap = DailyCap(draw(st.none() | st.integers(3, 12)), draw(st.none() | st.integers(1, 4))) if draw(rarely) else None
    night = DailyHours(draw(st.integers(8, 10)) * 3600, 11 * 3600) if draw(rarely) else None
    windows = draw(spells()) if draw(rarely) else None
    return Agreement(windows=windows, stages=tuple(stages), daily_cap=cap, night=night)


@st.composite
def _hazards(draw: st.DrawFn, places: tuple[Place, ...], legs: tuple[Leg, ...]) -> tuple[Hazard, ...]:
    found = []
    for number in range(draw(st.integers(1, 2))):
        from_s = draw(st.just(0) | minutes)
        until_s = draw(st.none() | st.integers(1, 90).map(lambda n: 60 * n))
        place = draw(st.sampled_from(places)).id if draw(coins) or not legs else None
        leg = draw(st.sampled_from(legs)) if place is None else None
        found.append(
            Hazard(f"hazard-{number}", "flood", place, None if leg is None else (leg.origin, leg.destination), from_s,
                   None if until_s is None else from_s + until_s)
        )  # fmt: skip
    return tuple(found)


@st.composite
def tiny_operations(draw: st.DrawFn, *, plain: bool = False, most_households: int = 5) -> Operation:
    """An operation of a few households and vehicles.

    Args:
        plain: at most one gate and two vehicles of the fleet, convoys only through a gate, at most one patient a
            household, and nothing that makes an early start useless: no stages, caps, nights, hazards, drivers' hours
            nor opening times. There the earliest times are the best.
        most_households: at most so many.
    """
    points = ("school", "market")[: draw(st.integers(1, 2))]
    sites = ("camp", "clinic")[: draw(st.integers(1, 2))]
    corridor = draw(_corridor(sites, plain))
    bays = st.none() | st.none() | st.builds(lambda n: {"*": n}, st.integers(1, 2))
    few = st.none() | st.none() | st.integers(0, 8)
    hours = st.just(()) if plain else st.just(()) | st.just(()) | st.just(()) | spells()
    places = (
        *(Place(id_, PlaceKind.ASSEMBLY, id_, bays=draw(bays)) for id_ in points),
        *(Place(gate.place, PlaceKind.GATE, gate.place) for gate in corridor.gates),
        *(
            Place(id_, PlaceKind.RECEPTION, id_, bays=draw(bays), places=draw(few), beds=draw(few), open=draw(hours))
            for id_ in sites
        ),
        Place("depot", PlaceKind.DEPOT, "depot"),
    )
    fleet = draw(_fleet((*points, *sites, "depot"), plain))
    legs = draw(_legs(points, corridor, places))
    return Operation(
        name="tiny",
        start=datetime(2030, 5, 6, 6, 0, tzinfo=UTC),
        zone="UTC",
        profile=Profile.EXERCISE,
        horizon_s=draw(st.sampled_from((HORIZON_S, HORIZON_S, HORIZON_S // 2))),
        places=places,
        fleet=fleet,
        households=draw(_households(points, sites, any(c.own_car for c in fleet), most_households, plain)),
        corridor=corridor,
        legs=legs,
        agreement=Agreement() if plain else draw(_agreement()),
        hazards=draw(_hazards(places, legs)) if not plain and draw(rarely) else (),
        weights=draw(st.sampled_from(((10, 3, 1), (1, 1, 1)))),
        synthetic=True,
    )
