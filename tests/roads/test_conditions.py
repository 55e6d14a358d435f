"""How fast vehicles drive, when overlays are in force, and what they change."""

import numpy as np
import pytest

from safepassage.domain.clock import Clock
from safepassage.domain.fleet import RoadUse, Size
from safepassage.roads.driving.conditions import Conditions
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.states import Stretch, stretches
from safepassage.roads.network import RoadClass, Surface
from safepassage.roads.overlays import Closure, Hazard, Limit, Overlay, SpeedZone
from safepassage.roads.speeds import SpeedRow, Speeds
from tests.roads.towns import Road, network_of, only, river_town
from tests.situations import everything, hours, small_town

CLOCK = small_town().clock
BUS, CAR, LORRY = RoadUse.BUS, RoadUse.CAR, RoadUse.LORRY
HOUR = 3600


def street(**more: object) -> Road:
    return Road("a", "b", 1000, **more)  # type: ignore[arg-type]


def kph(road: Road, use: RoadUse = CAR, *rows: SpeedRow) -> float:
    town = network_of({"a": (0.0, 0.0), "b": (0.01, 0.0)}, [road])
    return float(Speeds(rows).kph(town, use)[0])


def test_speeds_go_by_class_use_and_surface() -> None:
    assert kph(street(road_class=RoadClass.SECONDARY)) == 55
    assert kph(street(road_class=RoadClass.SECONDARY), BUS) == pytest.approx(55 * 0.85)
    assert kph(street(road_class=RoadClass.SECONDARY, surface=Surface.BAD)) == pytest.approx(55 * 0.4)
    assert kph(street(road_class=RoadClass.MOTORWAY), LORRY) == 72


def test_no_vehicle_drives_faster_than_signed() -> None:
    assert kph(street(road_class=RoadClass.PRIMARY, speed_kph=30)) == 30
    assert kph(street(road_class=RoadClass.RESIDENTIAL, speed_kph=80)) == 25
    assert kph(street(road_class=RoadClass.PRIMARY, speed_kph=30), CAR, SpeedRow(60)) == 30
    assert kph(street(road_class=RoadClass.PRIMARY, speed_kph=0)) == 65


def test_a_ferry_keeps_to_its_timetable() -> None:
    assert kph(street(road_class=RoadClass.FERRY), LORRY) == 5
    assert kph(street(road_class=RoadClass.FERRY, speed_kph=18), LORRY) == 18


def test_the_row_that_says_the_most_counts_and_surfaces_take_nothing_off_it() -> None:
    rows = (SpeedRow(7, RoadClass.TRACK, BUS), SpeedRow(20), SpeedRow(9, RoadClass.TRACK), SpeedRow(3, use=BUS))
    track = street(road_class=RoadClass.TRACK, surface=Surface.BAD)
    assert kph(track, BUS, *rows) == 7
    assert kph(track, CAR, *rows) == 9
    assert kph(street(), BUS, *rows) == 3
    assert kph(street(), CAR, *rows) == 20


def ms(use: RoadUse, size: Size, *overlays: Overlay) -> list[float]:
    """Seconds of each road of the river town, in the direction in which it is drawn."""
    conditions = Conditions(RoadLines(river_town()), Speeds((SpeedRow(36),)), overlays)
    return [float(each) / 1000 for each in conditions.milliseconds(use, size, range(len(overlays)))[::2]]


FREE = [100, 50, 100, 200, 300, 200, 100]
SHUT = float("inf")


def test_without_overlays_only_signs_and_sizes_count() -> None:
    assert ms(BUS, Size()) == FREE
    assert ms(BUS, Size(weight_t=12.0)) == FREE
    assert ms(BUS, Size(weight_t=12.1)) == [100, SHUT, 100, 200, 300, 200, 100]


def test_who_may_not_drive_at_all_finds_it_closed() -> None:
    town = network_of({"a": (0.0, 0.0), "b": (0.01, 0.0)}, [street(access=only(CAR))])
    conditions = Conditions(RoadLines(town), Speeds(), ())
    assert np.isinf(conditions.milliseconds(BUS, Size(), ())).all()
    assert np.isfinite(conditions.milliseconds(CAR, Size(), ())).all()


def test_closures_and_hazards_close_for_those_whom_they_hold_for() -> None:
    closure = Closure(id="c", ways=(0,), uses=frozenset({BUS}))
    hazard = Hazard(id="h", kind="flood", ways=(2,))
    assert ms(BUS, Size(), closure, hazard) == [SHUT, 50, SHUT, 200, 300, 200, 100]
    assert ms(CAR, Size(), closure, hazard) == [100, 50, SHUT, 200, 300, 200, 100]


def test_factors_multiply_and_then_the_least_cap_holds() -> None:
    snow, night = SpeedZone(id="snow", factor=0.5), SpeedZone(id="night", factor=0.8, ways=(4,))
    convoy, town = SpeedZone(id="out", cap_kph=40), SpeedZone(id="town", cap_kph=12, ways=(0, 4))
    assert ms(BUS, Size(), snow, night) == [200, 100, 200, 400, 750, 400, 200]
    assert ms(BUS, Size(), convoy, town) == [300, 50, 100, 200, 900, 200, 100]
    assert ms(BUS, Size(), snow, town) == [300, 100, 200, 400, 900, 400, 200]


def test_limits_stop_what_is_larger_and_nobody_whose_size_is_not_known() -> None:
    low = Limit(id="low", ways=(0,), height_m=3.0)
    assert ms(BUS, Size(height_m=3.2), low)[0] == SHUT
    assert ms(BUS, Size(height_m=3.0), low)[0] == 100
    assert ms(BUS, Size(), low)[0] == 100
    no_lorries = Limit(id="no-lorries", ways=(0,), uses=frozenset({LORRY}))
    assert ms(LORRY, Size(), no_lorries)[0] == SHUT
    assert ms(BUS, Size(), no_lorries)[0] == 100


def test_time_is_cut_where_what_is_in_force_changes() -> None:
    morning = Closure(id="a", until_s=HOUR)
    nights = SpeedZone(id="b", factor=0.5, hours=hours(9, 10))
    later = Closure(id="c", from_s=2 * HOUR)
    found = stretches((morning, nights, later), CLOCK, 6 * HOUR)
    assert found == (
        Stretch(0, HOUR, frozenset({0})),
        Stretch(HOUR, 2 * HOUR, frozenset()),
        Stretch(2 * HOUR, 3 * HOUR, frozenset({2})),
        Stretch(3 * HOUR, 4 * HOUR, frozenset({1, 2})),
        Stretch(4 * HOUR, None, frozenset({2})),
    )


def test_what_is_over_before_the_start_or_begins_after_the_horizon_changes_nothing() -> None:
    over, never = Closure(id="a", from_s=-HOUR, until_s=0), Closure(id="b", from_s=6 * HOUR)
    assert stretches((over, never), CLOCK, 6 * HOUR) == (Stretch(0, None, frozenset()),)


def test_hours_are_local_on_every_day_also_when_clocks_change() -> None:
    clock: Clock = everything().clock
    zone = SpeedZone(id="night", factor=0.5, hours=hours(22, 5))
    found = stretches((zone,), clock, 48 * HOUR)
    for stretch in found:
        for t_s in (stretch.from_s, (stretch.until_s or 48 * HOUR) - 1):
            assert (clock.time_of_day_s(t_s) in hours(22, 5)) == (0 in stretch.in_force)
