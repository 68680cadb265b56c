"""The real program as a process of its own, in front of a simulated Slack that lives in the test's event loop."""

import asyncio
import contextlib
import itertools
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from cryptography.fernet import Fernet
from sqlalchemy import select, update

from adapters.slack.manifest import Transport, manifest
from bot.domain.message import OutboxStatus
from bot.settings import Settings
from storage.engine import open_database
from storage.tables import outbox
from tests.simulators.slack import Answer, Call, SimulatedSlack, SlackChannel, SlackPerson, Workspace
from tests.simulators.slack.calls import Ordered

ROOT = Path(__file__).parent.parent
PUBLIC = "https://mentors.example.org"
PATIENCE = 20.0  # seconds; only a defect, or a very busy machine, waits that long
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
AROUND_THE_WORLD = (
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/New_York",
    "Atlantic/Azores",
    "Europe/Berlin",
    "Asia/Dubai",
    "Asia/Dhaka",
    "Asia/Tokyo",
    "Pacific/Auckland",
)


def daytime() -> str:
    """A zone in which it is about noon now: the program goes by the real clock, and wakes nobody."""
    now = datetime.now(UTC)
    return min(AROUND_THE_WORLD, key=lambda zone: abs(now.astimezone(ZoneInfo(zone)).hour - 13))


@dataclass
class Ended:
    """`log` is what it wrote to standard error."""

    code: int
    said: str
    log: str


@dataclass
class Running:
    """One life of the program. `told` is its first line; `address` where its web server listens, or empty."""

    process: Process
    log: Path
    told: str = ""
    address: str = ""

    async def kill(self) -> None:
        """As when the machine loses power: no goodbye, nothing finished."""
        self.process.kill()
        await self.process.wait()

    def told_to_stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    async def ended(self, seconds: float = PATIENCE) -> Ended:
        async with asyncio.timeout(seconds):
            said, _ = await self.process.communicate()
        assert self.process.returncode is not None
        return Ended(self.process.returncode, said.decode(), self.log.read_text())


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


@dataclass
class Place:
    """Where the program lives: its folder, its database, and a Slack around it."""

    slack: SimulatedSlack
    folder: Path
    url: str
    workspace: Workspace = field(init=False)
    mentoring: SlackChannel = field(init=False)
    lives: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        """The app as its manifest registers it, a workspace that has it, and a channel that it is in."""
        self.slack.app.configure(manifest(name="mentorbot", transport=Transport.HTTP, url=PUBLIC, distributed=True))
        self.workspace = self.slack.workspace("T0001", "School OTs")
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
        """`mentorbot` with nothing but these settings; it is gone afterwards, whatever happened."""
        kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
        own = {"PLATFORMS": "slack", "SLACK_API_URL": self.slack.api_url, "DATABASE_URL": self.url, "PORT": "0"}
        quick = {"TICK_SECONDS": "0.1", "LOG_FORMAT": "json", "PYTHONPATH": str(ROOT)}
        log = self.folder / f"log-{next(self.lives)}.txt"
        with log.open("w") as file:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *command),
                cwd=self.folder,
                env={**kept, **own, **quick, **settings},
                stdout=PIPE,
                stderr=file,
            )
        try:
            yield Running(process, log)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.communicate()

    @contextlib.asynccontextmanager
    async def runs(self, transport: str, **settings: str) -> AsyncIterator[Running]:
        """The program, serving, and Slack delivering to it."""
        given = self.by(transport) | (settings or self.one_workspace)
        async with self.process("run", **given) as running:
            assert running.process.stdout is not None
            async with asyncio.timeout(PATIENCE):
                said = (await running.process.stdout.readline()).decode()
            assert said.startswith("Serving "), said + running.log.read_text()
            running.told = said
            found = re.search(r"http://\S+?(?=,)", said)
            running.address = found[0] if found else ""
            await self._hears(transport, running)
            yield running

    async def _hears(self, transport: str, running: Running) -> None:
        if transport == "socket":
            self.slack.deliver_by_socket()
            await self.slack.sockets.connected(2)
        else:
            self.slack.deliver_by_http(f"{running.address}/slack/events")

    async def died(self, running: Running) -> None:
        """Killed, and a minute has gone by: what it had leased is free for the next to take."""
        await running.kill()
        await self.slack.sockets.disconnected()
        database = open_database(self.url)
        async with database.writer.begin() as connection:
            leased = outbox.c.lease_until.is_not(None)
            await connection.execute(update(outbox).where(leased).values(lease_until=LONG_AGO))
        await database.close()

    async def unfinished(self) -> list[OutboxStatus]:
        """What the outbox holds that is neither sent nor settled otherwise."""
        database = open_database(self.url)
        open_ones = (OutboxStatus.WAITING, OutboxStatus.SENDING)
        async with database.reader.begin() as connection:
            found = list(await connection.scalars(select(outbox.c.status).where(outbox.c.status.in_(open_ones))))
        await database.close()
        return found

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
