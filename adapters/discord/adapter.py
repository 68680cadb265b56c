"""The parts of the adapter put together: what the wiring and the tests make."""

import asyncio
from collections.abc import Callable

from adapters.discord.answering import PATIENCE, Answering
from adapters.discord.client import READY_AFTER, GuildClient
from adapters.discord.files import Attachments
from adapters.discord.happenings import PACE, Happenings, RollCall
from adapters.discord.members import Members
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.registration import synchronize
from bot.ports.platforms import Clock, Documents, RememberingHost


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
        self.directory = Members(self.client)

    async def log_in(self, token: str) -> tuple[str, ...]:
        """Signs in and registers the commands where they have changed; says what has.

        Raises what Discord's library raises.
        """
        await self.client.login(token)
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
        """Until it is closed; reconnects by itself. Raises `discord.ConnectionClosed` where Discord wants no more."""
        self._roll_call = asyncio.create_task(self.roll_call.every_day())
        await self.client.connect()

    async def settled(self) -> None:
        """Until every interaction that came has been answered."""
        if self._answering is not None:
            await self._answering.settled()

    async def close(self) -> None:
        """Finishes what was begun."""
        if self._roll_call is not None:
            self._roll_call.cancel()
            await asyncio.gather(self._roll_call, return_exceptions=True)
        await self.settled()
        await self.client.close()
