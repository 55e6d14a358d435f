"""How long an operation takes to read as a workbook, beside the same operation as a folder of text files.

The workbook is read as this program writes it, and with its texts in a table of their own, as Excel saves them. Where
python-calamine is installed, it reads the cells of the largest sheet beside openpyxl, with nothing made of them.

    python -m benchmarks.read_workbook [--people N] [--seed N]
"""

import argparse
import importlib
import importlib.util
import platform
import re
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import quoteattr

import openpyxl

import safepassage
from safepassage.exchange.households_table import SHEET as HOUSEHOLDS
from safepassage.exchange.operation_folder import read_operation, write_operation
from safepassage.exchange.xlsx import write_workbook
from safepassage.synthetic import synthesize

INLINE = re.compile(rb'(<c [^>]*)t="inlineStr"([^>]*)><is><t[^>]*>(.*?)</t></is></c>', re.DOTALL)
STRINGS = "xl/sharedStrings.xml"
STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
STRINGS_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_shared_texts(source: Path, target: Path) -> None:
    """The same workbook with each text once, in a table of its own."""
    known: dict[bytes, int] = {}

    def shared(cell: re.Match[bytes]) -> bytes:
        number = known.setdefault(cell[3], len(known))
        return b'%bt="s"%b><v>%d</v></c>' % (cell[1], cell[2], number)

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content = INLINE.sub(shared, content)
            elif part.filename == "[Content_Types].xml" and STRINGS.encode() not in content:
                more = f'<Override PartName="/{STRINGS}" ContentType={quoteattr(STRINGS_TYPE)}/></Types>'
                content = content.replace(b"</Types>", more.encode())
            elif part.filename == "xl/_rels/workbook.xml.rels" and b"sharedStrings" not in content:
                more = (
                    f'<Relationship Id="texts" Type={quoteattr(STRINGS_RELATION)} Target="/{STRINGS}"/></Relationships>'
                )
                content = content.replace(b"</Relationships>", more.encode())
            if part.filename != STRINGS:
                new.writestr(part.filename, content)
        texts = b"".join(b'<si><t xml:space="preserve">%b</t></si>' % text for text in known)
        new.writestr(STRINGS, b'<sst xmlns="%b">%b</sst>' % (MAIN.encode(), texts))


def cpu_s(work: Callable[[], object]) -> float:
    """Seconds of the processor that the work takes."""
    began_s = time.process_time()
    work()
    return time.process_time() - began_s


def cells_by_openpyxl(file: Path) -> int:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        return sum(len(row) for row in book[HOUSEHOLDS.name].iter_rows(values_only=True))
    finally:
        book.close()


def cells_by_calamine(file: Path) -> int:
    calamine = importlib.import_module("python_calamine")
    with calamine.load_workbook(file) as book:
        return sum(len(row) for row in book.get_sheet_by_name(HOUSEHOLDS.name).iter_rows())


def main() -> None:
    """Print the seconds of each way, and how many times those of the folder they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    operation = synthesize(arguments.people, arguments.seed)
    print(f"safepassage {safepassage.__version__}, Python {platform.python_version()}, openpyxl {openpyxl.__version__}")
    print(f"{arguments.people:,} people, {len(operation.households):,} households, seed {arguments.seed}")
    with tempfile.TemporaryDirectory() as name:
        folder, written, shared = Path(name) / "folder", Path(name) / "written.xlsx", Path(name) / "shared.xlsx"
        write_operation(operation, folder)
        write_workbook(operation, written)
        with_shared_texts(written, shared)
        assert read_operation(shared).operation == operation, "the workbook holds the same operation"
        ways: dict[str, Callable[[], object]] = {
            "folder of text files": lambda: read_operation(folder),
            "workbook as written here": lambda: read_operation(written),
            "workbook as saved by Excel": lambda: read_operation(shared),
            "its cells alone, openpyxl": lambda: cells_by_openpyxl(shared),
        }
        if importlib.util.find_spec("python_calamine"):
            ways[f"its cells alone, calamine {version('python-calamine')}"] = lambda: cells_by_calamine(shared)
        took_s = {way: cpu_s(work) for way, work in ways.items()}
    print(f"{'':34}  CPU s  times the folder")
    for way, seconds in took_s.items():
        print(f"{way:34} {seconds:6.1f}  {seconds / took_s['folder of text files']:16.1f}")


if __name__ == "__main__":
    main()
