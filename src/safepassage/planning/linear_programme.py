"""A linear programme built from blocks of columns and rows, solved by HiGHS."""

from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csc_array

from safepassage.planning.problem import Floats

Index = NDArray[np.int64]


IPM_ITERATIONS = 300
SIMPLEX_ITERATIONS = 200_000
"""A programme that is not solved by then is given up; usual ones take a tenth."""

FEW_COLUMNS = 2_000
"""A vertex of a programme with fewer columns is found by simplex: on some tiny ones crossover never ends."""


@dataclass(frozen=True)
class Optimum:
    """Values of the columns, and duals of the rows: by what one more on the right-hand side changes the objective."""

    objective: float
    values: Floats
    duals: Floats


WHOLE_GAP = 0.005
WHOLE_NODES = 5
"""Whole numbers are looked for until this near to their bound, or for so many nodes."""

USED = 1e-6
FEASIBLE = 2


@dataclass
class LinearProgramme:
    """Minimise cost over columns with bounds, under rows with bounds.

    `columns` and `rows` hand out index arrays in the shape that the caller thinks in; `add` places coefficients by
    broadcasting index arrays against each other.
    """

    _cost: list[Floats] = field(default_factory=list)
    _upper: list[Floats] = field(default_factory=list)
    _row_lower: list[Floats] = field(default_factory=list)
    _row_upper: list[Floats] = field(default_factory=list)
    _entries: list[tuple[Index, Index, Floats]] = field(default_factory=list)
    _columns: int = 0
    _rows: int = 0

    @property
    def size(self) -> int:
        """Columns."""
        return self._columns

    def columns(self, cost: ArrayLike, upper: ArrayLike = np.inf, shape: tuple[int, ...] = ()) -> Index:
        """New columns from 0 to `upper`; index array in the shape of `cost`, or `shape` where it is larger."""
        shape = np.broadcast_shapes(np.shape(cost), np.shape(upper), shape)
        self._cost.append(np.broadcast_to(np.asarray(cost, dtype=float), shape).ravel())
        self._upper.append(np.broadcast_to(np.asarray(upper, dtype=float), shape).ravel())
        index = np.arange(self._columns, self._columns + int(np.prod(shape))).reshape(shape)
        self._columns += index.size
        return index

    def rows(self, lower: ArrayLike, upper: ArrayLike, shape: tuple[int, ...] = ()) -> Index:
        """New rows between `lower` and `upper`."""
        shape = np.broadcast_shapes(np.shape(lower), np.shape(upper), shape)
        self._row_lower.append(np.broadcast_to(np.asarray(lower, dtype=float), shape).ravel())
        self._row_upper.append(np.broadcast_to(np.asarray(upper, dtype=float), shape).ravel())
        index = np.arange(self._rows, self._rows + int(np.prod(shape))).reshape(shape)
        self._rows += index.size
        return index

    def add(self, rows: Index, columns: Index, coefficients: ArrayLike) -> None:
        """Place coefficients; the three are broadcast against each other, zeros are left out, repeats add up."""
        r, c, v = np.broadcast_arrays(rows, columns, np.asarray(coefficients, dtype=float))
        keep = v.ravel() != 0
        self._entries.append((r.ravel()[keep], c.ravel()[keep], v.ravel()[keep]))

    def so_far(self, upper: ArrayLike) -> tuple[Index, Index]:
        """Columns for what has been by each of several moments, at most `upper`, and rows to put what is added there.

        What is added at a moment goes into its row with -1.
        """
        columns = self.columns(np.zeros(np.shape(upper)), upper)
        rows = self.rows(0.0, 0.0, columns.shape)
        self.add(rows, columns, 1.0)
        self.add(rows[1:], columns[:-1], -1.0)
        return columns, rows

    def minimise(self, *, tolerance: float = 1e-7, simplex: bool = False, crossover: bool = False) -> Optimum | None:
        """Solve by interior point, with or without crossover to a vertex, or small ones by simplex.

        None where no optimum is found.
        """
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("random_seed", 1)
        solver.setOptionValue("ipm_iteration_limit", IPM_ITERATIONS)
        solver.setOptionValue("simplex_iteration_limit", SIMPLEX_ITERATIONS)
        if not simplex and not (crossover and self._columns < FEW_COLUMNS):
            solver.setOptionValue("solver", "ipm")
            solver.setOptionValue("run_crossover", "on" if crossover else "off")
            solver.setOptionValue("ipm_optimality_tolerance", tolerance)
        solver.passModel(self._model())
        solver.run()
        if solver.getModelStatus() not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnknown):
            return None
        solution = solver.getSolution()
        if len(solution.row_dual) != self._rows:
            return None
        return Optimum(
            solver.getInfo().objective_function_value,
            np.asarray(solution.col_value, dtype=float),
            np.asarray(solution.row_dual, dtype=float),
        )

    def in_whole_numbers(self, optimum: Optimum, columns: Index) -> Optimum:
        """An answer in which these columns are whole, near an optimum; the optimum itself where none is found.

        Columns that are 0 in the optimum stay so: relaxation-enforced neighbourhood search (Berthold 2014, RENS - the
        optimal rounding). The search ends by its nodes, so that it does not depend on the machine.
        """
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("random_seed", 1)
        solver.setOptionValue("mip_rel_gap", WHOLE_GAP)
        solver.setOptionValue("mip_max_nodes", WHOLE_NODES)
        solver.passModel(self._model())
        used = optimum.values[columns] > USED
        upper = np.where(used, np.concatenate(self._upper)[columns], 0.0)
        which = columns.astype(np.int32)
        solver.changeColsBounds(len(which), which, np.zeros(len(which)), upper)
        kinds = np.array([highspy.HighsVarType.kInteger] * int(used.sum()))
        solver.changeColsIntegrality(int(used.sum()), which[used], kinds)
        solver.run()
        info, values = solver.getInfo(), np.asarray(solver.getSolution().col_value, dtype=float)
        if info.primal_solution_status != FEASIBLE or len(values) != self._columns:
            return optimum
        return Optimum(info.objective_function_value, values, optimum.duals)

    def safe_bound(self, duals: Floats) -> float:
        """A lower bound on the objective that holds for any `duals`, whatever the solver's tolerance.

        Weak duality over the box of the columns (Neumaier and Shcherbina 2004): each column counts at whichever of its
        bounds makes its reduced cost smallest, so columns with a negative reduced cost need a finite upper bound.
        """
        lower, upper = np.concatenate(self._row_lower), np.concatenate(self._row_upper)
        y = np.where((duals > 0) & np.isinf(lower), 0.0, np.where((duals < 0) & np.isinf(upper), 0.0, duals))
        rows = np.where(y > 0, y * np.where(y > 0, lower, 0.0), y * np.where(y < 0, upper, 0.0))
        reduced = np.concatenate(self._cost) - self._matrix().T @ y
        columns = np.where(reduced < 0, reduced, 0.0)
        columns = columns * np.where(columns < 0, np.concatenate(self._upper), 0.0)
        slack = 1e-12 * (np.abs(rows).sum() + np.abs(columns).sum())
        return float(rows.sum() + columns.sum() - slack)

    def _matrix(self) -> csc_array:
        rows, columns, values = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        return coo_array((values, (rows, columns)), shape=(self._rows, self._columns)).tocsc()

    def _model(self) -> highspy.HighsLp:
        matrix = self._matrix()
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._columns, self._rows
        lp.col_cost_ = np.concatenate(self._cost)
        lp.col_lower_ = np.zeros(self._columns)
        lp.col_upper_ = np.concatenate(self._upper)
        lp.row_lower_ = np.concatenate(self._row_lower)
        lp.row_upper_ = np.concatenate(self._row_upper)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = matrix.indptr
        lp.a_matrix_.index_ = matrix.indices
        lp.a_matrix_.value_ = matrix.data
        return lp
