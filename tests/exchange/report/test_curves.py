import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from safepassage.exchange.report.curves import envelope, people_out, periods
from safepassage.exchange.report.movements import digest
from safepassage.exchange.report.timeline import timeline
from tests.exchange.report.situations import town_bound
from tests.situations import m, small_town, small_town_plan

TOWN, PLAN = small_town(), small_town_plan()


def test_people_are_out_when_they_arrive_and_not_before() -> None:
    times = np.array([m(110) - 1, m(110), m(170), m(230)])
    out = people_out(TOWN, digest(TOWN, PLAN), town_bound(), times)
    assert out.people.tolist() == [0, 12, 25, 32]
    assert [tier.tolist()[1] for tier in out.by_tier] == [3, 4, 5]


def test_between_two_points_of_the_bound_the_later_one_holds() -> None:
    times = np.array([0, 99, 100, 101, 200, 201, 900])
    assert envelope([(100, 0), (200, 10)], times, leaving=32).tolist() == [0, 0, 0, 10, 10, 32, 32]


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 9)), min_size=1, max_size=8), st.data())
def test_no_plan_is_drawn_above_a_bound_that_it_obeys(arrivals: list[tuple[int, int]], data: st.DataObject) -> None:
    """A bound that holds at its own points holds at all times in the way it is drawn."""
    leaving = sum(people for _, people in arrivals)
    points = sorted(data.draw(st.sets(st.integers(0, 99), min_size=1, max_size=6)))
    bound = [(t, sum(people for at, people in arrivals if at <= t)) for t in points]
    times = np.arange(0, 100)
    drawn = envelope(bound, times, leaving)
    assert all(sum(people for at, people in arrivals if at <= t) <= drawn[t] for t in times)


def test_the_table_adds_up_to_everybody() -> None:
    rows = periods(TOWN, digest(TOWN, PLAN), town_bound(), timeline(TOWN, PLAN))
    assert sum(sum(row.out) for row in rows) == rows[-1].out_by_end == 32
    assert sum(row.arrivals for row in rows) == len(PLAN.trips)
    assert all(row.at_most is not None and row.out_by_end <= row.at_most for row in rows)
