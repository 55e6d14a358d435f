"""Single points of failure on the ways out of an operation, and how many other ways there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from safepassage.domain.fleet import VehicleClass
from safepassage.roads.checking.alternatives import second_best, ways_apart
from safepassage.roads.checking.failure_points import Losses, losses
from safepassage.roads.checking.harm import FailurePoint, failure_points
from safepassage.roads.checking.road_case import RoadCase, kind_of
from safepassage.roads.checking.road_findings import Parallel, SecondBest
from safepassage.roads.checking.ways import Stretch, Ways
from safepassage.roads.driving.states import Stretch as TimeSpan
from safepassage.roads.network import Floats

MOST_ALTERNATIVES = 40
"""Ways whose alternatives are worked out, those of most people first."""


@dataclass(frozen=True)
class WeakPoints:
    """What the loss of roads does to the ways out of people, at a moment.

    Attributes:
        main: the class by whose times it is told.
        then: the time in which the moment lies.
        notable_s: by how much a way must become longer to be told.
    """

    case: RoadCase
    main: VehicleClass
    then: TimeSpan
    notable_s: float

    @cached_property
    def lost(self) -> Losses:
        """Of the main class."""
        return self._losses(self.main, self.notable_s)

    def failure_points(self) -> Iterator[FailurePoint]:
        """Those of the main class, then those that cut off others and do it no harm."""
        told: set[Stretch] = set()
        for kind in sorted(self.case.needed, key=lambda kind: kind != kind_of(self.main)):
            is_main = kind == kind_of(self.main)
            classes = [of for of in self.case.operation.fleet if kind_of(of) == kind]
            notable_s = self.notable_s if is_main else float("inf")
            lost = self.lost if is_main else self._losses(classes[0], notable_s)
            for point in failure_points(self.case, classes, lost, notable_s):
                if is_main or told.isdisjoint(point.stretches):
                    yield point
                    told |= set(point.stretches)

    def parallel(self) -> Iterator[Parallel]:
        """For each stop on the ways out, from all places from which it is driven to."""
        origins: dict[str, list[str]] = {}
        for origin, destination in self._outs:
            origins.setdefault(destination, []).append(origin)
        for destination, before in list(origins.items())[:MOST_ALTERNATIVES]:
            apart = ways_apart(self._ways, self._cost, before, destination)
            if apart is not None:
                narrowest = tuple(self._ways.stretch(piece) for piece in apart.narrowest)
                yield Parallel(tuple(before), destination, apart.number, narrowest)

    def second_best(self) -> Iterator[SecondBest]:
        """Of the ways that most people may drive."""
        for way in list(self._outs)[:MOST_ALTERNATIVES]:
            best_s = self.lost.times[way]
            if np.isfinite(best_s):
                shared = [piece for piece, after in self.lost.after.items() if after.get(way) == np.inf]
                second_s = second_best(self._ways, self._cost, *way, shared)
                yield SecondBest(way, best_s, second_s if np.isfinite(second_s) else None)

    def _losses(self, of: VehicleClass, notable_s: float) -> Losses:
        case, cost = self.case, self.case.cost(kind_of(of), self.then)
        return losses(case.ways[of.drives_as], cost, case.outs(of), notable=notable_s)

    @cached_property
    def _outs(self) -> dict[tuple[str, str], int]:
        """The ways out, those of most people first."""
        outs = self.case.outs(self.main)
        return dict(sorted(outs.items(), key=lambda way: -way[1]))

    @cached_property
    def _cost(self) -> Floats:
        return self.case.cost(kind_of(self.main), self.then)

    @property
    def _ways(self) -> Ways:
        return self.case.ways[self.main.drives_as]
