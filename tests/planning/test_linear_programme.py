"""The linear programme gives known answers, and its bound holds whatever the duals are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from safepassage.planning.linear_programme import LinearProgramme

small = st.integers(-5, 5)


def bread_and_cake() -> LinearProgramme:
    """Most gain from 3 a loaf and 5 a cake: at most 4 loaves, 6 cakes by twos, and 3 a + 2 b <= 18; 36 at (2, 6)."""
    lp = LinearProgramme()
    made = lp.columns([-3.0, -5.0], [10.0, 10.0])
    rows = lp.rows(-np.inf, [4.0, 12.0, 18.0])
    lp.add(rows[:2], made, [1.0, 2.0])
    lp.add(rows[2], made, [3.0, 2.0])
    return lp


@pytest.mark.parametrize("simplex", [True, False])
def test_a_textbook_programme_has_its_textbook_answer(simplex: bool) -> None:
    optimum = bread_and_cake().minimise(simplex=simplex)
    assert optimum is not None
    assert optimum.objective == pytest.approx(-36, abs=1e-4)
    assert optimum.values == pytest.approx([2, 6], abs=1e-4)
    assert optimum.duals == pytest.approx([0, -1.5, -1], abs=1e-4)


def test_the_bound_of_good_duals_is_tight() -> None:
    lp = bread_and_cake()
    assert lp.safe_bound(np.array([0, -1.5, -1])) == pytest.approx(-36)


def test_what_contradicts_itself_has_no_answer() -> None:
    lp = LinearProgramme()
    lp.add(lp.rows([3.0], [4.0]), lp.columns([1.0], [2.0]), 1.0)
    assert lp.minimise(simplex=True) is None


def test_repeated_coefficients_add_up() -> None:
    lp = LinearProgramme()
    row, column = lp.rows([6.0], np.inf), lp.columns([1.0], [10.0])
    lp.add(row, column, 1.0)
    lp.add(row, column, 2.0)
    optimum = lp.minimise(simplex=True)
    assert optimum is not None
    assert optimum.objective == pytest.approx(2.0)


@st.composite
def programmes(draw: st.DrawFn) -> tuple[LinearProgramme, float | None, int]:
    """A small programme over a box, its optimum by another road into HiGHS, and how many rows it has."""
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cost = draw(st.lists(small, min_size=columns, max_size=columns))
    upper = draw(st.lists(st.integers(0, 6), min_size=columns, max_size=columns))
    matrix = np.array(draw(st.lists(st.lists(small, min_size=columns, max_size=columns), min_size=rows, max_size=rows)))
    low = np.array(draw(st.lists(st.integers(-9, 5) | st.just(-np.inf), min_size=rows, max_size=rows)))
    high = low + draw(st.integers(0, 9)) if draw(st.booleans()) else np.full(rows, 30.0)
    high = np.where(np.isinf(low), 7.0, np.maximum(high, low))
    lp = LinearProgramme()
    index = lp.columns(np.array(cost, dtype=float), np.array(upper, dtype=float))
    lp.add(lp.rows(low, high)[:, None], index[None], matrix)
    finite = np.isfinite(low)
    found = linprog(
        cost,
        A_ub=np.vstack([matrix, -matrix[finite]]),
        b_ub=np.concatenate([high, -low[finite]]),
        bounds=list(zip([0] * columns, upper, strict=True)),
    )
    return lp, found.fun if found.status == 0 else None, rows


@settings(deadline=None)
@given(programmes(), st.data())
def test_no_duals_whatever_promise_more_than_the_optimum(
    stated: tuple[LinearProgramme, float | None, int], data: st.DataObject
) -> None:
    lp, optimum, rows = stated
    duals = data.draw(st.lists(st.floats(-20, 20), min_size=rows, max_size=rows))
    if optimum is not None:
        assert lp.safe_bound(np.array(duals)) <= optimum + 1e-7


@settings(deadline=None)
@given(programmes())
def test_the_duals_of_the_optimum_bound_it_tightly(stated: tuple[LinearProgramme, float | None, int]) -> None:
    lp, optimum, _ = stated
    answer = lp.minimise(simplex=True)
    if optimum is None:
        assert answer is None
        return
    assert answer is not None
    assert answer.objective == pytest.approx(optimum, abs=1e-6)
    assert lp.safe_bound(answer.duals) == pytest.approx(optimum, abs=1e-6)
