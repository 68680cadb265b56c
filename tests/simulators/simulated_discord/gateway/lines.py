"""One websocket connection: what leaves on it in order, and how it ends."""

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulators.simulated_discord.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.gateway.sessions import Session


class Line:
    """`beats` counts the heartbeats that came over it; while it is `ending` nothing more is read."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.BaseTransport | None) -> None:
        self.socket, self._transport = socket, transport
        self.session: Session | None = None
        self.beats = 0
        self.ending = False
        self._out: asyncio.Queue[str | int] = asyncio.Queue()

    def put(self, frame: str) -> None:
        self._out.put_nowait(frame)

    def op(self, op: int, data: object) -> None:
        frame: Json = {"op": op, "d": data, "s": None, "t": None}
        self.put(json.dumps(frame))

    def end(self, code: int) -> None:
        """Closes it with this code, once everything before has left."""
        self.ending = True
        self._out.put_nowait(code)

    def cut(self) -> None:
        """The line breaks without a word."""
        if isinstance(self._transport, asyncio.Transport):
            self._transport.abort()

    async def write(self) -> None:
        with suppress(ConnectionError):
            while True:
                item = await self._out.get()
                if isinstance(item, int):
                    await self.socket.close(code=item)
                    return
                await self.socket.send_str(item)
