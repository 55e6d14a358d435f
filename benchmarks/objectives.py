"""Plans operations for each objective, and tells how far each plan is from what is certified.

    python -m benchmarks.objectives examples/small-town examples/flood examples/bomb-disposal --people 500 2000
    python -m benchmarks.objectives --people 500 --seed 2 --objectives completion --effort 40

Each objective's own figure is the one to look at; the others tell what it costs. Seconds are of the processor.
"""

import argparse
import os
import platform
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import safepassage
from safepassage.domain.objective import Objective
from safepassage.domain.operation import Operation
from safepassage.exchange.operation_folder import read_operation
from safepassage.planning import Solution, solve
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from safepassage.synthetic import synthesize

HEADS = (
    "operation             objective    carried       person-h    gap   last h  bound h     gap  alike person-h    gap"
    "  least ratio   cpu s"
)


def operations(folders: list[Path], people: list[int], seed: int) -> Iterator[Operation]:
    """Those of the folders, and synthetic ones of so many people."""
    yield from (read_operation(folder).operation for folder in folders)
    yield from (synthesize(number, seed) for number in people)


def measured(operation: Operation, objective: Objective, seed: int, effort: int | None) -> tuple[Solution, float]:
    """The plan, and the seconds of the processor that it took."""
    began_s = time.process_time()
    solution = solve(operation, objective=objective, seed=seed, effort=effort)
    return solution, time.process_time() - began_s


def line(operation: Operation, objective: Objective, solution: Solution, cpu_s: float) -> str:
    """A row of figures; those that an objective does not tell are left empty."""
    achieved, aimed = outcome(operation, solution.plan), solution.aimed
    last_s, bound_s = achieved.completion_s or 0, solution.bound.completion_s or 0
    late = f"{100 * (last_s - bound_s) / bound_s:6.1f}%" if bound_s else " " * 7
    alike = " " * 22
    if objective is Objective.EARLIEST and aimed.value is not None:
        alike = f"{aimed.value / 3600:>14,.0f} {100 * aimed.gap:6.1f}%"
    ratio = "" if aimed.least_ratio is None else f"{aimed.least_ratio:.2f}"
    broken = len(check(operation, solution.plan))
    return (
        f"{operation.name[:21]:<21} {objective:<12} {achieved.carried:>6}/{achieved.people:<6} "
        f"{solution.worth / 3600:>9,.0f} {100 * solution.gap:5.1f}% {last_s / 3600:>7.1f} {bound_s / 3600:>8.1f} "
        f"{late} {alike} {ratio:>12} {cpu_s:>7.1f}{f'  {broken} violations' if broken else ''}"
    )


def main() -> None:
    """Run the operations and objectives of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    parser.add_argument("--people", type=int, nargs="+", default=[])
    parser.add_argument("--objectives", type=Objective, nargs="+", default=list(Objective))
    parser.add_argument("--effort", type=int, default=None)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(
        f"safepassage {safepassage.__version__}, HiGHS {version('highspy')}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores; seed {arguments.seed}, effort {arguments.effort or 'as usual'}"
    )
    print(HEADS)
    for operation in operations(arguments.folders, arguments.people, arguments.seed):
        for objective in arguments.objectives:
            solution, cpu_s = measured(operation, objective, arguments.seed, arguments.effort)
            print(line(operation, objective, solution, cpu_s), flush=True)


if __name__ == "__main__":
    main()
