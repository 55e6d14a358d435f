"""Which ways that an operation needs are cut, when, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from safepassage.roads.checking.bars import bars
from safepassage.roads.checking.connectivity import Bar, Barriers, Gap, Reach
from safepassage.roads.checking.road_case import Kind, RoadCase
from safepassage.roads.checking.road_findings import CutWay
from safepassage.roads.driving.pairs import Pair
from safepassage.roads.driving.states import Stretch


def cut_ways(case: RoadCase) -> Iterator[CutWay]:
    """The ways that some vehicles cannot drive at some time."""
    for kind, needed in case.needed.items():
        pairs = case.on_roads(kind[0], needed)
        why: dict[tuple[Pair, _Why], list[Stretch]] = {}
        for stretch, found in _apart(case, kind, pairs):
            for pair, reason in found.items():
                why.setdefault((pair, reason), []).append(stretch)
        all_cut = _times_cut(why)
        for (pair, reason), when in why.items():
            always = all_cut[pair] == len(case.stretches)
            spans, groups = tuple(_spans(when)), case.who_needs(pair)
            yield CutWay(pair, tuple(needed[pair]), spans, always, reason.gap, reason.lift, reason.smallest, groups)


def _apart(case: RoadCase, kind: Kind, pairs: Sequence[Pair]) -> Iterator[tuple[Stretch, Mapping[Pair, "_Why"]]]:
    """For each stretch of time, the ways that cannot be driven; the same overlays are judged once."""
    known: dict[frozenset[int], dict[Pair, _Why]] = {}
    graph = case.ways[kind[0]]
    for stretch in case.stretches:
        if stretch.in_force not in known:
            reach = Reach(graph, case.cost(kind, stretch))
            failing = [pair for pair in pairs if not reach.joins(*pair)]
            known[stretch.in_force] = _reasons(case, kind, stretch, failing) if failing else {}
        yield stretch, known[stretch.in_force]


def _reasons(case: RoadCase, kind: Kind, stretch: Stretch, pairs: Iterable[Pair]) -> dict[Pair, "_Why"]:
    in_the_way = bars(case.conditions, *kind, stretch.in_force)
    barriers = Barriers(case.ways[kind[0]], in_the_way)
    found = {}
    for pair in pairs:
        apart = barriers.between(*pair)
        lift = tuple(tuple(in_the_way[bar] for bar in lifted) for lifted in apart.lift)
        found[pair] = _Why(apart.gap, lift, apart.smallest)
    return found


@dataclass(frozen=True)
class _Why:
    """Why a way cannot be driven; equal if the same bars would open it."""

    gap: Gap
    lift: tuple[tuple[Bar, ...], ...]
    smallest: bool


def _times_cut(why: Mapping[tuple[Pair, _Why], Sequence[Stretch]]) -> dict[Pair, int]:
    """In how many stretches of time each way is cut, whatever the reason."""
    found: dict[Pair, int] = {}
    for (pair, _), when in why.items():
        found[pair] = found.get(pair, 0) + len(when)
    return found


def _spans(when: Iterable[Stretch]) -> list[tuple[int, int | None]]:
    """Stretches of time in order, those that follow each other as one."""
    found: list[tuple[int, int | None]] = []
    for stretch in when:
        if found and found[-1][1] == stretch.from_s:
            found[-1] = (found[-1][0], stretch.until_s)
        else:
            found.append((stretch.from_s, stretch.until_s))
    return found
