"""A community's records and the time that counts there, for commands that only look."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.playground.clock import PlaygroundClock
from bot.domain.member import Community
from bot.errors import UserError
from bot.served.playground import chat_file
from bot.settings import Settings
from storage import migrate
from storage.engine import Database, open_database
from storage.store import SqlStorage

NO_COMMUNITY = (
    "There is no community in this database yet. Serve one first, with mentorbot run or mentorbot playground."
)


@dataclass(frozen=True)
class Records:
    database: Database
    storage: SqlStorage
    community: Community
    now: datetime


@asynccontextmanager
async def records(settings: Settings, community: str = "", *, playground: bool = False) -> AsyncIterator[Records]:
    """`community` is an id or a name, needed where there are several. Works beside a running bot.

    Raises `UserError` for a community that is not there and `StorageError` for a database that can't be used.
    """
    url = settings.playground_database_url if playground else settings.database_url
    await asyncio.to_thread(migrate.check, url)
    database = open_database(url)
    try:
        storage = SqlStorage(database)
        yield Records(database, storage, await _chosen(storage, community), _now(settings, url))
    finally:
        await database.close()


async def _chosen(storage: SqlStorage, wanted: str) -> Community:
    known = []
    for id in await storage.communities():
        async with storage.read(id) as uow:
            known.append(await uow.communities.get())
    chosen = [each for each in known if wanted in ("", each.id, each.name)]
    named = "; ".join(f"{each.id} ({each.name})" for each in known)
    if not known:
        raise UserError(NO_COMMUNITY)
    if not chosen:
        raise UserError(f"There is no community {wanted}. There are: {named}.")
    if len(chosen) > 1:
        raise UserError(f"There are several communities; choose one with --community: {named}.")
    return chosen[0]


def _now(settings: Settings, url: str) -> datetime:
    """The playground's own time, where a playground has run on this database."""
    file = chat_file(settings, url)
    if not file.exists():
        return datetime.now(UTC)
    with closing(PlaygroundClock(file)) as clock:
        return clock.now()
