"""What the signs and lines of a map mean."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from markupsafe import Markup

from safepassage.domain.places import PlaceKind
from safepassage.exchange.report.road_drawing import layer_style
from safepassage.exchange.report.road_map import RoadMap, Scene
from safepassage.exchange.report.signs import (
    MANY_FLOWS,
    legend_layer,
    legend_mark,
    legend_road,
    legend_sign,
    legend_stretch,
    width_samples,
)
from safepassage.exchange.report.svg import markup
from safepassage.exchange.report.texts import Texts
from safepassage.exchange.roads.map_marks import MarkKind, StretchKind

_ROADS = ("motorway", "major", "minor")


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a legend: a swatch and its words."""

    swatch: Markup
    label: str


def places_legend(kinds: Sequence[PlaceKind], texts: Texts) -> tuple[Key, ...]:
    """The kinds of places that are shown."""
    shown = [kind for kind in PlaceKind if kind in kinds and kind is not PlaceKind.DEPOT]
    return tuple(Key(markup(legend_sign(kind)), texts.plain(f"map.{kind}")) for kind in shown)


def widths_legend(most: int, texts: Texts, *, many: bool) -> tuple[Key, ...]:
    """How many people a line of a width stands for."""
    return tuple(Key(markup(s), texts.count("people", people)) for people, s in width_samples(most, many=many))


def scene_legend(scene: Scene, kinds: Sequence[PlaceKind], texts: Texts) -> tuple[Key, ...]:
    """Of a map over roads: places, people, what holds on roads, the roads, and the user's layers."""
    return (
        *places_legend(kinds, texts),
        *widths_legend(scene.most_people, texts, many=len(scene.flows) > MANY_FLOWS),
        *held_legend(scene.roads, texts),
        *roads_legend(scene, texts),
    )


def held_legend(roads: RoadMap, texts: Texts) -> tuple[Key, ...]:
    """What holds on the roads."""
    held = {each.kind for each in roads.held}
    return tuple(
        Key(markup(legend_stretch(kind)), texts.plain(f"roads.{kind}")) for kind in StretchKind if kind in held
    )


def marks_legend(scene: Scene, kinds: Collection[MarkKind], texts: Texts) -> tuple[Key, ...]:
    """Of a map of marks over roads."""
    return (
        *(Key(markup(legend_mark(kind)), texts.plain(f"roadmap.{kind}")) for kind in MarkKind if kind in kinds),
        *held_legend(scene.roads, texts),
        *roads_legend(scene, texts),
    )


def roads_legend(scene: Scene, texts: Texts) -> tuple[Key, ...]:
    """The roads, a bridge if there is one, and the user's layers by the names of their files."""
    network = scene.roads.network
    found = [Key(markup(legend_road(tier)), texts.plain(f"roads.{tier}")) for tier in _ROADS]
    if network.bridge.any():
        found.append(Key(markup(legend_road("major", bridge=True)), texts.plain("roads.bridge")))
    if scene.straight:
        found.append(Key(_unknown_way(), texts.plain("roads.unknown-way")))
    for number, layer in enumerate(scene.roads.layers):
        shapes = {feature.shape for feature in layer.features}
        found.append(Key(markup(legend_layer(layer_style(number), shapes)), layer.name.replace("-", " ")))
    return tuple(found)


def _unknown_way() -> Markup:
    root = ET.Element("svg", {"viewBox": "0 0 30 18", "class": "swatch long", "aria-hidden": "true"})
    ET.SubElement(root, "path", {"d": "M1 9h28", "class": "flow unknown-way", "stroke-width": "3"})
    return markup(root)
