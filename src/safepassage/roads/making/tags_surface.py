"""What a vehicle drives on, after OpenStreetMap's tags."""

from collections.abc import Mapping

from safepassage.roads.network import Surface

_PAVED = (
    "paved asphalt concrete concrete:lanes concrete:plates chipseal paving_stones sett cobblestone unhewn_cobblestone "
    "bricks metal wood"
)
_UNPAVED = "unpaved compacted gravel fine_gravel pebblestone dirt earth ground grass grass_paver clay laterite"
_BAD = "mud sand rock rocks stone ice snow salt stepping_stones"
SURFACE: Mapping[str, Surface] = {
    **dict.fromkeys(_PAVED.split(), Surface.PAVED),
    **dict.fromkeys(_UNPAVED.split(), Surface.UNPAVED),
    **dict.fromkeys(_BAD.split(), Surface.BAD),
}
TRACK_TYPE: Mapping[str, Surface] = {
    "grade1": Surface.PAVED,
    "grade2": Surface.UNPAVED,
    "grade3": Surface.UNPAVED,
    "grade4": Surface.BAD,
    "grade5": Surface.BAD,
}
SMOOTHNESS: Mapping[str, Surface] = {
    "bad": Surface.UNPAVED,
    "very_bad": Surface.BAD,
    "horrible": Surface.BAD,
    "very_horrible": Surface.BAD,
}
KEYS = frozenset({"surface", "tracktype", "smoothness"})


def surface(tags: Mapping[str, str]) -> Surface:
    """The worst that the tags say."""
    worst = Surface.UNKNOWN
    for key, known in (("surface", SURFACE), ("tracktype", TRACK_TYPE), ("smoothness", SMOOTHNESS)):
        for part in tags.get(key, "").split(";"):
            worst = max(worst, known.get(part.strip().lower(), Surface.UNKNOWN))
    return worst
