"""The real adapter between a real core on SQLite and a simulated Discord.

The core can be held, so that its answers are late, or told to fail; what it was asked is counted. Leaving says what a
correct adapter would not have left behind: acts without a first response, and what Discord would have refused.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, cast

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.answering import PATIENCE
from adapters.documents import Drawings
from bot.app import Bot
from bot.commands import Command, FindMentor, OfferMentoring
from bot.domain.member import Community
from bot.ids import CommunityId, SpaceId
from bot.ports.platforms import (
    Account,
    Begun,
    Documents,
    Envelope,
    Platform,
    RememberingHost,
    Reply,
    Space,
    UserId,
)
from bot.views import Message
from storage.engine import open_database
from storage.store import SqlStorage
from tests.acceptance.stage import MONDAY, Time
from tests.simulators.simulated_discord import (
    Answer,
    Call,
    DiscordMessage,
    DiscordPerson,
    Guild,
    GuildChannel,
    SimulatedDiscord,
)
from tests.simulators.simulated_discord.conduct import misconduct

COMMUNITY = CommunityId("schoolots")
AT_ONCE = 0.01  # seconds: an adapter that waits no longer than this for a held core
PATIENT = 25.0  # seconds: a busy machine is no slow core
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5  # kinds of interactions
BUTTON = 2


class Front:
    """The core as the adapter sees it. `gate` holds its answers, `failure` is raised instead of one."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.gate = asyncio.Event()
        self.gate.set()
        self.failure: Exception | None = None
        self.handled: list[tuple[Command, Envelope]] = []
        self.replies: list[Reply] = []

    async def handle(self, command: Command, envelope: Envelope) -> Reply:
        self.handled.append((command, envelope))
        await self._held()
        self.replies.append(await self.bot.handle(command, envelope))
        return self.replies[-1]

    async def keep_form(self, envelope: Envelope, begun: Begun) -> None:
        await self._held()
        await self.bot.keep_form(envelope, begun)

    async def begun_form(self, account: Account, slug: str) -> Begun | None:
        await self._held()
        return await self.bot.begun_form(account, slug)

    async def forget_form(self, account: Account, slug: str) -> None:
        await self._held()
        await self.bot.forget_form(account, slug)

    async def spaces_of(self, platform: Platform, user: UserId) -> Any:
        await self._held()
        return await self.bot.spaces_of(platform, user)

    async def _held(self) -> None:
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bot, name)


@dataclass
class Attended:
    """A server in which the bot works. `patience` is the adapter's, in seconds."""

    discord: SimulatedDiscord
    guild: Guild
    mentoring: GuildChannel
    storage: SqlStorage
    clock: Time
    documents: Documents
    patience: float
    life: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self) -> None:
        """As when the process starts: nothing in memory."""
        self.adapter = DiscordAdapter(self.documents, self.clock, ready_after=0.02)
        self.bot = Bot(
            self.storage,
            self.clock,
            {Platform.DISCORD: self.adapter.messenger},
            {Platform.DISCORD: self.adapter.directory},
        )
        self.front = Front(self.bot)
        ready = asyncio.Event()
        self.adapter.attend(cast("RememberingHost", self.front), ready.set, patience=self.patience)
        await self.adapter.log_in(self.discord.app.token)
        connected = asyncio.create_task(self.adapter.connect())
        self.life = AsyncExitStack()

        async def stop() -> None:
            self.front.gate.set()
            await self.adapter.close()
            await asyncio.gather(connected, return_exceptions=True)

        self.life.push_async_callback(stop)
        begun = asyncio.create_task(ready.wait())
        await asyncio.wait({begun, connected}, return_when=asyncio.FIRST_COMPLETED)
        if not begun.done():
            begun.cancel()
            await connected  # which says why

    def is_patient(self, seconds: float = PATIENT) -> None:
        """From now on, as another adapter would be."""
        assert self.adapter._answering is not None
        self.adapter._answering._patience = seconds

    async def restart(self) -> None:
        await self.life.aclose()
        await self.discord.gateway.disconnected()
        await self.start()

    async def settled(self) -> None:
        """Until all is answered, and what follows from it is delivered."""
        await self.adapter.settled()
        await self.bot.settle()

    # The world

    def person(self, name: str, **how: Any) -> DiscordPerson:
        return self.guild.person(name, **how)

    async def another_guild(self, name: str, *, community: CommunityId | None = None) -> Guild:
        """One more server with the bot and a channel, of its own community unless one is given."""
        guild = self.discord.guild(name=name, bot=False)
        channel = guild.channel("mentoring")
        space = Space(SpaceId(str(guild.id)), Platform.DISCORD, name, channel=str(channel.id))
        await self.storage.found(Community(community or CommunityId(f"of-{guild.id}"), name))
        await self.storage.connect(community or CommunityId(f"of-{guild.id}"), space)
        await guild.adds_bot()
        return guild

    def account(self, person: DiscordPerson, guild: Guild | None = None) -> Account:
        return Account(Platform.DISCORD, SpaceId(str((guild or self.guild).id)), UserId(str(person.id)))

    async def does(self, person: DiscordPerson, command: Command, guild: Guild | None = None) -> Reply:
        """What a story does not tell about: behind the adapter's back."""
        event = f"scene-{self.discord.ids.small('e')}"
        reply = await self.bot.handle(command, Envelope(self.account(person, guild), person.name, event))
        assert isinstance(reply.view, Message), reply
        await self.bot.settle()
        return reply

    async def asks(self, person: DiscordPerson, guild: Guild | None = None) -> None:
        await self.does(person, FindMentor("Ohio", "elementary", ("scheduling",), "weekdays after 3pm"), guild)

    async def offers(self, person: DiscordPerson, guild: Guild | None = None) -> None:
        await self.does(person, OfferMentoring("", "otr", "6", "OH", ("elementary",), "weekdays after 3pm"), guild)

    async def proposed(self) -> tuple[DiscordPerson, DiscordPerson, DiscordMessage]:
        """Maya asked, and Ruth is asked whether she will: the two, and the card."""
        maya, ruth = self.person("Maya"), self.person("Ruth")
        await self.offers(ruth)
        await self.asks(maya)
        return maya, ruth, next(m for m in reversed(ruth.direct) if "Yes, I will" in m.buttons)

    async def matched(self) -> tuple[DiscordPerson, DiscordPerson]:
        maya, ruth, card = await self.proposed()
        await ruth.presses("Yes, I will", on=card)
        await self.settled()
        return maya, ruth

    # What was done

    def calls(self, after: Answer) -> list[Call]:
        return self.discord.calls_after(after)

    async def rows(self, table: str) -> int:
        async with self.storage.database.reader.connect() as connection:
            return int((await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar_one())


@contextlib.asynccontextmanager
async def attended(
    url: str, *, patience: float = PATIENT, documents: Documents | None = None
) -> AsyncIterator[Attended]:
    async with AsyncExitStack() as life:
        discord = await life.enter_async_context(SimulatedDiscord(MONDAY))
        guild = discord.guild(name="School OTs")
        mentoring = guild.channel("mentoring")
        life.enter_context(discord.reachable())
        database = open_database(url)
        life.push_async_callback(database.close)
        storage = SqlStorage(database)
        await storage.found(Community(COMMUNITY, "School OTs"))
        space = Space(SpaceId(str(guild.id)), Platform.DISCORD, "School OTs", channel=str(mentoring.id))
        await storage.connect(COMMUNITY, space)
        discord.patience = max(PATIENT, PATIENCE) + 5
        place = Attended(discord, guild, mentoring, storage, Time(), documents or Drawings(), patience)
        await place.start()
        try:
            yield place
            place.front.gate.set()
            await place.adapter.settled()
        finally:
            place.front.gate.set()
            await place.life.aclose()
        assert not misconduct(discord)
