"""Prices never prove too much, and cases close what prices leave open."""

from random import Random

import numpy as np
import pytest

from safepassage.planning.busloads.cases import settle
from safepassage.planning.busloads.certificate import Prices, bound_from
from safepassage.planning.busloads.programme import Verdict
from safepassage.planning.busloads.timed import network
from tests.planning.busloads.tiny import by_trying, drawn, faults

SEEDS = range(25)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_prices_whatever_prove_more_than_the_optimum(seed: int) -> None:
    problem, random = drawn(seed, features=seed % 2 == 1), Random(seed)
    best = by_trying(problem)
    for _ in range(10):
        prices = Prices(
            np.array([random.randint(-3, 20) for _ in problem.loads]),
            np.array([random.choice((0, 0, random.randint(0, 9))) for _ in problem.capacities]),
        )
        if best is not None:
            assert bound_from(problem, prices, problem.far) <= best


@pytest.mark.parametrize("seed", SEEDS)
def test_cases_agree_with_trying_everything(seed: int) -> None:
    problem = drawn(seed, features=seed % 2 == 1)
    best = by_trying(problem)
    for until in range(1, 40, 3):
        verdict, tours = settle(network(problem, until), cases=400)
        possible = best is not None and best <= until
        assert verdict is not (Verdict.IMPOSSIBLE if possible else Verdict.FOUND)
        if verdict is Verdict.FOUND:
            last = max(problem.arrivals(tour)[-1] for tour in tours)
            assert last <= until
            assert not faults(problem, tuple(tours), last)
