"""Files that are there whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PART = ".part"


def _sync(path: Path) -> None:
    with path.open("rb") as written:
        os.fsync(written.fileno())


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name on the same disk, which takes the place of `path` when the block ends well.

    If it does not, what was there stays, and nothing is left behind.
    """
    with replacing_all(path.parent) as parts:
        yield parts / path.name


@contextmanager
def replacing_all(folder: Path) -> Iterator[Path]:
    """A temporary folder on the same disk, whose files take their places in `folder` when the block ends well.

    All of them are complete before the first is renamed: a full disk leaves what was there, and nothing behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _naming(folder), tempfile.TemporaryDirectory(prefix=".writing.", suffix=PART, dir=folder) as name:
        yield Path(name)
        parts = sorted(Path(name).iterdir())
        for part in parts:
            if (folder / part.name).is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder / part.name))
            _sync(part)
        for part in parts:
            part.replace(folder / part.name)


@contextmanager
def _naming(folder: Path) -> Iterator[None]:
    """Name the folder that the user knows, where the system names none, or a temporary one."""
    try:
        yield
    except OSError as error:
        if error.errno is not None and (error.filename is None or PART in str(error.filename)):
            error.filename = str(folder)
        raise


def replace_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write several files of a folder, all of them or none."""
    with replacing_all(folder) as parts:
        for file, content in contents.items():
            (parts / file).write_bytes(content)
