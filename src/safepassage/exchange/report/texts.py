"""Every word of the report comes from one catalogue, `texts_en.toml`: a translation is another file beside it.

Names of places are the operation's, not the catalogue's: they are shown as they are, isolated from the text around.
"""

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Literal

from markupsafe import Markup

from safepassage.domain.places import Place

Direction = Literal["ltr", "rtl"]

RIGHT_TO_LEFT_ISOLATE, FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2067", "\u2068", "\u2069"
_MINUTE_S, _HOUR_S = 60, 3600


def one_or_other(n: int) -> str:
    """The plural form of English and its like."""
    return "one" if n == 1 else "other"


@dataclass(frozen=True)
class Texts:
    """The words of one language and how it writes numbers and moments.

    Attributes:
        lang: BCP 47 tag of the page.
        dir: direction of the page; stored, never guessed from the language.
        messages: by dotted key, with ``{named}`` fields.
        plural: the plural form of a number, e.g. ``one``; `count` looks for ``KEY.FORM``.
    """

    lang: str
    dir: Direction
    messages: Mapping[str, str]
    plural: Callable[[int], str] = one_or_other

    def __call__(self, key: str, **values: object) -> Markup:
        """The message `key` with its fields filled in; values are escaped unless they are markup already."""
        return Markup(self.messages[key]).format(**values)  # noqa: S704 - the catalogue is part of the program

    def plain(self, key: str, **values: object) -> str:
        """A message for where no markup may stand (SVG, attributes): values are plain words."""
        return self.messages[key].format(**values)

    def drawn(self, words: str) -> str:
        """Words for a drawing, which itself always runs from left to right."""
        return f"{RIGHT_TO_LEFT_ISOLATE}{words}{POP_ISOLATE}" if self.dir == "rtl" else words

    def count(self, key: str, n: int, **values: object) -> Markup:
        """The message of the plural form of `n`, which is its field ``{n}``."""
        return self(f"{key}.{self.plural(n)}", n=self.number(n), **values)

    def term(self, words: str) -> str:
        """Words that another part of the product speaks, in this language where the catalogue has them."""
        return self.messages.get(f"terms.{words}", words)

    def number(self, n: float) -> str:
        """A whole number with separators."""
        return f"{round(n):,}".replace(",", self.messages["number.thousands"])

    def decimal(self, value: float, digits: int = 1) -> str:
        whole, _, fraction = f"{value:,.{digits}f}".partition(".")
        point = self.messages["number.point"] if fraction else ""
        return whole.replace(",", self.messages["number.thousands"]) + point + fraction

    def percent(self, share: float, digits: int = 0) -> str:
        return self.plain("number.percent", n=self.decimal(100 * share, digits))

    def at_most_percent(self, share: float) -> str:
        """A percentage with one digit, rounded up, so that what is said of it stays true."""
        return self.percent(math.ceil(share * 1000 - 1e-9) / 1000, 1)

    def at_least_percent(self, share: float) -> str:
        """A whole percentage, rounded down, so that what is said of it stays true."""
        return self.percent(math.floor(share * 100 + 1e-9) / 100)

    def duration(self, seconds: float) -> str:
        """Seconds below a minute, rounded to minutes below a day, to hours above."""
        if seconds < _MINUTE_S:
            return self.plain("duration.seconds", seconds=round(seconds))
        minutes = round(seconds / _MINUTE_S)
        if minutes < _HOUR_S // _MINUTE_S:
            return self.plain("duration.minutes", minutes=minutes)
        hours, minutes = divmod(minutes, 60)
        if hours < 24:
            if not minutes:
                return self.plain("duration.full-hours", hours=hours)
            return self.plain("duration.hours", hours=hours, minutes=f"{minutes:02}")
        days, hours = divmod(round(seconds / _HOUR_S), 24)
        return self.plain("duration.days", days=self.number(days), hours=hours)

    def day(self, day: date) -> str:
        names = self.messages["calendar.days"].split(), self.messages["calendar.months"].split()
        return self.plain(
            "calendar.day", weekday=names[0][day.weekday()], day=day.day, month=names[1][day.month - 1], year=day.year
        )

    def hour(self, moment: datetime) -> str:
        return self.plain("calendar.hour", hour=f"{moment.hour:02}", minute=f"{moment.minute:02}")

    def moment(self, moment: datetime) -> str:
        return self.plain("calendar.moment", day=self.day(moment.date()), hour=self.hour(moment))

    def time(self, moment: datetime) -> Markup:
        """A moment as a ``time`` element."""
        return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(timespec="minutes"), self.moment(moment))

    def name_of(self, place: Place) -> str:
        """The place's name in the page's language, else in the operation's."""
        return place.names.get(self.lang, place.name)

    def name(self, place: Place) -> Markup:
        """The place's name, isolated from the text around it."""
        if self.lang in place.names:
            return Markup('<bdi lang="{}" dir="auto">{}</bdi>').format(self.lang, place.names[self.lang])
        return bdi(place.name)

    def other_names(self, place: Place) -> tuple[Markup, ...]:
        """The names in further languages, each with its language."""
        return tuple(
            Markup('<bdi lang="{}" dir="auto">{}</bdi>').format(lang, name)
            for lang, name in place.names.items()
            if lang != self.lang and name and name != self.name_of(place)
        )


def bdi(words: str) -> Markup:
    """Words from the operation, isolated from the direction of the text around them."""
    return Markup('<bdi dir="auto">{}</bdi>').format(words)


def isolated(words: str) -> str:
    """The same, for where no markup may stand."""
    return f"{FIRST_STRONG_ISOLATE}{words}{POP_ISOLATE}"


@cache
def english() -> Texts:
    """The report's own catalogue."""
    catalogue = tomllib.loads((files(__package__) / "texts_en.toml").read_text(encoding="utf-8"))
    return Texts("en", "ltr", dict(_flat(catalogue)))


def _flat(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found
