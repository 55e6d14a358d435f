"""What a shorter way would save, by a plan and the prices of the bound, before anything is planned again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from safepassage.domain.operation import Operation
from safepassage.domain.travel import Leg
from safepassage.planning.levers import Lever
from safepassage.planning.solution import Price, Resource, Solution
from safepassage.roads.travel_times import travel_times
from safepassage.rules.case import Case, Journey


def with_roads_priced(operation: Operation, base: Solution, roads: Sequence[Lever]) -> Solution:
    """A solution with a price for each road that may be opened again; one without prices as it is.

    Every drive of the plan that could be shorter lets whoever is aboard arrive so much earlier, and gives its vehicle
    so much time back. A second of a vehicle is worth what one more of its class would save, over the seconds that one
    of the class is under way.
    """
    if not base.bound.prices:
        return base
    case = Case(operation, base.plan, travel_times(operation))
    second = _a_second(case, base)
    further = (Price(Resource.ROAD, lever.subject, _saved_s(case, lever.legs, second)) for lever in roads)
    prices = sorted((*base.bound.prices, *further), key=lambda price: -price.saves)
    return replace(base, bound=replace(base.bound, prices=tuple(prices)))


def _saved_s(case: Case, legs: tuple[Leg, ...], second: Mapping[str, float]) -> int:
    operation = case.operation
    after = travel_times(replace(operation, legs=legs))
    weight = {household.id: operation.weights[household.tier - 1] for household in operation.leaving}
    saved = 0.0
    for journey in case.journeys:
        for drive in journey.drives:
            travel_s = after.seconds(drive.origin, drive.destination, journey.vehicle_class.id, drive.departs_s)
            if drive.travel_s is None or travel_s is None or travel_s >= drive.travel_s:
                continue
            loaded = drive.departs_s >= journey.trip.leaves_s
            aboard = sum(weight.get(b.household, 0) * b.needs.people for b in journey.trip.boardings) if loaded else 0
            saved += (drive.travel_s - travel_s) * (aboard + second.get(journey.vehicle_class.id, 0.0))
    return round(saved)


def _a_second(case: Case, base: Solution) -> Mapping[str, float]:
    """Class to what a second of one of its vehicles is worth."""
    price = {p.subject: p.saves for p in base.bound.prices if p.resource is Resource.VEHICLE}
    busy: dict[str, list[Journey]] = defaultdict(list)
    for journey in case.journeys:
        busy[journey.vehicle_class.id].append(journey)
    found = {}
    for vehicle_class, journeys in busy.items():
        under_way_s = sum(journey.trip.empty_s - journey.starts_s for journey in journeys)
        vehicles = len({journey.vehicle.id for journey in journeys})
        found[vehicle_class] = price.get(vehicle_class, 0) * vehicles / max(under_way_s, 1)
    return found
