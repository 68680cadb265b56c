"""Discord: all servers that have the bot, by one connection to its gateway and as many shards as Discord asks for."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import discord
import structlog
from starlette.routing import BaseRoute

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.addresses import reach
from adapters.discord.asking import Trouble, translated
from adapters.discord.limits import TokenRefused
from adapters.documents import Drawings
from bot.errors import SettingsError
from bot.ports.platforms import Clock, Directory, Messenger
from bot.program import Program, Ready, SystemClock
from bot.settings import Settings
from bot.texts import discord_checkup as texts
from bot.texts import discord_setup as setup_texts
from storage.store import SqlStorage

CONNECTED = "Discord"
CLOSED_FOR_TOKEN = 4004  # with this code the gateway closes where the token was reset meanwhile
log = structlog.get_logger(__name__)


class Discord:
    clock: Clock | None = None

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._adapter = DiscordAdapter(Drawings(), SystemClock())
        self.messenger: Messenger = self._adapter.messenger
        self.directory: Directory = self._adapter.directory

    def routes(self, program: Program) -> Sequence[BaseRoute]:
        return ()

    async def begin(self, program: Program) -> None:
        """Signs in, and registers the commands where they have changed. Raises `SettingsError`."""
        try:
            with translated(self._settings.discord_api_url):
                changes = await self._adapter.log_in(self._settings.discord_token)
        except Trouble as trouble:
            raise SettingsError(trouble.sentence) from trouble
        for change in changes:
            log.info("discord.commands", change=change)

    async def serve(self, program: Program, ready: Ready) -> None:
        told = asyncio.Event()

        def connected() -> None:
            if not told.is_set():
                told.set()
                ready(CONNECTED)
            program.ticks.wake()

        self._adapter.attend(program.bot, connected)
        try:
            await self._adapter.connect()
        except TokenRefused as error:
            raise SettingsError(f"{texts.LOGIN_REFUSED} {texts.TOKEN_PAGE}") from error
        except discord.ConnectionClosed as error:
            if error.code == CLOSED_FOR_TOKEN:
                raise SettingsError(f"{texts.LOGIN_REFUSED} {texts.TOKEN_PAGE}") from error
            raise SettingsError(f"{setup_texts.hung_up(error.code)} {texts.DISCORD_SAYS}") from error
        finally:
            await self._adapter.stop()

    async def close(self) -> None:
        await self._adapter.close()


@asynccontextmanager
async def opened(settings: Settings, url: str, storage: SqlStorage) -> AsyncIterator[Discord]:
    """Raises `SettingsError` for a token that Discord does not know, in words that say what to click."""
    reach(settings.discord_api_url, settings.discord_gateway_url)
    made = Discord(settings)
    try:
        yield made
    finally:
        await made.close()
