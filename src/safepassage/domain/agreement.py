"""What the parties agreed, as data: who may pass when, how many, and what must happen first on the other side."""

from dataclasses import dataclass

from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import Window


@dataclass(frozen=True, slots=True)
class Party:
    """A party to the agreement, or its guarantor. Named neutrally; the product takes no side.

    Attributes:
        role: ``party``, ``guarantor`` or ``facilitator``.
        may_halt: the agreement lets it halt a movement.
        contact: role or call sign, never a person's name.
    """

    id: str
    name: str
    role: str = "party"
    may_halt: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in the words of the agreement, with where it stands."""

    id: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class CounterMovement:
    """A movement of the other side to which a stage is tied.

    Attributes:
        people: how many are to move; None if not said.
        expected_s: when its confirmation is expected; planning opens the stage no earlier.
    """

    id: str
    name: str
    expected_s: int
    people: int | None = None
    agreed_in: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the operation. A trip belongs to the stage in which it enters the corridor.

    Attributes:
        opens_s: not before; and not before `after` is expected to be confirmed.
        closes_s: not at or after; None means when the next stage opens (the last: the horizon).
        people, vehicles: at most so many enter the corridor during the stage; None means no quota.
        streams: only these; empty means all.
        after: id of the counter-movement that must be confirmed first; None if it depends on none.
    """

    id: str
    name: str
    opens_s: int = 0
    closes_s: int | None = None
    people: int | None = None
    vehicles: int | None = None
    streams: tuple[str, ...] = ()
    after: str | None = None
    agreed_in: str = ""


@dataclass(frozen=True, slots=True)
class DailyCap:
    """At most so many people and vehicles enter the corridor on one local day; None means no cap."""

    people: int | None = None
    vehicles: int | None = None
    agreed_in: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The negotiated agreement.

    Attributes:
        windows: when vehicles may pass any gate, beside each gate's own windows; None means always.
        night: the hours of the local day in which no loaded vehicle may be on the road; None allows night movement.
    """

    parties: tuple[Party, ...] = ()
    clauses: tuple[Clause, ...] = ()
    windows: tuple[Window, ...] | None = None
    stages: tuple[Stage, ...] = ()
    counter_movements: tuple[CounterMovement, ...] = ()
    daily_cap: DailyCap | None = None
    night: DailyHours | None = None

    def stage_windows(self, horizon_s: int) -> tuple[tuple[Stage, Window], ...]:
        """Each stage with when it is in force, [opens, closes), in order of opening; reciprocity is accounted for."""
        if not self.stages:
            return ()
        expected = {movement.id: movement.expected_s for movement in self.counter_movements}
        opens = sorted(
            ((max(stage.opens_s, expected.get(stage.after or "", 0)), i, stage) for i, stage in enumerate(self.stages)),
            key=lambda entry: entry[:2],
        )
        ends = [entry[0] for entry in opens[1:]] + [horizon_s]
        return tuple(
            (stage, Window(opens_s, end_s if stage.closes_s is None else min(stage.closes_s, end_s), stage.agreed_in))
            for (opens_s, _, stage), end_s in zip(opens, ends, strict=True)
        )
