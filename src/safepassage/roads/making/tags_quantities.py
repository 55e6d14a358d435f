"""Numbers with units as OpenStreetMap's tags hold them: speeds, weights, lengths, durations.

A reader answers None for a text that it does not understand.
"""

import re
from collections.abc import Callable
from math import inf, nan

KPH_PER = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "knots": 1.852}
TONNES_PER = {
    "": 1.0, "t": 1.0, "ton": 1.0, "tons": 1.0, "tonne": 1.0, "tonnes": 1.0, "kg": 0.001,
    "st": 0.90718474, "lt": 1.0160469088, "lb": 0.00045359237, "lbs": 0.00045359237,
}  # fmt: skip
METRES_PER = {"": 1.0, "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0, "cm": 0.01}
METRES_PER |= {"ft": 0.3048, "feet": 0.3048, "'": 0.3048, "in": 0.0254, '"': 0.0254}
WALKING_KPH, LIVING_STREET_KPH, URBAN_KPH = 6.0, 20.0, 50.0
URBAN_OF = {"BY": 60.0, "KZ": 60.0, "RU": 60.0}
RURAL_OF = {
    "AT": 100.0, "BG": 90.0, "BY": 90.0, "CH": 80.0, "CZ": 90.0, "DE": 100.0, "DK": 80.0, "ES": 90.0, "FI": 80.0,
    "FR": 80.0, "GR": 90.0, "HU": 90.0, "IT": 90.0, "MD": 90.0, "NL": 80.0, "NO": 80.0, "PL": 90.0, "PT": 90.0,
    "RO": 90.0, "RS": 80.0, "RU": 90.0, "SE": 70.0, "SI": 90.0, "SK": 90.0, "TR": 90.0, "UA": 90.0,
}  # fmt: skip
MOTORWAY_OF = {
    "AT": 130.0, "BG": 140.0, "BY": 110.0, "CH": 120.0, "CZ": 130.0, "DK": 130.0, "ES": 120.0, "FI": 120.0,
    "FR": 130.0, "GR": 130.0, "HU": 130.0, "IT": 130.0, "PL": 140.0, "PT": 120.0, "RO": 130.0, "RS": 130.0,
    "RU": 110.0, "SI": 130.0, "SK": 130.0, "TR": 120.0, "UA": 130.0,
}  # fmt: skip
"""Signed limits that a law gives, in km/h, by the country code of values such as ``UA:rural``."""

_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\d\s].*)?")
_FEET_INCHES = re.compile(r"(\d+(?:\.\d+)?)\s*(?:'|ft\.?|feet)\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|''|in\.?|inches)?)?")
_BY_LAW = re.compile(r"(?:([A-Za-z]{2})(?:-\w+)?:)?(.+)")
_ZONE = re.compile(r"zone[:_ ]?(\d+)")
_DURATION = re.compile(r"(?:(\d+):)?(\d+):(\d\d)")
_ISO_DURATION = re.compile(r"PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", re.IGNORECASE)


def speed_kph(text: str) -> float | None:
    """A speed limit in km/h; NaN where there is none, or it changes with signals."""
    return _least(text, _one_speed_kph)


def tonnes(text: str) -> float | None:
    """A weight in tonnes; infinite where there is no limit."""
    return _least(text, lambda part: _limit(part, TONNES_PER))


def metres(text: str) -> float | None:
    """A length in metres, also as ``12'6"``; infinite where there is no limit."""
    return _least(text, _one_length_m)


def seconds(text: str) -> int | None:
    """A duration: ``1:30`` (hours, minutes), ``0:20:00``, ``20`` (minutes), ``PT20M``."""
    text = text.strip()
    if text.isdecimal():
        return int(text) * 60
    if found := _DURATION.fullmatch(text):
        first, second, third = found.groups()
        hours, minutes, rest_s = (first, second, third) if first else (second, third, 0)
        return int(hours) * 3600 + int(minutes) * 60 + int(rest_s)
    if (found := _ISO_DURATION.fullmatch(text)) and any(found.groups()):
        hours, minutes, rest_s = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + rest_s
    return None


def _least(text: str, read: Callable[[str], float | None]) -> float | None:
    """The least of several values with semicolons between; None if one of them cannot be read."""
    values = [read(part.strip()) for part in text.split(";") if part.strip()]
    known = [value for value in values if value is not None]
    if not values or len(known) < len(values):
        return None
    return min((value for value in known if value == value), default=nan)


def _quantity(text: str, factors: dict[str, float]) -> float | None:
    found = _NUMBER.fullmatch(text)
    unit = (found.group(2) or "").strip().lower().rstrip(".") if found else None
    return None if found is None or unit not in factors else float(found.group(1).replace(",", ".")) * factors[unit]


def _limit(text: str, factors: dict[str, float]) -> float | None:
    if text.lower() in {"none", "no", "unsigned", "default", "below_default", "no_sign", "no_indications"}:
        return inf
    value = _quantity(text, factors)
    return None if value == 0 else value


def _one_length_m(text: str) -> float | None:
    if found := _FEET_INCHES.fullmatch(text):
        return float(found.group(1)) * METRES_PER["ft"] + float(found.group(2) or 0) * METRES_PER["in"]
    return _limit(text, METRES_PER)


def _one_speed_kph(text: str) -> float | None:
    if text.lower() in {"none", "no", "signals", "variable", "unknown", "default", "sign", "national"}:
        return nan
    value = _quantity(text, KPH_PER)
    if value is not None:
        return value if value > 0 else None
    return _by_law_kph(text)


def _by_law_kph(text: str) -> float | None:
    found = _BY_LAW.fullmatch(text)
    if found is None:
        return None
    country, where = (found.group(1) or "").upper(), found.group(2).lower()
    if zone := _ZONE.fullmatch(where):
        return float(zone.group(1))
    if number := _quantity(where, KPH_PER):
        return number
    words = {
        "walk": WALKING_KPH,
        "nsl_single": 60 * KPH_PER["mph"],
        "nsl_dual": 70 * KPH_PER["mph"],
        "living_street": LIVING_STREET_KPH,
        "urban": URBAN_OF.get(country, URBAN_KPH),
        "rural": RURAL_OF.get(country, nan),
        "motorway": MOTORWAY_OF.get(country, nan),
    }
    return words.get(where, nan if country else None)
