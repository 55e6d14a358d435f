"""Every table of an operation, and the operation of its tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from safepassage.domain.operation import Operation
from safepassage.exchange import agreement_tables, corridor_tables
from safepassage.exchange.agreement_tables import read_agreement, write_agreement
from safepassage.exchange.corridor_tables import read_corridor, write_corridor
from safepassage.exchange.fleet_table import SHEET as FLEET
from safepassage.exchange.fleet_table import read_fleet, write_fleet
from safepassage.exchange.hazards_table import SHEET as HAZARDS
from safepassage.exchange.hazards_table import read_hazards, write_hazards
from safepassage.exchange.households_table import SHEET as HOUSEHOLDS
from safepassage.exchange.households_table import read_households, write_households
from safepassage.exchange.known import known_ids
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.operation_table import SHEET as OPERATION
from safepassage.exchange.operation_table import Head, write_head
from safepassage.exchange.places_table import SHEET as PLACES
from safepassage.exchange.places_table import read_places, write_places
from safepassage.exchange.tables import Sheet, Table, Written
from safepassage.exchange.travel_times_table import SHEET as TRAVEL_TIMES
from safepassage.exchange.travel_times_table import read_legs, write_legs

CORRIDOR = (corridor_tables.TOP, corridor_tables.GATES, corridor_tables.ROUTES)
SHEETS: tuple[Sheet, ...] = (
    OPERATION, PLACES, FLEET, HOUSEHOLDS, *CORRIDOR, TRAVEL_TIMES, *agreement_tables.SHEETS, HAZARDS,
)  # fmt: skip
FILES: Mapping[str, tuple[Sheet, ...]] = {
    file: tuple(sheet for sheet in SHEETS if sheet.file == file) for file in dict.fromkeys(s.file for s in SHEETS)
}


@dataclass(frozen=True)
class Tables:
    """All tables of an operation by the name of their sheet."""

    by_name: Mapping[str, Table]

    def __getitem__(self, sheet: Sheet) -> Table:
        return self.by_name[sheet.name]


def operation_of(head: Head, tables: Tables, mistakes: Collector) -> Operation:
    """The operation of its tables. To be used only if there was no error."""
    top, gates, routes = CORRIDOR
    known = known_ids(tables[PLACES], tables[FLEET])
    return Operation(
        name=head.name,
        start=head.style.clock.start,
        zone=head.style.clock.zone,
        profile=head.profile,
        horizon_s=head.style.horizon_s,
        places=read_places(tables[PLACES], known, mistakes),
        fleet=read_fleet(tables[FLEET], known, mistakes),
        households=read_households(tables[HOUSEHOLDS], known, mistakes),
        corridor=read_corridor(tables[top], tables[gates], tables[routes], known, mistakes),
        legs=read_legs(tables[TRAVEL_TIMES], known, mistakes),
        agreement=read_agreement({s.name: tables[s] for s in agreement_tables.SHEETS}, mistakes),
        hazards=read_hazards(tables[HAZARDS], known, mistakes),
        weights=head.weights,
        description=head.description,
        synthetic=head.synthetic,
    )


def sheets_of(operation: Operation) -> tuple[Written, ...]:
    """Every sheet of an operation, in the order of `SHEETS`."""
    return (
        write_head(operation),
        write_places(operation),
        write_fleet(operation),
        write_households(operation),
        *write_corridor(operation),
        write_legs(operation),
        *write_agreement(operation),
        write_hazards(operation),
    )
