"""roads/closures.geojson and its like: what changes on the roads, as features that any map program draws."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from safepassage.exchange.atomic import replace_all
from safepassage.exchange.cells import BadCell, Style
from safepassage.exchange.contents import content_of
from safepassage.exchange.mistakes import Collector, Mistake, Severity
from safepassage.exchange.roads.geojson import GEOMETRY, features_text, read_features
from safepassage.exchange.roads.names import FOLDER
from safepassage.exchange.roads.overlay_columns import FIELDS, KINDS
from safepassage.exchange.tables import Sheet, Written, unique
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.touching import segments_touched
from safepassage.roads.overlays import Closure, Direction, Hazard, Limit, Overlay, Overlays, SpeedZone


def read_overlays(folder: Path, style: Style, mistakes: Collector) -> Overlays:
    """The overlays of an operation's folder; none where there are no such files.

    `style` knows the operation's clock. Where an error was added to `mistakes`, the answer is not to be used.
    """
    return Overlays(*(_read(kind, folder / sheet.file, style, mistakes) for kind, sheet in KINDS.items()))


def _read(kind: type[Overlay], path: Path, style: Style, mistakes: Collector) -> tuple[Any, ...]:
    sheet = KINDS[kind]
    content = content_of(path, sheet.file, mistakes)
    if content is None:
        return ()
    features = read_features(sheet, content, style, mistakes)
    columns = {FIELDS[column.name]: features.table.read(column.name, mistakes) for column in sheet.columns}
    unique(features.table, "id", columns["id"], mistakes)
    rows = zip(*columns.values(), features.shapes, strict=True)
    overlays = tuple(kind(**dict(zip((*columns, GEOMETRY), row, strict=True))) for row in rows)
    for index, overlay in enumerate(overlays):
        for name, bad in _wrong(overlay, unreadable=index in features.unreadable):
            mistakes.add(features.table.mistake(index, name, bad))
    return overlays


def _wrong(overlay: Overlay, *, unreadable: bool) -> Iterator[tuple[str | None, BadCell]]:
    """What does not fit together in an overlay, by property."""
    dimensions = {int(shapely.get_dimensions(part)) for part in shapely.get_parts(overlay.geometry)}
    if overlay.until_s is not None and overlay.until_s <= overlay.from_s:
        yield "until", BadCell("it ends before it starts", "a later time", "correct one of the two")
    if unreadable:
        return
    if overlay.direction is Direction.ALONG and dimensions != {1}:
        yield "direction", BadCell("there is no line that it could be along", "a line", "draw a line, or write both")
    if overlay.at is not None and dimensions != {0}:
        yield "at", BadCell("the shape is no point", "a point", "draw a point, or leave 'at' out")
    if overlay.geometry is None and not overlay.ways and isinstance(overlay, Closure | Hazard):
        yield GEOMETRY, BadCell("does not say what is closed", "a line, an area, a point or ways", "draw it")
    if isinstance(overlay, SpeedZone) and (overlay.factor, overlay.cap_kph) == (1.0, float("inf")):
        yield None, BadCell("does not say how fast", "a factor, or kmh", "add one of them")
    if isinstance(overlay, Limit) and not overlay.has_number and overlay.uses is None:
        yield None, BadCell("does not say what is limited", "weight_t, height_m, width_m or who", "add one of them")


def untouched(overlays: Overlays, roads: RoadLines) -> tuple[Mistake, ...]:
    """Warnings of overlays that lie on no road."""
    found = []
    for sheet, of_kind in _by_kind(overlays):
        for number, overlay in enumerate(of_kind, 1):
            if not len(segments_touched(overlay, roads)):
                wrong = f"'{overlay.id}' lies on no road, and changes nothing"
                expected = "a line along a road, an area or a point with roads, or ways that there are"
                do = "draw it on the road, or look whether the network is that of this place"
                mistake = Mistake(sheet.file, number, GEOMETRY, wrong, expected, do, Severity.WARNING)
                found.append(mistake)
    return tuple(found)


def write_overlays(overlays: Overlays, folder: Path, style: Style) -> None:
    """Write the overlays into an operation's folder, all or none; a kind without any has a file only if it had one."""
    contents = {}
    for sheet, of_kind in _by_kind(overlays):
        if of_kind or (folder / sheet.file).exists():
            rows = [
                {column.name: getattr(overlay, FIELDS[column.name]) for column in sheet.columns} for overlay in of_kind
            ]
            text = features_text(Written(sheet, rows), [overlay.geometry for overlay in of_kind], style)
            contents[Path(sheet.file).name] = text.encode()
    replace_all(folder / FOLDER, contents)


def _by_kind(overlays: Overlays) -> Iterator[tuple[Sheet, tuple[Overlay, ...]]]:
    of_kinds = (overlays.closures, overlays.hazards, overlays.speed_zones, overlays.limits)
    yield from zip(KINDS.values(), of_kinds, strict=True)
