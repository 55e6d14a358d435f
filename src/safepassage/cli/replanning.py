"""`safepassage plan --levers`: plan the operation again with one change each, the most promising changes first."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from safepassage.cli.interruption import Interruption, beside
from safepassage.cli.say import say
from safepassage.cli.words import counted, duration, people, person_hours
from safepassage.domain.operation import Operation
from safepassage.exchange.operation_folder import Reading

if TYPE_CHECKING:
    from safepassage.planning.levers import Lever
    from safepassage.planning.savings import Saving
    from safepassage.planning.solution import Progress, Solution

_ROUNDS_TO_0 = 1800

FEW_CLOSURES = 30
"""Of more, what each would save if it were open is only told with levers."""

LONG_S = 60
"""A longer wait is announced."""


def replan(
    planner: Callable[..., "Solution"],
    operation: Operation,
    base: "Solution",
    base_wall_s: float,
    most: int,
    roads: Sequence["Lever"],
    seconds: float | None,
    interruption: Interruption,
) -> tuple["Saving", ...]:
    """What the most promising changes save, each planned for by the planner of the base: same seed and effort.

    A change that is being planned for when the user asks to stop is left out: it had less effort than the base.
    """
    from safepassage.cli.live import watching
    from safepassage.planning import savings

    chosen = savings.ranked(operation, base, roads)[:most]
    found: list[Saving] = []

    def work(tell: Callable[["Progress"], None]) -> None:
        for number, lever in enumerate(chosen, 1):
            until_s = None if seconds is None else monotonic() + seconds
            what = f"what would help, {number} of {len(chosen)}: {lever_words(operation, lever)}"

            def plan(changed: Operation, until_s: float | None = until_s, what: str = what) -> "Solution":
                return planner(
                    changed,
                    stop=lambda: interruption.asked or (until_s is not None and monotonic() >= until_s),
                    tell=lambda progress: tell(replace(progress, doing=what)),
                )

            saving = savings.pull(operation, lever, base, plan)
            if interruption.asked:
                return
            if saving is not None:
                found.append(saving)

    wait_s = len(chosen) * base_wall_s
    if wait_s > LONG_S:
        say(f"Planning for {counted(len(chosen), 'change')} will take about {duration(wait_s)} more.")
    with watching(interruption, keeps="the plan and what is known of the changes") as tell:
        beside(lambda: work(tell))
    return tuple(sorted(found, key=lambda saving: -saving.saved_s))


def few_closures(reading: Reading) -> bool:
    """True if it takes no time to speak of to look at the roads without each closure."""
    return reading.roads is None or sum(1 for _ in reading.roads.overlays) <= FEW_CLOSURES


def reopenings(reading: Reading) -> tuple["Lever", ...]:
    """A lever for each closure, hazard or limit on imported roads without which vehicles would go another way."""
    from safepassage.planning.levers import Lever, LeverKind

    if reading.roads is None:
        return ()
    return tuple(Lever(LeverKind.ROAD, overlay.id, 1, legs=legs) for overlay, legs in reading.roads.reopened())


def lever_words(operation: Operation, lever: "Lever") -> str:
    """The change in the words of the report."""
    from safepassage.exchange.report import lever_words as report
    from safepassage.exchange.report.naming import Naming
    from safepassage.exchange.report.texts import english

    return report.lever_words(lever, Naming(operation, english())).striptags()


def saving_words(saving: "Saving", worth: int) -> str:
    """What a change saves, in hours: as it is, also where it is nothing or less."""
    if abs(saving.saved_s) < _ROUNDS_TO_0:
        return "saves nothing that the planner finds"
    if saving.saved_s < 0:
        said = [f"costs {person_hours(-saving.saved_s)}"]
    else:
        said = [f"saves {person_hours(saving.saved_s)} ({100 * saving.saved_s / max(worth, 1):.1f} %)"]
    if saving.carried_more:
        more = "more" if saving.carried_more > 0 else "fewer"
        said.append(f"{people(abs(saving.carried_more))} {more} carried")
    if saving.completion_saved_s:
        sooner = "earlier" if saving.completion_saved_s > 0 else "later"
        said.append(f"last arrival {duration(abs(saving.completion_saved_s))} {sooner}")
    return ", ".join(said)


def saving_object(operation: Operation, saving: "Saving") -> dict[str, Any]:
    """A saving for a program; weighted person-seconds."""
    lever = saving.lever
    return {
        "kind": lever.kind.value,
        "subject": lever.subject,
        "amount": lever.amount,
        "pool": lever.pool,
        "words": lever_words(operation, lever),
        "estimate_s": saving.estimate_s,
        "saved_s": saving.saved_s,
        "completion_saved_s": saving.completion_saved_s,
        "carried_more": saving.carried_more,
    }


def how_many(done: int, wished: int) -> str:
    """``3 of 10 changes were planned for``."""
    return f"{done} of {counted(wished, 'change')} {'was' if done == 1 else 'were'} planned for"
