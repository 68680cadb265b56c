"""The real program in front of a simulated Discord that lives in the test's event loop."""

import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

from tests.simulators.simulated_discord import Answer, Call, DiscordMessage, DiscordPerson, Permission, SimulatedDiscord
from tests.simulators.simulated_discord.calls import Ordered
from tests.started import PATIENCE, Home, Running, noon

OHIO = "America/New_York"


class Server(Home):
    """With a Discord around it: a server that has the bot, a mentoring channel and a role for moderators."""

    def __init__(self, discord: SimulatedDiscord, folder: Path, url: str) -> None:
        super().__init__(folder, url)
        self.discord = discord
        self.guild = discord.guild(name="School OTs")
        self.mentoring = self.guild.channel("mentoring")
        self.moderating = self.guild.role("Moderators")
        self.ines = self.guild.person("Ines", roles=[self.guild.role("Admins", permissions=Permission.MANAGE_GUILD)])

    def person(self, name: str) -> DiscordPerson:
        return self.guild.person(name)

    @contextlib.asynccontextmanager
    async def process(self, *command: str, **settings: str) -> AsyncIterator[Running]:
        """In Ohio it is about noon: Discord knows nobody's zone, so the state's is taken, and nobody is woken."""
        zones = noon(OHIO, self.folder / "zones")
        own = {
            "PLATFORMS": "discord",
            "DISCORD_TOKEN": self.discord.app.token,
            "DISCORD_API_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "PYTHONTZPATH": str(zones),
        }
        async with super().process(*command, **(own | settings)) as running:
            yield running

    @contextlib.asynccontextmanager
    async def runs(self, **settings: str) -> AsyncIterator[Running]:
        """The program, serving, and connected to Discord."""
        async with self.process("run", **settings) as running:
            await running.begun()
            yield running

    async def died(self, running: Running) -> None:
        """Killed, and a minute has gone by."""
        await running.kill()
        await self.discord.gateway.disconnected()
        self.discord.gateway.forgets_sessions()
        self.discord.clock.moves(minutes=1)
        await self.a_minute_later()

    # What was sent

    async def called(self, name: str, after: Ordered | None = None, *, channel: int = 0, says: str = "") -> Call:
        """The first call since then that Discord took, as soon as it is there; `channel` is where."""

        def meant(call: Call) -> bool:
            return call.taken and channel in (0, call.id("channel_id")) and says in json.dumps(call.payload)

        return await self.discord.called(name, after=after, where=meant, within=PATIENCE)

    async def told(self, person: DiscordPerson, says: str, after: Ordered | None = None) -> DiscordMessage:
        """A direct message with these words to her, since then."""
        call = await self.called("create_message", after, channel=self.discord.direct(person).id, says=says)
        return next(message for message in person.direct if str(message.id) == call.answer["id"])

    async def refused(self, name: str, after: Ordered) -> Call:
        return await self.discord.called(name, after=after, where=lambda call: call.status == 429, within=PATIENCE)

    def times_sent(self) -> Counter[str]:
        """How often Discord took each message of the outbox, also where the program never heard that it did."""
        taken = [c for c in self.discord.calls_of("create_message") if c.taken and c.content.get("nonce")]
        posted = {str(call.answer["id"]): str(call.content["nonce"]) for call in taken}
        return Counter(posted.values())


def opens(answer: Answer) -> None:
    """A modal came of what this person did."""
    assert answer.kind == "modal", f"{answer}: {answer.message.words if answer.message else answer.why}"
