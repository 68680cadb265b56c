"""The playground's clock: this machine's time plus an offset that survives restarts."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

SCHEMA = "CREATE TABLE IF NOT EXISTS clock (one INTEGER PRIMARY KEY CHECK (one = 1), ahead REAL NOT NULL) STRICT"


def _system() -> datetime:
    return datetime.now(UTC)


class PlaygroundClock:
    """Kept in the chat log's file, in a table of its own. Whoever moves it sees to it that it never goes back."""

    def __init__(self, path: Path | str, system: Callable[[], datetime] = _system) -> None:
        self._system = system
        self._held: datetime | None = None
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(SCHEMA)
        row = self._db.execute("SELECT ahead FROM clock").fetchone()
        self._ahead = timedelta(seconds=row[0] if row else 0.0)

    def close(self) -> None:
        self._db.close()

    def now(self) -> datetime:
        return self._held or self._system() + self._ahead

    def hold(self, at: datetime) -> None:
        """Stands at this instant until `release`; a restart begins from here."""
        self._held = at
        self._ahead = at - self._system()
        self._db.execute("INSERT OR REPLACE INTO clock VALUES (1, ?)", (self._ahead.total_seconds(),))

    def release(self) -> None:
        """Runs on from where it stands."""
        if self._held is not None:
            self.hold(self._held)
            self._held = None
