import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.objective import Objective
from safepassage.exchange.audience import Audience
from safepassage.exchange.report.curves import envelope, people_out, periods
from safepassage.exchange.report.movements import digest
from safepassage.exchange.report.page import page
from safepassage.exchange.report.texts import english
from safepassage.exchange.report.timeline import timeline
from safepassage.planning.solution import Aimed, Hour, Solution
from safepassage.rules.outcome import outcome
from tests.exchange.report.reading import text
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


def test_a_plan_for_every_hour_tells_each_hour_and_the_worst() -> None:
    """25 of at most 30 are out after three hours, and 32 of 32 after four."""
    hours = (Hour(m(60), 0, 0), Hour(m(120), 12, 30), Hour(m(180), 25, 30), Hour(m(240), 32, 32))
    worth = outcome(TOWN, PLAN).worth
    solution = Solution(PLAN, worth, town_bound(), Aimed(Objective.EARLIEST, 3_600_000, 1_800_000, hours))
    said = text(page(TOWN, solution, Audience.CONVOY, (), english()))
    assert "At the end of every hour at least 40 % are out of the most that any plan could have out by then." in said
    assert "25 30 83 %" in said
    assert "That is 1,000 person-hours. No plan is below 500; the gap is 100.0 % of that bound." in said


def test_a_plan_for_the_last_arrival_says_so() -> None:
    solution = Solution(PLAN, 1, town_bound(), Aimed(Objective.COMPLETION, m(234), m(200)))
    said = text(page(TOWN, solution, Audience.CONVOY, (), english()))
    assert "No plan that carries as many people is complete before" in said
    assert "the last arrival is 17.0 % later than that" in said
    assert "every hour at least" not in said
