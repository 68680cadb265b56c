"""A tiny real Bolt app, over Socket Mode and over HTTP, that the simulation is tried with."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.simulators.slack import SimulatedSlack, Workspace


def bolt(slack: SimulatedSlack, workspace: Workspace) -> AsyncApp:
    """Real Bolt with its official client; `process_before_response` so that the answer follows the work."""
    client = AsyncWebClient(token=workspace.bot_token, base_url=slack.api_url, team_id=workspace.id)
    secret = slack.app.signing_secret
    return AsyncApp(
        client=client, signing_secret=secret, process_before_response=True, request_verification_enabled=True
    )


@asynccontextmanager
async def over_sockets(slack: SimulatedSlack, app: AsyncApp, ping_interval: float = 10) -> AsyncIterator[None]:
    slack.deliver_by_socket()
    handler = AsyncSocketModeHandler(app, slack.app.app_token, web_client=app.client, ping_interval=ping_interval)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.sockets.connected()
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_http(slack: SimulatedSlack, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    web = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(web, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    slack.deliver_by_http(f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events")
    try:
        yield
    finally:
        server.should_exit = True
        await serving
        listening.close()


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(label: str, action_id: str, value: str = "v") -> dict[str, Any]:
    return {"type": "button", "text": plain(label), "action_id": action_id, "value": value}


def typed(label: str, block_id: str = "name", **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "typed", **more}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    around = {"title": plain("Ask"), "submit": plain("Send"), "callback_id": "ask"}
    return {"type": "modal", "blocks": list(blocks), **around, **more}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements: dict[str, Any], block_id: str = "row") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}
