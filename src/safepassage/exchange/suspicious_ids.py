"""Ids that will make trouble in lists, on paper and over the radio."""

import re
from collections.abc import Iterator

from safepassage.exchange import agreement_tables, corridor_tables
from safepassage.exchange.fleet_table import SHEET as FLEET
from safepassage.exchange.hazards_table import SHEET as HAZARDS
from safepassage.exchange.households_table import SHEET as HOUSEHOLDS
from safepassage.exchange.known import ids_of
from safepassage.exchange.mistakes import Mistake
from safepassage.exchange.places_table import SHEET as PLACES
from safepassage.exchange.sheets import Tables
from safepassage.exchange.suspicion import Alike

IDS = (
    (PLACES, "id"), (FLEET, "class"), (HOUSEHOLDS, "id"), (HAZARDS, "id"), (corridor_tables.ROUTES, "id"),
    (agreement_tables.STAGES, "id"), (agreement_tables.COUNTER_MOVEMENTS, "id"),
)  # fmt: skip
LONGEST_ID = 40
_SAFE = re.compile(r"\w(?:[\w.\- ]*\w)?")


def _seen(id_: str) -> str:
    """An id with what cannot be seen in it, cut short."""
    return repr(id_ if len(id_) <= 2 * LONGEST_ID else id_[: 2 * LONGEST_ID] + "...")


def id_suspicions(tables: Tables) -> Iterator[Mistake]:
    """Ids with marks that separate parts of a list, begin a formula or cannot be seen; and very long ones."""
    alike = Alike()
    for sheet, column in IDS:
        table = tables[sheet]
        for index, id_ in ids_of(table, column):
            if len(id_) > LONGEST_ID or not _SAFE.fullmatch(id_):
                wrong = f"{_seen(id_)} is hard to write in lists, on paper and over the radio"
                do = f"use letters, digits, hyphens and dots, at most {LONGEST_ID}"
                alike.add(sheet.name, table, index, column, wrong, do)
    yield from alike
