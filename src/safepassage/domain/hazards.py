"""What keeps a site or a road closed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hazard:
    """A site or a stretch of road that is closed while a hazard lasts, as [from_s, until_s).

    One mechanism for all: an uncleared road, a flooded underpass, and the hour at which a fire or a bomb disposal
    closes an assembly point for good.

    Attributes:
        kind: in words, e.g. ``explosive``, ``flood``, ``fire``, ``disposal``.
        place: id of the closed site; None for a stretch of road.
        leg: (from, to) of the closed stretch as in the travel times; None for a site. Both directions are closed.
        until_s: when it is expected to be cleared; None means not within this operation.
    """

    id: str
    kind: str
    place: str | None = None
    leg: tuple[str, str] | None = None
    from_s: int = 0
    until_s: int | None = None
    source: str = ""
