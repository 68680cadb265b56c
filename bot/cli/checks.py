"""What `mentorbot doctor` looks at."""

import asyncio
import os
import platform
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import settings
from bot.checkup import Finding, mend, note, well
from bot.domain.message import OutboxStatus
from bot.errors import SettingsError, StorageError
from bot.ports.platforms import Platform
from bot.reference.states import STATES
from bot.settings import Settings
from bot.settings_together import unserved
from storage import migrate
from storage.engine import Database, database_url, location, open_database, sqlite_file
from storage.failures import translated
from storage.tables import events, members, outbox

LEAST_ROOM = 200  # megabytes
CLOCKS_APART = timedelta(minutes=2)
STUCK_AFTER = timedelta(minutes=15)


async def examined(*, playground: bool) -> list[Finding]:
    """Everything that can be looked at; what can't be, because something before it needs a hand, is left out."""
    found = [_python(), _zones()]
    try:
        known = settings.load()
    except SettingsError as error:
        return [*found, mend("Settings", str(error))]
    found.append(well("Settings: every value can be used."))
    if not playground:
        found += [mend(words, advice) for words, advice in unserved(known)]
    url = known.playground_database_url if playground else known.database_url
    try:
        with translated(url):
            found += [finding async for finding in _database(known, url)]
    except StorageError as error:
        found.append(mend("Database", str(error)))
    if Platform.SLACK in known.platforms and not playground:
        found += await _slack(known)
    if Platform.DISCORD in known.platforms and not playground:
        found += await _discord(known)
    return found


async def _slack(known: Settings) -> list[Finding]:
    from bot.cli.slack_checks import slack_findings  # its SDK is slow to import, and only needed where it is served

    return await slack_findings(known)


async def _discord(known: Settings) -> list[Finding]:
    from bot.cli.discord_checks import discord_findings

    return await discord_findings(known)


def _python() -> Finding:
    return well(f"Python {platform.python_version()}, {platform.system()}.")


def _zones() -> Finding:
    wanted = {zone for state in STATES.values() for zone in state.zones}
    missing = sorted(zone for zone in wanted if not _has(zone))
    if missing:
        return mend(
            f"Time zones are missing: {', '.join(missing[:3])}.",
            "Install the package tzdata, with pip or from your system.",
        )
    return well(f"Time zones: all {len(wanted)} of the states are known.")


def _has(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except ZoneInfoNotFoundError:
        return False
    return True


# The database


async def _database(known: Settings, url: str) -> AsyncIterator[Finding]:
    where = location(database_url(url))
    await asyncio.to_thread(migrate.check, url)
    yield well(f"Database {where}: version {migrate.newest()}, the one this program works with.")
    database = open_database(url)
    try:
        async with database.reader.begin() as connection:
            yield await _writable(connection, database)
        if (file := sqlite_file(database.url)) is not None:
            yield _room(shutil.disk_usage(file.parent).free // 1_000_000, str(file.parent))
        async with database.reader.begin() as connection:
            if database.name == "sqlite":
                yield await _journal(connection)
            yield await _clock(connection, database)
            yield await _outbox(connection)
            yield await _unreachable(connection)
    finally:
        await database.close()


async def _writable(connection: AsyncConnection, database: Database) -> Finding:
    """Found out without writing."""
    file = sqlite_file(database.url)
    if file is None:
        if (await connection.execute(text("SELECT pg_is_in_recovery()"))).scalar_one():
            return mend("The database's server is a copy that can't be written.", "Set DATABASE_URL to the primary.")
        return well("The database's server takes changes.")
    effective = os.access in os.supports_effective_ids
    for place in (file, file.parent):
        if not os.access(place, os.W_OK, effective_ids=effective):
            return mend(f"{place} is read-only.", "Make it writable for the account that runs mentorbot.")
    return well("The file and its folder can be written.")


def _room(free: int, folder: str) -> Finding:
    if free < LEAST_ROOM:
        return mend(f"Only {free:,} MB are free in {folder}.", "Free some space before the database fills the disk.")
    return well(f"Disk: {free:,} MB free in {folder}.")


async def _journal(connection: AsyncConnection) -> Finding:
    mode = (await connection.execute(text("PRAGMA journal_mode"))).scalar_one()
    if mode == "wal":
        return well("Write-ahead log: on, so looking never waits for writing.")
    return note(
        f"The write-ahead log is off (journal mode {mode}).",
        "The bot switches it on when it starts. A database on a network drive can't have it: move it to a local disk.",
    )


async def _clock(connection: AsyncConnection, database: Database) -> Finding:
    """Against the server's clock, and against the last thing that happened, which can't be in the future."""
    now = datetime.now(UTC)
    if database.name != "sqlite":
        apart = abs((await connection.execute(select(func.now()))).scalar_one() - now)
        if apart > CLOCKS_APART:
            return mend(
                f"This machine's clock and the database server's are {apart.total_seconds():.0f} seconds apart.",
                "Set both by a time server (NTP).",
            )
    last = (await connection.execute(select(func.max(events.c.at)))).scalar()
    if last is not None and last - now > CLOCKS_APART:
        return note(
            f"The last thing that happened is dated {last:%Y-%m-%d %H:%M} UTC, which is still to come.",
            "Usual where the playground's clock was moved; otherwise set this machine's clock by a time server (NTP).",
        )
    return well(f"Clock: {now:%Y-%m-%d %H:%M} UTC.")


async def _outbox(connection: AsyncConnection) -> Finding:
    late = datetime.now(UTC) - STUCK_AFTER
    due = outbox.c.not_before.is_(None) | (outbox.c.not_before < late)
    waiting = outbox.c.status.in_([OutboxStatus.WAITING, OutboxStatus.SENDING])
    stuck = await _count(connection, waiting, due, outbox.c.created_at < late)
    parked = await _count(connection, outbox.c.status == OutboxStatus.PARKED)
    failed = await _count(connection, outbox.c.status == OutboxStatus.FAILED)
    if stuck:
        return mend(
            f"{_messages(stuck)} waiting for more than {STUCK_AFTER.seconds // 60} minutes.",
            "Is the bot running? If so, its log says what keeps them.",
        )
    if parked or failed:
        return mend(
            f"Messages: {parked:,} may or may not have been sent, {failed:,} were refused.",
            "The log says which and why. Moderators find those of two weeks in /mentor-stats, under what needs a hand.",
        )
    return well("Messages: none is stuck.")


def _messages(count: int) -> str:
    return "1 message has been" if count == 1 else f"{count:,} messages have been"


async def _count(connection: AsyncConnection, *where: ColumnElement[bool]) -> int:
    return (await connection.execute(select(func.count()).select_from(outbox).where(*where))).scalar_one()


async def _unreachable(connection: AsyncConnection) -> Finding:
    query = select(func.count()).select_from(members).where(members.c.unreachable_since.is_not(None))
    count = (await connection.execute(query)).scalar_one()
    if not count:
        return well("People: everybody can be written to.")
    people = "1 person" if count == 1 else f"{count:,} people"
    return note(
        f"{people} can't be written to.",
        "Moderators find them in /mentor-stats, under what needs a hand.",
    )
