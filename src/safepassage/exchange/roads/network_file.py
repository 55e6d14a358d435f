"""The imported network as it is kept in an operation's folder."""

import struct
import zipfile
import zlib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np

from safepassage.exchange.atomic import replacing
from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.roads.names import FOLDER, NETWORK, network_path
from safepassage.roads.network import Network

FORMAT, VERSION = "safepassage road network", 1
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, msgspec.MsgspecError),
    *(KeyError, TypeError, ValueError, EOFError, RuntimeError, OverflowError),
)
"""What the libraries raise over files that were cut short, changed, or are others."""
ABOUT = "about.json"
COMPRESSION_LEVEL = 1
"""More takes longer than it saves."""
_NOT_ARRAYS = frozenset({"names", "source", "as_of", "attribution"})
_ARRAYS = tuple(field.name for field in fields(Network) if field.name not in _NOT_ARRAYS)
_OPTIONAL = frozenset({"forbidden_to"})
_BY_NODE = frozenset({"lon", "lat"})
_BY_POINT = frozenset({"point_lon", "point_lat"})
_OF_THEIR_OWN = frozenset({"first_point", "forbidden_turns", "forbidden_to"})
_WHOLE = frozenset(
    {"tail", "head", "reverse", "name", "way", "first_point", "forbidden_turns", "forbidden_to", "access"}
)


class About(msgspec.Struct, forbid_unknown_fields=True):
    """What the file says beside its arrays."""

    format: str
    version: int
    source: str
    as_of: date | None
    attribution: str
    names: tuple[str, ...]


def write_network(network: Network, folder: Path) -> None:
    """Write the network into an operation's folder, whole or not at all."""
    with replacing(network_path(folder)) as part:
        save_network(network, part)


def save_network(network: Network, path: Path) -> None:
    """Write the network to a file of this name."""
    about = About(FORMAT, VERSION, network.source, network.as_of, network.attribution, network.names)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION_LEVEL) as archive:
        archive.writestr(ABOUT, msgspec.json.encode(about))
        for name in _ARRAYS:
            array = getattr(network, name)
            if array is not None:
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)


def read_network(folder: Path) -> Network | None:
    """The network of an operation's folder; None if there is none.

    Raises Mistakes if the file was cut short, is another file, or of another version.
    """
    path = network_path(folder)
    if not path.exists():
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            about = msgspec.json.decode(archive.read(ABOUT), type=About)
            if (about.format, about.version) != (FORMAT, VERSION):
                raise ValueError(f"version {about.version} of '{about.format}'")
            members = {member.removesuffix(".npy") for member in archive.namelist()} - {ABOUT}
            if members | _OPTIONAL != set(_ARRAYS):
                raise ValueError("it holds other arrays than it should")
            arrays = {name: _array(archive, name) for name in members}
        network = Network(
            **arrays, names=about.names, source=about.source, as_of=about.as_of, attribution=about.attribution
        )
        _check(network)
    except UNREADABLE as error:
        raise Mistakes([_unreadable(error)]) from error
    return network


def _array(archive: zipfile.ZipFile, name: str) -> np.ndarray[Any, Any]:
    """One array; its checksum is compared while it is read."""
    with archive.open(f"{name}.npy") as member:
        stream: BinaryIO = member  # type: ignore[assignment]
        array = np.lib.format.read_array(stream, allow_pickle=False)
        if member.read(1):
            raise ValueError(f"'{name}' has more than it should")
    return array


def _check(network: Network) -> None:
    """Raise ValueError where the arrays do not fit together."""
    nodes, segments, points = len(network.lon), len(network.tail), len(network.point_lon)
    for name in _ARRAYS:
        array = getattr(network, name)
        if array is None:
            continue
        if name in _WHOLE and array.dtype.kind not in "iu":
            raise ValueError(f"'{name}' is not in whole numbers")
        if name not in _OF_THEIR_OWN:
            wanted = nodes if name in _BY_NODE else points if name in _BY_POINT else segments
            if array.shape != (wanted,):
                raise ValueError(f"'{name}' has {array.shape} entries")
    turns, to = network.forbidden_turns, network.forbidden_to
    for name, array, least, most in (
        ("tail", network.tail, 0, nodes),
        ("head", network.head, 0, nodes),
        ("reverse", network.reverse, -1, segments),
        ("name", network.name, 0, len(network.names)),
        ("forbidden_turns", turns, 0, segments),
        ("first_point", network.first_point, 0, points + 1),
    ):
        if array.size and not (least <= array.min() and array.max() < most):
            raise ValueError(f"'{name}' points at nothing")
    if turns.shape != (len(turns), 2) or (to is not None and to.shape != (len(turns),)):
        raise ValueError("forbidden turns are not pairs")
    first = network.first_point
    if first.shape != (segments + 1,) or first[0] != 0 or first[-1] != points or (np.diff(first) < 2).any():
        raise ValueError("lines of segments are not whole")


def _unreadable(error: Exception) -> Mistake:
    wrong = f"cannot be read as a road network ({error})"
    do = "import the roads again: safepassage roads import FOLDER FILE"
    return Mistake(f"{FOLDER}/{NETWORK}", None, None, wrong, f"version {VERSION}, whole", do)
