"""The roads of an operation as its folder has them: the network, what changes on it, and the legs that come of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from safepassage.domain.operation import Operation
from safepassage.domain.travel import Leg
from safepassage.exchange.cells import Style
from safepassage.exchange.mistakes import Collector, Mistakes
from safepassage.exchange.roads.backdrop import Backdrop
from safepassage.exchange.roads.layer_files import read_layers
from safepassage.exchange.roads.layers import Layer
from safepassage.exchange.roads.names import FOLDER, SPEEDS
from safepassage.exchange.roads.network_file import read_network
from safepassage.exchange.roads.overlay_files import read_overlays, untouched
from safepassage.exchange.roads.speeds_table import read_speeds
from safepassage.exchange.roads.tiles_file import around, read_backdrop
from safepassage.roads.driving.ground import Ground
from safepassage.roads.driving.legs import RoadLegs, legs_on_roads
from safepassage.roads.network import Network
from safepassage.roads.over_table import over_table
from safepassage.roads.overlays import Closure, Hazard, Limit, Overlay, Overlays
from safepassage.roads.speeds import Speeds


@dataclass(frozen=True)
class OperationRoads:
    """What an operation's folder says about roads.

    Attributes:
        written: the rows of the travel-time table, which go before the roads.
        layers: the user's own, for maps.
        backdrop: what lies beside the roads, for maps; None where nothing is known of it.
    """

    network: Network
    overlays: Overlays
    speeds: Speeds
    ground: Ground
    written: tuple[Leg, ...]
    layers: tuple[Layer, ...] = ()
    backdrop: Backdrop | None = None

    @cached_property
    def found(self) -> RoadLegs:
        """What the roads say about every pair of stops, with the routes."""
        return legs_on_roads(self.ground.operation, self.network, self.overlays, self.speeds, self.ground)

    @cached_property
    def legs(self) -> tuple[Leg, ...]:
        """All legs of the operation: the table's, and those of the roads about which the table says nothing."""
        return over_table(self.written, self.found.legs)

    def reopened(self) -> Iterator[tuple[Overlay, tuple[Leg, ...]]]:
        """Each overlay that keeps vehicles off, and all legs without it, where that changes any."""
        for overlay in self.overlays:
            if not isinstance(overlay, Closure | Hazard | Limit):
                continue
            others = _without(self.overlays, overlay)
            found = legs_on_roads(self.ground.operation, self.network, others, self.speeds, self.ground)
            if _driving(found.legs) != _driving(self.found.legs):
                yield overlay, over_table(self.written, found.legs)


def _driving(legs: tuple[Leg, ...]) -> list[Leg]:
    """What legs say of time; ways that take equally long may differ in metres."""
    return [replace(leg, distance_m=None) for leg in legs]


def _without(overlays: Overlays, overlay: Overlay) -> Overlays:
    return replace(
        overlays,
        closures=tuple(other for other in overlays.closures if other is not overlay),
        hazards=tuple(other for other in overlays.hazards if other is not overlay),
        limits=tuple(other for other in overlays.limits if other is not overlay),
    )


def read_roads(folder: Path, operation: Operation, style: Style, mistakes: Collector) -> OperationRoads | None:
    """The roads of an operation; None where its folder has no network, or where a mistake was added.

    Args:
        folder: of the operation.
        operation: with the legs of its table only.
        style: knows the operation's clock.
        mistakes: get what is wrong in the files, and warnings of overlays that lie on no road.
    """
    try:
        network = read_network(folder)
        layers = read_layers(folder) if network is not None else ()
    except Mistakes as unreadable:
        for mistake in unreadable.all:
            mistakes.add(mistake)
        return None
    if network is None:
        return None
    overlays = read_overlays(folder, style, mistakes)
    speeds = read_speeds(folder / FOLDER / SPEEDS, mistakes)
    if mistakes.failed:
        return None
    ground = Ground(operation, network)
    for warning in untouched(overlays, ground.roads):
        mistakes.add(warning)
    backdrop = read_backdrop(folder, around(network, operation), mistakes)
    return OperationRoads(network, overlays, speeds, ground, operation.legs, layers, backdrop)
