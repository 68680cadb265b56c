"""The simulated Discord itself: one server on port 0, and everything that stands behind it."""

import asyncio
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

import discord.gateway
import discord.http
import yarl
from aiohttp import web

from tests.simulators.simulated_discord.acting import acts
from tests.simulators.simulated_discord.answers import Answer
from tests.simulators.simulated_discord.application import Application
from tests.simulators.simulated_discord.calls import Call, CallLog, Ordered, Where
from tests.simulators.simulated_discord.channels import Conversation, DirectChannel, Kind
from tests.simulators.simulated_discord.clock import DiscordClock, Ids
from tests.simulators.simulated_discord.faults import Fault, Faults, Hold, Scope
from tests.simulators.simulated_discord.gateway.gateway import Gateway
from tests.simulators.simulated_discord.guilds import Guild
from tests.simulators.simulated_discord.interactions import Interaction
from tests.simulators.simulated_discord.messages import Attachment
from tests.simulators.simulated_discord.people import DiscordPerson
from tests.simulators.simulated_discord.permissions import OF_THE_BOT, Permission
from tests.simulators.simulated_discord.rest.buckets import Buckets
from tests.simulators.simulated_discord.rest.dispatch import BASE, Rest
from tests.simulators.simulated_discord.rest.operations import OPERATIONS
from tests.simulators.simulated_discord.users import User

MOST_BODY = 32 * 1024 * 1024
PATIENCE = 3.0  # seconds until Discord gives up on a first response


def anything(_: Call) -> bool:
    return True


class SimulatedDiscord:
    """See the package's docstring. `checks=False` leaves out the official document's, for benchmarks."""

    def __init__(self, start: datetime | None = None, *, checks: bool = True) -> None:
        self.clock, self.checks, self.patience = DiscordClock(start), checks, PATIENCE
        self.ids = Ids(self.clock)
        self.users: dict[int, User] = {}
        self.people: dict[int, DiscordPerson] = {}
        self.guilds: dict[int, Guild] = {}
        self.directs: dict[int, DirectChannel] = {}  # by the person's id
        self._direct_channels: dict[int, DirectChannel] = {}
        self.interactions: dict[int, Interaction] = {}
        self.by_token: dict[str, Interaction] = {}
        self.attachments: dict[int, Attachment] = {}
        self.opened_directs: list[int] = []
        self.openers_invite = False  # whether who opened a thread that is not invitable may add people to it
        self.created_commands: defaultdict[int, int] = defaultdict(int)
        self.invalid_requests: list[Call] = []
        self.violations: list[str] = []
        self.timeouts: list[str] = []
        self.answers: list[Answer] = []
        self.log, self.faults, self.buckets = CallLog(), Faults(), Buckets()
        self.gateway = Gateway(self)
        bot = self.user("mentorbot", bot=True)
        self.app = Application(bot.id, bot, self.user("Operator"), self._token())
        self.url = ""
        self._order = itertools.count(1)

    # Life

    async def __aenter__(self) -> Self:
        server = web.Application(client_max_size=MOST_BODY)
        server.router.add_get("/gw/", self.gateway.accept)
        server.router.add_get("/attachments/{id}/{name}", self._attachment)
        Rest(self, OPERATIONS).add_to(server)
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.faults.release_all()
        self.gateway.cuts()
        await self._runner.cleanup()
        if not self.violations:
            return
        said = "Discord would not have taken this:\n" + "\n".join(f"- {v}" for v in self.violations)
        if error is None:
            raise AssertionError(said)
        error.add_note(said)

    @property
    def api_url(self) -> str:
        """What `discord.http.Route.BASE` must be."""
        return f"{self.url}{BASE}"

    @property
    def gateway_url(self) -> str:
        """What `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY` must be."""
        return f"ws{self.url.removeprefix('http')}/gw/"

    @contextmanager
    def reachable(self) -> Iterator[None]:
        """Points discord.py here, for all clients of this process, and back again."""
        route, socket = discord.http.Route, discord.gateway.DiscordWebSocket
        before = route.BASE, socket.DEFAULT_GATEWAY
        route.BASE, socket.DEFAULT_GATEWAY = self.api_url, yarl.URL(self.gateway_url)
        try:
            yield
        finally:
            route.BASE, socket.DEFAULT_GATEWAY = before

    def order(self) -> int:
        return next(self._order)

    async def _attachment(self, request: web.Request) -> web.Response:
        id = request.match_info["id"]
        found = self.attachments.get(int(id)) if id.isdecimal() else None
        if found is None:
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=found.data, content_type="application/octet-stream")

    # The world

    def guild(
        self,
        id: int | None = None,
        name: str = "School OTs",
        *,
        bot_permissions: Permission = OF_THE_BOT,
        bot: bool = True,
    ) -> Guild:
        """A new server, with the bot in it unless `bot` is false; without an id each goes to the next shard."""
        id = id or self.ids.apart()
        self.guilds[id] = guild = Guild(self, id, name, bot_permissions)
        if not bot:
            guild.forgets_bot()
        return guild

    def user(self, name: str, *, bot: bool = False) -> User:
        """An account; people become members with `guild.person()` and `person.joins(guild)`."""
        username = re.sub(r"[^a-z0-9_.]", "", name.lower().replace(" ", "."))[:32] or "someone"
        user = User(self.ids.new(), username, "" if bot else name, bot)
        self.users[user.id] = user
        return user

    def direct(self, person: DiscordPerson) -> DirectChannel:
        """The direct conversation of this person and the bot, opened if need be."""
        if person.id not in self.directs:
            channel = DirectChannel(self.ids.new(), Kind.DIRECT, person)
            self.directs[person.id] = self._direct_channels[channel.id] = channel
        return self.directs[person.id]

    def conversation(self, id: int) -> Conversation | None:
        for guild in self.guilds.values():
            if found := guild.place(id):
                return found
        return self._direct_channels.get(id)

    @property
    def conversations(self) -> list[Conversation]:
        places = [p for g in self.guilds.values() for p in (*g.channels.values(), *g.threads.values())]
        return [*places, *self.directs.values()]

    def _token(self) -> str:
        return f"{self.ids.small('MTIzNDU2Nzg5MDEyMzQ1Njc4')}.Gabcde.{self.ids.small('abcdefghijklmnopqrstuvw-')}"

    def revokes_token(self) -> str:
        """The bot's token is reset: REST answers 401, and the lines are closed with 4004. The new one comes back."""
        self.app.token = self._token()
        self.gateway.closes(4004)
        return self.app.token

    # Acts

    async def redeliver(self, answer: Answer, *, unanswered: bool = False, within: float = 1.0) -> Answer:
        """The same INTERACTION_CREATE once more, as a resumed session may bring it.

        The first response stands (another is refused with 40060); `ok` is then whether the bot tried. With
        `unanswered` the first response is forgotten, as if the bot had died after its work and before its answer.
        """
        return await acts.redeliver(self, answer, unanswered, within)

    async def finished(self, answer: Answer, within: float = 3.0) -> Answer:
        """Waits until a deferred answer has its words (or was taken away)."""
        async with asyncio.timeout(within):
            await answer.interaction.completed.wait()
        return answer

    # Calls

    @property
    def calls(self) -> list[Call]:
        return self.log.calls

    def calls_of(self, name: str, after: Ordered | None = None) -> list[Call]:
        return self.log.of(name, after)

    def calls_after(self, after: Ordered) -> list[Call]:
        return [c for c in self.calls if c.order > after.order]

    async def called(
        self, name: str, *, after: Ordered | None = None, where: Where = anything, within: float = 3.0
    ) -> Call:
        return await self.log.called(name, after, where, within)

    @property
    def repeated_refusals(self) -> list[Call]:
        """Requests that were refused with 401 or 403 and sent again just the same: they eat up the bot's budget."""
        seen: set[str] = set()
        again = []
        for call in self.invalid_requests:
            body = call.payload
            if isinstance(body, dict):  # discord.py makes up a nonce for each try
                body = {name: value for name, value in body.items() if name != "nonce"}
            what = f"{call.method} {call.path} {body!r}"
            if call.status != 429 and what in seen:
                again.append(call)
            seen.add(what)
        return again

    def next_call(self, name: str, where: Where = anything) -> "asyncio.Future[Call]":
        return self.log.next(name, where)

    def on_call(self, observer: Callable[[Call], None]) -> None:
        """Called with each call once the world has changed, before the answer leaves."""
        self.log.observers.append(observer)

    # Trouble ("*" is every operation)

    def limit(
        self, name: str, *, retry_after: float = 0.05, scope: Scope = "user", times: int = 1, where: Where = anything
    ) -> Fault:
        """The next calls get 429."""
        return self.faults.add(Fault(name, times, where, 429, retry_after=retry_after, scope=scope))

    def fail(
        self, name: str, *, status: int = 503, after_accepting: bool = False, times: int = 1, where: Where = anything
    ) -> Fault:
        """The next calls get this HTTP status and a page of HTML, before anything happened or after everything did.

        discord.py repeats 500 and 502, in answers to interactions whatever begins with 5.
        """
        return self.faults.add(Fault(name, times, where, status, after_accepting=after_accepting))

    def refuse(self, name: str, code: int, *, times: int = 1, where: Where = anything) -> Fault:
        """The next calls get Discord's error of this code; nothing happens."""
        return self.faults.add(Fault(name, times, where, code=code))

    def drop(self, name: str, *, after_accepting: bool = False, times: int = 1, where: Where = anything) -> Fault:
        """The line breaks: before anything happened, or after everything did."""
        return self.faults.add(Fault(name, times, where, drops=True, after_accepting=after_accepting))

    def hold(self, name: str, where: Where = anything) -> Hold:
        """Calls wait until `release()`; `await hold.reached()` waits for the first."""
        return self.faults.hold(name, where)

    def bucket(self, name: str, limit: int, per: float) -> None:
        """From now on an operation takes this many requests in so many real seconds, by major parameter."""
        self.buckets.limits[name] = (limit, per)

    # Strictness

    def breaks(self, sentence: str) -> None:
        """Records what a correct bot would never send; leaving the `async with` raises them."""
        self.violations.append(sentence)

    def expected_violations(self, *patterns: str) -> list[str]:
        """Takes away and returns the violations that the patterns find; each must find one."""
        found: list[str] = []
        for pattern in patterns:
            hits = [v for v in self.violations if re.search(pattern, v)]
            assert hits, f"no violation matches {pattern!r}; there are {self.violations}"
            found += hits
            self.violations[:] = [v for v in self.violations if v not in hits]
        return found
