"""What the planner answers with: a plan, the bound beside it, and the prices of what binds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from safepassage.domain.plan import Plan


class Resource(StrEnum):
    """What one more of would help."""

    VEHICLE = "vehicle"
    ESCORT = "escort"
    CONVOY_SIZE = "convoy-size"
    LANE = "lane"
    WINDOW_HOUR = "window-hour"
    BAY = "bay"
    PLACES = "places"
    BEDS = "beds"
    QUOTA = "quota"


@dataclass(frozen=True, slots=True)
class Price:
    """What one more unit of a resource would save at the margin, from the dual values.

    Attributes:
        subject: id of the vehicle class (vehicle), route (escort, convoy size), gate place (lane, window hour),
            place (bay, places, beds), stage or ``daily-cap`` (quota).
        saves: weighted person-seconds for one more: one vehicle, one team, one vehicle in each convoy, one lane, one
            hour, one bay, one place, one bed, one person of the quota. An estimate: by the programme, the true saving
            of a whole unit is at most this; for an hour of window it is what open hours earn on the average.
    """

    resource: Resource
    subject: str
    saves: int


@dataclass(frozen=True, slots=True)
class Bound:
    """What no plan whatsoever can beat.

    Attributes:
        worth: weighted person-seconds; no plan that passes `check` is worth less.
        completion_s: no plan that carries as many people as this one completes earlier; None if nobody is carried.
        people_out: (t_s, people) in order of time: no plan has more people out at t_s.
        prices: what binds, the largest saving first.
    """

    worth: int
    completion_s: int | None = None
    people_out: tuple[tuple[int, int], ...] = ()
    prices: tuple[Price, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan with its bound."""

    plan: Plan
    worth: int
    bound: Bound

    @property
    def gap(self) -> float:
        """(worth - bound) / bound; 0.0 is optimal. Where the bound is 0: 0.0 if the plan meets it, else infinite."""
        if self.bound.worth == 0:
            return 0.0 if self.worth == 0 else float("inf")
        return (self.worth - self.bound.worth) / self.bound.worth


@dataclass(frozen=True, slots=True)
class Progress:
    """What the planner tells while it works.

    Attributes:
        doing: a few words in the present, e.g. ``bounding``, ``dispatching, round 3``.
        worth, bound: of the best plan and bound so far; None before there is one.
        figures: more numbers for whoever looks, by name.
    """

    doing: str
    worth: int | None = None
    bound: int | None = None
    figures: Mapping[str, float] | None = None
