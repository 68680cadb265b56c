"""Slack by HTTP: what Slack has signed lately reaches a listener, and nothing else does."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest
from slack_bolt.app.async_app import AsyncApp
from starlette.applications import Starlette

from adapters.server import Server, open_socket
from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.web import MOST_BODY, routes
from adapters.slack.workspaces import Workspaces
from tests.adapters.slack.installed import opened
from tests.simulators.slack import SimulatedSlack, SlackPerson

PATIENCE = 10.0  # seconds; only a defect waits that long
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BODY = b"command=%2Ffind-mentor&text=&user_id=U1&team_id=T0001&trigger_id=1.2"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)


class Bot:
    """A real Bolt app behind the real server, with the simulated Slack in front."""

    def __init__(self, slack: SimulatedSlack, ruth: SlackPerson, workspaces: Workspaces) -> None:
        self.slack, self.ruth = slack, ruth
        self.heard: list[dict[str, Any]] = []
        authorize: Any = workspaces.authorize
        secret = slack.app.signing_secret
        self.app = AsyncApp(
            authorize=authorize, client=workspaces.tokenless, signing_secret=secret, process_before_response=True
        )
        self.app.command("/find-mentor")(self._listen)
        self.app.event("app_home_opened")(self._listen)
        self.starlette = Starlette(routes=list(routes(self.app, secret)))

    async def _listen(self, ack: Any, body: dict[str, Any]) -> None:
        self.heard.append(body)
        await ack(text="Heard.") if "command" in body else await ack()

    async def posts(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        assert self.slack.by_http is not None
        ack = await self.slack.by_http.post(body, headers)
        return ack.status, str(ack.body)

    def signed(self, body: bytes = BODY, **how: Any) -> dict[str, str]:
        assert self.slack.by_http is not None
        return {**FORM, **self.slack.by_http.signed(body, **how)}


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with SimulatedSlack() as slack, contextlib.AsyncExitStack() as stack:
        slack.app.scopes = list(BOT_SCOPES)
        workspace = slack.workspace("T0001")
        workspaces = await stack.enter_async_context(
            opened(Workspaces(slack.api_url, token=workspace.installation.token))
        )
        made = Bot(slack, workspace.person("Ruth"), workspaces)
        ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        server = Server(made.starlette, open_socket("127.0.0.1", 0), ready.set_result)
        running = asyncio.create_task(server.run_here())
        slack.deliver_by_http(await asyncio.wait_for(ready, PATIENCE) + "/slack/events")
        yield made
        server.should_exit = True
        await asyncio.wait_for(running, PATIENCE)


async def test_commands_and_events_that_slack_signed_are_heard(bot: Bot) -> None:
    await bot.ruth.types("/find-mentor")
    await bot.ruth.opens_home()
    assert [body.get("command") or body["event"]["type"] for body in bot.heard] == ["/find-mentor", "app_home_opened"]
    assert bot.ruth.ephemerals[-1].text == "Heard."
    assert len(bot.slack.calls_of("auth.test")) == 1, "at the start, and never again"


async def test_a_signature_of_the_last_five_minutes_is_good(bot: Bot) -> None:
    for seconds in (0, -290, 290):
        status, _ = await bot.posts(BODY, bot.signed(timestamp=int(time.time()) + seconds))
        assert status == 200
    assert len(bot.heard) == 3


@pytest.mark.parametrize("seconds", [-310, 310, -86400])
async def test_a_stale_signature_is_refused(bot: Bot, seconds: int) -> None:
    await refused(bot, BODY, bot.signed(timestamp=int(time.time()) + seconds))


async def test_a_forged_signature_is_refused(bot: Bot) -> None:
    await refused(bot, BODY, bot.signed(secret="a-guess"))


async def test_a_signature_of_another_body_is_refused(bot: Bot) -> None:
    await refused(bot, BODY.replace(b"U1", b"U2"), bot.signed())


@pytest.mark.parametrize("missing", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_a_missing_signature_is_refused(bot: Bot, missing: str) -> None:
    await refused(bot, BODY, {name: value for name, value in bot.signed().items() if name != missing})


@pytest.mark.parametrize(
    "crooked",
    [
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": "nan"},
        {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": "9" * 5000},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Signature": "v1=" + "0" * 64},
    ],
)
async def test_a_crooked_signature_is_refused(bot: Bot, crooked: dict[str, str]) -> None:
    await refused(bot, BODY, {**bot.signed(), **crooked})


@pytest.mark.parametrize(
    "body", [b"", b"{", b"payload=%7B", b"\xff\xfe", b'{"type":"url_verification","challenge":"x"}']
)
async def test_what_nobody_signed_is_not_even_read(bot: Bot, body: bytes) -> None:
    await refused(bot, body, {"Content-Type": "application/json"})


async def refused(bot: Bot, body: bytes, headers: Mapping[str, str]) -> None:
    status, said = await bot.posts(body, headers)
    assert status == 401
    assert "only what Slack has signed in the last five minutes" in said
    assert bot.heard == []
    assert len(bot.slack.calls) == 1, "nothing but the start"


async def test_slack_may_check_the_address(bot: Bot) -> None:
    body = b'{"type":"url_verification","challenge":"3eZbrw1a"}'
    assert bot.slack.by_http is not None
    headers = {"Content-Type": "application/json", **bot.slack.by_http.signed(body)}
    status, said = await bot.posts(body, headers)
    assert status == 200
    assert "3eZbrw1a" in said
    assert (await bot.posts(b"ssl_check=1&token=x", FORM))[0] == 200
    assert bot.heard == []


async def test_a_body_of_more_than_a_megabyte_is_refused(bot: Bot) -> None:
    """Not over the line: whether a client that is still sending sees the answer is up to its own system."""
    transport = httpx.ASGITransport(bot.starlette)
    bodies = [BODY + b"&text=" + b"x" * (size - len(BODY) - 6) for size in (MOST_BODY, MOST_BODY + 1)]
    async with httpx.AsyncClient(transport=transport, base_url="https://mentors.example.org") as client:
        answers = [await client.post("/slack/events", content=body, headers=bot.signed(body)) for body in bodies]
    assert [answer.status_code for answer in answers] == [200, 413]
    assert answers[1].text == "That is more than this address takes at once (1 MB).\n"
    assert len(bot.heard) == 1


async def test_only_posts_are_taken_and_only_where_they_belong(bot: Bot) -> None:
    transport = httpx.ASGITransport(bot.starlette)
    async with httpx.AsyncClient(transport=transport, base_url="https://mentors.example.org") as client:
        assert (await client.get("/slack/events")).status_code == 405
        assert (await client.post("/slack", content=BODY, headers=bot.signed())).status_code == 404
        assert (await client.get("/slack/install")).status_code == 404, "one workspace, so nothing to add"


async def test_a_workspace_that_is_unknown_gets_no_listener(bot: Bot) -> None:
    body = BODY.replace(b"T0001", b"T0666")
    status, _ = await bot.posts(body, bot.signed(body))
    assert status == 200
    assert bot.heard == []


def test_without_a_signing_secret_there_is_no_address_for_events() -> None:
    assert routes(AsyncApp(token="xoxb-unused", signing_secret="s")) == []
