"""The gateway itself: HELLO, IDENTIFY, RESUME, heartbeats, and events to the shards that they concern."""

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from tests.simulators.simulated_discord.application import KNOWN_INTENTS, PRIVILEGED
from tests.simulators.simulated_discord.gateway.lines import Line
from tests.simulators.simulated_discord.gateway.sessions import GUILDS, Session
from tests.simulators.simulated_discord.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord

MOST_BYTES = 4096
HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = 1, 2, 3, 4, 6, 7, 8, 9, 10, 11
CLOSED = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)


class Gateway:
    """`shards` is what /gateway/bot recommends; `heartbeat_seconds` what HELLO says.

    While `acknowledges` is false heartbeats stay without an answer. `identified` are the shards that began a session,
    in order, `resumed` those that went on with one.
    """

    def __init__(self, discord: "SimulatedDiscord") -> None:
        self._discord = discord
        self.shards = 1
        self.heartbeat_seconds = 41.25
        self.acknowledges = True
        self.sessions: dict[str, Session] = {}
        self.lines: list[Line] = []
        self.identified: list[int] = []
        self.resumed: list[int] = []
        self.closed_with: list[int] = []
        self._changed = asyncio.Event()

    # Connections

    async def accept(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        line = Line(socket, request.transport)
        self.lines.append(line)
        writing = asyncio.create_task(line.write())
        try:
            if (request.query.get("v"), request.query.get("encoding")) != ("10", "json"):
                self._closes(line, 4012)
            line.op(HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000), "_trace": []})
            await self._read(line)
        finally:
            writing.cancel()
            self._gone(line)
        return socket

    async def _read(self, line: Line) -> None:
        while True:
            message = await line.socket.receive()
            if message.type in CLOSED:
                return
            try:
                if message.type is not WSMsgType.TEXT or len(message.data) > MOST_BYTES:
                    raise ValueError("not a frame that Discord takes")
                frame = json.loads(message.data)
                op, data = int(frame["op"]), frame.get("d")
            except (ValueError, TypeError, KeyError):
                self._closes(line, 4002)
                continue
            if not line.ending:
                self._take(line, op, data)
            self._notify()

    def _take(self, line: Line, op: int, data: Json) -> None:
        match op:
            case _ if op == HEARTBEAT:
                line.beats += 1
                if self.acknowledges:
                    line.op(ACK, None)
            case _ if op == IDENTIFY:
                self._identify(line, data)
            case _ if op == RESUME:
                self._resume(line, data)
            case _ if op in (PRESENCE, VOICE, MEMBERS):
                if line.session is None:
                    self._closes(line, 4003)
            case _:
                self._closes(line, 4001)

    def _closes(self, line: Line, code: int) -> None:
        self.closed_with.append(code)
        line.end(code)

    def _gone(self, line: Line) -> None:
        self.lines.remove(line)
        session = line.session
        if session and session.line is line:
            session.line = None
            if not line.ending and line.socket.close_code in (1000, 1001):  # the client said that it does not come back
                self.sessions.pop(session.id, None)
        self._notify()

    # Beginning and going on

    def _identify(self, line: Line, data: Json) -> None:
        if code := self._refusal(line, data):
            return self._closes(line, code)
        shard, shards = data.get("shard", [0, 1])
        id = self._discord.ids.small("session-")
        line.session = session = Session(id, shard, shards, data["intents"], line)
        self.sessions[id] = session
        self.identified.append(shard)
        self._ready(session)
        return None

    def _refusal(self, line: Line, data: Json) -> int:
        """The code with which Discord closes, 0 where all is well."""
        shard, shards = data.get("shard", [0, 1])
        intents = data.get("intents")
        if line.session:
            return 4005
        if data.get("token") != self._discord.app.token:
            return 4004
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            return 4013
        if intents & PRIVILEGED & ~self._discord.app.allowed_intents:
            return 4014
        return 0 if 0 <= shard < shards else 4010

    def _ready(self, session: Session) -> None:
        app = self._discord.app
        guilds = [g for g in self._discord.guilds.values() if g.has_bot and session.serves(g.id)]
        hears = bool(session.intents & GUILDS)
        ready: Json = {"v": 10, "user": app.bot.json() | {"verified": True, "mfa_enabled": False, "email": None}}
        ready |= {"guilds": [{"id": str(g.id), "unavailable": True} for g in guilds], "session_id": session.id}
        ready |= {"resume_gateway_url": self._discord.gateway_url, "shard": [session.shard, session.shards]}
        ready |= {"application": {"id": str(app.id), "flags": app.json()["flags"]}, "private_channels": []}
        session.send("READY", ready | {"session_type": "normal", "relationships": [], "user_settings": {}})
        for guild in guilds:
            if hears and not guild.unavailable:
                session.send("GUILD_CREATE", guild.created())

    def _resume(self, line: Line, data: Json) -> None:
        if data.get("token") != self._discord.app.token:
            return self._closes(line, 4004)
        session = self.sessions.get(str(data.get("session_id")))
        sequence = data.get("seq")
        if session is None or not isinstance(sequence, int):
            return line.op(INVALID, False)
        if sequence > session.sequence:
            return self._closes(line, 4007)
        line.session = session
        self.resumed.append(session.shard)
        session.replay(sequence, line)
        return None

    # Events

    def dispatch(self, event: str, data: Json, guild_id: int = 0) -> bool:
        """Sends an event to every session that serves this server; whether there is one."""
        there = [s for s in self.sessions.values() if s.serves(guild_id)]
        for session in there:
            if session.hears(event, bool(guild_id)):
                session.send(event, data)
        return bool(there)

    async def heard(self, within: float = 5.0) -> None:
        """Waits until the bot has read everything that was sent: it answers a heartbeat in its turn."""
        asked = [(line, line.beats) for line in self.lines if line.session]
        for line, _ in asked:
            line.op(HEARTBEAT, None)
        await self._until(lambda: all(line.beats > beats or line not in self.lines for line, beats in asked), within)

    # Waiting

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _until(self, true: Callable[[], bool], within: float) -> None:
        async with asyncio.timeout(within):
            while not true():
                await self._changed.wait()

    @property
    def connected_shards(self) -> list[int]:
        return sorted(line.session.shard for line in self.lines if line.session and not line.socket.closed)

    async def connected(self, shards: int = 1, within: float = 10.0) -> None:
        """Waits until this many shards are identified and connected."""
        await self._until(lambda: len(set(self.connected_shards)) >= shards, within)

    async def disconnected(self, within: float = 5.0) -> None:
        await self._until(lambda: not self.lines, within)

    async def resumes(self, times: int = 1, within: float = 10.0) -> None:
        """Waits until sessions were resumed this many times in all."""
        await self._until(lambda: len(self.resumed) >= times, within)

    async def identifies(self, times: int = 1, within: float = 10.0) -> None:
        """Waits until sessions were begun this many times in all."""
        await self._until(lambda: len(self.identified) >= times, within)

    # Trouble

    def asks_to_reconnect(self) -> None:
        """Op 7 on every line."""
        for line in list(self.lines):
            line.op(RECONNECT, None)

    def invalidates(self, *, resumable: bool = False) -> None:
        """Op 9 on every line; what is not resumable is forgotten."""
        for line in list(self.lines):
            if not resumable and line.session:
                self.sessions.pop(line.session.id, None)
            line.op(INVALID, resumable)

    def forgets_sessions(self) -> None:
        """A later RESUME is answered with op 9."""
        self.sessions.clear()

    def cuts(self) -> None:
        """All lines break without a word; the sessions wait for somebody to resume them."""
        for line in list(self.lines):
            line.cut()

    def closes(self, code: int = 4000) -> None:
        for line in list(self.lines):
            self._closes(line, code)
