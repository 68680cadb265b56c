"""The only place that joins the core, a database and platforms to a running program."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from socket import socket
from typing import Protocol

from adapters.documents import Drawings
from adapters.playground.app import PLAYGROUND, build_app
from adapters.playground.chatlog import ChatLog
from adapters.playground.clock import PlaygroundClock
from adapters.playground.directory import PlaygroundDirectory
from adapters.playground.messenger import PlaygroundMessenger
from adapters.scheduler import Ticks
from adapters.server import Server, open_socket
from bot.app import Bot
from bot.errors import SettingsError
from bot.ports.platforms import Clock, Directory, Messenger, Platform
from bot.sample import COMMUNITY
from bot.settings import Settings, require_loopback
from storage import migrate
from storage.engine import database_url, location, open_database, sqlite_file
from storage.single_writer import single_writer
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

    async def serve(self, program: "Program", ready: Ready) -> None:
        """Until the process is told to stop, or this is cancelled. `ready` hears where to look, as soon as one can."""
        ...


class Program:
    """A running bot. Only one at a time does what is due, so that the clock never moves past unfinished work."""

    def __init__(self, settings: Settings, storage: SqlStorage, platforms: Mapping[Platform, Served]) -> None:
        self.storage, self.platforms = storage, platforms
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
        with _told_to_stop():
            self.ticks.start()
            serving = [asyncio.create_task(served.serve(self, ready)) for served in self.platforms.values()]
            try:
                done, _ = await asyncio.wait(serving, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                for task in serving:
                    task.cancel()
                await asyncio.gather(*serving, return_exceptions=True)
                await self.ticks.stop()


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """The server stops by itself when it is told to, and then tells the process again: by then there is no need."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for each in signals:
        loop.add_signal_handler(each, lambda: None)
    yield
    for each in signals:
        loop.remove_signal_handler(each)


# The playground


class Playground:
    """The chat in the browser, with its log and its clock in one file and its address already taken."""

    def __init__(self, log: Path, listening: socket) -> None:
        self.chat, self.clock, self.listening = ChatLog(log), PlaygroundClock(log), listening
        self.messenger = PlaygroundMessenger(self.chat, self.clock)
        self.directory = PlaygroundDirectory(self.chat)

    def close(self) -> None:
        self.clock.close()
        self.chat.close()
        self.listening.close()

    async def serve(self, program: Program, ready: Ready) -> None:
        async def advance(until: datetime) -> None:
            await self.advance(program, until)

        async def next_due() -> datetime | None:
            return await program.storage.next_due(self.clock.now(), for_people=True)

        app = build_app(program.bot, self.chat, Drawings(), self.clock, advance, next_due)
        server = Server(app, self.listening, ready, on_stop=app.state.bell.close)
        serving = asyncio.create_task(server.run_here())
        try:
            await asyncio.shield(serving)
        except asyncio.CancelledError:
            server.should_exit = True
            await serving
            raise

    async def advance(self, program: Program, until: datetime) -> None:
        """Lives through everything that falls due on the way, in order. The clock never goes back."""
        async with program.working:
            self.clock.hold(self.clock.now())
            try:
                await program.bot.settle()
                while (due := await program.storage.next_due(self.clock.now())) is not None and due <= until:
                    self.clock.hold(due)
                    await program.bot.settle()
                self.clock.hold(max(until, self.clock.now()))
                await program.bot.settle()
            finally:
                self.clock.release()


@asynccontextmanager
async def _playground(settings: Settings, url: str, storage: SqlStorage) -> AsyncIterator[Playground]:
    require_loopback(settings.host)
    listening = open_socket(settings.host, settings.port)
    try:
        await refuse_real(storage, url)
        await storage.found(COMMUNITY)
        await storage.connect(COMMUNITY.id, PLAYGROUND)
        playground = Playground(chat_file(settings, url), listening)
    except BaseException:
        listening.close()
        raise
    with closing(playground):
        yield playground


async def refuse_real(storage: SqlStorage, url: str) -> None:
    """A rehearsal never happens where a real group is: raises `SettingsError`."""
    real = sorted(await storage.platforms() - {Platform.PLAYGROUND})
    if real:
        raise SettingsError(
            f"The database {location(database_url(url))} belongs to a real group on {' and '.join(real)}, so the "
            "playground doesn't touch it. Example: PLAYGROUND_DATABASE_URL=sqlite:///data/playground.db"
        )


def chat_file(settings: Settings, url: str) -> Path:
    """What the playground keeps as a chat platform would, beside its database."""
    file = sqlite_file(database_url(url))
    return file.with_name(f"{file.stem}-chat.db") if file else settings.data_dir.absolute() / "playground-chat.db"


# What is served

Opened = Callable[[Settings, str, SqlStorage], AbstractAsyncContextManager[Served]]
PLATFORMS: Mapping[Platform, Opened] = {Platform.PLAYGROUND: _playground}
"""How each platform is opened on a database. A new one adds its row here."""


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[SqlStorage]:
    """The storage at this address, whose schema must be this program's."""
    await asyncio.to_thread(migrate.check, url)
    database = open_database(url)
    try:
        yield SqlStorage(database)
    finally:
        await database.close()


async def _nothing() -> None:
    pass


@asynccontextmanager
async def program(
    settings: Settings, url: str, platforms: Sequence[Platform], prepare: Callable[[], Awaitable[None]] = _nothing
) -> AsyncIterator[Program]:
    """A program on a migrated database, ready to serve. `prepare` is called when no other process can write it.

    Raises `SettingsError` or `StorageError` with what to do.
    """
    with single_writer(url):
        await prepare()
        async with opened(url) as storage, AsyncExitStack() as stack:
            served = {p: await stack.enter_async_context(PLATFORMS[p](settings, url, storage)) for p in platforms}
            yield Program(settings, storage, served)
