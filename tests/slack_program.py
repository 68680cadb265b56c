"""The real program in front of a simulated Slack that lives in the test's event loop."""

import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from functools import cached_property
from pathlib import Path

import httpx
from cryptography.fernet import Fernet

from adapters.slack.manifest import Transport, manifest
from tests.simulators.slack import Answer, Call, SimulatedSlack, SlackPerson
from tests.simulators.slack.calls import Ordered
from tests.started import PATIENCE, Home, Running, daytime

PUBLIC = "https://mentors.example.org"


class Deployed(httpx.AsyncHTTPTransport):
    """What stands before the program where it is deployed: browsers see its public address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = httpx.URL(address)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        at = self._address
        url = request.url.copy_with(scheme=at.scheme, host=at.host, port=at.port)
        passed_on = httpx.Request(request.method, url, headers=request.headers, extensions=request.extensions)
        return await super().handle_async_request(passed_on)


class Place(Home):
    """With a Slack around it: a workspace that has the app, as its manifest registers it, and a channel."""

    def __init__(self, slack: SimulatedSlack, folder: Path, url: str) -> None:
        super().__init__(folder, url)
        self.slack = slack
        slack.app.configure(manifest(name="mentorbot", transport=Transport.HTTP, url=PUBLIC, distributed=True))
        self.workspace = slack.workspace("T0001", "School OTs")
        self.mentoring = self.workspace.channel("mentoring", members=[])

    def person(self, name: str, *, admin: bool = False) -> SlackPerson:
        made = self.workspace.person(name, admin=admin, tz=daytime())
        self.mentoring.members.append(made.id)
        return made

    @property
    def one_workspace(self) -> dict[str, str]:
        return {"SLACK_BOT_TOKEN": self.workspace.bot_token}

    @cached_property
    def many_workspaces(self) -> dict[str, str]:
        app = self.slack.app
        return {
            "SLACK_CLIENT_ID": app.client_id,
            "SLACK_CLIENT_SECRET": app.client_secret,
            "SECRET_KEYS": Fernet.generate_key().decode(),
            "PUBLIC_URL": PUBLIC,
        }

    def by(self, transport: str) -> dict[str, str]:
        """The settings of a transport: "socket" or "http"."""
        app = self.slack.app
        if transport == "socket":
            return {"SLACK_APP_TOKEN": app.app_token}
        return {"SLACK_SIGNING_SECRET": app.signing_secret}

    @contextlib.asynccontextmanager
    async def process(self, *command: str, **settings: str) -> AsyncIterator[Running]:
        own = {"PLATFORMS": "slack", "SLACK_API_URL": self.slack.api_url}
        async with super().process(*command, **(own | settings)) as running:
            yield running

    @contextlib.asynccontextmanager
    async def runs(self, transport: str, **settings: str) -> AsyncIterator[Running]:
        """The program, serving, and Slack delivering to it."""
        given = self.by(transport) | (settings or self.one_workspace)
        async with self.process("run", **given) as running:
            await running.begun()
            await self.hears(transport, running)
            yield running

    async def hears(self, transport: str, running: Running) -> None:
        if transport == "socket":
            self.slack.deliver_by_socket()
            await self.slack.sockets.connected(2)
        else:
            self.slack.deliver_by_http(f"{running.address}/slack/events")

    async def died(self, running: Running) -> None:
        """Killed, and a minute has gone by."""
        await running.kill()
        await self.slack.sockets.disconnected()
        await self.a_minute_later()

    # What was sent

    async def called(self, method: str, after: Ordered | None = None, **arguments: str) -> Call:
        """The first call since then with these arguments that changed something, as soon as it is there."""

        def meant(call: Call) -> bool:
            return call.ok and all(call.arguments.get(name) == value for name, value in arguments.items())

        return await self.slack.called(method, after=after, where=meant, within=PATIENCE)

    async def opens(self, person: SlackPerson, answer: Answer) -> None:
        """A dialog came of what this person did."""
        await self.called("views.open", after=answer)
        assert person.modal is not None

    def times_sent(self) -> Counter[str]:
        """How often Slack took each message of the outbox, also where the program never heard that it did."""
        taken = [c for c in self.slack.calls_of("chat.postMessage") if c.ok and c.arguments.get("metadata")]
        return Counter(str(call.arguments["metadata"]["event_payload"]["key"]) for call in taken)
