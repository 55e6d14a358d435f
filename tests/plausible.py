"""What every operation must be, whoever made it: nothing names what does not exist, and everybody can be carried."""

from collections.abc import Iterator
from itertools import pairwise

from safepassage.domain.operation import Operation
from safepassage.domain.people import Household, Needs
from safepassage.domain.places import ANY_CLASS
from safepassage.roads.travel_times import TravelTimes, travel_times


def unknown_names(operation: Operation) -> set[str]:
    """Ids that something refers to and nothing has."""
    places, classes = set(operation.place), set(operation.vehicle_class)
    named = {household.at for household in operation.households}
    named |= {site for household in operation.households for site in household.destinations}
    named |= {end for leg in operation.legs for end in (leg.origin, leg.destination)}
    named |= {place for route in operation.corridor.routes for place in (*route.gates, *route.beyond)}
    named |= {gate.place for gate in operation.corridor.gates}
    named |= {pool.start for kind in operation.fleet for pool in kind.pools}
    named |= {
        place for hazard in operation.hazards for place in (hazard.place, *(hazard.leg or ())) if place is not None
    }
    cars = {household.own_car for household in operation.households if household.own_car is not None}
    cars |= {leg.vehicle_class for leg in operation.legs if leg.vehicle_class is not None}
    cars |= {name for gate in operation.corridor.gates for name in gate.inspection if name != ANY_CLASS}
    cars |= {name for place in operation.places for name in place.bays or () if name != ANY_CLASS}
    movements = {movement.id for movement in operation.agreement.counter_movements}
    ties = {stage.after for stage in operation.agreement.stages if stage.after is not None}
    return (named - places) | (cars - classes) | (ties - movements)


def stranded(operation: Operation) -> list[Household]:
    """Households that wish to leave and that no vehicle could carry to any place they wish, at whatever hour."""
    roads = travel_times(operation)
    return [household for household in operation.leaving if not _can_go(operation, roads, household)]


def _can_go(operation: Operation, roads: TravelTimes, household: Household) -> bool:
    for site in household.destinations:
        place = operation.place[site]
        if household.stretcher and place.beds == 0:
            continue
        if household.stretcher < household.people and place.places == 0:
            continue
        layouts = list(_layouts(operation, roads, household, site))
        if all(any(part.fits_in(capacity) for capacity in layouts) for part in _parts(household)):
            return True
    return False


def _parts(household: Household) -> Iterator[Needs]:
    """The household as it must at least be split: a patient with a companion, and the others together."""
    if not household.stretcher:
        yield household.needs
        return
    yield Needs(min(1, household.seated), 0, 1)
    yield Needs(max(0, household.seated - 1), household.wheelchair)


def _layouts(operation: Operation, roads: TravelTimes, household: Household, site: str) -> Iterator[Needs]:
    """What the vehicles can take that have a road and bays all the way, and may be at the household's place."""
    stops = (household.at, *operation.gates_between(household.at, site), site)
    for kind in operation.fleet:
        if kind.own_car and household.own_car != kind.id:
            continue
        pools = (operation.place[end].bay_pool(kind.id) for end in (household.at, site))
        if any(pool is not None and pool[1] < 1 for pool in pools):
            continue
        if all(roads.shortest(a, b, kind.id) is not None for a, b in pairwise(stops)):
            yield from (layout.capacity for layout in kind.layouts)


def unreachable_pools(operation: Operation) -> list[str]:
    """Starts of pools from which no assembly point can be reached."""
    roads = travel_times(operation)

    def reaches(start: str, vehicle_class: str) -> bool:
        return any(
            all(
                roads.shortest(a, b, vehicle_class) is not None
                for a, b in pairwise((start, *operation.gates_between(start, place.id), place.id))
            )
            for place in operation.assembly_points
        )

    return [pool.start for kind in operation.fleet for pool in kind.pools if not reaches(pool.start, kind.id)]
