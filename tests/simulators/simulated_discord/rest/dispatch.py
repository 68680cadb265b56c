"""Every request's way: who asks, how often, in what shape, what it changes, and how it is answered."""

import json
import math
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.simulators.simulated_discord.calls import Call
from tests.simulators.simulated_discord.contract import problems_of
from tests.simulators.simulated_discord.faults import Fault
from tests.simulators.simulated_discord.rest.bodies import Unreadable, read
from tests.simulators.simulated_discord.rest.refusals import Refused

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord

BASE = "/api/v10"
AGENT = re.compile(r"DiscordBot \(.+, ?.+\)|DiscordBot \(\S+ \S+\)")
JSON_TYPE = "application/json"  # exactly: with a charset discord.py takes the body for text
CONTENT_PROBLEMS = (KeyError, TypeError, ValueError, AttributeError, IndexError)
Handler = Callable[["SimulatedDiscord", Call], Any]


@dataclass(frozen=True)
class Operation:
    """`handle` gives the JSON of the answer, None for 204. `with_token` ones carry no Authorization."""

    name: str
    method: str
    path: str
    handle: Handler
    status: int = 200
    with_token: bool = False


class Rest:
    def __init__(self, discord: "SimulatedDiscord", operations: tuple[Operation, ...]) -> None:
        self._discord, self._operations = discord, operations

    def add_to(self, server: web.Application) -> None:
        """Fixed paths before those with parameters."""
        for operation in sorted(self._operations, key=lambda o: o.path.count("{")):
            server.router.add_route(operation.method, BASE + operation.path, self._accepting(operation))
        server.router.add_route("*", "/api/{rest:.*}", self._unknown)

    def _accepting(self, operation: Operation) -> Callable[[web.Request], Any]:
        async def accept(request: web.Request) -> web.StreamResponse:
            return await self._accept(request, operation)

        return accept

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        self._discord.breaks(f"{request.method} {request.path}: this simulation has no such operation")
        return _json(404, {"message": "404: Not Found", "code": 0})

    async def _accept(self, request: web.Request, operation: Operation) -> web.StreamResponse:
        discord = self._discord
        path = request.path.removeprefix(BASE)
        call = Call(discord.order(), operation.name, request.method, path, discord.clock.now)
        call.parameters, call.query = dict(request.match_info), dict(request.query)
        discord.log.begin(call)
        try:
            call.payload, call.files = await read(request)
        except Unreadable as error:
            discord.breaks(f"{call.name}: {error}")
            return self._refused(call, Refused(50035, [str(error)]), {})
        await discord.faults.wait(call)
        fault = discord.faults.take(call)
        if fault and fault.drops and not fault.after_accepting:
            return self._drop(request, call)
        verdict = discord.buckets.take(call)
        if not self._knows(request, operation):
            return self._refused(call, Refused(0), {})
        if fault and not fault.after_accepting:
            return self._in_trouble(call, fault, verdict.headers)
        if verdict.retry_after:
            return self._limited(call, verdict.retry_after, "global" if verdict.is_global else "user", verdict.headers)
        try:
            answer = self._handled(operation, call, request.path_qs)
        except Refused as refused:
            return self._refused(call, refused, verdict.headers)
        if fault:
            call.answer = answer
            return self._drop(request, call) if fault.drops else self._in_trouble(call, fault, verdict.headers)
        return self._finish(call, 204 if answer is None else operation.status, answer, verdict.headers)

    def _knows(self, request: web.Request, operation: Operation) -> bool:
        if not AGENT.match(request.headers.get("User-Agent", "")) and not operation.with_token:
            self._discord.breaks(f"{operation.name}: the User-Agent is none that Discord takes")
        return operation.with_token or request.headers.get("Authorization") == f"Bot {self._discord.app.token}"

    def _handled(self, operation: Operation, call: Call, path: str) -> Any:
        """What the handler makes of it. A body that it stumbles over is an invalid one."""
        if self._discord.checks:
            for problem in problems_of(call.method, path, call.payload):
                self._discord.breaks(f"{call.name}: {problem}")
        try:
            return operation.handle(self._discord, call)
        except CONTENT_PROBLEMS as error:
            self._discord.breaks(f"{call.name}: cannot be read: {error!r} in {traceback.format_exc(limit=-2)}")
            raise Refused(50035, [repr(error)]) from error

    # Answers

    def _finish(self, call: Call, status: int, answer: Any, headers: dict[str, str]) -> web.Response:
        call.status, call.answer = status, answer
        self._discord.log.finish(call)
        return web.Response(status=204, headers=headers) if status == 204 else _json(status, answer, headers)

    def _refused(self, call: Call, refused: Refused, headers: dict[str, str]) -> web.Response:
        if refused.status in (401, 403):
            self._discord.invalid_requests.append(call)
        return self._finish(call, refused.status, refused.body, headers)

    def _limited(self, call: Call, retry_after: float, scope: str, headers: dict[str, str]) -> web.Response:
        if scope != "shared":
            self._discord.invalid_requests.append(call)
        body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": scope == "global"}
        more = {"X-RateLimit-Scope": scope, "Retry-After": str(math.ceil(retry_after))}
        more |= {"X-RateLimit-Global": "true"} if scope == "global" else {}
        return self._finish(call, 429, body, headers | more)

    def _in_trouble(self, call: Call, fault: Fault, headers: dict[str, str]) -> web.Response:
        if fault.status == 429 and fault.retry_after:
            return self._limited(call, fault.retry_after, fault.scope, headers)
        if fault.code:
            return self._refused(call, Refused(fault.code), headers)
        call.status = fault.status
        self._discord.log.finish(call)
        if fault.status in (401, 403, 429):
            self._discord.invalid_requests.append(call)
        return web.Response(status=fault.status, text="<html><body>Trouble</body></html>", content_type="text/html")

    def _drop(self, request: web.Request, call: Call) -> web.Response:
        self._discord.log.finish(call)
        if request.transport:
            request.transport.abort()
        return web.Response()


def _json(status: int, answer: Any, headers: dict[str, str] | None = None) -> web.Response:
    about = {"Content-Type": JSON_TYPE, "Via": "1.1 google", **(headers or {})}
    return web.Response(status=status, body=json.dumps(answer).encode(), headers=about)
