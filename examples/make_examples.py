"""Make the example operations again from their seeds, into this folder or another: make_examples.py [FOLDER]."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from safepassage.domain.operation import Operation
from safepassage.exchange.operation_folder import read_operation, write_operation
from safepassage.exchange.operation_table import STAND_IN
from safepassage.exchange.roads.network_file import write_network
from safepassage.exchange.roads.overlay_files import write_overlays
from safepassage.synthetic.aleppo import aleppo_2016, aleppo_2016_daily
from safepassage.synthetic.flood import flood
from safepassage.synthetic.koblenz import bomb_disposal
from safepassage.synthetic.on_roads import OnRoads, aleppo_on_roads, flood_on_roads, koblenz_on_roads, on_roads


def examples() -> Mapping[str, Operation]:
    """Every example that is drawn from a seed, by the name of its folder."""
    return {
        "aleppo-2016": aleppo_2016(seed=2016),
        "aleppo-2016-daily": aleppo_2016_daily(seed=2016),
        "bomb-disposal": bomb_disposal(45_000, seed=2011),
        "flood": flood(3000, seed=7),
    }


ALEPPO: Mapping[str, Mapping[str, str]] = {
    "corridor.toml": {
        '[[gate]]\nplace = "ramouseh-gate"': "The crossing held by the government, on the road to the south-west.\n"
        "Lanes and inspection are assumptions: no sourced figure exists for either.",
        '[[gate]]\nplace = "eastern-crossing"': "For those who choose Jibreen, on the other side: an assumption.",
        '[[route]]\nid = "ramouseh-road"': "A march unit has up to 20 vehicles; the rest is assumed.",
    },
    "agreement.toml": {
        '[[party]]\nid = "government"': "The order means nothing.",
        '[[clause]]\nid = "clause-1"': "In our own words: the text of the agreement was not published.",
        '[[stage]]\nid = "opening"': "The quotas are assumptions, above what was reported for each window.",
        '[[counter_movement]]\nid = "foua-kefraya-1"': "People: reported (500, 750, 950 and 1,312 in all).\n"
        "Hours of confirmation: assumptions.",
    },
}
COMMENTS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "aleppo-2016": ALEPPO,
    "aleppo-2016-daily": ALEPPO,
}
"""By folder and file: what to remark before the first place where a text begins a line."""


SMALL_TOWN: Mapping[str, tuple[float, float]] = {
    "school": (0.012, 0.01), "market": (0.006, 0.012), "bridge": (0.01, 0.026),
    "camp": (0.013, 0.044), "clinic": (0.005, 0.042),
}  # fmt: skip
"""Where the places of the small town lie in its variant on roads, in degrees north and east of nowhere."""


def variants() -> Mapping[str, OnRoads]:
    """Every example on streets that are drawn from a seed, by the name of its folder."""
    drawn = examples()
    kept = read_operation(Path(__file__).parent / "small-town").operation
    placed = tuple(replace(p, lat=SMALL_TOWN[p.id][0], lon=SMALL_TOWN[p.id][1]) for p in kept.places)
    found = {
        "aleppo-2016": aleppo_on_roads(drawn["aleppo-2016"]),
        "aleppo-2016-daily": aleppo_on_roads(drawn["aleppo-2016-daily"]),
        "bomb-disposal": koblenz_on_roads(drawn["bomb-disposal"]),
        "flood": flood_on_roads(drawn["flood"]),
        "small-town": on_roads(replace(kept, places=placed)),
    }
    return {f"{name}-roads": variant for name, variant in found.items()}


def make(root: Path) -> None:
    """Write every example that is drawn from a seed into a folder of `root`."""
    for name, operation in examples().items():
        write_operation(operation, root / name)
        for file, remarks in COMMENTS.get(name, {}).items():
            remark(root / name / file, remarks)
    for name, variant in variants().items():
        operation = variant.operation
        write_operation(operation, root / name)
        write_network(variant.network, root / name)
        style = replace(STAND_IN, clock=operation.clock, horizon_s=operation.horizon_s)
        write_overlays(variant.overlays, root / name, style)


def remark(file: Path, remarks: Mapping[str, str]) -> None:
    """Put each comment before the text that it is about."""
    text = file.read_text("utf-8")
    for about, comment in remarks.items():
        before, found, after = f"\n{text}".partition(f"\n{about}")
        if not found:
            raise LookupError(f"{file}: nothing begins with {about!r}; correct COMMENTS")
        lines = "".join(f"\n# {line}" for line in comment.splitlines())
        text = f"{before}{lines}{found}{after}".removeprefix("\n")
    file.write_text(text, "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
