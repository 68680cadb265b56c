"""The wiring: a clock that is moved and never goes back, and a program that stops well."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.playground.app import SPACE
from adapters.playground.chatlog import ChatLog, Person
from adapters.playground.clock import PlaygroundClock
from bot.bootstrap import program
from bot.commands import FindMentor
from bot.errors import SettingsError, StorageError
from bot.ports.platforms import Account, Envelope, Platform, UserId
from bot.program import Program
from bot.served.playground import Playground, chat_file
from bot.settings import Settings
from storage import migrate
from storage.single_writer import single_writer

MAYA = Account(Platform.PLAYGROUND, SPACE, UserId("maya"))
MONDAY = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)  # 10:00 in New York
HOUR = timedelta(hours=1)


# The clock


def test_the_clock_runs_on_from_where_it_was_left(tmp_path: Path) -> None:
    machine = [datetime(2027, 1, 1, tzinfo=UTC)]
    with contextlib.closing(PlaygroundClock(tmp_path / "chat.db", lambda: machine[0])) as clock:
        assert clock.now() == machine[0]
        clock.hold(MONDAY)
        machine[0] += HOUR
        assert clock.now() == MONDAY, "it stands"
        clock.release()
        machine[0] += HOUR
        assert clock.now() == MONDAY + HOUR
    machine[0] += HOUR
    with contextlib.closing(PlaygroundClock(tmp_path / "chat.db", lambda: machine[0])) as clock:
        assert clock.now() == MONDAY + 2 * HOUR


# The program


def test_the_playground_starts_without_the_libraries_of_platforms_that_it_does_not_serve() -> None:
    read = "import sys, bot.cli.serving, bot.served.playground; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", read], capture_output=True, text=True, check=True).stdout.split()
    assert "starlette" in modules
    assert not {"slack_bolt", "slack_sdk", "aiohttp", "discord", "psycopg"} & set(modules)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(data_dir=tmp_path, port=0)
    migrate.upgrade(made.database_url)
    with contextlib.closing(PlaygroundClock(chat_file(made, made.database_url))) as clock:
        clock.hold(MONDAY)
    return made


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Program, Playground]]:
    async with program(settings, settings.database_url, (Platform.PLAYGROUND,)) as made:
        playground = made.platforms[Platform.PLAYGROUND]
        assert isinstance(playground, Playground)
        yield made, playground


async def test_moving_the_clock_lives_through_what_falls_due_in_order(settings: Settings) -> None:
    async with opened(settings) as (made, playground):
        playground.chat.add_person(Person(MAYA.user, "Maya"))
        await made.bot.handle(FindMentor(state="Ohio", setting="elementary"), Envelope(MAYA, "Maya", "1"))
        await playground.advance(made, MONDAY + timedelta(days=8))
        said = playground.chat.messages("dm-maya", MAYA.user, 10)
        days = [(message.sent_at.date() - MONDAY.date()).days for message in said]
        assert days == [3, 7], "told on day 3 and day 7, at their own time"
        assert [message.sent_at.hour for message in said] == [20, 20], "16:00 in New York"
        assert made.clock.now() - (MONDAY + timedelta(days=8)) < HOUR


async def test_the_clock_never_goes_back(settings: Settings) -> None:
    async with opened(settings) as (made, playground):
        await playground.advance(made, MONDAY + HOUR)
        await playground.advance(made, MONDAY - HOUR)
        assert made.clock.now() >= MONDAY + HOUR
    async with opened(settings) as (made, _):
        assert made.clock.now() >= MONDAY + HOUR, "nor does it after a restart"


async def test_two_programs_on_one_file_are_one_too_many(settings: Settings) -> None:
    with single_writer(settings.database_url), pytest.raises(StorageError, match="Another mentorbot"):
        async with opened(settings):
            pass


async def test_others_on_the_network_never_reach_the_playground(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="HOST must be an address of this machine"):
        async with opened(settings.model_copy(update={"host": "0.0.0.0"})):
            pass


def test_run_serves_the_operators_own_database_until_it_is_told_to_stop(settings: Settings) -> None:
    kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    environment = {**kept, "DATA_DIR": str(settings.data_dir), "PORT": "0", "LOG_FORMAT": "json"}
    command = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        found = re.search(r"Serving (\S+), with your own database", process.stdout.readline())
        assert found
        assert b"Nobody is here yet" in urllib.request.urlopen(found[1]).read()
        process.send_signal(signal.SIGINT)
        _, logged = process.communicate(timeout=20)
    assert process.returncode == 0
    assert all(line.startswith("{") for line in logged.splitlines())
    assert '"event": "server.ready"' in logged


def test_the_log_of_the_chat_lies_beside_its_database(tmp_path: Path) -> None:
    assert chat_file(Settings(data_dir=tmp_path), f"sqlite:///{tmp_path}/club.db") == tmp_path / "club-chat.db"
    served = Settings(data_dir=tmp_path)
    assert chat_file(served, "postgresql://bot@db/club") == tmp_path / "playground-chat.db"
    with contextlib.closing(ChatLog(tmp_path / "club-chat.db")) as chat:
        assert chat.people() == ()
