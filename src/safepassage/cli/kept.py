"""Who is not carried, what keeps them and what would help: as sentences, and for a program."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from safepassage.cli.words import people
from safepassage.domain.operation import Operation

if TYPE_CHECKING:
    from safepassage.planning.conflicts import Conflict
    from safepassage.planning.restrictions import Restriction

MOST_SHOWN = 8
WIDTH = 100


def conflict_words(operation: Operation, conflict: "Conflict") -> str:
    """The conflict in the words of the report."""
    from safepassage.exchange.report import conflict_words as report
    from safepassage.exchange.report.naming import Naming
    from safepassage.exchange.report.texts import english

    return report.conflict_words(conflict, Naming(operation, english())).striptags()


def paragraphs(operation: Operation, conflicts: Sequence["Conflict"], not_carried: int) -> str:
    """A paragraph each, of those with most people; `not_carried` are all people who are not carried."""
    told = [conflict_words(operation, conflict) for conflict in conflicts[:MOST_SHOWN]]
    if len(conflicts) > MOST_SHOWN:
        told.append(f"and {len(conflicts) - MOST_SHOWN} more; see the report, or --json.")
    rest = not_carried - sum(conflict.people for conflict in conflicts)
    if rest > 0:
        told.append(f"{people(rest)} more were not looked into.")
    wrapper = textwrap.TextWrapper(WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    return "\n".join(wrapper.fill(words) for words in told)


def news(conflicts: Iterable["Conflict"]) -> list["Conflict"]:
    """Those that no warning about a row of a file tells already."""
    from safepassage.planning.restrictions import Cause

    by_a_row = {Cause.CHOICE, Cause.LAYOUT, Cause.VEHICLE, Cause.ROAD}
    too_late = {Cause.READY, Cause.HORIZON}
    causes = ((conflict, {one.cause for one in conflict.causes.keeps}) for conflict in conflicts)
    return [conflict for conflict, found in causes if not found <= by_a_row and found != too_late]


def conflict_object(operation: Operation, conflict: "Conflict") -> dict[str, Any]:
    """A conflict for a program; it holds no card number."""
    causes = conflict.causes
    return {
        "at": conflict.at,
        "shape": conflict.shape.value,
        "destinations": list(conflict.destinations),
        "stream": conflict.stream,
        "households": conflict.households,
        "people": conflict.people,
        "patients": conflict.patients,
        "wheelchairs": conflict.wheelchairs,
        "could_go_alone": causes.could_go_alone,
        "keeps": _restrictions(causes.keeps),
        "any_one": _restrictions(causes.any_one),
        "together": _restrictions(causes.together),
        "used_up": [{"resource": used.shared.value, "subject": used.subject} for used in causes.used_up],
        "words": conflict_words(operation, conflict),
    }


def _restrictions(found: tuple["Restriction", ...]) -> list[dict[str, str]]:
    return [{"cause": restriction.cause.value, "subject": restriction.subject} for restriction in found]
