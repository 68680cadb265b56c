"""What the tests of delivery share: addresses, and the outbox as it stands."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.documents import CalendarSeries
from bot.ids import MatchId, SpaceId
from bot.ports.platforms import Channel, DirectMessage, OutboxKey, PairConversation
from bot.views import Message, Text, line
from storage import tables
from tests.acceptance.stage import MONDAY
from tests.adapters.discord_adapter.attended import Attended
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


async def an_hour_later(place: Attended) -> None:
    await leases_end(place)
    place.clock.instant += timedelta(hours=1, seconds=1)
    place.discord.clock.moves(hours=1, seconds=1)
    await place.bot.settle()
