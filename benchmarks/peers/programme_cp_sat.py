"""OR-Tools CP-SAT on a programme in whole numbers, in a process of its own: its library cannot be loaded beside HiGHS.

python -m benchmarks.peers.programme_cp_sat < asked > told
"""

from importlib.metadata import version

from ortools.sat.python import cp_model

from benchmarks.peers.whole_numbers import Asked, Told, answer


def solve(asked: Asked) -> Told:
    """The best answer within the seconds."""
    model = cp_model.CpModel()
    columns = [model.new_int_var(0, upper, "") for upper in asked.upper]
    for i, (lower, upper) in enumerate(zip(asked.lower_row, asked.upper_row, strict=True)):
        inside = slice(asked.starts[i], asked.starts[i + 1])
        total = cp_model.LinearExpr.weighted_sum(
            [columns[j] for j in asked.columns[inside]], asked.coefficients[inside]
        )
        least = cp_model.INT_MIN if lower is None else lower
        model.add_linear_constraint(total, least, cp_model.INT_MAX if upper is None else upper)
    model.minimize(cp_model.LinearExpr.weighted_sum(columns, asked.cost))
    for column, value in zip(columns, asked.hint, strict=True):
        model.add_hint(column, value)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = asked.seconds
    solver.parameters.num_workers = asked.workers
    solver.parameters.random_seed = asked.seed
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = [solver.value(column) for column in columns] if found else []
    return Told(values, status == cp_model.OPTIMAL, version("ortools"))


if __name__ == "__main__":
    answer(solve)
