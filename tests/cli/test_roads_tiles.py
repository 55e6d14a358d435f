"""`safepassage roads tiles`: a file of tiles, or one clear line and nothing half-written."""

from pathlib import Path

import pytest

from safepassage.exchange.roads.network_file import write_network
from tests.cli.shell import safepassage
from tests.exchange.roads.test_layer_files import layer
from tests.exchange.roads.test_tiles import words_at
from tests.roads.towns import river_town


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    """An operation with the roads of a small town."""
    folder = tmp_path / "operation"
    assert safepassage("new", folder, cwd=tmp_path).code == 0
    write_network(river_town(), folder)
    return folder


def test_tiles_of_roads_and_layers_are_written(operation: Path, tmp_path: Path) -> None:
    layer(operation, "shelters", ({"type": "Point", "coordinates": [0.005, 0.0]}, {"name": "School"}))
    ran = safepassage("roads", "tiles", operation, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert "the roads, shelters. roads of nowhere" in ran.out
    layers = words_at(operation / "roads" / "tiles.pmtiles", 14, 0.011, 1e-5)
    assert set(layers) == {"roads", "user-shelters"}


def test_another_name_can_be_given(operation: Path, tmp_path: Path) -> None:
    assert safepassage("roads", "tiles", operation, "--out", "town.pmtiles", cwd=tmp_path).code == 0
    assert (tmp_path / "town.pmtiles").is_file()
    assert not (operation / "roads" / "tiles.pmtiles").exists()


def test_a_name_for_another_format_is_refused(operation: Path, tmp_path: Path) -> None:
    ran = safepassage("roads", "tiles", operation, "--out", "town.zip", cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "error: town.zip: tiles are one PMTiles file; expected a name.pmtiles; give --out a name that ends in .pmtiles"
    ]


def test_without_roads_it_says_how_to_get_them(operation: Path, tmp_path: Path) -> None:
    (operation / "roads" / "network.npz").unlink()
    ran = safepassage("roads", "tiles", operation, cwd=tmp_path)
    assert ran.code == 2
    assert "there are no roads to draw; import roads first: safepassage roads import" in ran.err
    assert "Traceback" not in ran.err


def test_a_broken_layer_is_named_and_no_tiles_are_written(operation: Path, tmp_path: Path) -> None:
    layer(operation, "shelters").write_text("{", encoding="utf-8")
    ran = safepassage("roads", "tiles", operation, cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.startswith("error: roads/layers/shelters.geojson: is no JSON")
    assert not (operation / "roads" / "tiles.pmtiles").exists()
