"""The report in a real browser: it opens from disk, is for everybody, asks nothing of a network, and prints."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from safepassage.exchange.audience import Audience
from safepassage.exchange.report import write_report
from safepassage.exchange.report.texts import english
from safepassage.rules import check
from safepassage.synthetic import synthesize
from tests.browser.looking import READERS, Reader, barriers, names_over_names, opened, wider_than_screen
from tests.exchange.report.rough import rough_solution
from tests.exchange.report.situations import beside, stuck, town_bound
from tests.exchange.report.test_texts import in_other_letters
from tests.situations import everything, everything_plan, small_town, small_town_plan


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Reports of different operations, by name."""
    folder = tmp_path_factory.mktemp("reports")
    city = synthesize(35_000, seed=1)
    circle = synthesize(5_000, seed=2, like="bomb-disposal")
    town, features = small_town(), everything()
    broken = replace(small_town_plan(), trips=small_town_plan().trips[:-1])
    made = {
        "small-town": (town, beside(town, small_town_plan(), town_bound()), english()),
        "broken": (town, beside(town, broken, town_bound()), english()),
        "stuck": (town, beside(town, stuck(town)), english()),
        "everything": (features, beside(features, everything_plan()), english()),
        "everything-rtl": (features, beside(features, everything_plan()), in_other_letters()),
        "city": (city, rough_solution(city), english()),
        "city-rtl": (city, rough_solution(city), in_other_letters()),
        "circle": (circle, rough_solution(circle), english()),
    }
    for name, (operation, solution, texts) in made.items():
        violations = check(operation, solution.plan) if name in ("broken", "everything") else ()
        write_report(operation, solution, folder / f"{name}.html", Audience.CONVOY, violations, texts)
    return {name: folder / f"{name}.html" for name in made}


NAMES = ("small-town", "broken", "stuck", "everything", "everything-rtl", "city", "city-rtl", "circle")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_the_way_of_anybody(
    browser: Browser, reports: Mapping[str, Path], name: str, reader: Reader
) -> None:
    with opened(browser, reports[name], reader) as report:
        assert barriers(report.page) == ""
        assert wider_than_screen(report.page) == 0
        assert names_over_names(report.page) == []
        report.page.screenshot(path=reports[name].with_name(f"{name}-{reader.name}.png"), full_page=True)


@pytest.mark.parametrize("name", NAMES)
def test_no_request_leaves_the_page_and_nothing_is_complained_of(
    browser: Browser, reports: Mapping[str, Path], name: str
) -> None:
    with opened(browser, reports[name]) as report:
        report.page.mouse.wheel(0, 20_000)
        report.page.emulate_media(media="print")
        report.page.pdf(prefer_css_page_size=True)
        assert report.requests == [reports[name].as_uri()]
        assert report.complaints == []


def test_the_policy_stops_what_the_page_did_not_bring(browser: Browser, reports: Mapping[str, Path]) -> None:
    with opened(browser, reports["small-town"]) as report:
        report.page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'}))")
        report.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'boo()'}))")
        report.page.wait_for_timeout(200)
        assert len(report.complaints) == 2
        assert all("Content Security Policy" in complaint for complaint in report.complaints)


def test_the_first_key_reaches_the_way_past_the_top(browser: Browser, reports: Mapping[str, Path]) -> None:
    with opened(browser, reports["small-town"]) as report:
        report.page.keyboard.press("Tab")
        skip = report.page.locator(".skip")
        assert skip.evaluate("link => link === document.activeElement && link.getBoundingClientRect().left >= 0")
        assert skip.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
        report.page.keyboard.press("Enter")
        assert report.page.evaluate("document.activeElement.id") == "answer"


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(
    browser: Browser, reports: Mapping[str, Path]
) -> None:
    with opened(browser, reports["broken"], READERS[2]) as report:
        page = report.page
        wanted = page.locator("a, input, summary, [tabindex='0']").count()
        reached = set()
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            place = page.evaluate(
                """() => {
                  const at = document.activeElement;
                  const all = [...document.querySelectorAll("a, input, summary, [tabindex='0']")];
                  return [all.indexOf(at), getComputedStyle(at).outlineStyle];
                }"""
            )
            if place[0] >= 0:
                reached.add(place[0])
                assert place[1] != "none"
        assert reached == set(range(wanted))


def test_a_moment_is_read_out_under_every_chart(browser: Browser, reports: Mapping[str, Path]) -> None:
    with opened(browser, reports["small-town"]) as report:
        page = report.page
        slider = page.get_by_label("Look at one moment")
        slider.focus()
        page.keyboard.press("End")
        assert "Out 32" in page.locator("#fig-people-out .readout").inner_text()
        assert page.locator(".readout:visible").count() == page.locator("[data-series]").count() == 4
        assert "Out 32" in (slider.get_attribute("aria-valuetext") or "")
        page.keyboard.press("Home")
        assert "Mon 6 May 06:00: Out 0" in page.locator("#fig-people-out .readout").inner_text()
        assert page.locator(".cursor[visibility='visible']").count() == 8


def test_a_pointer_on_a_chart_chooses_the_moment(browser: Browser, reports: Mapping[str, Path]) -> None:
    with opened(browser, reports["small-town"]) as report:
        report.page.locator("#fig-fleet .wide .chart").hover(position={"x": 300, "y": 60})
        said = report.page.locator("#fig-people-out .readout").inner_text()
        assert said.startswith("Mon 6 May 07:")


def test_the_page_reads_without_its_script(browser: Browser, reports: Mapping[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(reports["small-town"].as_uri())
    assert page.locator(".answer").inner_text().startswith("All 32 people")
    assert not page.locator("#moment").is_visible()
    assert page.locator("#fig-people-out .wide .chart").is_visible()
    context.close()


def test_from_right_to_left_the_page_is_mirrored_and_its_charts_are_not(
    browser: Browser, reports: Mapping[str, Path]
) -> None:
    where = """() => {
      const box = (selector) => document.querySelector(selector).getBoundingClientRect();
      const [tile, keys] = [box('.keys div'), box('.keys')];
      const [head, table] = [box('#out thead th'), box('#out table')];
      return {
        tile: keys.right - tile.right < 4, head: table.right - head.right < 4,
        chart: getComputedStyle(document.querySelector('.chart')).direction,
        banner: getComputedStyle(document.querySelector('.banner')).borderRightWidth,
      };
    }"""
    with opened(browser, reports["everything-rtl"]) as report:
        found = report.page.evaluate(where)
        assert found == {"tile": True, "head": True, "chart": "ltr", "banner": "6px"}
        assert report.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    with opened(browser, reports["everything"]) as report:
        found = report.page.evaluate(where)
        assert found == {"tile": False, "head": False, "chart": "ltr", "banner": "0px"}


def test_an_arabic_name_runs_from_right_to_left_on_an_english_page(
    browser: Browser, reports: Mapping[str, Path]
) -> None:
    with opened(browser, reports["everything"]) as report:
        name = report.page.locator("bdi[lang=ar]", has_text="المدرسة الثالثة").first
        assert name.evaluate("name => getComputedStyle(name).direction") == "rtl"
        assert name.evaluate("name => getComputedStyle(name).unicodeBidi") == "isolate"


def test_headings_go_down_one_step_at_a_time_and_every_section_is_named(
    browser: Browser, reports: Mapping[str, Path]
) -> None:
    with opened(browser, reports["everything"]) as report:
        levels = report.page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(h => Number(h.tagName[1]))")
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))
        for landmark in ("header", "main", "nav", "footer"):
            assert report.page.locator(f"body {landmark}").count() == 1
        assert report.page.locator("table:not(:has(caption))").count() == 0
        assert report.page.get_by_role("region").count() >= 10


def test_each_chart_has_its_figures_beside_it(browser: Browser, reports: Mapping[str, Path]) -> None:
    with opened(browser, reports["city"]) as report:
        sections = report.page.locator("section:has(figure)")
        assert report.page.locator("figure").count() == 5
        for i in range(sections.count()):
            section = sections.nth(i)
            assert section.locator("table").count() >= section.locator("figure").count()


def test_on_paper_the_tables_are_open_and_the_page_is_light(browser: Browser, reports: Mapping[str, Path]) -> None:
    with opened(browser, reports["city"], READERS[1]) as report:
        assert not report.page.locator("#use details table").first.is_visible()
        report.page.emulate_media(media="print", color_scheme="dark")
        table = report.page.locator("#use details table").first
        assert table.evaluate("table => table.getBoundingClientRect().height") > 50
        assert report.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert not report.page.locator(".moment").is_visible()
