"""Overlays as they are drawn on a map: the stretches of road that they lie on, or their area."""

from collections.abc import Iterator, Mapping

import numpy as np
import shapely

from safepassage.exchange.roads.map_marks import Area, Stretch, StretchKind
from safepassage.roads.checking.ways import base_segments
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.touching import segments_touched
from safepassage.roads.overlays import Closure, Hazard, Limit, Overlay, Overlays, SpeedZone

KINDS: Mapping[type[Overlay], StretchKind] = {
    Closure: StretchKind.CLOSURE,
    Hazard: StretchKind.HAZARD,
    SpeedZone: StretchKind.SPEED,
    Limit: StretchKind.LIMIT,
}


def stretches(overlays: Overlays, roads: RoadLines) -> Iterator[Stretch]:
    """The stretches of road that lines, points and numbers of ways mean, once for both directions."""
    base = base_segments(roads.network)
    for overlay in overlays:
        if overlay.geometry is None and not overlay.ways:
            continue
        if overlay.geometry is None or shapely.get_dimensions(overlay.geometry) < 2:
            for number, segment in enumerate(np.unique(base[segments_touched(overlay, roads)]).tolist()):
                more = "" if number else told(overlay)
                yield Stretch(*roads.network.line(segment), overlay.id, KINDS[type(overlay)], more)


def areas(overlays: Overlays) -> Iterator[Area]:
    """The areas of overlays that have one."""
    for overlay in overlays:
        for part in shapely.get_parts(overlay.geometry):
            if shapely.get_dimensions(part) == 2:
                rings = [shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)]
                drawn = tuple((ring[:, 0], ring[:, 1]) for ring in rings)
                yield Area(drawn, overlay.id, KINDS[type(overlay)], told(overlay))


def told(overlay: Overlay) -> str:
    """Who says so, and by what evidence."""
    return "; ".join(said for said in (overlay.source, overlay.evidence) if said)
