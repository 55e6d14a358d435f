"""Opening a report in a browser as different people do, and what must hold for each of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

_DESK, _PHONE = (1100, 900), (360, 740)


@dataclass(frozen=True)
class Reader:
    """How somebody reads the page."""

    name: str
    scheme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = _DESK


READERS = (
    Reader("desk"),
    Reader("dark", scheme="dark"),
    Reader("phone", size=_PHONE),
)


@dataclass
class Opened:
    """A page that is open, with all that it asked for and complained of."""

    page: Page
    requests: list[str]
    complaints: list[str]


@contextmanager
def opened(browser: Browser, file: Path, reader: Reader = READERS[0]) -> Iterator[Opened]:
    """Open a file from disk."""
    width, height = reader.size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=reader.scheme)
    page = context.new_page()
    found = Opened(page, [], [])
    page.on("request", lambda request: found.requests.append(request.url))
    page.on("console", lambda message: found.complaints.append(message.text))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    try:
        page.goto(file.as_uri())
        yield found
    finally:
        context.close()


def barriers(page: Page) -> str:
    """What axe finds on the page; empty if nothing."""
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""


def wider_than_screen(page: Page) -> int:
    """Pixels by which the page itself scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


_OVERLAPS = """
() => [...document.querySelectorAll('.map')].filter((map) => map.getClientRects().length).flatMap((map) => {
  const names = [...map.querySelectorAll('.place-name tspan, .place-name:not(:has(tspan))')];
  const boxes = names.map((name) => [name.textContent, name.getBoundingClientRect()]);
  const hit = (a, b) => a.left + 1 < b.right && b.left + 1 < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom;
  return boxes.flatMap(([one, a], i) => (
    boxes.slice(i + 1).filter(([, b]) => hit(a, b)).map(([two]) => `${one} | ${two}`)
  ));
})
"""


def names_over_names(page: Page) -> list[str]:
    """Names on the maps that cover each other, as the browser has set them."""
    return list(page.evaluate(_OVERLAPS))
