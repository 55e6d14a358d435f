"""How the messages of the rules write durations and lists."""

from collections.abc import Iterable

SHOWN = 5
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def lasting(seconds: int) -> str:
    """A duration as people say it: ``45 s``, ``2 min 30 s``, ``1 h 20 min``."""
    parts = []
    rest = abs(seconds)
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts) or "0 s"


def listed(ids: Iterable[str]) -> str:
    """Ids in order, the first few of many: ``T1, T2 and 7 more``; ``nothing`` where there are none."""
    found = sorted(set(ids))
    more = len(found) - SHOWN
    return ", ".join(found[:SHOWN]) + (f" and {more} more" if more > 0 else "") if found else "nothing"


def counted(number: int, one: str, more: str = "") -> str:
    """A number of things: ``1 lane``, ``2 lanes``; `more` where the plural is not `one` with an s."""
    return f"{number} {one if number == 1 else more or one + 's'}"
