"""Households put together to loads: whole households, one assembly point, one destination, one stream, one vehicle.

Routing solvers know neither several layouts of a vehicle nor households that may choose between sites nor patients
whose household follows in a second vehicle. So these choices are made before, simply: a household goes to the first
site of its wish that has room, in the kind of vehicle that suits it, whole.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from safepassage.domain.people import Household, Needs
from safepassage.domain.places import Place
from safepassage.planning.problem import Problem


@dataclass(frozen=True)
class Busload:
    """Households for one trip.

    Attributes:
        car: id of the own car that takes them; None where the fleet does.
    """

    origin: str
    destination: str
    stream: str
    households: tuple[Household, ...]
    car: str | None = None

    @property
    def needs(self) -> Needs:
        return sum((household.needs for household in self.households), Needs())

    @property
    def ready_s(self) -> int:
        return max(household.ready_s for household in self.households)


def busloads(problem: Problem, households: Iterable[Household]) -> tuple[list[Busload], list[Household]]:
    """The loads, and the households that fit none.

    Vehicles for patients and wheelchair users are filled up with others who go the same way.
    """
    waiting, homeless = _by_destination(problem, _in_order(households))
    found = _car_loads(problem, waiting)
    layouts = _fleet_layouts(problem)
    for (origin, destination, stream), group in waiting.items():
        suited = [(household, _suits(household, layouts)) for household in group]
        homeless += [household for household, layout in suited if layout is None]
        others = [household for household, layout in suited if layout is not None and _sits(household)]
        special: dict[Needs, list[Household]] = defaultdict(list)
        for household, layout in suited:
            if layout is not None and not _sits(household):
                special[layout].append(household)
        for capacity, first in special.items():
            while first:
                aboard = _fill(first, capacity)
                left = capacity - sum((household.needs for household in aboard), Needs())
                found.append(Busload(origin, destination, stream, (*aboard, *_fill(others, left))))
        while others:
            found.append(Busload(origin, destination, stream, tuple(_fill(others, _most_seats(layouts)))))
    return found, homeless


def _in_order(households: Iterable[Household]) -> list[Household]:
    """The most urgent first; within a tier those who are ready first, and the large before the small."""
    return sorted(households, key=lambda h: (h.tier, h.ready_s, -h.people, h.id))


def _by_destination(
    problem: Problem, households: Iterable[Household]
) -> tuple[dict[tuple[str, str, str], list[Household]], list[Household]]:
    """Households by (assembly point, destination, stream), and those for whom no site has room."""
    sites = {site.id: site for site in problem.reception}
    rooms = {site.id: _Room(site) for site in problem.reception}
    waiting: dict[tuple[str, str, str], list[Household]] = defaultdict(list)
    homeless = []
    for household in households:
        roomy = [d for d in household.destinations if d in sites and rooms[d].takes(household)]
        if roomy:
            rooms[roomy[0]].receive(household)
            waiting[household.at, roomy[0], household.stream].append(household)
        else:
            homeless.append(household)
    return waiting, homeless


class _Room:
    """Places and beds left at a site."""

    def __init__(self, site: Place) -> None:
        self.places = float("inf") if site.places is None else site.places
        self.beds = float("inf") if site.beds is None else site.beds

    def takes(self, household: Household) -> bool:
        return household.seated + household.wheelchair <= self.places and household.stretcher <= self.beds

    def receive(self, household: Household) -> None:
        self.places -= household.seated + household.wheelchair
        self.beds -= household.stretcher


def _car_loads(problem: Problem, waiting: dict[tuple[str, str, str], list[Household]]) -> list[Busload]:
    """Each own car takes its household, and neighbours to the same place; those are taken from who waits."""
    cars = {vehicle.owner: vehicle for vehicle in problem.operation.vehicles.values() if vehicle.owner is not None}
    found = []
    for (origin, destination, stream), group in waiting.items():
        for owner in [household for household in group if household.id in cars]:
            car = cars[owner.id]
            capacity = problem.operation.vehicle_class[car.vehicle_class].layouts[0].capacity
            if owner not in group or not owner.seated or not owner.needs.fits_in(capacity):
                continue
            group.remove(owner)
            ready = [h for h in group if h.id not in cars and h.ready_s <= owner.ready_s and not h.stretcher]
            aboard = _fill(ready, capacity - owner.needs)
            taken = {household.id for household in aboard}
            group[:] = [household for household in group if household.id not in taken]
            found.append(Busload(origin, destination, stream, (owner, *aboard), car.id))
    return found


def _fleet_layouts(problem: Problem) -> list[Needs]:
    """What one vehicle of the fleet can be set up for, the smallest first."""
    fleet = [vehicle_class for vehicle_class in problem.classes if not vehicle_class.own_car]
    capacities = {layout.capacity for vehicle_class in fleet for layout in vehicle_class.layouts}
    return sorted(capacities, key=lambda c: (c.people, c.stretcher, c.wheelchair))


def _sits(household: Household) -> bool:
    """True if nobody of it needs more than a seat."""
    return not household.wheelchair and not household.stretcher


def _most_seats(layouts: list[Needs]) -> Needs:
    return max(layouts, key=lambda capacity: capacity.seated)


def _suits(household: Household, layouts: list[Needs]) -> Needs | None:
    """Patients take the smallest vehicle that fits the household; others the one with most seats."""
    able = [capacity for capacity in layouts if household.needs.fits_in(capacity)]
    if not able:
        return None
    return able[0] if household.stretcher else _most_seats(able)


def _fill(group: list[Household], capacity: Needs) -> list[Household]:
    """Take households that fit, in order, from the group."""
    aboard, rest = [], []
    for household in group:
        if household.needs.fits_in(capacity):
            aboard.append(household)
            capacity = capacity - household.needs
        else:
            rest.append(household)
    group[:] = rest
    return aboard
