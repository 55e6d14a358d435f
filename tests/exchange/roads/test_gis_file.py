"""Layers of lines become the network that OpenStreetMap's file gives, or one clear mistake."""

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from safepassage.domain.fleet import RoadUse
from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.roads.area import box
from safepassage.exchange.roads.gis_file import LayerOptions
from safepassage.exchange.roads.import_roads import import_roads
from safepassage.roads.network import Network, RoadClass, Surface
from tests.exchange.roads.roads_of import WAYS, Cells, told, write_layer, write_town, write_zipped_shapefile
from tests.roads.osm_towns import OsmWay, write_osm
from tests.roads.surveys import KM

LINE = [(0.0, 0.0), (KM, 0.0)]
BESIDE = [(KM, 0.0), (2 * KM, 0.0)]


def network(path: Path, options: LayerOptions | None = None) -> Network:
    return import_roads([path], layers=options).network


def wrong(path: Path, options: LayerOptions | None = None) -> str:
    """The one mistake that importing the file tells."""
    with pytest.raises(Mistakes) as raised:
        import_roads([path], layers=options)
    assert len(raised.value.all) == 1
    return str(raised.value.all[0])


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("town.geojson", write_layer),
        ("town.json", lambda path: write_layer(path.with_suffix(".geojson")).rename(path)),
        ("town.gpkg", write_layer),
        ("town.shp", write_layer),
        ("town.fgb", write_layer),
        ("town.zip", write_zipped_shapefile),
    ],
)
def test_a_layer_gives_the_network_that_openstreetmap_gives(
    name: str, write: Callable[[Path], Path], tmp_path: Path
) -> None:
    layer = import_roads([write(tmp_path / name)])
    osm = import_roads([write_town(tmp_path / "town.osm.pbf")])
    assert told(layer.network) == told(osm.network)
    assert layer.network.nodes == osm.network.nodes
    assert layer.left_out == osm.left_out
    assert layer.network.as_of is None
    assert layer.network.attribution == f"roads: {name}"


def test_columns_of_geofabriks_shapefiles(tmp_path: Path) -> None:
    columns: dict[str, Cells] = {
        "osm_id": ["1", "2", "3"], "fclass": ["primary", "track_grade2", "unknown"], "name": ["A", None, None],
        "oneway": ["F", "T", "B"], "maxspeed": ["50", "0", "0"], "bridge": ["T", "F", "F"], "tunnel": ["F", "F", "F"],
    }  # fmt: skip
    lines = [LINE, BESIDE, [(KM, 0.0), (KM, KM)]]
    found = network(write_layer(tmp_path / "gis_osm_roads_free_1.shp", columns, lines))
    assert found.segments == 4
    first, second = (int(np.flatnonzero(found.way == way)[0]) for way in (1, 2))
    assert found.line(first)[0][0] == 0
    assert found.line(second)[0][0] == pytest.approx(2 * KM, abs=1e-7)
    assert found.bridge.sum() == 1
    assert found.max_speed_kph[first] == 50
    assert np.isnan(found.max_speed_kph[second])
    assert found.surface[second] == Surface.UNPAVED
    assert set(found.road_class.tolist()) == {RoadClass.PRIMARY, RoadClass.TRACK, RoadClass.UNCLASSIFIED}


def test_columns_that_a_shapefile_cut_short_and_other_tags(tmp_path: Path) -> None:
    columns: dict[str, Cells] = {
        "highway": ["residential", "service"],
        "motor_vehi": ["no", None],
        "psv": ["yes", None],
    }
    cut = network(write_layer(tmp_path / "cut.shp", columns, [LINE, BESIDE]))
    assert cut.may_drive(RoadUse.BUS).sum() == 4
    assert cut.may_drive(RoadUse.CAR).sum() == 2
    packed = {"highway": ["residential"], "other_tags": ['"oneway"=>"yes","maxweight"=>"7.5"']}
    found = network(write_layer(tmp_path / "packed.gpkg", packed, [LINE]))
    assert (found.segments, float(found.max_weight_t[0])) == (1, 7.5)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Primary Road", RoadClass.PRIMARY), ("Highway", RoadClass.TRUNK), ("Secondary roads", RoadClass.SECONDARY),
        ("Track/Trail", RoadClass.TRACK), ("Main road", RoadClass.PRIMARY), ("LOCAL", RoadClass.UNCLASSIFIED),
        ("residential street", RoadClass.RESIDENTIAL), ("living street", RoadClass.LIVING_STREET),
    ],
)  # fmt: skip
def test_words_of_other_sources(word: str, kind: RoadClass, tmp_path: Path) -> None:
    assert network(write_layer(tmp_path / "roads.gpkg", {"TYPE": [word]}, [LINE])).road_class.tolist() == [kind] * 2


def test_a_class_that_is_not_known_is_left_out_and_told(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "roads.gpkg", {"type": ["primary", "zzz", "zzz"]}, [LINE, BESIDE, BESIDE])
    imported = import_roads([path])
    assert imported.left_out == {"lines of roads.gpkg of the class 'zzz', which is not known": 2}
    options = LayerOptions(classes={"zzz": "track"})
    assert RoadClass.TRACK in network(path, options).road_class


def test_no_class_at_all_says_what_to_do(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "roads.geojson", {"kategorie": ["a"], "name": ["b"]}, [LINE])
    assert "--class-column; it has one of kategorie, name" in wrong(path)
    assert "has no column 'zzz'" in wrong(path, LayerOptions(class_column="zzz"))
    assert "has no class of a road that is known, but 'a'" in wrong(path, LayerOptions(class_column="Kategorie"))
    assert network(path, LayerOptions("kategorie", {"a": "primary"})).segments == 2


def test_other_coordinates_are_turned_into_degrees(tmp_path: Path) -> None:
    metres = [[(500_000.0, 4_000_000.0), (501_000.0, 4_000_000.0)]]
    for name in ("utm.gpkg", "utm.shp"):
        path = write_layer(tmp_path / name, {"highway": ["primary"]}, metres, crs="EPSG:32637")
        found = network(path)
        assert found.lon.min() == pytest.approx(39.0)
        assert found.lat.min() == pytest.approx(36.1448, abs=1e-4)
        assert found.length_m.tolist() == [pytest.approx(1000, rel=0.005)] * 2


def test_coordinates_of_no_known_kind_are_refused(tmp_path: Path) -> None:
    metres = [[(500_000.0, 4_000_000.0), (501_000.0, 4_000_000.0)]]
    path = write_layer(tmp_path / "roads.shp", {"highway": ["primary"]}, metres, crs="EPSG:32637")
    path.with_suffix(".prj").unlink()
    assert "add its .prj file" in wrong(path)
    degrees = write_layer(tmp_path / "degrees.shp", {"highway": ["primary"]}, [LINE])
    degrees.with_suffix(".prj").unlink()
    assert network(degrees).segments == 2


def test_points_empty_and_several_lines_in_one_feature(tmp_path: Path) -> None:
    def feature(geometry: shapely.Geometry | None) -> dict[str, object]:
        shape = None if geometry is None else json.loads(shapely.to_geojson(geometry))
        return {"type": "Feature", "properties": {"highway": "primary"}, "geometry": shape}

    shapes = [
        shapely.Point(0, 0),
        None,
        shapely.MultiLineString([LINE, [(0, KM), (KM, KM)]]),
        shapely.LineString([(0, 0, 5), (0, KM, 7)]),
    ]
    path = tmp_path / "mixed.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature(shape) for shape in shapes]}))
    found = network(path)
    assert (found.nodes, found.segments) == (4, 6)


@pytest.mark.parametrize("name", ["roads.geojson", "roads.json", "roads.gpkg", "roads.shp", "roads.zip", "roads.fgb"])
@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b'{"type": "FeatureCollection", "features": [', b"PK\x03\x04"]
)
def test_a_file_that_is_something_else_is_told(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert wrong(tmp_path / name).startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["town.gpkg", "town.zip"])
def test_a_file_that_was_cut_short_is_told(name: str, tmp_path: Path) -> None:
    path = (write_zipped_shapefile if name.endswith("zip") else write_layer)(tmp_path / name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert wrong(path).startswith(f"{name}: ")


def test_a_shapefile_without_its_other_parts_is_told(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "town.shp")
    path.with_suffix(".dbf").unlink()
    assert wrong(path).startswith("town.shp: ")


def test_a_layer_without_lines_holds_no_road(tmp_path: Path) -> None:
    path = tmp_path / "empty.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    assert wrong(path).startswith("empty.geojson: ")


def test_a_layer_and_openstreetmap_meet_where_a_line_ends(tmp_path: Path) -> None:
    osm = write_osm(tmp_path / "town.osm.pbf", {1: (0, 0), 2: (KM, 0)}, [OsmWay(1, [1, 2])])
    track = write_layer(tmp_path / "track.geojson", {"highway": ["track"]}, [[(KM / 2, 0.0), (KM / 2, KM)]])
    found = import_roads([osm, track], as_of=date(2031, 1, 2)).network
    assert (found.nodes, found.segments) == (4, 6)
    assert found.attribution == "© OpenStreetMap contributors, ODbL; roads: track.geojson"
    assert found.as_of == date(2031, 1, 2)


def test_a_way_that_openstreetmap_gave_already_is_left_out(tmp_path: Path) -> None:
    imported = import_roads([write_town(tmp_path / "town.osm.pbf"), write_layer(tmp_path / "town.gpkg")])
    assert told(imported.network) == told(import_roads([write_town(tmp_path / "town.osm.pbf")]).network)
    assert imported.left_out["ways that are in several files"] == len(WAYS) - 2


def test_a_box_cuts_a_layer_too(tmp_path: Path) -> None:
    imported = import_roads([write_layer(tmp_path / "town.gpkg")], box(f"{4 * KM},{4 * KM},{7 * KM},{7 * KM}"))
    assert set(imported.network.way.tolist()) == {106}


def test_numbers_of_two_layers_are_not_the_same_roads(tmp_path: Path) -> None:
    first = write_layer(tmp_path / "first.gpkg", {"id": ["1"], "highway": ["track"]}, [LINE])
    second = write_layer(tmp_path / "second.gpkg", {"id": ["1"], "highway": ["track"]}, [BESIDE])
    found = import_roads([first, second])
    assert (found.network.nodes, found.network.segments) == (3, 4)
    assert not found.left_out


def test_a_zipped_shapefile_in_other_coordinates(tmp_path: Path) -> None:
    path = write_zipped_shapefile(tmp_path / "utm.zip", [[(500_000.0, 4_000_000.0), (501_000.0, 4_000_000.0)]])
    assert network(path).lon.min() == pytest.approx(39.0)


def elsewhere(town: Path) -> str:
    """What leads the library to another file, or to an address."""
    layer = f'<OGRVRTLayer name="{town.stem}"><SrcDataSource>{town}</SrcDataSource></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"


@pytest.mark.parametrize("name", ["roads.geojson", "roads.json", "roads.gpkg", "roads.shp", "roads.fgb", "roads.zip"])
def test_a_file_that_leads_elsewhere_is_never_opened(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(elsewhere(write_layer(tmp_path / "town.gpkg")))
    assert "it does not begin as its name says" in wrong(tmp_path / name)


def test_an_archive_that_leads_elsewhere_is_never_opened(tmp_path: Path) -> None:
    town = write_layer(tmp_path / "town.gpkg")
    with zipfile.ZipFile(tmp_path / "roads.zip", "w") as archive:
        archive.writestr("roads.vrt", elsewhere(town))
    assert "it does not begin as its name says" in wrong(tmp_path / "roads.zip")


def test_a_mark_and_blanks_before_geojson_change_nothing(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "town.geojson")
    before = told(network(path))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert told(network(path)) == before
