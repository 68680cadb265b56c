"""Socket Mode: Slack's events through connections that the bot opens itself, so that no public address is needed.

Two connections are kept: while one of them is being replaced, the other one listens.
"""

import asyncio

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

CONNECTIONS = 2
log = structlog.get_logger(__name__)


class Sockets:
    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient, connections: int = CONNECTIONS) -> None:
        self._handlers = [AsyncSocketModeHandler(app, app_token, web_client=client) for _ in range(connections)]

    async def open(self) -> None:
        for handler in self._handlers:
            await handler.connect_async()  # type: ignore[no-untyped-call]
        log.info("slack.sockets", connections=len(self._handlers))

    async def close(self) -> None:
        closing = [handler.close_async() for handler in self._handlers]  # type: ignore[no-untyped-call]
        await asyncio.gather(*closing, return_exceptions=True)
