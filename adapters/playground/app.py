"""The playground as one web application."""

from http import HTTPStatus

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.playground.chatlog import CHANNEL, ChatLog
from adapters.playground.clockbar import Advance, ClockBar, NextDue
from adapters.playground.desk import Desk
from adapters.playground.endpoints import Playground, problem
from adapters.playground.render import Renderer
from adapters.playground.security import Guard
from bot.ids import SpaceId, new_id
from bot.ports.platforms import Clock, Documents, Front, Platform, Space

SPACE = SpaceId("playground")
PLAYGROUND = Space(SPACE, Platform.PLAYGROUND, "Playground", channel=CHANNEL)
WENT_WRONG = "Something went wrong on our side, and nothing was changed. The log explains it under the number {}."
log = structlog.get_logger(__name__)


def build_app(
    front: Front,
    chat: ChatLog,
    documents: Documents,
    clock: Clock,
    advance: Advance,
    next_due: NextDue,
    space: SpaceId = SPACE,
) -> Starlette:
    """The application. `advance` moves `clock` to an instant and sends what falls due on the way; `next_due` tells the
    instant of the next message, or None. `app.state.bell` ends the live connections when it is closed.
    """
    bar = ClockBar(clock, advance, next_due, chat.bell)
    playground = Playground(front, chat, documents, Desk(front, chat, clock, space), bar)

    async def refused(request: Request, error: Exception) -> Response:
        status, sentence = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
        return problem(request, playground.renderer, sentence, status)

    app = Starlette(
        routes=playground.routes(),
        middleware=[Middleware(Guard), Middleware(Mishaps, renderer=playground.renderer)],
        exception_handlers={HTTPException: refused},
    )
    app.state.bell = chat.bell
    return app


class Mishaps:
    """ASGI middleware: an unexpected error is logged under a number, and the person sees the number."""

    def __init__(self, app: ASGIApp, renderer: Renderer) -> None:
        self._app, self._renderer = app, renderer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            number = new_id()
            log.exception("playground.failed", number=number, path=scope.get("path"))
            if begun or scope["type"] != "http":
                raise
            sentence, status = WENT_WRONG.format(number), HTTPStatus.INTERNAL_SERVER_ERROR
            await problem(Request(scope), self._renderer, sentence, status)(scope, receive, send)
