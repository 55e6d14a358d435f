"""Plans synthetic operations of given sizes and seeds, and judges every plan.

    python -m benchmarks.plan_sizes --people 500 5000 --seeds 1 10
    python -m benchmarks.plan_sizes --people 35000 100000 --seeds 11 20 --effort 1

`--first` stops after the first plan, which has no bound beside it; `--effort` is that of `safepassage plan`. Wall times
are of this machine at this hour; compare them within one run only.
"""

import argparse
import collections
import os
import platform
import resource
import time

import safepassage
from safepassage.planning import solve
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from safepassage.synthetic import synthesize


def measure(people: int, seed: int, first: bool, effort: int | None) -> str:
    """Plan one operation; a line of figures."""
    operation = synthesize(people, seed)
    began_s = time.perf_counter()
    solution = solve(operation, seed=seed, effort=effort, stop=lambda: first)
    wall_s = time.perf_counter() - began_s
    achieved, violations = outcome(operation, solution.plan), check(operation, solution.plan)
    reasons = collections.Counter(entry.reason.value for entry in solution.plan.not_carried)
    gap = "" if first else f"{100 * solution.gap:.1f} %"
    return (
        f"{people:>8} {seed:>5} {achieved.carried:>8} {len(violations):>10} {gap:>9} {wall_s:>7.1f} "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:>8}  {dict(reasons)}"
    )


def main() -> None:
    """Run the sizes and seeds of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[500, 5000])
    parser.add_argument("--seeds", type=int, nargs=2, default=[1, 10], metavar=("FROM", "TO"))
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--effort", type=int)
    arguments = parser.parse_args()
    print(f"safepassage {safepassage.__version__}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print("  people  seed  carried violations       gap  wall s peak MiB  not carried, households by reason")
    for people in arguments.people:
        for seed in range(arguments.seeds[0], arguments.seeds[1] + 1):
            print(measure(people, seed, arguments.first, arguments.effort), flush=True)


if __name__ == "__main__":
    main()
