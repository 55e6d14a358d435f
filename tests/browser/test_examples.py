"""The report of every example operation, planned and opened."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from safepassage.exchange.audience import Audience
from safepassage.exchange.operation_folder import read_operation
from safepassage.exchange.report import write_report
from safepassage.rules import check
from tests.browser.enough import planned_briefly
from tests.browser.looking import READERS, Reader, barriers, names_over_names, opened, wider_than_screen

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/operation.toml"))


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.parent.name)
def report_of_example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = request.param.parent
    operation = read_operation(folder).operation
    solution = planned_briefly(operation)
    path = tmp_path_factory.mktemp(folder.name) / "report.html"
    write_report(operation, solution, path, Audience.CONVOY, check(operation, solution.plan))
    return path


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_the_report_of_an_example_is_for_everybody(browser: Browser, report_of_example: Path, reader: Reader) -> None:
    with opened(browser, report_of_example, reader) as report:
        assert barriers(report.page) == ""
        assert wider_than_screen(report.page) == 0
        assert names_over_names(report.page) == []
        assert report.requests == [report_of_example.as_uri()]
        assert report.complaints == []
        report.page.screenshot(path=report_of_example.with_name(f"{reader.name}.png"), full_page=True)
