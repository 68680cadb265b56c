"""Discord's limits, kept by the headers that it sends, so that a wait for one conversation holds up no other.

Discord's library keeps them too, but it waits inside the call: a message that uses up the last of a bucket comes back
only when the bucket is full again, and everything that is sent after it waits along. It can be told to refuse instead,
though not below half a minute, and then it refuses wherever a bucket has a longer period, room or not. So its buckets
are replaced: they wait for a moment at most, and say `discord.RateLimited` with the seconds that are left. What holds
for all of them (the limit of the whole bot, a token that is dead) is asked before each request, so that refused
requests, of which Discord allows 10,000 in ten minutes, are not made in vain; and requests wait for their turn, so that
the limit of the whole bot is not met in the first place.
"""

import asyncio
from contextvars import ContextVar
from types import SimpleNamespace, TracebackType
from typing import TypeVar

import aiohttp
import discord
from discord.http import HTTPClient, Ratelimit

from bot.pace import Pace

UNTIL_READY = 30.0  # seconds to wait for a limit while signing in
IN_SERVICE = 1.0  # seconds, as long as others may wait
DEAD = 3600.0  # seconds that a refused token is not tried again
WHOLE_BOT = 60.0  # seconds, where Discord does not say how long
MOST, SECONDS, AT_ONCE = 50, 1.02, 2
"""Requests: Discord takes 50 a second of a whole bot, in whatever seconds it counts them as they come in."""

somebody_waits: ContextVar[bool] = ContextVar("somebody_waits", default=False)
"""Whether what is being done is an answer: its requests go before those of messages that the bot sends by itself."""
UNAUTHORIZED, TOO_MANY = 401, 429
APART = ("/interactions/", "/webhooks/")  # these have tokens of their own, and no part in the limit of the whole bot
Raised = TypeVar("Raised", bound=BaseException)


class TokenRefused(discord.DiscordException):
    """Discord has said that it does not know the bot's token any more. `retry_after` is in seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("Discord does not know the bot's token any more")
        self.retry_after = retry_after


class Limits:
    """What holds for every request. Times are the event loop's, in seconds."""

    def __init__(self) -> None:
        self.patience = UNTIL_READY
        self.pace = Pace(MOST, SECONDS, AT_ONCE)
        self._full_until = self._dead_until = 0.0

    def check(self) -> None:
        """Raises `TokenRefused` or `discord.RateLimited` where a request would be in vain."""
        self.check_token()
        now = asyncio.get_running_loop().time()
        if now < self._full_until:
            raise discord.RateLimited(self._full_until - now)

    def check_token(self) -> None:
        """Raises `TokenRefused`."""
        now = asyncio.get_running_loop().time()
        if now < self._dead_until:
            raise TokenRefused(self._dead_until - now)

    def trace(self) -> aiohttp.TraceConfig:
        """Watches the answers."""
        watching = aiohttp.TraceConfig()
        watching.on_request_end.append(self._answered)
        return watching

    async def _answered(
        self, session: aiohttp.ClientSession, context: SimpleNamespace, about: aiohttp.TraceRequestEndParams
    ) -> None:
        if any(part in about.url.path for part in APART):
            return
        now, headers = asyncio.get_running_loop().time(), about.response.headers
        if about.response.status == UNAUTHORIZED:
            self._dead_until = now + DEAD
        elif about.response.status == TOO_MANY and ("X-RateLimit-Global" in headers or "Via" not in headers):
            left = headers.get("Retry-After", "")
            self._full_until = now + (float(left) if left.replace(".", "", 1).isdecimal() else WHOLE_BOT)


class Bucket(Ratelimit):
    """One bucket of the library. Raises `discord.RateLimited` at once where its wait is longer than the patience."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(None)
        self._limits = limits

    async def acquire(self) -> None:
        self._last_request = self._loop.time()
        while not self._has_room():
            if self.expires is None:
                await self._first_answer()
            else:
                await asyncio.sleep(self._left_or_raise())
        self._limits.check()
        self.remaining -= 1
        self.outgoing += 1
        try:
            await self._limits.pace.turn(first=somebody_waits.get())
            self._limits.check()
        except BaseException:
            self.remaining += 1
            self.outgoing -= 1
            self._wake(len(self._pending_requests))
            raise

    def update(self, response: aiohttp.ClientResponse, *, use_clock: bool = False) -> None:
        """Others that are on their way may not be counted yet in what this answer says."""
        super().update(response, use_clock=use_clock)
        left = int(response.headers.get("X-RateLimit-Remaining", 0))
        self.remaining = max(0, left - (self.outgoing - 1))

    async def __aexit__(self, kind: type[Raised] | None, error: Raised | None, traceback: TracebackType | None) -> None:
        self.outgoing -= 1
        if isinstance(error, discord.RateLimited):
            self.remaining, self.expires = 0, self._loop.time() + error.retry_after
        elif self.expires is None:
            self.reset()  # type: ignore[no-untyped-call]
        self._wake(len(self._pending_requests))

    def _has_room(self) -> bool:
        if self.expires is not None and self._loop.time() >= self.expires:
            self.reset()  # type: ignore[no-untyped-call]
        return self.remaining > 0

    def _left_or_raise(self) -> float:
        assert self.expires is not None
        left = max(0.0, self.expires - self._loop.time())
        if left > self._limits.patience:
            raise discord.RateLimited(left)
        return left

    async def _first_answer(self) -> None:
        """Only an answer tells how many fit in: until then one request is on its way."""
        answered: asyncio.Future[None] = self._loop.create_future()
        self._pending_requests.append(answered)
        await answered


class PatientHTTP(HTTPClient):
    """The library's client of Discord's API with buckets of our kind."""

    def __init__(self, loop: asyncio.AbstractEventLoop, limits: Limits) -> None:
        super().__init__(loop, http_trace=limits.trace(), max_ratelimit_timeout=limits.patience)
        self._limits = limits

    def get_ratelimit(self, key: str) -> Ratelimit:
        if key not in self._buckets:
            self._buckets[key] = Bucket(self._limits)
            self._try_clear_expired_ratelimits()
        return self._buckets[key]

    def in_service(self) -> None:
        """From now on other people wait."""
        self._limits.patience = self.max_ratelimit_timeout = IN_SERVICE
