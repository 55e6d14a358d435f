"""Whom the loss of a road harms, and how much: from lost pieces to what a coordinator calls one place on the map."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from safepassage.domain.fleet import VehicleClass
from safepassage.domain.operation import Operation
from safepassage.roads.checking.failure_points import Losses, worse
from safepassage.roads.checking.needs import Group, way_out
from safepassage.roads.checking.road_case import RoadCase
from safepassage.roads.checking.ways import Stretch
from safepassage.roads.driving.pairs import Pair
from safepassage.roads.network import Network


@dataclass(frozen=True)
class FailurePoint:
    """Stretches of one road, the loss of any of which alone does the same harm to the same people.

    Attributes:
        stretches: in one direction each.
        classes: ids of the vehicle classes for which it is told.
        road: its name; may be empty.
        bridge, tunnel: whether they are one.
        ways: numbers of the ways in the network's source.
        lon, lat: of the middle of one of them.
        length_m: of all of them.
        cut_at: assembly points from which some people can go to none of their destinations any more.
        cut_people: how many those are.
        longer_at: assembly points from which some go a longer way.
        longer_people: how many those are.
        before_s, after_s: driving time of those of them who lose most: as it is, and without the stretch.
        extra_person_s: time lost by all of those, in person-seconds.
    """

    stretches: tuple[Stretch, ...]
    classes: tuple[str, ...]
    road: str
    bridge: bool
    tunnel: bool
    ways: tuple[int, ...]
    lon: float
    lat: float
    length_m: float
    cut_at: tuple[str, ...]
    cut_people: int
    longer_at: tuple[str, ...]
    longer_people: int
    before_s: float
    after_s: float
    extra_person_s: float


@dataclass(frozen=True)
class _Change:
    """What a loss does to one group: seconds of driving to its nearest destination, infinite when cut off."""

    group: int
    before_s: float
    after_s: float

    @property
    def alike(self) -> tuple[int, int | None]:
        """Equal for losses that do the same to the same group, to the second."""
        return self.group, round(self.after_s) if np.isfinite(self.after_s) else None


def failure_points(
    case: RoadCase, classes: Sequence[VehicleClass], lost: Losses, notable_s: float
) -> list[FailurePoint]:
    """The harm of each loss to people in vehicles of classes that drive alike: most cut off, then most time lost."""
    graph, network = case.ways[classes[0].drives_as], case.network
    times = case.by_table(classes[0]) | dict(lost.times)
    by_stage, trips = _driven(case, times)
    told_for = tuple(vehicle_class.id for vehicle_class in classes)
    alike: dict[tuple[object, ...], list[Stretch]] = {}
    changes: dict[tuple[object, ...], tuple[_Change, ...]] = {}
    for piece, after in lost.after.items():
        harmed = sorted({number for stage in after for number in by_stage.get(stage, ())})
        all_changes = (_change(number, trips[number], times, after) for number in harmed)
        found = tuple(change for change in all_changes if worse(change.before_s, change.after_s, notable_s))
        if found:
            stretch = graph.stretch(piece)
            key = (tuple(change.alike for change in found), *_road(network, stretch.segment))
            alike.setdefault(key, []).append(stretch)
            changes.setdefault(key, found)
    points = [_point(case.groups, network, tuple(sorted(of)), changes[key], told_for) for key, of in alike.items()]
    return sorted(points, key=lambda point: (-point.cut_people, -point.extra_person_s, point.stretches))


def _driven(case: RoadCase, times: Mapping[Pair, float]) -> tuple[dict[Pair, list[int]], list[list[tuple[Pair, ...]]]]:
    """The groups, by number, that drive each stage, and the trips of each."""
    trips = [_trips(case.operation, group, times) for group in case.groups]
    by_stage: dict[Pair, list[int]] = {}
    for number, of_group in enumerate(trips):
        for stage in {stage for trip in of_group for stage in trip}:
            by_stage.setdefault(stage, []).append(number)
    return by_stage, trips


def _road(network: Network, segment: int) -> tuple[int, bool, bool, int]:
    """What is one road to whoever reads of it: its name, or the way where it has none, a bridge or a tunnel apart."""
    name = int(network.name[segment])
    way = -1 if name else int(network.way[segment])
    return name, bool(network.bridge[segment]), bool(network.tunnel[segment]), way


def _trips(operation: Operation, group: Group, times: Mapping[Pair, float]) -> list[tuple[Pair, ...]]:
    """The ways out of a group whose times are known."""
    trips = [way_out(operation, group.at, destination) for destination in group.destinations]
    return [trip for trip in trips if all(stage in times for stage in trip)]


def _change(
    number: int, trips: Iterable[tuple[Pair, ...]], times: Mapping[Pair, float], after: Mapping[Pair, float]
) -> _Change:
    before_s, after_s = float("inf"), float("inf")
    for trip in trips:
        before_s = min(before_s, sum(times[stage] for stage in trip))
        after_s = min(after_s, sum(after.get(stage, times[stage]) for stage in trip))
    return _Change(number, before_s, after_s)


def _point(
    groups: Sequence[Group],
    network: Network,
    stretches: tuple[Stretch, ...],
    changes: Sequence[_Change],
    classes: tuple[str, ...],
) -> FailurePoint:
    one = stretches[len(stretches) // 2]
    middle, (lon, lat) = one.segment, one.middle(network)
    cut = [groups[change.group] for change in changes if np.isinf(change.after_s)]
    longer = [change for change in changes if np.isfinite(change.after_s)]
    worst = max(longer, key=lambda change: change.after_s - change.before_s, default=_Change(0, 0.0, 0.0))
    return FailurePoint(
        stretches=stretches,
        classes=classes,
        road=network.names[int(network.name[middle])],
        bridge=bool(network.bridge[middle]),
        tunnel=bool(network.tunnel[middle]),
        ways=tuple(dict.fromkeys(int(network.way[stretch.segment]) for stretch in stretches)),
        lon=lon,
        lat=lat,
        length_m=sum(stretch.length_m(network) for stretch in stretches),
        cut_at=tuple(dict.fromkeys(group.at for group in cut)),
        cut_people=sum(group.people for group in cut),
        longer_at=tuple(dict.fromkeys(groups[change.group].at for change in longer)),
        longer_people=sum(groups[change.group].people for change in longer),
        before_s=worst.before_s,
        after_s=worst.after_s,
        extra_person_s=sum((c.after_s - c.before_s) * groups[c.group].people for c in longer),
    )
