"""The structure of the project itself: what the tools, the container and a newcomer rely on."""

import ast
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from unittest.mock import ANY

import pytest

from tests.browsers import Chromium, find_chromium
from tests.conftest import absent

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "adapters", "storage", "migrations")
PYTHON = sorted(file for package in (*PACKAGES, "tests", "benchmarks") for file in (ROOT / package).rglob("*.py"))
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "misc", "stuff"}
LOCKED = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ; .*)? \\$", re.MULTILINE)
MOST_LINES = 400
TABLES = {"storage/tables.py"}  # every column


def project() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked(name: str) -> set[tuple[str, str]]:
    return set(LOCKED.findall((ROOT / name).read_text()))


def copied() -> list[str]:
    lines = re.findall(r"^COPY (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


# Requirements


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_hashed_without_an_index_address(name: str) -> None:
    text = (ROOT / name).read_text()
    entries = [entry for entry in re.split(r"\n(?=[^\s#])", text) if entry.strip()]

    assert len(entries) > 20
    assert all(LOCKED.match(entry) and "--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"index-url|find-links|trusted-host|://| @ |^-e", text, re.MULTILINE)


def test_the_tests_run_on_the_versions_that_the_product_runs_on() -> None:
    assert locked("requirements.txt") < locked("requirements-dev.txt")


def test_every_dependency_is_locked() -> None:
    declared = project()["project"]
    extras = declared["optional-dependencies"]
    assert isinstance(declared["dependencies"], list)
    assert isinstance(extras, dict)
    for name, wanted in (
        ("requirements.txt", declared["dependencies"] + extras["build"]),
        ("requirements-dev.txt", extras["dev"]),
    ):
        pinned = {package for package, _ in locked(name)}
        assert {normal(re.split(r"[\[<>=]", each)[0]) for each in wanted} <= {normal(name) for name in pinned}


def normal(name: str) -> str:
    """A package's name as indexes compare it: discord.py is discord-py."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_is_imported_somewhere() -> None:
    declared = project()["project"]["dependencies"]
    assert isinstance(declared, list)
    modules = {
        "discord.py": "discord",
        "fpdf2": "fpdf",
        "pydantic-settings": "pydantic_settings",
        "slack-bolt": "slack_bolt",
        "slack-sdk": "slack_sdk",
    }
    used_by_others = {"aiosqlite", "tzdata", "python-multipart"}  # SQLAlchemy, zoneinfo, Starlette's forms
    names = {re.split(r"[\[<>=]", each)[0] for each in declared} - used_by_others
    product = [file for file in PYTHON if file.relative_to(ROOT).parts[0] in PACKAGES]
    imported = {name.split(".")[0] for file in product for name in imports(file)}
    assert {modules.get(name, name) for name in names} <= imported


def imports(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


# Names, sizes and walls


def test_nothing_is_named_after_nothing() -> None:
    assert [file for file in PYTHON if set(re.split(r"[_.]", file.stem)) & EMPTY_NAMES] == []


def test_every_file_has_one_subject_and_a_size_to_match() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for file in PYTHON
        if "migrations" not in file.parts
        and "tests" not in file.parts
        and (lines := len(file.read_text().splitlines())) > MOST_LINES
    }
    assert set(long) <= TABLES


def test_every_module_is_in_a_package() -> None:
    folders = {file.parent for file in PYTHON}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("module", ["bot.app", "bot.commands", "bot.views", "bot.handlers", "bot.nudges"])
def test_the_core_loads_without_any_outside_world(module: str) -> None:
    heavy = ("sqlalchemy", "starlette", "uvicorn", "matplotlib", "icalendar", "apscheduler", "jinja2", "typer")
    script = f"import sys, {module}; print([m for m in {heavy} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


# The two commands


def test_make_alone_explains_every_target() -> None:
    text = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    shown = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert set(re.findall(r"^([a-z]+):", text, re.MULTILINE)) == set(phony.split())
    assert set(re.findall(r"^make (\w+)", shown, re.MULTILINE)) == set(phony.split()) - {"help"}


@pytest.mark.parametrize("script", [".ci/run", "tools/environment.sh", "tools/lock.sh"])
def test_scripts_are_sound(script: str) -> None:
    shell = "bash" if script == ".ci/run" else "sh"
    subprocess.run([shell, "-n", script], cwd=ROOT, check=True)


def test_the_check_of_everything_can_be_started() -> None:
    assert (ROOT / ".ci/run").stat().st_mode & stat.S_IXUSR
    text = (ROOT / ".ci/run").read_text()
    assert "\nmake test\n" in text
    assert "\nmake check\n" in text


def explained(tmp_path: Path, python: str) -> str:
    """What the environment's script says when `python` is all there is, in a copy of the project."""
    here, tools = tmp_path / "project", tmp_path / "bin"
    (here / "tools").mkdir(parents=True)
    tools.mkdir()
    (here / "tools/environment.sh").write_text((ROOT / "tools/environment.sh").read_text())
    for name in ("sh", "dirname", "cmp", "cat", "rm", "mkdir", "cp"):
        (tools / name).symlink_to(next(p for p in map(Path, (f"/bin/{name}", f"/usr/bin/{name}")) if p.exists()))
    if python:
        (tools / "python3").write_text(f"#!/bin/sh\n{python}\n")
        (tools / "python3").chmod(0o755)
    answer = subprocess.run(
        [tools / "sh", "tools/environment.sh", "requirements.txt"],
        cwd=here,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert not (here / ".venv").exists()
    assert len(answer.stderr.strip().splitlines()) == 1
    return answer.stderr


OLD = "exit 1"
NO_VENV = f'case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"'


@pytest.mark.parametrize("python", ["", OLD])
def test_a_missing_or_old_python_is_explained(tmp_path: Path, python: str) -> None:
    said = explained(tmp_path, python)
    assert "needs Python 3.11 or newer" in said
    assert "sudo apt install python3 python3-venv" in said
    assert "brew install python" in said


def test_a_missing_venv_module_is_explained(tmp_path: Path) -> None:
    said = explained(tmp_path, NO_VENV)
    version = ".".join(map(str, sys.version_info[:2]))
    assert f"Python {version} is here but its venv module is missing" in said
    assert f"sudo apt install python{version}-venv" in said


def test_what_is_installed_has_every_file_of_the_packages(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    expected = {
        str(file.relative_to(source))
        for package in PACKAGES
        for file in (source / package).rglob("*")
        if file.is_file()
    }
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(source)], check=True, capture_output=True)

    (wheel,) = tmp_path.glob("*.whl")
    assert expected - set(zipfile.ZipFile(wheel).namelist()) == set()


# What may be missing on a developer's machine


def test_what_is_missing_is_skipped_visibly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Chromium is missing"):
        absent("Chromium is missing")


def test_nothing_may_be_missing_where_everything_must_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no test may be left out"):
        absent("Chromium is missing")


def test_the_browser_is_the_one_that_is_named_or_the_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert find_chromium() is None

    (tmp_path / "chromium").touch(0o755)
    assert find_chromium() == Chromium(str(tmp_path / "chromium"), ANY)

    monkeypatch.setenv("CHROMIUM", "/elsewhere/browser")
    assert find_chromium() == Chromium("/elsewhere/browser", ANY)


# The container


def test_the_container_copies_only_what_exists() -> None:
    assert copied()
    assert [source for source in copied() if not (ROOT / source).exists()] == []


def test_the_container_has_every_package_and_its_builder_sees_them() -> None:
    assert set(PACKAGES) <= set(copied())
    seen = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(copied()) == seen


def test_the_container_does_not_run_as_root_and_keeps_its_data() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER mentorbot$", text, re.MULTILINE)
    assert re.search(r"^VOLUME /data$", text, re.MULTILINE)
    assert text.index("--require-hashes") < text.index("--no-deps")


def test_no_secret_and_no_database_is_committed() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert [file for file in files if file.endswith((".db", ".pem", ".key")) or os.path.basename(file) == ".env"] == []
