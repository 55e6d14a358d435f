"""Every word comes from the catalogue, so that a translation of it translates the page."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from safepassage.domain.hazards import Hazard
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.plan import REASON_WORDS
from safepassage.exchange import report as report_package
from safepassage.exchange.report.texts import Texts, english
from safepassage.rules import RULES
from tests.exchange.report.reading import words
from tests.exchange.report.situations import conflicts_of_every_kind, report, savings_of_every_kind, stuck, town_bound
from tests.situations import everything, everything_plan, small_town, small_town_plan

_ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ابتثجحخدذرزسشصضطظعغفقكلمنهابتثجحخدذرزسشصضطظعغفقكلمنه"
)


def in_other_letters() -> Texts:
    """The catalogue with every Latin letter replaced, written from right to left; fields stay."""
    messages = dict(english().messages)
    spoken = [words for rule in RULES for words in (rule.name, rule.summary, rule.source)] + list(REASON_WORDS.values())
    messages |= {f"terms.{words}": words.replace("{", "(").replace("}", ")") for words in spoken}
    changed = {key: _other(message) for key, message in messages.items()}
    return Texts("ar", "rtl", changed)


def _other(message: str) -> str:
    parts = re.split(r"(\{\w+\})", message)
    return "".join(part if part.startswith("{") else part.translate(_ARABIC) for part in parts)


def test_no_english_is_left_on_a_translated_page() -> None:
    mine = Hazard("mine", "explosive", leg=("school", "bridge"), until_s=1)
    fire = Hazard("fire", "fire", place="market", until_s=1)
    town = replace(small_town(), hazards=(mine, fire))
    names = {"UTC", "Safepassage", "by", "hand", "rough", "mine", "main", "road", "guards"}
    late = replace(small_town_plan().trips[0], arrives_s=small_town_plan().trips[0].arrives_s + 1)
    for operation, plan in (
        (town, replace(small_town_plan(), trips=(late, *small_town_plan().trips[1:]))),
        (town, stuck(town)),
        (everything(), everything_plan()),
    ):
        own = " ".join(
            [
                operation.name,
                operation.description,
                operation.zone,
                operation.corridor.note,
                *(f"{p.name} {' '.join(p.names.values())}" for p in operation.places),
                *(f"{c.id} {c.name}" for c in operation.fleet),
                *(r.id for r in operation.corridor.routes),
                *(h.kind for h in operation.hazards),
                *(s.name for s in operation.agreement.stages),
                *(c.name for c in operation.agreement.counter_movements),
            ]
        )
        names |= set(re.findall(r"[A-Za-z]+", own))
        savings = savings_of_every_kind() if operation is town else ()
        kept = conflicts_of_every_kind() if operation is town else ()
        other = in_other_letters()
        page = "".join(
            report(operation, plan, town_bound(), texts=other, savings=savings, kept=kept[i : i + 10])
            for i in range(0, max(1, len(kept)), 10)
        )
        left = {word for part in words(page) for word in re.findall(r"[A-Za-z]{2,}", part)} - names
        assert left == set()


def test_every_message_of_the_catalogue_is_used() -> None:
    folder = Path(report_package.__file__).parent
    source = "\n".join(file.read_text("utf-8") for file in folder.rglob("*") if file.suffix in {".py", ".j2"})
    composed = set(re.findall(r"""["'](\w+)\.[\w-]*(?:["'] ~|\{)""", source))
    for key in english().messages:
        group, stem = key.split(".")[0], re.sub(r"\.(one|other)$", "", key)
        heading = key.endswith(".heading")
        assert f'"{key}"' in source or f'"{stem}"' in source or heading or group in composed, f"nothing says {key}"


def test_a_name_is_told_in_the_pages_language_and_isolated() -> None:
    place = Place("sukkari", PlaceKind.ASSEMBLY, "Sukkari", {"ar": "السكري"})
    arabic = replace(english(), lang="ar", dir="rtl")
    assert english().name(place) == '<bdi dir="auto">Sukkari</bdi>'
    assert arabic.name(place) == '<bdi lang="ar" dir="auto">السكري</bdi>'
    assert english().other_names(place) == ('<bdi lang="ar" dir="auto">السكري</bdi>',)


def test_names_from_files_cannot_become_markup() -> None:
    place = Place("x", PlaceKind.GATE, "<script>alert(1)</script>")
    assert "<script>" not in english().name(place)
    assert "<script>" not in english()("map.note", note="<script>")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(20, "20 s"), (90, "2 min"), (3600, "1 h"), (6_600, "1 h 50 min"), (86_400 * 3 + 7_200, "3 d 2 h")],
)
def test_durations_are_told_in_the_units_that_matter(seconds: int, said: str) -> None:
    assert english().duration(seconds) == said


def test_moments_and_numbers_are_told_as_people_read_them() -> None:
    assert english().moment(datetime(2016, 12, 22, 18, 40, tzinfo=UTC)) == "Thu 22 Dec 18:40"
    assert english().day(date(2016, 12, 1)) == "Thu 1 Dec"
    assert english().number(35_000) == "35,000"
    assert english().at_most_percent(0.1201) == "12.1 %"
    assert english().at_most_percent(0.12) == "12.0 %"
