"""What `mentorbot doctor` looks at where Discord is served."""

import asyncio
from collections.abc import Sequence

from adapters.discord.checks import Given, examined
from bot.checkup import Finding, mend
from bot.cli.known_spaces import spaces_on
from bot.errors import StorageError
from bot.ports.platforms import Platform, Space
from bot.settings import Settings
from bot.settings_together import conflicts
from bot.texts.discord_checkup import SETTINGS
from storage import migrate
from storage.engine import open_database
from storage.store import SqlStorage


async def discord_findings(known: Settings) -> list[Finding]:
    """A database that can't be used is told elsewhere; Discord is asked all the same."""
    found = [mend(SETTINGS, sentence) for sentence in conflicts(known, (Platform.DISCORD,))]
    try:
        spaces = await _spaces(known.database_url)
    except StorageError:
        spaces = ()
    return found + await examined(Given(known.discord_api_url, known.discord_token), spaces)


async def _spaces(url: str) -> Sequence[Space]:
    await asyncio.to_thread(migrate.check, url)
    database = open_database(url)
    try:
        return await spaces_on(Platform.DISCORD, SqlStorage(database))
    finally:
        await database.close()
