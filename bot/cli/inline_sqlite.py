"""aiosqlite without its thread, for a program that does nothing else meanwhile.

Each of aiosqlite's answers wakes another thread twice; while the sample community lives through its weeks, waking takes
longer than the work. Here the same calls run where they are awaited.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import Database

Rows: TypeAlias = list[Any]


class Cursor:
    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    async def __aenter__(self) -> "Cursor":
        return self

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        self._cursor.execute(statement, values)

    async def executemany(self, statement: str, values: Sequence[Sequence[Any]]) -> None:
        self._cursor.executemany(statement, values)

    async def fetchall(self) -> Rows:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()


class Connection:
    """As much of `aiosqlite.Connection` as SQLAlchemy uses."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def cursor(self) -> Cursor:
        return Cursor(self._connection.cursor())

    async def create_function(self, *args: Any, **options: Any) -> None:
        self._connection.create_function(*args, **options)

    async def commit(self) -> None:
        self._connection.commit()

    async def rollback(self) -> None:
        self._connection.rollback()

    async def close(self) -> None:
        self._connection.close()


async def _connected(*args: Any, **options: Any) -> Connection:
    return Connection(sqlite3.connect(*args, **options))


def inline(engine: AsyncEngine) -> None:
    """From its next connection on, this SQLite engine works in the thread of the event loop."""

    def connecting(_dialect: object, _record: object, _args: object, options: dict[str, Any]) -> None:
        options["async_creator_fn"] = _connected

    event.listen(engine.sync_engine, "do_connect", connecting)


def hasty(database: Database) -> None:
    """As fast as SQLite goes: a file that is thrown away when anything goes wrong need not wait for the disk."""
    event.listen(database.writer.sync_engine, "connect", _careless)
    inline(database.writer)
    inline(database.reader)


def _careless(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()
