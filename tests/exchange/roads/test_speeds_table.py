"""roads/speeds.csv: rows go before the defaults, and mistakes are named."""

import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.fleet import RoadUse
from safepassage.exchange.cells import Style
from safepassage.exchange.delimited import read_csv, write_csv
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.roads.speeds_table import SHEET, read_speeds, speeds_of, write_speeds
from safepassage.roads.network import USES, RoadClass, Surface
from safepassage.roads.speeds import SpeedRow, Speeds


def read(folder: Path, text: str) -> tuple[Speeds, list[str]]:
    (folder / "speeds.csv").write_text(text, encoding="utf-8")
    mistakes = Collector()
    return read_speeds(folder / "speeds.csv", mistakes), [str(mistake) for mistake in mistakes.all]


def test_rows_are_read(tmp_path: Path) -> None:
    found, mistakes = read(tmp_path, "class,use,surface,kmh\nliving street,bus,,8\n,,bad,12.5\n")
    assert mistakes == []
    assert found.rows == (
        SpeedRow(8.0, RoadClass.LIVING_STREET, RoadUse.BUS),
        SpeedRow(12.5, surface=Surface.BAD),
    )


def test_without_a_file_the_defaults_count(tmp_path: Path) -> None:
    assert read_speeds(tmp_path / "speeds.csv", Collector()) == Speeds()


def test_mistakes_are_named_with_row_and_column(tmp_path: Path) -> None:
    _, mistakes = read(tmp_path, "class,use,surface,kmh\nprimery,,,40\ntrack,bus,,0\ntrack,bus,,7\ntrack,car,,\n")
    for words in (
        "roads/speeds.csv, row 2, column 'class': 'primery' is not known",
        "roads/speeds.csv, row 3, column 'kmh': '0' is not possible",
        "roads/speeds.csv, row 4: says the speed again that stands in row 3",
        "roads/speeds.csv, row 5, column 'kmh': is empty",
    ):
        assert any(words in mistake for mistake in mistakes), (words, mistakes)


rows = st.builds(
    SpeedRow,
    st.integers(1, 1500).map(lambda tenths: tenths / 10),
    st.none() | st.sampled_from(RoadClass),
    st.none() | st.sampled_from(USES),
    st.none() | st.sampled_from(Surface),
)
unlike = st.lists(rows, max_size=6, unique_by=lambda row: (row.road_class, row.use, row.surface))


@given(unlike.map(tuple).map(Speeds))
def test_all_speeds_come_back_from_their_file(speeds: Speeds) -> None:
    stream = io.StringIO(newline="")
    write_csv(write_speeds(speeds), stream, Style())
    mistakes = Collector()
    assert speeds_of(read_csv(SHEET, stream.getvalue().encode(), Style(), mistakes), mistakes) == speeds
    assert mistakes.all == ()
