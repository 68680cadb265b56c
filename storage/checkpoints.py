"""What stands in SQLite's write-ahead log moves into the database's file beside the writer, not within its commits.

SQLite does this by itself in the commit that makes the log long, which then takes ten times as long as others, and
whoever is behind it waits along. Here another connection does it, while the writer goes on.
"""

import asyncio
import sqlite3
from contextlib import closing

import structlog

EVERY = 64  # transactions
MOST_PAGES = 10_000
"""How long the log may become (40 MB) before a commit does it after all: while one follows another, with no rest
between them, the log grows on although all of it has been moved."""

log = structlog.get_logger(__name__)


class Checkpoints:
    """Of the database in this file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._since = 0
        self._moving: asyncio.Task[None] | None = None

    def committed(self) -> None:
        """To be told of each transaction that has written."""
        self._since += 1
        if self._since >= EVERY and (self._moving is None or self._moving.done()):
            self._since = 0
            self._moving = asyncio.create_task(asyncio.to_thread(self._move))

    async def settled(self) -> None:
        """Until nothing is moved any more."""
        if self._moving is not None:
            await self._moving

    def _move(self) -> None:
        """As much as nobody reads from the log just now. What fails is tried again with the next ones."""
        try:
            with closing(sqlite3.connect(self._file, isolation_level=None)) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error as error:
            log.warning("storage.checkpoint", problem=str(error))
