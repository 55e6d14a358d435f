"""The roads of an operation as one big map on a page of its own, which opens from disk and asks nothing of a network."""

from collections.abc import Sequence
from pathlib import Path

from safepassage.exchange.roads.map_marks import Area, Mark, Stretch
from safepassage.roads.network import Network


def write_map_page(
    path: Path,
    network: Network,
    title: str,
    marks: Sequence[Mark] = (),
    stretches: Sequence[Stretch] = (),
    areas: Sequence[Area] = (),
    notes: Sequence[str] = (),
) -> None:
    """Write one HTML file with a map of the roads around the marks and stretches, whole or not at all.

    `notes` are sentences that stand beside the map, e.g. what the check found.
    Raises OSError if the file cannot be written.
    """
    raise NotImplementedError
