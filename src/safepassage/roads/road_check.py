"""What is wrong or weak with the roads of an operation: places off them, ways that are cut, single points of failure.

Every way is judged at each stretch of time with the overlays in force then, for the vehicles that need it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from safepassage.domain.fleet import RoadUse, Size, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.roads.alternatives import second_best, ways_apart
from safepassage.roads.bars import bars
from safepassage.roads.conditions import Conditions
from safepassage.roads.connectivity import Bar, Barriers, Gap, Reach
from safepassage.roads.failure_points import NOTABLE_S, Losses, losses
from safepassage.roads.ground import Ground
from safepassage.roads.harm import FailurePoint, failure_points
from safepassage.roads.needs import Group, groups_of, way_out, ways_needed
from safepassage.roads.network import Floats, Network
from safepassage.roads.overlays import Overlays
from safepassage.roads.pairs import Pair
from safepassage.roads.speeds import Speeds
from safepassage.roads.states import Stretch, stretches
from safepassage.roads.ways import Ways, spots, ways

FAR_M = 500.0
"""A place farther than this from any road that its vehicles may drive does not lie on the roads."""

MOST_SECOND_BEST = 40
"""Ways whose alternatives are worked out, those of most people first."""

Kind = tuple[RoadUse, Size]
"""What decides where a vehicle may drive."""


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
        people: who need the way.
    """

    way: Pair
    classes: tuple[str, ...]
    spans: tuple[tuple[int, int | None], ...]
    always: bool
    gap: Gap
    lift: tuple[tuple[Bar, ...], ...]
    smallest: bool
    people: int


@dataclass(frozen=True)
class Parallel:
    """How many ways lead from some places to another that share no road.

    Attributes:
        narrowest: segments, as many as `number` or fewer, whose loss together cuts all of them.
    """

    origins: tuple[str, ...]
    destination: str
    number: int
    narrowest: tuple[int, ...]


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
        unexamined: pieces of road whose loss harms, and of which it is not known how much.
        people: who wish to leave and have chosen where to.
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

    @property
    def cuts(self) -> bool:
        """True if a way that is needed can never be driven, or a place is off the roads."""
        return any(way.always for way in self.cut) or any(place.off for place in self.places)


def check_roads(
    operation: Operation,
    network: Network,
    overlays: Overlays,
    speeds: Speeds,
    at_s: int = 0,
    notable_s: float = NOTABLE_S,
) -> RoadCheck:
    """Check the roads of an operation.

    Losses of roads and alternatives are told for the moment `at_s`; of losses that cut nobody off, only those which
    make a way longer by more than `notable_s`.
    """
    case = _Case(operation, network, overlays, speeds)
    then = case.at(at_s)
    main = case.main_class
    lost = None if main is None else case.losses(_kind(main), then, notable_s)
    return RoadCheck(
        places=tuple(case.places()),
        cut=tuple(sorted(case.cut(), key=lambda way: (not way.always, -way.people, way.way))),
        failure_points=() if main is None or lost is None else tuple(case.points(main, lost, then, notable_s)),
        parallel=() if main is None else tuple(case.parallel(_kind(main), then)),
        second_best=() if main is None or lost is None else tuple(case.second_best(_kind(main), lost, then)),
        at_s=at_s,
        vehicle_class=None if main is None else main.id,
        unexamined=0 if lost is None else lost.unexamined,
        people=sum(group.people for group in case.groups),
    )


def _kind(vehicle_class: VehicleClass) -> Kind:
    return vehicle_class.drives_as, vehicle_class.size


class _Case:
    """An operation on its roads, while it is checked."""

    def __init__(self, operation: Operation, network: Network, overlays: Overlays, speeds: Speeds) -> None:
        self.operation, self.network = operation, network
        self.ground = Ground(operation, network)
        self.conditions = Conditions(self.ground.roads, speeds, tuple(overlays))
        self.stretches = stretches(self.conditions.overlays, operation.clock, operation.horizon_s)
        self.groups = groups_of(operation)
        self.needed: dict[Kind, dict[Pair, list[str]]] = {}
        for vehicle_class in operation.fleet:
            for way in ways_needed(operation, self.groups, vehicle_class):
                self.needed.setdefault(_kind(vehicle_class), {}).setdefault(way, []).append(vehicle_class.id)

    def at(self, t_s: int) -> Stretch:
        """The stretch of time in which a moment lies."""
        return next(s for s in self.stretches if s.until_s is None or t_s < s.until_s)

    @cached_property
    def main_class(self) -> VehicleClass | None:
        """The class with most seats; None without vehicles that are needed."""
        seats = {
            of.id: sum(pool.count for pool in of.pools) * max(layout.capacity.people for layout in of.layouts)
            for of in self.operation.fleet
            if _kind(of) in self.needed
        }
        return self.operation.vehicle_class[max(seats, key=seats.__getitem__)] if seats else None

    @cached_property
    def ways(self) -> dict[RoadUse, Ways]:
        """By use."""
        gates = self.operation.gate
        return {use: ways(self.network, spots(found), tuple(gates)) for use, found in self.ground.snapped.items()}

    def cost(self, kind: Kind, stretch: Stretch) -> Floats:
        """[arc] seconds."""
        return self.ways[kind[0]].on_arcs(self.conditions.milliseconds(*kind, stretch.in_force) / 1000.0)

    def on_roads(self, use: RoadUse, pairs: Iterable[Pair]) -> list[Pair]:
        """Those between places that are on the roads."""
        return [pair for pair in pairs if all(place in self.ground.snapped[use] for place in pair)]

    def places(self) -> Iterator[OnRoad]:
        """Where each place is that vehicles of a use need."""
        for use in self.ground.uses:
            pairs = [pair for kind, needed in self.needed.items() if kind[0] is use for pair in needed]
            for place in dict.fromkeys(place for pair in pairs for place in pair):
                yield self._place(place, use)

    def _place(self, place_id: str, use: RoadUse) -> OnRoad:
        place, snapped = self.operation.place[place_id], self.ground.snapped[use].get(place_id)
        nearest_m = None if place.lon is None or place.lat is None else self._nearest_m(place.lon, place.lat)
        if snapped is None:
            return OnRoad(place_id, use, None, None, None, nearest_m)
        return OnRoad(place_id, use, snapped.distance_m, snapped.lon, snapped.lat, nearest_m)

    def _nearest_m(self, lon: float, lat: float) -> float:
        roads = self.ground.roads
        point = shapely.Point(*roads.metres(np.array([lon]), np.array([lat]))[0])
        return float(shapely.distance(point, roads.lines[roads.tree.nearest(point)])) if len(roads.lines) else np.inf

    def cut(self) -> Iterator[CutWay]:
        """The ways that some vehicles cannot drive at some time."""
        for kind, needed in self.needed.items():
            pairs = self.on_roads(kind[0], needed)
            why: dict[tuple[Pair, _Why], list[Stretch]] = {}
            for stretch, found in self._apart(kind, pairs):
                for pair, reason in found.items():
                    why.setdefault((pair, reason), []).append(stretch)
            all_cut = _times_cut(why)
            for (pair, reason), when in why.items():
                always = all_cut[pair] == len(self.stretches)
                people = self.people_over(pair)
                yield CutWay(pair, tuple(needed[pair]), tuple(_spans(when)), always, *reason.told, people)

    def _apart(self, kind: Kind, pairs: Sequence[Pair]) -> Iterator[tuple[Stretch, Mapping[Pair, "_Why"]]]:
        """For each stretch of time, the ways that cannot be driven; the same overlays are judged once."""
        known: dict[frozenset[int], dict[Pair, _Why]] = {}
        graph = self.ways[kind[0]]
        for stretch in self.stretches:
            if stretch.in_force not in known:
                reach = Reach(graph, self.cost(kind, stretch))
                failing = [pair for pair in pairs if not reach.joins(*pair)]
                known[stretch.in_force] = self._reasons(kind, stretch, failing) if failing else {}
            yield stretch, known[stretch.in_force]

    def _reasons(self, kind: Kind, stretch: Stretch, pairs: Iterable[Pair]) -> dict[Pair, "_Why"]:
        in_the_way = bars(self.conditions, *kind, stretch.in_force)
        barriers = Barriers(self.ways[kind[0]], in_the_way)
        found = {}
        for pair in pairs:
            apart = barriers.between(*pair)
            lift = tuple(tuple(in_the_way[bar] for bar in lifted) for lifted in apart.lift)
            found[pair] = _Why(apart.gap, lift, apart.smallest)
        return found

    def people_over(self, way: Pair) -> int:
        """Who drive a way out, or are fetched by it."""
        return sum(group.people for group in self.groups if way in self._ways_of[group])

    @cached_property
    def _ways_of(self) -> dict[Group, frozenset[Pair]]:
        """The ways that vehicles drive for each group, out and in."""
        starts = {pool.start for vehicle_class in self.operation.fleet for pool in vehicle_class.pools}
        return {
            group: frozenset(
                way
                for a, b in (
                    *((group.at, site) for site in group.destinations),
                    *((site, group.at) for site in {*group.destinations, *starts}),
                )
                for way in way_out(self.operation, a, b)
            )
            for group in self.groups
        }

    def outs(self, kind: Kind) -> dict[Pair, int]:
        """The ways out of all people that are on the roads, with how many people may drive them."""
        found: dict[Pair, int] = {}
        for group in self.groups:
            of_group = {w for site in group.destinations for w in way_out(self.operation, group.at, site)}
            for way in self.on_roads(kind[0], sorted(of_group)):
                found[way] = found.get(way, 0) + group.people
        return found

    def losses(self, kind: Kind, stretch: Stretch, notable_s: float) -> Losses:
        """What the loss of each piece of road does to the ways out."""
        return losses(self.ways[kind[0]], self.cost(kind, stretch), self.outs(kind), notable=notable_s)

    def points(self, main: VehicleClass, lost: Losses, then: Stretch, notable_s: float) -> Iterator[FailurePoint]:
        """Those of the main class, then where others are cut off and it is not."""
        found = failure_points(self.operation, self.groups, self.ways[main.drives_as], self.network, lost, notable_s)
        told = {segment for point in found for segment in point.segments}
        yield from (point.for_classes(self._of_kind(_kind(main))) for point in found)
        for kind in self.needed:
            if kind == _kind(main):
                continue
            of_kind = self.losses(kind, then, notable_s)
            others = failure_points(self.operation, self.groups, self.ways[kind[0]], self.network, of_kind, notable_s)
            for point in others:
                if point.cut_people and not told.intersection(point.segments):
                    yield point.for_classes(self._of_kind(kind))

    def _of_kind(self, kind: Kind) -> tuple[str, ...]:
        return tuple(of.id for of in self.operation.fleet if _kind(of) == kind)

    def parallel(self, kind: Kind, stretch: Stretch) -> Iterator[Parallel]:
        """From all places from which a stop is reached, for each stop on the way out."""
        graph, cost = self.ways[kind[0]], self.cost(kind, stretch)
        origins: dict[str, list[str]] = {}
        for origin, destination in self.outs(kind):
            origins.setdefault(destination, []).append(origin)
        for destination, before in list(origins.items())[:MOST_SECOND_BEST]:
            apart = ways_apart(graph, cost, before, destination)
            narrowest = tuple(int(graph.one_segment[piece]) for piece in apart.narrowest)
            yield Parallel(tuple(before), destination, apart.number, narrowest)

    def second_best(self, kind: Kind, lost: Losses, stretch: Stretch) -> Iterator[SecondBest]:
        """Of the ways that most people may drive."""
        graph, cost, outs = self.ways[kind[0]], self.cost(kind, stretch), self.outs(kind)
        for way in sorted(outs, key=lambda way: -outs[way])[:MOST_SECOND_BEST]:
            if not np.isfinite(lost.times[way]):
                continue
            shared = [piece for piece, after in lost.after.items() if after.get(way) == np.inf]
            second_s = second_best(graph, cost, *way, shared)
            yield SecondBest(way, lost.times[way], second_s if np.isfinite(second_s) else None)


@dataclass(frozen=True)
class _Why:
    """Why a way cannot be driven; equal if the same bars would open it."""

    gap: Gap
    lift: tuple[tuple[Bar, ...], ...]
    smallest: bool

    @property
    def told(self) -> tuple[Gap, tuple[tuple[Bar, ...], ...], bool]:
        return self.gap, self.lift, self.smallest


def _times_cut(why: Mapping[tuple[Pair, _Why], Sequence[Stretch]]) -> dict[Pair, int]:
    """In how many stretches of time each way is cut, whatever the reason."""
    found: dict[Pair, int] = {}
    for (pair, _), when in why.items():
        found[pair] = found.get(pair, 0) + len(when)
    return found


def _spans(when: Iterable[Stretch]) -> list[tuple[int, int | None]]:
    """Stretches of time in order, those that follow each other as one."""
    found: list[tuple[int, int | None]] = []
    for stretch in when:
        if found and found[-1][1] == stretch.from_s:
            found[-1] = (found[-1][0], stretch.until_s)
        else:
            found.append((stretch.from_s, stretch.until_s))
    return found
