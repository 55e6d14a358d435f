"""How planning grows with the number of people: time, memory, the first plan, and the gap.

    python -m benchmarks.plan_scale --people 35000 100000 350000 --seed 11 --effort 1
    python -m benchmarks.plan_scale --people 35000 1000000 --plot docs/reference/plan-scale.svg

Each size runs in a process of its own, so that peak memory is its own. Seconds are of the planning only, not of drawing
the operation. The exponents are slopes of straight lines through the logarithms: 1 is in proportion.
"""

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

import safepassage
from safepassage.exchange.report.svg import line, sub
from safepassage.planning import solve
from safepassage.planning.solution import Progress
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from safepassage.synthetic import synthesize

MIB = 1024
WIDTH, HEIGHT, MARGIN = 640, 360, 56


@dataclass(frozen=True)
class Measured:
    """One planning.

    Attributes:
        first_s: processor seconds until there was a first plan; first_wall_s: on the wall.
        checked_s: processor seconds of judging the plan afterwards.
        people_left: who is not carried.
    """

    people: int
    wall_s: float
    cpu_s: float
    peak_mib: int
    first_s: float
    first_wall_s: float
    checked_s: float
    gap: float
    violations: int
    people_left: int


def measure(people: int, seed: int, effort: int | None) -> Measured:
    """Plan one operation in this process."""
    operation = synthesize(people, seed)
    began, wall = time.process_time(), time.perf_counter()
    first: list[tuple[float, float]] = []

    def tell(progress: Progress) -> None:
        if progress.doing == "bounding" and not first:
            first.append((time.process_time() - began, time.perf_counter() - wall))

    solution = solve(operation, effort=effort, seed=seed, tell=tell)
    cpu_s, wall_s = time.process_time() - began, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MIB
    began = time.process_time()
    violations = len(check(operation, solution.plan))
    return Measured(
        people=people,
        wall_s=wall_s,
        cpu_s=cpu_s,
        peak_mib=peak,
        first_s=first[0][0],
        first_wall_s=first[0][1],
        checked_s=time.process_time() - began,
        gap=solution.gap,
        violations=violations,
        people_left=people - outcome(operation, solution.plan).carried,
    )


def measured_apart(people: int, seed: int, effort: int | None) -> Measured:
    """Plan one operation in a new process."""
    command = [sys.executable, "-m", "benchmarks.plan_scale", "--one", str(people), "--seed", str(seed)]
    command += [] if effort is None else ["--effort", str(effort)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    return Measured(**json.loads(done.stdout))


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Of the power of the size that fits the values best."""
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def plot(found: Sequence[Measured]) -> ET.Element:
    """Processor seconds over people, both on logarithmic axes, and the line of proportion from the first point."""
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img"})
    sub(root, "title", "Processor seconds of planning by number of people")
    low_x, high_x = (math.log10(each.people) for each in (found[0], found[-1]))
    decades = range(
        math.floor(math.log10(min(e.cpu_s for e in found))), math.ceil(math.log10(max(e.cpu_s for e in found))) + 1
    )

    def at(people: float, seconds: float) -> tuple[float, float]:
        across = (math.log10(people) - low_x) / max(high_x - low_x, 1e-9)
        up = (math.log10(seconds) - decades[0]) / max(decades[-1] - decades[0], 1)
        return MARGIN + across * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)

    style = {"font_family": "sans-serif", "font_size": 12, "fill": "#444"}
    for decade in decades:
        _, y = at(found[0].people, 10.0**decade)
        sub(root, "path", d=f"M{MARGIN} {y:.1f}H{WIDTH - MARGIN}", stroke="#ddd", fill="none")
        sub(root, "text", f"{10.0**decade:g} s", x=8, y=round(y + 4, 1), **style)
    straight = [at(each.people, found[0].cpu_s * each.people / found[0].people) for each in (found[0], found[-1])]
    sub(root, "path", d=line(straight), stroke="#999", stroke_dasharray="4 4", fill="none")
    points = [at(each.people, each.cpu_s) for each in found]
    sub(root, "path", d=line(points), stroke="#1f5f8b", stroke_width=2, fill="none")
    for each, (x, y) in zip(found, points, strict=True):
        sub(root, "circle", cx=round(x, 1), cy=round(y, 1), r=4, fill="#1f5f8b")
        sub(root, "text", f"{each.people:,}", x=round(x, 1), y=HEIGHT - MARGIN + 20, text_anchor="middle", **style)
    sub(root, "text", "people; dashed: in proportion", x=WIDTH / 2, y=HEIGHT - 12, text_anchor="middle", **style)
    return root


def main() -> None:
    """Measure the sizes of the command line, and say how they grow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[35_000, 70_000, 140_000])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--effort", type=int, default=None)
    parser.add_argument("--plot", type=Path, help="an SVG to write")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one is not None:
        print(json.dumps(asdict(measure(arguments.one, arguments.seed, arguments.effort))))
        return
    print(
        f"safepassage {safepassage.__version__}, HiGHS {version('highspy')}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores; seed {arguments.seed}, effort {arguments.effort}"
    )
    print("  people    wall s     cpu s  peak MiB  first cpu s  first wall s  check s       gap  violations  left")
    found: list[Measured] = []
    for people in sorted(arguments.people):
        each = measured_apart(people, arguments.seed, arguments.effort)
        found.append(each)
        print(
            f"{people:>8} {each.wall_s:>9.1f} {each.cpu_s:>9.1f} {each.peak_mib:>9} {each.first_s:>12.1f} "
            f"{each.first_wall_s:>13.1f} {each.checked_s:>8.1f} {100 * each.gap:>7.1f} % {each.violations:>11} "
            f"{each.people_left:>5}",
            flush=True,
        )
    if len(found) > 1:
        sizes = [each.people for each in found]
        print(
            f"exponents: cpu {exponent(sizes, [each.cpu_s for each in found]):.2f}, "
            f"wall {exponent(sizes, [each.wall_s for each in found]):.2f}, "
            f"memory {exponent(sizes, [each.peak_mib for each in found]):.2f}"
        )
        if arguments.plot is not None:
            arguments.plot.write_text(ET.tostring(plot(found), encoding="unicode") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
