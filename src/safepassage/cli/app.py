"""The verbs, and what becomes of them: words and an exit code, never a traceback."""

import os
import signal
import sys
import threading
from io import TextIOWrapper
from types import FrameType
from typing import Annotated

import typer

from safepassage import __version__
from safepassage.cli.check import check
from safepassage.cli.generate import generate
from safepassage.cli.interruption import Aborted
from safepassage.cli.new import new
from safepassage.cli.plan import plan
from safepassage.cli.roads import roads_app
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
app.add_typer(roads_app)


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


def run() -> None:
    """Run the command line, and turn what went wrong into words and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # there is none where the shell closed it
            stream.reconfigure(errors="replace")  # a place's name never ends the program
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader that went away is no plan that breaks a rule (code 1)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _give_up)
    try:
        app()
    except Mistakes as mistakes:
        say_mistakes(mistakes.all)
        sys.exit(UNREADABLE)
    except Aborted as aborted:
        say("Given up: no file was left half-written.")
        sys.stderr.flush()
        if threading.active_count() > 1:
            os._exit(aborted.exit_code)  # the planner may be deep in a solver, which no thread can be made to leave
        sys.exit(aborted.exit_code)
    except OSError as error:
        _let_go()
        say_os_error(error)
        sys.exit(UNREADABLE)


def _give_up(number: int, _frame: FrameType | None) -> None:
    """What a signal does while nothing better listens: everything begun is taken back on the way out."""
    _let_go()
    raise Aborted(number)


def _let_go() -> None:
    """What a library cannot tidy up after a full disk or in the middle of its work tells the user nothing new."""
    sys.unraisablehook = lambda _: None
