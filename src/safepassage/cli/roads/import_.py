"""`safepassage roads import`: a road network from files of roads."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safepassage.cli.check import print_object
from safepassage.cli.roads.import_words import as_object, print_summary, say_warnings
from safepassage.cli.roads.progress import progress
from safepassage.cli.say import say_mistakes
from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.operation_folder import WORKBOOK

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

OPERATION = "operation.toml"


def _day(text: str | None) -> str | None:
    if text is not None:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise typer.BadParameter(f"'{text}' is no day; write it as 2030-05-01") from None
    return text


def _classes(pairs: list[str] | None) -> list[str]:
    from safepassage.exchange.roads.gis_columns import known_class

    for pair in pairs or ():
        value, _, road_class = pair.rpartition("=")
        if not value or not known_class(road_class):
            expected = "VALUE=CLASS with a value of OpenStreetMap's 'highway', as 'Main road=primary'"
            raise typer.BadParameter(f"'{pair}' is not understood; write {expected}")
    return pairs or []


def import_(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The operation folder.")],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="OpenStreetMap extracts, or GeoJSON, GeoPackage, Shapefile.")
    ],
    bbox: Annotated[str | None, typer.Option(metavar="W,S,E,N", help="Only what lies in this box, in degrees.")] = None,
    area: Annotated[Path | None, typer.Option(metavar="GEOJSON", help="Only what lies in these polygons.")] = None,
    speeds: Annotated[Path | None, typer.Option(metavar="CSV", help="A speeds.csv of people who know better.")] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", callback=_day, help="The day that the files show.")
    ] = None,
    attribution: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Words that must stand beside every map made of it.")
    ] = None,
    class_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="The column of a layer that holds the class of a road.")
    ] = None,
    class_: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="VALUE=CLASS", callback=_classes, help="What a value of it means; repeatable."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")] = False,
) -> None:
    """Import roads into an operation folder.

    Writes roads/network.npz, and says what was found and what was left out. Ctrl-C leaves what was there.

    Exit code: 0 imported, 2 a file cannot be read or written.
    """
    from safepassage.exchange.roads.gis_file import LayerOptions
    from safepassage.exchange.roads.import_roads import import_roads
    from safepassage.exchange.roads.keep import keep, speeds_to_keep
    from safepassage.roads.making.tally import tally

    _look_for_operation(folder)
    wanted = _wanted(bbox, area)
    table, warnings = (None, ()) if speeds is None else speeds_to_keep(speeds)
    say_mistakes(warnings)
    classes = {value.casefold(): kind for value, _, kind in (pair.rpartition("=") for pair in class_ or ())}
    with progress() as tell:
        imported = import_roads(
            files,
            wanted,
            None if as_of is None else date.fromisoformat(as_of),
            attribution,
            LayerOptions(class_column, classes),
            tell,
        )
        tell("writing", 0, None)
        keep(imported.network, folder, table)
    say_warnings(imported)
    found = tally(imported.network)
    if as_json:
        print_object(as_object(imported, found))
    else:
        print_summary(folder, imported, found)


def _look_for_operation(folder: Path) -> None:
    """Raise OSError or Mistakes if it is no operation's folder."""
    present = [path.name for path in folder.iterdir()]
    if OPERATION not in present and WORKBOOK not in present:
        wrong = f"has no {OPERATION} and no {WORKBOOK}"
        do = f"name the folder of the operation, or make one: safepassage new {folder}"
        raise Mistakes([Mistake(str(folder), None, None, wrong, "an operation folder", do)])


def _wanted(bbox: str | None, area: Path | None) -> "BaseGeometry | None":
    from safepassage.exchange.roads.area import box, read_area

    if bbox is not None and area is not None:
        raise typer.BadParameter("give a box or an area, not both", param_hint="'--bbox' / '--area'")
    if bbox is not None:
        try:
            return box(bbox)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="'--bbox'") from None
    return None if area is None else read_area(area)
