"""Departures put together: what a slot is, and how its prices are spread over its departures again."""

import numpy as np

from safepassage.planning.cycle import cycles
from safepassage.planning.merge import falling, is_coarse, merged, spread
from safepassage.planning.problem import Problem, state
from safepassage.planning.steps import clock
from safepassage.synthetic import synthesize

DEPARTURES = np.array([0, 10, 20, 30, 40, 50])


def slots_of(people: int) -> tuple[Problem, tuple[np.ndarray, ...]]:
    problem = state(synthesize(people, 1))
    return problem, clock(problem, cycles(problem), problem.horizon_s)


def test_the_departures_of_a_small_operation_stay_apart() -> None:
    problem, slots = slots_of(500)
    assert not is_coarse(merged(problem, 5, slots, problem.capacity))


def test_departures_of_two_days_are_never_merged() -> None:
    problem, slots = slots_of(100_000)
    (way,) = merged(problem, 40, slots, problem.capacity)
    assert way.is_coarse
    windows = problem.ways[0].windows
    for slot in range(len(way.last)):
        inside = way.departures[way.of == slot]
        assert any(opens <= inside[0] <= inside[-1] <= closes for opens, closes in windows)
        assert inside[-1] == way.last[slot]
        assert inside[0] <= way.middle[slot] <= inside[-1]


def test_a_slot_takes_as_many_convoys_as_its_departures() -> None:
    problem, slots = slots_of(100_000)
    (way,) = merged(problem, 40, slots, problem.capacity)
    assert way.convoys.sum() == len(way.departures)


def test_what_is_counted_up_to_a_moment_is_charged_then_and_a_little_later() -> None:
    prices = spread(np.array([[6.0, 3.0, 4.0]]), np.array([10, 30, 50]), DEPARTURES)
    assert prices.tolist() == [[0.0, 3.0, 3.0, 1.5, 1.5, 4.0]]


def test_the_sum_of_prices_from_a_moment_on_falls_evenly() -> None:
    prices = falling(np.array([6.0, 3.0, 0.0]), np.array([10, 30, 50]), DEPARTURES)
    from_now = np.cumsum(prices[::-1])[::-1]
    assert np.allclose(from_now, [10.5, 7.5, 4.5, 2.25, 0.75, 0.0])
    assert (prices >= 0).all()


def test_one_slot_has_one_price() -> None:
    assert falling(np.array([6.0]), np.array([50]), DEPARTURES).tolist() == [0.0] * 5 + [6.0]
