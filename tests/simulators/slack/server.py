"""The simulated Slack itself: one server on port 0, and everything that stands behind it."""

import itertools
import re
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

import aiohttp
from aiohttp import web

from tests.simulators.slack.acting.acts import Acts
from tests.simulators.slack.answers import Answer
from tests.simulators.slack.api.dispatch import Api
from tests.simulators.slack.app import Installation, SlackApp
from tests.simulators.slack.calls import Call, CallLog, Ordered
from tests.simulators.slack.clock import Ids, SlackClock
from tests.simulators.slack.delivery.posts import Posts
from tests.simulators.slack.delivery.sockets import Sockets
from tests.simulators.slack.events import Events
from tests.simulators.slack.faults import Fault, Faults, Hold
from tests.simulators.slack.files import Files
from tests.simulators.slack.jsons import Json
from tests.simulators.slack.oauth import OAuth
from tests.simulators.slack.rates import Rates
from tests.simulators.slack.response_urls import ResponseUrls
from tests.simulators.slack.triggers import Triggers
from tests.simulators.slack.viewstore import ViewStore
from tests.simulators.slack.workspaces import Enterprise, Workspace

if TYPE_CHECKING:
    import asyncio

MOST_BODY = 32 * 1024 * 1024


class SimulatedSlack:
    """See the package's docstring."""

    def __init__(self, start: datetime | None = None) -> None:
        self.app, self.clock, self.ids = SlackApp(), SlackClock(start), Ids()
        self.workspaces: dict[str, Workspace] = {}
        self.enterprises: dict[str, Enterprise] = {}
        self.installations: dict[str, Installation] = {}
        self.violations: list[str] = []
        self.timeouts: list[str] = []
        self.refusals: list[str] = []
        self.answers: list[Answer] = []
        self.log, self.faults = CallLog(), Faults()
        self.sockets = Sockets(self.app, self.clock, self.ids, self.breaks)
        self.triggers, self.views = Triggers(self), ViewStore(self)
        self.response_urls, self.files, self.oauth = ResponseUrls(self), Files(self), OAuth(self)
        self.events, self.acts = Events(self), Acts(self)
        self.by_http: Posts | None = None
        self.url = ""
        self._order = itertools.count(1)

    # Life

    async def __aenter__(self) -> Self:
        server = web.Application(client_max_size=MOST_BODY)
        server.router.add_route("*", "/api/{method}", Api(self).accept)
        server.router.add_get("/link/", self.sockets.accept)
        server.router.add_post("/upload/v1/{ticket}", self.files.accept)
        server.router.add_post("/response/{team}/{key}", self.response_urls.accept)
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.faults.release_all()
        await self.sockets.close(politely=False)
        await self._session.close()
        await self._runner.cleanup()
        if not self.violations:
            return
        said = "Slack would not have taken this:\n" + "\n".join(f"- {v}" for v in self.violations)
        if error is None:
            raise AssertionError(said)
        error.add_note(said)

    @property
    def api_url(self) -> str:
        """The `base_url` of a web client."""
        return f"{self.url}/api/"

    def order(self) -> int:
        return next(self._order)

    # The world

    def workspace(
        self, id: str = "T0001", name: str = "School OTs", *, enterprise: str | None = None, installed: bool = True
    ) -> Workspace:
        """A new workspace, in an organization where its id is given, with the app installed or not."""
        place = self.enterprise(enterprise) if enterprise else None
        self.workspaces[id] = workspace = Workspace(self, id, name, place)
        if installed:
            self.install(workspace, self.app.scopes)
        return workspace

    def enterprise(self, id: str, name: str = "School District") -> Enterprise:
        """An organization, the same one for the same id."""
        if id not in self.enterprises:
            self.enterprises[id] = Enterprise(self, id, name)
        return self.enterprises[id]

    def install(self, place: Workspace | Enterprise, scopes: list[str] | None = None) -> Installation:
        """Installs the app; where it is installed already the token stays and the scopes are renewed."""
        granted = list(self.app.scopes if scopes is None else scopes)
        org_wide = isinstance(place, Enterprise)
        known = place.installation if isinstance(place, Enterprise) else place.own_installation
        if known and not known.refused_with:
            known.scopes = granted
            return known
        team = None if org_wide else place.id
        enterprise = place if isinstance(place, Enterprise) else place.enterprise
        organization = enterprise.id if enterprise else None
        new = Installation(self._token(), place.bot_user_id, place.bot_id, granted, team, organization)
        self.installations[new.token] = new
        if isinstance(place, Enterprise):
            place.installation = new
        else:
            place.own_installation = new
        return new

    def _token(self) -> str:
        return self.ids.small("xoxb-0001-0002-")

    def uninstall(self, installation: Installation, error: str = "account_inactive") -> None:
        """The token is dead; what is left of the installation says nothing any more."""
        installation.refused_with = error

    # How the app hears of things

    def deliver_by_socket(self) -> Sockets:
        """From now on over Socket Mode; `await slack.sockets.connected()` waits for the app."""
        self.acts.delivery, self.by_http = self.sockets, None
        return self.sockets

    def deliver_by_http(self, url: str) -> Posts:
        """From now on by signed requests to this address."""
        self.acts.delivery = self.by_http = Posts(self.app, url, self._session)
        return self.by_http

    @property
    def patience(self) -> float:
        """Real seconds that Slack waits for an acknowledgement."""
        return self.acts.patience

    @patience.setter
    def patience(self, seconds: float) -> None:
        self.acts.patience = seconds

    async def redeliver(self, answer: Answer) -> Answer:
        return await self.acts.redeliver(answer)

    async def retry(self, answer: Answer) -> Answer:
        return await self.acts.retry(answer)

    # Calls

    @property
    def calls(self) -> list[Call]:
        return self.log.calls

    def begin_call(self, method: str, arguments: Json, team: str) -> Call:
        call = Call(self.order(), method, arguments, self.clock.now, team)
        self.log.begin(call)
        return call

    def calls_of(self, method: str, after: Ordered | None = None) -> list[Call]:
        return self.log.of(method, after)

    def calls_after(self, after: Ordered) -> list[Call]:
        return [c for c in self.calls if c.order > after.order]

    async def called(
        self,
        method: str,
        *,
        after: Ordered | None = None,
        where: Callable[[Call], bool] = lambda _: True,
        within: float = 3.0,
    ) -> Call:
        return await self.log.called(method, after, where, within)

    def next_call(self, method: str, where: Callable[[Call], bool] = lambda _: True) -> "asyncio.Future[Call]":
        return self.log.next(method, where)

    def on_call(self, observer: Callable[[Call], None]) -> None:
        """Called with each call once the world has changed, before the answer leaves."""
        self.log.observers.append(observer)

    # Trouble

    def limit(self, method: str, *, retry_after: int = 1, times: int = 1, channel: str = "") -> Fault:
        """The next calls get 429 with `Retry-After`."""
        return self.faults.add(Fault(method, times, channel, 429, "ratelimited", retry_after))

    def takes(self, a_minute: int) -> None:
        """From now on so many messages a minute into each workspace, and one a second into each conversation."""
        self.faults.rates = Rates(a_minute)

    def fail(self, method: str, *, status: int = 500, times: int = 1, channel: str = "") -> Fault:
        """The next calls get this HTTP status and a page of HTML; nothing happens."""
        return self.faults.add(Fault(method, times, channel, status, "server_error"))

    def refuse(self, method: str, error: str, *, times: int = 1, channel: str = "") -> Fault:
        """The next calls get `ok: false` with this error; nothing happens."""
        return self.faults.add(Fault(method, times, channel, 200, error))

    def drop(self, method: str, *, after_accepting: bool = False, times: int = 1, channel: str = "") -> Fault:
        """The line breaks: before anything happened, or after everything did."""
        fault = Fault(method, times, channel, drops=True, after_accepting=after_accepting)
        return self.faults.add(fault)

    def hold(self, method: str, where: Callable[[Call], bool] = lambda _: True) -> Hold:
        """Calls wait until `release()`; `await hold.reached()` waits for the first."""
        return self.faults.hold(method, where)

    # Strictness

    def breaks(self, sentence: str) -> None:
        """Records what a correct app would never send; leaving the `async with` raises them."""
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
