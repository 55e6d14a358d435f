"""Quotas of people and vehicles, shared by the rules for stages and for days."""

from collections.abc import Iterator
from dataclasses import dataclass

from safepassage.rules.case import Journey
from safepassage.rules.words import counted


@dataclass
class Tally:
    """How many people and vehicles enter the corridor under one quota."""

    people: int = 0
    vehicles: int = 0

    def add(self, journey: Journey) -> None:
        self.people += journey.load.people
        self.vehicles += 1

    def over(self, people: int | None, vehicles: int | None) -> Iterator[str]:
        """In words, what is over a quota; None is no quota."""
        for entering, agreed, one, more in (
            (self.people, people, "person enters", "people enter"),
            (self.vehicles, vehicles, "vehicle enters", "vehicles enter"),
        ):
            if agreed is not None and entering > agreed:
                yield f"{counted(entering, one, more)} the corridor, {entering - agreed} more than the agreed {agreed}"
