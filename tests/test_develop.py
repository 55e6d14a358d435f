"""Setting up from a clone: what is done, what is skipped, and what a user without rights or network is told."""

import subprocess
import sys
from pathlib import Path

import pytest

import develop


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with empty locks, so that nothing is fetched."""
    (tmp_path / "requirements").mkdir()
    for kind in ("run", "dev"):
        (tmp_path / f"requirements/{kind}.txt").write_text("")
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.setattr(develop, "ROOT", tmp_path)
    monkeypatch.setattr(develop, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(develop, "SCRIPTS", tmp_path / ".venv/bin")
    monkeypatch.setattr(develop, "PYTHON", tmp_path / ".venv/bin/python")
    return tmp_path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Every command is noted instead of run, and went well."""
    noted: list[list[str]] = []

    def note(command: list[str], environment: dict[str, str] | None = None) -> int:
        noted.append([*command, *sorted({"DEBIAN_FRONTEND"} & set(environment or {}))])
        return 0

    monkeypatch.setattr(develop, "run", note)
    return noted


def make_python(root: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(root / ".venv")], check=True)


def test_set_up_is_skipped_until_the_lock_changes(elsewhere: Path, commands: list[list[str]]) -> None:
    make_python(elsewhere)
    develop.set_up("run")
    installs = [command for command in commands if "install" in command]
    assert ["--require-hashes" in command for command in installs] == [True, False]
    commands.clear()
    develop.set_up("run")
    assert not commands
    (elsewhere / "requirements/run.txt").write_text("# a newer version\n")
    develop.set_up("run")
    assert commands


def test_an_environment_for_development_serves_the_demonstration(elsewhere: Path, commands: list[list[str]]) -> None:
    make_python(elsewhere)
    develop.set_up("dev")
    commands.clear()
    develop.set_up("run")
    assert not commands


def test_a_demonstration_does_not_pass_for_an_environment_for_development(
    elsewhere: Path, commands: list[list[str]]
) -> None:
    make_python(elsewhere)
    develop.set_up("run")
    commands.clear()
    develop.set_up("dev")
    assert any("requirements/dev.txt" in command for command in commands)


def test_a_failed_installation_is_not_taken_for_done(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_python(elsewhere)
    monkeypatch.setattr(develop, "run", lambda command: int("install" in command))
    with pytest.raises(develop.SetUpError, match="package registry"):
        develop.set_up("run")
    assert not list((elsewhere / ".venv").glob(".set-up-*"))


def test_python_without_venv_is_told_what_to_install(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(develop, "has", lambda *_: False)
    monkeypatch.setattr(develop, "may_install", lambda: False)
    with pytest.raises(develop.SetUpError, match="apt-get install python3-venv"):
        develop.make_environment()
    assert not list(elsewhere.glob(".venv"))


def test_root_on_debian_gets_the_browser(commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(develop, "BROWSER", {"/nowhere/chromium": "chromium", "/nowhere/noto": "fonts-noto-core"})
    monkeypatch.setattr(develop, "may_install", lambda: True)
    monkeypatch.setattr("shutil.which", lambda name: name)
    develop.set_up_browser()
    assert commands[-1][-3:] == ["chromium", "fonts-noto-core", "DEBIAN_FRONTEND"]


def test_others_are_told_which_browser_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(develop, "BROWSER", {"/nowhere/chromium": "chromium"})
    monkeypatch.setattr(develop, "may_install", lambda: False)
    with pytest.raises(develop.SetUpError, match="chromium; on Debian: sudo apt-get install chromium"):
        develop.set_up_browser()


def test_every_check_runs_and_the_failed_ones_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def fail_mypy(command: list[str]) -> int:
        ran.append(Path(command[0]).name)
        return int(ran[-1] == "mypy")

    monkeypatch.setattr(develop, "set_up", lambda _: None)
    monkeypatch.setattr(develop, "set_up_browser", lambda: None)
    monkeypatch.setattr(develop, "run", fail_mypy)
    assert develop.main(["test"]) == 1
    assert len(ran) == len(develop.CHECKS)
    assert "Failed: mypy" in capsys.readouterr().out
