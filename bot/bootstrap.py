"""The only place that joins the core, a database and platforms to a running program."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from bot.ports.platforms import Platform
from bot.program import Program, Served
from bot.settings import Settings
from bot.settings_together import require_together
from storage import migrate
from storage.engine import open_database
from storage.single_writer import single_writer
from storage.store import SqlStorage

Opened = Callable[[Settings, str, SqlStorage], AbstractAsyncContextManager[Served]]


def _playground() -> Opened:
    from bot.served import playground

    return playground.opened


def _slack() -> Opened:
    from bot.served import slack

    return slack.opened


def _discord() -> Opened:
    from bot.served import discord

    return discord.opened


PLATFORMS: Mapping[Platform, Callable[[], Opened]] = {
    Platform.PLAYGROUND: _playground,
    Platform.SLACK: _slack,
    Platform.DISCORD: _discord,
}
"""How each platform is opened on a database. A new one adds its row here.

A platform's library is read only by a program that serves it: the playground starts without Slack's.
"""


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
    require_together(settings, platforms)
    with single_writer(url):
        await prepare()
        async with opened(url) as storage, AsyncExitStack() as stack:
            served = {p: await stack.enter_async_context(PLATFORMS[p]()(settings, url, storage)) for p in platforms}
            yield Program(settings, storage, served)
