"""What an import of roads found, in words and for programs."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from safepassage.cli.say import say
from safepassage.cli.words import counted, shown

if TYPE_CHECKING:
    from safepassage.exchange.roads.import_roads import Imported
    from safepassage.roads.making.tally import Tally

MOST_LEFT_OUT = 20
"""Reasons that are printed; `--json` has all of them."""


def say_warnings(imported: "Imported") -> None:
    """Say on stderr what may make the network other than the roads are."""
    if imported.network.as_of is None:
        say("warning: nothing says of which day these roads are; tell it with --as-of")
    for tag, many in sorted(imported.unread.items(), key=lambda item: -item[1])[:MOST_LEFT_OUT]:
        say(f"warning: {tag} is not understood ({counted(many, 'way')}); they are taken without it")


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
    from safepassage.exchange.roads.names import network_path

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
