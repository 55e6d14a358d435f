"""Chance from a seed: the same draws on every machine and every version of Python."""

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Chance:
    """A stream of draws for one purpose. Streams of different purposes do not disturb each other.

    Only `Random.random` is used, the one method whose sequence Python promises to keep.
    """

    def __init__(self, seed: int, purpose: str) -> None:
        self._unit = Random(f"{seed}/{purpose}").random  # noqa: S311 (synthetic data, not cryptography)

    def happens(self, share: float) -> bool:
        """True in `share` of all cases, 0 to 1."""
        return self._unit() < share

    def between(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * self._unit()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._unit() * (high - low + 1))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in a random order."""
        keys = [self._unit() for _ in items]
        return [items[i] for i in sorted(range(len(items)), key=keys.__getitem__)]


class Urn(Generic[T]):
    """Things to draw with replacement, each as often as its weight says."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        found = {thing: weight for thing, weight in weights.items() if weight > 0}
        if not found:
            raise ValueError("nothing to draw: give at least one thing a weight above 0")
        self._things = tuple(found)
        self._cumulative = tuple(accumulate(found.values()))

    def __len__(self) -> int:
        return len(self._things)

    def draw(self, chance: Chance) -> T:
        """One of the things."""
        return self._things[bisect(self._cumulative, chance.between(0, self._cumulative[-1]), 0, len(self) - 1)]

    def draw_distinct(self, chance: Chance, count: int) -> tuple[T, ...]:
        """Up to `count` different things, in the order in which they were drawn."""
        found: dict[T, None] = {}
        while len(found) < min(count, len(self)):
            found[self.draw(chance)] = None
        return tuple(found)
