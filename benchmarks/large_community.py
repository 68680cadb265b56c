"""The community that benchmarks act in: written in bulk, the same each time, and looked at table by table."""

import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from bot.commands import FindMentor
from bot.domain.availability import FreeTimes, Interval
from bot.domain.member import Community
from bot.domain.status import OfferStatus, RequestStatus
from bot.ids import CommunityId, SpaceId
from bot.ports.platforms import Platform, Space
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import PRACTICE_SETTINGS
from bot.reference.states import STATES
from storage import migrate
from storage.engine import Database, open_database
from storage.store import SqlStorage
from storage.tables import accounts, events, members, metadata, nudges, offer_reach, offers, outbox, receipts, requests

MEMBERS, OFFERS, REQUESTS = 25_000, 5_000, 1_500
NEWCOMERS = OFFERS + REQUESTS
"""The number of the first member who has neither offered nor asked; all after it haven't either."""
COMMUNITY = CommunityId("bench")
NOW = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)
SUBMITTED = FindMentor(
    state="Ohio",
    setting="elementary",
    topics=("scheduling", "goals"),
    free_times="Mon/Wed after 4pm",
    note="I start in August, five buildings.",
)


class Clock:
    """Each submission has a day of its own, so that each is posted in the channel and none waits for a round-up."""

    day = 0

    def now(self) -> datetime:
        return NOW + timedelta(days=self.day)


async def prepare(url: str, platform: Platform, space: SpaceId, channel: str = "C0", user: str = "U{}") -> None:
    """A new database with one large community. Member n has the user id `user.format(n)`."""
    migrate.upgrade(url)
    database = open_database(url)
    storage = SqlStorage(database)
    await storage.found(Community(COMMUNITY, "Bench"))
    await storage.connect(COMMUNITY, Space(space, platform, "Bench", channel=channel))
    chance = random.Random(7)
    async with database.writer.begin() as connection:
        await connection.execute(insert(members), [_member(n) for n in range(MEMBERS)])
        await connection.execute(insert(accounts), [_account(n, platform, space, user) for n in range(MEMBERS)])
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


def _account(n: int, platform: Platform, space: SpaceId, user: str) -> Mapping[str, Any]:
    known = {"platform": str(platform), "user": user.format(n), "member": f"m{n}"}
    return {"community": COMMUNITY, "space": space, **known}


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


@asynccontextmanager
async def opened(file: Path) -> AsyncIterator[Database]:
    database = open_database(f"sqlite:///{file}")
    yield database
    await database.close()


async def new_rows(database: Database, n: int, event: str) -> dict[str, list[dict[str, Any]]]:
    """What the submission of member n left, by table; `event` is the platform's id of it."""
    mine = {
        members: members.c.id == f"m{n}",
        requests: requests.c.mentee == f"m{n}",
        events: events.c.member == f"m{n}",
        nudges: nudges.c.recipient == f"m{n}",
        outbox: outbox.c.actor == f"m{n}",
        receipts: receipts.c.event == event,
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
