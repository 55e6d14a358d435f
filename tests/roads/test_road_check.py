"""The check of an operation's roads: by hand on the two banks of a river."""

from dataclasses import replace

import pytest
import shapely

from safepassage.domain.fleet import Layout, Pool, RoadUse, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.travel import Leg
from safepassage.roads.checking.connectivity import BarKind, Gap
from safepassage.roads.checking.harm import FailurePoint
from safepassage.roads.checking.road_check import check_roads
from safepassage.roads.checking.road_findings import CutWay, RoadCheck
from safepassage.roads.driving.ground import Ground
from safepassage.roads.overlays import Closure, Hazard, Overlays
from safepassage.roads.speeds import Speeds
from tests.roads.river_operation import HOUR_S, KM, river_operation
from tests.roads.towns import network_of, river_town

OLD, NEW = 1, 4
"""Ways of the bridges."""


def checked(operation: Operation, overlays: Overlays = Overlays()) -> RoadCheck:  # noqa: B008
    return check_roads(Ground(operation, river_town()), overlays, Speeds())


def point(found: RoadCheck, road: str) -> FailurePoint:
    (one,) = [point for point in found.failure_points if point.road == road]
    return one


def reasons(way: CutWay) -> list[list[tuple[BarKind, str]]]:
    return [[(bar.kind, bar.id) for bar in lifted] for lifted in way.lift]


def test_nothing_is_cut_and_places_are_on_the_road() -> None:
    found = checked(river_operation())
    assert not found.cuts
    assert found.cut == ()
    assert {place.place for place in found.places} == {"market", "mill", "gate", "camp"}
    assert all(place.distance_m is not None and place.distance_m < 1 for place in found.places)


def test_the_loss_of_the_old_bridge_sends_the_market_round_by_the_new_one() -> None:
    old = point(checked(river_operation()), "Old bridge")
    assert old.bridge
    assert old.ways == (OLD,)
    assert old.cut_people == 0
    assert (old.longer_at, old.longer_people) == (("market",), 60)
    assert old.after_s > 2 * old.before_s
    assert old.extra_person_s == pytest.approx(60 * (old.after_s - old.before_s))
    assert (old.lon, old.lat) == pytest.approx((1.25 * KM, 0.0))


def test_a_bus_too_heavy_for_the_old_bridge_goes_round_and_hangs_on_the_new_one() -> None:
    found = checked(river_operation(bus_t=18.0))
    assert not found.cuts
    new = point(found, "New bridge")
    assert new.cut_people == 80
    assert new.cut_at == ("market", "mill")
    assert new.classes == ("bus",)
    assert found.failure_points[0].cut_people == 80
    assert not [one for one in found.failure_points if one.road == "Old bridge"]


def test_both_bridges_closed_cut_both_banks_apart() -> None:
    overlays = Overlays(
        closures=(Closure(id="blown", ways=(OLD,), source="radio"),),
        hazards=(Hazard(id="mines", ways=(NEW,), kind="mine"),),
    )
    found = checked(river_operation(), overlays)
    assert found.cuts
    assert {way.way for way in found.cut} == {
        ("market", "gate"),
        ("mill", "gate"),
        ("gate", "market"),
        ("gate", "mill"),
    }
    assert all(way.always and way.gap is Gap.BARS and way.smallest for way in found.cut)
    assert reasons(found.cut[0]) == [[(BarKind.CLOSURE, "blown")], [(BarKind.HAZARD, "mines")]]
    assert found.cut[0].people == 60
    assert found.failure_points == ()


def test_a_heavy_bus_hears_of_the_bridge_that_does_not_carry_it() -> None:
    found = checked(river_operation(bus_t=18.0), Overlays(closures=(Closure(id="blown", ways=(NEW,)),)))
    market_out = next(way for way in found.cut if way.way == ("market", "gate"))
    assert reasons(market_out) == [[(BarKind.CLOSURE, "blown")], [(BarKind.WEIGHT, str(OLD))]]


def test_a_closure_for_some_hours_cuts_in_those_hours() -> None:
    overlays = Overlays(
        closures=(
            Closure(id="always", ways=(OLD,)),
            Closure(id="noon", ways=(NEW,), from_s=2 * HOUR_S, until_s=3 * HOUR_S),
            Closure(id="night", ways=(NEW,), from_s=9 * HOUR_S),
        )
    )
    found = checked(river_operation(), overlays)
    assert not found.cuts
    assert all(not way.always for way in found.cut)
    spans = sorted(span for way in found.cut if way.way == ("market", "gate") for span in way.spans)
    assert spans == [(2 * HOUR_S, 3 * HOUR_S), (9 * HOUR_S, None)]


def test_losses_are_told_for_a_moment() -> None:
    overlays = Overlays(closures=(Closure(id="later", ways=(NEW,), from_s=4 * HOUR_S),))
    now = check_roads(Ground(river_operation(), river_town()), overlays, Speeds())
    then = check_roads(Ground(river_operation(), river_town()), overlays, Speeds(), at_s=5 * HOUR_S)
    assert point(now, "Old bridge").cut_people == 0
    assert point(then, "Old bridge").cut_people == 80


def test_a_place_on_an_island_is_off_the_roads() -> None:
    operation = river_operation()
    isle = Place("isle", PlaceKind.RECEPTION, "Isle", lon=5.5 * KM, lat=0.0)
    wishes = tuple(replace(household, destinations=("camp", "isle")) for household in operation.households)
    found = checked(replace(operation, places=(*operation.places, isle), households=wishes))
    assert found.cuts
    (off,) = [place for place in found.places if place.off]
    assert off.place == "isle"
    assert off.distance_m == pytest.approx(3000, rel=0.01)
    assert off.nearest_m == pytest.approx(0, abs=1)


def test_a_place_without_a_position_is_told_and_harms_nothing() -> None:
    operation = river_operation()
    places = tuple(replace(place, lon=None, lat=None) if place.id == "mill" else place for place in operation.places)
    found = checked(replace(operation, places=places))
    assert not found.cuts
    (mill,) = [place for place in found.places if place.place == "mill"]
    assert mill.distance_m is None
    assert not mill.off


def test_parallel_ways_and_the_second_best() -> None:
    found = checked(river_operation())
    by_end = {(one.origins, one.destination): one.number for one in found.parallel}
    assert by_end == {(("market", "mill"), "gate"): 2, (("gate",), "camp"): 2}
    second = {one.way: one for one in found.second_best}
    assert second["market", "gate"].second_s is not None
    assert second["market", "gate"].second_s == pytest.approx(point(found, "Old bridge").after_s, rel=0.5)


def test_an_area_closed_counts_once() -> None:
    everything = Closure(id="all", geometry=shapely.box(-KM, -3 * KM, 3 * KM, KM))
    found = checked(river_operation(), Overlays(closures=(everything,)))
    assert found.cuts
    assert {tuple(map(tuple, reasons(way))) for way in found.cut} == {(((BarKind.CLOSURE, "all"),),)}


def test_nobody_who_leaves_needs_no_road() -> None:
    found = checked(replace(river_operation(), households=()))
    assert not found.cuts
    assert (found.places, found.failure_points, found.parallel) == ((), (), ())
    assert found.vehicle_class is None


def test_what_the_table_says_of_a_way_goes_before_its_roads() -> None:
    closures = (Closure(id="old", ways=(OLD,)), Closure(id="new", ways=(NEW,)))
    overlays = Overlays(closures=closures)
    legs = (Leg("market", "gate", 600), Leg("mill", "gate", 900, vehicle_class="bus"))
    found = checked(replace(river_operation(), legs=legs), overlays)
    assert not found.cuts
    assert {place.place for place in found.places} == {"gate", "camp"}
    (upper,) = found.failure_points
    assert (upper.cut_people, upper.ways) == (80, (5,))
    assert checked(replace(river_operation(), legs=(legs[0],)), overlays).cuts


def test_a_row_of_the_table_for_a_while_leaves_the_roads_to_be_looked_at() -> None:
    overlays = Overlays(closures=(Closure(id="old", ways=(OLD,)), Closure(id="new", ways=(NEW,))))
    for_a_while = (Leg("market", "gate", 600, until_s=3600), Leg("mill", "gate", 900, vehicle_class="bus", from_s=60))
    assert checked(replace(river_operation(), legs=for_a_while), overlays).cuts


def test_a_network_without_roads_leaves_every_place_off_them() -> None:
    found = check_roads(Ground(river_operation(), network_of({}, [])), Overlays(), Speeds())
    assert found.cuts
    assert all(place.off for place in found.places)
    assert {place.place for place in found.places} == {"market", "mill", "gate", "camp"}


def test_boats_need_no_road() -> None:
    operation = river_operation()
    boats = tuple(replace(of, road_use=RoadUse.BOAT) for of in operation.fleet)
    found = checked(replace(operation, fleet=boats))
    assert not found.cuts
    assert found.places == ()


def test_a_bridge_that_only_ambulances_cross_is_told_for_ambulances() -> None:
    operation = river_operation(18.0)
    ambulance = VehicleClass("ambulance", (Layout(1, 0, 1),), (Pool(1, "camp"),), road_use=RoadUse.AMBULANCE)
    closures = Overlays(closures=(Closure(id="new", ways=(NEW,)),))
    found = checked(replace(operation, fleet=(*operation.fleet, ambulance)), closures)
    assert {way.classes for way in found.cut} == {("bus",)}
    assert found.vehicle_class == "bus"
    old = point(found, "Old bridge")
    assert (old.classes, old.cut_people) == (("ambulance",), 80)
