"""The connection to Discord, in as many shards as it asks for, and without privileged intents."""

from collections.abc import Awaitable, Callable

import discord
import structlog

from adapters.discord.answering import Answering
from adapters.discord.happenings import Happenings
from adapters.discord.inbound import Interaction

LONGEST_WAIT = 30.0  # seconds that the library may wait for a limit before it says so; it allows no less
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
            max_ratelimit_timeout=LONGEST_WAIT,
            guild_ready_timeout=ready_after,
        )
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
        await self._tell(lambda happenings: happenings.here(self.guilds))
        self._on_ready()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._tell(lambda happenings: happenings.joined(guild))

    async def on_guild_update(self, before: discord.Guild, after: discord.Guild) -> None:
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
        try:
            await what(self._happenings)
        except Exception:
            log.exception("discord.happening")
