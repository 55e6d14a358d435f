"""The house is in order: what the documents say is there, and what is there is in the documents."""

import re
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

import develop

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def tracked() -> list[Path]:
    """The files of the repository, new ones included; in an unpacked archive without git there is nothing to ask."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def anchors(page: Path) -> set[str]:
    """What links may name in a page, as repository hosts write it."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(file), f"{page.name} links to {target}"


def test_every_page_is_reached_from_the_readme_and_the_index() -> None:
    linked = {
        (page.parent / target.partition("#")[0]).resolve()
        for page in (ROOT / "README.md", ROOT / "docs/index.md")
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not target.startswith("https://")
    }
    lost = [str(page.relative_to(ROOT)) for page in ROOT.glob("docs/**/*.md") if page not in linked]
    assert not [page for page in lost if page != "docs/index.md"]


def test_every_folder_has_its_sentence_in_the_architecture() -> None:
    folders = {path.parent for path in tracked() if path.suffix == ".py" and path.is_relative_to(ROOT / "src")}
    named = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    wanted = {str(folder.relative_to(ROOT)) for folder in folders} - {"src/safepassage"}
    assert wanted
    assert not [folder for folder in sorted(wanted) if f"| `{folder}` | " not in named]


def test_no_folder_of_the_architecture_is_gone() -> None:
    named = re.findall(r"^\| `([\w/]+)` \|", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert not [folder for folder in named if not (ROOT / folder).is_dir()]


def test_every_dependency_has_its_licence_and_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    wanted = chain(project["project"]["dependencies"], *extras, *project["dependency-groups"].values())
    page = (ROOT / "docs/reference/dependencies.md").read_text(encoding="utf-8")
    given = set(re.findall(r"^\| ([\w-]+) \| \S.* \| \S.* \|$", page, re.MULTILINE)) - {"Package"}
    assert {re.match(r"[\w-]+", name)[0] for name in wanted} == given  # type: ignore[index]


def test_the_locks_hold_every_dependency_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    for kind, extra in (("run", []), ("dev", groups["dev"]), ("benchmarks", groups["benchmarks"])):
        lock = (ROOT / f"requirements/{kind}.txt").read_text(encoding="utf-8")
        pinned = re.findall(r"^([\w-]+)==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)
        assert len(pinned) == len(re.findall(r"^[\w-]+==", lock, re.MULTILINE)), "every pinned package has a hash"
        wanted = chain(project["project"]["dependencies"], groups["build"], extra)
        assert {re.match(r"[\w-]+", name)[0] for name in wanted} <= set(pinned)  # type: ignore[index]


def test_the_locks_agree_on_what_they_share() -> None:
    pins = {
        kind: set(re.findall(r"^([\w-]+==[^\\\n]+)", (ROOT / f"requirements/{kind}.txt").read_text(), re.MULTILINE))
        for kind in ("run", "dev", "benchmarks")
    }
    names = {kind: {pin.partition("==")[0] for pin in found} for kind, found in pins.items()}
    assert pins["run"] <= pins["dev"]
    shared = names["dev"] & names["benchmarks"]
    assert {pin for pin in pins["dev"] if pin.partition("==")[0] in shared} <= pins["benchmarks"]


def test_commands_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"develop\.py (\w+)", readme))
    assert asked == {"demo", "test"}
    assert asked <= set(re.findall(r"python3 develop\.py (\w+)", develop.__doc__ or ""))


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & 0o111, "it can be executed"
    assert "python3 develop.py test" in script.read_text(encoding="utf-8")


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [page.name[:4] for page in ROOT.glob("docs/decisions/*.md")]
    assert numbers
    assert all(number.isdecimal() for number in numbers)
    assert len(numbers) == len(set(numbers))


# Taken apart, so that this file does not hold what it looks for.
FORBIDDEN = [
    "".join(parts)
    for parts in (
        ("py", "pi.org"),
        ("files.python", "hosted.org"),
        ("registry.np", "mjs.org"),
        ("deb.deb", "ian.org"),
        ("/ro", "ot/"),
        ("/ho", "me/"),
        ("/wo", "rk/"),
        ("/op", "t/"),
        ("/tm", "p/"),
        ("/Us", "ers/"),
        ("file:", "///"),
    )
]


PRIVATE = re.compile(
    rb"(?<![\w.])(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}:\d{2,5}\b"
    rb"|https?://[^\s/\"']*\.(?:corp|home|internal|lan|local)\b"
)


def test_nothing_names_a_host_of_a_private_network() -> None:
    examples = (b"http" + b"://mirror.lan/simple", b"10.0.0.7" + b":3141")
    assert all(PRIVATE.search(example) for example in examples), "it finds what it looks for"
    searched = [path for path in tracked() if path.suffix not in {".png", ".xlsx"}]
    found = {str(path.relative_to(ROOT)): PRIVATE.search(path.read_bytes()) for path in searched}
    assert not {name: match.group() for name, match in found.items() if match}


def test_nothing_names_a_registry_or_a_place_on_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked()
        if path.suffix not in {".png", ".xlsx"}
        for word in FORBIDDEN
        if word.encode() in path.read_bytes()
    ]
    assert not found
