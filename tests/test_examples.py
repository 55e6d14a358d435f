"""The examples: they read without a mistake, are what their seeds make, and hold the facts that they claim."""

import runpy
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import Window
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.places import PlaceKind
from safepassage.exchange.operation_folder import Reading, read_operation
from safepassage.roads.network import Network
from safepassage.roads.travel_times import travel_times
from safepassage.synthetic.geography import positions, straight_m
from safepassage.synthetic.koblenz import DEADLINE_S, HOMES, HOSPITALS, RADIUS_M, SITE_OF_THE_BOMB
from tests.plausible import stranded, unknown_names, unreachable_pools
from tests.situations import small_town

EXAMPLES = Path(__file__).parent.parent / "examples"
FOLDERS = sorted(folder.name for folder in EXAMPLES.iterdir() if folder.is_dir() and not folder.name.startswith("_"))
ON_ROADS = [name for name in FOLDERS if name.endswith("-roads")]
DRAWN = [name for name in FOLDERS if name != "small-town" and name not in ON_ROADS]
EACH = pytest.mark.parametrize("name", FOLDERS)


@cache
def reading(name: str) -> Reading:
    return read_operation(EXAMPLES / name)


@cache
def script() -> Mapping[str, Any]:
    """What examples/make_examples.py defines."""
    return runpy.run_path(str(EXAMPLES / "make_examples.py"))


def local(operation: Operation, t_s: int) -> datetime:
    return operation.clock.at(t_s).replace(tzinfo=None)


def spoken(operation: Operation, windows: tuple[Window, ...] | None) -> list[tuple[str, str]]:
    """Windows as people say them, in local time."""
    assert windows is not None
    return [
        (f"{local(operation, w.opens_s):%d %b %H:%M}", f"{local(operation, w.closes_s):%d %b %H:%M}") for w in windows
    ]


def test_the_five_examples_are_there_each_with_a_variant_on_roads() -> None:
    names = ["aleppo-2016", "aleppo-2016-daily", "bomb-disposal", "flood", "small-town"]
    assert sorted([*names, *(f"{name}-roads" for name in names)]) == FOLDERS
    assert sorted(script()["examples"]()) == DRAWN
    assert sorted(script()["variants"]()) == ON_ROADS


@EACH
def test_an_example_reads_without_a_mistake_and_without_a_suspicion(name: str) -> None:
    assert reading(name).warnings == ()


@EACH
def test_everybody_in_an_example_can_be_carried_and_nothing_is_named_that_is_not_there(name: str) -> None:
    operation = reading(name).operation
    assert unknown_names(operation) == set()
    assert stranded(operation) == []
    assert unreachable_pools(operation) == []


@EACH
def test_an_example_says_where_it_is_from(name: str) -> None:
    told = (EXAMPLES / name / "README.md").read_text("utf-8")
    assert "what binds" in told.lower() or name == "aleppo-2016-daily" or name in ON_ROADS
    if name in [*DRAWN, *ON_ROADS]:
        assert "**Synthetic**" in told
        assert reading(name).operation.synthetic or name == "small-town-roads"
        assert "chematic" in reading(name).operation.corridor.note


def test_the_committed_folders_are_what_the_script_makes(tmp_path: Path) -> None:
    script()["make"](tmp_path)
    for name in [*DRAWN, *ON_ROADS]:
        made, committed = texts_of(tmp_path / name), texts_of(EXAMPLES / name)
        assert sorted(made) == sorted(committed), f"run examples/make_examples.py: other files in {name}"
        for file, content in made.items():
            assert content == committed[file], f"run examples/make_examples.py: {name}/{file} is another"


def texts_of(folder: Path) -> dict[str, bytes]:
    """The files of an example but for its README and what is no text."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.suffix not in (".md", ".npz"))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


@pytest.mark.parametrize("name", ON_ROADS)
def test_an_example_on_roads_is_the_one_that_was_drawn_on_the_roads_that_were_drawn(name: str) -> None:
    drawn, roads = script()["variants"]()[name], reading(name).roads
    assert roads is not None
    assert replace(reading(name).operation, legs=roads.written) == drawn.operation
    assert roads.overlays == drawn.overlays
    for field in fields(Network):
        made, committed = getattr(drawn.network, field.name), getattr(roads.network, field.name)
        if isinstance(made, np.ndarray):
            np.testing.assert_allclose(made, committed, rtol=1e-12, atol=0)
        else:
            assert made == committed


@pytest.mark.parametrize("name", DRAWN)
def test_reading_an_example_gives_the_operation_that_was_drawn(name: str) -> None:
    assert reading(name).operation == script()["examples"]()[name]


def test_small_town_is_the_town_that_the_tests_are_told_in() -> None:
    assert reading("small-town").operation == small_town()


@pytest.mark.parametrize("name", ["aleppo-2016", "aleppo-2016-daily"])
def test_aleppo_has_the_planned_fleet_and_the_reference_numbers(name: str) -> None:
    operation = reading(name).operation
    fleet = {kind.id: kind.count for kind in operation.fleet}
    assert (fleet["bus"], fleet["ambulance"]) == (20, 10)
    assert sum(1 for household in operation.leaving if household.own_car) == 100
    assert 54 <= max(layout.seats for layout in operation.vehicle_class["bus"].layouts) <= 70
    own = [kind for kind in operation.fleet if kind.own_car]
    assert all(11 <= layout.seats <= 14 for kind in own for layout in kind.layouts)
    assert sum(household.people for household in operation.leaving) == 35_000
    assert len(operation.leaving) == pytest.approx(8000, abs=100)
    assert sum(household.stretcher for household in operation.leaving) == 400
    assert sum(household.wheelchair for household in operation.leaving) == 480
    assert len(operation.assembly_points) == 8
    assert operation.profile is Profile.CONFLICT


def test_aleppo_is_open_in_the_three_reported_windows_and_held_to_four_steps() -> None:
    operation = reading("aleppo-2016").operation
    assert operation.clock.at(0).utcoffset() == operation.clock.at(operation.horizon_s).utcoffset()
    assert f"{operation.clock.at(0):%z}" == "+0200"
    assert spoken(operation, operation.gate_windows("ramouseh-gate")) == [
        ("15 Dec 13:00", "16 Dec 09:00"),
        ("18 Dec 23:00", "20 Dec 12:00"),
        ("21 Dec 16:00", "22 Dec 20:25"),
    ]
    movements = operation.agreement.counter_movements
    totals = [sum(movement.people or 0 for movement in movements[: n + 1]) for n in range(4)]
    assert totals == [500, 750, 950, 1312]
    assert [stage.after for stage in operation.agreement.stages] == [None, *(movement.id for movement in movements)]
    assert operation.agreement.night is None
    assert operation.route["ramouseh-road"].convoy is not None
    assert operation.route["ramouseh-road"].convoy.max_vehicles == 20
    assert {party.role for party in operation.agreement.parties} == {"party", "guarantor", "facilitator"}


def test_aleppo_leads_west_through_ramouseh_and_east_through_a_crossing_of_its_own() -> None:
    operation = reading("aleppo-2016").operation
    west = {"khan-al-assal", "urum-al-kubra", "atarib", "dana", "idlib", "bab-al-hawa-hospital"}
    assert {p.id for p in operation.reception_sites} == {*west, "jibreen"}
    assert all(operation.gates_between("sukkari", site) == ("ramouseh-gate",) for site in west)
    assert operation.gates_between("sukkari", "jibreen") == ("eastern-crossing",)
    roads = travel_times(operation)
    assert roads.path_m(("ramouseh-gate", "urum-al-kubra")) == pytest.approx(21_000, rel=0.05)
    assert all(place.names["ar"] and place.lat and place.lon and place.source for place in operation.places)


def test_aleppo_by_day_differs_in_windows_night_and_drivers_hours_only() -> None:
    reported, daily = (reading(name).operation for name in ("aleppo-2016", "aleppo-2016-daily"))
    assert daily.households == reported.households
    assert daily.places == reported.places
    assert daily.legs == reported.legs
    windows = spoken(daily, daily.gate_windows("ramouseh-gate"))
    assert windows[0] == ("15 Dec 13:00", "15 Dec 18:00")
    assert windows[1:] == [(f"{day} Dec 07:00", f"{day} Dec 18:00") for day in range(16, 23)]
    assert daily.agreement.night == DailyHours(20 * 3600, 5 * 3600)
    assert all(kind.own_car or kind.duty is not None for kind in daily.fleet)


def test_koblenz_empties_a_circle_before_a_deadline_with_no_gate() -> None:
    operation = reading("bomb-disposal").operation
    assert sum(household.people for household in operation.leaving) == 45_000
    assert operation.corridor.gates == ()
    assert operation.profile is Profile.CIVIL_PROTECTION
    assert f"{local(operation, DEADLINE_S):%Y-%m-%d %H:%M}" == "2011-12-04 13:00"
    assert {hazard.place: hazard.from_s for hazard in operation.hazards} == {
        place.id: DEADLINE_S for place in operation.assembly_points
    }
    assert {*HOMES, *HOSPITALS} <= {place.id for place in operation.assembly_points}
    assert (len(HOMES), len(HOSPITALS)) == (7, 2)
    fleet = {kind.id: kind.count for kind in operation.fleet}
    assert (fleet["ambulance"], fleet["patient-transport"], fleet["wheelchair-van"]) == (69, 158, 48)
    where = positions(operation.places)
    assert all(straight_m(where[place.id], SITE_OF_THE_BOMB) <= RADIUS_M for place in operation.assembly_points)
    outside = [place for place in operation.places if place.kind is not PlaceKind.ASSEMBLY and place.id in where]
    assert all(straight_m(where[place.id], SITE_OF_THE_BOMB) > RADIUS_M for place in outside)
    assert sum(h.people for h in operation.leaving if h.own_car) > sum(h.people for h in operation.leaving) / 2


def test_the_flood_closes_roads_and_sites_and_slows_the_night() -> None:
    operation = reading("flood").operation
    assert sum(household.people for household in operation.leaving) == 3000
    closed = {hazard.id: hazard for hazard in operation.hazards}
    assert {bool(hazard.leg) for hazard in closed.values()} == {True, False}
    assert all(0 < hazard.from_s < (hazard.until_s or operation.horizon_s) for hazard in closed.values())
    assert closed["quay-under-water"].until_s is None
    roads = travel_times(operation)
    noon_s, midnight_s = 0, 10 * 3600
    by_day = roads.seconds("old-town", "next-town", "bus", noon_s)
    by_night = roads.seconds("old-town", "next-town", "bus", midnight_s)
    assert by_day is not None
    assert by_night is not None
    assert by_day < by_night
    assert roads.seconds("island", "rowing-club", "boat", noon_s) is not None
    assert roads.seconds("island", "rowing-club", "bus", noon_s) is None
    assert any(site.open for site in operation.reception_sites)
