"""Socket Mode: tickets, sockets, envelopes and their acknowledgements."""

import asyncio
import json
from collections.abc import Callable
from typing import Literal

from aiohttp import WSCloseCode, WSMsgType, web

from tests.simulators.slack.app import SlackApp
from tests.simulators.slack.clock import Ids, SlackClock
from tests.simulators.slack.delivery.envelopes import Ack, Envelope, NotDelivered
from tests.simulators.slack.jsons import Json

MOST_SOCKETS = 10
TICKET_SECONDS = 30
Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]


class Socket:
    """One connection, with the envelopes that wait for their acknowledgement on it."""

    def __init__(self, line: web.WebSocketResponse, transport: asyncio.BaseTransport | None) -> None:
        self.line, self._transport = line, transport
        self.waiting: dict[str, asyncio.Future[Ack]] = {}

    async def send(self, frame: Json) -> None:
        await self.line.send_str(json.dumps(frame))

    def cut(self) -> None:
        if isinstance(self._transport, asyncio.Transport):
            self._transport.abort()

    def break_off(self) -> None:
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(NotDelivered("the socket broke before the acknowledgement"))


class Sockets:
    def __init__(self, app: SlackApp, clock: SlackClock, ids: Ids, breaks: Callable[[str], None]) -> None:
        self._app, self._clock, self._ids, self._breaks = app, clock, ids, breaks
        self._tickets: dict[str, float] = {}
        self._forgotten: set[str] = set()
        self._turn = 0
        self._changed = asyncio.Event()
        self.open: list[Socket] = []

    def ticket(self) -> str:
        """Good for one connection within 30 seconds."""
        ticket = self._ids.small("ticket-")
        self._tickets[ticket] = self._clock.epoch + TICKET_SECONDS
        return ticket

    async def accept(self, request: web.Request) -> web.StreamResponse:
        if self._tickets.pop(request.query.get("ticket", ""), 0.0) < self._clock.epoch:
            return web.Response(status=401, text="invalid ticket")
        line = web.WebSocketResponse()
        await line.prepare(request)
        socket = Socket(line, request.transport)
        if len(self.open) >= MOST_SOCKETS:
            await socket.send(disconnect("too_many_websockets"))
            await line.close()
            return line
        await self._serve(socket)
        return line

    async def _serve(self, socket: Socket) -> None:
        await socket.send(self._hello())
        self._set(self.open.append, socket)
        try:
            async for message in socket.line:
                if message.type is WSMsgType.TEXT:
                    self._take(socket, message.data)
        finally:
            if socket in self.open:
                self._set(self.open.remove, socket)
            socket.break_off()

    def _set(self, change: Callable[[Socket], None], socket: Socket) -> None:
        change(socket)
        self._changed.set()
        self._changed = asyncio.Event()

    def _hello(self) -> Json:
        debug = {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060}
        info = {"app_id": self._app.id}
        return {"type": "hello", "num_connections": len(self.open) + 1, "debug_info": debug, "connection_info": info}

    def _take(self, socket: Socket, data: str) -> None:
        """An acknowledgement; anything else on the line is a mistake of the app."""
        try:
            frame = json.loads(data)
            envelope_id = frame["envelope_id"]
        except (ValueError, KeyError, TypeError):
            self._breaks(f"a frame without envelope_id came over the socket: {data[:200]}")
            return
        for name in sorted(set(frame) - {"envelope_id", "payload"}):
            self._breaks(f"an acknowledgement has no field {name!r}")
        future = socket.waiting.get(envelope_id)
        if future is not None and not future.done():
            future.set_result(Ack(200, frame.get("payload") or {}))
        elif envelope_id not in self._forgotten:
            self._breaks(f"envelope {envelope_id} was acknowledged twice, on another socket, or never sent")

    async def deliver(self, envelope: Envelope) -> Ack:
        socket = self._next()
        future: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        socket.waiting[envelope.id] = future
        try:
            await socket.send(_frame(envelope))
            return await future
        except ConnectionError as error:
            raise NotDelivered(str(error)) from error
        except asyncio.CancelledError:
            self._forgotten.add(envelope.id)
            raise
        finally:
            del socket.waiting[envelope.id]

    def _next(self) -> Socket:
        """The sockets take turns."""
        if not self.open:
            raise NotDelivered("no socket is connected")
        self._turn += 1
        return self.open[self._turn % len(self.open)]

    async def connected(self, sockets: int = 1, within: float = 5.0) -> None:
        """Waits until this many sockets stand."""
        async with asyncio.timeout(within):
            while len(self.open) < sockets:
                await self._changed.wait()

    async def disconnected(self, left: int = 0, within: float = 5.0) -> None:
        """Waits until no more than `left` sockets stand, and all that came over the others was read."""
        async with asyncio.timeout(within):
            while len(self.open) > left:
                await self._changed.wait()

    async def asks_to_refresh(self, reason: Reason = "refresh_requested") -> None:
        """A `disconnect` frame on every socket; after all but a `warning` Slack closes it."""
        for socket in list(self.open):
            await socket.send(disconnect(reason))
            if reason != "warning":
                self._set(self.open.remove, socket)

    async def close(self, *, politely: bool = True) -> None:
        """All lines at once, with a closing handshake or by simply cutting them."""
        for socket in list(self.open):
            if politely:
                await socket.line.close(code=WSCloseCode.GOING_AWAY)
            else:
                socket.cut()


def disconnect(reason: Reason) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}


def _frame(envelope: Envelope) -> Json:
    frame: Json = {"envelope_id": envelope.id, "type": envelope.kind, "payload": envelope.payload}
    frame["accepts_response_payload"] = envelope.takes_payload
    if envelope.kind == "events_api":
        frame |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
    return frame
