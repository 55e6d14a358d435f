"""How plans compare by an objective.

Whatever the objective, a plan that carries more people is better. Among those that carry as many:

- `PERSON_TIME`: weighted person-time in danger (`rules.outcome`).
- `COMPLETION`: the last arrival; among those that are complete at once, weighted person-time.
- `EARLIEST`: when nobody knows when the corridor will close, as many people as can be should be out at every hour. A
  plan that has the most out at every moment, an *earliest arrival flow* (Gale 1959, "Transient flows in networks";
  Minieka 1973, "Maximal, lexicographic, and dynamic network flows"; with several sources Baumann and Skutella 2009,
  "Earliest arrival flows with multiple sources"), need not exist here, where vehicles are few and sites differ. Plans
  are judged by the area between "everybody" and people out over time: that is the time in danger of all people, each
  alike. Where an earliest arrival flow exists it has the least area (Jarvis and Ratliff 1982, "Some equivalent
  objectives for dynamic network flow problems"); and if every hour is as likely as any to be the last, the least area
  is the most people out on the average. The smallest ratio of people out to what is certified as possible is told
  beside it, and plans are not judged by it: it says as much about how loose the certificate of one hour is as about the
  plan, and is 0 for every plan while the first vehicles are on their way.
"""

import math
from dataclasses import dataclass, replace

from safepassage.domain.objective import Objective
from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan
from safepassage.rules.outcome import outcome

EVEN = (1, 1, 1)
"""Weights of the tiers where everybody counts alike."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan and what it achieves.

    Attributes:
        value: of the objective: weighted person-seconds, seconds from the start to the last arrival (0 if nobody is
            carried), or person-seconds.
    """

    plan: Plan
    carried: int
    worth: int
    completion_s: int | None
    value: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """Less is better."""
        return -self.carried, self.value, self.worth


def judge(operation: Operation, objective: Objective, plan: Plan) -> Judged:
    """What a plan achieves by an objective."""
    achieved = outcome(operation, plan)
    if objective is Objective.COMPLETION:
        value = achieved.completion_s or 0
    elif objective is Objective.EARLIEST:
        value = outcome(evenly(operation), plan).worth
    else:
        value = achieved.worth
    return Judged(plan, achieved.carried, achieved.worth, achieved.completion_s, value)


def evenly(operation: Operation) -> Operation:
    """The operation in which everybody counts alike."""
    return replace(operation, weights=EVEN)


def gap_of(value: int, bound: int) -> float:
    """(value - bound) / bound; 0.0 is optimal. Where the bound is 0: 0.0 if the value meets it, else infinite."""
    if bound == 0:
        return 0.0 if value == 0 else math.inf
    return (value - bound) / bound
