"""Plans operations of the shapes that papers plan, and compares the small ones with an exact reference.

    python -m benchmarks.published_shapes [--shapes NAME ...] [--seeds FROM TO] [--small] [--seconds S]

Shapes are drawn from a seed (`benchmarks.published`); they are not the papers' data, and no figure is one of theirs.
With `--small` each operation is small, everybody travels alone, and HiGHS looks for the exact best for so many seconds
each (`benchmarks.published.reference`): the most people that can be carried, and the least time in danger. The shape
`busloads` is planned twice for the last arrival: by the solver of bus evacuation problems, and in general, with a class
of no vehicles beside it that keeps that solver away. Minutes and person-hours; seconds are of the processor.
"""

import argparse
import os
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.metadata import version

import safepassage
from benchmarks.published import city, city_of_busloads, island, wildfire
from benchmarks.published.drawing import ALONE
from benchmarks.published.reference import Best, least_person_s, most_carried
from safepassage.domain.fleet import Layout, VehicleClass
from safepassage.domain.objective import Objective
from safepassage.domain.operation import Operation
from safepassage.planning import Solution, solve
from safepassage.planning.busloads import from_operation, to_operation
from safepassage.rules import check
from safepassage.rules.outcome import outcome

Draw = Callable[[int], Operation]

BUSLOADS = "busloads"
USUAL: Mapping[str, Draw] = {
    "city": city,
    "one-way": lambda seed: city(seed, one_way=True),
    "island": island,
    "wildfire": lambda seed: wildfire(seed, fleet=3.0),
    "scarce": lambda seed: wildfire(seed, fleet=1.5),
    BUSLOADS: lambda seed: to_operation(city_of_busloads(seed)),
}
SMALL: Mapping[str, Draw] = {
    "city": lambda seed: _small_city(seed, one_way=False),
    "one-way": lambda seed: _small_city(seed, one_way=True),
    "island": lambda seed: island(
        seed, people=150, docks=3, landings=2, harbours=2, boats=("barge", "water-taxi"), sizes=ALONE, horizon_h=6
    ),
    "wildfire": lambda seed: _small_district(seed, fleet=3.0),
    "scarce": lambda seed: _small_district(seed, fleet=1.5),
    BUSLOADS: lambda seed: to_operation(city_of_busloads(seed, loads=16, points=6, yards=2, shelters=3)),
}


def _small_city(seed: int, *, one_way: bool) -> Operation:
    return city(
        seed, people=120, points=6, yards=2, shelters=3, one_way=one_way, sizes=ALONE, horizon_h=4 if one_way else 3
    )


def _small_district(seed: int, *, fleet: float) -> Operation:
    return wildfire(seed, people=200, hamlets=6, shelters=2, depots=1, fleet=fleet, sizes=ALONE, horizon_h=4)


def in_general(operation: Operation) -> Operation:
    """The same operation with a class of no vehicles, by which it is no bus evacuation problem to the planner."""
    found = replace(operation, fleet=(*operation.fleet, VehicleClass("none", (Layout(1),))))
    assert from_operation(found) is None
    return found


def planned(operation: Operation, objective: Objective, seed: int) -> tuple[Solution, str]:
    """The plan, and its line of figures."""
    began_s = time.process_time()
    solution = solve(operation, objective=objective, seed=seed)
    cpu_s = time.process_time() - began_s
    achieved, violations = outcome(operation, solution.plan), check(operation, solution.plan)
    last_s, bound_s = achieved.completion_s or 0, solution.bound.completion_s or 0
    return solution, (
        f"{achieved.people:>7} {len(operation.vehicles):>8} {achieved.carried:>8} {len(violations):>10} "
        f"{solution.worth / 3600:>9,.1f} {solution.bound.worth / 3600:>9,.1f} {100 * solution.gap:>6.1f}% "
        f"{last_s / 60:>7.1f} {bound_s / 60:>9.1f} {cpu_s:>7.1f}"
    )


def exact(operation: Operation, seconds: float) -> str:
    """What the reference finds: most carried, least person-hours; and what it proves where that is less."""
    most, least = most_carried(operation, operation.horizon_s, seconds), least_person_s(operation, seconds)
    return f"{_both(most, 1, 0):>11} {_both(least, 3600, 1):>16}"


def _both(best: Best, unit: float, digits: int) -> str:
    """Value, and bound behind it unless they agree."""
    value, bound = (
        "-" if number is None else f"{number / unit + 0.0:,.{digits}f}" for number in (best.value, best.bound)
    )
    return value if value == bound else f"{value} ({bound})"


def main() -> None:
    """Run the shapes and seeds of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", nargs="+", choices=[*USUAL], default=[*USUAL])
    parser.add_argument("--seeds", type=int, nargs=2, default=[1, 3], metavar=("FROM", "TO"))
    parser.add_argument("--small", action="store_true", help="small operations beside an exact reference")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each exact search (default: %(default)s)")
    arguments = parser.parse_args()
    print(
        f"safepassage {safepassage.__version__}, HiGHS {version('highspy')}, SciPy {version('scipy')}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores"
    )
    print(
        "shape      seed  people vehicles  carried violations  person-h     bound     gap  last m   bound m   cpu s"
        + ("  most exact  least person-h" if arguments.small else "")
    )
    for shape in arguments.shapes:
        for seed in range(arguments.seeds[0], arguments.seeds[1] + 1):
            operation = (SMALL if arguments.small else USUAL)[shape](seed)
            if shape == BUSLOADS:
                for name, each in (("busloads", operation), ("general", in_general(operation))):
                    print(f"{name:<10} {seed:>4} {planned(each, Objective.COMPLETION, seed)[1]}", flush=True)
                continue
            line = f"{shape:<10} {seed:>4} {planned(operation, Objective.PERSON_TIME, seed)[1]}"
            print(line + (f" {exact(operation, arguments.seconds)}" if arguments.small else ""), flush=True)


if __name__ == "__main__":
    main()
