"""What the files about roads are called in an operation's folder."""

from pathlib import Path

FOLDER, NETWORK, SPEEDS = "roads", "network.npz", "speeds.csv"


def network_path(folder: Path) -> Path:
    """Where an operation's folder keeps its road network."""
    return folder / FOLDER / NETWORK
