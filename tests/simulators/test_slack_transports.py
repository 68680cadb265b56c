"""Sockets and signed requests, and the trouble that comes with either."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.simulators.raw_app import RawApp, listening, socket_url
from tests.simulators.refused import refusal
from tests.simulators.slack import SimulatedSlack, SlackPerson, Workspace
from tests.simulators.tiny_bolt import bolt, over_http, over_sockets

# Sockets


async def test_a_ticket_is_good_for_one_socket_within_thirty_seconds(slack: SimulatedSlack) -> None:
    async with aiohttp.ClientSession() as session:
        url = await socket_url(slack)
        async with session.ws_connect(url) as line:
            hello = await line.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)
            late = await socket_url(slack)
            slack.clock.moves(seconds=31)
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(late)


async def test_only_an_app_level_token_in_the_header_opens_sockets(
    slack: SimulatedSlack, client: AsyncWebClient
) -> None:
    assert await refusal(client.apps_connections_open(app_token=str(client.token))) == "not_allowed_token_type"
    assert await refusal(client.apps_connections_open(app_token="xapp-no")) == "invalid_auth"
    in_body = AsyncWebClient(base_url=slack.api_url)
    assert await refusal(in_body.api_call("apps.connections.open", data={"token": slack.app.app_token})) == "not_authed"
    slack.expected_violations("belongs in the Authorization header")
    slack.app.app_token_scopes.clear()
    assert await refusal(client.apps_connections_open(app_token=slack.app.app_token)) == "missing_scope"


async def test_several_sockets_take_turns_and_each_envelope_goes_to_one(
    slack: SimulatedSlack, maya: SlackPerson
) -> None:
    first, second = RawApp(), RawApp()
    async with listening(slack, first), listening(slack, second):
        for _ in range(4):
            await maya.types("/ask")
    assert (len(first.got), len(second.got)) == (2, 2)
    ids = {frame["envelope_id"] for frame in first.got + second.got}
    assert len(ids) == 4


async def test_ten_sockets_are_enough(slack: SimulatedSlack) -> None:
    async with aiohttp.ClientSession() as session:
        lines = [await session.ws_connect(await socket_url(slack)) for _ in range(10)]
        await slack.sockets.connected(10)
        extra = await session.ws_connect(await socket_url(slack))
        assert (await extra.receive_json())["reason"] == "too_many_websockets"
        for line in (*lines, extra):
            await line.close()


async def test_without_a_socket_an_act_gets_no_answer(slack: SimulatedSlack, maya: SlackPerson) -> None:
    slack.deliver_by_socket()
    answer = await maya.types("/ask")
    assert (answer.ok, answer.why) == (False, "no socket is connected")


async def test_acknowledgements_must_be_of_envelopes_that_wait(slack: SimulatedSlack, maya: SlackPerson) -> None:
    app = RawApp()
    app.silent = True
    async with listening(slack, app), aiohttp.ClientSession() as session:
        slack.patience = 0.01
        await maya.types("/ask")
        line = await session.ws_connect(await socket_url(slack))
        for frame in ({"envelope_id": app.got[-1]["envelope_id"]}, {"envelope_id": "made-up"}, {"hello": 1}):
            await line.send_str(json.dumps(frame))
        await line.close()
        await slack.sockets.disconnected(left=1)
    slack.expected_violations("made-up was acknowledged twice", "without envelope_id")
    assert slack.violations == []


async def test_the_real_client_moves_to_a_new_socket_when_asked(slack: SimulatedSlack, workspace: Workspace) -> None:
    maya = workspace.person("Maya")
    app = bolt(slack, workspace)
    _answers(app)
    async with over_sockets(slack, app):
        assert (await maya.types("/ask")).ok
        old = slack.sockets.open[0]
        await slack.sockets.asks_to_refresh()
        await slack.sockets.connected()
        assert slack.sockets.open[0] is not old
        assert (await maya.types("/ask")).ok
        await slack.sockets.asks_to_refresh("warning")
        await slack.called("apps.connections.open", where=lambda call: call is slack.calls_of(call.method)[-1])
        await slack.sockets.connected()


async def test_the_real_client_comes_back_after_a_cut(slack: SimulatedSlack, workspace: Workspace) -> None:
    app = bolt(slack, workspace)
    _answers(app)
    async with over_sockets(slack, app, ping_interval=0.05):
        await slack.sockets.close(politely=False)
        await slack.sockets.disconnected()
        await slack.sockets.connected()
        assert (await workspace.person("Maya").types("/ask")).ok


def _answers(app: AsyncApp) -> None:
    @app.command("/ask")
    async def ask(ack: Any) -> None:
        await ack()

    @app.event("app_home_opened")
    async def opened(event: Any) -> None: ...


# Signed requests


@pytest.fixture
async def posted(slack: SimulatedSlack, workspace: Workspace) -> AsyncIterator[SlackPerson]:
    app = bolt(slack, workspace)
    _answers(app)
    async with over_http(slack, app):
        yield workspace.person("Maya")


async def test_forged_and_stale_signatures_are_told_from_true_ones(slack: SimulatedSlack, posted: SlackPerson) -> None:
    await posted.types("/ask")
    assert slack.by_http is not None
    posts, form = slack.by_http, {"Content-Type": "application/x-www-form-urlencoded"}
    body = b"command=%2Fask&text=&team_id=T0001&user_id=U1"
    assert (await posts.post(body, {**form, **posts.signed(body)})).status == 200
    assert (await posts.post(body, {**form, **posts.signed(body, secret="no")})).status == 401
    assert (await posts.post(body, {**form, **posts.signed(body, timestamp=int(time.time()) - 400)})).status == 401
    assert (await posts.post(body + b"x", {**form, **posts.signed(body)})).status == 401
    assert (await posts.post(body, form)).status == 401


async def test_the_address_is_verified(slack: SimulatedSlack, posted: SlackPerson) -> None:
    assert slack.by_http is not None
    assert await slack.by_http.verifies_url()


async def test_a_server_that_is_gone_gives_no_answer(slack: SimulatedSlack, maya: SlackPerson) -> None:
    slack.deliver_by_http("http://127.0.0.1:9/slack/events")
    answer = await maya.types("/ask")
    assert answer.status == 0
    assert "no answer from" in slack.timeouts[0]


async def test_an_unknown_command_is_refused_over_http(slack: SimulatedSlack, posted: SlackPerson) -> None:
    answer = await posted.types("/nothing")
    assert answer.status == 404
    assert slack.refusals[0].startswith("/nothing: HTTP 404")
    assert posted.ephemerals[-1].text == "/nothing failed with the error 'http_status_404'"


# Events are repeated, nothing else is


@pytest.mark.parametrize("over", [over_sockets, over_http])
async def test_events_are_repeated_with_number_and_reason(
    slack: SimulatedSlack, workspace: Workspace, over: Any
) -> None:
    maya, app, seen = workspace.person("Maya"), bolt(slack, workspace), []
    _answers(app)

    @app.middleware
    async def notes(req: Any, next: Any) -> None:
        headers = req.headers
        seen.append((headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason"), req.body.get("event_id")))
        await next()

    async with over(slack, app):
        opened = await maya.opens_home()
        assert opened is not None
        first = await slack.retry(opened)
        second = await slack.retry(first)
        third = await slack.retry(second)
        with pytest.raises(ValueError, match="three retries"):
            await slack.retry(third)
        command = await maya.types("/ask")
        with pytest.raises(ValueError, match="never repeats"):
            await slack.retry(command)
        again = await slack.redeliver(command)
    assert [numbers and numbers[0] for numbers, _, _ in seen[1:4]] == ["1", "2", "3"]
    assert {event for _, _, event in seen[:4]} == {opened.event_id}
    assert again.payload == command.payload
    assert again.ok


# Trouble of the Web API


async def test_a_limit_is_waited_for_by_the_official_handler(
    slack: SimulatedSlack, workspace: Workspace, maya: SlackPerson
) -> None:
    handlers: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=1)]
    client = AsyncWebClient(token=workspace.bot_token, base_url=slack.api_url, retry_handlers=handlers)
    slack.limit("chat.postMessage", retry_after=0)
    await client.chat_postMessage(channel=maya.id, text="Hello")
    assert [c.status for c in slack.calls_of("chat.postMessage")] == [429, 200]
    assert [m.text for m in maya.direct] == ["Hello"]


async def test_a_limit_holds_for_its_channel_and_says_how_long(
    slack: SimulatedSlack, client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    full = workspace.channel("full")
    slack.limit("chat.postMessage", retry_after=7, channel=full.id)
    await client.chat_postMessage(channel=maya.id, text="Hello")
    assert await refusal(client.chat_postMessage(channel=full.id, text="Hello")) == "ratelimited"
    await client.chat_postMessage(channel=full.id, text="Hello")
    assert len(full.messages) == 1


async def test_errors_of_the_server_and_of_slack_change_nothing(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson
) -> None:
    slack.fail("chat.postMessage", status=503)
    with pytest.raises(Exception, match="503"):
        await client.chat_postMessage(channel=maya.id, text="Hello")
    slack.refuse("chat.postMessage", "internal_error")
    assert await refusal(client.chat_postMessage(channel=maya.id, text="Hello")) == "internal_error"
    assert maya.direct == []


@pytest.mark.parametrize(("after", "arrived"), [(False, []), (True, ["Hello"])])
async def test_a_line_breaks_before_or_after_slack_took_the_message(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, after: bool, arrived: list[str]
) -> None:
    slack.drop("chat.postMessage", after_accepting=after)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=maya.id, text="Hello")
    assert [m.text for m in maya.direct] == arrived


async def test_an_answer_can_be_held_back(slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson) -> None:
    hold = slack.hold("users.info")
    asking = asyncio.create_task(client.users_info(user=maya.id))
    await hold.reached()
    assert not asking.done()
    hold.release()
    assert (await asking)["user"]["id"] == maya.id


# Waiting for calls


async def test_a_call_is_waited_for_before_and_after_it_came(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson
) -> None:
    seen: list[str] = []
    slack.on_call(lambda call: seen.append(call.method))
    coming = slack.next_call("users.info", lambda call: call.arguments["user"] == maya.id)
    waiting = asyncio.create_task(slack.called("users.info"))
    await client.auth_test()
    await client.users_info(user=maya.id)
    assert (await coming) is (await waiting)
    assert (await slack.called("users.info")).ok
    assert seen == ["auth.test", "users.info"]
    with pytest.raises(AssertionError, match=r"views\.open was not called"):
        await slack.called("views.open", within=0.01)
