"""`safepassage roads ...`: the road network of an operation."""

import typer

from safepassage.cli.roads.check import check
from safepassage.cli.roads.import_ import import_
from safepassage.cli.roads.tiles import tiles

roads_app = typer.Typer(name="roads", no_args_is_help=True, help="Import, check and show the roads of an operation.")
roads_app.command("import")(import_)
roads_app.command()(check)
roads_app.command("tiles")(tiles)
