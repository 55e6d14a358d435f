"""`safepassage roads tiles`: vector tiles of the roads, for maps that somebody moves about in."""

from pathlib import Path
from typing import Annotated

import typer

from safepassage.cli.roads.progress import progress
from safepassage.exchange.mistakes import Mistake, Mistakes


def tiles(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The operation folder, with its roads.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The PMTiles file; FOLDER/roads/tiles.pmtiles if not given.")
    ] = None,
) -> None:
    """Make vector tiles of the roads and of the folder's own layers, as one PMTiles file.

    Exit code: 0 done, 2 there are no roads, a layer cannot be read, or tippecanoe is not installed.
    """
    from safepassage.exchange.roads.layer_files import read_layers
    from safepassage.exchange.roads.network_file import read_network
    from safepassage.exchange.roads.tiles import ENDING, TILES, write_tiles

    path = out or folder / TILES
    if path.suffix != ENDING:
        do = f"give --out a name that ends in {ENDING}"
        raise Mistakes([Mistake(path.name, None, None, "tiles are one PMTiles file", f"a name.{ENDING[1:]}", do)])
    network = read_network(folder)
    if network is None:
        do = f"import roads first: safepassage roads import {folder} FILE"
        raise Mistakes([Mistake("roads/network.npz", None, None, "is not there: there are no roads to draw", do=do)])
    layers = read_layers(folder)
    with progress() as tell:
        write_tiles(path, network, layers, folder.resolve().name, lambda share: tell("tiles", round(100 * share), 100))
    typer.echo(
        f"Wrote {path}: the roads{''.join(f', {layer.name}' for layer in layers)}. {network.attribution}".strip()
    )
