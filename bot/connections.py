"""Where the bot is installed, and what platforms tell by themselves: people who leave, channels that go away."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.context import Context
from bot.domain.member import Community
from bot.domain.message import ChannelEvent
from bot.ids import CommunityId, SpaceId, new_id
from bot.journey import leaving, moderators, moving
from bot.journey.newcomers import display_name, member_of
from bot.ports.platforms import Account, Clock, Space, Standing
from bot.ports.storage import Storage, UnitOfWork
from bot.texts import setting_up as texts

CONNECTED, DISCONNECTED, STRANGER = "connected", "disconnected", "stranger-refused"


class Connections:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self.storage = storage
        self.clock = clock

    async def connect(self, space: Space, by: Account | None, standing: Standing) -> None:
        """`standing` is what the platform says of `by`.

        A space begins unconnected, and whoever connects it says hello in the same transaction: said twice, or by two
        processes at once, it is done once.
        """
        named = replace(space, name=display_name(space.name, fallback="your space"))
        if await self.storage.community_of(space.id) is None:
            community = Community(CommunityId(new_id()), named.name)
            await self.storage.found_for(replace(named, connected=False), community)

        async def on(uow: UnitOfWork) -> None:
            known = await uow.communities.space(space.id)
            if known.name != named.name or not known.connected:
                await uow.communities.save_space(replace(known, name=named.name, connected=True))
            if not known.connected:
                await self._hello(uow, known, by, standing)

        await self._where(space.id, on)

    async def _hello(self, uow: UnitOfWork, space: Space, by: Account | None, standing: Standing) -> None:
        """Who installs first moderates: nobody else could yet, where the platform's own roles are not theirs."""
        context = await self._context(uow)
        before = await uow.events.last(space.id, (CONNECTED, DISCONNECTED))
        await context.record("space", space.id, CONNECTED)
        if by is None:
            return
        installer = await member_of(by, standing, uow, context.now)
        if before is None:
            await moderators.grant(replace(context, actor=installer), installer, "installed")
        words = texts.installed(space) if before is None else texts.installed_again(space)
        await context.tell_member(installer.id, words)

    async def known(self, space: SpaceId) -> Space | None:
        community = await self.storage.community_of(space)
        if community is None:
            return None
        async with self.storage.read(community) as uow:
            return await uow.communities.space(space)

    async def disconnect(self, space: SpaceId) -> None:
        async def off(uow: UnitOfWork) -> None:
            known = await uow.communities.space(space)
            if known.connected:
                await uow.communities.save_space(replace(known, connected=False))
                await (await self._context(uow)).record("space", space, DISCONNECTED)

        await self._where(space, off)

    async def changed(self, account: Account, standing: Standing) -> None:
        """Profiles change all day long: only those of members cost a transaction that writes."""
        if not await self._is_member(account):
            return

        async def change(uow: UnitOfWork) -> None:
            member = await uow.members.of(account)
            if member is None:
                return
            context = await self._context(uow)
            if not standing.here:
                await leaving.leave(context, member, account)
                return
            back = await leaving.come_back(context, member, account)
            if standing.name and (name := display_name(standing.name)) != back.name:
                back = replace(back, name=name)
                await uow.members.save(back)
            await moving.profile_says(context, back, standing.zone)

        await self._where(account.space, change)

    async def _is_member(self, account: Account) -> bool:
        community = await self.storage.community_of(account.space)
        if community is None:
            return False
        async with self.storage.read(community) as uow:
            return await uow.members.of(account) is not None

    async def lost_channel(self, space: SpaceId, id: str) -> None:
        async def lose(uow: UnitOfWork) -> None:
            known = await uow.communities.space(space)
            if id and known.channel == id:
                await uow.communities.save_space(replace(known, channel=""))
                await (await self._context(uow)).record("space", space, ChannelEvent.LOST)

        await self._where(space, lose)

    async def lost_role(self, space: SpaceId, role: str) -> None:
        async def lose(uow: UnitOfWork) -> None:
            known = await uow.communities.space(space)
            left = tuple(each for each in known.moderator_roles if each != role)
            if left != known.moderator_roles:
                await uow.communities.save_space(replace(known, moderator_roles=left))
                await (await self._context(uow)).record("space", space, moderators.ROLE_LOST, role)

        await self._where(space, lose)

    async def turned_away(self, space: SpaceId) -> None:
        async def note(uow: UnitOfWork) -> None:
            await (await self._context(uow)).record("space", space, STRANGER)

        await self._where(space, note)

    async def _context(self, uow: UnitOfWork) -> Context:
        return Context(uow, await uow.communities.get(), self.clock.now())

    async def _where(self, space: SpaceId, work: Callable[[UnitOfWork], Awaitable[None]]) -> None:
        """In the space's community; a space that nobody knows changes nothing."""
        community = await self.storage.community_of(space)
        if community is not None:
            await self.storage.write(community, work)
