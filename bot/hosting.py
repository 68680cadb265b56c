"""What platforms with a life of their own tell the bot, and ask it, beside what people do."""

from collections.abc import Callable, Collection, Sequence

from bot.begun import BegunForms
from bot.connections import Connections
from bot.ids import SpaceId
from bot.ports.platforms import Account, Begun, Clock, Envelope, Platform, Space, Standing, UserId
from bot.ports.storage import Storage


class Hosting:
    """The part of `bot.app.Bot` that needs no handler (see `bot.ports.platforms.Host`)."""

    def __init__(self, storage: Storage, clock: Clock, wake: Callable[[], None]) -> None:
        self.storage = storage
        self.clock = clock
        self.wake = wake
        self.connections = Connections(storage, clock)
        self._begun = BegunForms(storage, clock)

    # Spaces

    async def disconnect(self, space: SpaceId) -> None:
        await self.connections.disconnect(space)

    async def present(self, platform: Platform, spaces: Sequence[SpaceId]) -> None:
        for known in await self.storage.spaces_on(platform):
            if known.connected and known.id not in spaces:
                await self.connections.disconnect(known.id)

    async def still_there(self, space: SpaceId, channels: Collection[str], roles: Collection[str]) -> None:
        known = await self.connections.known(space)
        if known is None:
            return
        if known.channel and known.channel not in channels:
            await self.connections.lost_channel(space, known.channel)
        for role in known.moderator_roles:
            if role not in roles:
                await self.connections.lost_role(space, role)

    async def lost_channel(self, space: SpaceId, channel: str) -> None:
        await self.connections.lost_channel(space, channel)

    async def lost_role(self, space: SpaceId, role: str) -> None:
        await self.connections.lost_role(space, role)

    # People

    async def changed(self, account: Account, standing: Standing) -> None:
        await self.connections.changed(account, standing)
        self.wake()

    async def spaces_of(self, platform: Platform, user: UserId) -> Sequence[Space]:
        return await self.storage.spaces_of(platform, user)

    async def taking_part(self, platform: Platform) -> Sequence[Account]:
        return await self.storage.taking_part(platform)

    # Forms

    async def keep_form(self, envelope: Envelope, begun: Begun) -> None:
        await self._begun.keep(envelope, begun)

    async def begun_form(self, account: Account, slug: str) -> Begun | None:
        return await self._begun.find(account, slug)

    async def forget_form(self, account: Account, slug: str) -> None:
        await self._begun.forget(account, slug)
