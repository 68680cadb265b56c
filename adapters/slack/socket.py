"""Socket Mode: Slack's events through connections that the bot opens itself, so that no public address is needed.

Two connections are kept: while one of them is being replaced, the other one listens.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import time

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import dispatched

CONNECTIONS = 2
PING_SECONDS = 10.0  # also how long a line may be dead before it is noticed
ANSWER_SECONDS = 3.0  # then Slack does not wait any more
PINGS_AN_ADDRESS = 3  # how long one is tried: Slack takes each once, and within half a minute
log = structlog.get_logger(__name__)


class Sockets:
    """`ping` is in seconds."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        client: AsyncWebClient,
        connections: int = CONNECTIONS,
        ping: float = PING_SECONDS,
    ) -> None:
        self._handlers = [_Handler(app, app_token, client, ping) for _ in range(connections)]

    async def open(self) -> None:
        for handler in self._handlers:
            await handler.connect_async()  # type: ignore[no-untyped-call]
        log.info("slack.sockets", connections=len(self._handlers))

    async def close(self) -> None:
        """What has been heard is still answered."""
        await asyncio.gather(*(handler.answered() for handler in self._handlers))
        closing = [handler.close_async() for handler in self._handlers]  # type: ignore[no-untyped-call]
        await asyncio.gather(*closing, return_exceptions=True)


class _Handler(AsyncSocketModeHandler):
    """Bolt's own, which would leave what it stumbles over without an acknowledgement.

    When Slack asks for a new connection, the SDK closes the old one first: what came over it is answered before that.
    And where a connection can't be made, the SDK would try the same address for ever, long after Slack has dropped it.
    """

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient, ping: float) -> None:
        super().__init__(app, app_token, web_client=client, ping_interval=ping)
        self._answering: set[asyncio.Task[None]] = set()
        renew, connect = self.client.connect_to_new_endpoint, self.client.connect

        async def renew_politely(force: bool = False) -> None:
            await self.answered()
            await renew(force)

        async def connect_afresh() -> None:
            while not self.client.closed:
                with suppress(TimeoutError):
                    async with asyncio.timeout(PINGS_AN_ADDRESS * ping):
                        await connect()  # type: ignore[no-untyped-call]
                        return
                log.info("slack.socket", problem="no connection at this address")
                await self._ask_for_address(ping)

        self.client.connect_to_new_endpoint = renew_politely  # type: ignore[method-assign]
        self.client.connect = connect_afresh  # type: ignore[method-assign]

    async def _ask_for_address(self, pause: float) -> None:
        """Outside of any limit of time, since Slack may ask to wait before it gives the next."""
        while not self.client.closed:
            try:
                self.client.wss_uri = await self.client.issue_new_wss_url()
            except Exception as error:
                log.warning("slack.socket", problem=repr(error))
                await asyncio.sleep(pause)
            else:
                return

    async def answered(self) -> None:
        """Until what came in is answered, or can't be any more."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=ANSWER_SECONDS)

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        task = asyncio.create_task(self._answer(client, req))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        await task

    async def _answer(self, client: SocketModeClient, req: SocketModeRequest) -> None:
        began = time()
        request: Callable[[], AsyncBoltRequest] = partial(
            AsyncBoltRequest, mode="socket_mode", body=req.payload, headers=build_headers(req)
        )
        await send_async_response(client, req, await dispatched(self.app, request), began)
