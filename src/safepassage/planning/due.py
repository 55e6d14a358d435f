"""What is due: what a programme would have sent by now, less what has been sent.

A programme sends fractions. Carrying out at each departure what is due by then rounds them, and puts right at the next
departure what went wrong at the last one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from safepassage.domain.people import Household
from safepassage.planning.dispatch import Option
from safepassage.planning.parties import Parties
from safepassage.planning.problem import NEVER, Floats, Problem
from safepassage.planning.programme import Intent

PAIR = 2.0
"""That a trip from here to there is due counts so much more than that a vehicle from here is, or to there."""

Key = tuple[int, int, int]
"""Way, class, layout."""


class DueTrip(NamedTuple):
    """A trip that is due.

    Attributes:
        key: of what it is.
        option: from where to where.
        weight: of those who would be aboard.
        units: [kind] who they are.
    """

    key: Key
    option: Option
    weight: float
    units: Floats


class Due:
    """Vehicles and people that are due.

    Attributes:
        vehicles: (way, class, layout) -> how many.
        pairs: (way, class, layout) -> [assembly point, site of the way] of these.
        people: [way] -> [assembly point, site of the way, kind] units.
    """

    def __init__(self, problem: Problem, kinds: Parties) -> None:
        self.problem, self.kinds = problem, kinds
        self.vehicles: dict[Key, float] = defaultdict(float)
        self.pairs = {
            (w, c, layout): np.zeros((len(problem.assembly), len(way.sites)))
            for w, way in enumerate(problem.ways)
            for c, capacity in enumerate(problem.capacity)
            for layout in range(len(capacity))
        }
        shape = len(problem.assembly), len(kinds.kinds)
        self.people = [np.zeros((shape[0], len(way.sites), shape[1])) for way in problem.ways]
        self._urgent_first = sorted(
            range(len(kinds.kinds)),
            key=lambda k: (-kinds.weight[k] / kinds.usage[k].sum(), -kinds.usage[k, 2], -kinds.usage[k, 1]),
        )

    def add(self, w: int, s: int, intent: Intent) -> None:
        """The programme's departure s of a way is due."""
        for (c, layout), y in intent.vehicles[w].items():
            self.vehicles[w, c, layout] += float(y[..., s].sum())
            self.pairs[w, c, layout] += y[..., s]
        self.people[w] += intent.people[w][..., s]

    def copied(self) -> "Due":
        """The same, to be changed apart."""
        twin = Due(self.problem, self.kinds)
        twin.vehicles.update(self.vehicles)
        twin.pairs = {key: pairs.copy() for key, pairs in self.pairs.items()}
        twin.people = [people.copy() for people in self.people]
        return twin

    def expect(self, trip: "DueTrip") -> None:
        """Take a trip off what is due that will be sent."""
        people = self._take_off(trip.key, trip.option)
        people -= trip.units

    def sent(self, key: Key, option: Option, aboard: Sequence[Household]) -> None:
        """Take a trip off what is due."""
        people = self._take_off(key, option)
        for household in aboard:
            k, units = self.kinds.of(household)
            if k is not None:
                people[k] -= units

    def _take_off(self, key: Key, option: Option) -> Floats:
        """One vehicle less; the people who are due there, [kind] units, to be lessened."""
        i = self.problem.ways[key[0]].sites.index(option.r)
        self.vehicles[key] -= 1
        self.pairs[key][option.a, i] -= 1
        due: Floats = self.people[key[0]][option.a, i]
        return due

    def trips(
        self, intent: Intent, w: int, s: int, available: Floats, gathered: Sequence[tuple[Key, Option]]
    ) -> Iterator["DueTrip"]:
        """The trips that are due with departure s of a way, besides those gathered, to where most can be taken.

        Args:
            intent: of which the departure is.
            w: its way.
            s: its number.
            available: [assembly point, site of the way, kind] units that wait; nobody else is due.
            gathered: trips that are about to be sent.
        """
        people, out, sites = np.minimum(self.people[w], available), intent.departures[w], self.problem.ways[w].sites
        for key in sorted(key for key in self.vehicles if key[0] == w):
            _, c, layout = key
            ahead = [option for of, option in gathered if of == key]
            pairs = self.pairs[key].copy()
            for option in ahead:
                pairs[option.a, sites.index(option.r)] -= 1
            can = (out.up_s[c][:, s] != NEVER)[:, None] & (out.down_s[c][:, s] != NEVER)[None]
            for _ in range(int(self.vehicles[key] + 0.5) - len(ahead)):
                stream, full, taken = self._fullest(people, self.problem.capacity[c][layout].astype(float))
                wish = full + PAIR * np.minimum(pairs, 1.0)
                wish += np.minimum(pairs.sum(axis=1), 1.0)[:, None] + np.minimum(pairs.sum(axis=0), 1.0)[None]
                wish = np.where(can & (full > 0), wish, -np.inf)
                a, i = (int(n) for n in np.unravel_index(int(wish.argmax()), wish.shape))
                if wish[a, i] == -np.inf:
                    break
                pairs[a, i] -= 1
                people[a, i] -= taken[:, a, i]
                units = taken[:, a, i]
                yield DueTrip(key, Option(c, layout, a, sites[i], stream), float(self.kinds.weight @ units), units)

    def _fullest(self, people: Floats, capacity: Floats) -> tuple[str, Floats, Floats]:
        """How full of people, counted by their weight, a vehicle would be from each assembly point to each site.

        Returns:
            The stream of whom that is most, [assembly point, site] that part, [kind, assembly point, site] units taken.
        """
        answers = [self._filled(stream, people, capacity) for stream in self.kinds.streams]
        best = max(range(len(answers)), key=lambda n: float(answers[n][0].max(initial=0.0)))
        return (self.kinds.streams[best], *answers[best])

    def _filled(self, stream: str, people: Floats, capacity: Floats) -> tuple[Floats, Floats]:
        kinds = self.kinds
        left = np.broadcast_to(capacity, (*people.shape[:2], 3)).copy()
        taken = np.zeros((len(kinds.kinds), *people.shape[:2]))
        weight = np.zeros(people.shape[:2])
        for k in self._urgent_first:
            usage = kinds.usage[k]
            if kinds.kinds[k].stream != stream or (usage > capacity).any():
                continue
            units = np.maximum(people[:, :, k], 0.0)
            for need in np.flatnonzero(usage):
                units = np.minimum(units, left[:, :, need] / usage[need])
            left -= units[:, :, None] * usage
            taken[k] = units
            weight += units * kinds.weight[k]
        return weight / max(1.0, float(capacity.sum())), taken
