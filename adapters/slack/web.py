"""Slack by HTTP, on the program's web server: one address for commands, presses, dialogs and events; two to install.

The signature is checked before anything is read into the body: Bolt checks it too, but only after it has parsed what
anybody may send, and logs what it refuses.
"""

from collections.abc import Awaitable, Callable
from functools import partial

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.slack.app import dispatched
from adapters.slack.manifest import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from adapters.slack.oauth import Oauth
from bot.texts import installing as texts

MOST_BODY = 1024 * 1024  # bytes
CERTIFICATE_CHECK = b"ssl_check=1"  # unsigned, and only to see whether anybody answers


def routes(app: AsyncApp, signing_secret: str = "", oauth: Oauth | None = None) -> list[Route]:
    """Events where there is a `signing_secret`, the pages of installing where there is `oauth`; else nothing."""
    served: list[Route] = []
    if signing_secret:
        served.append(Route(EVENTS_PATH, _events(app, SignatureVerifier(signing_secret)), methods=["POST"]))
    if oauth is not None:
        served += [Route(INSTALL_PATH, oauth.install), Route(REDIRECT_PATH, oauth.redirected)]
    return served


def _events(app: AsyncApp, verifier: SignatureVerifier) -> Callable[[Request], Awaitable[Response]]:
    async def events(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse(texts.TOO_LARGE, 413)
        if CERTIFICATE_CHECK in body.split(b"&"):
            return Response()
        if not _signed(verifier, body, request):
            return PlainTextResponse(texts.NOT_SIGNED, 401)
        return to_starlette_response(await dispatched(app, partial(to_async_bolt_request, request, body)))

    return events


async def _body(request: Request) -> bytes | None:
    """None where it is too large: it is not read to its end then."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            return None
    return bytes(body)


def _signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    """Signed with our secret in the last five minutes."""
    timestamp, signature = (request.headers.get(f"x-slack-{name}") for name in ("request-timestamp", "signature"))
    try:
        return verifier.is_valid(body, timestamp, signature)
    except (ValueError, TypeError, OverflowError):  # no number, not ASCII, beyond all time, not UTF-8
        return False
