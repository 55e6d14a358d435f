"""Which formats layers of roads may have, by name and by their first bytes.

The library behind opens a file by what it finds in it, whatever its name: also one that leads it to other files, or to
an address on the internet. A file that does not begin as its name says is therefore never opened.
"""

import zipfile
from pathlib import Path

_BEGINS = {
    ".geojson": b"{",
    ".json": b"{",
    ".gpkg": b"SQLite format 3\0",
    ".shp": b"\0\0\x27\x0a",
    ".fgb": b"fgb",
    ".zip": b"PK\x03\x04",
}
ENDINGS = tuple(_BEGINS)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PARTS_OF_A_SHAPEFILE = frozenset(
    {".shp", ".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".txt", ".xml", ".html", ".pdf", ".md", ".qmd"}
)


def begins_as_named(path: Path) -> bool:
    """True if a file begins as its name says; of an archive, if a Shapefile lies in it, and at most its papers."""
    ending = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(64)
    if ending in (".geojson", ".json"):
        head = head.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if not head.startswith(_BEGINS[ending]):
        return False
    return ending != ".zip" or _holds_a_shapefile(path)


def _holds_a_shapefile(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            endings = {Path(name).suffix.lower() for name in archive.namelist() if not name.endswith("/")}
    except zipfile.BadZipFile:
        return False
    return ".shp" in endings and endings <= _PARTS_OF_A_SHAPEFILE
