"""How far bound and plan lie from the best of all plans, on tiny random operations where all plans can be gone through.

    python -m benchmarks.bound_looseness --operations 10000 --seed 1

The operations are those of `tests.planning.tiny` called plain, with at most two households. Every plan is made without
the planner (`tests.planning.every_plan`) and judged by the rules; an operation counts if somebody can be carried.
"""

import argparse
import platform
import statistics
import sys
import time
from dataclasses import dataclass, field
from importlib.metadata import version

import hypothesis

import safepassage
from safepassage.domain.operation import Operation
from safepassage.planning import solve
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from tests.planning.every_plan import every_plan
from tests.planning.tiny import tiny_operations


@dataclass
class Tally:
    """What was found.

    Attributes:
        loose: (best of all - bound) / best of all; below 0 the bound would be wrong.
        behind: (plan - best of all) / best of all.
        proved: how often the plan is as good as the bound.
    """

    loose: list[float] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)
    proved: int = 0

    def count(self, operation: Operation) -> None:
        """Plan an operation, and go through all its plans."""
        legal = [plan for plan in every_plan(operation) if not check(operation, plan)]
        best = min(outcome(operation, plan).worth for plan in legal)
        if not any(plan.trips for plan in legal) or not best:
            return
        solution = solve(operation)
        self.loose.append((best - solution.bound.worth) / best)
        self.behind.append((solution.worth - best) / best)
        self.proved += solution.worth == solution.bound.worth


def main() -> int:
    """Go through so many operations; 1 if a bound is above the best of all plans."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--operations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    tally, began_s = Tally(), time.perf_counter()

    @hypothesis.seed(given.seed)
    @hypothesis.settings(
        max_examples=given.operations,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(tiny_operations(plain=True, most_households=2))
    def each(operation: Operation) -> None:
        tally.count(operation)

    each()
    found, above = len(tally.loose), sum(loose < 0 for loose in tally.loose)
    print(
        f"safepassage {safepassage.__version__}, hypothesis {hypothesis.__version__}, highspy {version('highspy')}, "
        f"Python {platform.python_version()}; seed {given.seed}, {given.operations} operations drawn, "
        f"{found} in which somebody can be carried, {time.perf_counter() - began_s:.0f} s"
    )
    print(f"bound above the best of all plans: {above}")
    print(f"bound below it: mean {statistics.mean(tally.loose):.2%}, median {statistics.median(tally.loose):.2%}")
    print(f"plan above it: mean {statistics.mean(tally.behind):.2%}, as good in {tally.behind.count(0.0) / found:.1%}")
    print(f"plan as good as the bound, which proves it: {tally.proved / found:.1%}")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
