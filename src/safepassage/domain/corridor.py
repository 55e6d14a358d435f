"""The way out: gates, when they are open, and how vehicles may pass them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Window:
    """When something is open, as [opens_s, closes_s).

    Attributes:
        opens_s, closes_s: seconds from the operation's start.
        agreed_in: clause of the agreement, e.g. ``Annex B, 3.2``; may be empty.
    """

    opens_s: int
    closes_s: int
    agreed_in: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """Seconds in a lane for one vehicle, loaded on the way out and empty on the way in."""

    loaded_s: int = 0
    empty_s: int = 0


@dataclass(frozen=True, slots=True)
class Gate:
    """A checkpoint on the corridor.

    Attributes:
        place: id of its place, of kind ``gate``.
        lanes_out, lanes_in: vehicles inspected at once in each direction, at least 1.
        inspection: by vehicle class id; ``*`` for the classes that are not named; no entry means no inspection.
        windows: when it is open, in order and apart; None means always. Inspection lies inside one window.
    """

    place: str
    lanes_out: int = 1
    lanes_in: int = 1
    inspection: Mapping[str, Inspection] = field(default_factory=dict)
    windows: tuple[Window, ...] | None = None

    def inspects(self, vehicle_class: str) -> Inspection:
        """The inspection of a class."""
        return self.inspection.get(vehicle_class) or self.inspection.get("*") or Inspection()


@dataclass(frozen=True, slots=True)
class ConvoyRule:
    """How vehicles may go together.

    Attributes:
        max_vehicles: at most so many vehicles in a convoy.
        headway_s: at least so many seconds between the departures of two convoys of the route.
        escorts: escort teams of the route; each convoy takes one. None means that no escort is needed.
        escort_cycle_s: from a convoy's departure until its escort team is back and ready for another.
        clock_s: convoys depart only at whole multiples of so many seconds from the operation's start: times that the
            parties are told beforehand. 0 means at any second.
    """

    max_vehicles: int
    headway_s: int
    escorts: int | None = None
    escort_cycle_s: int = 0
    clock_s: int = 0


@dataclass(frozen=True, slots=True)
class Route:
    """A way between the danger area and safety.

    Attributes:
        gates: place ids of the gates on it, in order on the way out; may be empty.
        beyond: ids of the reception sites, hospitals and depots that are reached through it. A place that no route
            names lies on the near side, with no gate between it and the assembly points.
        convoy: None means free shuttle running: each vehicle by itself.
    """

    id: str
    gates: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    convoy: ConvoyRule | None = None


@dataclass(frozen=True, slots=True)
class Corridor:
    """All gates and routes. The shipped examples are schematic, and their `note` says so."""

    gates: tuple[Gate, ...] = ()
    routes: tuple[Route, ...] = ()
    note: str = ""
