"""The savings of changes that were planned for, as the page and the terminal show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.exchange.report.binding import tells
from safepassage.exchange.report.lever_words import lever_words
from safepassage.exchange.report.naming import Naming
from safepassage.planning.levers import LeverKind
from safepassage.planning.savings import PRICED, Saving
from safepassage.planning.solution import Price


@dataclass(frozen=True, slots=True)
class Row:
    """A saving in words and figures.

    Attributes:
        sign: 1 if it saves something that is not 0 when rounded, -1 if it costs something, else 0.
        share: of the plan's worth.
        average: the estimate is an average, and no bound.
    """

    words: Markup
    saved_s: int
    sign: int
    share: float
    completion_saved_s: int | None
    carried_more: int
    estimate_s: int | None
    average: bool


def rows(savings: Sequence[Saving], worth: int, naming: Naming) -> tuple[Row, ...]:
    """The largest saving first; at the end what costs most."""
    order = sorted(savings, key=lambda saving: -saving.saved_s)
    return tuple(_row(saving, worth, naming) for saving in order)


def _row(saving: Saving, worth: int, naming: Naming) -> Row:
    sign = 0 if not tells(saving.saved_s) else 1 if saving.saved_s > 0 else -1
    return Row(
        words=lever_words(saving.lever, naming),
        saved_s=saving.saved_s,
        sign=sign,
        share=saving.saved_s / max(worth, 1),
        completion_saved_s=saving.completion_saved_s,
        carried_more=saving.carried_more,
        estimate_s=saving.estimate_s,
        average=saving.lever.kind in (LeverKind.WINDOW, LeverKind.ALL_WINDOWS),
    )


def is_replanned(price: Price, savings: Sequence[Saving]) -> bool:
    """True if one of the savings shows better what a price estimates."""
    return any(PRICED.get(s.lever.kind) is price.resource and s.lever.subject == price.subject for s in savings)
