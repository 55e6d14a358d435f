"""What a rule is, and what it says of a plan that breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from safepassage.rules.case import Case

Finding = tuple[str, str]
"""(subject, message): what one examination finds."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing in a plan that a rule does not allow.

    Attributes:
        rule: name of the rule.
        subject: id of what is wrong: a trip, convoy, vehicle, household (card number), place, stage or local day.
        message: who, what, by how much, when in local time, and what to do next. May hold card numbers: not for the
            audiences ``party`` and ``public``.
    """

    rule: str
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that every plan obeys.

    Attributes:
        name: also the name of its file, with underscores.
        source: where the rule comes from.
        summary: one sentence that says what is allowed.
        examine: finds what is not; never raises on any plan, and skips what it cannot judge.
    """

    name: str
    source: str
    summary: str
    examine: Callable[[Case], Iterator[Finding]]

    def violations(self, case: Case) -> tuple[Violation, ...]:
        """What the rule finds, in an order that does not depend on the order of the plan's entries."""
        return tuple(Violation(self.name, subject, message) for subject, message in sorted(self.examine(case)))
