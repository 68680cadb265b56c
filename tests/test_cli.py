"""`mentorbot` as an operator types it: what it prints, what it writes, and every failure as one clear sentence."""

import asyncio
import contextlib
import csv
import json
import logging
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from bot.cli import COMMANDS, run
from bot.commands import MentorStats
from bot.context import Context
from bot.domain.member import Community
from bot.domain.message import To
from bot.ids import SpaceId
from bot.ports.platforms import Platform, Space
from bot.ports.storage import UnitOfWork
from bot.sample import mid_morning
from bot.settings import Settings
from bot.views import Message, Text, line
from storage import migrate
from storage.engine import open_database
from storage.single_writer import single_writer
from storage.store import SqlStorage
from tests.acceptance.cast import asks, matched
from tests.acceptance.stage import COMMUNITY, Stage, Time
from tests.storage.test_failures import as_an_ordinary_account

Says = Callable[..., str]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test has its own folder, none of this machine's settings, and leaves logging as it was."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def says(capfd: pytest.CaptureFixture[str]) -> Says:
    """What a command says; on standard error where it fails. It must end with `code` and show no traceback."""

    def call(*arguments: str, code: int = 0) -> str:
        ended = run(arguments)
        out, error = capfd.readouterr()
        assert (ended, "Traceback" in error) == (code, False), out + error
        return out + error

    return call


# Help


def test_help_names_every_command_and_imports_little() -> None:
    code = (
        "import sys; from bot.cli import run; run(['--help']);"
        "print([m for m in ('sqlalchemy', 'starlette', 'pydantic', 'matplotlib', 'structlog') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    names = {"playground", "run", "migrate", "import", "export", "stats", "config", "doctor"}
    assert names <= set(re.findall(r"^  (\w+)  ", shown, re.MULTILINE))
    assert shown.strip().endswith("[]")


@pytest.mark.parametrize("name", [name for name, *_ in COMMANDS])
def test_the_help_of_each_command_has_an_example(name: str, says: Says) -> None:
    shown = says(name, "--help")
    assert "Example:" in shown
    assert f"mentorbot {name}" in shown


def test_the_sheets_are_imported_by_their_own_commands(says: Says) -> None:
    assert {"mentors", "mentees", "pairs"} <= set(says("import", "--help").split())


def test_what_is_not_understood_ends_with_2(says: Says) -> None:
    assert "No such option" in says("stats", "--frobnicate", code=2)
    assert "No such command" in says("frobnicate", code=2)


# Settings


def test_a_wrong_setting_is_a_sentence(monkeypatch: pytest.MonkeyPatch, says: Says) -> None:
    monkeypatch.setenv("PORT", "http")
    told = says("playground", code=1)
    assert told == "PORT must be a whole number from 0 to 65535, not 'http'. Example: PORT=8080\n"


def test_config_shows_every_setting_without_passwords(monkeypatch: pytest.MonkeyPatch, says: Says) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:hunter2@db/mentorbot")
    shown = says("config")
    assert all(f"\n{name.upper()}\n" in f"\n{shown}" for name in Settings.model_fields)
    assert "postgresql://bot:***@db/mentorbot" in shown
    assert "hunter2" not in shown


def test_the_example_of_an_env_file_is_one(says: Says, tmp_path: Path) -> None:
    text = says("config", "--example")
    (tmp_path / ".env").write_text(re.sub(r"^#(?=[A-Z_]+=)", "", text, flags=re.MULTILINE))
    assert "Now:" in says("config")


# The playground's refusals


def test_the_playground_is_only_for_this_machine(monkeypatch: pytest.MonkeyPatch, says: Says) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    told = says("playground", code=1)
    assert "HOST must be an address of this machine" in told
    assert not Path("data/playground.db").exists()


def test_a_port_in_use_is_told_before_anything_is_built(says: Says) -> None:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        told = says("playground", "--port", str(taken.getsockname()[1]), code=1)
    assert "another program already uses it" in told
    assert not Path("data/playground.db").exists()


def test_a_second_playground_on_the_same_file_is_refused(says: Says) -> None:
    with single_writer("sqlite:///data/playground.db"):
        told = says("playground", "--port", "0", code=1)
    assert "Another mentorbot (process" in told


@pytest.mark.parametrize("command", [["playground", "--port", "0"], ["playground", "--fresh", "--port", "0"]])
def test_the_playground_keeps_away_from_a_real_group(command: list[str], says: Says) -> None:
    asyncio.run(connect_slack("sqlite:///data/playground.db"))
    told = says(*command, code=1)
    assert "belongs to a real group on slack" in told
    assert migrate.current("sqlite:///data/playground.db") == migrate.newest()


async def connect_slack(url: str) -> None:
    migrate.upgrade(url)
    database = open_database(url)
    storage = SqlStorage(database)
    await storage.found(Community(COMMUNITY, "School OTs"))
    await storage.connect(COMMUNITY, Space(SpaceId("T0123"), Platform.SLACK, "Our workspace"))
    await database.close()


def test_missing_conversations_are_told_with_the_way_to_begin_anew(says: Says) -> None:
    asyncio.run(found("sqlite:///data/playground.db"))
    told = says("playground", "--port", "0", code=1)
    assert "mentorbot playground --fresh" in told


async def found(url: str) -> None:
    migrate.upgrade(url)
    database = open_database(url)
    await SqlStorage(database).found(Community(COMMUNITY, "School OTs"))
    await database.close()


# Databases that can't be used


def make_newer(file: Path) -> None:
    migrate.upgrade(f"sqlite:///{file}")
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def make_foreign(file: Path) -> None:
    file.parent.mkdir(parents=True)
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE recipes (title TEXT)")


def make_garbage(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(b"Dear diary, " * 1000)


BROKEN = [
    (make_newer, "newer mentorbot"),
    (make_foreign, "another program's tables"),
    (make_garbage, "isn't a database"),
]


@pytest.mark.parametrize("command", [["playground", "--port", "0"], ["migrate", "--playground"]])
@pytest.mark.parametrize(("broken", "words"), BROKEN)
def test_a_database_that_can_not_be_used_is_told_and_left_alone(
    command: list[str], broken: Callable[[Path], None], words: str, says: Says
) -> None:
    file = Path("data/playground.db")
    broken(file)
    before = file.read_bytes()
    assert words in says(*command, code=1)
    assert file.read_bytes() == before


@pytest.mark.parametrize("command", ["playground", "run", "doctor", "migrate"])
def test_a_read_only_folder_is_told_with_what_to_make_writable(
    command: str, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(asyncio.to_thread(str))  # imported while root may still read its own Python
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (folder / "mentorbot.db", folder / "playground.db"):
            migrate.upgrade(f"sqlite:///{file}")
            file.chmod(0o444)
        folder.chmod(0o555)
        monkeypatch.chdir(folder)
        monkeypatch.setenv("DATA_DIR", str(folder))
        monkeypatch.setenv("PORT", "0")
        with as_an_ordinary_account():
            told = says(command, code=1)
        folder.chmod(0o755)
        monkeypatch.chdir("/")
    assert re.search(r"read-only|can't be (written|opened)", told)
    assert re.search(r"writable|may read and write", told)


def test_run_and_stats_ask_for_the_migration_first(says: Says) -> None:
    for command in ("run", "stats", "doctor"):
        assert "Type: mentorbot migrate" in says(command, code=1)


# Migrating


def test_migrating_says_from_which_version_to_which(says: Says) -> None:
    assert f"nothing; this program works with {migrate.newest()}" in says("migrate", "--check", code=1)
    assert f"from nothing to {migrate.newest()}." in says("migrate")
    assert "is up to date" in says("migrate")
    assert "is up to date" in says("migrate", "--check")


def test_going_back_is_confirmed_first(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    says("migrate")
    monkeypatch.setattr("typer.confirm", lambda question: "deletes everything" not in question)
    assert "Nothing was changed." in says("migrate", "--to", "base", code=1)
    assert f"from {migrate.newest()} back to base" in says("migrate", "--to", "base", "--yes")
    assert "is at base already" in says("migrate", "--to", "base")
    assert "There is no version 4711" in says("migrate", "--to", "4711", code=1)


def test_nobody_migrates_under_a_running_bot(says: Says) -> None:
    with single_writer("sqlite:///data/mentorbot.db"):
        assert "Another mentorbot" in says("migrate", code=1)


# Looking into a community, beside a running bot


@pytest.fixture
async def stage(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setenv("DATABASE_URL", database_url)
    made = Stage(database_url, Time(mid_morning(datetime.now(UTC))))
    await made.open()
    yield made
    await made.close()


async def test_stats_are_the_numbers_of_mentor_stats(stage: Stage, capfd: pytest.CaptureFixture[str]) -> None:
    await matched(stage)
    await asks(stage.person("Ana"), state="Wyoming")
    sam = stage.person("Sam", moderator=True)
    await sam.does(MentorStats())
    assert await asyncio.to_thread(run, ["stats"]) == 0
    told = capfd.readouterr().out
    assert "Active pairs" in told
    assert sam.answer.splitlines()[0] in told
    assert "Wyoming, Elementary school: 1 request, no free place" in told
    assert await asyncio.to_thread(run, ["stats", "--json"]) == 0
    numbers = json.loads(capfd.readouterr().out)
    assert (numbers["waiting"]["now"], numbers["pairs"]["active"]) == (1, 1)


async def test_an_export_is_private_and_harmless(stage: Stage, tmp_path: Path) -> None:
    await matched(stage)
    await asks(stage.person("=HYPERLINK(1)"), note="+1 to everything")
    assert await asyncio.to_thread(run, ["export", str(tmp_path / "out"), "--with-notes"]) == 0
    files = {file.name: file for file in (tmp_path / "out").iterdir()}
    assert set(files) == {
        f"{name}.csv" for name in ("requests", "offers", "matches", "agreements", "sessions", "events")
    }
    assert {stat.S_IMODE(file.stat().st_mode) for file in files.values()} == {0o600}
    requests = rows(files["requests.csv"])
    assert {(row["mentee"], row["note"]) for row in requests} == {("'=HYPERLINK(1)", "'+1 to everything"), ("Maya", "")}
    assert [(row["mentee"], row["mentor"], row["status"]) for row in rows(files["matches.csv"])] == [
        ("Maya", "Ruth", "active")
    ]


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


async def test_an_anonymous_export_names_nobody(stage: Stage, tmp_path: Path) -> None:
    await matched(stage)
    await asks(stage.person("Ana"), note="I feel lost")
    target = tmp_path / "out.json"
    assert await asyncio.to_thread(run, ["export", str(target), "--anonymous"]) == 0
    text = target.read_text()
    assert not re.search(r"Ana|Maya|Ruth|lost|met_answer|mentee_answer", text)
    (match,) = json.loads(text)["matches"]
    assert re.fullmatch(r"person \d", match["mentee"])
    assert match["mentee"] != match["mentor"]


async def test_an_export_overwrites_nothing(stage: Stage, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").mkdir()
    assert await asyncio.to_thread(run, ["export", str(tmp_path / "out")]) == 1
    assert "exists already" in capfd.readouterr().err


async def test_an_unknown_community_is_told_with_those_there_are(
    stage: Stage, capfd: pytest.CaptureFixture[str]
) -> None:
    assert await asyncio.to_thread(run, ["stats", "--community", "teachers"]) == 1
    assert f"There are: {COMMUNITY} (School OTs)." in capfd.readouterr().err


async def test_the_doctor_finds_nothing_where_all_is_well(stage: Stage, capfd: pytest.CaptureFixture[str]) -> None:
    await matched(stage)
    assert await asyncio.to_thread(run, ["doctor"]) == 0
    told = capfd.readouterr().out
    assert "Messages: none is stuck." in told
    assert "needs a hand" not in told


async def test_the_doctor_finds_messages_that_nobody_sends(stage: Stage, capfd: pytest.CaptureFixture[str]) -> None:
    person = stage.person("Ana")
    await asks(person)
    member = await person.id()

    async def tell(uow: UnitOfWork) -> None:
        context = Context(uow, await uow.communities.get(), stage.clock.now())
        await context.tell(To(member=member), Message("Hello", (Text(line("Hello")),)))

    await stage.storage.write(COMMUNITY, tell)
    assert await asyncio.to_thread(run, ["doctor"]) == 1
    told = capfd.readouterr().out
    assert "needs a hand 1 message has been waiting" in told
    assert "Is the bot running?" in told
