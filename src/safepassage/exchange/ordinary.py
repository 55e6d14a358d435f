"""Ordinary files only: reading a pipe or a device may wait for ever, or never end."""

import errno
from pathlib import Path
from stat import S_ISDIR, S_ISREG


def size_of(path: Path) -> int:
    """Bytes of a file.

    Raises:
        OSError: it cannot be asked, or is a folder, a pipe or a device.
    """
    status = path.stat()
    if S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device", str(path))
    return status.st_size
