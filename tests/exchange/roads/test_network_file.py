"""The network as it is kept: what was written is read, and nothing else is."""

import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.roads.import_roads import import_roads
from safepassage.exchange.roads.names import network_path
from safepassage.exchange.roads.network_file import read_network, write_network
from safepassage.roads.network import Network
from tests.exchange.roads.roads_of import write_town
from tests.roads.towns import grid, river_town


def same(a: Network, b: Network) -> bool:
    """Equal in every field, values and types."""
    for field in fields(Network):
        one, other = getattr(a, field.name), getattr(b, field.name)
        if isinstance(one, np.ndarray):
            assert one.dtype == other.dtype, field.name
            if not np.array_equal(one, other, equal_nan=one.dtype.kind == "f"):
                return False
        elif one != other:
            return False
    return True


def test_there_is_none_before_it_is_written(tmp_path: Path) -> None:
    assert read_network(tmp_path) is None


@given(
    size=st.tuples(st.integers(1, 4), st.integers(2, 5)),
    seed=st.integers(0, 99),
    source=st.text(max_size=9),
    names=st.lists(st.text(max_size=9), max_size=3),
    as_of=st.none() | st.dates(),
    uses=st.none() | st.integers(1, 15),
)
def test_a_network_survives_writing_and_reading(
    tmp_path_factory: pytest.TempPathFactory,
    size: tuple[int, int],
    seed: int,
    source: str,
    names: list[str],
    as_of: date | None,
    uses: int | None,
) -> None:
    folder = tmp_path_factory.mktemp("operation")
    drawn = grid(*size, seed=seed)
    to = None if uses is None else np.full(len(drawn.forbidden_turns), uses, dtype=np.uint8)
    network = replace(drawn, source=source, names=("", *names), as_of=as_of, attribution=source, forbidden_to=to)
    write_network(network, folder)
    read = read_network(folder)
    assert read is not None
    assert same(network, read)


def test_an_import_survives_writing_and_reading(tmp_path: Path) -> None:
    network = import_roads([write_town(tmp_path / "town.osm.pbf")]).network
    write_network(network, tmp_path)
    read = read_network(tmp_path)
    assert read is not None
    assert same(network, read)


def test_the_same_network_is_the_same_file_whoever_writes_it(tmp_path: Path) -> None:
    contents = []
    for name in ("a", "b"):
        write_network(river_town(), tmp_path / name)
        with zipfile.ZipFile(network_path(tmp_path / name)) as archive:
            contents.append({member: archive.read(member) for member in archive.namelist()})
    assert contents[0] == contents[1]


def test_a_file_that_was_cut_short_is_told(tmp_path: Path) -> None:
    write_network(river_town(), tmp_path)
    path = network_path(tmp_path)
    whole = path.read_bytes()
    for broken in (b"", whole[:10], whole[: len(whole) // 2], whole[:-5]):
        path.write_bytes(broken)
        with pytest.raises(Mistakes, match=r"roads/network\.npz: cannot be read as a road network"):
            read_network(tmp_path)


def test_a_changed_byte_is_told_unless_it_changes_nothing(tmp_path: Path) -> None:
    write_network(river_town(), tmp_path)
    path = network_path(tmp_path)
    whole = path.read_bytes()
    told = 0
    for position in range(0, len(whole), 7):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        try:
            read = read_network(tmp_path)
        except Mistakes:
            told += 1
        else:
            assert read is not None
            assert same(river_town(), read)
    assert told > len(whole) // 7 / 2


def test_another_file_of_arrays_is_told(tmp_path: Path) -> None:
    network_path(tmp_path).parent.mkdir()
    np.savez(network_path(tmp_path), lon=np.zeros(3))
    with pytest.raises(Mistakes, match=r"about\.json"):
        read_network(tmp_path)


def test_a_file_of_another_version_is_told(tmp_path: Path) -> None:
    write_network(river_town(), tmp_path)
    rewritten(tmp_path, "about.json", lambda content: content.replace(b'"version":1', b'"version":7'))
    with pytest.raises(Mistakes, match="version 7 of"):
        read_network(tmp_path)


def test_an_array_of_objects_is_never_unpickled(tmp_path: Path) -> None:
    write_network(river_town(), tmp_path)
    objects = tmp_path / "objects.npy"
    np.save(objects, np.array([print], dtype=object), allow_pickle=True)
    rewritten(tmp_path, "lon.npy", lambda _: objects.read_bytes())
    with pytest.raises(Mistakes, match="cannot be loaded when allow_pickle=False"):
        read_network(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"tail": np.array([99] * 14, dtype=np.int32)},
        {"head": np.array([-1] * 14, dtype=np.int32)},
        {"tail": np.array([0.5] * 14)},
        {"reverse": np.array([77] * 14, dtype=np.int32)},
        {"lanes": np.array([1] * 13, dtype=np.uint8)},
        {"lon": np.zeros(3)},
        {"point_lon": np.zeros(3)},
        {"names": ("",)},
        {"first_point": np.arange(15)},
        {"forbidden_turns": np.array([[0, 99]], dtype=np.int32)},
        {"forbidden_turns": np.array([0, 1], dtype=np.int32)},
        {"forbidden_to": np.array([1, 1, 1], dtype=np.uint8)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_arrays_that_do_not_fit_together_are_told(change: dict[str, object], tmp_path: Path) -> None:
    write_network(replace(river_town(), **change), tmp_path)  # type: ignore[arg-type]
    with pytest.raises(Mistakes, match="cannot be read as a road network"):
        read_network(tmp_path)


def rewritten(folder: Path, member: str, change: Callable[[bytes], bytes]) -> None:
    """Change one member of the file."""
    path = network_path(folder)
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, change(content) if name == member else content)
