"""What the columns of a layer of roads mean, as OpenStreetMap's tags."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safepassage.roads.making.tags import FOR_OTHERS, KEYS, NOT_THERE, ROAD_CLASS

CLASS_COLUMNS = (
    "highway", "fclass", "class", "road_class", "roadclass", "road_type", "roadtype", "type", "kind", "category",
    "func_class", "ntlclass",
)  # fmt: skip
"""Columns that may hold the class, the likeliest first."""
GEOFABRIK = "fclass"
NAME_COLUMNS = ("name", "name_en", "ref")
ID_COLUMNS = ("osm_id", "osm_way_id", "@id", "full_id")
OTHER_TAGS = "other_tags"
SHAPEFILE_NAME = 10
"""A Shapefile cuts names of columns to so many letters."""
WORDS = {
    "expressway": "motorway", "freeway": "motorway", "highway": "trunk", "national": "trunk",
    "main": "primary", "major": "primary", "arterial": "primary", "regional": "secondary", "district": "tertiary",
    "collector": "tertiary", "feeder": "tertiary", "minor": "unclassified", "local": "unclassified",
    "rural": "unclassified", "unknown": "road", "other": "road", "street": "residential", "urban": "residential",
    "access": "service", "trail": "track", "track/trail": "track", "dirt": "track",
}  # fmt: skip
"""Words of other sources, without ``road`` or ``street`` behind them, as values of ``highway``."""
_NOT_FOR_VEHICLES = frozenset(
    {"steps", "corridor", "platform", "elevator", "escape", "raceway", "services", "rest_area"}
)
_KNOWN = frozenset((*ROAD_CLASS, *FOR_OTHERS, *NOT_THERE, *_NOT_FOR_VEHICLES))
_GRADED = re.compile(r"track_(grade[1-5])")
_HSTORE = re.compile(r'"([^"]+)"=>"([^"]*)"')
_YES = {"t": "yes", "true": "yes", "y": "yes", "1": "yes", "f": "no", "false": "no", "n": "no", "0": "no"}
_GEOFABRIK_ONE_WAY = {"f": "yes", "t": "-1", "b": "no"}
_YES_OR_NO = frozenset({"oneway", "bridge", "tunnel"})


@dataclass(frozen=True)
class Columns:
    """Where a layer holds what.

    Attributes:
        class_: the column with the class.
        tags: columns that are tags, by their name in the file.
        name, id: None where there is none.
    """

    class_: str
    tags: Mapping[str, str]
    name: str | None
    id: str | None

    @property
    def all(self) -> list[str]:
        """The columns that are read."""
        return list(dict.fromkeys(c for c in (self.class_, *self.tags, self.name, self.id) if c is not None))


def columns_of(fields: Sequence[str], class_column: str | None) -> Columns | None:
    """The columns of a layer; None if none holds the class."""
    by_name = {field.casefold(): field for field in reversed(fields)}
    wanted = CLASS_COLUMNS if class_column is None else (class_column.casefold(),)
    class_ = next((by_name[name] for name in wanted if name in by_name), None)
    if class_ is None:
        return None
    spelled = _spellings()
    tags = {field: spelled[field.casefold()] for field in fields if field.casefold() in spelled and field != class_}
    if OTHER_TAGS in by_name:
        tags[by_name[OTHER_TAGS]] = OTHER_TAGS
    name, id_ = (
        next((by_name[name] for name in names if name in by_name), None) for names in (NAME_COLUMNS, ID_COLUMNS)
    )
    return Columns(class_, tags, name, id_)


def _spellings() -> dict[str, str]:
    """The keys that are read, by how a column may spell them."""
    spelled: dict[str, str] = {}
    for key in sorted(KEYS - {"highway"}, key=len):
        for spelling in (key, key.replace(":", "_"), key[:SHAPEFILE_NAME], key.replace(":", "_")[:SHAPEFILE_NAME]):
            spelled.setdefault(spelling, key)
    return spelled


def tags_of(columns: Columns, row: Mapping[str, Any], classes: Mapping[str, str]) -> dict[str, str] | str:
    """The tags of a feature, or its class as it is written where that is not known.

    What the user says of `classes` (folded values to values of ``highway``) goes before what is known.
    """
    tags: dict[str, str] = {}
    for column, key in columns.tags.items():
        text = text_of(row[column])
        if key == OTHER_TAGS:
            tags |= dict(_HSTORE.findall(text))
        elif text and not (text == "0" and key not in _YES_OR_NO):
            tags[key] = text
    for key in _YES_OR_NO & tags.keys():
        geofabrik = key == "oneway" and columns.class_.casefold() == GEOFABRIK
        tags[key] = (_GEOFABRIK_ONE_WAY if geofabrik else _YES).get(tags[key].casefold(), tags[key])
    written = text_of(row[columns.class_])
    if written:
        highway = classes.get(written.casefold(), _highway(written))
        if highway is None:
            return written
        if graded := _GRADED.fullmatch(highway):
            tags["tracktype"] = graded.group(1)
            highway = "track"
        tags["highway"] = highway
    return tags


def known_class(text: str) -> bool:
    """True for a class that a user may give for a value of a file."""
    return text in _KNOWN


def _highway(written: str) -> str | None:
    text = written.strip().casefold()
    spelled = text.replace(" ", "_")
    if spelled in _KNOWN or _GRADED.fullmatch(spelled):
        return spelled
    word = re.sub(r"[\s_]+(roads?|streets?|highways?)$", "", text)
    return word if word in _KNOWN else WORDS.get(word)


def text_of(value: Any) -> str:
    """A cell as a tag's value: whole numbers without a point, nothing for what is missing."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
