"""What the tests of delivery share: addresses, and the outbox as it stands."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.documents import CalendarSeries
from bot.errors import Unopened
from bot.ids import MatchId, SpaceId
from bot.ports.platforms import Channel, DirectMessage, OutboxKey, PairConversation, Platform, Space
from bot.ports.storage import UnitOfWork
from bot.views import Message, Text, line
from storage import tables
from tests.acceptance.stage import MONDAY
from tests.adapters.discord_adapter.attended import COMMUNITY, Attended
from tests.simulators.simulated_discord import DiscordPerson, GuildChannel, Thread

HELLO = Message("A greeting", (Text(line("Hello there")),))
KEY = OutboxKey("k1")
AT_THREE = datetime(2026, 1, 6, 15)  # noqa: DTZ001  (local wall time)
SERIES = CalendarSeries("m1", 1, "Mentoring", "", "", "America/New_York", (AT_THREE,), 45, MONDAY)


def to(place: Attended, person: DiscordPerson) -> DirectMessage:
    return DirectMessage(place.account(person))


def channel(place: Attended) -> Channel:
    return Channel(SpaceId(str(place.guild.id)), str(place.mentoring.id))


def pair(
    place: Attended,
    *people: DiscordPerson,
    match: str = "m1",
    known: str = "",
    over: bool = False,
    where: GuildChannel | None = None,
) -> PairConversation:
    accounts = tuple(map(place.account, people))
    mentoring = str((where or place.mentoring).id)
    space = SpaceId(str(place.guild.id))
    return PairConversation(space, MatchId(match), accounts, mentoring, known, over, "Mentoring: Maya and Ruth")


def message(words: str) -> Message:
    return Message(words[:100], (Text(line(words)),))


def threads(place: Attended) -> list[Thread]:
    return list(place.guild.threads.values())


async def outbox(place: Attended) -> list[tuple[str, int]]:
    """Status and attempts of each row, oldest first."""
    async with place.storage.database.reader.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT status, attempts FROM outbox ORDER BY created_at, id")
        return [(row.status, row.attempts) for row in rows]


async def leases_end(place: Attended) -> None:
    """Leases go by the database's clock, which no test moves."""
    async with place.storage.database.writer.begin() as connection:
        ended = datetime(2000, 1, 1, tzinfo=UTC)
        await connection.execute(
            update(tables.outbox).where(tables.outbox.c.lease_until > ended).values(lease_until=ended)
        )


async def an_hour_later(place: Attended, days: int = 0) -> None:
    await leases_end(place)
    place.clock.instant += timedelta(days=days, hours=1, seconds=1)
    place.discord.clock.moves(days=days, hours=1, seconds=1)
    await place.bot.settle()


@contextlib.asynccontextmanager
async def told(place: Attended, name: str, times: int = 1) -> AsyncIterator[list[tuple[Any, ...]]]:
    """Waits at the end until the core was told this so many times; what it was told, in order."""
    calls: list[tuple[Any, ...]] = []
    done = asyncio.Semaphore(0)
    original = getattr(place.bot, name)

    async def listen(*what: Any) -> Any:
        calls.append(what)
        try:
            return await original(*what)
        finally:
            done.release()

    setattr(place.front, name, listen)
    yield calls
    async with asyncio.timeout(5):
        for _ in range(times):
            await done.acquire()
    delattr(place.front, name)


async def spaces(place: Attended) -> dict[str, Space]:
    """The servers that the core knows, by their names."""
    return {space.name: space for space in await place.storage.spaces_on(Platform.DISCORD)}


async def has_role(place: Attended, role: str) -> None:
    """Whoever has this role moderates, as set up in the first server."""

    async def chosen(uow: UnitOfWork) -> None:
        known = await uow.communities.space(SpaceId(str(place.guild.id)))
        await uow.communities.save_space(replace(known, moderator_roles=(role,)))

    await place.storage.write(COMMUNITY, chosen)


async def two(place: Attended) -> tuple[DiscordPerson, DiscordPerson]:
    return place.person("Maya"), place.person("Ruth")


async def why_not(place: Attended, *people: DiscordPerson, **how: str) -> str:
    with pytest.raises(Unopened) as refused:
        await place.adapter.messenger.send(pair(place, *people, **how), HELLO, KEY)  # type: ignore[arg-type]  # texts
    return refused.value.why
