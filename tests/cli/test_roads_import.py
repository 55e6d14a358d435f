"""`safepassage roads import` as a user meets it: what it says, what it leaves behind, and what goes wrong."""

import json
import signal
from pathlib import Path

import pytest

from safepassage.exchange.roads.names import network_path
from safepassage.exchange.roads.network_file import read_network
from tests.cli.shell import safepassage
from tests.cli.test_interruption import terminal
from tests.exchange.roads.roads_of import NODES, WAYS, write_layer, write_town
from tests.roads.osm_towns import OsmRelation, OsmWay, write_drawn_town, write_osm


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    """The small operation that `new` writes."""
    assert safepassage("new", "operation", cwd=tmp_path).code == 0
    return tmp_path / "operation"


def test_it_says_what_it_found_and_what_it_left_out(operation: Path, tmp_path: Path) -> None:
    write_town(tmp_path / "town.osm.pbf", [OsmRelation(1, [("w", 101, "from"), ("n", 3, "via"), ("w", 103, "to")])])
    ran = safepassage("roads", "import", operation, "town.osm.pbf", cwd=tmp_path)
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.splitlines() == [
        "town.osm.pbf: roads as of 2030-05-01, © OpenStreetMap contributors, ODbL.",
        "11 segments between 8 nodes; km: primary 1.0, secondary 2.0, unclassified 1.0, residential 2.0, track 2.4; "
        "4.4 of them one-way.",
        "1 bridge, 1 limit of weight, height or width, 2 speed limits, 1 forbidden turn; "
        "2 parts, of which the largest holds 88.1 % of the km.",
        "Left out: 1 roads that no vehicle may use.",
        "Left out: 1 ways not for vehicles (paths, stairs ...).",
        f"Wrote {operation}/roads/network.npz.",
    ]
    network = read_network(operation)
    assert network is not None
    assert network.segments == 11
    assert {path.name for path in network_path(operation).parent.iterdir()} == {"network.npz"}


def test_one_object_for_programs(operation: Path, tmp_path: Path) -> None:
    write_layer(tmp_path / "town.gpkg")
    ran = safepassage("roads", "import", operation, "town.gpkg", "--json", "--as-of", "2016-12-15", cwd=tmp_path)
    found = json.loads(ran.out)
    assert (found["segments"], found["nodes"], found["parts"], found["turns"]) == (11, 8, 2, 0)
    assert (found["as_of"], found["attribution"]) == ("2016-12-15", "roads: town.gpkg")
    assert found["km"]["secondary"] == pytest.approx(2.0, abs=1e-3)
    assert found["left_out"]["roads that no vehicle may use"] == 1


def test_what_is_not_known_or_not_understood_is_warned_of(operation: Path, tmp_path: Path) -> None:
    heavy = OsmWay(200, [1, 2], {"highway": "primary", "maxweight": "heavy"})
    write_osm(tmp_path / "town.osm", NODES, [*WAYS, heavy])
    ran = safepassage("roads", "import", operation, "town.osm", cwd=tmp_path)
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "warning: nothing says of which day these roads are; tell it with --as-of",
        "warning: maxweight=heavy is not understood (1 way); they are taken without it",
    ]


def test_columns_and_classes_of_a_layer(operation: Path, tmp_path: Path) -> None:
    write_layer(tmp_path / "roads.gpkg", {"art": ["Hauptstraße"]}, [[(0, 0), (1, 1)]])
    options = ("--class-column", "art", "--class", "Hauptstraße=primary", "--attribution", "the ministry")
    ran = safepassage("roads", "import", operation, "roads.gpkg", *options, cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "the ministry" in ran.out
    assert "primary 157" in ran.out


def test_a_table_of_speeds_is_read_and_copied(operation: Path, tmp_path: Path) -> None:
    write_town(tmp_path / "town.osm.pbf")
    (tmp_path / "known.csv").write_text("class,use,surface,kmh\nprimary,bus,,35\n")
    ran = safepassage("roads", "import", operation, "town.osm.pbf", "--speeds", "known.csv", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert (operation / "roads/speeds.csv").read_text() == (tmp_path / "known.csv").read_text()


def test_a_table_of_speeds_with_a_mistake_keeps_everything_as_it_was(operation: Path, tmp_path: Path) -> None:
    write_town(tmp_path / "town.osm.pbf")
    (tmp_path / "known.csv").write_text("class,use,surface,kmh\nprimary,bus,,fast\n")
    ran = safepassage("roads", "import", operation, "town.osm.pbf", "--speeds", "known.csv", cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.startswith("error: known.csv, row 2, column 'kmh'")
    assert not (operation / "roads").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere", "town.osm.pbf"], "nowhere: there is no such file or folder"),
        (["operation", "nowhere.osm.pbf"], "nowhere.osm.pbf: there is no such file or folder"),
        (["operation", "operation"], "operation: a file is needed here, and this is a folder"),
        (["town.osm.pbf", "town.osm.pbf"], "town.osm.pbf: a folder is needed here"),
        ([".", "town.osm.pbf"], "make one: safepassage new"),
        (["operation", "cut.osm.pbf"], "cut.osm.pbf: cannot be read as OpenStreetMap data"),
        (["operation", "town.osm.pbf", "--bbox", "1,2,3"], "four numbers"),
        (["operation", "town.osm.pbf", "--bbox", "9,9,10,10"], "where you asked; its roads lie within"),
        (["operation", "town.osm.pbf", "--area", "cut.osm.pbf"], "is no GeoJSON"),
        (["operation", "town.osm.pbf", "--area", "nowhere.geojson"], "nowhere.geojson: there is no such file"),
        (["operation", "town.osm.pbf", "--area", "a", "--bbox", "1,2,3,4"], "not both"),
        (["operation", "town.osm.pbf", "--as-of", "yesterday"], "'yesterday' is no day"),
        (["operation", "town.osm.pbf", "--class", "road"], "VALUE=CLASS"),
        (["operation", "town.osm.pbf", "--class", "road=zzz"], "VALUE=CLASS"),
        (["operation", "town.osm.pbf", "--speeds", "nowhere.csv"], "nowhere.csv: there is no such file"),
        (["operation"], "FILE"),
    ],
)
def test_what_goes_wrong_is_one_clear_message(arguments: list[str], says: str, operation: Path, tmp_path: Path) -> None:
    whole = write_town(tmp_path / "town.osm.pbf").read_bytes()
    (tmp_path / "cut.osm.pbf").write_bytes(whole[: len(whole) // 2])
    ran = safepassage("roads", "import", *arguments, cwd=tmp_path)
    assert ran.code == 2
    assert says in " ".join(ran.err.split())
    assert "Traceback" not in ran.err
    assert ran.out == ""
    assert not (operation / "roads").exists()


def test_a_failed_import_leaves_the_roads_that_were_there(operation: Path, tmp_path: Path) -> None:
    write_town(tmp_path / "town.osm.pbf")
    assert safepassage("roads", "import", operation, "town.osm.pbf", cwd=tmp_path).code == 0
    before = network_path(operation).read_bytes()
    (tmp_path / "town.osm.pbf").write_bytes(b"nothing")
    assert safepassage("roads", "import", operation, "town.osm.pbf", cwd=tmp_path).code == 2
    assert network_path(operation).read_bytes() == before


@pytest.fixture(scope="module")
def large_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town that takes long enough to be watched."""
    return write_drawn_town(tmp_path_factory.mktemp("large") / "town.osm.pbf", 150, 150, seed=1)


def test_on_a_terminal_a_bar_is_shown(operation: Path, large_town: Path) -> None:
    with terminal("safepassage", "roads", "import", operation, large_town) as screen:
        screen.wait_for("reading roads of town.osm.pbf")
        code, out = screen.end()
    assert code == 0
    assert "segments between 22,500 nodes" in out


def test_ctrl_c_leaves_nothing_half_written(operation: Path, large_town: Path) -> None:
    with terminal("safepassage", "roads", "import", operation, large_town) as screen:
        screen.wait_for("reading roads")
        screen.signal(signal.SIGINT)
        code, out = screen.end()
    assert code == 130
    assert out == ""
    assert "Given up: no file was left half-written." in screen.shown
    assert not (operation / "roads").exists()
