"""OR-Tools CP-SAT on the linear model of `busload_problem`.

python -m benchmarks.peers.busload_cp_sat < asked.json > told.json
"""

import math
from importlib.metadata import version

from ortools.sat.python import cp_model

from benchmarks.peers.busload_problem import Asked, Told, answer, backs, drives, rows, tours_of


def solve(asked: Asked) -> Told:
    """The best tours within the seconds."""
    model = cp_model.CpModel()
    columns = {name: model.new_bool_var("") for name in drives(asked)}
    columns |= {name: model.new_int_var(0, asked.longest, "") for name in backs(asked)}
    columns["T",] = model.new_int_var(0, asked.longest, "")
    for least, terms, most in rows(asked):
        total = cp_model.LinearExpr.weighted_sum([columns[name] for _, name in terms], [c for c, _ in terms])
        bounds = -cp_model.INT32_MAX if least is None else least, cp_model.INT32_MAX if most is None else most
        model.add_linear_constraint(total, *bounds)
    model.minimize(columns["T",])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = asked.seconds
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = asked.seed
    status = solver.solve(model)
    bound = math.ceil(solver.best_objective_bound - 1e-6)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Told([], max(0, bound), version("ortools"))
    return Told(tours_of(asked, lambda name: bool(solver.value(columns[name]))), bound, version("ortools"))


if __name__ == "__main__":
    answer(solve)
