"""Due nudges among 1,000,000: found, asked whether they are still true, and put into words, on SQLite in one process.

100,000 of them are due, a reminder for each of the two of 50,000 pairs; of these 4,000 are timed with only 10,000
others that are due some day, and 4,000 more with 900,000. Bars: 1,000 a second, at most 250 MB at the peak of the
process that does it, and at least 0.8 times as fast with the many as with the few. For comparison, what APScheduler
takes for the same number of jobs, one for each pair: 20,000, to be quick.
"""

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import insert, select

from bot.domain.match import Agreement, Match, Session
from bot.domain.member import Community, Member
from bot.domain.message import Nudge
from bot.domain.schedule import Rhythm
from bot.domain.status import AgreementStatus, MatchStatus, SessionStatus
from bot.ids import AgreementId, CommunityId, MatchId, MemberId, NudgeId, SessionId, SpaceId
from bot.ports.platforms import Platform, Space
from bot.ticking import Ticking
from storage import migrate
from storage.engine import open_database
from storage.repositories.rows import Desk, Rows
from storage.store import SqlStorage, SqlUnitOfWork
from storage.tables import outbox

A_SECOND, MOST_MEMORY, LEAST_RATIO = 1_000, 250, 0.8
PAIRS, TIMED, FEW, MANY, JOBS, IN_ONE_INSERT = 50_000, 4_000, 10_000, 900_000, 20_000, 5_000
COMMUNITY = CommunityId("bench")
NOW = datetime(2026, 10, 5, 20, 0, tzinfo=UTC)  # 16:00 in New York
FIRST = datetime(2026, 9, 8, 15, 0)  # noqa: DTZ001  # wall time
MEETING = datetime(2026, 10, 6, 19, 0, tzinfo=UTC)


class Standing:
    """A clock that does not move: what is due stays due."""

    def now(self) -> datetime:
        return NOW


def _members() -> Iterator[Member]:
    for n in range(2 * PAIRS):
        yield Member(COMMUNITY, MemberId(f"m{n}"), f"Person {n}", NOW, zone="America/New_York")


def _matches() -> Iterator[Match]:
    for n in range(PAIRS):
        mentee, mentor = MemberId(f"m{2 * n}"), MemberId(f"m{2 * n + 1}")
        ids = (COMMUNITY, MatchId(f"p{n}"), None, None, mentee, mentor)
        yield Match(*ids, MatchStatus.ACTIVE, NOW - timedelta(days=40), NOW - timedelta(days=5))


def _agreements() -> Iterator[Agreement]:
    for n in range(PAIRS):
        yield Agreement(
            community=COMMUNITY,
            id=AgreementId(f"a{n}"),
            match=MatchId(f"p{n}"),
            version=1,
            status=AgreementStatus.SIGNED,
            first=FIRST,
            zone="America/New_York",
            rhythm=Rhythm.WEEKLY,
            minutes=45,
            weeks=12,
            way="video",
            place="",
            goals=("Write shorter reports",),
            proposed_by=MemberId(f"m{2 * n}"),
            proposed_at=NOW - timedelta(days=30),
            signed_at=NOW - timedelta(days=30),
            planned_sessions=12,
        )


def _sessions() -> Iterator[Session]:
    for n in range(PAIRS):
        ids = (COMMUNITY, SessionId(f"s{n}"), MatchId(f"p{n}"), AgreementId(f"a{n}"))
        yield Session(*ids, 5, MEETING, 45, SessionStatus.PLANNED)


def _due() -> Iterator[Nudge]:
    for n in range(2 * PAIRS):
        subject = f"s{n // 2}"
        yield Nudge(COMMUNITY, NudgeId(f"d{n}"), MemberId(f"m{n}"), "session-reminder", subject, 0, NOW)


def _future(numbers: range) -> Iterator[Nudge]:
    for n in numbers:
        person, subject = n % (2 * PAIRS), f"s{n % (2 * PAIRS) // 2}"
        due = NOW + timedelta(minutes=1 + n % 500_000)
        yield Nudge(
            COMMUNITY, NudgeId(f"f{n}"), MemberId(f"m{person}"), "session-reminder", subject, 1 + n // (2 * PAIRS), due
        )


async def prepare(url: str) -> None:
    migrate.upgrade(url)
    database = open_database(url)
    storage = SqlStorage(database)
    await storage.found(Community(COMMUNITY, "Bench"))
    await storage.connect(COMMUNITY, Space(SpaceId("s"), Platform.PLAYGROUND, "Bench", channel="C0"))
    async with database.writer.begin() as connection:
        uow = SqlUnitOfWork(Desk(connection, COMMUNITY, writes=True))
        for rows, made in (
            (uow.members, _members()),
            (uow.matches, _matches()),
            (uow.agreements, _agreements()),
            (uow.sessions, _sessions()),
            (uow.nudges, _due()),
        ):
            await _insert(uow, rows, made)  # type: ignore[arg-type]  # each takes what it is a repository of
    await database.close()


async def schedule(url: str, numbers: range) -> None:
    """More nudges for some day."""
    database = open_database(url)
    async with database.writer.begin() as connection:
        uow = SqlUnitOfWork(Desk(connection, COMMUNITY, writes=True))
        await _insert(uow, uow.nudges, _future(numbers))  # type: ignore[arg-type]  # takes nudges
    async with database.writer.connect() as connection:
        await connection.exec_driver_sql("ANALYZE")
        await connection.commit()
    await database.close()


async def _insert(uow: SqlUnitOfWork, rows: Rows[object], made: Iterator[object]) -> None:
    batch: list[dict[str, object]] = []
    for entity in made:
        batch.append(rows.row(entity))
        if len(batch) == IN_ONE_INSERT:
            await uow.desk.connection.execute(insert(rows.table), batch)
            batch = []
    if batch:
        await uow.desk.connection.execute(insert(rows.table), batch)


async def work_off(url: str) -> tuple[int, float]:
    """How many were worked off, and in how many seconds."""
    database = open_database(url)
    storage = SqlStorage(database)
    ticking = Ticking(storage, Standing())
    done, began = 0, time.perf_counter()
    while done < TIMED:
        done += await ticking.nudge(COMMUNITY, NOW)
    took = time.perf_counter() - began
    async with database.reader.begin() as connection:
        said = list(await connection.scalars(select(outbox.c.message).order_by(outbox.c.sequence.desc()).limit(done)))
    assert len(said) == done, "each of them is put into words"
    assert all("You meet Person" in message for message in said)
    await database.close()
    return done, took


def measured(url: str) -> tuple[float, float]:
    """Nudges a second, and MB at the peak, of a process of its own."""
    run = subprocess.run([sys.executable, "-m", "benchmarks.nudges", url], check=True, capture_output=True, text=True)
    done, took, peak = json.loads(run.stdout.splitlines()[-1])
    return done / took, peak


def _peak() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1024 if sys.platform != "darwin" else used / 1024 / 1024


async def scheduler() -> tuple[float, float]:
    """Jobs that APScheduler carries out in a second, one for each pair, and MB at the peak of this process."""
    ran = 0
    over = asyncio.Event()

    async def job() -> None:
        nonlocal ran
        ran += 1
        if ran == JOBS:
            over.set()

    jobs = AsyncIOScheduler(timezone=UTC)
    jobs.start(paused=True)
    at = datetime.now(UTC) + timedelta(seconds=1)
    for n in range(JOBS):
        jobs.add_job(job, "date", run_date=at, id=str(n), misfire_grace_time=None)
    await asyncio.sleep(1)
    began = time.perf_counter()
    jobs.resume()
    await over.wait()
    took = time.perf_counter() - began
    jobs.shutdown(wait=False)
    return JOBS / took, _peak()


def main() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        asyncio.run(prepare(url))
        found = []
        for numbers in (range(FEW), range(FEW, MANY)):
            asyncio.run(schedule(url, numbers))
            found.append(measured(url))
    (few, _), (many, peak) = found
    jobs, of_jobs = asyncio.run(scheduler())
    print(
        f"due nudges of {MANY + 2 * PAIRS:,}: {many:,.0f} a second (bar {A_SECOND:,}), "
        f"{peak:.0f} MB at the peak (bar {MOST_MEMORY})"
    )
    print(f"  of {FEW + 2 * PAIRS:,}: {few:,.0f} a second, so {many / few:.2f} times as fast (bar {LEAST_RATIO})")
    print(
        f"  APScheduler, {JOBS:,} jobs that do nothing: {jobs:,.0f} a second, {of_jobs:.0f} MB with all it was run in"
    )
    return many >= A_SECOND and peak <= MOST_MEMORY and many / few >= LEAST_RATIO


if __name__ == "__main__":
    if len(sys.argv) > 1:
        done, took = asyncio.run(work_off(sys.argv[1]))
        print(json.dumps([done, took, _peak()]))
    else:
        sys.exit(0 if main() else 1)
