"""When the gates of a synthetic operation are open."""

from collections.abc import Iterator
from itertools import count

from safepassage.domain.clock import DAY_S
from safepassage.domain.corridor import Window
from safepassage.synthetic.traits import Pattern

HOUR_S = 3600
DAYLIGHT_S = 11 * HOUR_S
"""A daily window: 07:00 to 18:00 where the operation starts at 07:00."""

BLOCKS_H = ((6, 20), (62, 37), (28, 28))
"""Hours of halt before, and of length of, each block: as reported from eastern Aleppo in December 2016."""

SHORTEST_S = 4 * HOUR_S
"""No window is shorter: time for one full turn with a far destination."""


def open_windows(pattern: Pattern, needed_s: float) -> tuple[Window, ...]:
    """Windows after the pattern, open for at least `needed_s` seconds in all, to the quarter of an hour."""
    left_s = max(SHORTEST_S, -int(-needed_s // 900) * 900)
    found: list[Window] = []
    for opens_s, longest_s in _daily() if pattern is Pattern.DAILY else _blocks():
        length_s = max(SHORTEST_S, min(longest_s, left_s))
        found.append(Window(opens_s, opens_s + length_s, f"Annex A, window {len(found) + 1}"))
        left_s -= length_s
        if left_s <= 0:
            break
    return tuple(found)


def _daily() -> Iterator[tuple[int, int]]:
    """(opens, longest) of every day; every fourth day is closed."""
    return ((day * DAY_S, DAYLIGHT_S) for day in count() if day % 4 != 2)


def _blocks() -> Iterator[tuple[int, int]]:
    """(opens, longest) of the reported blocks, the last two in turn for ever."""
    at_s = 0
    for block in count():
        halt_h, open_h = BLOCKS_H[block] if block < len(BLOCKS_H) else BLOCKS_H[1 + block % 2]
        at_s += halt_h * HOUR_S
        yield at_s, open_h * HOUR_S
        at_s += open_h * HOUR_S
