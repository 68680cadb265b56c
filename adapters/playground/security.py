"""Keeps the playground on this machine: anybody who reaches it may act as anybody."""

import ipaddress
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY = 256 * 1024
MOST_DRAINED = 16 * 1024 * 1024
TOO_MUCH = (
    "That is more text than the playground takes at once (256 kB). Please shorten it; what you typed is still here."
)
NOT_HERE = "The playground answers only under its own address on this machine, such as http://127.0.0.1:8000."
NOT_FROM_HERE = "This was sent by another site, so nothing was done."
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def is_loopback(host: str) -> bool:
    name = host.strip("[]").casefold()
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    return host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


def from_here(headers: Headers) -> bool:
    """Whether one of our own pages sent this; a browser says so by Sec-Fetch-Site, an older one by Origin."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin", "").partition("://")[2] == headers.get("host", "").casefold()


class TooLarge(Exception):
    pass


class Guard:
    """ASGI middleware: own host names, own pages, bodies of at most 256 kB, strict headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        guarded = _with_headers(send)
        if not is_loopback(host_name(headers.get("host", ""))):
            await _refused(headers, NOT_HERE, HTTPStatus.MISDIRECTED_REQUEST)(scope, receive, guarded)
        elif scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, guarded)
        elif not from_here(headers):
            await _refused(headers, NOT_FROM_HERE, HTTPStatus.FORBIDDEN)(scope, receive, guarded)
        else:
            await self._with_body(scope, receive, guarded, headers)

    async def _with_body(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        try:
            body = await _body(receive)
        except TooLarge:
            await _refused(headers, TOO_MUCH, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)


def _refused(headers: Headers, sentence: str, status: HTTPStatus) -> Response:
    if "application/json" in headers.get("accept", ""):
        return JSONResponse({"problem": sentence}, status)
    return PlainTextResponse(sentence, status)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending


async def _body(receive: Receive) -> bytes:
    """The whole body. One that is too large is read to its end, or a browser would show a broken connection."""
    chunks: list[bytes] = []
    size = 0
    more = True
    while more and size <= MOST_DRAINED:
        message = await receive()
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= MOST_BODY:
            chunks.append(chunk)
        more = message["type"] == "http.request" and message.get("more_body", False)
    if size > MOST_BODY:
        raise TooLarge
    return b"".join(chunks)


def _again(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receiving() -> Message:
        return waiting.pop() if waiting else await receive()

    return receiving
