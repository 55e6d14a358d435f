#!/usr/bin/env python3
"""Set up and run Safepassage from a clone, with nothing but Python 3.11+, git and the package registries.

    python3 develop.py demo     plan the evacuation of eastern Aleppo of December 2016 and write its report
    python3 develop.py test     everything that the project checks: format, types, imports, tests
    python3 develop.py setup    only prepare .venv for development
    python3 develop.py lock     make requirements/*.txt anew from pyproject.toml (add --upgrade for newer versions)

Standard library only, because it runs before anything is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
OLDEST_PYTHON = (3, 11)

LOCKS = {
    "dev": ["--extra", "tiles", "--group", "build", "--group", "dev", "--group", "benchmarks"],
    "run": ["--group", "build"],
    "benchmarks": ["--group", "build", "--group", "benchmarks"],
}
BROWSER = {
    "/usr/bin/chromium": "chromium",
    "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf": "fonts-noto-core",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",
}
CHECKS = {
    "ruff check": ["ruff", "check"],
    "ruff format": ["ruff", "format", "--check"],
    "mypy": ["mypy"],
    "lint-imports": ["lint-imports"],
    "pytest": ["pytest", "-n", "2", "--hypothesis-profile=ci"],
}
DEMO_OUT = Path("build/aleppo-2016")


class SetUpError(Exception):
    """What is missing, and what to do about it."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it went well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True, metavar="{demo,test,setup,lock}")
    for name in ("demo", "test", "setup"):
        commands.add_parser(name)
    commands.add_parser("lock").add_argument("--upgrade", action="store_true", help="move to the newest versions")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "lock":
            return lock(upgrade=chosen.upgrade)
        return {"demo": demo, "test": test, "setup": setup}[chosen.command]()
    except SetUpError as reason:
        print(f"develop.py: {reason}", file=sys.stderr)
        return 2


def demo() -> int:
    """Plan the reference operation and say where the report is."""
    set_up("run")
    finished = run([str(SCRIPTS / "safepassage"), "plan", "examples/aleppo-2016", "--out", str(DEMO_OUT)])
    if finished == 0:
        print(f"\nOpen {DEMO_OUT / 'report.html'} in a browser: it needs no network.")
    return finished


def test() -> int:
    """Run every check, then say which failed."""
    set_up("dev")
    set_up_browser()
    failed = []
    for name, command in CHECKS.items():
        say(name)
        if run([str(PYTHON), "-m", *command] if name == "pytest" else [str(SCRIPTS / command[0]), *command[1:]]):
            failed.append(name)
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEverything passed.")
    return 1 if failed else 0


def setup() -> int:
    """Prepare .venv for development and leave it at that."""
    set_up("dev")
    return 0


def lock(*, upgrade: bool) -> int:
    """Resolve pyproject.toml for every platform; the three locks agree on the version of what they share."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(SCRIPTS))
    if uv is None:
        raise SetUpError("uv is needed to make the locks: run 'python3 develop.py setup' first")
    for name, groups in LOCKS.items():
        agree = [] if name == "dev" else ["--constraint", "requirements/dev.txt"]
        command = [uv, "pip", "compile", "pyproject.toml", *groups, *agree, "--generate-hashes", "--universal"]
        command += ["--no-emit-index-url", "--python-version", "{}.{}".format(*OLDEST_PYTHON), "--no-annotate"]
        command += ["--custom-compile-command", "python3 develop.py lock", "--quiet"]
        if run([*command, *(["--upgrade"] if upgrade else []), "-o", f"requirements/{name}.txt"]):
            raise SetUpError(f"could not resolve requirements/{name}.txt; uv says why above")
    return 0


def set_up(kind: str) -> None:
    """Install what the lock of this kind names and the package itself into .venv; nothing if that was done already."""
    ready = {name: VENV / f".set-up-{name}" for name in ("run", "dev")}
    wanted = {name: stamp(name) for name in ready}
    covers = ["run", "dev"] if kind == "run" else ["dev"]
    if works(PYTHON) and any(ready[name].is_file() and ready[name].read_text() == wanted[name] for name in covers):
        return
    say(f"Setting up .venv from requirements/{kind}.txt; this happens once")
    pip = make_environment()
    locked = ["install", "--require-hashes", "--only-binary", ":all:", "-r", f"requirements/{kind}.txt"]
    own = ["install", "--no-build-isolation", "--no-deps", "--no-index", "--editable", "."]
    for arguments in (locked, own):
        if run([*pip, "--disable-pip-version-check", "--no-input", "--quiet", *arguments]):
            raise SetUpError(
                "pip could not install the packages and says why above. It needs a package registry (the internet, or "
                "an index set with 'pip config set global.index-url ...') and 700 MB of disk; then run this again"
            )
    ready[kind].write_text(wanted[kind])


def stamp(kind: str) -> str:
    """What a set-up environment depends on, as one hash."""
    parts = [ROOT / "requirements" / f"{kind}.txt", ROOT / "pyproject.toml"]
    return hashlib.sha256(b"\0".join([str((ROOT, sys.version)).encode(), *(p.read_bytes() for p in parts)])).hexdigest()


def make_environment() -> list[str]:
    """Make .venv if there is none that works; answers with the command that is its pip."""
    if works(PYTHON, "-m", "pip", "--version"):
        return [str(PYTHON), "-m", "pip"]
    if not has("venv", "ensurepip") and not has("venv", "pip"):
        if not may_install():
            raise SetUpError("this Python cannot make environments; install it with: sudo apt-get install python3-venv")
        install(["python3-venv"])
    with_pip = works(Path(sys.executable), "-c", "import ensurepip")
    options = ["--clear"] if with_pip else ["--clear", "--without-pip"]
    if run([sys.executable, "-m", "venv", *options, str(VENV)]):
        raise SetUpError(f"could not make {VENV}; Python says why above")
    return [str(PYTHON), "-m", "pip"] if with_pip else [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def set_up_browser() -> None:
    """The report is tested in a real browser with real fonts: install what is missing, or say how."""
    missing = sorted({package for path, package in BROWSER.items() if not Path(path).exists()})
    if not shutil.which("apt-get"):
        missing = [package for package in missing if package == "chromium"]
    if missing and may_install():
        install(missing)
    elif missing:
        raise SetUpError(
            f"the tests of the report need {', '.join(missing)}; on Debian: sudo apt-get install {' '.join(missing)}"
        )


def may_install() -> bool:
    """True for root on Debian and its kin."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    """Install Debian packages."""
    say(f"Installing {' '.join(packages)} with apt-get")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        if run(["apt-get", "-qq", *command], quiet):
            raise SetUpError(f"apt-get could not install {' '.join(packages)} and says why above")


def has(*modules: str) -> bool:
    """True if this Python has all of the modules; Debian keeps some in packages of their own."""
    return all(importlib.util.find_spec(module) is not None for module in modules)


def works(python: Path, *arguments: str) -> bool:
    """True if this Python starts and does as it is told."""
    if not python.exists():
        return False
    return subprocess.run([str(python), *(arguments or ("-c", ""))], capture_output=True, check=False).returncode == 0


def run(command: list[str], environment: dict[str, str] | None = None) -> int:
    """Run a command in the repository with what it prints left as it is; answers with its exit code."""
    sys.stdout.flush()
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def say(what: str) -> None:
    """A heading between the outputs of commands."""
    print(f"== {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            "develop.py: Safepassage needs Python {}.{} or newer; this is {}".format(
                *OLDEST_PYTHON, sys.version.split()[0]
            )
        )
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
