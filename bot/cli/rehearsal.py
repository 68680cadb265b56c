"""The playground's files: filled with the sample community where they are empty, and moved into place when complete.

An interrupted first run leaves a folder beside the database, which the next run throws away.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from datetime import datetime
from pathlib import Path

from adapters.playground.app import PLAYGROUND, SPACE
from adapters.playground.chatlog import ChatLog, direct
from adapters.playground.chatlog import Person as ChatPerson
from adapters.playground.clock import PlaygroundClock
from adapters.playground.desk import words
from adapters.playground.directory import PlaygroundDirectory
from adapters.playground.messenger import PlaygroundMessenger
from adapters.server import open_socket
from bot import sample
from bot.bootstrap import program
from bot.cli.apart import fill_apart
from bot.cli.inline_sqlite import open_inline
from bot.errors import StorageError
from bot.ports.platforms import Account, Platform, UserId
from bot.program import Program
from bot.sample.cast import FULL, Person, Size
from bot.sample.history import History
from bot.served.playground import chat_file, refuse_real
from bot.settings import Settings, require_loopback
from bot.views import Message
from storage import migrate
from storage.engine import Database, database_url, open_database, sqlite_file
from storage.failures import translated
from storage.store import SqlStorage

Told = Callable[[float], None]
"""Hears how much of the sample is done, 0 to 1."""


def rehearsal(settings: Settings, told: Told, *, fresh: bool = False) -> AbstractAsyncContextManager[Program]:
    """The playground on a database of its own, filled with the sample community where it is empty, or anew if `fresh`.

    Raises `SettingsError` or `StorageError` with what to do.
    """
    url = settings.playground_database_url

    async def prepare() -> None:
        require_loopback(settings.host)
        open_socket(settings.host, settings.port).close()  # what can't be served need not be made
        if await _is_to_be_filled(settings, url, fresh=fresh):
            await fill_apart(url, chat_file(settings, url), told)

    return program(settings, url, (Platform.PLAYGROUND,), prepare)


async def _is_to_be_filled(settings: Settings, url: str, *, fresh: bool) -> bool:
    """Brings what is there to this program's schema. Raises for what is no playground."""
    file = sqlite_file(database_url(url))
    if file is not None and not file.exists():
        return True
    if migrate.current(url) is not None:
        async with _database(url) as database:
            await refuse_real(SqlStorage(database), url)
    migrate.upgrade(url)
    async with _database(url) as database:
        empty = not await SqlStorage(database).communities()
    chat = chat_file(settings, url)
    if not empty and not fresh and not chat.exists():
        raise StorageError(
            f"The playground's conversations are missing: {chat} isn't beside its database any more, or a first run "
            "was interrupted. To begin anew with the sample community, type: mentorbot playground --fresh"
        )
    if file is None and fresh:
        migrate.downgrade(url)
        migrate.upgrade(url)
    return empty or fresh


@asynccontextmanager
async def _database(url: str, *, hasty: bool = False) -> AsyncIterator[Database]:
    database = open_inline(url) if hasty and sqlite_file(database_url(url)) else open_database(url)
    try:
        yield database
    finally:
        await database.close()


async def fill(url: str, chat: Path, told: Told, size: Size = FULL) -> History:
    """Builds the sample community up to the last Tuesday morning. What was there is replaced."""
    file = sqlite_file(database_url(url))
    folder = chat.with_name(f"{chat.stem}.building")
    with translated(url):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    try:
        made = folder / "sample.db"
        built = f"sqlite:///{made}" if file else url
        await asyncio.to_thread(migrate.upgrade, built)
        history = await _live(built, folder / "chat.db", told, size)
        with translated(url):
            _remove(chat)
            if file:
                _remove(file)
            (folder / "chat.db").rename(chat)
            if file:  # last: its existence says that everything is in place
                made.rename(file)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return history


def _remove(file: Path) -> None:
    """With what SQLite keeps beside it, which would otherwise be taken for a part of the file that comes instead."""
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


async def _live(url: str, log: Path, told: Told, size: Size) -> History:
    async with _database(url, hasty=True) as database:
        with closing(ChatLog(log)) as chat, closing(PlaygroundClock(log)) as clock:
            venue = ChatVenue(chat, clock)
            return await sample.build(SqlStorage(database), venue, clock, sample.this_morning(), told, size=size)


class ChatVenue:
    """The playground's chat as the sample's people use it."""

    space = PLAYGROUND

    def __init__(self, chat: ChatLog, clock: PlaygroundClock) -> None:
        self._chat = chat
        self.messenger = PlaygroundMessenger(chat, clock)
        self.directory = PlaygroundDirectory(chat)

    def account(self, user: UserId) -> Account:
        return Account(Platform.PLAYGROUND, SPACE, user)

    def join(self, person: Person) -> None:
        self._chat.add_person(ChatPerson(person.user, person.name, person.zone, person.moderator))

    def suggest(self, user: UserId, note: str) -> None:
        known = self._chat.person(user)
        if known is not None:
            self._chat.add_person(ChatPerson(user, known.name, known.zone, known.moderator, note))

    def answered(self, user: UserId, view: Message, at: datetime) -> None:
        self._chat.post(direct(user), None, view, at)

    def say(self, user: UserId, conversation: str, text: str, at: datetime) -> None:
        self._chat.post(conversation, user, words(text), at)

    def read_everything(self, since: datetime) -> None:
        for person in self._chat.people():
            for conversation in self._chat.conversations_of(person.user):
                seen = [m.id for m in self._chat.messages(conversation.id, person.user, 30) if m.sent_at < since]
                self._chat.mark_read(person.user, conversation.id, max(seen, default=0))
