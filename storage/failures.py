"""What drivers say when a database can't be used, as a `StorageError` that says what happened and how to mend it.

Only what an operator can mend is translated; a violated constraint or a wrong statement stays what it is.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import StorageError
from storage.engine import database_url, location, sqlite_file

UNOPENED = (
    "The database {where} can't be opened. Check that its folder exists and that "
    "the account that runs mentorbot may read and write there."
)

# By the second word of SQLite's error names (SQLITE_READONLY_DBMOVED, SQLITE_IOERR_WRITE)
SQLITE: Mapping[str, str] = {
    "READONLY": "The database {where} can't be written: the file or its folder is read-only. "
    "Make both writable for the account that runs mentorbot, or set DATABASE_URL to another file.",
    "FULL": "There is no room left for the database {where}. "
    "Free some disk space; everything that was saved before is still there.",
    "BUSY": "Another program is holding the database {where}. "
    "Close it (a database browser, a backup, a second mentorbot) and try again.",
    "NOTADB": "The file {where} isn't a database that mentorbot can read. "
    "Check DATABASE_URL, or move the file out of the way.",
    "CORRUPT": "The database {where} is damaged. Keep a copy of the file, then put back the newest backup, "
    "or rescue what can be read with: sqlite3 {where} .recover",
    "CANTOPEN": UNOPENED,
    "PERM": UNOPENED,
    "IOERR": "The disk failed while the database {where} was in use. Check the disk and its free space.",
}
SQLITE = {**SQLITE, "LOCKED": SQLITE["BUSY"]}

_RESTARTING = "The server of the database {where} is starting or stopping. Try again in a minute."
_NO_ROOM = "The server of the database {where} is out of room. Free disk space or memory there."
_DAMAGED = "The database {where} is damaged. Put back the newest backup, or ask whoever runs the server."

# By SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html
POSTGRESQL: Mapping[str, str] = {
    "08": "The server of the database {where} can't be reached. Check that it runs and that DATABASE_URL is right.",
    "28P01": "The password of {user} was refused by the database {where}. Correct it in DATABASE_URL.",
    "28000": "The server doesn't let {user} use the database {where}. Check the name in DATABASE_URL.",
    "3D000": "There is no database {where}. Create it with createdb, or correct the name in DATABASE_URL.",
    "53300": "The server of the database {where} has no connection left. Close other programs, or allow more.",
    "25006": "The database {where} is read-only. Set DATABASE_URL to the primary server.",
    "42501": "{user} lacks the right to do this in the database {where}. Make it the owner of the tables.",
    "53100": _NO_ROOM,
    "53200": _NO_ROOM,
    "57P01": _RESTARTING,
    "57P02": _RESTARTING,
    "57P03": _RESTARTING,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}

# A connection that could not be made has no SQLSTATE, only the server's words
WORDS: Mapping[str, str] = {
    "password authentication failed": "28P01",
    "no password supplied": "28P01",
    "too many clients": "53300",
    "remaining connection slots": "53300",
    "starting up": "57P03",
    "shutting down": "57P03",
    "no pg_hba.conf entry": "28000",
    'FATAL:  database "': "3D000",
    'FATAL:  role "': "28000",
}


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Within it, what an operator can mend is raised as `StorageError`; every other error passes unchanged."""
    try:
        yield
    except Exception as error:
        found = explained(error, url)
        if found is None:
            raise
        raise found from error


def explained(error: BaseException, url: str) -> StorageError | None:
    """The error for the operator, or None where it isn't theirs to mend. Passwords never appear in it."""
    parsed = database_url(url)
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    sentence: str | None = None
    match cause:
        case PoolTimeout():
            sentence = "The database {where} is too busy: no connection became free in time. Try again in a minute."
        case sqlite3.Error():
            sentence = SQLITE.get(_kind(cause))
        case OSError() if sqlite_file(parsed):
            sentence = UNOPENED
        case _ if parsed.get_backend_name() == "postgresql":
            sentence = POSTGRESQL.get(_state(cause))
    return StorageError(sentence.format(where=location(parsed), user=parsed.username)) if sentence else None


def _kind(error: sqlite3.Error) -> str:
    name: str = getattr(error, "sqlite_errorname", None) or "SQLITE_"
    return name.split("_")[1]


def _state(error: BaseException) -> str:
    import psycopg  # a fifth of a second that an embedded database never needs

    if not isinstance(error, psycopg.Error):
        return ""
    if error.sqlstate:
        return "08" if error.sqlstate.startswith("08") else error.sqlstate
    if not isinstance(error, psycopg.OperationalError):
        return ""
    return next((state for words, state in WORDS.items() if words in str(error)), "08")
