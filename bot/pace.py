"""Several things at a time, and no more of them in a while than a platform allows."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


class Pace:
    """`most` turns in any `seconds`, at even distances; up to `at_once` together after a pause or a delay."""

    def __init__(self, most: int, seconds: float, at_once: int) -> None:
        self._seconds, self._apart = seconds, seconds / most
        self._credit = (at_once - 1) * self._apart
        self._next = 0.0
        self._taken: deque[float] = deque(maxlen=most)
        self._first: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()
        self._alarm: asyncio.TimerHandle | None = None

    async def turn(self, *, first: bool = False) -> None:
        """Until it is one's turn: in the order of asking, but for those who go `first`."""
        loop = asyncio.get_running_loop()
        mine = loop.create_future()
        (self._first if first else self._others).append(mine)
        self._give(loop)
        await mine

    def _give(self, loop: asyncio.AbstractEventLoop) -> None:
        """Turns to all who may have one now; for the next one an alarm is set."""
        while waiting := self._first or self._others:
            if waiting[0].cancelled():
                waiting.popleft()
                continue
            now = loop.time()
            even = max(self._next, now - self._credit)
            full = len(self._taken) == self._taken.maxlen
            if (at := max(even, self._taken[0] + self._seconds) if full else even) > now:
                if self._alarm is None:
                    self._alarm = loop.call_at(at, self._ring, loop)
                return
            waiting.popleft().set_result(None)
            self._next = even + self._apart
            self._taken.append(now)

    def _ring(self, loop: asyncio.AbstractEventLoop) -> None:
        self._alarm = None
        self._give(loop)


async def gathered(works: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    """What each of them gives, all at the same time. Where one fails, the others are finished before that is raised."""
    found = await asyncio.gather(*(work() for work in works), return_exceptions=True)
    for each in found:
        if isinstance(each, BaseException):
            raise each
    return [each for each in found if not isinstance(each, BaseException)]


async def several(works: Sequence[Callable[[], Awaitable[int]]], at_once: int) -> list[int]:
    """Does all of them, in their order, so many at the same time. Where one fails, those that are begun are finished,
    and its error is raised.
    """
    waiting = iter(works)
    done: list[int] = []
    failed: list[BaseException] = []

    async def worker() -> None:
        for work in waiting:
            if failed:
                return
            try:
                done.append(await work())
            except BaseException as error:
                failed.append(error)
                raise

    await asyncio.gather(*(worker() for _ in range(min(at_once, len(works)))), return_exceptions=True)
    if failed:
        raise failed[0]
    return done
