"""An app without any framework: one socket, and a function that answers each envelope. For tests of the simulation."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from tests.simulators.slack import Json, SimulatedSlack

Reply = Callable[[Json], Any]


class RawApp:
    """`reply` gets an envelope and returns the payload of the acknowledgement; None for an empty one."""

    def __init__(self) -> None:
        self.got: list[Json] = []
        self.reply: Reply = lambda _: None
        self.silent = False

    @property
    def payload(self) -> Json:
        """The last payload that came."""
        payload: Json = self.got[-1]["payload"]
        return payload

    def says(self, payload: Any) -> None:
        self.reply = lambda _: payload

    async def listen(self, line: aiohttp.ClientWebSocketResponse) -> None:
        async for message in line:
            frame = json.loads(message.data)
            if "envelope_id" not in frame:
                continue
            self.got.append(frame)
            if not self.silent:
                await line.send_str(json.dumps(acknowledgement(frame, self.reply(frame))))


def acknowledgement(frame: Json, payload: Any) -> Json:
    ack = {"envelope_id": frame["envelope_id"]}
    return ack if payload is None else {**ack, "payload": payload}


async def socket_url(slack: SimulatedSlack) -> str:
    client = AsyncWebClient(base_url=slack.api_url)
    return str((await client.apps_connections_open(app_token=slack.app.app_token))["url"])


@asynccontextmanager
async def listening(slack: SimulatedSlack, app: RawApp) -> AsyncIterator[None]:
    before = len(slack.sockets.open)
    slack.deliver_by_socket()
    async with aiohttp.ClientSession() as session, session.ws_connect(await socket_url(slack)) as line:
        task = asyncio.create_task(app.listen(line))
        await slack.sockets.connected(before + 1)
        yield
        task.cancel()
