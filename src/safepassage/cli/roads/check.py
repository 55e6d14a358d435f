"""`safepassage roads check`: what is cut on the roads of an operation, and what hangs on one road."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safepassage.cli.check import print_object
from safepassage.cli.say import UNREADABLE, VIOLATIONS, say_mistakes
from safepassage.cli.words import counted, people, shown
from safepassage.domain.operation import Operation
from safepassage.exchange.cells import BadCell
from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.operation_folder import Reading, read_operation

if TYPE_CHECKING:
    from safepassage.exchange.roads.operation_roads import OperationRoads
    from safepassage.roads.checking.road_findings import RoadCheck

MINUTE_S = 60


def check(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The operation folder, with its roads.")],
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="Local time for which losses of roads are told.")
    ] = None,
    longer: Annotated[
        float, typer.Option(metavar="MINUTES", min=0.0, help="Tell of ways round that take so much longer.")
    ] = 2.0,
    map_file: Annotated[Path | None, typer.Option("--map", metavar="FILE", help="Write a map as an HTML page.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")] = False,
) -> None:
    """Check the roads of an operation.

    Tells which places are off the roads, which ways are cut and by what, and which single road or bridge cuts off
    people, or sends them a longer way, if it is lost.

    Exit code: 0 nothing is cut, 1 a way that is needed is never open to vehicles that need it, or a place is off the
    roads, 2 the folder or its roads cannot be read, or the map cannot be written.
    """
    from safepassage.roads.checking.road_check import check_roads

    try:
        reading = read_operation(folder)
        roads = _roads(folder, reading)
        at_s = _moment(at, reading.operation)
    except Mistakes as mistakes:
        if as_json:
            print_object({"readable": False, "mistakes": mistakes.errors, "warnings": mistakes.warnings})
        say_mistakes(mistakes.all)
        raise typer.Exit(UNREADABLE) from None
    found = check_roads(roads.ground, roads.overlays, roads.speeds, at_s, longer * MINUTE_S)
    if map_file is not None:
        from safepassage.cli.roads.check_map import write_check_map

        write_check_map(map_file, reading.operation, roads, found)
    if as_json:
        from safepassage.cli.roads.check_object import as_object

        print_object(as_object(reading.operation, roads.network, found, reading.warnings))
    else:
        say_mistakes(reading.warnings)
        _print(reading.operation, roads, found)
        if map_file is not None:
            typer.echo(f"\nOpen {map_file} in a browser for the map: it needs no network.")
    raise typer.Exit(VIOLATIONS if found.cuts else 0)


def _roads(folder: Path, reading: Reading) -> "OperationRoads":
    if reading.roads is None:
        do = f"import roads first: safepassage roads import {folder} FILE"
        raise Mistakes([Mistake("roads/network.npz", None, None, "is not there: there are no roads to check", do=do)])
    return reading.roads


def _moment(at: str | None, operation: Operation) -> int:
    """Seconds from the operation's start."""
    from safepassage.exchange.cells import Style
    from safepassage.exchange.moments import moment_of

    if at is None:
        return 0
    try:
        at_s = operation.clock.seconds(moment_of(at, Style(operation.clock)))
    except BadCell as bad:
        raise typer.BadParameter(f"{bad.wrong}; {bad.do}", param_hint="'--at'") from None
    if not 0 <= at_s < operation.horizon_s:
        wrong = f"'{at}' is not between the operation's start and its horizon; choose a time between"
        raise typer.BadParameter(wrong, param_hint="'--at'")
    return at_s


def _print(operation: Operation, roads: "OperationRoads", found: "RoadCheck") -> None:
    from safepassage.cli.roads.check_words import sections, text

    network = roads.network
    day = f" of {network.as_of}" if network.as_of else ""
    source = f" from {text(network.source)}" if network.source else ""
    typer.echo(
        f"{shown(operation.name)}: {people(found.people)} to move; roads{day}{source}, "
        f"{counted(len(roads.overlays.closures), 'closure')}, {counted(len(roads.overlays.hazards), 'hazard')}."
    )
    for heading, sentences in sections(operation, network, found):
        typer.echo(f"\n{heading}")
        for sentence in sentences:
            typer.echo(f"  {sentence}")
    if not found.cuts:
        typer.echo("\nEvery way that is needed can be driven at some time.")
