"""What Discord tells by itself: servers that the bot is in, channels and roles that go away, and people who are looked
after, since without privileged intents Discord does not tell who leaves.
"""

import asyncio
from collections.abc import Collection, Sequence

import discord
import structlog
from discord.abc import Snowflake

from adapters.discord.members import Members
from bot.errors import DeliveryError
from bot.ids import SpaceId
from bot.ports.platforms import Account, Platform, RememberingHost, Space, UserId

FIRST, DAY = 600.0, 24 * 3600.0  # seconds: also a process that is started anew each day calls the roll
PACE = 1.0  # seconds between two people who are looked after
log = structlog.get_logger(__name__)


class Happenings:
    def __init__(self, host: RememberingHost, members: Members) -> None:
        self._host, self._members = host, members

    async def here(self, guilds: Sequence[discord.Guild]) -> None:
        """What is true of these servers now: their name, their channels, their roles."""
        for guild in guilds:
            if not guild.unavailable:
                await self.joined(guild)

    async def present(self, guilds: Collection[str]) -> None:
        """The bot is in the servers with these ids, and in no other."""
        await self._host.present(Platform.DISCORD, [SpaceId(guild) for guild in guilds])

    async def joined(self, guild: discord.Guild) -> None:
        await self._connect(guild)
        await self._still_there(guild, guild.channels, guild.roles)

    async def back(self, guild: discord.Guild) -> None:
        """After an outage. The library still knows the channels that it knew before, so Discord is asked."""
        await self._connect(guild)
        await self._still_there(guild, await guild.fetch_channels(), await guild.fetch_roles())

    async def _connect(self, guild: discord.Guild) -> None:
        """Its owner is told how to go on: who added the bot, Discord says only to those who may read its log."""
        space = SpaceId(str(guild.id))
        owner = Account(Platform.DISCORD, space, UserId(str(guild.owner_id))) if guild.owner_id else None
        await self._host.connect(Space(space, Platform.DISCORD, guild.name), owner)

    async def _still_there(
        self, guild: discord.Guild, channels: Sequence[Snowflake], roles: Sequence[Snowflake]
    ) -> None:
        ids = [{str(each.id) for each in some} for some in (channels, roles)]
        await self._host.still_there(SpaceId(str(guild.id)), *ids)

    async def left(self, guild: discord.Guild) -> None:
        await self._host.disconnect(SpaceId(str(guild.id)))

    async def lost_channel(self, channel: discord.abc.GuildChannel) -> None:
        await self._host.lost_channel(SpaceId(str(channel.guild.id)), str(channel.id))

    async def lost_role(self, role: discord.Role) -> None:
        self._members.forget(str(role.guild.id))
        await self._host.lost_role(SpaceId(str(role.guild.id)), str(role.id))

    def changed_owner(self, guild: discord.Guild) -> None:
        self._members.forget(str(guild.id))

    def changed_role(self, role: discord.Role) -> None:
        self._members.forget(str(role.guild.id))


class RollCall:
    """Once a day, one person after the other: whoever is counted on and has left is noticed."""

    def __init__(self, host: RememberingHost, members: Members, pace: float = PACE) -> None:
        self._host, self._members, self._pace = host, members, pace

    async def every_day(self) -> None:
        wait = FIRST
        while True:
            await asyncio.sleep(wait)
            wait = DAY
            try:
                await self.once()
            except Exception:
                log.exception("discord.roll_call")

    async def once(self) -> int:
        """How many were looked after."""
        looked_after = 0
        for account in await self._host.taking_part(Platform.DISCORD):
            try:
                await self._host.changed(account, await self._members.standing(account))
                looked_after += 1
            except DeliveryError as error:
                log.info("discord.roll_call", problem=str(error))
            await asyncio.sleep(self._pace)
        return looked_after
