"""A plan: who goes when with which vehicle to which place, and who is not carried and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from safepassage.domain.people import Needs


@dataclass(frozen=True, slots=True)
class Crossing:
    """A vehicle at a gate: it enters a lane at `enters_s`, and drives on at `leaves_s`.

    It holds a lane from `enters_s` for the inspection's seconds; between inspection and `leaves_s` it waits beyond the
    lane (for its convoy). Both times lie in one window of the gate.
    """

    gate: str
    enters_s: int
    leaves_s: int


@dataclass(frozen=True, slots=True)
class Approach:
    """The empty run that brings a vehicle to where it loads, from where it was."""

    origin: str
    leaves_s: int
    crossings: tuple[Crossing, ...]
    arrives_s: int


@dataclass(frozen=True, slots=True)
class Boarding:
    """Members of a household aboard one vehicle."""

    household: str
    seated: int = 0
    wheelchair: int = 0
    stretcher: int = 0

    @property
    def needs(self) -> Needs:
        return Needs(self.seated, self.wheelchair, self.stretcher)


@dataclass(frozen=True, slots=True)
class Trip:
    """One vehicle, loaded, from an assembly point to a reception site.

    Attributes:
        layout: index into the layouts of the vehicle's class.
        convoy: id of the convoy; None in free shuttle running. Vehicles that run free may still name a common
            convoy, so that a household whose patient takes an ambulance stays together.
        approach: the empty run before it; None where the vehicle already stands at `origin`.
        loads_s: loading starts; the bay is held for the loading time.
        leaves_s: it leaves the assembly point, loaded.
        crossings: the gates of its route, in order.
        arrives_s: it is at the reception site: everyone aboard counts as arrived.
        unloads_s: unloading starts in a bay; the bay is held for the unloading time.
        empty_s: the last person is off.
    """

    id: str
    vehicle: str
    layout: int
    origin: str
    destination: str
    boardings: tuple[Boarding, ...]
    loads_s: int
    leaves_s: int
    crossings: tuple[Crossing, ...]
    arrives_s: int
    unloads_s: int
    empty_s: int
    approach: Approach | None = None
    convoy: str | None = None

    @property
    def enters_corridor_s(self) -> int:
        """When it leaves its first gate, or where the route has none its assembly point: what convoys, stages and
        daily caps go by.
        """
        return self.crossings[0].leaves_s if self.crossings else self.leaves_s

    @property
    def load(self) -> Needs:
        """Everybody aboard."""
        return sum((boarding.needs for boarding in self.boardings), Needs())


@dataclass(frozen=True, slots=True)
class Convoy:
    """Vehicles that enter the corridor together.

    Attributes:
        departs_s: when each of its vehicles leaves the first gate of the route.
        escort: number of the escort team, from 1; None where the rule needs none.
    """

    id: str
    route: str
    departs_s: int
    escort: int | None = None


class Reason(StrEnum):
    """Why a household is not carried: what binds, in the order in which it is looked for."""

    NO_DESTINATION = "no-destination"
    NO_LAYOUT = "no-layout"
    NO_ROAD = "no-road"
    CLOSED = "closed"
    STREAM = "stream"
    NO_BAY = "no-bay"
    NO_PLACES = "no-places"
    NO_BEDS = "no-beds"
    QUOTA = "quota"
    TOO_LATE = "too-late"
    NO_VEHICLE_TIME = "no-vehicle-time"


REASON_WORDS: Mapping[Reason, str] = {
    Reason.NO_DESTINATION: "has not chosen a destination that exists",
    Reason.NO_LAYOUT: "no vehicle layout can take the household together",
    Reason.NO_ROAD: "no road from the assembly point to a wished destination",
    Reason.CLOSED: "a hazard keeps the site or the road closed",
    Reason.STREAM: "no stage of the agreement is open to its stream",
    Reason.NO_BAY: "no bay at the assembly point or the wished destination fits the vehicles that could take it",
    Reason.NO_PLACES: "no place left at the wished destinations",
    Reason.NO_BEDS: "no bed left at the wished destinations",
    Reason.QUOTA: "the quotas of the agreement are used up",
    Reason.TOO_LATE: "ready too late for any window",
    Reason.NO_VEHICLE_TIME: "windows too short for the vehicles there are",
}


@dataclass(frozen=True, slots=True)
class NotCarried:
    """A household that wishes to leave and is not on the plan."""

    household: str
    reason: Reason


@dataclass(frozen=True)
class Plan:
    """A whole plan. Every household that wishes to leave is aboard, or in `not_carried`; never both, never neither.

    Attributes:
        operation: name of the operation.
        made_by: program and version, or the agency that made it.
        seed: of the search; None for a plan made by people.
    """

    operation: str
    trips: tuple[Trip, ...] = ()
    convoys: tuple[Convoy, ...] = ()
    not_carried: tuple[NotCarried, ...] = ()
    made_by: str = ""
    seed: int | None = None

    @cached_property
    def convoy(self) -> Mapping[str, Convoy]:
        """Convoys by id."""
        return {convoy.id: convoy for convoy in self.convoys}
