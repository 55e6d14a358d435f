"""What a check of roads found, on a map."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from safepassage.cli.roads.check_words import Words, sections, words_of
from safepassage.domain.operation import Operation
from safepassage.exchange.roads.map_marks import Mark, MarkKind, Stretch, StretchKind
from safepassage.exchange.roads.map_page import write_map_page
from safepassage.exchange.roads.operation_roads import OperationRoads
from safepassage.exchange.roads.overlay_marks import areas, stretches
from safepassage.roads.checking.road_findings import RoadCheck


def write_check_map(path: Path, operation: Operation, roads: OperationRoads, found: RoadCheck) -> None:
    """Write the map as one HTML file, whole or not at all.

    Raises OSError if it cannot be written.
    """
    words, told = words_of(operation, roads.network, found), sections(operation, roads.network, found)
    write_map_page(
        path,
        roads.network,
        operation.name,
        tuple(_marks(words, found)),
        (*stretches(roads.overlays, roads.ground.roads), *_failure_points(words, found), *_snaps(operation, found)),
        tuple(areas(roads.overlays)),
        notes=[f"{heading}: {said}" for heading, all_said in told for said in all_said],
        layers=roads.layers,
    )


def _marks(words: Words, found: RoadCheck) -> Iterator[Mark]:
    operation = words.operation
    cut: dict[str, str] = {}
    for way in found.cut:
        if way.always:
            cut |= dict.fromkeys((end for end in way.way if end not in operation.gate), "a way that it needs is cut")
    cut |= {place.place: words.off(place) for place in found.places if place.off}
    for place in operation.places:
        if place.lon is None or place.lat is None:
            continue
        if place.id in cut:
            yield Mark(place.lon, place.lat, "", MarkKind.UNREACHABLE, f"{words.place(place.id)}: {cut[place.id]}")
        yield Mark(place.lon, place.lat, place.name or place.id, MarkKind(place.kind.value))


def _failure_points(words: Words, found: RoadCheck) -> Iterator[Stretch]:
    for point in (point for point in found.failure_points if point.cut_people):
        for stretch in point.stretches:
            more = words.failure_point(point) if stretch == point.stretches[0] else ""
            yield Stretch(*stretch.line(words.network), point.road, StretchKind.SINGLE_POINT, more)


def _snaps(operation: Operation, found: RoadCheck) -> Iterator[Stretch]:
    """From each place to where its vehicles come to it."""
    for snapped in found.places:
        place = operation.place[snapped.place]
        if None in (place.lon, place.lat, snapped.lon, snapped.lat):
            continue
        lon, lat = np.array([place.lon, snapped.lon], dtype=float), np.array([place.lat, snapped.lat], dtype=float)
        yield Stretch(lon, lat, "", StretchKind.SNAP)
