"""The reference of roads names every property and column, and its examples can be read."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from safepassage.domain.clock import Clock
from safepassage.domain.fleet import RoadUse
from safepassage.exchange.cells import Style
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.roads.choices import ROAD_CLASS, SURFACE
from safepassage.exchange.roads.overlay_columns import KINDS
from safepassage.exchange.roads.overlay_files import read_overlays
from safepassage.exchange.roads.speeds_table import SHEET as SPEEDS
from safepassage.exchange.roads.speeds_table import read_speeds
from safepassage.roads.driving.other_routes import PENALTY, SEARCHES, SHARED, SLOWER
from safepassage.roads.driving.snapping import AT_NODE_M, OPPOSITE_M
from safepassage.roads.driving.touching import ALONG_M, BESIDE_M, CROSSING_M, NEAR_M
from safepassage.roads.network import USES, RoadClass, Surface
from safepassage.roads.speeds import Speeds

PAGE = (Path(__file__).parents[3] / "docs/reference/roads.md").read_text(encoding="utf-8")
WORDS = " ".join(PAGE.split())
EXAMPLE = re.compile(r"^```(?:csv|json) (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_every_property_and_column_is_explained() -> None:
    named = set(re.findall(r"`([a-z_]+)`", PAGE))
    for sheet in (*KINDS.values(), SPEEDS):
        assert f"`{sheet.file}`" in PAGE
        assert set(sheet.names) <= named, sheet.file


def test_the_examples_are_read_without_a_word(tmp_path: Path) -> None:
    examples = dict(EXAMPLE.findall(PAGE))
    assert set(examples) == {*(sheet.file for sheet in KINDS.values()), SPEEDS.file}
    (tmp_path / "roads").mkdir()
    for file, text in examples.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    mistakes = Collector()
    style = Style(clock=Clock(datetime(2030, 5, 6, 3, tzinfo=UTC), "Europe/Kyiv"))
    overlays = read_overlays(tmp_path, style, mistakes)
    speeds = read_speeds(tmp_path / SPEEDS.file, mistakes)
    assert mistakes.all == ()
    assert [overlay.id for overlay in overlays][:2] == ["market-street", "old-town"]
    assert len(list(overlays)) == 8
    assert len(speeds.rows) == 3


@pytest.mark.parametrize("road_class", RoadClass)
def test_the_speeds_are_those_that_count(road_class: RoadClass) -> None:
    word = ROAD_CLASS.write(road_class, Style())
    (row,) = (line for line in PAGE.splitlines() if line.startswith("| ") and f"`{word}`" in line.split("|")[1])
    cells = [float(re.match(r"[\d.]+", cell.strip()).group()) for cell in row.split("|")[2:5]]  # type: ignore[union-attr]
    for use, told in zip((RoadUse.CAR, RoadUse.BUS, RoadUse.LORRY), cells, strict=True):
        assert Speeds().table(use)[road_class, Surface.PAVED] == pytest.approx(told, abs=0.051)
    assert (Speeds().table(RoadUse.AMBULANCE) == Speeds().table(RoadUse.CAR)).all()


def test_its_figures_are_those_of_the_program() -> None:
    for figure in (
        f"at most {BESIDE_M:g} m beside them",
        f"for {ALONG_M:g} m",
        f"within {CROSSING_M:g} m of a junction",
        f"nearest road within {NEAR_M:g} m",
        f"within {AT_NODE_M:g} m of a junction leaves",
        f"the opposite way within {OPPOSITE_M:g} m",
        f"slower by {PENALTY:g} and looking again",
        f"at most {SHARED:.0%} of its time",
        f"at most {SLOWER:g} times as long",
    ):
        assert figure in WORDS, figure
    assert SEARCHES == 12
    assert all(f"`{SURFACE.write(surface, Style())}`" in PAGE for surface in Surface)
    assert all(f"`{use.value}`" in PAGE for use in USES)
