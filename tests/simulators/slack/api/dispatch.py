"""From a request to its answer: faults, token, scope, arguments, schema, the method itself."""

import asyncio
import base64
from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulators.slack.api import apps, auth, chat, conversations, files, users, views
from tests.simulators.slack.api.arguments import readable, sent_with, understood
from tests.simulators.slack.api.methods import Asked, Method
from tests.simulators.slack.api.refusals import Refusal
from tests.simulators.slack.app import Installation
from tests.simulators.slack.calls import Call
from tests.simulators.slack.checks import schema_problems
from tests.simulators.slack.faults import Fault
from tests.simulators.slack.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.slack.server import SimulatedSlack
    from tests.simulators.slack.workspaces import Workspace

FAMILIES = (auth, apps, chat, conversations, files, users, views)
METHODS: dict[str, Method] = {m.name: m for family in FAMILIES for m in family.METHODS}
OUTLINE_OF_VIEW = {"type": "home", "blocks": []}
NOBODY = Installation("", "", "", [], None)


def _outline(arguments: Json) -> Json:
    """Without the insides of blocks and views, which the method has checked against their own schemas.

    An empty object removes metadata; the schemas of the types do not know that.
    """
    outline = {name: value for name, value in arguments.items() if (name, value) != ("metadata", {})}
    if isinstance(outline.get("blocks"), list):
        outline["blocks"] = []
    if isinstance(outline.get("view"), dict):
        outline["view"] = OUTLINE_OF_VIEW
    return outline


def _credentials(request: web.Request) -> Json:
    """The app's id and secret may stand in the header instead (Basic)."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Basic":
        return {}
    client_id, _, secret = base64.b64decode(encoded).decode().partition(":")
    return {"client_id": client_id, "client_secret": secret}


class Api:
    def __init__(self, slack: "SimulatedSlack") -> None:
        self._slack = slack

    async def accept(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            sent = await sent_with(request)
        except (Refusal, ValueError):
            self._slack.breaks(f"{name}: the body is no JSON object")
            return web.json_response({"ok": False, "error": "invalid_json"})
        sent |= _credentials(request)
        token = self._token(name, request, sent)
        call = self._slack.begin_call(name, readable(METHODS.get(name), sent), self._team(token))
        try:
            return await self._serve(request, call, token)
        except Exception as error:
            self._slack.breaks(f"{name}: the simulated Slack itself failed: {error!r}")
            raise

    def _token(self, name: str, request: web.Request, sent: Json) -> str:
        scheme, _, header = request.headers.get("Authorization", "").partition(" ")
        if "token" in sent and name == "apps.connections.open":
            self._slack.breaks("apps.connections.open: the token belongs in the Authorization header")
            return ""
        return header if scheme == "Bearer" else str(sent.get("token", ""))

    def _team(self, token: str) -> str:
        installation = self._slack.installations.get(token)
        return (installation.team_id or installation.enterprise_id or "") if installation else ""

    async def _serve(self, request: web.Request, call: Call, token: str) -> web.StreamResponse:
        await self._slack.faults.wait(call)
        fault = self._slack.faults.take(call)
        if fault and not fault.after_accepting:
            return self._troubled(request, call, fault)
        call.answer, scopes = self._answered(request, call, token)
        call.status = 200
        if fault:
            return self._troubled(request, call, fault)
        self._slack.log.finish(call)
        return web.json_response(call.answer, headers=scopes)

    def _troubled(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        if fault.drops:
            call.status = 0
            self._slack.log.finish(call)
            assert isinstance(request.transport, asyncio.Transport)
            request.transport.abort()
            return web.Response()
        call.status, call.answer = fault.status, {"ok": False, "error": fault.error}
        self._slack.log.finish(call)
        if fault.status == 429:
            return web.json_response(call.answer, status=429, headers={"Retry-After": str(fault.retry_after)})
        if fault.status == 200:
            return web.json_response(call.answer)
        return web.Response(status=fault.status, text=f"<html>{fault.status}</html>", content_type="text/html")

    def _answered(self, request: web.Request, call: Call, token: str) -> tuple[Json, dict[str, str]]:
        headers: dict[str, str] = {}
        try:
            method = self._method(call)
            installation = self._allowed(method, token, request)
            if installation is not NOBODY:
                headers["X-OAuth-Scopes"] = ",".join(installation.scopes)
                headers["X-Accepted-OAuth-Scopes"] = method.scope
            return {"ok": True, **self._ask(method, call, installation)}, headers
        except Refusal as refusal:
            if refusal.mistake:
                details = refusal.more.get("response_metadata", {}).get("messages", "")
                self._slack.breaks(f"{call.method}: {refusal.error} {details}".strip())
            return {"ok": False, "error": refusal.error, **refusal.more}, headers

    def _method(self, call: Call) -> Method:
        if call.method not in METHODS:
            raise Refusal("unknown_method", mistake=True, req_method=call.method)
        return METHODS[call.method]

    def _allowed(self, method: Method, token: str, request: web.Request) -> Installation:
        if method.token == "none":
            return NOBODY
        if not token:
            raise Refusal("not_authed")
        app = self._slack.app
        if method.token == "app":
            return self._app_level(token)
        installation = self._slack.installations.get(token)
        if installation is None:
            raise Refusal("not_allowed_token_type" if token == app.app_token else "invalid_auth")
        if installation.refused_with:
            raise Refusal(installation.refused_with)
        if method.scope and method.scope not in installation.scopes:
            raise Refusal("missing_scope", needed=method.scope, provided=",".join(installation.scopes))
        return installation

    def _app_level(self, token: str) -> Installation:
        app = self._slack.app
        if token in self._slack.installations:
            raise Refusal("not_allowed_token_type")
        if token != app.app_token:
            raise Refusal("invalid_auth")
        if "connections:write" not in app.app_token_scopes:
            raise Refusal("missing_scope", needed="connections:write", provided=",".join(app.app_token_scopes))
        return NOBODY

    def _ask(self, method: Method, call: Call, installation: Installation) -> Json:
        arguments = understood(method, call.arguments, self._slack.breaks)
        call.arguments = arguments
        workspaces = self._reached(installation)
        named = arguments.get("team_id")
        if named and workspaces and named not in {w.id for w in workspaces}:
            self._slack.breaks(f"{method.name}: team_id {named} is not the token's")
        for sentence in schema_problems(method.name, _outline(arguments)):
            self._slack.breaks(f"{method.name}: {sentence}")
        return method.answer(Asked(self._slack, method, arguments, installation, workspaces))

    def _reached(self, installation: Installation) -> "tuple[Workspace, ...]":
        known = self._slack.workspaces.values()
        if installation.org_wide:
            return tuple(w for w in known if w.enterprise and w.enterprise.id == installation.enterprise_id)
        return tuple(w for w in known if w.id == installation.team_id)
