"""One request against 100,000 mentoring offers, through the real storage, on SQLite and PostgreSQL.

Bare is one SQLAlchemy Core query that fetches the very same rows by their ids, knowing which they are. Ours has to find
them: by state and setting, or in the whole country by whose turn it is, without mentors who are asked right now, rest,
were asked twice this week, or are excluded. Ranking is printed apart. Bars: 1.5 for the usual tier, all of it ranked,
of which there must be 200 at least; 3 for the broadest, of which the first 500 are. Medians of many, in turn.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import bindparam, insert, select

from bot.context import Context
from bot.domain.availability import FreeTimes, Interval
from bot.domain.member import Community
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus, ProposalStatus, RequestStatus
from bot.ids import CommunityId, MemberId, RequestId, SpaceId
from bot.journey.finding import ANYWHERE, MOST_AT_ONCE, MOST_OF_A_STATE, WEEK, Finder, search_at
from bot.matching.pair import Apart
from bot.matching.ranking import ranked
from bot.matching.tiers import within
from bot.ports.platforms import Platform, Space
from bot.ports.searching import Askable, Prospect
from bot.reference.professions import OT_PRACTITIONERS
from bot.reference.settings import PRACTICE_SETTINGS
from bot.reference.states import STATES
from storage import migrate
from storage.engine import Database, open_database
from storage.repositories.rows import Desk
from storage.repositories.searching import COLUMNS
from storage.store import SqlStorage, SqlUnitOfWork
from storage.tables import exclusions, members, offer_names, offer_reach, offers, proposals
from tests.databases import Postgres

USUAL_BAR, BROADEST_BAR, LEAST_USUAL = 1.5, 3.0, 200
OFFERS, MENTEES, ASKED, IN_ONE_INSERT = 100_000, 500, 60_000, 5_000
ROUNDS = 40
COMMUNITY = CommunityId("bench")
NOW = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)
ASKING = MentoringRequest(
    community=COMMUNITY,
    id=RequestId("r0"),
    mentee=MemberId(f"m{OFFERS}"),
    state="OH",
    setting="elementary",
    topics=("goals", "scheduling"),
    free_times=FreeTimes((Interval(0, 960, 1200), Interval(2, 960, 1200))),
    note="",
    status=RequestStatus.OPEN,
    created_at=NOW,
    waiting_since=NOW,
    looking_since=NOW,
    agency="Therapy Partners 7",
)
BARE = (
    select(*COLUMNS, members.c.zone)
    .select_from(offers.join(members, (members.c.community == offers.c.community) & (members.c.id == offers.c.mentor)))
    .where(offers.c.community == bindparam("community"), offers.c.id.in_(bindparam("ids", expanding=True)))
)


def _people(chance: random.Random) -> list[dict[str, object]]:
    usual = {"community": COMMUNITY, "joined_at": NOW, "zone_confirmed": True, "moderator": False, "claimed": True}
    zones = [state.usual_zone for state in STATES.values()]
    return [
        {**usual, "id": f"m{n}", "name": f"Member {n}", "handle": "", "zone": chance.choice(zones)}
        for n in range(OFFERS + MENTEES)
    ]


def _offer(n: int, chance: random.Random) -> dict[str, object]:
    asked = NOW - timedelta(hours=chance.randrange(24 * 60)) if chance.random() < 0.7 else None
    return {
        "community": COMMUNITY,
        "id": f"o{n}",
        "mentor": f"m{n}",
        "profession": chance.choice([*OT_PRACTITIONERS * 4, "slp", "pt"]),
        "years": chance.randrange(30),
        "states": tuple(chance.sample(sorted(STATES), 2)),
        "settings": tuple(chance.sample([s.slug for s in PRACTICE_SETTINGS], 2)),
        "topics": tuple(chance.sample(["goals", "scheduling", "iep-process", "documentation"], 2)),
        "free_times": FreeTimes((Interval(chance.randrange(5), 900, 1200), Interval(chance.randrange(5), 900, 1200))),
        "capacity": chance.choice([1, 1, 2, 3]),
        "taken": chance.choice([0, 0, 0, 1]),
        "status": OfferStatus.OPEN if chance.random() < 0.8 else OfferStatus.PAUSED,
        "created_at": NOW - timedelta(days=30),
        "confirmed_at": NOW - timedelta(days=30),
        "rests_until": NOW + timedelta(days=3) if chance.random() < 0.1 else None,
        "last_proposed_at": asked,
        "silent_in_a_row": 0,
        "note": "",
        "district": "",
        "agency": f"Therapy Partners {n % 5000}" if n % 3 else "",
        "programme": "",
        "ways": (),
    }


def _proposal(n: int, chance: random.Random) -> dict[str, object]:
    """The first tenth are still open, each with another mentor."""
    mentor = n if n < ASKED // 10 else chance.randrange(OFFERS)
    return {
        "community": COMMUNITY,
        "id": f"p{n}",
        "request": "r0",
        "offer": f"o{mentor}",
        "mentee": ASKING.mentee,
        "mentor": f"m{mentor}",
        "origin": "ranked",
        "tier": 4,
        "reasons": (),
        "status": ProposalStatus.OPEN if n < ASKED // 10 else ProposalStatus.SILENT,
        "made_at": NOW - timedelta(hours=chance.randrange(24 * 60)),
        "reason": "",
        "question": "",
        "answer": "",
    }


async def prepare(url: str) -> None:
    migrate.upgrade(url)
    database = open_database(url)
    storage = SqlStorage(database)
    await storage.found(Community(COMMUNITY, "Bench"))
    await storage.connect(COMMUNITY, Space(SpaceId("s"), Platform.PLAYGROUND, "Bench", channel="C0"))
    chance = random.Random(11)
    made = [_offer(n, chance) for n in range(OFFERS)]
    reached = [
        {"community": COMMUNITY, "state": state, "setting": setting, "offer": offer["id"]}
        for offer in made
        for state in offer["states"]  # type: ignore[attr-defined]  # a tuple
        for setting in offer["settings"]  # type: ignore[attr-defined]  # a tuple
    ]
    named = [
        {"community": COMMUNITY, "name": f"agency:{str(offer['agency']).casefold()}", "offer": offer["id"]}
        for offer in made
        if offer["agency"]
    ]
    apart = [{"community": COMMUNITY, "member": ASKING.mentee, "other": f"m{n}"} for n in range(0, OFFERS, 50)]
    async with database.writer.begin() as connection:
        await _insert(connection.execute, members, _people(chance))
        await _insert(connection.execute, offers, made)
        await _insert(connection.execute, offer_reach, reached)
        await _insert(connection.execute, offer_names, named)
        await _insert(connection.execute, exclusions, apart)
        desk = Desk(connection, COMMUNITY, writes=True)
        await SqlUnitOfWork(desk).requests.add(ASKING)
        await _insert(connection.execute, proposals, [_proposal(n, chance) for n in range(ASKED)])
    async with database.writer.connect() as connection:
        await connection.exec_driver_sql("ANALYZE")
        await connection.commit()
    await database.close()


async def _insert(execute: Callable[..., Awaitable[object]], table: object, rows: Sequence[object]) -> None:
    for start in range(0, len(rows), IN_ONE_INSERT):
        await execute(insert(table), rows[start : start + IN_ONE_INSERT])  # type: ignore[arg-type]  # a Table


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def measure(database: Database, step: int, most: int) -> tuple[int, float, float, float]:
    """How many rows, and the medians in seconds: found, fetched barely, and ranked."""
    storage = SqlStorage(database)
    rules = Community(COMMUNITY, "Bench").rules
    asking = Askable(NOW, NOW - WEEK, rules.proposals_a_week)
    request = replace(ASKING, reach=step)
    search = search_at(step, request, "America/New_York", rules, NOW)
    assert search is not None
    found: Sequence[Prospect] = ()

    async def ours() -> None:
        nonlocal found
        async with storage.read(COMMUNITY) as uow:
            found = await uow.offers.askable(search, asking, most)

    async def bare() -> None:
        async with database.reader.begin() as connection:
            rows = (await connection.execute(BARE, {"community": COMMUNITY, "ids": ids})).all()
        assert len(rows) == len(ids)

    await ours()
    ids = [prospect.offer.id for prospect in found]
    assert ids, "nobody was found: there is nothing to compare"
    took = [(await _timed(ours), await _timed(bare)) for _ in range(ROUNDS)]
    async with storage.read(COMMUNITY) as uow:
        finder = Finder(
            Context(uow, await uow.communities.get(), NOW), request, "America/New_York", Apart(), several=False
        )
        ranking = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            best = ranked((finder.pair(each, step) for each in found), rules, Apart(), {})
            ranking.append(time.perf_counter() - began)
            assert any(within(each.tier, step) for each in best)
    return len(ids), *(statistics.median(times) for times in (*zip(*took, strict=True), ranking))


async def on(url: str) -> bool:
    began = time.perf_counter()
    await prepare(url)
    database = open_database(url)
    print(f"Finding mentors among {OFFERS:,} offers, {database.url.get_backend_name()}", end="")
    print(f" (written in {time.perf_counter() - began:.0f} s)")
    met = []
    for name, step, most, bar in (
        ("state and setting", 0, MOST_OF_A_STATE, USUAL_BAR),
        ("any state, first of many", ANYWHERE, MOST_AT_ONCE, BROADEST_BAR),
    ):
        rows, found, bare, ranking = await measure(database, step, most)
        print(f"  {name}: {rows} mentors, all of them ranked")
        print(f"    found  {found * 1000:6.2f} ms    fetched by their ids {bare * 1000:6.2f} ms")
        print(f"    ratio  {found / bare:6.2f}    (bar: at most {bar:g})")
        print(f"    ranked {ranking * 1000:6.2f} ms")
        met += [found / bare <= bar, rows >= LEAST_USUAL]
    await database.close()
    return all(met)


async def both(folder: Path) -> bool:
    embedded = await on(f"sqlite:///{folder / 'offers.db'}")
    server = Postgres(folder)
    try:
        with server.database() as url:
            return await on(url) and embedded
    finally:
        server.close()


def main() -> bool:
    with tempfile.TemporaryDirectory(prefix="mentorbot-") as folder:
        return asyncio.run(both(Path(folder)))


if __name__ == "__main__":
    main()
