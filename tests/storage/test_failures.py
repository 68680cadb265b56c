"""Every way in which a database can fail really happens here, and is told with what mends it."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import IntegrityError

from bot.errors import StorageError
from storage import migrate
from storage.engine import open_database
from storage.failures import explained, translated
from storage.single_writer import single_writer
from tests.databases import PASSWORD_NEEDED, Postgres, sqlite_database

NOBODY = 65534


@pytest.fixture
def file(shared_folder: Path, tmp_path: Path) -> Path:
    """A migrated SQLite file."""
    sqlite_database(shared_folder, tmp_path)
    return tmp_path / "test.db"


async def write(url: str) -> None:
    """One writing transaction, as the program makes them."""
    database = open_database(url)
    try:
        with translated(url):
            async with database.writer.begin() as connection:
                await connection.execute(text("CREATE TABLE written (anything TEXT)"))
    finally:
        await database.close()


def failure(url: str) -> str:
    with pytest.raises(StorageError) as caught:
        asyncio.run(write(url))
    return str(caught.value)


@contextmanager
def as_an_ordinary_account() -> Iterator[None]:
    """Root may write anywhere, so root's tests step down to an account that may not."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def locked_folder(file: Path) -> Iterator[Path]:
    """A folder that nobody may write to, with a database inside; open to everyone on the way there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "test.db").write_bytes(file.read_bytes())
        (folder / "test.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


# SQLite


def test_a_read_only_file_is_told_with_what_to_make_writable(locked_folder: Path) -> None:
    with as_an_ordinary_account():
        told = failure(f"sqlite:///{locked_folder}/test.db")

    assert f"{locked_folder}/test.db can't be" in told
    assert "the account that runs mentorbot" in told


def test_a_read_only_file_is_told_at_the_start(locked_folder: Path) -> None:
    with as_an_ordinary_account(), pytest.raises(StorageError, match="the account that runs mentorbot"):
        migrate.check(f"sqlite:///{locked_folder}/test.db")


def test_a_database_that_can_not_be_created_is_told(locked_folder: Path) -> None:
    with as_an_ordinary_account(), pytest.raises(StorageError, match="Check that its folder exists"):
        migrate.upgrade(f"sqlite:///{locked_folder}/data/new.db")


def test_a_lock_file_that_can_not_be_made_is_told(locked_folder: Path) -> None:
    with (
        as_an_ordinary_account(),
        pytest.raises(StorageError, match="can't be written"),
        single_writer(f"sqlite:///{locked_folder}/test.db"),
    ):
        pass


async def test_a_full_disk_is_told_and_loses_nothing(file: Path) -> None:
    url = f"sqlite:///{file}"
    database = open_database(url)

    @event.listens_for(database.writer.sync_engine, "connect")
    def no_room(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1").close()  # becomes the present size

    with pytest.raises(StorageError, match="no room left"), translated(url):
        async with database.writer.begin() as connection:
            await connection.execute(text("CREATE TABLE filler AS SELECT randomblob(1000000) AS bytes"))
    async with database.writer.begin() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == migrate.newest()
    await database.close()


def test_a_database_that_another_program_holds_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.engine.BUSY_SECONDS", 0)
    with closing(sqlite3.connect(file, isolation_level=None)) as browser:
        browser.execute("BEGIN EXCLUSIVE")
        assert "Another program is holding the database" in failure(f"sqlite:///{file}")


def test_a_file_that_is_no_database_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear colleagues, " * 500)

    assert "isn't a database that mentorbot can read" in failure(f"sqlite:///{letter}")
    with pytest.raises(StorageError, match="isn't a database"):
        migrate.upgrade(f"sqlite:///{letter}")
    assert letter.read_text() == "Dear colleagues, " * 500


def test_a_damaged_database_is_told_with_how_to_rescue_it(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))

    with pytest.raises(StorageError, match=r"is damaged.*backup"):
        migrate.check(f"sqlite:///{file}")


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    assert "Check that its folder exists" in failure(f"sqlite:///{tmp_path}/nowhere/test.db")


async def test_a_database_that_can_not_be_opened_leaves_no_thread_behind(tmp_path: Path) -> None:
    """Such a thread would print a traceback below the sentence for the operator."""
    with pytest.raises(StorageError):
        await write(f"sqlite:///{tmp_path}/nowhere/test.db")
    assert [thread.name for thread in threading.enumerate() if "connection_worker" in thread.name] == []


# PostgreSQL


def changed(postgres: Postgres, username: str = "postgres", password: str = "", database: str = "postgres") -> str:
    url = make_url(postgres.address(database)).set(username=username, password=password)
    return url.render_as_string(hide_password=False)


def test_a_wrong_password_is_told_and_not_repeated(postgres: Postgres) -> None:
    told = failure(changed(postgres, username=PASSWORD_NEEDED, password="opensesame"))

    assert f"The password of {PASSWORD_NEEDED} was refused" in told
    assert "opensesame" not in told


def test_a_missing_password_is_told(postgres: Postgres) -> None:
    assert "was refused by the database" in failure(changed(postgres, username=PASSWORD_NEEDED))


def test_an_unknown_name_is_told(postgres: Postgres) -> None:
    assert "The server doesn't let stranger use" in failure(changed(postgres, username="stranger"))


def test_a_missing_database_is_told_with_how_to_create_it(postgres: Postgres) -> None:
    told = failure(changed(postgres, database="nowhere"))
    assert told.startswith("There is no database nowhere on ")
    assert "createdb" in told


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    assert "can't be reached" in failure(f"postgresql://me@/bot?host={tmp_path}")


def test_a_connection_that_is_cut_is_told(postgres: Postgres) -> None:
    with postgres.database() as url, psycopg.connect(url) as connection:
        with psycopg.connect(url, autocommit=True) as operator:
            operator.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])
        with pytest.raises(StorageError, match=r"Try again in a minute|can't be reached"), translated(url):
            connection.execute("SELECT 1")


def test_a_right_that_is_missing_is_told(postgres: Postgres) -> None:
    with postgres.database() as url:
        told = failure(make_url(url).set(username=PASSWORD_NEEDED, password="right").render_as_string(False))
    assert f"{PASSWORD_NEEDED} lacks the right" in told


# Both


async def test_a_broken_rule_is_no_failure_of_the_database(database_url: str) -> None:
    database = open_database(database_url)
    insert = text("INSERT INTO alembic_version (version_num) VALUES (:version)")

    async def twice() -> None:
        with translated(database_url):
            async with database.writer.begin() as connection:
                await connection.execute(insert, {"version": migrate.newest()})

    with pytest.raises(IntegrityError):
        await twice()
    await database.close()


async def test_a_writer_that_is_never_let_in_is_told(file: Path) -> None:
    url = f"sqlite:///{file}"
    database = open_database(url)
    database.writer.pool._timeout = 0.01  # type: ignore[attr-defined]

    async def second() -> None:
        with translated(url):
            async with database.writer.begin():
                pass

    async with database.writer.begin():
        with pytest.raises(StorageError, match="too busy"):
            await second()
    await database.close()


def test_an_error_of_the_program_is_not_translated() -> None:
    assert explained(ValueError("mine"), "sqlite:///x.db") is None
    assert explained(sqlite3.ProgrammingError("mine"), "sqlite:///x.db") is None


# One writing process


def test_a_second_bot_on_the_same_file_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data/test.db"
    (tmp_path / "link").symlink_to(tmp_path / "data")

    with single_writer(url):
        for same in (url, f"sqlite:///{tmp_path}/link/test.db"):
            with pytest.raises(StorageError, match=rf"process {os.getpid()}\) is using"), single_writer(same):
                pass
    with single_writer(url):
        pass


def test_a_bot_that_crashed_blocks_nobody(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    script = (
        f"import os, sys\nfrom storage.single_writer import single_writer\n"
        f"with single_writer({url!r}):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StorageError, match=rf"process {other.pid}\)"), single_writer(url):
            pass
        other.kill()
        other.wait()

    with single_writer(url):
        pass


def test_a_server_takes_any_number_of_processes() -> None:
    url = "postgresql://me@host/bot"
    with single_writer(url), single_writer(url):
        pass
