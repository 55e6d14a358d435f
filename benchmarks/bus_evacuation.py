"""Solves bus evacuation problems from files, and makes files by the random recipe.

    python -m benchmarks.bus_evacuation FILE... [--seconds N] [--seed N]
    python -m benchmarks.bus_evacuation --generate K SEED [--out FILE]

The format is that of `benchmarks.busloads_text`. Every answer is checked twice before it is printed: as tours, and as a
plan of the same operation by `rules.check`. Seconds are of processor time.
"""

import argparse
import sys
import time
from pathlib import Path

from benchmarks.busloads_text import Malformed, read_busloads, recipe, write_busloads
from safepassage.planning.busloads import Answer, Busloads, makespan, solve, to_operation, to_plan
from safepassage.rules import check
from safepassage.rules.outcome import outcome

UNIT_S = 60
MOST_SIZE = 500


def solved(problem: Busloads, seconds: float, seed: int) -> tuple[Answer, float]:
    """The answer after at most about so many seconds of processor time, and how many it took."""
    began_s = time.process_time()
    answer = solve(problem, seed=seed, rounds=10_000, stop=lambda: time.process_time() - began_s > seconds)
    return answer, time.process_time() - began_s


def judge(problem: Busloads, answer: Answer) -> None:
    """Stops the benchmark if tours, plan and makespan do not agree."""
    if answer.makespan is None:
        return
    assert makespan(problem, answer.tours) == answer.makespan
    operation = to_operation(problem, unit_s=UNIT_S)
    plan = to_plan(operation, answer.tours)
    assert not check(operation, plan)
    assert (outcome(operation, plan).completion_s or 0) == answer.makespan * UNIT_S
    assert outcome(operation, plan).not_carried == 0


def heading(width: int) -> str:
    """The first line of the table."""
    return f"{'file':{width}}{'makespan':>10}{'bound':>8}{'proved':>8}{'CPU s':>9}"


def line(name: str, answer: Answer, seconds: float, width: int) -> str:
    """The line of one file."""
    found = "-" if answer.makespan is None else str(answer.makespan)
    proved = "yes" if answer.proved else "no"
    return f"{name:{width}}{found:>10}{answer.bound:>8}{proved:>8}{seconds:>9.2f}"


def read(path: Path) -> Busloads:
    """The problem of a file. Raises SystemExit with one message."""
    try:
        return read_busloads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SystemExit(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SystemExit(f"{path}: cannot be read: expected text in UTF-8") from None
    except Malformed as malformed:
        raise SystemExit(f"{path}, {malformed}") from None


def main(arguments: list[str] | None = None) -> int:
    """Print the table or the problem; 2 where something cannot be read or written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bus_evacuation", description="Solve busloads.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--generate", nargs=2, type=int, metavar=("K", "SEED"), help="make a problem by the recipe")
    parser.add_argument("--out", type=Path, help="where to write it (default: print it)")
    parser.add_argument("--seconds", type=float, default=60.0, help="of processor time a file (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the search (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    if not chosen.files and chosen.generate is None:
        parser.error("name files to solve, or --generate K SEED")
    if chosen.generate is not None and not 1 <= chosen.generate[0] <= MOST_SIZE:
        parser.error(f"--generate {chosen.generate[0]}: choose K from 1 to {MOST_SIZE}")
    if chosen.seed < 0 or not chosen.seconds > 0:
        parser.error("--seed must be 0 or more and --seconds more than 0")
    try:
        if chosen.generate is not None:
            _generate(chosen.generate, chosen.out)
        problems = [(str(path), read(path)) for path in chosen.files]
    except SystemExit as stopped:
        print(stopped, file=sys.stderr)
        return 2
    width = max((len(name) for name, _ in problems), default=0) + 1
    if problems:
        print(heading(width))
    for name, problem in problems:
        answer, seconds = solved(problem, chosen.seconds, chosen.seed)
        judge(problem, answer)
        print(line(name, answer, seconds, width), flush=True)
    return 0


def _generate(asked: tuple[int, int], out: Path | None) -> None:
    text = write_busloads(recipe(*asked))
    if out is None:
        print(text, end="")
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SystemExit(f"{out}: cannot be written: {error.strerror}") from None


if __name__ == "__main__":
    sys.exit(main())
