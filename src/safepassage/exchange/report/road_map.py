"""What a map over real roads shows, and where it lies on the ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from safepassage.exchange.report.corridor_map import Flow
from safepassage.exchange.report.flow_lines import Lines, Run, runs, straight
from safepassage.exchange.report.plane import Extent, Floats, Plane
from safepassage.exchange.report.road_lines import Ground
from safepassage.exchange.roads.backdrop import Backdrop
from safepassage.exchange.roads.layers import Layer
from safepassage.exchange.roads.map_marks import Area, Stretch, StretchKind
from safepassage.roads.network import Network


@dataclass(frozen=True)
class RoadMap:
    """The roads of an operation, and what is to be drawn over them.

    Attributes:
        lines: the way that vehicles drive, by origin and destination: (lon, lat) arrays; a leg without one is drawn
            as a straight line.
        stretches, areas: closures, hazards, speed zones and limits that are in force.
        layers: the user's own.
        backdrop: None where nothing is known of the ground beside the roads.
    """

    network: Network
    lines: Lines = field(default_factory=dict)
    stretches: Sequence[Stretch] = ()
    areas: Sequence[Area] = ()
    layers: Sequence[Layer] = ()
    backdrop: Backdrop | None = None

    @property
    def held(self) -> tuple[Stretch | Area, ...]:
        """What holds on the roads, stretches and areas alike."""
        return (*self.stretches, *self.areas)

    @property
    def told(self) -> tuple[tuple[StretchKind, str, str], ...]:
        """(kind, label, more) of what can be told of in words, once each."""
        every = dict.fromkeys((each.kind, each.label, each.more) for each in self.held if each.label or each.more)
        in_words = {(kind, label) for kind, label, more in every if more}
        return tuple(one for one in every if one[2] or one[:2] not in in_words)


@dataclass(frozen=True)
class Scene:
    """A map over roads with the people who are driven on them, on a plane.

    Attributes:
        at: metres east and north of each place that has a position.
        levels: how many times closer the drawing can be looked at, from 1 up.
        most_points: of the roads of one panel.
    """

    roads: RoadMap
    plane: Plane
    at: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    flows: Sequence[Flow] = ()
    levels: tuple[float, ...] = (1.0,)
    most_points: int = 6_000

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.roads.network, self.plane)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        return runs(self.flows, self.roads.lines)

    @property
    def driven(self) -> Lines:
        """The ways of the flows that have one."""
        legs = {(flow.origin, flow.destination) for flow in self.flows}
        return {leg: line for leg, line in self.roads.lines.items() if leg in legs}

    @cached_property
    def straight(self) -> tuple[Flow, ...]:
        return straight(self.flows, self.roads.lines)

    @cached_property
    def most_people(self) -> int:
        """On one stretch of road."""
        return max([run.people for run in self.runs] + [flow.people for flow in self.straight], default=0)

    def extent(self, points: Floats) -> Extent:
        """Of points on the ground and of the ways between them."""
        driven = [self.plane.on_ground(run.lon, run.lat) for run in self.runs]
        return Extent.of(np.concatenate([points, *driven]))
