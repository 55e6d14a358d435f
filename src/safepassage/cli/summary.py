"""What a plan achieves: as one object for programs, and as a sentence and a table for people."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from safepassage import __version__
from safepassage.cli.kept import conflict_object, paragraphs
from safepassage.cli.replanning import lever_words, saving_object, saving_words
from safepassage.cli.words import counted, duration, moment, people, person_hours, share, shown
from safepassage.domain.objective import Objective
from safepassage.domain.operation import Operation
from safepassage.domain.people import TIERS
from safepassage.domain.plan import REASON_WORDS, Reason
from safepassage.rules import RULES, Violation
from safepassage.rules.outcome import Outcome, outcome

if TYPE_CHECKING:
    from safepassage.planning.conflicts import Conflict
    from safepassage.planning.savings import Saving
    from safepassage.planning.solution import Solution


MOST_ROADS, HALF_AN_HOUR_S = 10, 1800
MOST_HOURS = 24


@dataclass(frozen=True, slots=True)
class Planned:
    """An operation with its plan, judged and written.

    Attributes:
        wall_s: seconds from the start of the command until the plan was judged.
        stopped: the user asked for the best plan so far.
        out: the folder of the files.
        files: their names.
        savings: of the changes that were planned for, the largest first.
        conflicts: of those who are not carried, the most people first.
    """

    operation: Operation
    solution: "Solution"
    violations: tuple[Violation, ...]
    seed: int
    wall_s: float
    stopped: bool
    out: Path
    files: tuple[str, ...]
    savings: tuple["Saving", ...] = ()
    conflicts: tuple["Conflict", ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What the plan achieves."""
        return outcome(self.operation, self.solution.plan)

    @property
    def not_carried(self) -> Mapping[Reason, tuple[int, int]]:
        """(households, people) that are not carried, by reason, in the order of the reasons."""
        households: Counter[Reason] = Counter()
        persons: Counter[Reason] = Counter()
        for left in self.solution.plan.not_carried:
            households[left.reason] += 1
            persons[left.reason] += self.operation.household[left.household].people
        return {reason: (households[reason], persons[reason]) for reason in Reason if households[reason]}


def as_object(planned: Planned) -> dict[str, Any]:
    """The figures for a program. Times are seconds from the operation's start; an infinite gap is null."""
    achieved, bound, gap = planned.outcome, planned.solution.bound, planned.solution.gap
    aimed = planned.solution.aimed
    return {
        "operation": planned.operation.name,
        "version": __version__,
        "seed": planned.seed,
        "stopped": planned.stopped,
        "wall_s": round(planned.wall_s, 2),
        "people": achieved.people,
        "households": len(planned.operation.leaving),
        "stays": achieved.stays,
        "carried": achieved.carried,
        "not_carried": achieved.not_carried,
        "not_carried_by_reason": {
            reason.value: {"households": households, "people": persons}
            for reason, (households, persons) in planned.not_carried.items()
        },
        "violations": len(planned.violations),
        "objective": planned.solution.worth,
        "bound": bound.worth,
        "gap": gap if math.isfinite(gap) else None,
        "completion_s": achieved.completion_s,
        "completion_bound_s": bound.completion_s,
        "objective_name": aimed.objective.value,
        "objective_value": aimed.value,
        "objective_bound": aimed.bound,
        "objective_gap": aimed.gap if math.isfinite(aimed.gap) else None,
        "people_out_by_hour": [
            {"hour_s": hour.hour_s, "people": hour.people, "bound": hour.bound, "ratio": hour.ratio}
            for hour in aimed.by_hour
        ],
        "least_ratio": aimed.least_ratio,
        "mean_arrival_s": {str(tier): achieved.mean_arrival_s[tier] for tier in TIERS},
        "last_arrival_s": {str(tier): achieved.last_arrival_s[tier] for tier in TIERS},
        "conflicts": [conflict_object(planned.operation, conflict) for conflict in planned.conflicts],
        "prices": [
            {"resource": price.resource.value, "subject": price.subject, "saves_s": price.saves}
            for price in bound.prices
        ],
        "levers": [saving_object(planned.operation, saving) for saving in planned.savings],
        "out": str(planned.out),
        "files": list(planned.files),
    }


def print_summary(planned: Planned) -> None:
    """The answer in a sentence, the figures, who is not carried and why, and where the files are."""
    typer.echo(f"{sentence(planned)}\n\n{columns(figures(planned))}")
    if planned.solution.aimed.by_hour:
        typer.echo(f"\nPeople out by the hour, and the most that any plan can have out:\n\n{columns(hours(planned))}")
    if planned.not_carried:
        left = [
            (f"{people(persons)} in {counted(households, 'household')}", REASON_WORDS[reason])
            for reason, (households, persons) in planned.not_carried.items()
        ]
        typer.echo(f"\nNot carried, by what binds:\n\n{columns(left)}")
    if planned.conflicts:
        kept = paragraphs(planned.operation, planned.conflicts, planned.outcome.not_carried)
        typer.echo(f"\nWhat keeps them, and what would help:\n\n{kept}")
    if opened := to_open(planned.solution):
        typer.echo(f"\nRoads to open first, by what this plan's drives would gain:\n\n{columns(opened)}")
    if planned.savings:
        worth = planned.solution.worth
        helps = [(lever_words(planned.operation, each.lever), saving_words(each, worth)) for each in planned.savings]
        typer.echo(f"\nWhat would help most, each change planned for by itself:\n\n{columns(helps)}")
    typer.echo(f"\nWritten to {planned.out}: {', '.join(planned.files)}")


def sentence(planned: Planned) -> str:
    """The answer in one sentence."""
    achieved, name = planned.outcome, shown(planned.operation.name)
    if achieved.completion_s is None:
        return f"{name}: nobody of {people(achieved.people)} can be carried."
    who = (
        f"{achieved.carried:,} of {people(achieved.people)} who wish to leave"
        if achieved.not_carried
        else f"all {people(achieved.people)} who wish to leave"
    )
    when = moment(planned.operation.clock, achieved.completion_s)
    return f"{name}: {who} arrive by {when}, {duration(achieved.completion_s)} after the start."


def figures(planned: Planned) -> list[tuple[str, str]]:
    """Each figure with its name, in the order in which a coordinator asks."""
    operation, solution, achieved = planned.operation, planned.solution, planned.outcome
    rows = [
        ("Carried", people(achieved.carried)),
        ("Not carried", people(achieved.not_carried)),
        ("Stay by choice", people(achieved.stays)),
    ]
    if achieved.completion_s is not None:
        rows.append(("Last arrival", moment(operation.clock, achieved.completion_s)))
    if solution.bound.completion_s is not None:
        rows.append(("No plan is sooner than", moment(operation.clock, solution.bound.completion_s)))
    for tier in TIERS:
        mean_s = achieved.mean_arrival_s[tier]
        if mean_s is not None:
            rows.append((f"Mean arrival, tier {tier}", f"{duration(mean_s)} after the start"))
    return [
        *rows,
        ("Time in danger, weighted", person_hours(solution.worth)),
        ("No plan is below", person_hours(solution.bound.worth)),
        ("Gap", share(solution.gap) if math.isfinite(solution.gap) else "not known"),
        *aim(solution),
        ("Rules", f"{len(RULES)} checked, {counted(len(planned.violations), 'violation')}"),
        ("Planned in", f"{duration(planned.wall_s)}, seed {planned.seed}"),
    ]


def aim(solution: "Solution") -> list[tuple[str, str]]:
    """How near the plan is to the bound of the objective, where that is not the weighted time in danger."""
    aimed = solution.aimed
    if aimed.objective is Objective.PERSON_TIME or aimed.value is None or aimed.bound is None:
        return []
    gap = share(aimed.gap) if math.isfinite(aimed.gap) else "not known"
    if aimed.objective is Objective.COMPLETION:
        return [("Gap of the last arrival", gap)]
    return [
        ("Time in danger, all alike", person_hours(aimed.value)),
        ("No plan is below, all alike", person_hours(aimed.bound)),
        ("Gap, all alike", gap),
    ]


def hours(planned: Planned) -> list[tuple[str, str]]:
    """People out at each hour, beside what is certified; of many hours the first, and how many more there are."""
    by_hour, clock = planned.solution.aimed.by_hour, planned.operation.clock
    rows = [
        (
            moment(clock, hour.hour_s),
            f"{people(hour.people)} of at most {hour.bound:,}, {math.floor(100 * hour.ratio)} %",
        )
        for hour in by_hour[:MOST_HOURS]
    ]
    more = len(by_hour) - MOST_HOURS
    return [*rows, ("and later", f"{counted(more, 'hour')} more; see the report, or --json")] if more > 0 else rows


def to_open(solution: "Solution") -> list[tuple[str, str]]:
    """The closed roads that would save most if they were open, by the prices; those that save nothing are left out."""
    from safepassage.planning.solution import Resource

    roads = [p for p in solution.bound.prices if p.resource is Resource.ROAD and p.saves >= HALF_AN_HOUR_S]
    return [(shown(price.subject), person_hours(price.saves)) for price in roads[:MOST_ROADS]]


def columns(rows: list[tuple[str, str]]) -> str:
    """Two columns of plain text, the second one aligned."""
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"  {name:<{width}}   {figure}" for name, figure in rows)
