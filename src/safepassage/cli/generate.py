"""`safepassage generate`: a synthetic operation of any size."""

from pathlib import Path
from typing import Annotated

import typer

from safepassage.cli.busy import busy
from safepassage.cli.words import counted
from safepassage.cli.words import people as people_in_words
from safepassage.domain.operation import Operation
from safepassage.exchange.operation_folder import WORKBOOK, write_operation
from safepassage.exchange.xlsx import write_workbook
from safepassage.synthetic.shapes import FEWEST_PEOPLE, MOST_PEOPLE, SHAPES, synthesize


def _known_shape(like: str) -> str:
    if like not in SHAPES:
        raise typer.BadParameter(f"there is no shape '{like}'; choose one of: {', '.join(SHAPES)}")
    return like


def _empty(folder: Path) -> Path:
    if folder.is_dir() and any(folder.iterdir()):
        raise typer.BadParameter(f"'{folder}' is not empty, and nothing in it is overwritten; name a new folder")
    return folder


def generate(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", callback=_empty, help="Where to write it: a new or an empty folder.")
    ],
    people: Annotated[
        int,
        typer.Option(
            metavar="N", min=FEWEST_PEOPLE, max=MOST_PEOPLE, help="How many people wish to leave; some more stay."
        ),
    ],
    like: Annotated[
        str, typer.Option(callback=_known_shape, help="The operation whose places, fleet and windows it resembles.")
    ] = next(iter(SHAPES)),
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="The same seed draws the same operation.")] = 1,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Write one workbook instead of text files.")] = False,
) -> None:
    """Write a synthetic operation of any size.

    Places, fleet, gates and windows are scaled, and households drawn from a seed.
    """
    with busy(f"Drawing {people_in_words(people)}", people):
        operation = synthesize(people, seed, like)
    with busy(f"Writing {counted(len(operation.households), 'household')}", people):
        write_to(folder, operation, xlsx)
    leaving = people_in_words(sum(household.people for household in operation.leaving))
    typer.echo(
        f"Wrote a synthetic operation to {folder}: {leaving} in {counted(len(operation.leaving), 'household')} wish to "
        f"leave.\nNext: safepassage plan {folder}"
    )


def write_to(folder: Path, operation: Operation, xlsx: bool) -> None:
    """Write an operation into a folder, as text files or as one workbook."""
    if xlsx:
        write_workbook(operation, folder / WORKBOOK)
    else:
        write_operation(operation, folder)
