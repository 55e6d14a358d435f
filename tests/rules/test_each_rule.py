"""Each rule by at least one legal plan, close to breaking it, and one plan that breaks it and nothing else."""

from pathlib import Path

import pytest

import safepassage.rules
from safepassage.rules import RULES, check
from tests.rules import agreement, corridor, people, vehicles  # noqa: F401 - their import registers the situations
from tests.rules.situation import SITUATIONS, Situation

DOCUMENTED = Path(__file__).parents[2] / "docs/reference/rules.md"


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.title)
def test_exactly_that_rule_names_exactly_those(situation: Situation) -> None:
    violations = check(*situation.tell())
    assert {(violation.rule, violation.subject) for violation in violations} == {
        (situation.rule, subject) for subject in situation.subjects
    }, violations


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_told_both_ways(rule: safepassage.rules.Rule) -> None:
    told = [situation for situation in SITUATIONS if situation.rule == rule.name]
    assert any(situation.subjects for situation in told), f"no plan that {rule.name} names"
    assert any(not situation.subjects for situation in told), f"no plan that {rule.name} allows"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_file_of_its_name_and_is_documented_with_its_source(rule: safepassage.rules.Rule) -> None:
    folder = Path(safepassage.rules.__file__).parent
    assert rule.examine.__module__ == f"safepassage.rules.{rule.name.replace('-', '_')}"
    assert (folder / f"{rule.name.replace('-', '_')}.py").is_file()
    row = next(
        (line for line in DOCUMENTED.read_text("utf-8").splitlines() if line.startswith(f"| `{rule.name}` |")), ""
    )
    assert rule.summary in row
    assert rule.source in row


def test_every_rule_file_is_in_rules() -> None:
    folder = Path(safepassage.rules.__file__).parent
    files = {path.stem for path in folder.glob("*.py") if "\nRULE = " in path.read_text("utf-8")}
    assert files == {rule.name.replace("-", "_") for rule in RULES}
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("situation", [s for s in SITUATIONS if s.subjects], ids=lambda situation: situation.title)
def test_a_message_says_who_and_what_to_do_next(situation: Situation) -> None:
    for violation in check(*situation.tell()):
        assert violation.subject in violation.message
        assert "; " in violation.message, "no advice"
        assert "None" not in violation.message
