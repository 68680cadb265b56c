"""APScheduler as a metronome: it beats at an interval and keeps no state.

What is due stands in the database, so that a beat that comes late, or not at all, loses nothing and repeats nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)

PATIENCE = 10.0
"""How long `Ticks.stop` waits for the work in hand, in seconds."""


class Ticks:
    """Runs `work` at the start, every `every` seconds and when woken, never twice at the same time.

    An error in one run is logged and does not keep the next from running. To be used on the event loop's thread.
    """

    def __init__(self, every: float, work: Callable[[], Awaitable[object]]) -> None:
        self._every = every
        self._work = work
        self._scheduler: AsyncIOScheduler | None = None
        self._in_hand: asyncio.Task[None] | None = None
        self._wanted = False

    def start(self) -> None:
        """Begins on the running event loop."""
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._beat, "interval", seconds=self._every, coalesce=True, max_instances=1, misfire_grace_time=None
        )
        self._scheduler.start()
        self.wake()

    def wake(self) -> None:
        """Runs the work soon; any number of calls during a run make one more run. Without effect when stopped."""
        if self._scheduler is None:
            return
        self._wanted = True
        if self._in_hand is None or self._in_hand.done():
            self._in_hand = asyncio.get_running_loop().create_task(self._run())

    async def stop(self, patience: float = PATIENCE) -> None:
        """Starts nothing more and waits for the work in hand; cancels it after `patience` seconds."""
        if self._scheduler is None:
            return
        self._scheduler.shutdown(wait=False)
        self._scheduler = None
        self._wanted = False
        if self._in_hand and not self._in_hand.done():
            await asyncio.wait({self._in_hand}, timeout=patience)
            if self._in_hand.cancel():
                log.warning("tick_cancelled", patience=patience)
                await asyncio.wait({self._in_hand})

    async def _beat(self) -> None:
        self.wake()

    async def _run(self) -> None:
        while self._wanted:
            self._wanted = False
            try:
                await self._work()
            except Exception:
                log.exception("tick_failed")
