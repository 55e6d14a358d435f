"""Files that are there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def _sync(path: Path) -> None:
    with path.open("rb") as written:
        os.fsync(written.fileno())


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name on the same disk, which takes the place of `path` when the block ends well.

    If it does not, what was there stays, and nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", suffix=".part", dir=path.parent) as name:
        part = Path(name) / path.name
        yield part
        _sync(part)
        part.replace(path)


def replace_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write several files of a folder: first all of them under temporary names, then all renamed."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing.", suffix=".part", dir=folder) as name:
        parts = Path(name)
        for file, content in contents.items():
            (parts / file).write_bytes(content)
            _sync(parts / file)
        for file in contents:
            (parts / file).replace(folder / file)
