"""The bytes of one file of an operation's folder."""

from pathlib import Path

from safepassage.exchange.mistakes import Collector, Mistake
from safepassage.exchange.ordinary import size_of

LARGEST_FILE_BYTES = 512 * 1024 * 1024


def content_of(path: Path, file: str, mistakes: Collector) -> bytes | None:
    """The bytes of a file; None where there is none, or, with a mistake that names `file`, where it cannot be read."""
    try:
        if size_of(path) <= LARGEST_FILE_BYTES:
            return path.read_bytes()
        wrong, do = f"is larger than {LARGEST_FILE_BYTES >> 20} MiB", "look whether it is the right file"
    except FileNotFoundError:
        return None
    except OSError as error:
        wrong, do = f"cannot be opened ({error.strerror})", "look at its permissions, and whether it is a file"
    mistakes.add(Mistake(file, None, None, wrong, "", do))
    return None
