"""The parts of the adapter put together: what the wiring and the tests make."""

import asyncio
from collections.abc import Callable

import aiohttp
import discord
import structlog

from adapters.discord.answering import PATIENCE, Answering
from adapters.discord.asking import sign_in
from adapters.discord.client import READY_AFTER, GuildClient
from adapters.discord.files import Attachments
from adapters.discord.happenings import PACE, Happenings, RollCall
from adapters.discord.members import Members
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.registration import synchronize
from bot.ports.platforms import Clock, Documents, RememberingHost

LAST_SECONDS = 10.0  # for finishing what was begun
AGAIN = 5.0  # seconds after which Discord is asked once more how to connect, which its library does not do by itself
log = structlog.get_logger(__name__)


class DiscordAdapter:
    """`messenger` and `directory` are for the core; once there is a core, `attend` listens on its behalf.

    To be made and used on one event loop.
    """

    def __init__(self, documents: Documents, clock: Clock, *, ready_after: float = READY_AFTER) -> None:
        self.client = GuildClient(ready_after)
        self._attachments = Attachments(documents)
        self._answering: Answering | None = None
        self._roll_call: asyncio.Task[None] | None = None
        self.messenger = DiscordMessenger(self.client, self._attachments, clock)
        self.directory = Members(self.client, clock)

    async def log_in(self, token: str) -> tuple[str, ...]:
        """Signs in and registers the commands where they have changed; says what has.

        Raises `adapters.discord.asking.Trouble` and what Discord's library raises.
        """
        await sign_in(self.client, token)
        return await synchronize(self.client)

    def attend(
        self,
        host: RememberingHost,
        ready: Callable[[], None] = lambda: None,
        *,
        patience: float = PATIENCE,
        pace: float = PACE,
    ) -> None:
        """`patience` and `pace` are in seconds."""
        self._answering = Answering(host, self.directory, self._attachments, patience)
        self.client.attend(self._answering, Happenings(host, self.directory), ready)
        self.roll_call = RollCall(host, self.directory, pace)

    async def connect(self) -> None:
        """Until it is closed; reconnects by itself.

        Raises `discord.ConnectionClosed` where Discord wants no more, `TokenRefused` for a token that was reset.
        """
        self._roll_call = asyncio.create_task(self.roll_call.every_day())
        while True:
            try:
                return await self.client.connect()
            except (discord.GatewayNotFound, discord.RateLimited, aiohttp.ClientError, OSError) as error:
                self.client.limits.check_token()
                if self.client.is_closed():
                    raise
                wait = max(AGAIN, getattr(error, "retry_after", 0.0))
                log.warning("discord.not_connected", problem=repr(error), again_after=wait)
                await asyncio.sleep(wait)

    async def settled(self) -> None:
        """Until every interaction that came has been answered, and everything that happened has been told."""
        if self._answering is not None:
            await self._answering.settled()
        await self.client.settled()

    async def stop(self) -> None:
        """Hears nothing more, and finishes what was begun."""
        if self._roll_call is not None:
            self._roll_call.cancel()
            await asyncio.gather(self._roll_call, return_exceptions=True)
        shards = self.client.shards.values()
        await asyncio.gather(*(shard.disconnect() for shard in shards), return_exceptions=True)
        try:
            async with asyncio.timeout(LAST_SECONDS):
                await self.settled()
        except TimeoutError:
            log.warning("discord.unfinished", patience=LAST_SECONDS)

    async def close(self) -> None:
        """Stops, and leaves nothing open."""
        await self.stop()
        await self.client.close()
