"""Live connections, carried by the real server."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import httpx
from starlette.applications import Starlette

from adapters.playground.app import SPACE
from adapters.playground.chatlog import ChatLog
from adapters.playground.messenger import PlaygroundMessenger
from bot.ports.platforms import Channel, DirectMessage, OutboxKey, UserId
from bot.views import Rejected
from tests.adapters.playground.cards import START, card
from tests.adapters.playground.conftest import account
from tests.adapters.playground.servers import PATIENCE, serving


class Stream:
    """The changes that one live connection hears."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines
        self.last = 0

    async def next(self) -> dict[str, object]:
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                if line.startswith("id: "):
                    self.last = int(line.removeprefix("id: "))
                if line.startswith("data: "):
                    change: dict[str, object] = json.loads(line.removeprefix("data: "))
                    return change
        raise AssertionError("the stream ended")


@contextlib.asynccontextmanager
async def listening(url: str, query: str, headers: dict[str, str] | None = None) -> AsyncIterator[Stream]:
    client = httpx.AsyncClient(base_url=url)
    async with client, client.stream("GET", f"/events?{query}", headers=headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response.aiter_lines())


async def test_messages_edits_counts_and_the_clock_arrive_live(app: Starlette, messenger: PlaygroundMessenger) -> None:
    async with serving(app) as url, listening(url, "as=maya&in=channel&after=0") as stream:
        first = await stream.next()
        assert first["messages"] == []
        place = await messenger.send(Channel(SPACE, "channel"), card("Hello <b>"), OutboxKey("1"))
        arrived = await stream.next()
        assert "Hello &lt;b&gt;" in str(arrived["messages"])
        assert str(arrived["messages"]).count("message-") >= 1
        await messenger.update(Channel(SPACE, "channel"), place, card("Changed"))
        assert "Changed" in str((await stream.next())["messages"])
        await messenger.send(DirectMessage(account("maya")), card(), OutboxKey("2"))
        counted = await stream.next()
        assert counted["announce"] == "New messages in mentorbot."
        assert "1 unread message" in str(counted["rooms"])
        assert str(counted["title"]).startswith("(1) ")


async def test_a_connection_that_comes_back_hears_what_it_missed(app: Starlette, chat: ChatLog) -> None:
    async with serving(app) as url:
        async with listening(url, "as=maya&in=channel&after=0") as stream:
            chat.post("channel", None, card("First"), START)
            while "First" not in str(await stream.next()):
                pass
            last = stream.last
        chat.post("channel", None, card("Second"), START)
        chat.post("channel", None, Rejected("Not for Maya."), START, visible_to=UserId("jo"))
        async with listening(url, "as=maya&in=channel&after=0", {"Last-Event-ID": str(last)}) as stream:
            missed = str(await stream.next())
            assert "Second" in missed
            assert "First" not in missed
            assert "Not for Maya." not in missed


async def test_stopping_ends_live_connections_at_once(app: Starlette) -> None:
    async with contextlib.AsyncExitStack() as stack:
        url = await stack.enter_async_context(serving(app))
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=url))
        response = await client.send(client.build_request("GET", "/events?as=maya&in=channel"), stream=True)
        stack.push_async_callback(response.aclose)
        lines = response.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        app.state.bell.close()
        async with asyncio.timeout(PATIENCE):
            assert [line async for line in lines if line.startswith("event")] in ([], ["event: change"])
