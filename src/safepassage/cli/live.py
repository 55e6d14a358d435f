"""What the planner is doing, while it does it: on a terminal a live display, elsewhere a line now and then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from safepassage.cli.interruption import Interruption
from safepassage.cli.words import duration, person_hours, share
from safepassage.domain.objective import Objective
from safepassage.planning.solution import Progress

LINE_EVERY_S = 10.0


@contextmanager
def watching(interruption: Interruption, keeps: str = "the best plan so far") -> Iterator[Callable[[Progress], None]]:
    """Show progress on stderr while the block runs; yields what the planner tells it to. Ctrl-C `keeps` something."""
    console = Console(stderr=True)
    display = Display(interruption, keeps)
    if not console.is_terminal:
        yield display.tell_in_lines
        return
    with Live(display, console=console, transient=True, refresh_per_second=4):
        yield display.tell


class Display:
    """The newest progress, drawn whenever the terminal asks for it."""

    def __init__(self, interruption: Interruption, keeps: str = "the best plan so far") -> None:
        self._interruption, self._keeps = interruption, keeps
        self._begun = self._last_line = monotonic()
        self._newest = Progress("starting")

    def tell(self, progress: Progress) -> None:
        """Take note; the terminal comes by itself."""
        self._newest = progress

    def tell_in_lines(self, progress: Progress) -> None:
        """Print a line if the last one was a while ago."""
        self.tell(progress)
        if monotonic() - self._last_line >= LINE_EVERY_S:
            self._last_line = monotonic()
            figures = [f"{name} {figure}" for name, figure in self._figures()]
            typer.echo("; ".join([f"{self._elapsed()}: {progress.doing}", *figures]), err=True)

    def __rich__(self) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_row("planning", f"{self._newest.doing}, {self._elapsed()}")
        for name, figure in self._figures():
            table.add_row(name, figure)
        table.add_row("Ctrl-C", "gives up at once" if self._interruption.asked else f"keeps {self._keeps}")
        if self._interruption.asked:
            table.add_row("stopping", f"{self._keeps}: being completed")
        return table

    def _elapsed(self) -> str:
        return duration(monotonic() - self._begun)

    def _told(self, value: float) -> str:
        return duration(value) if self._newest.objective is Objective.COMPLETION else person_hours(value)

    def _figures(self) -> Iterator[tuple[str, str]]:
        worth, bound = self._newest.worth, self._newest.bound
        if worth is not None:
            yield "best plan", self._told(worth)
        if bound is not None:
            yield "bound", self._told(bound)
        if worth is not None and bound:
            yield "gap", share((worth - bound) / bound)
