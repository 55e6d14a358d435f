"""What a check of roads found, as an object for programs."""

from typing import Any

from safepassage.cli.roads.check_words import Words, words_of
from safepassage.domain.operation import Operation
from safepassage.exchange.mistakes import Mistake
from safepassage.roads.checking.connectivity import Bar
from safepassage.roads.checking.harm import FailurePoint
from safepassage.roads.checking.road_findings import CutWay, OnRoad, RoadCheck, SecondBest
from safepassage.roads.checking.ways import Stretch
from safepassage.roads.network import Network


def as_object(
    operation: Operation, network: Network, found: RoadCheck, warnings: tuple[Mistake, ...]
) -> dict[str, Any]:
    """Times in seconds from the operation's start or of driving; lengths in metres; positions in degrees."""
    words = words_of(operation, network, found)
    return {
        "readable": True,
        "mistakes": [],
        "warnings": warnings,
        "operation": operation.name,
        "roads": {"source": network.source, "as_of": network.as_of, "attribution": network.attribution},
        "cuts": found.cuts,
        "people": found.people,
        "at_s": found.at_s,
        "vehicle_class": found.vehicle_class,
        "places": [_place(place) for place in found.places],
        "cut": [_cut(cut, words) for cut in found.cut],
        "failure_points": [_point(point, words) for point in found.failure_points],
        "failure_points_not_examined": found.unexamined,
        "parallel": [
            {
                "from": parallel.origins,
                "to": parallel.destination,
                "ways": parallel.number,
                "narrowest": [_stretch(network, stretch) for stretch in parallel.narrowest],
            }
            for parallel in found.parallel
        ],
        "next_best": [_next_best(best) for best in found.second_best],
    }


def _next_best(best: SecondBest) -> dict[str, Any]:
    times = {"best_s": _rounded(best.best_s, 1), "next_best_s": _rounded(best.second_s, 1)}
    return {"from": best.way[0], "to": best.way[1]} | times


def _rounded(value: float | None, digits: int) -> float | None:
    """Without the noise of computing: a metre's or a second's tenth, a centimetre in degrees."""
    return None if value is None else round(value, digits)


def _place(place: OnRoad) -> dict[str, Any]:
    return {
        "place": place.place,
        "use": place.use.value,
        "distance_m": _rounded(place.distance_m, 1),
        "lon": _rounded(place.lon, 7),
        "lat": _rounded(place.lat, 7),
        "nearest_road_m": _rounded(place.nearest_m, 1),
        "off": place.off,
    }


def _cut(cut: CutWay, words: Words) -> dict[str, Any]:
    return {
        "from": cut.way[0],
        "to": cut.way[1],
        "classes": cut.classes,
        "always": cut.always,
        "spans": [{"from_s": from_s, "until_s": until_s} for from_s, until_s in cut.spans],
        "people": cut.people,
        "because": cut.gap.value,
        "lift": [[_bar(bar, words) for bar in bars] for bars in cut.lift],
        "fewest": cut.smallest,
    }


def _bar(bar: Bar, words: Words) -> dict[str, str]:
    return {"kind": bar.kind.value, "id": bar.id, "words": words.bar(bar)}


def _point(point: FailurePoint, words: Words) -> dict[str, Any]:
    return {
        "road": point.road,
        "bridge": point.bridge,
        "tunnel": point.tunnel,
        "ways": point.ways,
        "lon": _rounded(point.lon, 7),
        "lat": _rounded(point.lat, 7),
        "length_m": _rounded(point.length_m, 1),
        "classes": point.classes,
        "cut_people": point.cut_people,
        "cut_at": point.cut_at,
        "longer_people": point.longer_people,
        "longer_at": point.longer_at,
        "before_s": _rounded(point.before_s, 1) if point.longer_people else None,
        "after_s": _rounded(point.after_s, 1) if point.longer_people else None,
        "extra_person_s": _rounded(point.extra_person_s, 1),
        "words": words.failure_point(point),
    }


def _stretch(network: Network, stretch: Stretch) -> dict[str, Any]:
    segment = stretch.segment
    return {
        "road": network.names[int(network.name[segment])],
        "way": int(network.way[segment]),
        "bridge": bool(network.bridge[segment]),
    }
