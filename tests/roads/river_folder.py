"""The operation on the two banks of the river as a folder with roads."""

from dataclasses import replace
from pathlib import Path

from safepassage.domain.operation import Operation
from safepassage.exchange.operation_folder import write_operation
from safepassage.exchange.operation_table import STAND_IN
from safepassage.exchange.roads.network_file import write_network
from safepassage.exchange.roads.overlay_files import write_overlays
from safepassage.roads.overlays import Overlays
from tests.roads.river_operation import river_operation
from tests.roads.towns import river_town


def write_river(folder: Path, bus_t: float | None = None, overlays: Overlays | None = None) -> Operation:
    """Write the folder, and say which operation it holds."""
    operation = river_operation(bus_t)
    write_operation(operation, folder)
    write_network(river_town(), folder)
    style = replace(STAND_IN, clock=operation.clock, horizon_s=operation.horizon_s)
    write_overlays(overlays or Overlays(), folder, style)
    return operation
