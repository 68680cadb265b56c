"""The real adapter between a real core on SQLite and a simulated Slack, in either transport.

The core can be held, so that its answers are late, or told to fail; what it was asked is counted. Leaving says what a
correct adapter would not have left behind: acts that were not acknowledged in time, or not with 200.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from typing import Literal

from starlette.applications import Starlette

from adapters.documents import Drawings
from adapters.server import Server, open_socket
from adapters.slack.adapter import SlackAdapter
from adapters.slack.socket import PING_SECONDS, Sockets
from adapters.slack.web import routes
from adapters.slack.workspaces import Workspaces
from bot.app import Bot
from bot.commands import Command, FindMentor, OfferMentoring
from bot.domain.member import Community
from bot.ids import CommunityId, SpaceId
from bot.ports.platforms import Account, Documents, Envelope, Platform, Reader, Reply, Space, Standing, UserId
from bot.views import Message
from storage.engine import open_database
from storage.store import SqlStorage
from tests.acceptance.stage import MONDAY, Time
from tests.simulators.slack import Answer, Call, SimulatedSlack, SlackChannel, SlackPerson, Workspace

Transport = Literal["socket", "http"]
COMMUNITY = CommunityId("schoolots")
AT_ONCE = 0.01  # seconds: an adapter that waits no longer than this for a held core
PATIENT = 25.0  # seconds: a busy machine is no slow core
ASIDE = ("users.info", "apps.connections.open")  # what comes once, not with each press


class Front:
    """The core as the adapter sees it. `gate` holds its answers, `failure` is raised instead of one."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()
        self.failure: Exception | None = None
        self.handled: list[tuple[Command, Envelope]] = []
        self.homes: list[Envelope] = []
        self.changes: list[tuple[Account, Standing]] = []
        self.lost: list[str] = []
        self.replies: list[Reply] = []

    async def handle(self, command: Command, envelope: Envelope) -> Reply:
        self.handled.append((command, envelope))
        await self._held()
        self.replies.append(await self.bot.handle(command, envelope))
        return self.replies[-1]

    async def reader(self, account: Account) -> Reader:
        return await self.bot.reader(account)

    async def home(self, envelope: Envelope) -> Sequence[Message]:
        self.homes.append(envelope)
        await self._held()
        return await self.bot.home(envelope)

    async def connect(self, space: Space, by: Account | None = None) -> None:
        await self.bot.connect(space, by)

    async def disconnect(self, space: SpaceId) -> None:
        await self.bot.disconnect(space)

    async def changed(self, account: Account, standing: Standing) -> None:
        self.changes.append((account, standing))
        await self._held()
        await self.bot.changed(account, standing)

    async def lost_channel(self, space: SpaceId, channel: str) -> None:
        self.lost.append(channel)
        await self._held()
        await self.bot.lost_channel(space, channel)

    async def _held(self) -> None:
        self.asked.set()
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure


@dataclass
class Attended:
    """A workspace in which the bot works. `patience` is the adapter's, in seconds; None: what it has by itself."""

    slack: SimulatedSlack
    workspace: Workspace
    mentoring: SlackChannel
    storage: SqlStorage
    clock: Time
    workspaces: Workspaces
    transport: Transport
    documents: Documents
    patience: float | None
    ping: float = PING_SECONDS
    life: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self) -> None:
        """As when the process starts: nothing in memory."""
        self.adapter = SlackAdapter(self.workspaces, self.documents, self.clock)
        self.bot = Bot(
            self.storage,
            self.clock,
            {Platform.SLACK: self.adapter.messenger},
            {Platform.SLACK: self.adapter.directory},
        )
        self.front = Front(self.bot)
        given = {} if self.patience is None else {"patience": self.patience}
        app = self.adapter.attend(self.front, signing_secret=self.slack.app.signing_secret, **given)
        self.life = AsyncExitStack()
        self.life.push_async_callback(self.adapter.close)
        if self.transport == "socket":
            self.slack.deliver_by_socket()
            self.sockets = Sockets(app, self.slack.app.app_token, self.workspaces.tokenless, ping=self.ping)
            await self.sockets.open()
            self.life.push_async_callback(self.sockets.close)
            await self.slack.sockets.connected(2)
            return
        ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        listening = self.life.enter_context(closing(open_socket("127.0.0.1", 0)))
        server = Server(Starlette(routes=routes(app, self.slack.app.signing_secret)), listening, ready.set_result)
        serving = asyncio.create_task(server.run_here())

        async def stop() -> None:
            server.should_exit = True
            await serving

        self.life.push_async_callback(stop)
        self.slack.deliver_by_http(f"{await ready}/slack/events")

    async def restart(self) -> None:
        await self.life.aclose()
        if self.transport == "socket":
            await self.slack.sockets.disconnected()
        await self.start()

    async def settled(self) -> None:
        """Until all is answered, and what follows from it is delivered."""
        await self.adapter.settled()
        await self.bot.settle()

    # People

    def person(self, name: str, **how: bool) -> SlackPerson:
        """A member of the workspace and its mentoring channel."""
        person = self.workspace.person(name, **how)  # type: ignore[arg-type]  # flags alone
        self.mentoring.members.append(person.id)
        return person

    def stranger(self, name: str) -> SlackPerson:
        person = self.workspace.stranger(name)
        self.mentoring.members.append(person.id)
        self.mentoring.shared = True
        return person

    def account(self, person: SlackPerson) -> Account:
        return Account(Platform.SLACK, SpaceId(self.workspace.id), UserId(person.id))

    async def does(self, person: SlackPerson, command: Command) -> Reply:
        """What a story does not tell about: behind the adapter's back."""
        event = f"scene-{self.slack.ids.small('e')}"
        reply = await self.bot.handle(command, Envelope(self.account(person), person.profile.name, event))
        assert isinstance(reply.view, Message), reply
        await self.bot.settle()
        return reply

    async def asks(self, person: SlackPerson) -> None:
        wish = FindMentor("Ohio", "elementary", ("scheduling",), "weekdays after 3pm")
        await self.does(person, wish)

    async def offers(self, person: SlackPerson) -> None:
        await self.does(person, OfferMentoring("", "otr", "6", "OH", ("elementary",), "weekdays after 3pm"))

    async def matched(self) -> tuple[SlackPerson, SlackPerson]:
        """Maya asked, Ruth accepted: a pair with a conversation of its own."""
        maya, ruth = self.person("Maya"), self.person("Ruth")
        await self.offers(ruth)
        await self.asks(maya)
        await ruth.presses("Yes, I will")
        await self.settled()
        return maya, ruth

    # What was done

    def calls(self, after: Answer, *besides: str) -> list[Call]:
        """The calls since an act, but for those that don't come with each."""
        return [call for call in self.slack.calls_after(after) if call.method not in (*ASIDE, *besides)]

    async def rows(self, table: str) -> int:
        async with self.storage.database.reader.connect() as connection:
            return int((await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar_one())


@contextlib.asynccontextmanager
async def attended(
    url: str,
    transport: Transport = "socket",
    *,
    patience: float | None = PATIENT,
    documents: Documents | None = None,
    ping: float = PING_SECONDS,
) -> AsyncIterator[Attended]:
    async with AsyncExitStack() as life:
        slack = await life.enter_async_context(SimulatedSlack(MONDAY))
        workspace = slack.workspace("T0001", "School OTs")
        mentoring = workspace.channel("mentoring", members=[])
        workspaces = Workspaces(slack.api_url, workspace.bot_token)
        await workspaces.open()
        life.push_async_callback(workspaces.close)
        database = open_database(url)
        life.push_async_callback(database.close)
        storage = SqlStorage(database)
        await storage.found(Community(COMMUNITY, "School OTs"))
        space = Space(SpaceId(workspace.id), Platform.SLACK, "School OTs", channel=mentoring.id)
        await storage.connect(COMMUNITY, space)
        slack.patience = PATIENT + 5
        place = Attended(
            slack, workspace, mentoring, storage, Time(), workspaces, transport, documents or Drawings(), patience, ping
        )
        await place.start()
        try:
            yield place
            await place.adapter.settled()
        finally:
            place.front.gate.set()
            await place.life.aclose()
        assert not slack.timeouts, slack.timeouts
        assert not slack.refusals, slack.refusals
