"""Quotas of people and vehicles, shared by the rules for stages and for days."""

from collections.abc import Iterator
from dataclasses import dataclass

from safepassage.rules.case import Journey


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
        if people is not None and self.people > people:
            yield f"{self.people} people enter the corridor, {self.people - people} more than the agreed {people}"
        if vehicles is not None and self.vehicles > vehicles:
            over = self.vehicles - vehicles
            yield f"{self.vehicles} vehicles enter the corridor, {over} more than the agreed {vehicles}"
