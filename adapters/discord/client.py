"""The connection to Discord, in as many shards as it asks for, and without privileged intents."""

import asyncio
from collections.abc import Awaitable, Callable

import discord
import structlog

from adapters.discord.answering import Answering
from adapters.discord.happenings import Happenings
from adapters.discord.inbound import Interaction
from adapters.discord.limits import Limits, PatientHTTP

READY_AFTER = 1.0  # seconds without another server, after which all are taken to be told
log = structlog.get_logger(__name__)


class GuildClient(discord.AutoShardedClient):
    """Keeps servers, channels, roles and threads, and neither members nor messages."""

    def __init__(self, ready_after: float = READY_AFTER) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=ready_after,
        )
        self.limits = Limits()
        self.http = self._connection.http = self._patient = PatientHTTP(self.loop, self.limits)
        self._began = False
        self._out: set[int] = set()
        self._telling: set[asyncio.Task[None]] = set()
        self._in_order = asyncio.Lock()
        self._answering: Answering | None = None
        self._happenings: Happenings | None = None
        self._on_ready: Callable[[], None] = lambda: None

    def attend(self, answering: Answering, happenings: Happenings, ready: Callable[[], None]) -> None:
        """From now on. `ready` is called after each connection that began anew."""
        self._answering, self._happenings, self._on_ready = answering, happenings, ready

    # What people do

    async def on_interaction(self, interaction: Interaction) -> None:
        if self._answering is not None:
            await self._answering.interaction(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """In a direct message with the bot; nothing else is told."""
        if self._answering is not None and message.guild is None and not message.author.bot:
            await self._answering.heard(message)

    # What happens

    async def on_ready(self) -> None:
        """At the start, and after each session that could not be resumed: what happened meanwhile is not repeated."""
        self._patient.in_service()
        guilds = [] if self._began else list(self.guilds)
        self._began = True
        await self._tell(lambda happenings: happenings.here(guilds))
        await self._look_around()
        self._on_ready()

    async def on_shard_ready(self, shard: int) -> None:
        """Where one of several begins anew, all of them are not ready once more."""
        if self._began and len(self.shards) > 1:
            await self._look_around()

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """After an outage, and in each new session but the first, of which all servers are told together."""
        if guild.id in self._out:
            self._out.discard(guild.id)
            await self._tell(lambda happenings: happenings.back(guild))
        elif self._began:
            await self._tell(lambda happenings: happenings.joined(guild))

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self._out.add(guild.id)

    async def _look_around(self) -> None:
        """In which servers the bot is: those that it left while it was away stay in the library's memory."""

        async def look(happenings: Happenings) -> None:
            known = {guild.id for guild in self.guilds}
            there = {guild.id async for guild in self.fetch_guilds(limit=None, with_counts=False)}
            told = {guild.id for guild in self.guilds if guild.unavailable or guild.id not in known}
            await happenings.present([str(guild) for guild in there | told])

        await self._tell(look)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._tell(lambda happenings: happenings.joined(guild))

    async def on_guild_update(self, before: discord.Guild, after: discord.Guild) -> None:
        if self._happenings is not None and before.owner_id != after.owner_id:
            self._happenings.changed_owner(after)
        if before.name != after.name:
            await self._tell(lambda happenings: happenings.joined(after))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self._tell(lambda happenings: happenings.left(guild))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._tell(lambda happenings: happenings.lost_channel(channel))

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        await self._tell(lambda happenings: happenings.lost_role(role))

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if self._happenings is not None and before.permissions != after.permissions:
            self._happenings.changed_role(after)

    async def _tell(self, what: Callable[[Happenings], Awaitable[None]]) -> None:
        """What could not be kept is told again by the next connection: see `Happenings.here`."""
        if self._happenings is None:
            return
        telling = asyncio.ensure_future(self._told(what(self._happenings)))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)
        await telling

    async def _told(self, telling: Awaitable[None]) -> None:
        """In its turn: a server that removes the bot and adds it again has it."""
        async with self._in_order:
            try:
                await telling
            except Exception:
                log.exception("discord.happening")

    async def settled(self) -> None:
        """Until everything that happened has been told."""
        await asyncio.gather(*self._telling)
