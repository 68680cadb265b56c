"""SQLite in the event loop's own thread, for a program that does nothing else meanwhile.

While a community lives through its weeks, handing each statement to another thread and back takes longer than the
statements do. Here they run where they are awaited, and no disk is waited for: the file is thrown away when anything
goes wrong.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Dialect, Engine, Executable, ScalarResult, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import StaticPool

from storage.engine import Database, database_url
from storage.one_hop import NoHop


class InlineConnection:
    """As much of SQLAlchemy's `AsyncConnection` as storage uses."""

    def __init__(self, connection: Connection) -> None:
        self.sync_connection = connection

    @property
    def dialect(self) -> Dialect:
        return self.sync_connection.dialect

    async def execute(self, statement: Executable, *values: Any, execution_options: object = None) -> CursorResult[Any]:
        return self.sync_connection.execute(statement, *values)

    async def scalars(self, statement: Executable, *values: Any) -> ScalarResult[Any]:
        return self.sync_connection.scalars(statement, *values)

    async def scalar(self, statement: Executable, *values: Any) -> Any:
        return self.sync_connection.scalar(statement, *values)


class InlineEngine:
    """As much of SQLAlchemy's `AsyncEngine` as storage uses."""

    def __init__(self, engine: Engine) -> None:
        self.sync_engine = engine

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[InlineConnection]:
        with self.sync_engine.begin() as connection:
            yield InlineConnection(connection)

    async def dispose(self) -> None:
        self.sync_engine.dispose()


def open_inline(url: str) -> Database:
    """A SQLite database for one task at a time: like `storage.engine.open_database`, hastier, and not durable."""
    writer = _engine(url, "BEGIN IMMEDIATE", "journal_mode=WAL", "synchronous=OFF", "foreign_keys=ON")
    reader = _engine(url, "BEGIN", "query_only=ON")
    return Database(database_url(url), writer, reader)


def _engine(url: str, begin: str, *pragmas: str) -> AsyncEngine:
    address = database_url(url).set(drivername="sqlite+pysqlite")
    engine = create_engine(address, poolclass=StaticPool, connect_args={"isolation_level": None, "factory": NoHop})
    event.listen(engine, "connect", _setting(pragmas))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return cast("AsyncEngine", InlineEngine(engine))  # its shape is this module's business, not storage's


def _setting(pragmas: tuple[str, ...]) -> Callable[[Any, object], None]:
    def connected(connection: Any, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    return connected
