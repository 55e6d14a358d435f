"""Ctrl-C and SIGTERM while planning: the first asks for the best plan so far, the second ends the program at once."""

import signal
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from types import FrameType, TracebackType
from typing import TypeVar

T = TypeVar("T")

POLL_S = 0.2
"""Where a wait cannot be interrupted (Windows), a signal is heard this late at most."""


class Aborted(BaseException):
    """The user gave up. Not an `Exception`, so that nothing on the way out takes it for a failure."""

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.exit_code = 128 + signal_number


class Interruption:
    """Listens for the signals while the `with` block runs.

    Attributes:
        asked: a first signal has come.
    """

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> "Interruption":
        self._before = {number: signal.signal(number, self._heard) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise Aborted(number)
        self.asked = True


def beside(work: Callable[[], T]) -> T:
    """Do `work` in a thread and wait for it, so that signals are heard while a solver holds that thread."""
    future: Future[T] = Future()

    def do() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=do, name="planner", daemon=True).start()
    while not future.done():
        wait([future], timeout=POLL_S)
    return future.result()
