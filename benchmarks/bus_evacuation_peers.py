"""Bus evacuation problems beside CP-SAT, HiGHS, OR-Tools routing and PyVRP: sums of makespans by size.

    python -m benchmarks.bus_evacuation_peers [--sizes K ...] [--seeds FROM TO] [--seconds S]

Problems are drawn by the recipe (`benchmarks.busloads_text.recipe`). Everybody starts from nothing, with one thread
and the same seconds of wall time; who has no tours counts as the first tours that a loop of six lines finds
(`construct`). All tours are judged by one judge.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import msgspec

import safepassage
from benchmarks.busloads_text import recipe
from benchmarks.peers.busload_problem import Asked, Told
from safepassage.planning.busloads import Busloads, Tour, makespan, solve
from safepassage.planning.busloads.construct import first_tours
from safepassage.planning.busloads.transport import least_driving

ROOT = Path(__file__).resolve().parent.parent
PEERS = {
    "CP-SAT": "benchmarks.peers.busload_cp_sat",
    "HiGHS": "benchmarks.peers.busload_highs",
    "OR-Tools routing": "benchmarks.peers.busload_routing",
    "PyVRP": "benchmarks.peers.busload_pyvrp",
}


def ask(module: str, problem: Busloads, seconds: float, seed: int) -> tuple[int | None, int, str]:
    """A peer's makespan, bound and version."""
    driving = least_driving(problem)
    assert driving is not None
    asked = Asked(
        buses=[y for y, yard in enumerate(problem.yards) for _ in range(yard.buses)],
        start=[list(row) for row in problem.starts],
        loads=list(problem.loads),
        rooms=list(problem.capacities),
        out=[list(row) for row in problem.out],
        sinks=[[j for j, n in enumerate(row) for _ in range(n)] for row in driving.loaded.tolist()],
        seconds=seconds,
        seed=seed,
    )
    command = [sys.executable, "-m", module]
    done = subprocess.run(  # noqa: S603
        command, input=msgspec.json.encode(asked), capture_output=True, check=False, cwd=ROOT
    )
    if done.returncode:
        raise SystemExit(f"{module} failed:\n{done.stderr.decode(errors='replace')}")
    told = msgspec.json.decode(done.stdout, type=Told)
    tours = [Tour(y, tuple(trips)) for y, trips in zip(asked.buses, told.tours, strict=False) if trips]
    return makespan(problem, tours), told.bound, told.version


def ours(problem: Busloads, seconds: float, seed: int) -> tuple[int | None, int, str]:
    """The makespan, bound and version of this planner."""
    until_s = time.perf_counter() + seconds
    answer = solve(problem, seed=seed, rounds=10_000, stop=lambda: time.perf_counter() > until_s)
    assert makespan(problem, answer.tours) == answer.makespan
    return answer.makespan, answer.bound, safepassage.__version__


def main(arguments: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bus_evacuation_peers", description="Compare solvers.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[4, 6, 8, 10], metavar="K")
    parser.add_argument("--seeds", type=int, nargs=2, default=[1, 3], metavar=("FROM", "TO"))
    parser.add_argument("--seconds", type=float, default=10.0, help="for each (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    print(f"{chosen.seconds:g} s each on one thread, seeds {chosen.seeds[0]} to {chosen.seeds[1]}; ", end="")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{'K':>3}  {'solver':30}{'makespans':>10}{'bounds':>8}{'proved':>8}{'none':>6}{'wall s':>9}")
    for size in chosen.sizes:
        problems = [recipe(size, seed) for seed in range(chosen.seeds[0], chosen.seeds[1] + 1)]
        for solver in ("safepassage", *PEERS):
            print(_row(size, solver, problems, chosen.seconds), flush=True)
    return 0


def _row(size: int, solver: str, problems: list[Busloads], seconds: float) -> str:
    total, bounds, proved, none, its_version = 0, 0, 0, 0, ""
    began_s = time.perf_counter()
    for problem in problems:
        found, bound, its_version = (
            ours(problem, seconds, 1) if solver == "safepassage" else ask(PEERS[solver], problem, seconds, 1)
        )
        proved += found is not None and found == bound
        none += found is None
        bounds += bound
        total += found if found is not None else makespan(problem, first_tours(problem)) or 0
    wall_s = time.perf_counter() - began_s
    named = f"{solver} {its_version}"
    return f"{size:>3}  {named:30}{total:>10}{bounds:>8}{proved:>5}/{len(problems):<2}{none:>6}{wall_s:>9.1f}"


if __name__ == "__main__":
    sys.exit(main())
