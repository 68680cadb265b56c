"""What `mentorbot doctor` looks at where Slack is served."""

import asyncio

from adapters.slack.checks import Given, examined
from bot.checkup import Finding, mend
from bot.cli.known_spaces import spaces_on
from bot.errors import StorageError
from bot.ports.platforms import Platform
from bot.settings import Settings
from bot.settings_together import conflicts
from bot.texts.slack_checkup import SETTINGS
from storage import migrate
from storage.engine import open_database
from storage.installations import SqlInstallations
from storage.store import SqlStorage


async def slack_findings(known: Settings) -> list[Finding]:
    """A database that can't be used is told elsewhere; Slack is asked all the same."""
    found = [mend(SETTINGS, sentence) for sentence in conflicts(known, (Platform.SLACK,))]
    try:
        return found + await _with_database(known)
    except StorageError:
        return found + await examined(_given(known), None, ())


async def _with_database(known: Settings) -> list[Finding]:
    await asyncio.to_thread(migrate.check, known.database_url)
    database = open_database(known.database_url)
    try:
        installations = SqlInstallations(database, known.secret_keys) if known.secret_keys else None
        return await examined(_given(known), installations, await spaces_on(Platform.SLACK, SqlStorage(database)))
    finally:
        await database.close()


def _given(known: Settings) -> Given:
    return Given(
        api_url=known.slack_api_url,
        bot_token=known.slack_bot_token,
        app_token=known.slack_app_token,
        signing_secret=known.slack_signing_secret,
        public_url=known.public_url,
    )
