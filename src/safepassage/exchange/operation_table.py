"""operation.toml: what the operation is called, when and where it is, and what a second in danger weighs."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from safepassage.domain.clock import DAY_S, Clock
from safepassage.domain.operation import Operation, Profile
from safepassage.exchange.cells import TEXT, YES_NO, BadCell, Kind, Style, choice, shown
from safepassage.exchange.lists import WEIGHTS
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.moments import HORIZON, MOMENT_WORDS, START
from safepassage.exchange.tables import Column, Sheet, Table, Written

LONGEST_HORIZON_S = 3660 * DAY_S
STAND_IN = Style()


def _read_zone(raw: object, style: Style) -> str:
    text = TEXT.read(raw, style)
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise BadCell(
            f"{shown(text)} is not a time zone", "an IANA time zone like Asia/Damascus", "look it up and correct it"
        ) from None
    return text


ZONE: Kind[str] = Kind(_read_zone, TEXT.write, TEXT.toml)

SHEET = Sheet(
    "operation",
    "operation.toml",
    (
        Column("name", TEXT, "name of the operation", required=True),
        Column("description", TEXT, "what it is, in words", ""),
        Column("profile", choice(Profile), "conflict, civil-protection or exercise", required=True),
        Column("zone", ZONE, "IANA time zone in which all times are written, e.g. Asia/Damascus", required=True),
        Column("start", START, f"second 0 of the plan: {MOMENT_WORDS}, or with an offset", required=True),
        Column("horizon", HORIZON, f"when planning ends: {MOMENT_WORDS}, or hours after the start", required=True),
        Column("weights", WEIGHTS, "what a second in danger weighs, by tier", (10, 3, 1), always=True),
        Column("synthetic", YES_NO, "yes if the households were drawn from a seed", False, always=True),
    ),
    single=True,
    needed=True,
)


@dataclass(frozen=True)
class Head:
    """What operation.toml says, and the clock and horizon by which the other files are read."""

    name: str
    description: str
    profile: Profile
    weights: tuple[int, int, int]
    synthetic: bool
    style: Style


def read_head(table: Table, mistakes: Collector) -> Head:
    """The head of an operation. Where a value is missing another stands in, so that the other files can be read too."""
    table.style = replace(STAND_IN, exact=table.style.exact, epoch=table.style.epoch, doubts=[])
    zone = _only(table, "zone", mistakes) or "UTC"
    table.style = replace(table.style, clock=Clock(datetime(2000, 1, 1, tzinfo=UTC), zone))
    start = _only(table, "start", mistakes)
    table.style = replace(table.style, clock=Clock(start or STAND_IN.clock.start, zone))
    horizon_s = _only(table, "horizon", mistakes)
    if start is None:
        horizon_s = None  # counted from the stand-in's start it would say nothing
    if horizon_s is not None and not 0 < horizon_s <= LONGEST_HORIZON_S:
        wrong = "the horizon is not after the start" if horizon_s <= 0 else "the horizon is more than ten years away"
        mistakes.add(table.mistake(0, "horizon", BadCell(wrong, "a time after the start", "correct one of the two")))
        horizon_s = None
    style = replace(table.style, horizon_s=horizon_s or DAY_S, exact=False)
    names = ("name", "description", "profile", "weights", "synthetic")
    name, description, profile, weights, synthetic = (_only(table, column, mistakes) for column in names)
    return Head(name, description, profile, weights, synthetic, style)


def _only(table: Table, column: str, mistakes: Collector) -> Any:
    return table.read(column, mistakes)[0]


def write_head(operation: Operation) -> Written:
    """The sheet of an operation's head."""
    row = {
        "name": operation.name,
        "description": operation.description,
        "profile": operation.profile,
        "zone": operation.zone,
        "start": operation.start,
        "horizon": operation.horizon_s,
        "weights": operation.weights,
        "synthetic": operation.synthetic,
    }
    return Written(SHEET, [row])
