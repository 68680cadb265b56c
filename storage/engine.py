"""Opening a database: one writer and many readers on SQLite, one pool on PostgreSQL."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StorageError
from storage.checkpoints import MOST_PAGES, Checkpoints
from storage.one_hop import LATER, OneHop, send_later

BUSY_SECONDS = 5
"""How long a SQLite connection waits for another program's lock before it gives up."""

EXAMPLES = "sqlite:///data/mentorbot.db or postgresql://name:password@host/database"


@dataclass(frozen=True)
class Database:
    """`writer` transactions may change things and, on SQLite, run one after the other; `reader` ones can't write."""

    url: URL
    writer: AsyncEngine
    reader: AsyncEngine
    turns: AbstractAsyncContextManager[None] = field(default_factory=nullcontext)
    checkpoints: Checkpoints | None = None

    @property
    def name(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.url.get_backend_name()

    @property
    def one_writer(self) -> bool:
        return isinstance(self.turns, asyncio.Lock)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction of `writer`. On SQLite, where there is one at a time, they come in the order of their asking:
        the pool alone lets a newcomer overtake who has just been woken, so that some would wait for very long.
        """
        async with self.turns, self.writer.begin() as connection:
            yield connection
        if self.checkpoints is not None:
            self.checkpoints.committed()

    async def close(self) -> None:
        if self.checkpoints is not None:
            await self.checkpoints.settled()
        await self.reader.dispose()
        await self.writer.dispose()


def open_database(url: str) -> Database:
    """Prepares the engines; nothing connects before the first transaction.

    Raises `StorageError` for an address that is none.
    """
    parsed = database_url(url)
    return _open_sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _open_postgresql(parsed)


def database_url(text: str) -> URL:
    """The address with the driver that mentorbot uses: `postgres://` and `postgresql://` mean psycopg.

    Raises `StorageError` for another kind of database and for SQLite in memory, which two pools can't share.
    """
    try:
        url = make_url(text.strip())
    except ArgumentError:
        raise StorageError(f"DATABASE_URL isn't the address of a database. Examples: {EXAMPLES}.") from None
    match url.drivername:
        case "sqlite" | "sqlite+aiosqlite" | "sqlite+pysqlite":
            if url.database in (None, "", ":memory:"):
                raise StorageError("DATABASE_URL must name a file, for example sqlite:///data/mentorbot.db.")
            return url.set(drivername="sqlite+aiosqlite")
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise StorageError(f"mentorbot can't use a database of the kind {other}. Examples: {EXAMPLES}.")


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite database; None on a server."""
    return Path(url.database).absolute() if url.get_backend_name() == "sqlite" and url.database else None


def location(url: URL) -> str:
    """Where the database is, in words for the operator; never its password."""
    host = url.host or url.query.get("host") or "this machine"
    return str(sqlite_file(url) or f"{url.database} on {host}")


def _open_sqlite(url: URL) -> Database:
    # The driver's own transactions begin DEFERRED: two that read, then write, would lose an update. So the driver's
    # are switched off, and writers queue for the one connection instead of for SQLite's lock.
    options: dict[str, Any] = {
        "connect_args": {"isolation_level": None, "timeout": BUSY_SECONDS, "async_creator_fn": _connected}
    }
    writer = create_async_engine(url, pool_size=1, max_overflow=0, **options)
    reader = create_async_engine(url, pool_size=4, max_overflow=0, **options)
    lasting = ("journal_mode=WAL", "synchronous=FULL", f"wal_autocheckpoint={MOST_PAGES}", "foreign_keys=ON")
    event.listen(writer.sync_engine, "connect", _pragmas(*lasting))
    event.listen(reader.sync_engine, "connect", _pragmas("query_only=ON"))
    for engine, begin in ((writer, "BEGIN IMMEDIATE"), (reader, "BEGIN")):
        send_later(engine.sync_engine)
        event.listen(engine.sync_engine, "begin", _begin(begin))
    return Database(url, writer, reader, asyncio.Lock(), Checkpoints(str(url.database)))


async def _connected(*args: Any, **options: Any) -> aiosqlite.Connection:
    connection = OneHop(partial(sqlite3.connect, *args, **options))
    thread = connection._thread
    thread.daemon = True
    try:
        return await connection
    except BaseException:
        # aiosqlite lets its thread end on its own, where it would answer to an event loop that may be closed by then.
        await asyncio.to_thread(thread.join)
        raise


def _pragmas(*pragmas: str) -> Callable[[Any, object], None]:
    def connect(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return connect


def _begin(statement: str) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement, execution_options=LATER)

    return begin


def _open_postgresql(url: URL) -> Database:
    wishes: dict[str, object] = {"connect_timeout": 10, "application_name": "mentorbot"}
    writer = create_async_engine(
        url,
        pool_size=5,
        max_overflow=5,
        # A server that was restarted costs the next transaction a new connection, not an error.
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={name: value for name, value in wishes.items() if name not in url.query},
    )
    return Database(url, writer, writer.execution_options(postgresql_readonly=True))
