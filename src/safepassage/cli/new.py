"""`safepassage new`: an operation to start from."""

from pathlib import Path
from typing import Annotated

import typer

from safepassage.domain.operation import Profile
from safepassage.exchange.templates import new_operation


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write it; made if it is not there.")],
    profile: Annotated[
        Profile,
        typer.Option(help="What kind of operation: it sets the words, the defaults and how careful exports are."),
    ] = Profile.CONFLICT,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Write one workbook instead of text files.")] = False,
) -> None:
    """Write a small, commented operation to start from."""
    new_operation(folder, profile, xlsx)
    typer.echo(f"Wrote a small {profile.value} operation to {folder}. Edit it, then: safepassage check {folder}")
