"""What a check of roads found, in sentences for whoever coordinates the movement: the worst first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import bidirectional

from safepassage.cli.words import counted, duration, moment, people, shown
from safepassage.domain.operation import Operation
from safepassage.exchange.report.texts import isolated
from safepassage.roads.checking.connectivity import Bar, BarKind, Gap
from safepassage.roads.checking.harm import FailurePoint
from safepassage.roads.checking.needs import Group
from safepassage.roads.checking.road_findings import FAR_M, CutWay, OnRoad, Parallel, RoadCheck, SecondBest
from safepassage.roads.checking.ways import Stretch
from safepassage.roads.network import Network

MOST_NAMES = 4
MOST_POINTS = 12
MOST_WAYS = 12
BESIDE_M = 100.0
"""A place nearer to its road is not told of."""

_RIGHT_TO_LEFT = {"R", "AL"}
_LIMITS = {
    BarKind.WEIGHT: ("weight", "t", "max_weight_t"),
    BarKind.HEIGHT: ("height", "m", "max_height_m"),
    BarKind.WIDTH: ("width", "m", "max_width_m"),
}


@dataclass(frozen=True)
class CutWays:
    """Ways that are cut alike: from each origin to each destination.

    Attributes:
        back: the ways back are too.
        one: one of them.
        groups: who need any of them.
    """

    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    back: bool
    classes: tuple[str, ...]
    one: CutWay
    groups: frozenset[Group]

    @property
    def people(self) -> int:
        return sum(group.people for group in self.groups)


@dataclass(frozen=True)
class Words:
    """Sentences about an operation and its roads."""

    operation: Operation
    network: Network
    people: int
    assembly_points: int

    def off(self, place: OnRoad) -> str:
        """That a place lies off the roads, and what to do."""
        name, use = self.place(place.place), self._use(place)
        nearest = "" if place.nearest_m is None else self._nearest(place)
        do = "correct its position, or add the road that is missing to the network"
        if place.distance_m is None:
            return f"{name} is on no road that {use} may drive{nearest}: {do}."
        return f"{name} is {metres(place.distance_m)} from the nearest road on which {use} get about{nearest}: {do}."

    def beside(self, place: OnRoad) -> str:
        """That a place lies some way from its road."""
        return f"{self.place(place.place)} is {metres(place.distance_m or 0.0)} from its road ({self._use(place)})."

    def _use(self, place: OnRoad) -> str:
        return {"bus": "buses", "lorry": "lorries"}.get(place.use.value, f"{place.use.value}s")

    def _nearest(self, place: OnRoad) -> str:
        if place.nearest_m is None or place.nearest_m > 0.5 * (place.distance_m or FAR_M):
            return ""
        return f" (there is a road {metres(place.nearest_m)} away, closed to them or joined to no other)"

    def cut(self, cut: CutWays) -> str:
        """Who cannot drive where, when, and because of what."""
        way = f"from {self.places(cut.origins, 'or')} to {self.places(cut.destinations, 'or')}"
        who = listed([self._class(of) for of in cut.classes], "and")
        nor = ", nor back" if cut.back else ""
        needs = f"; {people(cut.people)} need this way" if cut.people else ""
        return f"{who}: no way {way}{nor}, {self._when(cut.one)}: {self._why(cut.one)}{needs}."

    def _when(self, cut: CutWay) -> str:
        if cut.always and len(cut.spans) == 1:
            return "at any time"
        return listed([self._span(*span) for span in cut.spans], "and")

    def _span(self, from_s: int, until_s: int | None) -> str:
        clock = self.operation.clock
        begins = f"from {moment(clock, from_s)}"
        return f"{begins} on" if until_s is None else f"{begins} to {moment(clock, until_s)}"

    def _why(self, cut: CutWay) -> str:
        if cut.gap is Gap.NO_ROAD:
            return "the network has no road there"
        if cut.gap is Gap.ONE_WAY:
            return "roads lead there only against their one-way direction, or by turns that are forbidden"
        sets = [self._together(lifted) for lifted in cut.lift]
        fewer = "" if cut.smallest else "; fewer may be enough"
        if len(sets) == 1:
            return f"because of {sets[0]}{fewer}"
        return f"it opens as soon as one of these is gone: {'; or '.join(sets)}{fewer}"

    def _together(self, bars: Sequence[Bar]) -> str:
        named = listed([self.bar(bar) for bar in bars], "and")
        return named if len(bars) == 1 else f"{named} together"

    def bar(self, bar: Bar) -> str:
        """What keeps vehicles off."""
        if bar.kind in (BarKind.CLOSURE, BarKind.HAZARD, BarKind.LIMIT):
            return f"the {bar.kind.value} '{text(bar.id)}'"
        segment = int(bar.segments[0])
        road = f"{self.road(segment)} (way {bar.id})"
        if bar.kind is BarKind.ACCESS:
            return f"the access rules of {road}"
        name, unit, column = _LIMITS[bar.kind]
        return f"the {name} limit of {getattr(self.network, column)[segment]:g} {unit} on {road}"

    def failure_point(self, point: FailurePoint) -> str:
        """Whom the loss of a road harms."""
        harm = []
        if point.cut_people:
            harm.append(f"cuts off {self._who(point.cut_people, point.cut_at)}")
        if point.longer_people:
            times = f"{duration(point.after_s)} instead of {duration(point.before_s)}"
            harm.append(f"sends {self._who(point.longer_people, point.longer_at)} a longer way: up to {times}")
        return f"Losing {self.stretch(point)} {', and '.join(harm)}."

    def _who(self, number: int, at: Sequence[str]) -> str:
        points = f"{len(at)} of {counted(self.assembly_points, 'assembly point')}"
        return f"{number:,} of {people(self.people)} at {points} ({self.places(at, 'and')})"

    def stretch(self, point: FailurePoint) -> str:
        """The road of a point of failure, and where it is."""
        what = [kind for kind, is_one in (("bridge", point.bridge), ("tunnel", point.tunnel)) if is_one]
        where = f"way {', '.join(map(str, point.ways[:MOST_NAMES]))}, at {point.lat:.5f}, {point.lon:.5f}"
        length = f"any of {metres(point.length_m)}" if len(point.stretches) > 1 else metres(point.length_m)
        return f"{self.road(point.stretches[0].segment)} ({', '.join([*what, length, where])})"

    def parallel(self, found: Parallel) -> str:
        """How many ways there are that share no road."""
        way = f"From {self.places(found.origins, 'and')} to {self.place(found.destination)}"
        if not found.number:
            return f"{way}: no way."
        ways = "1 way" if found.number == 1 else f"{found.number} ways that share no road"
        roads = list(dict.fromkeys(self._short(stretch) for stretch in found.narrowest))
        narrowest = listed(roads, "and")
        lost = "is lost" if len(roads) == 1 else "are lost together"
        return f"{way}: {ways}; nobody gets through when {narrowest} {lost}."

    def _short(self, stretch: Stretch) -> str:
        return f"{self.road(stretch.segment)} (way {int(self.network.way[stretch.segment])})"

    def second_best(self, found: SecondBest) -> str:
        """How long the best way and the best other one take."""
        origin, destination = (self.place(place) for place in found.way)
        other = "no other way" if found.second_s is None else f"the next best way takes {duration(found.second_s)}"
        return f"{origin} to {destination}: {duration(found.best_s)}; {other}."

    def road(self, segment: int) -> str:
        """The name of a road."""
        return text(self.network.names[int(self.network.name[segment])]) or "a road without a name"

    def place(self, place: str) -> str:
        """The name of a place; its id where it has none."""
        return text(self.operation.place[place].name or place)

    def places(self, places: Sequence[str], last: str) -> str:
        """Several names; of many the first."""
        return listed([self.place(place) for place in places], last)

    def _class(self, vehicle_class: str) -> str:
        return text(self.operation.vehicle_class[vehicle_class].name or vehicle_class)


def words_of(operation: Operation, network: Network, found: RoadCheck) -> Words:
    """The words for what was found."""
    return Words(operation, network, found.people, found.assembly_points)


def text(name: str) -> str:
    """A name from a file in a line that runs from left to right, isolated if it runs the other way itself."""
    plain = shown(name)
    return isolated(plain) if any(bidirectional(letter) in _RIGHT_TO_LEFT for letter in plain) else plain


def listed(names: Sequence[str], last: str) -> str:
    """``A, B and C``; of many the first, and how many more."""
    if len(names) > MOST_NAMES + 1:
        return f"{', '.join(names[:MOST_NAMES])} {last} {len(names) - MOST_NAMES} more"
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def metres(length_m: float) -> str:
    """``34 m``, ``1.2 km``."""
    return f"{length_m:,.0f} m" if length_m < 995 else f"{length_m / 1000:,.1f} km"


def together(cut: Iterable[CutWay]) -> list[CutWays]:
    """Ways that are cut for the same reason at the same time told as one: first origins, then destinations."""
    alike: dict[tuple[object, ...], list[CutWay]] = {}
    for one in cut:
        key = (one.way, one.spans, one.always, one.gap, one.lift, one.smallest)
        alike.setdefault(key, []).append(one)
    by_end: dict[tuple[object, ...], list[CutWays]] = {}
    for ways in alike.values():
        classes = tuple(dict.fromkeys(of for one in ways for of in one.classes))
        groups = frozenset(group for one in ways for group in one.groups)
        first = CutWays((ways[0].way[0],), (ways[0].way[1],), False, classes, ways[0], groups)
        by_end.setdefault((first.destinations, *_reason(first)), []).append(first)
    by_origins: dict[tuple[object, ...], list[CutWays]] = {}
    for several in by_end.values():
        merged = _merged(several)
        by_origins.setdefault((merged.origins, *_reason(merged)), []).append(merged)
    return sorted(_both_ways([_merged(several) for several in by_origins.values()]), key=_harm)


def _reason(cut: CutWays) -> tuple[object, ...]:
    return cut.classes, cut.one.spans, cut.one.always, cut.one.gap, cut.one.lift, cut.one.smallest


def _harm(cut: CutWays) -> tuple[bool, int, tuple[str, ...], tuple[str, ...]]:
    return not cut.one.always, -cut.people, cut.origins, cut.destinations


def _merged(several: Sequence[CutWays]) -> CutWays:
    return CutWays(
        tuple(sorted({origin for cut in several for origin in cut.origins})),
        tuple(sorted({destination for cut in several for destination in cut.destinations})),
        False,
        several[0].classes,
        several[0].one,
        frozenset().union(*(cut.groups for cut in several)),
    )


def _both_ways(found: Sequence[CutWays]) -> Iterator[CutWays]:
    """Ways there and back as one."""
    waiting: dict[tuple[object, ...], CutWays] = {}
    for cut in found:
        there = waiting.pop((cut.destinations, cut.origins, *_reason(cut)), None)
        if there is None:
            waiting[cut.origins, cut.destinations, *_reason(cut)] = cut
        else:
            out = there if _leads_out(there) else cut
            yield replace(out, back=True, groups=there.groups | cut.groups)
    yield from waiting.values()


def _leads_out(cut: CutWays) -> bool:
    """True if some people go that way, and not only vehicles that come for them."""
    return any(group.at in cut.origins or set(group.destinations) & set(cut.destinations) for group in cut.groups)


def sections(operation: Operation, network: Network, found: RoadCheck) -> list[tuple[str, list[str]]]:
    """Headings with sentences, the worst first; only those that have something to say."""
    words = words_of(operation, network, found)
    off = [words.off(place) for place in found.places if place.off]
    cut = together(found.cut)
    at = moment(operation.clock, found.at_s)
    cuts = [words.failure_point(point) for point in found.failure_points if point.cut_people]
    longer = [words.failure_point(point) for point in found.failure_points if not point.cut_people]
    if found.unexamined:
        longer.append(f"{found.unexamined:,} more pieces of road make ways longer too; how much was not examined.")
    beside = [p for p in found.places if not p.off and p.distance_m is not None and p.distance_m > BESIDE_M]
    unknown = sorted({place.place for place in found.places if place.nearest_m is None})
    notes = [words.beside(place) for place in sorted(beside, key=lambda place: -(place.distance_m or 0.0))]
    notes += [f"{words.places(unknown, 'and')}: no position, so not on the roads."] if unknown else []
    told = [
        ("Places off the roads", off),
        ("Ways that are cut all the time", [words.cut(one) for one in cut if one.one.always]),
        ("Ways that are cut for some time", [words.cut(one) for one in cut if not one.one.always]),
        (f"Roads whose loss alone cuts people off ({at})", shortened(cuts, MOST_POINTS)),
        (f"Roads whose loss alone makes ways longer ({at})", shortened(longer, MOST_POINTS)),
        (f"Ways that share no road ({at})", [words.parallel(one) for one in found.parallel]),
        (f"Next best ways ({at})", shortened([words.second_best(one) for one in found.second_best], MOST_WAYS)),
        ("Places beside the roads", notes),
    ]
    return [(heading, sentences) for heading, sentences in told if sentences]


def shortened(sentences: list[str], most: int) -> list[str]:
    """The first of many, and how many more there are."""
    rest = len(sentences) - most
    return [*sentences[:most], f"and {rest:,} more; see --json."] if rest > 0 else sentences
