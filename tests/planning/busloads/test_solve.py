"""Busloads: every answer is right, the bound is never above the optimum, and the optimum is found and proved."""

from itertools import count

import pytest

from safepassage.planning.busloads import Answer, Busloads, Yard, solve
from safepassage.planning.busloads.bound import raised
from tests.planning.busloads.tiny import WORKED, by_trying, drawn, faults


def test_the_worked_example_takes_23_and_no_less() -> None:
    answer = solve(WORKED)
    assert (answer.makespan, answer.bound, answer.proved, answer.gap) == (23, 23, True, 0.0)
    assert not faults(WORKED, answer.tours, 23)


@pytest.mark.parametrize("features", [False, True])
@pytest.mark.parametrize("seed", range(30))
def test_tiny_problems_end_where_trying_everything_ends(seed: int, features: bool) -> None:
    problem = drawn(seed, features=features)
    best, answer = by_trying(problem), solve(problem, rounds=3)
    if best is None:
        assert answer.makespan is None
        assert not answer.tours
        return
    assert not answer.impossible
    assert answer.makespan is not None
    assert answer.bound <= best == answer.makespan
    assert not faults(problem, answer.tours, answer.makespan)


def test_a_gap_between_relaxation_and_tours_is_closed_by_cases() -> None:
    """Nine loads for two buses: the relaxation, in which a bus may be split, proves 27; nothing ends before 30."""
    problem = Busloads((Yard(2, (4, 9)),), (4, 5), (7, 9), ((9, 1), (3, 10)))
    assert raised(problem, 1, 99, lambda: False) == 27
    answer = solve(problem, rounds=0)
    assert (answer.makespan, answer.bound) == (30, 30)
    assert not faults(problem, answer.tours, 30)


def test_the_same_seed_gives_the_same_tours() -> None:
    problem = drawn(3, features=True)
    assert solve(problem, seed=5, rounds=2) == solve(problem, seed=5, rounds=2)


def test_it_stops_when_it_is_told_and_has_tours_even_so() -> None:
    answer = solve(WORKED, stop=lambda: True)
    assert answer.makespan is not None
    assert not faults(WORKED, answer.tours, answer.makespan)
    assert answer.bound <= 23 <= answer.makespan


def test_it_goes_on_for_as_long_as_it_may_and_tells_what_it_finds() -> None:
    told: list[Answer] = []
    asked = count()
    answer = solve(WORKED, stop=lambda: next(asked) > 10_000, tell=told.append)
    assert told[-1] == answer
    assert [t.bound for t in told] == sorted(t.bound for t in told)
    makespans = [t.makespan for t in told if t.makespan is not None]
    assert makespans == sorted(makespans, reverse=True)


def test_a_bus_that_is_free_only_later_is_left_out_where_that_is_better() -> None:
    problem = Busloads((Yard(1, (1,)), Yard(1, (1,), available=50)), (2,), (2,), ((4,),))
    answer = solve(problem)
    assert answer.makespan == 1 + 4 + 4 + 4
    assert [tour.yard for tour in answer.tours] == [0]


def test_a_source_before_a_fire_is_left_in_time() -> None:
    fire = Busloads((Yard(1, (1, 9)),), (1, 1), (2,), ((5,), (5,)), leave_by=(None, 10))
    answer = solve(fire)
    assert [tour.trips for tour in answer.tours] == [((1, 0), (0, 0))]
    assert answer.proved


def test_what_no_bus_can_reach_is_told_to_be_impossible() -> None:
    nowhere = Busloads((Yard(1, (1, None)),), (1, 1), (2,), ((5,), (5,)), back=((5, None),))
    answer = solve(nowhere)
    assert answer.makespan is None
    assert answer.impossible
    assert answer.gap is None


def test_the_way_back_may_be_longer() -> None:
    problem = Busloads((Yard(1, (1,)),), (2,), (2,), ((4,),), back=((10,),))
    assert solve(problem).makespan == 1 + 4 + 10 + 4


def test_no_loads_need_no_time() -> None:
    assert solve(Busloads((Yard(1, (1,)),), (0,), (2,), ((4,),))) == Answer((), 0, 0)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: Busloads((Yard(1, (1,)),), (3,), (2,), ((4,),)), "3 loads do not fit"),
        (lambda: Busloads((Yard(0, (1,)),), (1,), (2,), ((4,),)), "no buses"),
        (lambda: Busloads((Yard(1, (1,)),), (1,), (2,), ((0,),)), "at least 1"),
        (lambda: Busloads((Yard(1, (1, 2)),), (1,), (2,), ((4,),)), "yards must have"),
        (lambda: Busloads((Yard(1, (-1,)),), (1,), (2,), ((4,),)), "must not be negative"),
        (lambda: Busloads((), (1,), (2,), ((4,),)), "a yard"),
        (lambda: Busloads((Yard(1, (1,)),), (1,), (2,), ((4,),), leave_by=(1, 2)), "leave_by has 2"),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(wrong: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        wrong()  # type: ignore[operator]
