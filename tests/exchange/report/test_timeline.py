from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.plan import Plan
from safepassage.exchange.report.timeline import MOST_BINS, Intervals, cumulative, open_spans, timeline
from tests.situations import everything, everything_plan, hours, m, small_town, small_town_plan

intervals = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(1, 9)), max_size=12)


@given(intervals)
def test_the_mean_of_a_bin_is_what_counting_second_by_second_gives(entries: list[tuple[int, int, int]]) -> None:
    edges = np.arange(0, 501, 50)
    counted = [
        sum(weight for t in range(a, a + 50) for from_s, until_s, weight in entries if from_s <= t < until_s) / 50
        for a in range(0, 500, 50)
    ]
    assert Intervals.of(entries).mean(edges).tolist() == pytest.approx(counted)


@given(intervals, st.integers(0, 250), st.integers(250, 500))
def test_time_within_spans_is_what_counting_gives(entries: list[tuple[int, int, int]], a: int, b: int) -> None:
    spans = ((0, a), (b, 500))
    counted = sum(
        weight * max(0, min(until_s, end) - max(from_s, start))
        for start, end in spans
        for from_s, until_s, weight in entries
    )
    assert Intervals.of(entries).within(spans) == pytest.approx(counted)


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), max_size=9), st.integers(0, 99))
def test_a_running_total_holds_all_that_came_before(entries: list[tuple[int, int]], t: int) -> None:
    total = cumulative([at for at, _ in entries], [n for _, n in entries], [t])
    assert total.tolist() == [sum(n for at, n in entries if at <= t)]


def test_the_axis_ends_a_little_after_the_last_vehicle_is_empty() -> None:
    axis = timeline(small_town(), small_town_plan())
    assert m(234) <= axis.ends_s <= m(234 * 1.03)


def test_the_axis_goes_to_the_horizon_where_nothing_moves() -> None:
    assert timeline(small_town(), Plan("small-town")).ends_s == small_town().horizon_s


@pytest.mark.parametrize("horizon_s", [60, 3600, 5 * 3600, 86_400, 14 * 86_400, 200 * 86_400])
def test_an_axis_of_any_length_has_few_bins_and_few_ticks(horizon_s: int) -> None:
    axis = timeline(replace(small_town(), horizon_s=horizon_s), Plan("small-town"))
    assert 1 <= len(axis.edges) - 1 <= MOST_BINS
    assert axis.edges[-1] == axis.ends_s >= horizon_s
    assert len(axis.ticks(9)) <= 16
    assert sum(b - a for a, b in axis.periods(14)) == axis.ends_s


def test_ticks_are_full_hours_of_the_wall_clock_also_after_the_clocks_change() -> None:
    axis = timeline(everything(), everything_plan())
    moments = [axis.clock.at(t) for t in axis.ticks(9)]
    assert {moment.minute for moment in moments} == {0}
    assert any(moment.hour == 0 and moment.day == 31 for moment in moments)


def test_the_small_town_is_open_while_its_bridge_is() -> None:
    assert open_spans(small_town()) == ((m(60), m(360)),)


def test_night_closes_the_corridor_where_the_agreement_forbids_it() -> None:
    town = small_town()
    by_day = replace(town, agreement=replace(town.agreement, night=hours(8, 9)))
    assert open_spans(by_day) == ((m(60), m(120)), (m(180), m(360)))


def test_a_corridor_with_two_roads_is_open_while_either_is() -> None:
    spans = open_spans(everything())
    assert spans is not None
    assert spans[0] == (m(60), m(780))
