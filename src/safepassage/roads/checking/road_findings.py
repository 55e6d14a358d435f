"""What a check of an operation's roads finds."""

from dataclasses import dataclass

from safepassage.domain.fleet import RoadUse
from safepassage.roads.checking.connectivity import Bar, Gap
from safepassage.roads.checking.harm import FailurePoint
from safepassage.roads.checking.needs import Group
from safepassage.roads.checking.ways import Stretch
from safepassage.roads.driving.pairs import Pair

FAR_M = 500.0
"""A place farther than this from any road that its vehicles may drive does not lie on the roads."""


@dataclass(frozen=True)
class OnRoad:
    """Where a place is on the roads.

    Attributes:
        use: of the vehicles that drive there.
        distance_m: from the place to that point; None where the place has no position, or no road is there.
        lon, lat: of the point; None where there is none.
        nearest_m: to the nearest road of any kind, which may not hang together with the others, or be closed to these
            vehicles.
    """

    place: str
    use: RoadUse
    distance_m: float | None
    lon: float | None
    lat: float | None
    nearest_m: float | None

    @property
    def off(self) -> bool:
        """True if it has a position that is on no road that counts."""
        return self.nearest_m is not None and (self.distance_m is None or self.distance_m > FAR_M)


@dataclass(frozen=True)
class CutWay:
    """A way that the operation needs and that some vehicles cannot drive.

    Attributes:
        way: (from, to).
        classes: ids of the vehicle classes that need it and cannot drive it, for the same reason at the same time.
        spans: [from_s, until_s) in which they cannot; None: to the end.
        always: True if that is all the time.
        lift: sets of bars, each of which opens a way when all of it is lifted, the easiest first.
        smallest: False where fewer bars may do.
        groups: who need the way.
    """

    way: Pair
    classes: tuple[str, ...]
    spans: tuple[tuple[int, int | None], ...]
    always: bool
    gap: Gap
    lift: tuple[tuple[Bar, ...], ...]
    smallest: bool
    groups: tuple[Group, ...]

    @property
    def people(self) -> int:
        return sum(group.people for group in self.groups)


@dataclass(frozen=True)
class Parallel:
    """How many ways lead from some places to another that share no road.

    Attributes:
        narrowest: stretches, as many as `number` or fewer, whose loss together cuts all of them.
    """

    origins: tuple[str, ...]
    destination: str
    number: int
    narrowest: tuple[Stretch, ...]


@dataclass(frozen=True)
class SecondBest:
    """The best way and the best other one, which shares with it only what all ways share.

    Attributes:
        second_s: None where there is no other way.
    """

    way: Pair
    best_s: float
    second_s: float | None


@dataclass(frozen=True)
class RoadCheck:
    """What was found, the worst first.

    Attributes:
        at_s: moment for which single points of failure and alternatives are told.
        vehicle_class: id of the class by whose times they are told: the one with most seats.
        unexamined: pieces of road whose loss cuts nobody off, but makes ways longer, and it is not known how much.
        people: who wish to leave and have chosen where to.
        assembly_points: how many they wait at.
    """

    places: tuple[OnRoad, ...]
    cut: tuple[CutWay, ...]
    failure_points: tuple[FailurePoint, ...]
    parallel: tuple[Parallel, ...]
    second_best: tuple[SecondBest, ...]
    at_s: int
    vehicle_class: str | None
    unexamined: int
    people: int
    assembly_points: int

    @property
    def cuts(self) -> bool:
        """True if a way that is needed can never be driven, or a place is off the roads."""
        return any(way.always for way in self.cut) or any(place.off for place in self.places)
