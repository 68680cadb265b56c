"""Shared fixtures: a database of each kind, and a browser."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import storage.engine
from tests.browsers import Chromium, find_chromium
from tests.databases import Postgres, sqlite_database

SHARED = "MENTORBOT_TESTS_FOLDER"
KINDS = ("sqlite", "postgresql")

# A busy machine is slow now and then; that is no defect.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--everywhere", action="store_true", help="play each story on every stage, for `make torture`")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp(prefix="mentorbot-")  # short: a socket's path has 100 characters


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True)


def absent(what: str) -> NoReturn:
    """Skips visibly on a developer's machine and fails where everything must run."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}; with CI set no test may be left out")
    pytest.skip(what)


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """An engine compiles each statement once, and each test has engines of its own: here they share what one compiled,
    which took a sixth of the time of a story.
    """
    first: dict[str, AsyncEngine] = {}

    def sharing(url: URL, **options: Any) -> AsyncEngine:
        engine = create_async_engine(url, **options)
        known = first.setdefault(url.get_backend_name(), engine)
        engine.sync_engine.dialect = known.sync_engine.dialect
        engine.sync_engine._compiled_cache = known.sync_engine._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage.engine, "create_async_engine", sharing)
        yield


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """One temporary folder for all workers of this run."""
    return Path(os.environ[SHARED])


@pytest.fixture(scope="session")
def _started_postgres(shared_folder: Path) -> Iterator[Postgres | Exception]:
    try:
        server = Postgres(shared_folder)
    except Exception as error:  # whatever keeps the wheel from running here is the reason to show
        yield error
        return
    yield server
    server.close()


@pytest.fixture
def postgres(_started_postgres: Postgres | Exception) -> Postgres:
    """The run's PostgreSQL server."""
    if isinstance(_started_postgres, Exception):
        absent(f"PostgreSQL can't be started here: {_started_postgres!r}")
    return _started_postgres


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, shared_folder: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database; the test runs once on each kind."""
    yield from _database(request, shared_folder, tmp_path, migrated=True)


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, shared_folder: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table; the SQLite file does not exist yet."""
    yield from _database(request, shared_folder, tmp_path, migrated=False)


def _database(request: pytest.FixtureRequest, shared: Path, folder: Path, *, migrated: bool) -> Iterator[str]:
    if request.param == "sqlite":
        yield sqlite_database(shared, folder, migrated=migrated)
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database(migrated=migrated) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Chromium:
    """The browser; mark tests that use it with `browser`."""
    return find_chromium() or absent("Chromium isn't installed (on Debian: apt install chromium)")
