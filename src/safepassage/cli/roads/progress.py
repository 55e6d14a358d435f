"""How far the import of roads is, shown on a terminal while it lasts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """Show a bar on stderr while the block runs, if somebody is looking; yields what is to be told of the work."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _doing, _done, _of: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[figures]}"), TimeElapsedColumn(),
        console=console, transient=True,
    ) as shown:  # fmt: skip
        task = shown.add_task("", total=None, figures="")

        def tell(doing: str, done: int, of: int | None) -> None:
            figures = f"{done:,} of {of:,}" if of else f"{done:,}" if done else ""
            shown.update(task, description=doing, completed=done, total=of, figures=figures)

        yield tell
