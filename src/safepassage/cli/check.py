"""`safepassage check`: judge an operation folder, and a plan for it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from safepassage import rules
from safepassage.cli.kept import conflict_object, conflict_words, news
from safepassage.cli.say import UNREADABLE, VIOLATIONS, say, say_mistakes, say_violations
from safepassage.cli.words import counted, people, shown
from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan
from safepassage.exchange.mistakes import Mistake, Mistakes, Severity
from safepassage.exchange.operation_folder import Reading, read_operation
from safepassage.exchange.plan_files import read_plan
from safepassage.rules import RULES, Violation
from safepassage.rules.outcome import outcome

if TYPE_CHECKING:
    from safepassage.planning.conflicts import Conflict


def check(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The operation folder, or its workbook.")],
    plan: Annotated[Path | None, typer.Argument(metavar="PLAN", help="A plan.json for it, whoever made it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")] = False,
) -> None:
    """Judge an operation folder, and a plan for it.

    Names every mistake of the folder, and every rule that the plan breaks, whoever made it.

    Exit code: 0 clean, 1 the plan breaks a rule, 2 the folder or the plan cannot be read.
    """
    from safepassage.planning.conflicts import hopeless

    try:
        reading = read_operation(folder)
        judged = None if plan is None else read_plan(plan)
    except Mistakes as mistakes:
        if as_json:
            print_object({"readable": False, "mistakes": mistakes.errors, "warnings": mistakes.warnings})
        say_mistakes(mistakes.all)
        raise typer.Exit(UNREADABLE) from None
    if plan is not None and judged is not None and judged.operation != reading.operation.name:
        reading = replace(reading, warnings=(*reading.warnings, another_operation(plan, judged, reading.operation)))
    never = hopeless(reading.operation)
    violations = () if judged is None else rules.check(reading.operation, judged)
    if as_json:
        print_object(as_object(reading, judged, violations, never))
    else:
        say_mistakes(reading.warnings)
        for conflict in news(never):
            say(f"warning: nobody can carry {conflict_words(reading.operation, conflict)}")
        print_summary(reading.operation, judged, violations)
        say_violations(violations)
    raise typer.Exit(VIOLATIONS if violations else 0)


def another_operation(path: Path, plan: Plan, operation: Operation) -> Mistake:
    """The name in a plan is not a rule, but a plan that was made for another operation may fit this one by chance."""
    wrong = f"is a plan for '{plan.operation}'"
    do = "look whether it is the right plan"
    return Mistake(path.name, None, "$.operation", wrong, f"one for '{operation.name}'", do, Severity.WARNING)


def as_object(
    reading: Reading, plan: Plan | None, violations: tuple[Violation, ...], never: tuple["Conflict", ...]
) -> dict[str, Any]:
    """What was found, for a program; without a plan there are no figures of one."""
    found: dict[str, Any] = {
        "readable": True,
        "mistakes": [],
        "warnings": reading.warnings,
        "operation": reading.operation.name,
        "people": sum(household.people for household in reading.operation.leaving),
        "households": len(reading.operation.leaving),
        "conflicts": [conflict_object(reading.operation, conflict) for conflict in never],
    }
    if plan is None:
        return found
    achieved = outcome(reading.operation, plan)
    return found | {
        "violations": violations,
        "carried": achieved.carried,
        "not_carried": achieved.not_carried,
        "objective": achieved.worth,
        "completion_s": achieved.completion_s,
    }


def print_object(found: dict[str, Any]) -> None:
    """One JSON object on stdout."""
    typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())


def print_summary(operation: Operation, plan: Plan | None, violations: tuple[Violation, ...]) -> None:
    """What was read and how it was judged, a sentence each."""
    leaving = people(sum(household.people for household in operation.leaving))
    has = (
        counted(len(operation.assembly_points), "assembly point"),
        counted(len(operation.vehicles), "vehicle"),
        counted(len(operation.corridor.gates), "gate"),
        counted(len(operation.reception_sites), "reception site"),
    )
    households = counted(len(operation.leaving), "household")
    typer.echo(f"{shown(operation.name)}: {leaving} in {households} wish to leave; {', '.join(has)}.")
    if plan is None:
        return
    achieved = outcome(operation, plan)
    typer.echo(
        f"The plan carries {achieved.carried:,} of them in {counted(len(plan.trips), 'trip')}; "
        f"{len(RULES)} rules checked, {counted(len(violations), 'violation')}."
    )
