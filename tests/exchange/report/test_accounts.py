from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.plan import Reason
from safepassage.exchange.report.accounts import (
    day_uses,
    destinations,
    left_by_place,
    left_by_reason,
    matrix,
    site_uses,
    stage_uses,
)
from safepassage.exchange.report.movements import digest
from tests.situations import everything, everything_plan, small_town, small_town_plan

EVERYTHING = everything()
COUNTED = digest(EVERYTHING, everything_plan())


def test_who_goes_where_in_the_small_town() -> None:
    found = destinations(digest(small_town(), small_town_plan()))
    assert found.columns == ("camp", "clinic")
    assert found.rows == (("market", (13, 3), 16), ("school", (9, 7), 16))
    assert (found.sums, found.total) == ((22, 10), 32)


@given(
    st.dictionaries(st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwxyz")), st.integers(1, 99), min_size=1),
    st.integers(1, 7),
    st.integers(1, 7),
)
def test_a_table_cut_short_still_adds_up(counts: dict[tuple[str, str], int], most_rows: int, most_columns: int) -> None:
    found = matrix(counts, most_rows, most_columns)
    assert found.total == sum(counts.values()) == sum(found.sums) == sum(total for *_, total in found.rows)
    assert len(found.rows) <= most_rows
    assert len(found.columns) <= most_columns


def test_people_left_behind_by_reason_and_by_place() -> None:
    assert left_by_reason(COUNTED) == ((Reason.NO_LAYOUT, (0, 3, 0), 3), (Reason.NO_DESTINATION, (0, 0, 2), 2))
    found = left_by_place(COUNTED)
    assert (found.columns, found.rows) == (("2", "3"), (("school", (3, 2), 5),))


def test_each_stage_counts_those_who_enter_the_corridor_in_it() -> None:
    first, second = stage_uses(EVERYTHING, COUNTED)
    assert (first.stage.id, first.people, first.vehicles, first.after) == ("first", 22, 7, None)
    assert (second.stage.id, second.people, second.vehicles) == ("second", 5, 1)
    assert second.after is not None
    assert second.after.id == "their-buses"


def test_each_day_under_the_cap_is_counted_and_none_where_there_is_no_cap() -> None:
    assert [(day.people, day.vehicles) for day in day_uses(EVERYTHING, COUNTED)] == [(22, 7), (5, 1)]
    assert day_uses(small_town(), digest(small_town(), small_town_plan())) == ()


def test_places_and_beds_that_are_taken() -> None:
    taken = {site.place: (site.seated, site.stretcher) for site in site_uses(EVERYTHING, COUNTED)}
    assert taken == {"camp-north": (11, 0), "hospital-north": (6, 1), "camp-east": (6, 1), "field-hospital": (1, 1)}
