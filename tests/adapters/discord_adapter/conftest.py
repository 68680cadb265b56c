from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from tests.adapters.discord_adapter.attended import AT_ONCE, Attended, attended
from tests.databases import sqlite_database


@pytest.fixture(autouse=True)
def quick_log() -> Iterator[None]:
    """Without drawings of tracebacks, which take seconds."""
    structlog.configure(processors=[structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer()])
    yield
    structlog.reset_defaults()


@pytest.fixture
def sqlite_url(shared_folder: Path, tmp_path: Path) -> str:
    """A fresh, migrated database."""
    return sqlite_database(shared_folder, tmp_path, migrated=True)


@pytest.fixture
async def place(sqlite_url: str) -> AsyncIterator[Attended]:
    """The bot at work in a server."""
    async with attended(sqlite_url) as place:
        yield place


@pytest.fixture
async def hasty(sqlite_url: str) -> AsyncIterator[Attended]:
    """The bot does not wait for a core that is held."""
    async with attended(sqlite_url, patience=AT_ONCE) as place:
        yield place
