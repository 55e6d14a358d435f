"""What is written is read again as it was, in both formats."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from safepassage.domain.operation import Operation
from safepassage.exchange.operation_folder import read_operation, write_operation
from safepassage.exchange.xlsx import write_workbook
from tests.situations import everything, small_town
from tests.strategies import operations

WILD = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def through_folder(operation: Operation, folder: Path) -> Operation:
    write_operation(operation, folder)
    return read_operation(folder).operation


def through_workbook(operation: Operation, folder: Path) -> Operation:
    write_workbook(operation, folder / "operation.xlsx")
    return read_operation(folder).operation


@pytest.mark.parametrize("situation", [small_town, everything])
def test_a_situation_comes_back_from_a_folder_and_from_a_workbook(
    situation: Callable[[], Operation], tmp_path: Path
) -> None:
    operation = situation()
    assert through_folder(operation, tmp_path / "folder") == operation
    assert through_workbook(operation, tmp_path / "workbook") == operation


@settings(WILD, max_examples=200)
@given(operations())
def test_every_operation_comes_back_from_a_folder(operation: Operation) -> None:
    with tempfile.TemporaryDirectory() as name:
        assert through_folder(operation, Path(name)) == operation


@settings(WILD, max_examples=60)
@given(operations())
def test_every_operation_comes_back_from_a_workbook(operation: Operation) -> None:
    with tempfile.TemporaryDirectory() as name:
        assert through_workbook(operation, Path(name)) == operation
