"""HiGHS on the linear model of `busload_problem`.

python -m benchmarks.peers.busload_highs < asked.json > told.json
"""

import math

import highspy

from benchmarks.peers.busload_problem import Asked, Told, answer, backs, drives, rows, tours_of


def solve(asked: Asked) -> Told:
    """The best tours within the seconds."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", asked.seed)
    solver.setOptionValue("time_limit", asked.seconds)
    names = [*drives(asked), *backs(asked), ("T",)]
    index = {name: column for column, name in enumerate(names)}
    whole = len(drives(asked))
    for column in range(len(names)):
        solver.addVar(0.0, 1.0 if column < whole else float(asked.longest))
        if column < whole:
            solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    solver.changeColCost(index["T",], 1.0)
    for least, terms, most in rows(asked):
        low, high = -highspy.kHighsInf if least is None else least, highspy.kHighsInf if most is None else most
        taken = solver.addRow(low, high, len(terms), [index[name] for _, name in terms], [float(c) for c, _ in terms])
        assert taken == highspy.HighsStatus.kOk
    solver.run()
    info, version = solver.getInfo(), solver.version()
    bound = math.ceil(info.mip_dual_bound - 1e-6) if math.isfinite(info.mip_dual_bound) else 0
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Told([], max(0, bound), version)
    values = solver.getSolution().col_value
    return Told(tours_of(asked, lambda name: values[index[name]] > 0.5), bound, version)


if __name__ == "__main__":
    answer(solve)
