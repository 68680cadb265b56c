"""The playground: a chat in the browser with a database, a chat log and a clock of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import datetime
from pathlib import Path
from socket import socket

from starlette.routing import BaseRoute

from adapters.documents import Drawings
from adapters.playground.app import PLAYGROUND, build_app
from adapters.playground.chatlog import ChatLog
from adapters.playground.clock import PlaygroundClock
from adapters.playground.directory import PlaygroundDirectory
from adapters.playground.messenger import PlaygroundMessenger
from adapters.server import Server, open_socket
from bot.errors import SettingsError
from bot.ports.platforms import Platform
from bot.program import Program, Ready, run
from bot.sample import COMMUNITY
from bot.settings import Settings, require_loopback
from storage.engine import database_url, location, sqlite_file
from storage.store import SqlStorage


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

    def routes(self, program: Program) -> Sequence[BaseRoute]:
        return ()  # a server of its own, so that its address is taken before anything is built

    async def begin(self, program: Program) -> None:
        pass

    async def serve(self, program: Program, ready: Ready) -> None:
        async def advance(until: datetime) -> None:
            await self.advance(program, until)

        async def next_due() -> datetime | None:
            return await program.storage.next_due(self.clock.now(), for_people=True)

        app = build_app(program.bot, self.chat, Drawings(), self.clock, advance, next_due)
        await run(Server(app, self.listening, ready, on_stop=app.state.bell.close))

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
async def opened(settings: Settings, url: str, storage: SqlStorage) -> AsyncIterator[Playground]:
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
