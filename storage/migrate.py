"""The schema: which version a database has, and how it gets to this program's.

A migration is one transaction: all of it, or none. Alembic is imported only when there is something to do.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, create_engine, event, inspect, text
from sqlalchemy.pool import NullPool

import migrations
from bot.errors import StorageError
from storage.engine import BUSY_SECONDS, database_url, location, sqlite_file
from storage.failures import translated

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(migrations.__file__).parent
LINEAGE = re.compile(r"^(revision|down_revision)\b[^=\n]*=\s*[\"'](\w+)[\"']", re.MULTILINE)
MIGRATING = 0x6D656E746F72  # the key of PostgreSQL's advisory lock: "mentor"


@cache
def revisions() -> frozenset[str]:
    """All versions of the schema that this program knows."""
    return _lineage("revision")


@cache
def newest() -> str:
    """The version that this program works with."""
    (head,) = revisions() - _lineage("down_revision")
    return head


def check(url: str) -> None:
    """Raises `StorageError` unless the database can be used and has exactly this program's schema."""
    where = location(database_url(url))
    found = current(url)
    if found == newest():
        return
    if found is None:
        raise StorageError(f"The database {where} has no tables yet. Type: mentorbot migrate")
    _refuse_newer(found, where)
    raise StorageError(
        f"The database {where} comes from an older mentorbot. Make a backup of it, then type: mentorbot migrate"
    )


def current(url: str) -> str | None:
    """The schema's version, None where there is none yet; looking does not create a file."""
    file = sqlite_file(database_url(url))
    if file is not None and not file.exists():
        return None
    with _connected(url) as connection:
        return _version(connection)


def upgrade(url: str) -> bool:
    """Brings the database to this program's schema, creating it where needed; says whether anything changed.

    Raises `StorageError` for a database of a newer mentorbot or of another program.
    """
    parsed = database_url(url)
    with translated(url):
        if file := sqlite_file(parsed):
            file.parent.mkdir(parents=True, exist_ok=True)
    if current(url) == newest():
        return False
    with _connected(url) as connection:
        _refuse_foreign(connection, location(parsed))
        _alembic("upgrade", connection, "head")
    return True


def downgrade(url: str, revision: str = "base") -> None:
    """Takes the schema back to `revision`; what only newer versions can hold is lost."""
    with _connected(url) as connection:
        _refuse_newer(_version(connection), location(database_url(url)))
        _alembic("downgrade", connection, revision)


def differences(url: str) -> list[str]:
    """How the database's schema differs from `storage.tables`, in Alembic's words; empty when it does not."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from storage.tables import metadata

    with _connected(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return [str(difference) for difference in compare_metadata(context, metadata)]


def tables(url: str) -> list[str]:
    """The names of all tables but Alembic's own."""
    with _connected(url) as connection:
        return [name for name in inspect(connection).get_table_names() if name != "alembic_version"]


def config(connection: Connection | None = None) -> "Config":
    """Alembic's configuration, for `alembic.command`."""
    from alembic.config import Config

    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return made


def _lineage(name: str) -> frozenset[str]:
    files = (FOLDER / "versions").glob("*.py")
    found = (pair for file in files for pair in LINEAGE.findall(file.read_text(encoding="utf-8")))
    return frozenset(revision for key, revision in found if key == name)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """A writing transaction of its own, one process at a time: a database that can't be written fails here."""
    parsed = database_url(url)
    lite = parsed.get_backend_name() == "sqlite"
    options: dict[str, Any] = {"isolation_level": None, "timeout": BUSY_SECONDS} if lite else {"connect_timeout": 10}
    engine = create_engine(_synchronous(parsed), poolclass=NullPool, connect_args=options)
    if lite:
        # The driver would commit before each change of a table.
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with translated(url), engine.begin() as connection:
        if not lite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        yield connection


def _synchronous(url: URL) -> URL:
    return url.set(drivername="sqlite+pysqlite") if url.get_backend_name() == "sqlite" else url


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _refuse_newer(found: str | None, where: str) -> None:
    if found is not None and found not in revisions():
        raise StorageError(
            f"The database {where} comes from a newer mentorbot (its schema is {found}). "
            "Update this program, or put back the backup from before the update. Nothing was changed."
        )


def _refuse_foreign(connection: Connection, where: str) -> None:
    found = _version(connection)
    _refuse_newer(found, where)
    if found is None and set(inspect(connection).get_table_names()) - {"alembic_version"}:
        raise StorageError(
            f"The database {where} already holds another program's tables. "
            "Choose an empty one in DATABASE_URL. Nothing was changed."
        )


def _alembic(direction: str, connection: Connection, revision: str) -> None:
    from alembic import command

    getattr(command, direction)(config(connection), revision)
