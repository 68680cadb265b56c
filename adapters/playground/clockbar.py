"""The clock that one can move: what each button means, and that it moves once."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.playground.bell import Bell
from adapters.playground.moments import clock_time, dated, local, stamp, zone_of, zone_words
from bot.errors import UserError
from bot.ports.platforms import Clock, Reader

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
NEXT = "next"
NOTHING_DUE = "No message is planned from here on, so the clock stays where it is."
MOVING = "The clock is already moving. Please wait a moment."
Advance = Callable[[datetime], Awaitable[None]]
NextDue = Callable[[], Awaitable[datetime | None]]


@dataclass(frozen=True)
class ClockFace:
    """The playground's time in the reader's zone, in words; `busy` while it is being moved."""

    stamp: str
    words: str
    busy: bool


class ClockBar:
    """`advance` moves the playground to an instant, sending what falls due on the way; `next_due` is the next such."""

    def __init__(self, clock: Clock, advance: Advance, next_due: NextDue, bell: Bell) -> None:
        self._clock, self._advance, self._next_due, self._bell = clock, advance, next_due, bell
        self._moving = asyncio.Lock()
        self._seen: deque[str] = deque(maxlen=64)

    def now(self) -> datetime:
        return self._clock.now()

    def face(self, reader: Reader) -> ClockFace:
        here = local(self.now(), zone_of(reader.zone))
        words = f"{dated(here)}, {clock_time(here)} {zone_words(here)}"
        return ClockFace(stamp(here.replace(second=0, microsecond=0)), words, self._moving.locked())

    async def move(self, step: str, token: str) -> None:
        """Once for a token. Raises `UserError` for an unknown step, a clock in motion, and when nothing is due."""
        if token in self._seen:
            return
        if self._moving.locked():
            raise UserError(MOVING)
        self._seen.append(token)
        async with self._moving:
            self._bell.ring()
            await self._advance(await self._target(step))
        self._bell.ring()

    async def _target(self, step: str) -> datetime:
        if step in STEPS:
            return self.now() + STEPS[step]
        due = await self._next_due() if step == NEXT else None
        if due is None:
            raise UserError(NOTHING_DUE if step == NEXT else "The clock has no such step.")
        return max(due, self.now())
