"""Moments, hours of the day and durations: local time at the door, whole seconds inside."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from safepassage.domain.clock import DAY_S, Clock, DailyHours
from safepassage.exchange.cells import BadCell, Cell, Kind, Style, decimal, shown, whole

MOMENT_WORDS = "a local time like 2016-12-15 13:00"
HOURS_WORDS = "hours of the day like 18:00-06:00"
YEARS = range(1900, 2200)
SERIAL_DAYS = (15_000, 80_000)
MIDNIGHT = "00:00"
CLOSED = "closed"
HOUR_S = 3600
MINUTE_S = 60
LONGEST_DURATION_S = 10**9
LONGEST_STEP_S = 30 * DAY_S
"""No inspection, loading, headway, escort's round or clock takes longer; what is longer was typed by mistake."""


_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?\s*"
    r"(Z|UTC|[+-]\d{2}:?\d{2}(?::\d{2})?)?"
)
_CLOCK_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_SPAN = re.compile(r"(\d{1,6}):(\d{2})(?::(\d{2}))?")


def moment_of(raw: object, style: Style) -> datetime:
    """The moment in a cell; without a zone where the cell names none."""
    if isinstance(raw, datetime):
        found = raw
    elif isinstance(raw, date):
        found = datetime.combine(raw, time())
    elif isinstance(raw, int | float) and not isinstance(raw, bool) and style.epoch is not None:
        found = _of_serial(raw, style.epoch)
    else:
        found = _of_text(raw)
    if found.year not in YEARS:
        raise BadCell(f"{shown(raw)} is not a likely date", MOMENT_WORDS, "correct the date")
    return found


def _of_serial(serial: float, epoch: datetime) -> datetime:
    if not SERIAL_DAYS[0] <= serial <= SERIAL_DAYS[1]:
        raise BadCell(f"{shown(serial)} is not a date", MOMENT_WORDS, "format the cell as a date with a time")
    return epoch + timedelta(seconds=round(serial * DAY_S))


def _of_text(raw: object) -> datetime:
    match = _MOMENT.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if match is None:
        raise BadCell(f"{shown(raw)} is not a date and time", MOMENT_WORDS, "write year-month-day hour:minute")
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        return datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
            int((fraction or "").ljust(6, "0")), _zone_of(offset),
        )  # fmt: skip
    except ValueError as error:
        wrong = f"{shown(raw)} is not in the calendar ({error})"
        raise BadCell(wrong, MOMENT_WORDS, "correct the date or the time") from None


def _zone_of(offset: str | None) -> timezone | None:
    if offset is None:
        return None
    if offset in ("Z", "UTC"):
        return UTC
    digits = offset[1:].replace(":", "").ljust(6, "0")
    if int(digits[:2]) >= 24 or int(digits[2:4]) >= 60:
        raise ValueError("the offset from UTC is not one")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:]))
    return timezone(-away if offset[0] == "-" else away)


def doubt_of(moment: datetime, zone: str) -> str | None:
    """Why a local moment without an offset does not say one instant; None if it does."""
    if moment.tzinfo is not None:
        return None
    local = moment.replace(tzinfo=ZoneInfo(zone), fold=0)
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return None
    there = local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == moment
    return "comes twice, because clocks go back" if there else "does not exist, because clocks go forward"


def _read_moment(raw: object, style: Style) -> int:
    moment = moment_of(raw, style)
    doubt = doubt_of(moment, style.clock.zone)
    if doubt is not None:
        read_as = style.clock.at(style.clock.seconds(moment)).isoformat(sep=" ")
        style.doubts.append(BadCell(f"{shown(raw)} {doubt}", "", f"it is read as {read_as}; write it so, or another"))
    return style.clock.seconds(moment)


def local_text(clock: Clock, t_s: int) -> str:
    """The local moment for people: seconds and the offset from UTC only where they are needed."""
    local = clock.at(t_s)
    wall = local.replace(tzinfo=None)
    exact = "auto" if wall.microsecond or wall.second else "minutes"
    text = wall.isoformat(sep=" ", timespec=exact)
    if doubt_of(wall, clock.zone) is None and clock.seconds(wall) == t_s:
        return text
    return text + local.isoformat()[len(wall.isoformat()) :]


def _read_start(raw: object, style: Style) -> datetime:
    moment = moment_of(raw, style)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(style.clock.zone))
    return moment.astimezone(UTC)


def _write_start(value: datetime, style: Style) -> str:
    local = value.astimezone(ZoneInfo(style.clock.zone))
    return local.isoformat(sep=" ", timespec="auto" if local.second or local.microsecond else "minutes")


def _read_horizon(raw: object, style: Style) -> int:
    try:
        hours = decimal(raw, style)
    except BadCell:
        return _read_moment(raw, style)
    if style.epoch is not None and hours >= SERIAL_DAYS[0]:
        return _read_moment(raw, style)
    return rounded(hours * HOUR_S)


def rounded(seconds: Decimal) -> int:
    """To whole seconds."""
    return int(seconds.to_integral_value(ROUND_HALF_UP))


def _read_hours(raw: object, _: Style) -> DailyHours:
    parts = re.split(r"\s*(?:-|\u2013|\u2014|\bto\b|\buntil\b)\s*", str(raw).strip())
    if len(parts) != 2:
        raise BadCell(f"{shown(raw)} is not a span of hours", HOURS_WORDS, "write from-until")
    return DailyHours(*(_time_of_day_s(part, raw) for part in parts))


def _time_of_day_s(text: str, raw: object) -> int:
    match = _CLOCK_TIME.fullmatch(text)
    hour, minute, second = (int(part or 0) for part in match.groups()) if match else (99, 0, 0)
    found = hour * HOUR_S + minute * MINUTE_S + second
    if found > DAY_S or minute >= MINUTE_S or second >= MINUTE_S:
        raise BadCell(f"{shown(raw)} is not a span of hours", HOURS_WORDS, "write from-until")
    return found


def _time_of_day(t_s: int) -> str:
    hour, minute, second = t_s // HOUR_S, t_s // MINUTE_S % 60, t_s % MINUTE_S
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")


def hours_text(hours: DailyHours) -> str:
    """``18:00-06:00``."""
    return f"{_time_of_day(hours.from_s)}-{_time_of_day(hours.until_s)}"


def duration(unit_s: int, *, two_parts: bool) -> Kind[int]:
    """Seconds, written as a number of a unit, or as h:mm:ss where that is exact and the number is not.

    Args:
        unit_s: of the unit: 3600 for a column in hours.
        two_parts: ``10:30`` is 10 h 30 min; else it is refused, because it may be meant as minutes and seconds.
    """
    name = "hours" if unit_s == HOUR_S else "minutes"
    expected = f"{name}, or h:mm:ss"

    def read(raw: object, style: Style) -> int:
        if isinstance(raw, time):
            raw = timedelta(hours=raw.hour, minutes=raw.minute, seconds=raw.second)
        if isinstance(raw, timedelta):
            return _possible(raw, round(raw.total_seconds()))
        match = _SPAN.fullmatch(raw.strip()) if isinstance(raw, str) else None
        if match is None:
            return _possible(raw, rounded(decimal(raw, style, expected) * unit_s))
        hours, minutes, seconds = match.groups()
        if seconds is None and not two_parts:
            do = f"write 0:{match.group()} or {match.group()}:00"
            raise BadCell(f"{shown(raw)} may be hours or minutes", expected, do)
        return _possible(raw, int(hours) * HOUR_S + int(minutes) * MINUTE_S + int(seconds or 0))

    def _possible(raw: object, seconds: int) -> int:
        if not 0 <= seconds <= LONGEST_DURATION_S:
            raise BadCell(f"{shown(raw)} is {'negative' if seconds < 0 else 'too long'}", expected, "correct the time")
        return seconds

    return Kind(read, lambda value, _: _duration_text(value, unit_s))


def _duration_text(seconds: int, unit_s: int) -> Cell:
    if seconds % unit_s == 0:
        return seconds // unit_s
    if seconds * 10 % unit_s == 0:
        return float(Decimal(seconds) / unit_s)
    return f"{seconds // HOUR_S}:{seconds // MINUTE_S % 60:02}:{seconds % MINUTE_S:02}"


def _or_closed(minutes: Kind[int]) -> Kind[int | None]:
    """A duration, or the word ``closed`` where there is no road."""

    def read(raw: object, style: Style) -> int | None:
        if isinstance(raw, str) and raw.strip().casefold() == CLOSED:
            return None
        return minutes.read(raw, style)

    return Kind(read, lambda value, style: CLOSED if value is None else minutes.write(value, style))


def _read_km(raw: object, style: Style) -> int:
    km = decimal(raw, style, "kilometres, e.g. 6.8")
    if km < 0:
        raise BadCell(f"{shown(raw)} is negative", "kilometres, e.g. 6.8", "correct the distance")
    return rounded(km * 1000)


def _write_km(metres: int, _: Style) -> Cell:
    return metres // 1000 if metres % 1000 == 0 else metres / 1000


MOMENT: Kind[int] = Kind(_read_moment, lambda value, style: local_text(style.clock, value))
START: Kind[datetime] = Kind(_read_start, _write_start)
HORIZON: Kind[int] = Kind(_read_horizon, lambda value, style: local_text(style.clock, value))
HOURS: Kind[DailyHours] = Kind(_read_hours, lambda value, _: hours_text(value))
STEP_S = whole(most=LONGEST_STEP_S)
DURATION_H = duration(HOUR_S, two_parts=True)
DRIVE = _or_closed(duration(MINUTE_S, two_parts=False))
KM: Kind[int] = Kind(_read_km, _write_km)
