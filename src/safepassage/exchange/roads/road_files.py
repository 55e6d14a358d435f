"""All that an operation's folder knows of its roads: the network, what changes on it, and how fast vehicles drive."""

from dataclasses import dataclass, replace
from pathlib import Path

from safepassage.domain.operation import Operation
from safepassage.exchange.mistakes import Collector, Mistake
from safepassage.exchange.operation_table import STAND_IN
from safepassage.exchange.roads.contents import FOLDER
from safepassage.exchange.roads.keep import SPEEDS
from safepassage.exchange.roads.network_file import read_network
from safepassage.exchange.roads.overlay_files import read_overlays, untouched
from safepassage.exchange.roads.speeds_table import read_speeds
from safepassage.roads.lines import RoadLines
from safepassage.roads.network import Network
from safepassage.roads.overlays import Overlays
from safepassage.roads.speeds import Speeds


@dataclass(frozen=True)
class RoadFiles:
    """The roads of an operation as they were read.

    Attributes:
        warnings: what is suspicious, e.g. overlays that lie on no road.
    """

    network: Network
    overlays: Overlays
    speeds: Speeds
    warnings: tuple[Mistake, ...]


def read_road_files(folder: Path, operation: Operation) -> RoadFiles | None:
    """The roads in an operation's folder; None where no network was imported.

    Raises Mistakes with all that is wrong.
    """
    network = read_network(folder)
    if network is None:
        return None
    mistakes = Collector()
    style = replace(STAND_IN, clock=operation.clock, horizon_s=operation.horizon_s)
    overlays = read_overlays(folder, style, mistakes)
    speeds = read_speeds(folder / FOLDER / SPEEDS, mistakes)
    mistakes.raise_errors()
    return RoadFiles(network, overlays, speeds, (*mistakes.all, *untouched(overlays, RoadLines(network))))
