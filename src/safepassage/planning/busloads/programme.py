"""Linear programmes whose columns may have to be whole, solved by HiGHS until somebody says stop."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import highspy
import numpy as np
from numpy.typing import NDArray

from safepassage.planning.linear_programme import LinearProgramme

Floats = NDArray[np.float64]


class Verdict(Enum):
    """How a search for whole columns ended."""

    FOUND = "found"
    IMPOSSIBLE = "impossible"
    OPEN = "open"


@dataclass(frozen=True)
class Whole:
    """The answer of a search; `values` only where it is found."""

    verdict: Verdict
    values: Floats | None = None


@dataclass(frozen=True)
class Relaxed:
    """An optimum of the relaxation.

    Attributes:
        values: of columns.
        duals: of rows: by what the objective changes with their limits.
        reduced: of columns: by what the objective changes with theirs.
        counts: of rows: the values of their left-hand sides.
    """

    objective: float
    values: Floats
    duals: Floats
    reduced: Floats
    counts: Floats


class WholeProgramme(LinearProgramme):
    """A linear programme that can be asked for its relaxation under changing limits, and for whole columns."""

    def relax(self, *, vertex: bool, stop: Callable[[], bool] = lambda: False) -> Relaxed | None:
        """The optimum, at a vertex or in the middle of the optimal face; None where there is none or it is stopped."""
        solver = _solver(self._model(), stop)
        if not vertex:
            solver.setOptionValue("solver", "ipm")
            solver.setOptionValue("run_crossover", "off")
        return _relaxed(solver)

    def session(self, stop: Callable[[], bool] = lambda: False) -> "Session":
        """The programme held open, to be solved again and again within other limits."""
        return Session(_solver(self._model(), stop), self._columns)

    def whole(self, *, nodes: int, stop: Callable[[], bool] = lambda: False) -> Whole:
        """Any whole columns that keep the rows, within so many nodes of branch and bound."""
        model = self._model()
        model.integrality_ = [highspy.HighsVarType.kInteger] * self._columns
        solver = _solver(model, stop)
        solver.setOptionValue("mip_max_nodes", nodes)
        solver.setOptionValue("mip_max_improving_sols", 1)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return Whole(Verdict.IMPOSSIBLE)
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Whole(Verdict.OPEN)
        return Whole(Verdict.FOUND, np.asarray(solver.getSolution().col_value, dtype=float))


@dataclass(frozen=True)
class Session:
    """A programme held open. A counter below `columns` is that column, any other the row with so much taken off."""

    solver: highspy.Highs
    columns: int

    def limit(self, counter: int, low: float, high: float) -> None:
        """New limits of a column or row."""
        if counter < self.columns:
            self.solver.changeColBounds(counter, low, high)
        else:
            self.solver.changeRowBounds(counter - self.columns, low, high)

    def relax(self) -> Relaxed | None:
        """The optimum within the limits, at a vertex."""
        return _relaxed(self.solver)


def _solver(model: highspy.HighsLp, stop: Callable[[], bool]) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("random_seed", 1)
    solver.setOptionValue("threads", 1)

    def ask(event: highspy.highs.HighsCallbackEvent) -> None:
        if stop():
            event.interrupt()

    for moment in (solver.cbMipInterrupt, solver.cbSimplexInterrupt, solver.cbIpmInterrupt):
        moment.subscribe(ask)
    solver.passModel(model)
    return solver


def _relaxed(solver: highspy.Highs) -> Relaxed | None:
    solver.run()
    if solver.getModelStatus() not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnknown):
        return None
    solution = solver.getSolution()
    if not len(solution.row_dual):
        return None
    return Relaxed(
        solver.getInfo().objective_function_value,
        np.asarray(solution.col_value, dtype=float),
        np.asarray(solution.row_dual, dtype=float),
        np.asarray(solution.col_dual, dtype=float),
        np.asarray(solution.row_value, dtype=float),
    )
