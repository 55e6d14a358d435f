"""Random values for laws: whole operations that obey every rule of the operation folder, and are otherwise wild."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from safepassage.domain.agreement import Agreement, Clause, CounterMovement, DailyCap, Party, Stage
from safepassage.domain.clock import DAY_S, DailyHours
from safepassage.domain.corridor import ConvoyRule, Corridor, Gate, Inspection, Route, Window
from safepassage.domain.fleet import DutyLimit, Layout, Pool, RoadUse, ServiceTime, Size, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import CIVILIAN, Household
from safepassage.domain.places import ANY_CLASS, Place, PlaceKind
from safepassage.domain.travel import Leg

ZONES = ("UTC", "Asia/Damascus", "Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
LANGUAGES = ("ar", "fr", "uk", "ru", "tr", "ku", "es", "de", "zh-Hant", "sr-Latn-RS")
DAYS = 60

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
awkward_text = st.text("=+-@#'\"; |/*\t\r\n,:_x0Da", max_size=8)
texts = st.one_of(st.just(""), any_text, awkward_text, st.sampled_from(["المدرسة", "=1+1", "'Ain", "  ", "007", "1e5"]))
plain_ids = st.from_regex(r"[a-z][a-z0-9-]{0,7}", fullmatch=True)
ids = st.one_of(
    plain_ids, plain_ids, st.one_of(any_text, awkward_text).filter(lambda text: text not in ("", ANY_CLASS))
)
counts = st.one_of(st.integers(0, 100), st.integers(0, 10**9))
households = st.one_of(st.integers(0, 9), st.integers(0, 10_000))
bays = st.one_of(st.integers(0, 9), st.integers(0, 10_000))
escorts = st.integers(0, 1_000)
seconds = st.one_of(st.integers(0, 2 * DAY_S), st.integers(0, 20_000).map(lambda n: n * 60))
metres = st.none() | st.integers(1, 190).map(lambda tenths: tenths / 10)
moments = st.one_of(st.integers(-10 * DAY_S, DAYS * DAY_S), st.integers(0, DAYS * 24).map(lambda n: n * 3600))
daily_hours = st.builds(DailyHours, st.integers(0, DAY_S), st.integers(0, DAY_S))
starts = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- the bounds


@st.composite
def windows(draw: st.DrawFn, most: int = 4) -> tuple[Window, ...]:
    """Windows in order and apart."""
    times = sorted(draw(st.lists(moments, max_size=2 * most, unique=True)))
    pairs = zip(times[::2], times[1::2], strict=False)
    return tuple(Window(opens_s, closes_s, draw(texts)) for opens_s, closes_s in pairs)


def some_of(choices: Sequence[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the choices in any order, each once."""
    if not choices:
        return st.just(())
    return st.lists(st.sampled_from(choices), max_size=most, unique=True).map(tuple)


def by_class(values: st.SearchStrategy[Any], classes: Sequence[str]) -> st.SearchStrategy[Any]:
    """A mapping from vehicle classes, or ``*``, to values."""
    return st.dictionaries(st.sampled_from([ANY_CLASS, *classes]), values, max_size=3)


@st.composite
def _places(draw: st.DrawFn, classes: Sequence[str]) -> tuple[Place, ...]:
    named = draw(st.lists(ids, min_size=1, max_size=8, unique=True))
    return tuple(
        Place(
            id_,
            draw(st.sampled_from(PlaceKind)),
            draw(texts),
            draw(st.dictionaries(st.sampled_from(LANGUAGES), texts, max_size=2)),
            draw(st.none() | st.floats(-90, 90)),
            draw(st.none() | st.floats(-180, 180)),
            draw(st.none() | by_class(bays, classes)),
            draw(st.none() | counts),
            draw(st.none() | counts),
            draw(windows()),
            draw(texts),
        )
        for id_ in named
    )


@st.composite
def _fleet(draw: st.DrawFn, classes: Sequence[str], places: Sequence[str]) -> tuple[VehicleClass, ...]:
    layouts = st.builds(Layout, st.integers(0, 80), st.integers(0, 5), st.integers(0, 20))
    pools = st.builds(Pool, st.integers(0, 30), st.sampled_from(places), moments)
    services = st.builds(ServiceTime, seconds, seconds, seconds, seconds)
    return tuple(
        VehicleClass(
            id_,
            tuple(draw(st.lists(layouts, min_size=1, max_size=3))),
            tuple(draw(st.lists(pools, max_size=3))),
            draw(texts),
            draw(services),
            draw(services),
            draw(st.none() | st.builds(DutyLimit, seconds, seconds, seconds)),
            draw(st.booleans()),
            draw(st.none() | st.sampled_from(RoadUse)),
            draw(st.builds(Size, metres, metres, metres, metres)),
        )
        for id_ in classes
    )


@st.composite
def _households(
    draw: st.DrawFn, points: Sequence[str], sites: Sequence[str], cars: Sequence[str]
) -> tuple[Household, ...]:
    if not points:
        return ()
    return tuple(
        Household(
            id_,
            draw(st.sampled_from(points)),
            draw(households),
            draw(households),
            draw(households),
            draw(st.sampled_from((1, 2, 3))),
            draw(st.just(0) | moments),
            draw(some_of(sites)),
            draw(st.just(CIVILIAN) | texts),
            draw(st.sampled_from([None, *cars])),
            draw(st.booleans()),
        )
        for id_ in draw(st.lists(ids, max_size=6, unique=True))
    )


@st.composite
def _corridor(draw: st.DrawFn, gates: Sequence[str], beyond: Sequence[str], classes: Sequence[str]) -> Corridor:
    lanes = st.integers(1, 9)
    described = tuple(
        Gate(
            gate,
            draw(lanes),
            draw(lanes),
            draw(by_class(st.builds(Inspection, seconds, seconds), classes)),
            draw(st.none() | windows()),
        )
        for gate in draw(some_of(gates, most=len(gates)))
    )
    rules = st.builds(ConvoyRule, st.integers(1, 99), seconds, st.none() | escorts, seconds, seconds)
    left = list(beyond)
    routes = []
    for id_ in draw(st.lists(ids, max_size=3, unique=True)):
        reached = draw(some_of(left))
        left = [place for place in left if place not in reached]
        passed = draw(some_of([gate.place for gate in described]))
        routes.append(Route(id_, passed, reached, draw(st.none() | rules)))
    return Corridor(described, tuple(routes), draw(texts))


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """Agreements with or without each part."""
    parties = st.builds(Party, ids, texts, st.sampled_from(("party", "guarantor", "facilitator")), st.booleans(), texts)
    counter = draw(
        st.lists(st.builds(CounterMovement, ids, texts, moments, st.none() | counts, texts), max_size=2,
                 unique_by=lambda movement: movement.id)
    )  # fmt: skip
    stages = []
    for id_ in draw(st.lists(ids, max_size=3, unique=True)):
        opens_s = draw(moments)
        closes_s = draw(st.none() | st.integers(opens_s + 1, (DAYS + 1) * DAY_S))
        people, vehicles = draw(st.tuples(st.none() | counts, st.none() | counts))
        after = draw(st.sampled_from([None, *(movement.id for movement in counter)]))
        streams = tuple(draw(st.lists(ids, max_size=2, unique=True)))
        stages.append(Stage(id_, draw(texts), opens_s, closes_s, people, vehicles, streams, after, draw(texts)))
    return Agreement(
        tuple(draw(st.lists(parties, max_size=2, unique_by=lambda party: party.id))),
        tuple(draw(st.lists(st.builds(Clause, ids, texts, texts), max_size=2, unique_by=lambda clause: clause.id))),
        draw(st.none() | windows()),
        tuple(stages),
        tuple(counter),
        draw(st.none() | st.builds(DailyCap, st.none() | counts, st.none() | counts, texts)),
        draw(st.none() | daily_hours),
    )


@st.composite
def _hazards(draw: st.DrawFn, places: Sequence[str]) -> tuple[Hazard, ...]:
    place = st.sampled_from(places)
    found = []
    for id_ in draw(st.lists(ids, max_size=3, unique=True)):
        site = draw(st.none() | place)
        leg = draw(st.tuples(place, place)) if site is None else None
        from_s = draw(moments)
        until_s = draw(st.none() | st.integers(from_s + 1, (DAYS + 1) * DAY_S))
        found.append(Hazard(id_, draw(texts.filter(bool)), site, leg, from_s, until_s, draw(texts)))
    return tuple(found)


@st.composite
def operations(draw: st.DrawFn) -> Operation:
    """Whole operations: every reference leads somewhere, every window opens before it closes, and all else is free."""
    classes = draw(st.lists(ids, max_size=3, unique=True))
    places = draw(_places(classes))

    def of(*kinds: PlaceKind) -> list[str]:
        return [place.id for place in places if place.kind in kinds]

    named = [place.id for place in places]
    fleet = draw(_fleet(classes, named))
    cars = [vehicle_class.id for vehicle_class in fleet if vehicle_class.own_car]
    sites = of(PlaceKind.RECEPTION, PlaceKind.HOSPITAL)
    place = st.sampled_from(named)
    of_class = st.sampled_from([None, *classes])
    drive = st.none() | seconds
    legs = st.one_of(
        st.builds(Leg, place, place, drive, st.none() | counts, of_class, st.none() | daily_hours),
        st.builds(Leg, place, place, drive, from_s=moments, until_s=st.none()),
        st.builds(Leg, place, place, drive, from_s=st.integers(0, DAY_S), until_s=st.integers(DAY_S + 1, 2 * DAY_S)),
    )
    return Operation(
        name=draw(texts.filter(bool)),
        start=draw(starts),
        zone=draw(st.sampled_from(ZONES)),
        profile=draw(st.sampled_from(Profile)),
        horizon_s=draw(st.integers(1, DAYS * DAY_S)),
        places=places,
        fleet=fleet,
        households=draw(_households(of(PlaceKind.ASSEMBLY), sites, cars)),
        corridor=draw(_corridor(of(PlaceKind.GATE), [*sites, *of(PlaceKind.DEPOT)], classes)),
        legs=tuple(
            draw(
                st.lists(
                    legs,
                    max_size=5,
                    unique_by=lambda leg: (leg.origin, leg.destination, leg.vehicle_class, leg.hours),
                )
            )
        ),
        agreement=draw(agreements()),
        hazards=draw(_hazards(named)),
        weights=draw(st.tuples(*[st.integers(1, 1000)] * 3)),
        description=draw(texts),
        synthetic=draw(st.booleans()),
    )
