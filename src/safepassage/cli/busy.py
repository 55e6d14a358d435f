"""What a verb is busy with, shown on a terminal while it lasts."""

from collections.abc import Iterator
from contextlib import contextmanager

MANY_PEOPLE = 100_000
"""Below this, an operation is drawn and written in less than a second or two, and nothing is shown."""


@contextmanager
def busy(what: str, people: int) -> Iterator[None]:
    """Show on stderr what is being done while the block runs, if that takes a while and somebody is looking."""
    if people < MANY_PEOPLE:
        yield
        return
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield
