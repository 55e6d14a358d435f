"""What the planner answers with: a plan, the bound beside it, and the prices of what binds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from safepassage.domain.objective import Objective
from safepassage.domain.plan import Plan
from safepassage.planning.judge import gap_of


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
    ROAD = "road"


@dataclass(frozen=True, slots=True)
class Price:
    """What one more unit of a resource would save at the margin, from the dual values.

    Attributes:
        subject: id of the vehicle class (vehicle), route (escort, convoy size), gate place (lane, window hour),
            place (bay, places, beds), stage or ``daily-cap`` (quota), closure of a road (road).
        saves: weighted person-seconds for one more: one vehicle, one team, one vehicle in each convoy, one lane, one
            hour, one bay, one place, one bed, one person of the quota. An estimate: by the programme, the true saving
            of a whole unit is at most this; for an hour of window it is what open hours earn on the average, and for a
            road that is opened again what this plan's drives would gain.
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
class Hour:
    """People out at the end of an hour: by the plan, and the most that is certified as possible."""

    hour_s: int
    people: int
    bound: int

    @property
    def ratio(self) -> float:
        """Of the people who may be out by then, those who are; 1.0 where nobody can be out."""
        return self.people / self.bound if self.bound else 1.0


@dataclass(frozen=True, slots=True)
class Aimed:
    """How far a plan is from the best by the objective that it was made for.

    Attributes:
        value, bound: weighted person-seconds, seconds from the start to the last arrival, or person-seconds, as the
            objective says (`domain.objective`); no plan that carries as many people is below the bound. None if
            nobody is carried.
        by_hour: for earliest arrival, up to the hour of the last one.
    """

    objective: Objective
    value: int | None
    bound: int | None
    by_hour: tuple[Hour, ...] = ()

    @property
    def gap(self) -> float:
        """(value - bound) / bound; infinite where nothing is known."""
        return float("inf") if self.value is None or self.bound is None else gap_of(self.value, self.bound)

    @property
    def least_ratio(self) -> float | None:
        """The smallest ratio of people out to the most that is possible, over the hours; None without hours."""
        return min((hour.ratio for hour in self.by_hour), default=None)


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan with its bound.

    Attributes:
        worth: weighted person-seconds in danger, whatever the objective.
        made_for: what the plan was made for, and how near it is; None where that is the person-time itself.
    """

    plan: Plan
    worth: int
    bound: Bound
    made_for: Aimed | None = None

    @property
    def gap(self) -> float:
        """(worth - bound) / bound; 0.0 is optimal. Where the bound is 0: 0.0 if the plan meets it, else infinite."""
        return gap_of(self.worth, self.bound.worth)

    @property
    def aimed(self) -> Aimed:
        """What the plan was made for, and how near it is."""
        return self.made_for or Aimed(Objective.PERSON_TIME, self.worth, self.bound.worth)


@dataclass(frozen=True, slots=True)
class Progress:
    """What the planner tells while it works.

    Attributes:
        doing: a few words in the present, e.g. ``bounding``, ``dispatching, round 3``.
        worth, bound: of the best plan and bound so far, by the objective; None before there is one.
        figures: more numbers for whoever looks, by name.
        objective: what worth and bound are counted in.
    """

    doing: str
    worth: int | None = None
    bound: int | None = None
    figures: Mapping[str, float] | None = None
    objective: Objective = Objective.PERSON_TIME
