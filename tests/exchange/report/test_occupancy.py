from dataclasses import replace

import numpy as np
import pytest

from safepassage.domain.fleet import Pool
from safepassage.exchange.report.movements import digest
from safepassage.exchange.report.occupancy import State, fleet_use, gate_use, point_use
from safepassage.exchange.report.timeline import Timeline, timeline
from safepassage.synthetic import synthesize
from tests.exchange.report.rough import rough_plan
from tests.situations import m, small_town, small_town_plan

TOWN, PLAN = small_town(), small_town_plan()
COUNTED = digest(TOWN, PLAN)
BY_MINUTE = Timeline(TOWN.clock, m(240), 60, None)


def test_the_ambulance_does_what_its_timetable_says() -> None:
    ambulance = next(use for use in fleet_use(TOWN, COUNTED, BY_MINUTE) if use.vehicle_class == "ambulance")
    assert {state: round(float(values.sum())) for state, values in ambulance.by_state.items()} == {
        State.EMPTY: 21,
        State.LOADING: 6,
        State.WAITING_LOADED: 4,
        State.DRIVING: 20,
        State.AT_GATE: 8,
        State.UNLOADING: 6,
        State.STANDING: 240 - 21 - 6 - 4 - 20 - 8 - 6,
    }


def test_a_bus_is_somewhere_at_every_minute() -> None:
    buses = next(use for use in fleet_use(TOWN, COUNTED, BY_MINUTE) if use.vehicle_class == "bus")
    assert np.sum(list(buses.by_state.values()), axis=0) == pytest.approx(np.full(240, 2.0))


def test_an_own_car_is_gone_once_it_is_empty() -> None:
    cars = next(use for use in fleet_use(TOWN, COUNTED, BY_MINUTE) if use.vehicle_class == "car")
    there = np.sum(list(cars.by_state.values()), axis=0)
    assert cars.vehicles == 1
    assert there[:115] == pytest.approx(np.ones(115))
    assert there[115:] == pytest.approx(np.zeros(125))


def test_vehicles_wait_at_the_bridge_for_their_convoy() -> None:
    (bridge,) = gate_use(TOWN, COUNTED, BY_MINUTE)
    assert float(bridge.out.sum()) == pytest.approx(7 * 2)
    assert float(bridge.back.sum()) == pytest.approx(6 * 1)
    stays = (100 - 90) + (100 - 92) + (100 - 94) + (160 - 150) + (160 - 155) + (220 - 214) + (220 - 216)
    assert float(bridge.waiting.sum()) == pytest.approx(stays - 14)


def test_people_wait_from_being_ready_until_they_are_loaded() -> None:
    points = {point.place: point for point in point_use(COUNTED, BY_MINUTE)}
    assert points["school"].most == 16
    market_person_minutes = 6 * 120 + 3 * 0 + (2 + 1) * 201 + 4 * 202
    assert float(points["market"].waiting.sum()) == pytest.approx(market_person_minutes)
    assert points["market"].mean_wait_s == pytest.approx(market_person_minutes * 60 / 16)


def test_many_classes_and_many_points_are_put_together() -> None:
    many = replace(
        TOWN,
        fleet=(*TOWN.fleet, *(replace(TOWN.fleet[0], id=f"van{i}", pools=(Pool(i, "camp"),)) for i in range(1, 7))),
    )
    fleet = fleet_use(many, COUNTED, BY_MINUTE, most=5)
    assert [use.vehicle_class for use in fleet] == ["van3", "van4", "van5", "van6", None]
    assert sum(use.vehicles for use in fleet) == 1 + 2 + 1 + sum(range(1, 7))
    operation = synthesize(20_000, seed=3)
    plan = rough_plan(operation)
    points = point_use(digest(operation, plan), timeline(operation, plan), most=4)
    assert [point.place is None for point in points] == [False, False, False, True]
