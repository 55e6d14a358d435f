"""The shared situations are legal, and `everything()` uses everything."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import safepassage.domain
from safepassage.domain.clock import Day
from safepassage.domain.people import Needs
from safepassage.domain.plan import Plan
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from tests.situations import everything, everything_plan, small_town, small_town_plan

DERIVED = {Day, Needs}
"""Values that nobody writes down: they are computed from others."""


def _domain_classes() -> set[type]:
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.iter_modules(safepassage.domain.__path__, "safepassage.domain.")
    ]
    return {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == module.__name__
    }


def _values(value: Any) -> Iterator[Any]:
    """Every dataclass value inside `value`, itself included."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield value
        for field in dataclasses.fields(value):
            yield from _values(getattr(value, field.name))
    elif isinstance(value, tuple):
        for entry in value:
            yield from _values(entry)
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from _values(entry)


def _is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    if field.default is not dataclasses.MISSING:
        return bool(value == field.default)
    if field.default_factory is not dataclasses.MISSING:
        return bool(value == field.default_factory())
    return value is None or value == "" or value == ()


def test_everything_uses_every_field_of_every_domain_class() -> None:
    operation = everything()
    found = [*_values((operation, everything_plan())), *operation.vehicles.values(), operation.clock]
    unused = {
        f"{domain_class.__name__}.{field.name}"
        for domain_class in _domain_classes() - DERIVED
        for field in dataclasses.fields(domain_class)
        if all(_is_default(field, getattr(value, field.name)) for value in found if type(value) is domain_class)
    }
    assert not unused


@pytest.mark.parametrize("plan", [small_town_plan(), everything_plan()], ids=lambda plan: plan.operation)
def test_the_hand_made_plans_are_legal(plan: Plan) -> None:
    operation = {"small-town": small_town, "everything": everything}[plan.operation]()
    assert check(operation, plan) == ()


def test_the_small_town_is_carried_as_its_timetable_says() -> None:
    result = outcome(small_town(), small_town_plan())
    assert (result.people, result.carried, result.stays) == (32, 32, 2)
    assert result.completion_s == 230 * 60


def test_clocks_change_in_everything() -> None:
    operation = everything()
    days = operation.clock.days(operation.horizon_s)
    assert {day.ends_s - day.starts_s for day in days} == {23 * 3600, 24 * 3600}
    assert f"{operation.clock.at(1440 * 60):%a %H:%M}" == "Sun 07:00"
