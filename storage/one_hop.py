"""aiosqlite with one hop between threads for each statement instead of four, or with none.

SQLAlchemy makes a cursor, executes, fetches and closes; aiosqlite sends each of these to its thread and back, which
takes longer than most statements do. Here they travel together, and a statement whose result nobody looks at (`LATER`)
travels with whatever comes after it.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import aiosqlite
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import ExecutionContext

Rows: TypeAlias = list[Any]
LATER = {"later": True}
"""Execution options of a statement without a result: its error is raised by the next one or by the commit."""

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
        self._later: list[tuple[str, Any, bool]] = []
        self._over = True  # nothing was begun since the last commit

    def cursor(self) -> WholeCursor:  # type: ignore[override]
        return WholeCursor(self)

    def later(self, statement: str, values: Any, *, many: bool) -> None:
        """Runs before the next statement, or before the commit; a rollback forgets it."""
        self._later.append((statement, values, many))

    async def rows(self, statements: Sequence[tuple[str, Sequence[Any]]]) -> list[Rows]:
        """What each of these gives, one after the other."""
        found: list[Rows] = []

        def work(connection: sqlite3.Connection) -> None:
            for statement, values in statements:
                found.append(connection.execute(statement, values).fetchall())

        await self.in_thread(work)
        return found

    async def commit(self) -> None:
        await self.in_thread(sqlite3.Connection.commit)
        self._over = True

    async def rollback(self) -> None:
        self._later.clear()
        if not self._over:  # the pool asks for one after each commit, too
            await self.in_thread(sqlite3.Connection.rollback)
            self._over = True

    async def in_thread(self, work: Callable[..., None], *given: object) -> None:
        self._over = False
        waiting, self._later = self._later, []
        await self._execute(_one_after_another, self._conn, waiting, work, given)  # type: ignore[no-untyped-call]


class NoHop(sqlite3.Connection):
    """The same for whoever runs statements in its own thread: none of them waits for the next."""

    def later(self, statement: str, values: Any, *, many: bool) -> None:
        (self.executemany if many else self.execute)(statement, values).close()

    async def rows(self, statements: Sequence[tuple[str, Sequence[Any]]]) -> list[Rows]:
        return [self.execute(statement, values).fetchall() for statement, values in statements]


def _one_after_another(
    connection: sqlite3.Connection,
    waiting: list[tuple[str, Any, bool]],
    work: Callable[..., None],
    given: tuple[object, ...],
) -> None:
    """Nothing runs after what failed: the transaction is over by then."""
    for statement, values, many in waiting:
        (connection.executemany if many else connection.execute)(statement, values).close()
    work(connection, *given)


def send_later(engine: Engine) -> None:
    """Lets the statements of this engine that are executed with `LATER` wait for the next one."""

    def one(_cursor: object, statement: str, values: Any, context: ExecutionContext) -> bool:
        return _kept(statement, values, context, many=False)

    def several(_cursor: object, statement: str, values: Any, context: ExecutionContext) -> bool:
        return _kept(statement, values, context, many=True)

    event.listen(engine, "do_execute", one)
    event.listen(engine, "do_executemany", several)


def _kept(statement: str, values: Any, context: ExecutionContext, *, many: bool) -> bool:
    keys_wanted = getattr(context.compiled, "effective_returning", None)
    if keys_wanted or not context.execution_options.get("later"):
        return False  # SQLAlchemy itself wants to know the key of some new rows
    connection = context.root_connection.connection.driver_connection
    if not isinstance(connection, OneHop):
        return False  # a connection without a thread of its own has no way to save
    connection.later(statement, values, many=many)
    return True
