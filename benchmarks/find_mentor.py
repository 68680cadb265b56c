"""A whole `/find-mentor` submission against the bare transaction, in SQLite with synchronous=FULL.

Both run on copies of one prepared file, alternating, so that a noisy machine treats them alike; what they leave is
compared row by row. Printed: the medians and their ratio. The bar is 3.
"""

import asyncio
import random
import secrets
import shutil
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import func, insert, select

from benchmarks.bare_find_mentor import bare_find_mentor
from bot.app import Bot
from bot.commands import FindMentor
from bot.domain.availability import FreeTimes, Interval
from bot.domain.member import Community
from bot.domain.status import OfferStatus, RequestStatus
from bot.ids import CommunityId, SpaceId
from bot.ports.platforms import Account, Envelope, Platform, Space, UserId
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import PRACTICE_SETTINGS
from bot.reference.states import STATES
from bot.views import Message
from storage import migrate
from storage.engine import Database, open_database
from storage.store import SqlStorage
from storage.tables import accounts, events, members, metadata, nudges, offer_reach, offers, outbox, receipts, requests

BAR = 3.0
MEMBERS, OFFERS, REQUESTS = 25_000, 5_000, 1_500
ROUNDS = 60
COMMUNITY, SPACE = CommunityId("bench"), SpaceId("space")
NOW = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)
WRITTEN = (members, requests, events, nudges, outbox, receipts)


class Clock:
    """Each submission has a day of its own, so that each is posted in the channel and none waits for a round-up."""

    day = 0

    def now(self) -> datetime:
        return NOW + timedelta(days=self.day)


async def prepare(url: str) -> None:
    """A large community, written in bulk."""
    migrate.upgrade(url)
    database = open_database(url)
    storage = SqlStorage(database)
    await storage.found(Community(COMMUNITY, "Bench"))
    await storage.connect(COMMUNITY, Space(SPACE, Platform.PLAYGROUND, "Bench", channel="channel"))
    chance = random.Random(7)
    async with database.writer.begin() as connection:
        await connection.execute(insert(members), [_member(n) for n in range(MEMBERS)])
        await connection.execute(insert(accounts), [_account(n) for n in range(MEMBERS)])
        made = [_offer(n, chance) for n in range(OFFERS)]
        await connection.execute(insert(offers), made)
        reach = [
            {"community": COMMUNITY, "state": state, "setting": setting, "offer": offer["id"]}
            for offer in made
            for state in offer["states"]
            for setting in offer["settings"]
        ]
        await connection.execute(insert(offer_reach), reach)
        await connection.execute(insert(requests), [_request(OFFERS + n, chance) for n in range(REQUESTS)])
    await database.close()


def _member(n: int) -> Mapping[str, Any]:
    return {
        "community": COMMUNITY,
        "id": f"m{n}",
        "name": f"Member {n}",
        "joined_at": NOW,
        "zone_confirmed": False,
        "moderator": False,
        "claimed": True,
        "handle": "",
    }


def _account(n: int) -> Mapping[str, Any]:
    platform = str(Platform.PLAYGROUND)
    return {"community": COMMUNITY, "space": SPACE, "platform": platform, "user": f"u{n}", "member": f"m{n}"}


def _offer(n: int, chance: random.Random) -> dict[str, Any]:
    return {
        "community": COMMUNITY,
        "id": f"o{n}",
        "mentor": f"m{n}",
        "profession": chance.choice([p.slug for p in PROFESSIONS.values() if p.can_mentor]),
        "years": chance.randrange(30),
        "states": tuple(chance.sample(sorted(STATES), 2)),
        "settings": tuple(chance.sample([s.slug for s in PRACTICE_SETTINGS], 2)),
        "topics": (),
        "free_times": FreeTimes((Interval(chance.randrange(5), 960, 1200),)),
        "capacity": 2,
        "taken": chance.randrange(3),
        "status": OfferStatus.OPEN,
        "created_at": NOW - timedelta(days=30),
        "confirmed_at": NOW - timedelta(days=30),
        "silent_in_a_row": 0,
        "note": "",
        "district": "",
        "agency": "",
        "programme": "",
        "ways": (),
    }


def _request(n: int, chance: random.Random) -> dict[str, Any]:
    since = NOW - timedelta(days=chance.randrange(1, 60))
    return {
        "community": COMMUNITY,
        "id": f"r{n}",
        "mentee": f"m{n}",
        "state": chance.choice(sorted(STATES)),
        "setting": chance.choice([s.slug for s in PRACTICE_SETTINGS]),
        "topics": ("goals",),
        "free_times": None,
        "note": "",
        "status": RequestStatus.OPEN,
        "created_at": since,
        "waiting_since": since,
        "looking_since": since,
        "reach": 0,
        "district": "",
        "agency": "",
        "programme": "",
        "rhythm": "",
        "ways": (),
        "not_my_district": False,
        "not_my_agency": False,
    }


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Ids that come out the same each time, so that rows can be compared."""
    chance = random.Random(seed)
    with (
        mock.patch.object(secrets, "randbits", chance.getrandbits),
        mock.patch.object(secrets, "choice", chance.choice),
    ):
        yield


@asynccontextmanager
async def opened(file: Path) -> AsyncIterator[Database]:
    database = open_database(f"sqlite:///{file}")
    yield database
    await database.close()


async def submit(bot: Bot, n: int) -> None:
    """The whole thing: from the form's values to the committed receipt."""
    command = FindMentor(
        state="Ohio",
        setting="elementary",
        topics=("scheduling", "goals"),
        free_times="Mon/Wed after 4pm",
        note="I start in August, five buildings.",
    )
    account = Account(Platform.PLAYGROUND, SPACE, UserId(f"u{n}"))
    with seeded(n):
        reply = await bot.handle(command, Envelope(actor=account, name=f"Member {n}", event=f"e{n}"))
    assert isinstance(reply.view, Message), reply


async def new_rows(database: Database, n: int) -> dict[str, list[dict[str, Any]]]:
    """What the submission of member n left, by table."""
    mine = {
        members: members.c.id == f"m{n}",
        requests: requests.c.mentee == f"m{n}",
        events: events.c.member == f"m{n}",
        nudges: nudges.c.recipient == f"m{n}",
        outbox: outbox.c.actor == f"m{n}",
        receipts: receipts.c.event == f"e{n}",
    }
    found = {}
    async with database.reader.begin() as connection:
        for table, where in mine.items():
            rows = (await connection.execute(select(table).where(where))).mappings().all()
            found[table.name] = [{k: v for k, v in row.items() if k != "sequence"} for row in rows]
    return found


async def sizes(database: Database) -> dict[str, int]:
    async with database.reader.begin() as connection:
        tables = metadata.sorted_tables
        return {t.name: (await connection.execute(select(func.count()).select_from(t))).scalar_one() for t in tables}


async def measure(folder: Path, rounds: int = ROUNDS) -> tuple[float, float]:
    """Medians in seconds: the whole submission, and the bare transaction that leaves the same rows."""
    base, whole, bare = (folder / name for name in ("base.db", "whole.db", "bare.db"))
    await prepare(f"sqlite:///{base}")
    shutil.copyfile(base, whole)
    shutil.copyfile(base, bare)
    async with opened(whole) as one, opened(bare) as other:
        clock = Clock()
        bot = Bot(SqlStorage(one), clock, {}, {})
        took: dict[str, list[float]] = {"whole": [], "bare": []}
        first = OFFERS + REQUESTS
        for n in range(first, first + rounds):
            clock.day += 2
            start = time.perf_counter()
            await submit(bot, n)
            took["whole"].append(time.perf_counter() - start)
            rows = await new_rows(one, n)
            start = time.perf_counter()
            await bare_find_mentor(other.writer, rows)
            took["bare"].append(time.perf_counter() - start)
            assert rows == await new_rows(other, n), "the yardstick leaves other rows"
        assert await sizes(one) == await sizes(other), "somewhere else rows were left"
    return statistics.median(took["whole"][5:]), statistics.median(took["bare"][5:])


def main() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        whole, bare = asyncio.run(measure(Path(folder)))
    ratio = whole / bare
    print(f"/find-mentor, {MEMBERS:,} members, {OFFERS:,} offers, SQLite, synchronous=FULL")
    print(f"  whole submission {whole * 1000:6.2f} ms")
    print(f"  bare transaction {bare * 1000:6.2f} ms")
    print(f"  ratio            {ratio:6.2f}    (bar: at most {BAR:g})")
    return ratio <= BAR


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
