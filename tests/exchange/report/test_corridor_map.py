from dataclasses import replace

import pytest

from safepassage.domain.places import PlaceKind
from safepassage.exchange.report.corridor_map import corridor_map, diagram
from safepassage.exchange.report.movements import digest
from safepassage.synthetic import synthesize
from tests.exchange.report.reading import text
from tests.exchange.report.rough import rough_plan
from tests.exchange.report.situations import report, stuck, with_positions
from tests.situations import everything, everything_plan, small_town, small_town_plan

TOWN, PLAN = small_town(), small_town_plan()
AT = {"school": (50.0, 30.0), "market": (50.0, 30.01), "bridge": (50.01, 30.02), "camp": (50.1, 30.2)}


def test_a_town_without_positions_is_drawn_as_a_diagram() -> None:
    assert corridor_map(TOWN, digest(TOWN, PLAN)) is None
    chart = diagram(TOWN, digest(TOWN, PLAN))
    assert [[place.id for place in column] for column in chart.columns] == [
        ["market", "school"],
        ["bridge"],
        ["camp", "clinic"],
    ]
    assert "this is a diagram" in text(report(TOWN, PLAN))


def test_places_are_where_they_are() -> None:
    found = corridor_map(with_positions(TOWN, AT), digest(TOWN, PLAN))
    assert found is not None
    at = {spot.place.id: spot for spot in found.spots}
    assert at["market"].east_m - at["school"].east_m == pytest.approx(715, rel=0.01)
    assert at["bridge"].north_m - at["market"].north_m == pytest.approx(1113, rel=0.01)
    assert at["bridge"].people == 32


def test_a_place_without_a_position_is_named_beside_the_map() -> None:
    operation = with_positions(TOWN, AT)
    found = corridor_map(operation, digest(operation, PLAN))
    assert found is not None
    assert [place.id for place in found.missing] == ["clinic"]
    assert "Not on the map, because their position is not known or not told: Clinic" in text(report(operation, PLAN))


def test_the_corridors_own_note_stands_beside_the_map() -> None:
    said = text(report(everything(), everything_plan()))
    assert "They are schematic: they join places, and are not roads." in said
    assert "Schematic: not a real road." in said


def test_a_crowd_of_assembly_points_has_a_map_of_its_own() -> None:
    operation = synthesize(5_000, seed=1)
    found = corridor_map(operation, digest(operation, rough_plan(operation)))
    assert found is not None
    kinds = {operation.place[place].kind for place in found.detail}
    assert PlaceKind.ASSEMBLY in kinds
    assert kinds <= {PlaceKind.ASSEMBLY, PlaceKind.GATE}


def test_a_map_is_drawn_where_nothing_moves() -> None:
    operation = with_positions(TOWN, AT)
    assert "No flows: nobody is carried." in text(report(operation, stuck(operation)))


def test_a_long_column_of_the_diagram_leaves_out_the_smallest_and_says_so() -> None:
    sites = tuple(replace(TOWN.place["camp"], id=f"camp-{i}", name=f"Camp {i}") for i in range(20))
    chart = diagram(replace(TOWN, places=(*TOWN.places, *sites)), digest(TOWN, PLAN))
    assert len(chart.columns[-1]) == 14
    assert len(chart.hidden) == 8
