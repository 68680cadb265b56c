"""SQLite's log is moved into the database's file by another connection, so that no commit takes the time for it."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import structlog

from storage.checkpoints import EVERY, Checkpoints
from storage.engine import Database, open_database

MOST_WITHOUT = 1000  # pages, after which SQLite's own commits would do it
PAGE = 4096


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path}/one.db")
    async with opened.writing() as connection:
        await connection.exec_driver_sql("CREATE TABLE notes (words BLOB)")
    yield opened
    await opened.close()


async def write(database: Database, words: bytes = b"x") -> None:
    async with database.writing() as connection:
        await connection.exec_driver_sql("INSERT INTO notes VALUES (?)", (words,))


def without_log(folder: Path) -> list[tuple[object, ...]]:
    """What the database's file says by itself."""
    shutil.copy(folder / "one.db", folder / "copy.db")
    with closing(sqlite3.connect(folder / "copy.db")) as alone:
        return alone.execute("SELECT length(words) FROM notes").fetchall()


async def test_what_many_have_written_is_moved_beside_the_writer(database: Database, tmp_path: Path) -> None:
    for _ in range(EVERY - 1):
        await write(database)
    assert database.checkpoints is not None
    await database.checkpoints.settled()
    assert without_log(tmp_path) == [(1,)] * (EVERY - 1)


async def test_no_commit_moves_what_was_written(database: Database, tmp_path: Path) -> None:
    for _ in range(EVERY - 1):
        await write(database)
    assert database.checkpoints is not None
    await database.checkpoints.settled()
    await write(database, b"x" * PAGE * MOST_WITHOUT * 2)
    assert without_log(tmp_path) == [(1,)] * (EVERY - 1)


async def test_who_reads_meanwhile_reads_on(database: Database, tmp_path: Path) -> None:
    await write(database)
    async with database.reader.begin() as reading:
        before = (await reading.exec_driver_sql("SELECT count(*) FROM notes")).scalar_one()
        for _ in range(EVERY * 2):
            await write(database)
        assert database.checkpoints is not None
        await database.checkpoints.settled()
        assert (await reading.exec_driver_sql("SELECT count(*) FROM notes")).scalar_one() == before == 1


async def test_what_can_not_be_moved_is_no_reason_to_stop(tmp_path: Path) -> None:
    checkpoints = Checkpoints(str(tmp_path))  # which is a folder
    with structlog.testing.capture_logs() as logged:
        for _ in range(EVERY):
            checkpoints.committed()
        await checkpoints.settled()
    assert [line["event"] for line in logged] == ["storage.checkpoint"]
