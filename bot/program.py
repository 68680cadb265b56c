"""A running bot: the core, a database, and the platforms it serves."""

import asyncio
import gc
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route

from adapters.scheduler import Ticks
from adapters.server import Server, open_socket
from bot.app import Bot
from bot.ports.platforms import Clock, Directory, Messenger, Platform
from bot.settings import Settings
from storage.store import SqlStorage

Ready = Callable[[str], None]


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Served(Protocol):
    """One platform as the wiring needs it. `clock` is its own where it has a movable one, else None."""

    @property
    def clock(self) -> Clock | None: ...
    @property
    def messenger(self) -> Messenger: ...
    @property
    def directory(self) -> Directory: ...

    def routes(self, program: "Program") -> Sequence[BaseRoute]:
        """What it answers on the program's web server; nothing where it needs none."""
        ...

    async def begin(self, program: "Program") -> None:
        """What has to be there before anybody can be answered."""
        ...

    async def serve(self, program: "Program", ready: Ready) -> None:
        """Until the process is told to stop, or this is cancelled. `ready` hears where to look, as soon as one can."""
        ...


class Program:
    """A running bot. Only one at a time does what is due, so that the clock never moves past unfinished work."""

    def __init__(self, settings: Settings, storage: SqlStorage, platforms: Mapping[Platform, Served]) -> None:
        self.settings, self.storage, self.platforms = settings, storage, platforms
        movable = [served.clock for served in platforms.values() if served.clock is not None]
        self.clock: Clock = movable[0] if movable else SystemClock()
        self.ticks = Ticks(settings.tick_seconds, self.settle)
        self.bot = Bot(
            storage,
            self.clock,
            {name: served.messenger for name, served in platforms.items()},
            {name: served.directory for name, served in platforms.items()},
            wake=self.ticks.wake,
        )
        self.working = asyncio.Lock()

    async def settle(self) -> None:
        async with self.working:
            await self.bot.settle()

    async def serve(self, ready: Ready) -> None:
        """Until the process is told to stop, or one of the platforms gives up."""
        stopped = asyncio.Event()
        with _told_to_stop(stopped.set):
            for served in self.platforms.values():
                await served.begin(self)
            self.ticks.start()
            settle_down()
            works = [served.serve(self, ready) for served in self.platforms.values()]
            serving = [asyncio.create_task(work) for work in (*works, self._pages(ready), _until(stopped))]
            try:
                done, _ = await asyncio.wait(serving, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                for task in serving:
                    task.cancel()
                await asyncio.gather(*serving, return_exceptions=True)
                await self.ticks.stop()

    async def _pages(self, ready: Ready) -> None:
        """The one web server, where a platform needs one."""
        routes = [route for served in self.platforms.values() for route in served.routes(self)]
        if not routes:
            await asyncio.Event().wait()
        app = Starlette(routes=[Route("/health", _healthy), *routes])
        with closing(open_socket(self.settings.host, self.settings.port)) as listening:
            await run(Server(app, listening, ready))


def settle_down() -> None:
    """What is there once a program has started stays: collecting garbage need not look through it each time, which
    would make everybody wait for a tenth of a second now and then.
    """
    gc.collect()
    gc.freeze()


async def run(server: Server) -> None:
    """Serves until it stops by itself; when this is cancelled, open requests are finished first."""
    serving = asyncio.create_task(server.run_here())
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise


async def _healthy(request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


async def _until(stopped: asyncio.Event) -> None:
    await stopped.wait()


@contextmanager
def _told_to_stop(stop: Callable[[], None]) -> Iterator[None]:
    """The web server stops by itself when it is told to, and then tells the process again: that changes nothing."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for each in signals:
        loop.add_signal_handler(each, stop)
    yield
    for each in signals:
        loop.remove_signal_handler(each)
