"""Situations in which a report is read."""

from dataclasses import replace

from safepassage.domain.corridor import Corridor
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.plan import NotCarried, Plan, Reason
from safepassage.exchange.audience import Audience
from safepassage.exchange.report.page import page
from safepassage.exchange.report.texts import Texts, english
from safepassage.planning.conflicts import Causes, Conflict, Shape, Shared, UsedUp
from safepassage.planning.levers import Lever, LeverKind
from safepassage.planning.restrictions import Cause, Restriction
from safepassage.planning.savings import Saving
from safepassage.planning.solution import Bound, Price, Resource, Solution
from safepassage.rules import Violation, check
from safepassage.rules.outcome import outcome
from tests.situations import m, small_town, small_town_plan


def beside(operation: Operation, plan: Plan, bound: Bound | None = None) -> Solution:
    """A plan beside a bound; where none is given, one that is nine tenths of it."""
    worth = outcome(operation, plan).worth
    return Solution(plan, worth, bound or Bound(worth * 9 // 10))


def report(
    operation: Operation,
    plan: Plan | None = None,
    bound: Bound | None = None,
    violations: tuple[Violation, ...] | None = None,
    texts: Texts | None = None,
    savings: tuple[Saving, ...] = (),
    kept: tuple[Conflict, ...] = (),
) -> str:
    """The page for the coordination team; where no plan is given, one in which nothing moves."""
    plan = plan or stuck(operation)
    found = check(operation, plan) if violations is None else violations
    return page(operation, beside(operation, plan, bound), Audience.CONVOY, found, texts or english(), savings, kept)


def stuck(operation: Operation) -> Plan:
    """Nobody is carried."""
    left = tuple(NotCarried(household.id, Reason.NO_VEHICLE_TIME) for household in operation.leaving)
    return Plan(operation.name, not_carried=left)


def town_bound() -> Bound:
    """A bound for the small town with a curve and prices; invented, but above its plan at all times."""
    return Bound(
        worth=1_000_000,
        completion_s=m(200),
        people_out=((m(80), 0), (m(110), 12), (m(150), 20), (m(170), 25), (m(200), 32)),
        prices=(
            Price(Resource.ESCORT, "main-road", 36_000),
            Price(Resource.VEHICLE, "bus", 20_000),
            Price(Resource.LANE, "bridge", 0),
        ),
    )


def savings_of_every_kind() -> tuple[Saving, ...]:
    """Invented: the first saves an hour of a hundred people, the others less and less, the last ones cost."""
    changes = (
        Lever(LeverKind.ESCORT, "main-road", 1),
        Lever(LeverKind.LANE, "bridge", 1),
        Lever(LeverKind.VEHICLE, "bus", 5),
        Lever(LeverKind.VEHICLE, "bus", 1),
        Lever(LeverKind.WINDOW, "bridge", 3600),
        Lever(LeverKind.ALL_WINDOWS, "", 3600),
        Lever(LeverKind.SHUTTLE, "main-road"),
        Lever(LeverKind.HEADWAY, "main-road", 25),
        Lever(LeverKind.CONVOY_SIZE, "main-road", 5),
        Lever(LeverKind.CONVOY_SIZE, "main-road", -5),
        Lever(LeverKind.HAZARD, "mine"),
        Lever(LeverKind.HAZARD, "fire"),
        Lever(LeverKind.NIGHT),
        Lever(LeverKind.QUOTA, "daily-cap", 10),
        Lever(LeverKind.BEDS, "clinic", 10),
        Lever(LeverKind.PLACES, "clinic", 10),
        Lever(LeverKind.BAY, "school", 1, "bus"),
        Lever(LeverKind.BAY, "school", 1, "*"),
    )
    return tuple(
        Saving(lever, None if i % 2 else 40 * 3600 * i, 360_000 - 30_000 * i, 600 - 300 * i, max(0, 3 - i))
        for i, lever in enumerate(changes)
    )


def conflicts_of_every_kind() -> tuple[Conflict, ...]:
    """Invented: one of every cause, of every used up resource, and of every way to say what would help."""
    at = {Cause.HAZARD: "fire", Cause.BAY: "market"}
    every = [Restriction(cause, at.get(cause, "")) for cause in Cause]
    causes = [Causes((one,), (one,)) for one in every]
    causes += [
        Causes((Restriction(Cause.LAYOUT), Restriction(Cause.WINDOWS)), (Restriction(Cause.WINDOWS),)),
        Causes((Restriction(Cause.LAYOUT), Restriction(Cause.NIGHT)), (), (Restriction(Cause.QUOTA), every[-1])),
        Causes(tuple(every[-2:]), tuple(every[-2:])),
        Causes(),
        Causes(used_up=(UsedUp(Shared.PLACES, "camp"), UsedUp(Shared.BEDS, "clinic"))),
        Causes(used_up=(UsedUp(Shared.QUOTA, "daily-cap"),)),
        Causes(used_up=(UsedUp(Shared.VEHICLE_TIME, "bus"), UsedUp(Shared.VEHICLE_TIME, "ambulance"))),
        Causes(used_up=(UsedUp(Shared.MANY_VEHICLES),)),
    ]
    shapes = ((Shape.STRETCHER, 3, 0), (Shape.WHEELCHAIR, 0, 2), (Shape.SEATED, 0, 0))
    streams, sites = ("civilian", "guards"), ("camp", "clinic")
    return tuple(
        Conflict("market", shape, sites[: i % 3], streams[i % 2], each, 1 + i, 4 + i, *needs)
        for i, each in enumerate(causes)
        for shape, *needs in [shapes[i % 3]]
    )


def town_with_names(*ids: str) -> tuple[Operation, Plan]:
    """The small town, its households under other card numbers."""
    town, plan = small_town(), small_town_plan()
    new = {household.id: id_ for household, id_ in zip(town.households, ids, strict=True)}
    households = tuple(replace(household, id=new[household.id]) for household in town.households)
    trips = tuple(
        replace(trip, boardings=tuple(replace(b, household=new[b.household]) for b in trip.boardings))
        for trip in plan.trips
    )
    return replace(town, households=households), replace(plan, trips=trips)


def without_gates() -> Operation:
    """A flood: one school, one hall, no gate, no route, no position of anything."""
    town = small_town()
    places = tuple(place for place in town.places if place.kind is not PlaceKind.GATE)
    return replace(town, places=places, corridor=Corridor(), legs=())


def nobody() -> Operation:
    """A place that nobody wishes to leave."""
    return replace(small_town(), households=(Household("H1", "school", seated=2, stays=True),))


def with_positions(operation: Operation, at: dict[str, tuple[float, float]]) -> Operation:
    """The operation with these places on the map."""
    places: tuple[Place, ...] = tuple(
        replace(place, lat=at[place.id][0], lon=at[place.id][1]) if place.id in at else place
        for place in operation.places
    )
    return replace(operation, places=places)
