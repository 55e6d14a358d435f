"""What an import leaves in the operation's folder."""

from pathlib import Path

from safepassage.exchange.atomic import replacing_all
from safepassage.exchange.roads.contents import FOLDER, NETWORK, SPEEDS
from safepassage.exchange.roads.network_file import save_network
from safepassage.roads.network import Network


def keep(network: Network, folder: Path, speeds: Path | None = None) -> None:
    """Write the network, and a copy of the table of speeds if there is one: both or none."""
    table = None if speeds is None else speeds.read_bytes()
    with replacing_all(folder / FOLDER) as parts:
        save_network(network, parts / NETWORK)
        if table is not None:
            (parts / SPEEDS).write_bytes(table)
