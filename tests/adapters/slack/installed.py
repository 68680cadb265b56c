"""Installations and workspaces on a real database and a simulated Slack, for the tests of both."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

from cryptography.fernet import Fernet
from sqlalchemy import event

from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.workspaces import Workspaces
from bot.ports.installations import Installation
from bot.ports.platforms import Platform
from storage.engine import Database, open_database
from storage.installations import SqlInstallations
from tests.simulators.slack import SimulatedSlack, Workspace
from tests.simulators.slack.app import Installation as Granted

KEY = Fernet.generate_key().decode()


class Ticking:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@contextlib.asynccontextmanager
async def database_at(url: str) -> AsyncIterator[Database]:
    database = open_database(url)
    try:
        yield database
    finally:
        await database.close()


@contextlib.asynccontextmanager
async def opened(workspaces: Workspaces) -> AsyncIterator[Workspaces]:
    await workspaces.open()
    try:
        yield workspaces
    finally:
        await workspaces.close()


def many(slack: SimulatedSlack, database: Database, time: Ticking | None = None) -> Workspaces:
    return Workspaces(slack.api_url, installations=SqlInstallations(database, [KEY]), time=time or Ticking())


def of(workspace: Workspace) -> Installation:
    """What OAuth would have kept of the app in this workspace, or in its whole organization."""
    granted = workspace.installation
    name = workspace.enterprise.name if granted.org_wide and workspace.enterprise else workspace.name
    return kept(granted, name)


def kept(granted: Granted, name: str) -> Installation:
    return Installation(
        platform=Platform.SLACK,
        app_id="A00000001",
        enterprise_id=granted.enterprise_id or "",
        team_id=granted.team_id or "",
        team_name=name,
        enterprise_wide=granted.org_wide,
        bot_token=granted.token,
        bot_user_id=granted.bot_user_id,
        bot_id=granted.bot_id,
        scopes=BOT_SCOPES,
        installer_id="U0INSTALLER",
        installed_at=datetime.now(UTC),
    )


@contextlib.contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What was asked of the database meanwhile."""
    heard: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_: object) -> None:
        heard.append(statement.split()[0])

    # On PostgreSQL the reader is the writer with other options, which hears the writer's events.
    apart = (database.writer, database.reader) if database.name == "sqlite" else (database.writer,)
    engines = [engine.sync_engine for engine in apart]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)
