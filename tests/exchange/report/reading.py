"""Reading a report as a person or a screen reader does."""

from html.parser import HTMLParser

_UNSEEN = {"style", "script"}
_SPOKEN = {"aria-label", "data-label", "title", "alt"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in _UNSEEN
        self.found += [value for name, value in attrs if name in _SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen and data.strip():
            self.found.append(" ".join(data.split()))


def words(html: str) -> list[str]:
    """Every text of the page, seen or spoken, in order."""
    parser = _Words()
    parser.feed(html)
    return parser.found


def text(html: str) -> str:
    return " ".join(words(html))
