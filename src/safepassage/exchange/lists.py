"""Cells that hold several things: ids in order of wish, bays and inspection by class, layouts, windows."""

import re
from collections.abc import Iterator, Mapping

from safepassage.domain.corridor import Inspection, Window
from safepassage.domain.fleet import Layout
from safepassage.domain.people import TIERS
from safepassage.domain.places import ANY_CLASS
from safepassage.exchange.cells import ID, BadCell, Kind, Style, mark, shown, whole
from safepassage.exchange.moments import HOURS, MOMENT, STEP_S, local_text

BAYS = whole(most=10_000)
SEATS = whole(most=9_999)
WEIGHT = whole(1, 1_000)
MOST_WINDOWS = 4_000
"""One a day for ten years, and some."""

LAYOUT_WORDS = "layouts like '48 seats | 40 seats + 2 wheelchairs'"
WINDOWS_WORDS = "windows like '2016-12-15 13:00 to 2016-12-16 09:00; ...', or 'never'"
BAYS_WORDS = "a number, or bays by class like 'bus=3; ambulance=1; *=2', or 'none'"
INSPECTION_WORDS = "seconds loaded/empty by class, like 'bus=240/60; *=120/30'"
DAILY = "daily"

_SPECIAL = re.compile(r"""[;|="\n]""")
_LAYOUT_PART = re.compile(r"(\d{1,4})\s*(seats?|wheelchairs?|stretchers?)?", re.IGNORECASE)
_WINDOW = re.compile(
    r'(?P<opens>[^"]+?)\s*(?:\bto\b|\buntil\b|\u2013|\u2014|\s-\s|/)\s*(?P<closes>[^"]+?)\s*(?P<agreed>".*")?',
    re.DOTALL,
)
_DAILY = re.compile(
    r'daily\s+(?P<daily>[^"]+?)(?:\s+from\s+(?P<from>[^"]+?))?(?:\s+to\s+(?P<until>[^"]+?))?\s*(?P<agreed>".*")?',
    re.DOTALL | re.IGNORECASE,
)


def parts(text: str, separators: str) -> Iterator[str]:
    """The parts between separators that stand outside double quotes, trimmed, without empty ones."""
    begun, quoted = 0, False
    for i, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character in separators and not quoted:
            if part := text[begun:i].strip():
                yield part
            begun = i + 1
    if quoted:
        raise BadCell(f"{shown(text)} has a quotation mark that is not closed", "", "close it")
    if part := text[begun:].strip():
        yield part


def quote(text: str) -> str:
    """A text as one part of a list; in double quotes where it would be read as something else."""
    if text and not _SPECIAL.search(text) and text == text.strip():
        return text
    return '"' + text.replace('"', '""') + '"'


def unquote(part: str) -> str:
    """The text of a part."""
    if len(part) > 1 and part[0] == part[-1] == '"':
        return part[1:-1].replace('""', '"')
    return part


def ids(item: Kind[str] = ID) -> Kind[tuple[str, ...]]:
    """Ids in order, each read as `item`; a TOML list, or text with semicolons between."""

    def read(raw: object, style: Style) -> tuple[str, ...]:
        exact = Style(exact=True)
        if isinstance(raw, list):
            found = tuple(item.read(part, exact) for part in raw)
        else:
            found = tuple(item.read(unquote(part), exact) for part in parts(ID.read(raw, style), ";\n"))
        twice = next((part for i, part in enumerate(found) if part in found[:i]), None)
        if twice is not None:
            raise BadCell(f"{shown(twice)} is named twice", "each once", "take one away")
        return found

    def write(value: tuple[str, ...], _: Style) -> str:
        return mark("; ".join(quote(part) for part in value))

    return Kind(read, write, lambda value, _: list(value))


def _pairs(raw: object, style: Style, expected: str) -> Iterator[tuple[str, object]]:
    """(key, value) of a TOML table, or of text like ``bus=3; *=2``; a lone value counts for every class."""
    if isinstance(raw, dict):
        yield from raw.items()
        return
    if not isinstance(raw, str):
        yield ANY_CLASS, raw
        return
    seen: set[str] = set()
    for part in parts(ID.read(raw, style), ";\n"):
        cut = list(_around_equals(part))
        key, value = (ANY_CLASS, cut[0]) if len(cut) == 1 else (unquote(cut[0]), cut[-1])
        if len(cut) > 2 or key in seen or not key:
            raise BadCell(f"{shown(raw)} cannot be read", expected, "name each class once")
        seen.add(key)
        yield key, value


def _around_equals(part: str) -> Iterator[str]:
    return parts(part, "=")


def counts(item: Kind[str] = ID) -> Kind[Mapping[str, int] | None]:
    """Whole numbers by class id; ``none`` for no class at all."""

    def read(raw: object, style: Style) -> Mapping[str, int]:
        if isinstance(raw, str) and raw.strip().casefold() == "none":
            return {}
        exact = Style(exact=True)
        return {_class(key, item, exact): BAYS.read(value, style) for key, value in _pairs(raw, style, BAYS_WORDS)}

    def write(value: Mapping[str, int] | None, _: Style) -> str | int:
        if not value:
            return "none"
        if value.keys() == {ANY_CLASS}:
            return value[ANY_CLASS]
        return mark("; ".join(f"{quote(key)}={number}" for key, number in value.items()))

    return Kind(read, write)


def _class(key: str, item: Kind[str], style: Style) -> str:
    return key if key == ANY_CLASS else item.read(key, style)


def inspections(item: Kind[str] = ID) -> Kind[Mapping[str, Inspection]]:
    """Seconds of inspection by class id."""

    def one(raw: object, style: Style) -> Inspection:
        if isinstance(raw, dict):
            unknown = next((key for key in raw if key not in ("loaded_s", "empty_s")), None)
            if unknown is not None:
                raise BadCell(f"{shown(unknown)} is not known here", "loaded_s and empty_s", "correct the key")
            return Inspection(STEP_S.read(raw.get("loaded_s", 0), style), STEP_S.read(raw.get("empty_s", 0), style))
        loaded, slash, empty = str(raw).partition("/")
        if not slash:
            raise BadCell(f"{shown(raw)} cannot be read", INSPECTION_WORDS, "write seconds loaded/empty")
        return Inspection(STEP_S.read(loaded, style), STEP_S.read(empty, style))

    def read(raw: object, style: Style) -> Mapping[str, Inspection]:
        exact = Style(exact=True)
        return {_class(key, item, exact): one(value, style) for key, value in _pairs(raw, style, INSPECTION_WORDS)}

    def write(value: Mapping[str, Inspection], _: Style) -> str:
        return mark("; ".join(f"{quote(key)}={i.loaded_s}/{i.empty_s}" for key, i in value.items()))

    def toml(value: Mapping[str, Inspection], _: Style) -> object:
        return {key: {"loaded_s": i.loaded_s, "empty_s": i.empty_s} for key, i in value.items()}

    return Kind(read, write, toml)


def _read_layouts(raw: object, style: Style) -> tuple[Layout, ...]:
    if isinstance(raw, int | float):
        raw = str(SEATS.read(raw, style))
    return tuple(_layout(part, raw) for part in parts(ID.read(raw, style), "|\n"))


def _layout(text: str, raw: object) -> Layout:
    found = {"seat": 0, "wheelchair": 0, "stretcher": 0}
    seen: set[str] = set()
    for part in parts(text, "+,"):
        match = _LAYOUT_PART.fullmatch(part)
        what = (match.group(2) or "seat").casefold().removesuffix("s") if match else ""
        if match is None or what in seen:
            raise BadCell(f"{shown(raw)} is not a layout", LAYOUT_WORDS, "write a number before each word")
        seen.add(what)
        found[what] = int(match.group(1))
    return Layout(found["seat"], found["wheelchair"], found["stretcher"])


def layout_text(layout: Layout) -> str:
    """``40 seats + 2 wheelchairs``."""
    sizes = ((layout.seats, "seat"), (layout.wheelchairs, "wheelchair"), (layout.stretchers, "stretcher"))
    named = [f"{number} {word}{'' if number == 1 else 's'}" for number, word in sizes if number]
    return " + ".join(named) or "0 seats"


def _read_windows(raw: object, style: Style) -> tuple[Window, ...]:
    if isinstance(raw, str):
        if raw.strip().casefold() == "never":
            return ()
        raw = [_window_of_text(part) for part in parts(ID.read(raw, style), ";\n")]
    if isinstance(raw, dict):
        raw = [raw]
    if not isinstance(raw, list):
        raise BadCell(f"{shown(raw)} is not a list of windows", WINDOWS_WORDS, "correct it")
    found = [window for entry in raw for window in _windows_of(entry, style)]
    if len(found) > MOST_WINDOWS:
        wrong = f"makes {len(found):,} windows"
        raise BadCell(wrong, f"at most {MOST_WINDOWS:,}", "name the days of the operation only")
    return tuple(sorted(found, key=lambda window: window.opens_s))


def _window_of_text(text: str) -> dict[str, object]:
    match = (_DAILY if text.casefold().startswith(DAILY) else _WINDOW).fullmatch(text)
    if match is None:
        raise BadCell(f"{shown(text)} is not a window", WINDOWS_WORDS, "correct it")
    found: dict[str, object] = {key: value for key, value in match.groupdict().items() if value is not None}
    if "agreed" in found:
        found["agreed_in"] = unquote(str(found.pop("agreed")))
    return found


def _windows_of(entry: object, style: Style) -> Iterator[Window]:
    if not isinstance(entry, dict):
        raise BadCell(f"{shown(entry)} is not a window", "{opens = ..., closes = ...}", "correct it")
    known = {"daily", "from", "until", "agreed_in"} if DAILY in entry else {"opens", "closes", "agreed_in"}
    unknown = next((key for key in entry if key not in known), None)
    if unknown is not None or not (DAILY in entry or {"opens", "closes"} <= entry.keys()):
        wrong = f"a window with {', '.join(entry) or 'nothing'}"
        raise BadCell(wrong, "opens and closes, or daily with from and until", "correct the keys")
    agreed_in = entry.get("agreed_in", "")
    if not isinstance(agreed_in, str):
        raise BadCell(f"{shown(agreed_in)} is not a text", "the clause in quotes", "put it in quotes")
    if DAILY in entry:
        yield from _daily(entry, agreed_in, style)
        return
    opens_s, closes_s = MOMENT.read(entry["opens"], style), MOMENT.read(entry["closes"], style)
    if closes_s <= opens_s:
        wrong = f"the window of {shown(entry['opens'])} closes at {shown(entry['closes'])}, before it opens"
        raise BadCell(wrong, "a later time of closing", "correct one of the two")
    yield Window(opens_s, closes_s, agreed_in)


def _daily(entry: Mapping[str, object], agreed_in: str, style: Style) -> Iterator[Window]:
    hours = HOURS.read(entry[DAILY], style)
    from_s = MOMENT.read(entry["from"], style) if "from" in entry else 0
    until_s = MOMENT.read(entry["until"], style) if "until" in entry else style.horizon_s
    if until_s <= from_s:
        wrong = f"the daily windows end at {local_text(style.clock, until_s)}, before they begin"
        raise BadCell(wrong, "a later 'until'", "correct 'from' or 'until'")
    for opens_s, closes_s in style.clock.recurrences(hours, until_s):
        if closes_s > from_s:
            yield Window(max(opens_s, from_s), closes_s, agreed_in)


def _write_windows(value: tuple[Window, ...] | None, style: Style) -> str:
    return "; ".join(_window_text(window, style) for window in value or ()) or "never"


def _window_text(window: Window, style: Style) -> str:
    text = f"{local_text(style.clock, window.opens_s)} to {local_text(style.clock, window.closes_s)}"
    if window.agreed_in:
        text += ' "' + window.agreed_in.replace('"', '""') + '"'
    return text


def _toml_windows(value: tuple[Window, ...] | None, style: Style) -> object:
    return [
        {"opens": local_text(style.clock, window.opens_s), "closes": local_text(style.clock, window.closes_s)}
        | ({"agreed_in": window.agreed_in} if window.agreed_in else {})
        for window in value or ()
    ]


def _read_weights(raw: object, style: Style) -> tuple[int, ...]:
    entries = raw if isinstance(raw, list) else list(parts(ID.read(raw, style), ";"))
    if len(entries) != len(TIERS):
        raise BadCell(f"{shown(raw)} has {len(entries)} weights", "one for each tier, like '10; 3; 1'", "correct it")
    return tuple(WEIGHT.read(entry, style) for entry in entries)


LAYOUTS: Kind[tuple[Layout, ...]] = Kind(_read_layouts, lambda value, _: " | ".join(map(layout_text, value)))
WINDOWS: Kind[tuple[Window, ...] | None] = Kind(_read_windows, _write_windows, _toml_windows)
WEIGHTS: Kind[tuple[int, ...]] = Kind(
    _read_weights, lambda value, _: "; ".join(map(str, value)), lambda value, _: list(value)
)
