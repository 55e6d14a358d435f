"""Between the whole seconds used inside the program and the local time used by people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Day:
    """A local calendar day as the half-open interval [starts_s, ends_s); 23 to 25 hours long where clocks change."""

    date: date
    starts_s: int
    ends_s: int


@dataclass(frozen=True, slots=True)
class DailyHours:
    """A part of every local day, e.g. 18:00 to 06:00; wraps over midnight when it ends before it begins.

    Attributes:
        from_s: seconds after local midnight, 0 to 86,400.
        until_s: seconds after local midnight, 0 to 86,400; equal to `from_s` means the whole day.
    """

    from_s: int
    until_s: int

    def __contains__(self, time_of_day_s: int) -> bool:
        if self.from_s < self.until_s:
            return self.from_s <= time_of_day_s < self.until_s
        return time_of_day_s >= self.from_s or time_of_day_s < self.until_s


@dataclass(frozen=True, slots=True)
class Clock:
    """The operation's clock: second 0 is `start`; people read it in `zone`.

    Attributes:
        start: timezone-aware, in UTC.
        zone: IANA time zone of the place, e.g. ``Asia/Damascus``.
    """

    start: datetime
    zone: str

    def at(self, t_s: int) -> datetime:
        """The local moment `t_s` seconds after the start, timezone-aware."""
        return (self.start + timedelta(seconds=t_s)).astimezone(ZoneInfo(self.zone))

    def seconds(self, moment: datetime) -> int:
        """Whole seconds from the start to `moment`; one without a zone is read as local time."""
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(self.zone))
        return round((moment.astimezone(UTC) - self.start).total_seconds())

    def time_of_day_s(self, t_s: int) -> int:
        """Seconds since local midnight, as a wall clock shows them."""
        local = self.at(t_s)
        return local.hour * 3600 + local.minute * 60 + local.second

    def days(self, until_s: int) -> tuple[Day, ...]:
        """Every local day that touches [0, until_s), in order."""
        found: list[Day] = []
        day = self.at(0).date()
        while (starts_s := self._midnight_s(day)) < max(until_s, 1):
            found.append(Day(day, starts_s, self._midnight_s(day + timedelta(days=1))))
            day += timedelta(days=1)
        return tuple(found)

    def recurrences(self, hours: DailyHours, until_s: int) -> tuple[tuple[int, int], ...]:
        """The intervals [from, until) in which `hours` falls within [0, until_s), merged where they touch."""
        merged: list[tuple[int, int]] = []
        first = self.at(0).date() - timedelta(days=1)
        for offset in range((self.at(until_s).date() - first).days + 1):
            day = first + timedelta(days=offset)
            end_day = day + timedelta(days=1) if hours.until_s <= hours.from_s else day
            begins = max(0, self._wall_s(day, hours.from_s))
            ends = min(until_s, self._wall_s(end_day, hours.until_s))
            if begins >= ends:
                continue
            if merged and begins <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
            else:
                merged.append((begins, ends))
        return tuple(merged)

    def _midnight_s(self, day: date) -> int:
        return self.seconds(datetime.combine(day, time()))

    def _wall_s(self, day: date, time_of_day_s: int) -> int:
        if time_of_day_s >= DAY_S:
            return self._midnight_s(day + timedelta(days=1))
        minutes, second = divmod(time_of_day_s, 60)
        wall = time(minutes // 60, minutes % 60, second)
        return self.seconds(datetime.combine(day, wall))
