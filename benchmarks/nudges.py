"""Due nudges among 1,000,000: found, asked whether they are still true, and put into words, on SQLite in one process.

100,000 are due for 50,000 pairs: one half of the pairs meets tomorrow and each of the two is reminded, the other half
has just met and each is asked how it was. Of two files, one has 900,000 nudges for some day beside them, the other
10,000. Nudges are worked off in both by turns, a second's worth at a time, so that whatever else the machine does slows
both down alike. Bars: 1,000 a second among the many, at most 250 MB at the peak of the process that does it, and at
least 0.8 times as fast with the many as with the few. For comparison, in the same run: APScheduler with one job a pair,
which looks the pair up in memory and makes a sentence, and does nothing else.
"""

import asyncio
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import func, select

from benchmarks.many_pairs import COMMUNITY, Seeding, found, seeding
from bot.domain.message import Nudge
from bot.ids import MemberId, NudgeId, SpaceId
from bot.ports.platforms import Platform, Space
from bot.program import settle_down
from bot.ticking import Ticking
from storage.engine import Database, open_database
from storage.store import SqlStorage
from storage.tables import nudges, outbox

A_SECOND, MOST_MEMORY, LEAST_RATIO = 1_000, 250, 0.8
PAIRS, FEW, MANY, TURNS, A_TURN, JOBS = 50_000, 10_000, 900_000, 5, 1_000, 50_000
NOW = datetime(2026, 10, 5, 20, 0, tzinfo=UTC)  # 16:00 on a Monday in New York
TOMORROW = datetime(2026, 10, 6, 19, 0, tzinfo=UTC)
JUST_NOW = datetime(2026, 10, 5, 19, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


class Standing:
    """A clock that does not move: what is due stays due."""

    def now(self) -> datetime:
        return NOW


def prepare(file: Path) -> None:
    asyncio.run(found(f"sqlite:///{file}", Space(SpaceId("s"), Platform.PLAYGROUND, "Bench", channel="C0")))
    reminded, asked = range(0, PAIRS, 2), range(1, PAIRS, 2)
    with seeding(file) as seed:
        seed.pairs(range(PAIRS), NOW - 6 * WEEK, heard_of=NOW - timedelta(days=5))
        seed.agreements(reminded, datetime(2026, 9, 8, 15), planned=5)  # noqa: DTZ001  # wall time
        seed.agreements(asked, datetime(2026, 9, 14, 15), planned=5)  # noqa: DTZ001  # wall time
        seed.sessions(reminded, "s", 5, TOMORROW)
        seed.sessions(asked, "s", 4, JUST_NOW)
        seed.sessions(asked, "t", 5, JUST_NOW + WEEK)
        _due(seed, reminded, "session-reminder")
        _due(seed, asked, "did-you-meet")


def _due(seed: Seeding, pairs: range, kind: str) -> None:
    nudge = Nudge(COMMUNITY, NudgeId(""), MemberId(""), kind, "", 0, NOW)
    seed.nudges(nudge, pairs, 0)
    seed.nudges(nudge, pairs, 1)


def schedule(file: Path, numbers: range) -> None:
    """More nudges for some day, of everybody, minute by minute for a year."""
    nudge = Nudge(COMMUNITY, NudgeId(""), MemberId(""), "session-reminder", "", 0, NOW)
    days = [f"{NOW + timedelta(days=n):%Y-%m-%d}" for n in range(1, 366)]
    people = 2 * PAIRS

    def another(n: int) -> dict[str, object]:
        due = f"{days[n % 365]}T{n % 24:02}:{n % 60:02}:00.000000Z"
        who = {"id": f"f{n}", "recipient": f"m{n % people}", "subject": f"s{n % people // 2}"}
        return {**who, "occurrence": 1 + n // people, "due_at": due}

    with seeding(file) as seed:
        seed.copies(nudges, nudge, numbers, another)


class File:
    """Where nudges are worked off, and the time it takes."""

    def __init__(self, file: str) -> None:
        self.database: Database = open_database(f"sqlite:///{file}")
        self._ticking = Ticking(SqlStorage(self.database), Standing())
        self.done, self.took = 0, 0.0

    async def turn(self, most: int) -> None:
        until, began = self.done + most, time.perf_counter()
        while self.done < until:
            self.done += await self._ticking.nudge(COMMUNITY, NOW)
        self.took += time.perf_counter() - began

    async def check(self) -> None:
        """That each has become a message, in its own words."""
        async with self.database.reader.begin() as connection:
            told = select(func.count()).select_from(outbox)
            for words in ("%You meet Person%", "%Did you and Person% meet%"):
                of_these = (await connection.execute(told.where(outbox.c.message.like(words)))).scalar_one()
                assert of_these > self.done // 4, f"{of_these} of {self.done} say {words}"
            assert (await connection.execute(told)).scalar_one() == self.done, "one message each"


async def work_off(files: list[str]) -> list[tuple[int, float]]:
    """How many were worked off in each, and in how many seconds."""
    opened = [File(file) for file in files]
    settle_down()  # as a program does once it has started
    for _ in range(TURNS):
        for one in opened:
            await one.turn(A_TURN)
    for one in opened:
        await one.check()
        await one.database.close()
    return [(one.done, one.took) for one in opened]


def _peak() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1024 if sys.platform != "darwin" else used / 1024 / 1024


def measured(*files: Path) -> tuple[list[float], float]:
    """Nudges a second in each file, and MB at the peak, of a process of its own."""
    command = [sys.executable, "-m", "benchmarks.nudges", *map(str, files)]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found, peak = json.loads(run.stdout.splitlines()[-1])
    return [done / took for done, took in found], peak


async def scheduler(jobs: int) -> float:
    """Jobs that APScheduler carries out in a second, one for each pair, all due at the same time."""
    pairs = {str(n): (f"Person {2 * n}", f"Person {2 * n + 1}") for n in range(jobs)}
    told: list[str] = []
    over = asyncio.Event()

    async def job(pair: str) -> None:
        mentee, mentor = pairs[pair]
        told.append(f"{mentee}, you meet {mentor} tomorrow.")
        if len(told) == jobs:
            over.set()

    scheduled = AsyncIOScheduler(timezone=UTC)
    scheduled.start(paused=True)
    at = datetime.now(UTC)
    for pair in pairs:
        scheduled.add_job(job, "date", run_date=at, args=[pair], id=pair, misfire_grace_time=None)
    began = time.perf_counter()
    scheduled.resume()
    await over.wait()
    took = time.perf_counter() - began
    scheduled.shutdown(wait=False)
    return jobs / took


def compared() -> tuple[float, float]:
    """What the scheduler takes, in a process of its own as well."""
    command = [sys.executable, "-m", "benchmarks.nudges", "--scheduler"]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    a_second, peak = json.loads(run.stdout.splitlines()[-1])
    return a_second, peak


def main() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few.db", Path(folder) / "many.db"
        prepare(few)
        schedule(few, range(FEW))
        shutil.copyfile(few, many)
        schedule(many, range(FEW, MANY))
        (with_few, with_many), peak = measured(few, many)
    jobs, of_jobs = compared()
    ratio = with_many / with_few
    print(f"due nudges, {2 * PAIRS:,} of {2 * PAIRS + MANY:,}, found, asked again and put into words, SQLite")
    print(f"  with {MANY:,} for some day {with_many:8,.0f} a second   (bar: at least {A_SECOND:,})")
    print(f"  with {FEW:,} for some day  {with_few:8,.0f} a second")
    print(f"  ratio                     {ratio:8.2f}            (bar: at least {LEAST_RATIO})")
    print(f"  memory at the peak        {peak:8.0f} MB         (bar: at most {MOST_MEMORY})")
    print(f"  APScheduler, {JOBS:,} jobs  {jobs:8,.0f} a second, {of_jobs:.0f} MB, without storage and composing")
    return with_many >= A_SECOND and peak <= MOST_MEMORY and ratio >= LEAST_RATIO


if __name__ == "__main__":
    if sys.argv[1:] == ["--scheduler"]:
        print(json.dumps([asyncio.run(scheduler(JOBS)), _peak()]))
    elif sys.argv[1:]:
        print(json.dumps([asyncio.run(work_off(sys.argv[1:])), _peak()]))
    else:
        sys.exit(0 if main() else 1)
