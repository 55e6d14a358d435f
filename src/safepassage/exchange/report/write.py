"""Write the report as a file."""

from collections.abc import Sequence
from pathlib import Path

from safepassage.domain.operation import Operation
from safepassage.exchange.atomic import replacing
from safepassage.exchange.audience import INDIVIDUAL, Audience
from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.report.page import page
from safepassage.exchange.report.road_map import RoadMap
from safepassage.exchange.report.texts import Texts, english
from safepassage.planning.conflicts import Conflict
from safepassage.planning.savings import Saving
from safepassage.planning.solution import Solution
from safepassage.rules import Violation


def write_report(
    operation: Operation,
    solution: Solution,
    path: Path,
    audience: Audience,
    violations: Sequence[Violation],
    texts: Texts | None = None,
    savings: Sequence[Saving] = (),
    conflicts: Sequence[Conflict] = (),
    roads: RoadMap | None = None,
) -> None:
    """Write one HTML file that opens from disk and asks nothing of any network, whole or not at all.

    `violations` is what `check` found. `texts` gives the words and the direction of the page; None means English.
    `savings` are those of changes that were planned for, `conflicts` those of who is not carried.
    Over `roads` the map is drawn; None means a schematic one.
    Raises Mistakes for an audience that may not see small counts and the places where people wait, and OSError if
    the file cannot be written.
    """
    if audience not in INDIVIDUAL:
        wrong = f"shows small counts and where people wait; the audience '{audience.value}' sees totals only"
        do = "keep this page in the coordination team, and give others totals with small counts left out"
        raise Mistakes([Mistake(path.name, None, None, wrong, "the audience custodian or convoy", do)])
    html = page(operation, solution, audience, violations, texts or english(), savings, conflicts, roads)
    with replacing(path) as part:
        part.write_text(html, encoding="utf-8")
