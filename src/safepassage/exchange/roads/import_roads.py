"""Files of roads, of any of the formats, into one network."""

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.roads import gis_formats, osm_file
from safepassage.exchange.roads.gathering import Gathering
from safepassage.exchange.roads.gis_file import LayerOptions, read_layers
from safepassage.exchange.roads.osm_file import read_osm
from safepassage.exchange.roads.tell import Tell
from safepassage.roads.making.building import build
from safepassage.roads.making.survey import Survey
from safepassage.roads.network import Network


@dataclass(frozen=True)
class Imported:
    """A network, and what of its files it does not show.

    Attributes:
        left_out: how many ways, or turn restrictions, by why.
        unread: how many ways have a tag that is not understood, as ``maxweight=heavy``; they are taken without it.
    """

    network: Network
    left_out: dict[str, int]
    unread: dict[str, int]


def import_roads(
    files: Sequence[Path],
    area: BaseGeometry | None = None,
    as_of: date | None = None,
    attribution: str | None = None,
    layers: LayerOptions | None = None,
    tell: Tell = lambda _doing, _done, _of: None,
) -> Imported:
    """Read files of roads, and make one network of them.

    Args:
        files: each way of OpenStreetMap counts once, however many files hold it.
        area: what is wanted, in degrees; None for everything.
        as_of: the day that the files show; None takes it from them, the newest of several.
        attribution: None for that of OpenStreetMap, or the names of the files.
        layers: how layers of other sources are to be understood.
        tell: is told of the progress.
    """
    gathering = Gathering()
    days: list[date] = []
    for path in files:
        _look_at(path)
        if _ends(path, osm_file.ENDINGS):
            days += [day] if (day := read_osm(path, gathering, tell)) else []
        else:
            read_layers(path, gathering, layers or LayerOptions(), tell)
    tell("building the network", 0, None)
    survey = gathering.survey()
    built = build(
        survey,
        _inside(survey, area),
        source=", ".join(path.name for path in files),
        as_of=as_of or max(days, default=None),
        attribution=_attribution(files) if attribution is None else attribution,
    )
    left_out = dict(sorted((gathering.left_out + built.left_out).items()))
    if built.network.segments == 0:
        raise Mistakes([_no_roads(files, survey, left_out, "" if area is None else " where you asked")])
    return Imported(built.network, left_out, dict(gathering.unread))


def _look_at(path: Path) -> None:
    """Raise OSError or Mistakes if it cannot be a file of roads."""
    path.stat()
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not _ends(path, osm_file.ENDINGS + gis_formats.ENDINGS):
        expected = f"a name that ends in {', '.join(osm_file.ENDINGS + gis_formats.ENDINGS)}"
        do = "give it the ending of its format, or save it in one of these"
        raise Mistakes([Mistake(path.name, None, None, "is of no format that is read", expected, do)])


def _ends(path: Path, endings: tuple[str, ...]) -> bool:
    return path.name.lower().endswith(endings)


def _inside(survey: Survey, area: BaseGeometry | None) -> "np.ndarray[tuple[int], np.dtype[np.bool_]] | None":
    """[node] True in the area."""
    if area is None:
        return None
    shapely.prepare(area)
    return np.asarray(shapely.intersects_xy(area, survey.lon, survey.lat))


def _attribution(files: Sequence[Path]) -> str:
    others = [path.name for path in files if not _ends(path, osm_file.ENDINGS)]
    osm = [osm_file.ATTRIBUTION] if len(others) < len(files) else []
    return "; ".join([*osm, *(f"roads: {name}" for name in others)])


def _no_roads(files: Sequence[Path], survey: Survey, left_out: dict[str, int], where: str) -> Mistake:
    """Nothing is left: say what there was."""
    wrong = f"holds no road that a vehicle may use{where}"
    if len(survey.node):
        lon, lat = survey.lon, survey.lat
        wrong += f"; its roads lie within {lon.min():.4f},{lat.min():.4f},{lon.max():.4f},{lat.max():.4f}"
    if left_out:
        wrong += " (left out: " + "; ".join(f"{many:,} {why}" for why, many in left_out.items()) + ")"
    do = "look whether it is the right file, and the right area (west,south,east,north)"
    return Mistake(", ".join(path.name for path in files), None, None, wrong, "", do)
