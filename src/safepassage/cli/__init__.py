"""The command line: one verb, one file; bad input ends in one clear message and exit code 2, never in a traceback."""

import os
import sys
from typing import Annotated

import typer

from safepassage import __version__
from safepassage.cli.check import check
from safepassage.cli.generate import generate
from safepassage.cli.interruption import Aborted
from safepassage.cli.new import new
from safepassage.cli.plan import plan
from safepassage.cli.say import UNREADABLE, say, say_mistakes, say_os_error
from safepassage.exchange.mistakes import Mistakes

app = typer.Typer(
    name="safepassage",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for verb in (new, check, generate, plan):
    app.command()(verb)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"safepassage {__version__}")
        raise typer.Exit


@app.callback()
def safepassage(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Plan the movement of everyone who wishes to leave a place in danger, through a negotiated corridor."""


def main() -> None:
    """Run the command line, and turn what went wrong into words and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a place's name never ends the program
    try:
        app()
    except Mistakes as mistakes:
        say_mistakes(mistakes.all)
        sys.exit(UNREADABLE)
    except Aborted as aborted:
        say("Given up: no file was left half-written.")
        sys.stderr.flush()
        os._exit(aborted.exit_code)  # the planner may still be deep in a solver, which no thread can be made to leave
    except OSError as error:
        say_os_error(error)
        sys.exit(UNREADABLE)
