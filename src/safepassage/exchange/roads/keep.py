"""What an import leaves in the operation's folder."""

from dataclasses import replace
from pathlib import Path

from safepassage.exchange.atomic import replacing_all
from safepassage.exchange.mistakes import Collector, Mistake, Mistakes
from safepassage.exchange.roads.names import FOLDER, NETWORK, SPEEDS
from safepassage.exchange.roads.network_file import save_network
from safepassage.exchange.roads.speeds_table import read_speeds
from safepassage.roads.network import Network


def speeds_to_keep(path: Path) -> tuple[bytes, tuple[Mistake, ...]]:
    """A table of speeds as it stands, and warnings of it; raises OSError, or Mistakes with all that is wrong."""
    content = path.read_bytes()
    mistakes = Collector()
    read_speeds(path, mistakes)
    found = tuple(replace(mistake, file=path.name) for mistake in mistakes.all)
    if mistakes.failed:
        raise Mistakes(found)
    return content, found


def keep(network: Network, folder: Path, speeds: bytes | None = None) -> None:
    """Write the network, and the table of speeds if there is one: both or none."""
    with replacing_all(folder / FOLDER) as parts:
        save_network(network, parts / NETWORK)
        if speeds is not None:
            (parts / SPEEDS).write_bytes(speeds)
