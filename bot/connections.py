"""Where the bot is installed, and what platforms tell by themselves: people who leave, channels that go away."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.context import Context
from bot.domain.member import Community
from bot.ids import CommunityId, SpaceId, new_id
from bot.journey import proposing
from bot.ports.platforms import Account, Clock, Space, Standing
from bot.ports.storage import Storage, UnitOfWork


class Connections:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self.storage = storage
        self.clock = clock

    async def connect(self, space: Space, by: Account | None) -> None:
        community = await self.storage.community_of(space.id)
        if community is None:
            community = CommunityId(new_id())
            await self.storage.found(Community(community, space.name))
            await self.storage.connect(community, space)

        async def again(uow: UnitOfWork) -> None:
            known = await uow.communities.space(space.id)
            await uow.communities.save_space(replace(known, name=space.name, connected=True))

        await self.storage.write(community, again)

    async def disconnect(self, space: SpaceId) -> None:
        async def off(uow: UnitOfWork) -> None:
            await uow.communities.save_space(replace(await uow.communities.space(space), connected=False))

        await self._where(space, off)

    async def changed(self, account: Account, standing: Standing) -> None:
        async def change(uow: UnitOfWork) -> None:
            member = await uow.members.of(account)
            if member is not None and not standing.here and member.unreachable_since is None:
                context = await self._context(uow)
                await uow.members.save(replace(member, unreachable_since=context.now))
                await context.record("member", member.id, "left")
                await proposing.unreachable(context, member.id)

        await self._where(account.space, change)

    async def lost_channel(self, space: SpaceId, channel: str) -> None:
        async def lose(uow: UnitOfWork) -> None:
            known = await uow.communities.space(space)
            if known.channel == channel:
                await uow.communities.save_space(replace(known, channel=""))
                await (await self._context(uow)).record("space", space, "channel-lost")

        await self._where(space, lose)

    async def turned_away(self, space: SpaceId) -> None:
        async def note(uow: UnitOfWork) -> None:
            await (await self._context(uow)).record("space", space, "stranger-refused")

        await self._where(space, note)

    async def _context(self, uow: UnitOfWork) -> Context:
        return Context(uow, await uow.communities.get(), self.clock.now())

    async def _where(self, space: SpaceId, work: Callable[[UnitOfWork], Awaitable[None]]) -> None:
        """In the space's community; a space that nobody knows changes nothing."""
        community = await self.storage.community_of(space)
        if community is not None:
            await self.storage.write(community, work)
