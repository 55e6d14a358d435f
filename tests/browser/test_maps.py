"""Maps over real roads in a real browser: at a desk and on a phone, with keys, with fingers, and without scripts."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from safepassage.exchange.audience import Audience
from safepassage.exchange.report import write_report
from safepassage.exchange.report.texts import english
from safepassage.exchange.roads.map_marks import Mark, MarkKind
from safepassage.exchange.roads.map_page import write_map_page
from safepassage.synthetic import synthesize
from tests.browser.looking import READERS, Reader, barriers, names_over_names, opened, wider_than_screen
from tests.exchange.report.over_roads import roads_of, town_around
from tests.exchange.report.rough import rough_solution
from tests.exchange.report.test_texts import in_other_letters

NAMES = ("report", "report-rtl", "roads", "roads-rtl")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Reports over roads, and pages of the roads alone."""
    folder = tmp_path_factory.mktemp("maps")
    operation = synthesize(5_000, seed=1)
    solution = rough_solution(operation)
    roads = roads_of(operation, solution.plan, town_around(operation, lines=90))
    placed = [(place.lon, place.lat, place) for place in operation.places]
    marks = [
        Mark(lon, lat, place.names.get("ar", place.name) if number % 3 == 0 else place.name, MarkKind(place.kind.value))
        for number, (lon, lat, place) in enumerate(placed)
        if lon is not None and lat is not None
    ]
    marks.append(Mark(marks[-1].lon, marks[-1].lat, "", MarkKind.UNREACHABLE, "closure 1 keeps it apart"))
    for name, texts in (("", english()), ("-rtl", in_other_letters())):
        write_report(operation, solution, folder / f"report{name}.html", Audience.CONVOY, (), texts, roads=roads)
        write_map_page(
            folder / f"roads{name}.html",
            roads.network,
            "The roads",
            marks,
            roads.stretches,
            roads.areas,
            ["The last place is not reached."],
            roads.layers,
            roads.backdrop,
            texts,
        )
    return {name: folder / f"{name}.html" for name in NAMES}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@pytest.mark.parametrize("name", NAMES)
def test_a_map_is_for_everybody(browser: Browser, pages: Mapping[str, Path], name: str, reader: Reader) -> None:
    with opened(browser, pages[name], reader) as shown:
        assert barriers(shown.page) == ""
        assert wider_than_screen(shown.page) == 0
        assert names_over_names(shown.page) == []
        assert shown.requests == [pages[name].as_uri()]
        assert shown.complaints == []
        shown.page.screenshot(path=pages[name].with_name(f"{name}-{reader.name}.png"), full_page=True)


def transform(page: Page) -> str:
    return page.locator("svg.map:visible .moving").get_attribute("transform") or ""


def magnified(page: Page) -> float:
    found = transform(page)
    return float(found.rpartition("scale(")[2].rstrip(")")) if found else 1.0


@pytest.mark.parametrize("reader", READERS[::2], ids=lambda reader: reader.name)
def test_keys_and_buttons_look_closer_and_back(browser: Browser, pages: Mapping[str, Path], reader: Reader) -> None:
    with opened(browser, pages["roads"], reader) as shown:
        page = shown.page
        frame = page.get_by_role("group", name="Map of the roads")
        scale = page.locator("svg.map:visible .scale + text").text_content()
        assert page.locator("svg.map:visible .road.street").evaluate("road => getComputedStyle(road).display") == "none"
        frame.focus()
        assert frame.evaluate("frame => getComputedStyle(frame).outlineStyle") == "solid"
        for _ in range(8):
            page.keyboard.press("+")
        assert magnified(page) > 20
        assert page.locator("svg.map:visible .scale + text").text_content() != scale
        street = page.locator("svg.map:visible .road.street")
        assert street.evaluate("road => getComputedStyle(road).display") == "inline"
        before = transform(page)
        page.keyboard.press("ArrowLeft")
        assert transform(page) != before
        assert barriers(page) == ""
        page.get_by_role("button", name="The whole map").click()
        assert magnified(page) == 1
        assert page.locator("svg.map:visible .scale + text").text_content() == scale
        page.get_by_role("button", name="Closer").click()
        page.get_by_role("button", name="Farther").click()
        assert magnified(page) == 1
        page.keyboard.press("ArrowLeft")
        assert transform(page).startswith("translate(0 0)"), "the whole map has nowhere to go"
        assert shown.complaints == []


def test_signs_keep_their_size_and_no_name_covers_another_however_close(
    browser: Browser, pages: Mapping[str, Path]
) -> None:
    with opened(browser, pages["roads"], READERS[2]) as shown:
        page = shown.page
        sign = page.locator("svg.map:visible .pin .reception").first
        size = sign.bounding_box()
        shown_names = page.locator("svg.map:visible .place-name:visible").count()
        page.locator(".map-frame").focus()
        for _ in range(5):
            page.keyboard.press("+")
            assert names_over_names(page) == []
        closer = sign.bounding_box()
        assert size is not None
        assert closer is not None
        assert closer["width"] == pytest.approx(size["width"], abs=0.5)
        assert page.locator("svg.map:visible .place-name:visible").count() >= shown_names


def test_the_wheel_scrolls_the_page_and_with_ctrl_looks_closer(browser: Browser, pages: Mapping[str, Path]) -> None:
    with opened(browser, pages["roads"]) as shown:
        page = shown.page
        page.locator("svg.map:visible").hover()
        page.mouse.wheel(0, 120)
        page.wait_for_timeout(200)
        assert magnified(page) == 1
        assert page.evaluate("window.scrollY") > 0
        page.locator("svg.map:visible").hover()
        page.keyboard.down("Control")
        page.mouse.wheel(0, -300)
        page.keyboard.up("Control")
        assert magnified(page) > 2
        before = transform(page)
        page.mouse.down()
        page.mouse.move(300, 300)
        page.mouse.up()
        assert transform(page) != before


def test_two_fingers_look_closer(browser: Browser, pages: Mapping[str, Path]) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto(pages["roads"].as_uri())
    box = page.locator("svg.map:visible").bounding_box()
    assert box is not None
    page.locator("svg.map:visible").scroll_into_view_if_needed()
    session = context.new_cdp_session(page)
    middle_x, middle_y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, apart in (("touchStart", 20), ("touchMove", 60), ("touchMove", 100), ("touchEnd", None)):
        points = (
            []
            if apart is None
            else [{"x": middle_x + d, "y": middle_y, "id": n} for n, d in enumerate((-apart, apart))]
        )
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert magnified(page) > 2
    context.close()


@pytest.mark.parametrize("name", ["report", "roads"])
def test_without_scripts_the_map_is_whole(browser: Browser, pages: Mapping[str, Path], name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    assert page.locator("svg.map:visible .road").count() > 3
    assert page.locator("svg.map:visible .place-name:visible").count() > 3
    assert not page.locator(".zoom").is_visible()
    context.close()


def test_arabic_names_are_shaped_and_run_from_right_to_left(browser: Browser, pages: Mapping[str, Path]) -> None:
    """Letters that join are narrower than the same letters kept apart, and the first letter stands at the right."""
    with opened(browser, pages["roads"]) as shown:
        name = shown.page.locator("svg.map:visible text tspan", has_text="مدرسة ٤").first
        first, last = name.evaluate(
            """name => {
              const at = (i) => name.getStartPositionOfChar(i).x;
              const letters = [...name.textContent].map((c, i) => [c, i]).filter(([c]) => /\\p{L}/u.test(c));
              return [at(letters[0][1]), at(letters.at(-1)[1])];
            }"""
        )
        assert first > last
        joined, apart = shown.page.evaluate(
            """() => {
              const measure = document.createElement('canvas').getContext('2d');
              measure.font = getComputedStyle(document.body).font;
              const words = ['مدرسة', 'م\\u200cد\\u200cر\\u200cس\\u200cة'];
              return words.map((word) => measure.measureText(word).width);
            }"""
        )
        assert joined < apart


def test_on_paper_the_map_is_light_and_without_its_tools(browser: Browser, pages: Mapping[str, Path]) -> None:
    with opened(browser, pages["roads"], READERS[1]) as shown:
        shown.page.emulate_media(media="print", color_scheme="dark")
        assert not shown.page.locator(".zoom").is_visible()
        fill = shown.page.locator("svg.map:visible .roads-ground").evaluate("ground => getComputedStyle(ground).fill")
        assert fill == "rgb(246, 245, 241)"
