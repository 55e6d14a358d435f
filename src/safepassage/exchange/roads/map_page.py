"""The roads of an operation as one big map on a page of its own, which opens from disk and needs no network."""

from collections.abc import Sequence
from pathlib import Path

from safepassage.exchange.atomic import replacing
from safepassage.exchange.report.map_page import map_page
from safepassage.exchange.report.road_map import RoadMap
from safepassage.exchange.report.texts import Texts, english
from safepassage.exchange.roads.backdrop import Backdrop
from safepassage.exchange.roads.layers import Layer
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
    layers: Sequence[Layer] = (),
    backdrop: Backdrop | None = None,
    texts: Texts | None = None,
) -> None:
    """Write one HTML file with a map of the roads around the marks, whole or not at all.

    `notes` are sentences that stand below the map, e.g. what the check found; `layers` are the user's own. `texts`
    gives the words and the direction of the page; None means English.
    Raises OSError if the file cannot be written.
    """
    roads = RoadMap(network, {}, stretches, areas, layers, backdrop)
    html = map_page(title, roads, marks, notes, texts or english())
    with replacing(path) as part:
        part.write_text(html, encoding="utf-8")
