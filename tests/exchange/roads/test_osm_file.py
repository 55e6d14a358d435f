"""Files of OpenStreetMap become a network, or one clear mistake."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import osmium
import pyogrio
import pytest
from osmium.osm.mutable import Node, Way

from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.roads.area import box
from safepassage.exchange.roads.import_roads import import_roads
from safepassage.roads.network import RoadClass
from tests.exchange.roads.roads_of import NODES, WAYS, told, write_town
from tests.roads.osm_towns import OsmRelation, OsmWay, write_drawn_town, write_osm
from tests.roads.surveys import KM, forbidden

NO_TURN = OsmRelation(1, [("w", 101, "from"), ("n", 3, "via"), ("w", 103, "to")])
BROKEN = OsmRelation(2, [("w", 101, "from"), ("n", 3, "via")])


def wrong(*files: Path) -> str:
    """The one mistake that importing these files tells."""
    with pytest.raises(Mistakes) as raised:
        import_roads(files)
    assert len(raised.value.all) == 1
    return str(raised.value.all[0])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("town.osm.pbf", "town.osm.pbf"),
        ("town.osm.pbf", "my.town-latest.pbf"),
        ("town.osm.pbf", "TOWN.OSM.PBF"),
        ("town.osm", "town.osm"),
        ("town.osm", "town.osm.xml"),
        ("town.osm.gz", "town.osm.gz"),
        ("town.osm.bz2", "town.osm.bz2"),
    ],
)
def test_the_town_is_read_from_every_format(written: str, name: str, tmp_path: Path) -> None:
    path = write_town(tmp_path / written, [NO_TURN, BROKEN]).rename(tmp_path / name)
    imported = import_roads([path])
    network = imported.network
    assert (network.nodes, network.segments) == (8, 4 + 2 + 2 + 1 + 2)
    assert forbidden(network) == {(101, 103)}
    assert network.source == name
    assert network.attribution == "© OpenStreetMap contributors, ODbL"
    assert imported.left_out == {
        "roads that no vehicle may use": 1,
        "turn restrictions that lack a member": 1,
        "ways not for vehicles (paths, stairs ...)": 1,
    }
    assert {RoadClass(kind) for kind in network.road_class} == {
        RoadClass.SECONDARY, RoadClass.RESIDENTIAL, RoadClass.PRIMARY, RoadClass.TRACK, RoadClass.UNCLASSIFIED,
    }  # fmt: skip


def test_the_day_is_that_of_the_extract(tmp_path: Path) -> None:
    assert import_roads([write_town(tmp_path / "town.osm.pbf")]).network.as_of == date(2030, 5, 1)


def test_a_date_in_the_header_that_is_none_is_not_used(tmp_path: Path) -> None:
    path = write_town(tmp_path / "town.osm")
    path.write_text(path.read_text().replace("<osm ", "<osm timestamp='yesterday' ", 1))
    assert import_roads([path]).network.as_of is None


def test_without_a_date_in_the_header_the_newest_road_tells_it(tmp_path: Path) -> None:
    day = datetime(2016, 12, 14, 20, 30, tzinfo=UTC)
    path = write_osm(tmp_path / "town.osm.pbf", NODES, WAYS, as_of=None, timestamp=day)
    assert import_roads([path]).network.as_of == date(2016, 12, 14)


def test_a_file_without_any_date_has_none_unless_it_is_told(tmp_path: Path) -> None:
    path = write_osm(tmp_path / "town.osm", NODES, WAYS)
    assert import_roads([path]).network.as_of is None
    assert import_roads([path], as_of=date(2016, 12, 15)).network.as_of == date(2016, 12, 15)


def test_the_order_of_things_in_a_file_does_not_matter(tmp_path: Path) -> None:
    backwards = tmp_path / "backwards.osm"
    with osmium.SimpleWriter(str(backwards)) as writer:
        for way in WAYS:
            writer.add_way(Way(id=way.id, nodes=list(way.nodes), tags=dict(way.tags)))
        for id_, at in NODES.items():
            writer.add_node(Node(id=id_, location=at))
    assert told(import_roads([backwards]).network) == told(import_roads([write_town(tmp_path / "town.osm")]).network)


def test_nodes_that_are_not_in_order_are_found(tmp_path: Path) -> None:
    path = write_osm(tmp_path / "mixed.osm.pbf", dict(reversed(NODES.items())), WAYS)
    assert told(import_roads([path]).network) == told(import_roads([write_town(tmp_path / "town.osm")]).network)


def test_an_extract_of_a_real_place() -> None:
    """A part of Hatfield in England over a motorway's tunnel, its nodes in the order in which a tool left them."""
    imported = import_roads([Path(pyogrio.__file__).parent / "tests/fixtures/sample.osm.pbf"])
    network = imported.network
    assert (network.nodes, network.segments, len(set(network.way.tolist()))) == (52, 91, 26)
    assert imported.left_out == {"ways not for vehicles (paths, stairs ...)": 10}
    assert network.as_of == date(2012, 5, 3)
    assert network.bounds == pytest.approx((-0.24156, 51.76005, -0.22609, 51.76927), abs=1e-5)
    motorway = np.flatnonzero(network.road_class == RoadClass.MOTORWAY)
    assert [network.names[name] for name in network.name[motorway]] == ["Hatfield Tunnel"]
    assert network.tunnel[motorway].all()
    assert network.reverse[motorway].tolist() == [-1]
    assert network.length_m[motorway].sum() == pytest.approx(1162, abs=1)


def test_an_editors_nodes_that_were_not_uploaded_count(tmp_path: Path) -> None:
    path = write_osm(tmp_path / "drawn.osm", {-1: (0.0, 0.0), -2: (0.0, KM), 7: (KM, 0.0)}, [OsmWay(-5, [-1, 7, -2])])
    assert import_roads([path]).network.segments == 2


def test_the_same_way_in_two_files_counts_once(tmp_path: Path) -> None:
    whole = write_town(tmp_path / "whole.osm.pbf")
    part = write_osm(tmp_path / "part.osm.pbf", NODES, WAYS[:2])
    more = write_osm(tmp_path / "more.osm.pbf", NODES, [OsmWay(300, [5, 9])])
    both = import_roads([part, whole])
    assert told(both.network) == told(import_roads([whole]).network)
    assert both.left_out["ways that are in several files"] == 2
    assert both.network.source == "part.osm.pbf, whole.osm.pbf"
    assert import_roads([whole, more]).network.segments == both.network.segments + 2


def test_barriers_ferries_and_islands(tmp_path: Path) -> None:
    ferry = OsmWay(200, [6, 8], {"route": "ferry", "motorcar": "yes", "duration": "0:30"})
    path = write_osm(tmp_path / "town.osm.pbf", NODES, [*WAYS, ferry], node_tags={2: {"barrier": "bollard"}})
    network = import_roads([path]).network
    assert (network.road_class == RoadClass.FERRY).sum() == 2
    assert 5 < network.max_speed_kph[network.way == 200][0] < 20
    assert not (network.length_m == 0).any()
    assert network.nodes == 8 + 3


def test_a_box_keeps_what_lies_in_it(tmp_path: Path) -> None:
    path = write_town(tmp_path / "town.osm.pbf", [NO_TURN])
    west = import_roads([path], box(f"{-2 * KM},{-KM / 2},{KM / 2},{KM / 2}"))
    assert set(west.network.way.tolist()) == {101, 102}
    assert west.left_out["ways outside the area"] == 3
    assert not any("turn" in why for why in west.left_out)


def test_a_box_beside_the_town_is_a_mistake_that_says_where_the_town_is(tmp_path: Path) -> None:
    path = write_town(tmp_path / "town.osm.pbf")
    with pytest.raises(Mistakes, match="holds no road that a vehicle may use where you asked; its roads lie within"):
        import_roads([path], box("10,10,11,11"))


def test_a_file_that_was_cut_short_is_told(tmp_path: Path) -> None:
    path = write_drawn_town(tmp_path / "town.osm.pbf", 30, 30, seed=1)
    whole = path.read_bytes()
    for length in (1, 20, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert wrong(path).startswith("town.osm.pbf: cannot be read as OpenStreetMap data")
    text = write_town(tmp_path / "town.osm")
    text.write_bytes(text.read_bytes()[:-20])
    assert wrong(text).startswith("town.osm: cannot be read as OpenStreetMap data")


@pytest.mark.parametrize("name", ["town.osm.pbf", "town.osm", "town.osm.gz", "town.o5m"])
@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"<html>not found</html>", b"\x1f\x8b"])
def test_a_file_that_is_something_else_is_told(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert wrong(tmp_path / name).startswith(f"{name}: ")


def test_a_file_with_no_road_is_told_with_what_it_holds(tmp_path: Path) -> None:
    path = write_osm(tmp_path / "park.osm", NODES, [OsmWay(1, [1, 2], {"highway": "footway"})])
    assert "1 ways not for vehicles" in wrong(path)
    assert "holds no road" in wrong(write_osm(tmp_path / "sea.osm.pbf", {}, []))


def test_the_history_of_a_place_is_not_its_roads(tmp_path: Path) -> None:
    path = write_osm(tmp_path / "town.osh.pbf", NODES, WAYS)
    assert "osmium time-filter" in wrong(path)


def test_a_folder_a_missing_file_and_another_format_are_told(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        import_roads([tmp_path])
    with pytest.raises(FileNotFoundError):
        import_roads([tmp_path / "nowhere.osm.pbf"])
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    assert "is of no format that is read" in wrong(tmp_path / "photo.jpg")


def test_positions_off_the_globe_are_missing_nodes(tmp_path: Path) -> None:
    path = tmp_path / "town.osm"
    nodes = "".join(f"<node id='{i}' lat='{lat}' lon='0'/>" for i, lat in ((1, 0), (2, 0.1), (3, 99)))
    refs = "".join(f"<nd ref='{i}'/>" for i in (1, 2, 3))
    way = f"<way id='1'>{refs}<tag k='highway' v='primary'/></way>"
    path.write_text(f"<osm version='0.6'>{nodes}{way}</osm>")
    imported = import_roads([path])
    assert imported.network.segments == 2
    assert imported.left_out["ways cut where a node is missing"] == 1


def test_progress_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    import_roads([write_town(tmp_path / "town.osm.pbf")], tell=lambda doing, _done, _of: said.append(doing))
    assert said == [
        "reading roads of town.osm.pbf",
        "reading positions of town.osm.pbf",
        "reading positions of town.osm.pbf",
        "building the network",
    ]


def test_a_drawn_town_is_as_large_as_it_says(tmp_path: Path) -> None:
    imported = import_roads([write_drawn_town(tmp_path / "drawn.osm.pbf", 20, 25, seed=3)])
    assert imported.network.nodes == 20 * 25
    assert 3.4 < imported.network.segments / (20 * 25) < 3.9
    assert len(imported.network.forbidden_turns)
    assert not imported.left_out
    assert np.isfinite(imported.network.max_weight_t).any()
