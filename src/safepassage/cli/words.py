"""Figures in the words in which a coordinator reads them."""

import math
import re

from safepassage.domain.clock import DAY_S, Clock

_HOUR_S, _MINUTE_S = 3600, 60


_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    r"""A text from a file in one line of a terminal: what would steer it or turn its order is written as ``\\x1b``."""
    return _UNSEEN.sub(lambda found: found.group().encode("unicode_escape").decode(), text)


def duration(seconds: float) -> str:
    """``43 s``, ``5 min 10 s``, ``3 h 05 min`` or ``6 d 23 h``: the two largest units that matter."""
    whole = round(seconds)
    if whole < _MINUTE_S:
        return f"{whole} s"
    if whole < _HOUR_S:
        return f"{whole // _MINUTE_S} min {whole % _MINUTE_S:02} s"
    if whole < DAY_S:
        return f"{whole // _HOUR_S} h {whole % _HOUR_S // _MINUTE_S:02} min"
    return f"{whole // DAY_S} d {whole % DAY_S // _HOUR_S} h"


def moment(clock: Clock, t_s: int) -> str:
    """``Thu 22 Dec 14:05`` as the clocks of the place show it."""
    local = clock.at(t_s)
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def counted(number: int, noun: str) -> str:
    """``1 household``, ``8,000 households``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def people(number: int) -> str:
    """``1 person``, ``35,000 people``."""
    return "1 person" if number == 1 else f"{number:,} people"


def person_hours(person_seconds: float) -> str:
    """Weighted person-seconds as ``1,234,567 person-hours``."""
    return f"{person_seconds / _HOUR_S:,.0f} person-hours"


def share(part: float) -> str:
    """``2.1 %``, rounded up so that what is said of a gap stays true."""
    return f"{math.ceil(part * 1000 - 1e-9) / 10:.1f} %"
