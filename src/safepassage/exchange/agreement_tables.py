"""agreement.toml: what the parties agreed, as data."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from safepassage.domain.agreement import Agreement, Clause, CounterMovement, DailyCap, Party, Stage
from safepassage.domain.operation import Operation
from safepassage.exchange.cells import ID, TEXT, YES_NO, BadCell, choice, limit, reference, whole
from safepassage.exchange.lists import WINDOWS, WINDOWS_WORDS, ids
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.moments import HOURS, HOURS_WORDS, MOMENT, MOMENT_WORDS
from safepassage.exchange.tables import Column, Sheet, Table, Written, unique

FILE = "agreement.toml"
CAP = ("people", "vehicles", "agreed_in")
UNSAID = "unsaid"  # a blank cell, unlike the word none: a daily cap may be there that caps nothing


class Role(StrEnum):
    """What a party is to the agreement."""

    PARTY = "party"
    GUARANTOR = "guarantor"
    FACILITATOR = "facilitator"


TOP = Sheet(
    "agreement",
    FILE,
    (
        Column("windows", WINDOWS, f"when vehicles may pass any gate: {WINDOWS_WORDS}; blank = always"),
        Column("night", HOURS, f"when no loaded vehicle may be on the road: {HOURS_WORDS}; blank = none"),
        Column(
            "daily_cap_people",
            limit(),
            "people who enter the corridor on one local day at most; blank = no cap",
            UNSAID,
        ),
        Column("daily_cap_vehicles", limit(), "vehicles that enter the corridor on one local day at most", UNSAID),
        Column("daily_cap_agreed_in", TEXT, "clause of the daily cap", ""),
    ),
    single=True,
    groups=("daily_cap",),
)
PARTIES = Sheet(
    "parties",
    FILE,
    (
        Column("id", ID, "of the party", required=True),
        Column("name", TEXT, "named neutrally", ""),
        Column("role", choice(Role), "party, guarantor or facilitator", Role.PARTY, always=True),
        Column("may_halt", YES_NO, "yes if the agreement lets it halt a movement", False, always=True),
        Column("contact", TEXT, "role or call sign; never a person's name", ""),
    ),
    key="party",
)
CLAUSES = Sheet(
    "clauses",
    FILE,
    (
        Column("id", ID, "of the clause", required=True),
        Column("text", TEXT, "in the words of the agreement", ""),
        Column("source", TEXT, "where it stands", ""),
    ),
    key="clause",
)
STAGES = Sheet(
    "stages",
    FILE,
    (
        Column("id", ID, "of the stage", required=True),
        Column("name", TEXT, "of the stage", ""),
        Column("opens", MOMENT, f"not before: {MOMENT_WORDS}; blank = start", 0),
        Column("closes", MOMENT, "not at or after; blank = when the next stage opens"),
        Column("people", whole(), "people who enter the corridor at most; blank = no quota"),
        Column("vehicles", whole(), "vehicles that enter the corridor at most; blank = no quota"),
        Column("streams", ids(), "only these groups; blank = all", ()),
        Column("after", ID, "counter-movement that must be confirmed first; blank = none"),
        Column("agreed_in", TEXT, "clause of the agreement", ""),
    ),
    key="stage",
)
COUNTER_MOVEMENTS = Sheet(
    "counter-movements",
    FILE,
    (
        Column("id", ID, "of the other side's movement", required=True),
        Column("name", TEXT, "of it", ""),
        Column("expected", MOMENT, f"when its confirmation is expected: {MOMENT_WORDS}", required=True),
        Column("people", whole(), "how many are to move; blank if not said"),
        Column("agreed_in", TEXT, "clause of the agreement", ""),
    ),
    key="counter_movement",
)
SHEETS = (TOP, PARTIES, CLAUSES, STAGES, COUNTER_MOVEMENTS)


def read_agreement(tables: dict[str, Table], mistakes: Collector) -> Agreement:
    """The agreement of its five tables."""
    top = tables[TOP.name]
    windows, night, people, vehicles, agreed_in = (top.read(name, mistakes)[0] for name in TOP.names)
    capped = any(top.raw(0, f"daily_cap_{name}") not in (None, "") for name in CAP)
    parties = [
        Party(id_, name, str(role), may_halt, contact)
        for id_, name, role, may_halt, contact in _records(tables[PARTIES.name], mistakes)
    ]
    clauses = [Clause(*values) for values in _records(tables[CLAUSES.name], mistakes)]
    counter = [CounterMovement(*values) for values in _records(tables[COUNTER_MOVEMENTS.name], mistakes)]
    return Agreement(
        tuple(parties),
        tuple(clauses),
        windows,
        _stages(tables[STAGES.name], {movement.id for movement in counter if movement.id}, mistakes),
        tuple(counter),
        DailyCap(_cap(people), _cap(vehicles), agreed_in) if capped else None,
        night,
    )


def _cap(value: int | str | None) -> int | None:
    return value if isinstance(value, int) else None


def _records(table: Table, mistakes: Collector) -> Iterator[tuple[Any, ...]]:
    columns = [table.read(name, mistakes) for name in table.sheet.names]
    unique(table, "id", columns[0], mistakes)
    return zip(*columns, strict=True)


def _stages(table: Table, counter: set[str], mistakes: Collector) -> tuple[Stage, ...]:
    kinds = {"after": reference(counter, "a counter-movement", FILE)}
    columns = [table.read(name, mistakes, kinds.get(name)) for name in STAGES.names]
    unique(table, "id", columns[0], mistakes)
    stages = tuple(Stage(*values) for values in zip(*columns, strict=True))
    for index, stage in enumerate(stages):
        if stage.closes_s is not None and stage.closes_s <= stage.opens_s:
            bad = BadCell("the stage closes before it opens", "a later time", "correct one of the two")
            mistakes.add(table.mistake(index, "closes", bad))
    return stages


def write_agreement(operation: Operation) -> tuple[Written, ...]:
    """The five sheets of the agreement."""
    agreement = operation.agreement
    top: dict[str, object] = {"windows": agreement.windows, "night": agreement.night}
    if (cap := agreement.daily_cap) is not None:
        said = {f"daily_cap_{name}": value for name in CAP if (value := getattr(cap, name)) not in (None, "")}
        top |= said or {"daily_cap_people": None}
    return Written(TOP, [top]), *(
        Written(sheet, [{name: _field(item, name) for name in sheet.names} for item in items])
        for sheet, items in (
            (PARTIES, agreement.parties),
            (CLAUSES, agreement.clauses),
            (STAGES, agreement.stages),
            (COUNTER_MOVEMENTS, agreement.counter_movements),
        )
    )


def _field(item: object, name: str) -> object:
    if name == "role":
        return Role(getattr(item, name))
    return getattr(item, f"{name}_s" if name in ("opens", "closes", "expected") else name)
