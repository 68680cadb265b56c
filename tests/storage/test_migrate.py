"""The schema gets to this program's version, and a database that it doesn't know is left alone."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from bot.errors import StorageError
from storage import check, migrate
from storage.engine import database_url as parsed
from tests.databases import Postgres


def run(url: str, statement: str) -> None:
    engine = create_engine(parsed(url).set(drivername="sqlite" if url.startswith("sqlite") else "postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_the_migrations_lead_to_the_tables_and_back_to_nothing(empty_database_url: str) -> None:
    assert check.problems(empty_database_url) == []


def test_a_difference_between_migrations_and_tables_is_found(database_url: str) -> None:
    run(database_url, "ALTER TABLE events ADD COLUMN forgotten TEXT")
    assert any("forgotten" in difference for difference in migrate.differences(database_url))


def test_migrating_a_second_time_changes_nothing(empty_database_url: str) -> None:
    assert migrate.upgrade(empty_database_url) is True
    assert migrate.upgrade(empty_database_url) is False
    migrate.check(empty_database_url)


def test_a_database_of_a_newer_program_is_refused_and_left_alone(database_url: str) -> None:
    run(database_url, "UPDATE alembic_version SET version_num = 'ffff'")

    for use in (migrate.check, migrate.upgrade, migrate.downgrade):
        with pytest.raises(StorageError, match=r"newer mentorbot \(its schema is ffff\).*Nothing was changed"):
            use(database_url)
    assert migrate.current(database_url) == "ffff"


def test_an_older_database_is_told_how_to_get_on(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "newest", lambda: "next")
    with pytest.raises(StorageError, match=r"older mentorbot.*backup.*mentorbot migrate"):
        migrate.check(database_url)


def test_an_empty_database_is_told_how_to_get_tables(empty_database_url: str) -> None:
    with pytest.raises(StorageError, match=r"no tables yet\. Type: mentorbot migrate"):
        migrate.check(empty_database_url)


def test_looking_at_a_missing_file_does_not_create_it(tmp_path: Path) -> None:
    assert migrate.current(f"sqlite:///{tmp_path}/none.db") is None
    assert list(tmp_path.iterdir()) == []


def test_another_programs_database_is_refused_and_left_alone(empty_database_url: str) -> None:
    run(empty_database_url, "CREATE TABLE recipes (name TEXT)")

    with pytest.raises(StorageError, match="another program's tables"):
        migrate.upgrade(empty_database_url)
    assert migrate.tables(empty_database_url) == ["recipes"]


def test_a_migration_that_fails_leaves_nothing(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = (migrate.FOLDER / "env.py").read_text()
    (tmp_path / "chain/versions").mkdir(parents=True)
    (tmp_path / "chain/env.py").write_text(env)
    (tmp_path / "chain/versions/one.py").write_text(
        "from alembic import op\nrevision = 'one'\ndown_revision = None\n"
        "def upgrade():\n    op.execute('CREATE TABLE half (name TEXT)')\n    op.execute('CREATE nonsense')\n"
    )
    monkeypatch.setattr(migrate, "FOLDER", tmp_path / "chain")

    with pytest.raises(Exception, match="nonsense"):
        migrate.upgrade(empty_database_url)

    assert migrate.tables(empty_database_url) == []


def test_the_versions_are_those_that_alembic_sees() -> None:
    script = ScriptDirectory.from_config(migrate.config())
    assert migrate.newest() == script.get_current_head()
    assert migrate.revisions() == {revision.revision for revision in script.walk_revisions()}


def test_migrating_a_server_waits_for_another_process_that_migrates(postgres: Postgres) -> None:
    with postgres.database(migrated=False) as url, ThreadPoolExecutor(3) as processes:
        list(processes.map(migrate.upgrade, [url] * 3))
        migrate.check(url)


def test_migrating_a_file_waits_for_another_process_that_migrates(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data/test.db"
    with ThreadPoolExecutor(3) as processes:
        list(processes.map(migrate.upgrade, [url] * 3))
    migrate.check(url)
    with closing(sqlite3.connect(tmp_path / "data/test.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
