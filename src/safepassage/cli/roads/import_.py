"""`safepassage roads import`: a road network from files of roads."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from safepassage.cli.check import print_object
from safepassage.cli.roads.progress import progress
from safepassage.cli.say import say, say_mistakes
from safepassage.cli.words import counted, shown
from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.operation_folder import WORKBOOK

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from safepassage.exchange.roads.import_roads import Imported
    from safepassage.roads.tally import Tally

OPERATION = "operation.toml"
MOST_LEFT_OUT = 20
"""Reasons that are printed; `--json` has all of them."""


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
    from safepassage.roads.tally import tally

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
    _warn(imported)
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


def _warn(imported: "Imported") -> None:
    """Say on stderr what may make the network other than the roads are."""
    if imported.network.as_of is None:
        say("warning: nothing says of which day these roads are; tell it with --as-of")
    for tag, many in sorted(imported.unread.items(), key=lambda item: -item[1])[:MOST_LEFT_OUT]:
        say(f"warning: {tag} is not understood ({counted(many, 'way')}); they are taken without it")


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


def as_object(imported: "Imported", found: "Tally") -> dict[str, Any]:
    """What was found, for a program."""
    network = imported.network
    return {
        "source": network.source,
        "as_of": network.as_of,
        "attribution": network.attribution,
        "bounds": network.bounds,
        "nodes": found.nodes,
        "segments": found.segments,
        "km": {kind.name.lower(): round(km, 3) for kind, km in found.km.items()},
        "one_way_km": round(found.one_way_km, 3),
        "bridges": found.bridges,
        "limits": found.limits,
        "speed_limits": found.speed_limits,
        "turns": found.turns,
        "parts": found.parts,
        "largest": round(found.largest, 6),
        "left_out": imported.left_out,
        "unread": imported.unread,
    }


def print_summary(folder: Path, imported: "Imported", found: "Tally") -> None:
    """What was found and what was left out, a line each."""
    from safepassage.exchange.roads.contents import network_path

    network = imported.network
    day = "of a day that is not known" if network.as_of is None else f"as of {network.as_of}"
    km = ", ".join(f"{kind.name.lower().replace('_', ' ')} {km:,.1f}" for kind, km in found.km.items())
    typer.echo(f"{shown(network.source)}: roads {day}, {shown(network.attribution)}.")
    typer.echo(
        f"{counted(found.segments, 'segment')} between {counted(found.nodes, 'node')}; km: {km}; "
        f"{found.one_way_km:,.1f} of them one-way."
    )
    typer.echo(
        f"{counted(found.bridges, 'bridge')}, {counted(found.limits, 'limit')} of weight, height or width, "
        f"{counted(found.speed_limits, 'speed limit')}, {counted(found.turns, 'forbidden turn')}; "
        f"{counted(found.parts, 'part')}, of which the largest holds {100 * found.largest:.1f} % of the km."
    )
    most = sorted(imported.left_out.items(), key=lambda item: -item[1])
    for why, many in most[:MOST_LEFT_OUT]:
        typer.echo(f"Left out: {many:,} {shown(why)}.")
    if len(most) > MOST_LEFT_OUT:
        typer.echo(f"And {len(most) - MOST_LEFT_OUT:,} more reasons; see all of them with --json.")
    typer.echo(f"Wrote {network_path(folder)}.")
