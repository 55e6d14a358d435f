"""Whoever has to wait is told before for how long."""

import pytest

from safepassage.cli.plan import say_how_long
from safepassage.synthetic import synthesize


@pytest.mark.parametrize(
    ("people", "budget_s", "told"),
    [
        (1_500, None, ""),
        (12_000, None, "Planning 12,000 people will take about 22 s; Ctrl-C keeps the best plan so far.\n"),
        (12_000, 600.0, "Planning 12,000 people will take about 22 s; Ctrl-C keeps the best plan so far.\n"),
        (60_000, 30.0, "Planning 60,000 people would take about 1 min 21 s; the search ends after 30 s.\n"),
        (60_000, 5.0, ""),
    ],
)
def test_a_long_wait_is_told_before(
    people: int, budget_s: float | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say_how_long(synthesize(people, seed=1), budget_s)
    assert capsys.readouterr().err == told
