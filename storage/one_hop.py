"""aiosqlite with one hop between threads for each statement instead of four.

SQLAlchemy makes a cursor, executes, fetches and closes; aiosqlite sends each of these to its thread and back, which
takes longer than most statements do. Here they travel together.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import aiosqlite

Rows: TypeAlias = list[Any]
CHUNK = 64  # rows; only aiosqlite's own iteration, which nobody uses here, would care


class WholeCursor:
    """As much of `aiosqlite.Cursor` as SQLAlchemy uses: what a statement gives is fetched with it."""

    description: Any = None
    rowcount = -1
    lastrowid: int | None = None

    def __init__(self, connection: "OneHop") -> None:
        self._connection = connection
        self._rows: Rows = []

    async def __aenter__(self) -> "WholeCursor":
        return self

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        await self._run(lambda cursor: cursor.execute(statement, values))

    async def executemany(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        await self._run(lambda cursor: cursor.executemany(statement, values))

    async def fetchall(self) -> Rows:
        return self._rows

    async def close(self) -> None:
        """The real one was closed when its rows were fetched."""

    async def _run(self, work: Callable[[sqlite3.Cursor], object]) -> None:
        await self._connection.in_thread(self._whole, work)

    def _whole(self, connection: sqlite3.Connection, work: Callable[[sqlite3.Cursor], object]) -> None:
        cursor = connection.cursor()
        try:
            work(cursor)
            self.description, self.lastrowid = cursor.description, cursor.lastrowid
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount = cursor.rowcount  # known only once all that it returns is fetched
        finally:
            cursor.close()


class OneHop(aiosqlite.Connection):
    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, CHUNK)

    def cursor(self) -> WholeCursor:  # type: ignore[override]
        return WholeCursor(self)

    async def in_thread(self, work: Callable[..., None], *given: object) -> None:
        await self._execute(work, self._conn, *given)  # type: ignore[no-untyped-call]
