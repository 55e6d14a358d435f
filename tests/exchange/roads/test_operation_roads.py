"""An operation whose travel times come from roads in its folder."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from safepassage.cli.replanning import reopenings
from safepassage.domain.operation import Operation
from safepassage.exchange.cells import Style
from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.operation_folder import read_operation, write_operation
from safepassage.exchange.roads.network_file import write_network
from safepassage.exchange.roads.operation_roads import OperationRoads
from safepassage.exchange.roads.overlay_files import write_overlays
from safepassage.planning import solve
from safepassage.planning.reopening import with_roads_priced
from safepassage.planning.savings import pull
from safepassage.roads.overlays import Closure, Overlays
from safepassage.roads.travel_times import travel_times
from safepassage.rules import check
from tests.roads.towns import METRES_PER_DEGREE, river_town
from tests.situations import legs, m, small_town

KM = 1000 / METRES_PER_DEGREE
AT = {
    "school": (0.2 * KM, 0.0), "market": (0.0, -0.5 * KM), "bridge": (1.25 * KM, 0.0),
    "camp": (2.4 * KM, 0.0), "clinic": (2.5 * KM, -0.5 * KM),
}  # fmt: skip
OLD_BRIDGE = shapely.LineString([(KM, 0.0), (1.5 * KM, 0.0)])


def by_the_river() -> Operation:
    """The small town on the two banks of the river town, its gate on the old bridge, and no table of travel times."""
    town = small_town()
    places = tuple(replace(place, lon=AT[place.id][0], lat=AT[place.id][1]) for place in town.places)
    return replace(town, places=places, legs=())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_operation(by_the_river(), tmp_path)
    write_network(river_town(), tmp_path)
    (tmp_path / "travel-times.csv").unlink()
    return tmp_path


def roads_of(folder: Path) -> OperationRoads:
    roads = read_operation(folder).roads
    assert roads is not None
    return roads


def close(folder: Path, **changes: object) -> None:
    closed = Closure(id="old-bridge", geometry=OLD_BRIDGE, source="engineer", **changes)  # type: ignore[arg-type]
    write_overlays(Overlays(closures=(closed,)), folder, Style(clock=small_town().clock, horizon_s=m(480)))


def test_travel_times_are_those_of_the_roads(folder: Path) -> None:
    reading = read_operation(folder)
    times = travel_times(reading.operation)
    assert reading.warnings == ()
    assert times.path_m(("school", "bridge")) == pytest.approx(1050, abs=2)
    assert times.path_m(("bridge", "camp")) == pytest.approx(1150, abs=2)
    assert times.seconds("camp", "bridge", "bus", 0) is not None


def test_a_plan_over_roads_breaks_no_rule(folder: Path) -> None:
    operation = read_operation(folder).operation
    solution = solve(operation, seed=1)
    assert check(operation, solution.plan) == ()
    assert not solution.plan.not_carried


def test_what_is_written_in_the_table_goes_before_the_roads(folder: Path) -> None:
    write_operation(replace(by_the_river(), legs=legs([("school", "bridge", 42)])), folder)
    times = travel_times(read_operation(folder).operation)
    assert times.seconds("school", "bridge", "bus", 0) == m(42)
    assert times.seconds("bridge", "school", "bus", 0) == m(42)
    assert times.seconds("market", "bridge", "bus", 0) != m(42)


def test_while_the_bridge_is_closed_nobody_plans_to_cross_it(folder: Path) -> None:
    close(folder, from_s=m(0), until_s=m(200))
    operation = read_operation(folder).operation
    times = travel_times(operation)
    assert times.seconds("school", "bridge", "bus", m(100)) is None
    assert times.seconds("school", "bridge", "bus", m(200)) is not None
    plan = solve(operation, seed=1).plan
    assert check(operation, plan) == ()
    assert plan.trips
    assert all(crossing.leaves_s > m(200) for trip in plan.trips for crossing in trip.crossings)


def test_a_closure_that_is_lifted_gives_the_legs_without_it(folder: Path) -> None:
    open_legs = read_operation(folder).operation.legs
    close(folder, from_s=0, until_s=None)
    roads = roads_of(folder)
    ((overlay, reopened),) = roads.reopened()
    assert overlay.id == "old-bridge"
    assert reopened == open_legs != roads.legs


def test_a_closure_off_the_roads_is_a_warning(folder: Path) -> None:
    nowhere = shapely.LineString([(9.0, 9.0), (9.1, 9.0)])
    style = Style(clock=small_town().clock, horizon_s=m(480))
    write_overlays(Overlays(closures=(Closure(id="lost", geometry=nowhere, source="radio"),)), folder, style)
    (warning,) = read_operation(folder).warnings
    assert "'lost' lies on no road" in str(warning)


@pytest.mark.parametrize("spoil", [lambda content: content[: len(content) // 2], lambda _: b"no network"])
def test_a_network_that_cannot_be_read_is_one_mistake(folder: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = folder / "roads" / "network.npz"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Mistakes) as refused:
        read_operation(folder)
    (mistake,) = refused.value.errors
    assert mistake.file == "roads/network.npz"
    assert "import the roads again" in str(mistake)


def test_without_roads_the_table_is_needed(folder: Path) -> None:
    (folder / "roads" / "network.npz").unlink()
    with pytest.raises(Mistakes, match=r"travel-times\.csv: is missing"):
        read_operation(folder)


def test_what_opening_a_road_would_save_is_told_in_hours(folder: Path) -> None:
    """The gate is on the old bridge, which is closed until minute 100: if it were open, all would be out sooner."""
    close(folder, from_s=0, until_s=m(100))
    reading = read_operation(folder)
    levers = reopenings(reading)
    base = with_roads_priced(reading.operation, solve(reading.operation, seed=1), levers)
    assert [lever.subject for lever in levers] == ["old-bridge"]
    saving = pull(reading.operation, levers[0], base, lambda changed: solve(changed, seed=1))
    assert saving is not None
    assert saving.saved_s > 0


def test_where_roads_do_not_lead_the_check_of_roads_is_named(folder: Path) -> None:
    close(folder, from_s=0, until_s=None)
    warnings = [str(warning) for warning in read_operation(folder).warnings]
    assert any("no road from 'school' to 'bridge'" in said and "safepassage roads check" in said for said in warnings)
