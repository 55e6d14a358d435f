"""`safepassage plan`: from an operation folder to a checked plan with a certified bound.

The planner and the report are imported where they are used: their libraries take longer to load than the other verbs
take to run.
"""

import errno
import json
import math
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from safepassage import rules
from safepassage.cli.interruption import Interruption, beside
from safepassage.cli.say import VIOLATIONS, say, say_mistakes, say_violations
from safepassage.cli.summary import Planned, as_object, print_summary
from safepassage.cli.words import duration, people
from safepassage.domain.objective import Objective
from safepassage.domain.operation import Operation
from safepassage.exchange.atomic import replacing_all
from safepassage.exchange.audience import Audience
from safepassage.exchange.operation_folder import Reading, home, read_operation
from safepassage.exchange.plan_files import write_loads, write_movements, write_plan
from safepassage.rules import Violation

if TYPE_CHECKING:
    from safepassage.planning.conflicts import Conflict
    from safepassage.planning.savings import Saving
    from safepassage.planning.solution import Solution

LONG_S = 10
"""If planning will take longer than this, the program says first how long."""


def percent(given: float) -> float:
    """A gap in per cent.

    Raises BadParameter, which ends the program with exit code 2.
    """
    if not 0 <= given < math.inf:
        raise typer.BadParameter(f"{given:g} is not a number of per cent, at least 0; write 5 for five per cent.")
    return given


def plan(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The operation folder, or its workbook.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to write the plan; FOLDER/plan if not given.")
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Time budget: the best plan found by then. Without it the same seed gives the same plan.",
        ),
    ] = None,
    objective: Annotated[
        Objective,
        typer.Option(
            help="What is to be small: weighted time in danger; the last arrival; or, where nobody knows when the "
            "corridor will close, the time in danger of all people alike, so that at every hour many are out."
        ),
    ] = Objective.PERSON_TIME,
    gap: Annotated[
        float,
        typer.Option(
            metavar="PERCENT",
            callback=percent,
            help="End the search when the plan is no more than so much above the bound of the objective, in per cent.",
        ),
    ] = 0.0,
    effort: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            help="At most so many rounds and programmes after the first plan; the same on any machine. If not given, "
            "as many as suit the size.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="Seed of the search.")] = 1,
    levers: Annotated[
        int, typer.Option(metavar="N", min=0, help="Plan again with each of the N most promising changes.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")] = False,
) -> None:
    """Plan an operation and report on the plan.

    Writes the plan, its movements and loads as tables, and a report. Ctrl-C keeps the best plan so far, a second one
    gives up.

    Exit code: 0 planned, 1 the plan breaks a rule, 2 the folder cannot be read or the files cannot be written.
    """
    from safepassage import planning
    from safepassage.cli.replanning import few_closures, how_many, reopenings, replan
    from safepassage.planning.conflicts import conflicts
    from safepassage.planning.reopening import with_roads_priced

    begun_s = monotonic()
    reading = read_operation(folder)
    say_mistakes(reading.warnings)
    operation, out = reading.operation, out or usual_out(folder)
    if effort is None:
        say_how_long(operation, seconds, objective)
    planner = partial(planning.solve, objective=objective, gap=gap / 100, effort=effort, seed=seed)
    make_folder(out)
    with Interruption() as interruption:
        solution = solve(planner, operation, None if seconds is None else begun_s + seconds, interruption)
        roads = reopenings(reading) if levers or few_closures(reading) else ()
        solution = with_roads_priced(operation, solution, roads)
        violations = rules.check(operation, solution.plan)
        wall_s = monotonic() - begun_s
        kept = conflicts(operation, solution.plan)
        write = partial(write_files, reading, solution, violations, kept, out)
        files = write()
        stopped, savings = interruption.asked, tuple["Saving", ...]()
        if levers and not stopped:
            savings = replan(planner, operation, solution, wall_s, levers, roads, seconds, interruption)
            if savings:
                write(savings)
    planned = Planned(operation, solution, violations, seed, wall_s, stopped, out, files, savings, kept)
    if as_json:
        typer.echo(json.dumps(as_object(planned), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_summary(planned)
    if planned.stopped:
        say("Stopped on request: this is the best plan found until then.")
    elif interruption.asked:
        say(f"Stopped on request: {how_many(len(savings), levers)}.")
    if violations:
        say_violations(violations)
        raise typer.Exit(VIOLATIONS)


def usual_out(folder: Path) -> Path:
    """``plan`` in the operation folder; beside an operation that is one workbook."""
    return home(folder) / "plan"


def make_folder(out: Path) -> None:
    """Make the folder of the files, and find out before the work rather than after it that they cannot be written."""
    out.mkdir(parents=True, exist_ok=True)
    if not os.access(out, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(out))


def say_how_long(operation: Operation, budget_s: float | None, objective: Objective = Objective.PERSON_TIME) -> None:
    """Say before a long wait how long it will be."""
    from safepassage import planning

    estimate_s = planning.estimate_s(operation, objective)
    if min(estimate_s, budget_s or estimate_s) <= LONG_S:
        return
    who = people(sum(household.people for household in operation.leaving))
    if budget_s is None or estimate_s <= budget_s:
        say(f"Planning {who} will take about {duration(estimate_s)}; Ctrl-C keeps the best plan so far.")
    else:
        say(f"Planning {who} would take about {duration(estimate_s)}; the search ends after {duration(budget_s)}.")


def solve(
    planner: Callable[..., "Solution"], operation: Operation, until_s: float | None, interruption: Interruption
) -> "Solution":
    """Plan with progress shown, until it is done, the user asks to stop, or the clock reaches `until_s`."""
    from safepassage.cli.live import watching

    def stop() -> bool:
        return interruption.asked or (until_s is not None and monotonic() >= until_s)

    with watching(interruption) as tell:
        return beside(lambda: planner(operation, stop=stop, tell=tell))


def write_files(
    reading: Reading,
    solution: "Solution",
    violations: tuple[Violation, ...],
    kept: tuple["Conflict", ...],
    out: Path,
    savings: tuple["Saving", ...] = (),
) -> tuple[str, ...]:
    """Write the files of the plan, all of them or none, so that no two plans are mixed; answers with their names.

    With savings only the report is written, anew: the plan is the same.
    """
    from safepassage.exchange.report import write_report
    from safepassage.exchange.report.road_map_of import road_map_of

    operation = reading.operation
    roads = None if reading.roads is None else road_map_of(operation, solution.plan, reading.roads)
    convoy = Audience.CONVOY
    with replacing_all(out) as parts:
        if not savings:
            write_plan(solution.plan, parts / "plan.json", convoy)
            write_movements(operation, solution.plan, parts / "movements.csv", convoy)
            write_loads(solution.plan, parts / "loads.csv", convoy)
        page = parts / "report.html"
        write_report(operation, solution, page, convoy, violations, savings=savings, conflicts=kept, roads=roads)
    return ("plan.json", "movements.csv", "loads.csv", "report.html")
