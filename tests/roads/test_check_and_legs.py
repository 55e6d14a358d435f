"""What the check of roads says is what planning finds on them: on random streets with closures and limits."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from safepassage.domain.corridor import Corridor, Gate, Route
from safepassage.domain.fleet import Layout, Pool, RoadUse, Size, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.travel import Leg
from safepassage.roads.checking.road_check import check_roads
from safepassage.roads.driving.ground import Ground
from safepassage.roads.driving.legs import legs_on_roads
from safepassage.roads.network import Network
from safepassage.roads.overlays import Closure, Hazard, Limit, Overlays
from safepassage.roads.speeds import Speeds
from tests.roads.river_operation import river_operation
from tests.roads.towns import grid

BUS, CAR = "bus", "car"


def town_operation(town: Network, rng: np.random.Generator) -> Operation:
    """Four assembly points, two gates and three sites somewhere in a town, for buses and own cars."""
    west, south, east, north = town.bounds
    kinds = [PlaceKind.ASSEMBLY] * 4 + [PlaceKind.GATE] * 2 + [PlaceKind.RECEPTION] * 3
    places = tuple(
        Place(f"p{i}", kind, f"P{i}", lon=float(rng.uniform(west, east)), lat=float(rng.uniform(south, north)))
        for i, kind in enumerate(kinds)
    )
    households = tuple(
        Household(f"H{i}", f"p{i % 4}", seated=int(rng.integers(1, 9)), destinations=wishes, own_car=car)
        for i, (wishes, car) in enumerate(
            (wishes, car) for wishes in (("p6",), ("p7", "p8"), ("p8",)) for car in (None, CAR) for _ in range(4)
        )
    )
    return replace(
        river_operation(),
        places=places,
        households=households,
        fleet=(
            VehicleClass(BUS, (Layout(40),), (Pool(2, "p6"),), road_use=RoadUse.BUS, size=Size(weight_t=18.0)),
            VehicleClass(CAR, (Layout(8),), own_car=True, road_use=RoadUse.CAR),
        ),
        corridor=Corridor((Gate("p4"), Gate("p5")), (Route("a", ("p4", "p5"), ("p6",)), Route("b", ("p5",), ("p7",)))),
    )


def some_overlays(town: Network, rng: np.random.Generator, share: float) -> Overlays:
    def some() -> tuple[int, ...]:
        return tuple(np.flatnonzero(rng.random(int(town.way.max()) + 1) < share).tolist())

    return Overlays(
        closures=tuple(Closure(id=f"c{i}", ways=some()) for i in range(3)),
        hazards=(Hazard(id="h", kind="flood", ways=some()),),
        limits=(Limit(id="l", weight_t=12.0, ways=some()),),
    )


def no_road(legs: tuple[Leg, ...], way: tuple[str, str], vehicle_class: str) -> bool:
    """True if the legs say that there is no road for a class."""
    (leg,) = [
        leg for leg in legs if (leg.origin, leg.destination) == way and leg.vehicle_class in (None, vehicle_class)
    ]
    return leg.travel_s is None


@pytest.mark.parametrize("seed", range(20))
def test_a_way_is_cut_where_planning_finds_none_and_opens_when_what_is_named_is_lifted(seed: int) -> None:
    town = grid(6, 6, seed, one_way=0.2)
    rng = np.random.default_rng(seed)
    operation = town_operation(town, rng)
    overlays = some_overlays(town, rng, 0.06)
    ground = Ground(operation, town)
    found = check_roads(ground, overlays, Speeds())
    cut = {(way.way, vehicle_class) for way in found.cut for vehicle_class in way.classes}
    legs = legs_on_roads(operation, town, overlays, Speeds(), ground).legs
    out = {("p0", "p4"), ("p1", "p5"), ("p2", "p4"), ("p4", "p5"), ("p5", "p6"), ("p5", "p7"), ("p3", "p8")}
    for way in out:
        for vehicle_class in (BUS, CAR):
            assert ((way, vehicle_class) in cut) == no_road(legs, way, vehicle_class), (way, vehicle_class)
    for one in found.cut:
        for lifted in one.lift:
            gone = {bar.id for bar in lifted}
            left = Overlays(
                closures=tuple(each for each in overlays.closures if each.id not in gone),
                hazards=tuple(each for each in overlays.hazards if each.id not in gone),
                limits=tuple(each for each in overlays.limits if each.id not in gone),
            )
            then = legs_on_roads(operation, town, left, Speeds(), ground).legs
            assert not no_road(then, one.way, one.classes[0])


@pytest.mark.parametrize("seed", range(20))
def test_who_is_cut_off_by_the_loss_of_a_road_has_no_way_when_it_is_closed(seed: int) -> None:
    town = grid(6, 6, seed, one_way=0.2)
    rng = np.random.default_rng(seed)
    operation = town_operation(town, rng)
    overlays = some_overlays(town, rng, 0.06)
    ground = Ground(operation, town)
    found = check_roads(ground, overlays, Speeds())
    for point in [point for point in found.failure_points if point.cut_people][:8]:
        lost = replace(overlays, closures=(*overlays.closures, Closure(id="lost", ways=point.ways[:1])))
        legs = legs_on_roads(operation, town, lost, Speeds(), ground).legs
        for at in point.cut_at:
            sites = {site for home in operation.leaving if home.at == at for site in home.destinations}
            stops = [(at, *operation.gates_between(at, site), site) for site in sites]
            cut = [any(no_road(legs, way, point.classes[0]) for way in pairwise(stop)) for stop in stops]
            assert any(cut)
