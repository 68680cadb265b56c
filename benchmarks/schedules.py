"""When pairs meet next, and planning the coming week of 1,500 pairs. Bars: 200,000 a second, and half a second.

The next meeting is asked of 400 rules, of every rhythm in zones all over the world, at a thousand moments each, from
before the first meeting until after the last; printed beside it is what a rule costs that is asked only once. Planning
goes through the tick and SQLite (synchronous=FULL): of each pair one meeting is due to become a row, with its
reminders and questions for both. For comparison: the same rows, known already, inserted by bare statements.
"""

import asyncio
import itertools
import random
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.many_pairs import COMMUNITY, found, seeding
from bot.context import Context
from bot.domain.schedule import MOST_WEEKS, Rhythm, Schedule
from bot.ids import SpaceId
from bot.journey import planning
from bot.ports.platforms import Platform, Space
from bot.ports.storage import UnitOfWork
from bot.program import settle_down
from storage.engine import open_database
from storage.store import SqlStorage
from storage.tables import nudges, sessions

A_SECOND, MOST_SECONDS = 200_000, 0.5
RULES, MOMENTS, PAIRS = 400, 1_000, 1_500
ZONES = ("America/New_York", "America/Phoenix", "Pacific/Honolulu", "Asia/Kolkata", "Europe/Dublin")
NOW = datetime(2026, 10, 5, 19, 50, tzinfo=UTC)
BEGIN = datetime(2026, 1, 1, 7)  # noqa: DTZ001  # wall time, in each zone
FIRST = datetime(2026, 9, 14, 15)  # noqa: DTZ001  # wall time in New York


def rules(chance: random.Random) -> list[Schedule]:
    made = []
    for rhythm, zone in itertools.islice(itertools.cycle(itertools.product(Rhythm, ZONES)), RULES):
        first = BEGIN + timedelta(days=chance.randrange(365), minutes=15 * chance.randrange(44))
        made.append(Schedule(first, zone, rhythm, weeks=chance.choice((12, 26, MOST_WEEKS))))
    return made


def next_meetings() -> tuple[float, float]:
    """How many a second: of rules that are asked again and again, and of rules that are new each time."""
    chance = random.Random(7)
    asked = rules(chance)
    span = timedelta(days=3 * 365).total_seconds()
    moments = [datetime(2025, 12, 1, tzinfo=UTC) + timedelta(seconds=chance.random() * span) for _ in range(MOMENTS)]
    began = time.perf_counter()
    later = sum(rule.next_after(moment) is not None for rule in asked for moment in moments)
    again = time.perf_counter() - began
    assert 0 < later < RULES * MOMENTS, "some moments are before a meeting, some after all"
    new = [rule for _ in range(10) for rule in rules(chance)]
    began = time.perf_counter()
    for rule in new:
        rule.next_after(moments[0])
    return RULES * MOMENTS / again, len(new) / (time.perf_counter() - began)


async def plan(file: Path) -> tuple[float, int, int]:
    """Seconds, and how many sessions and nudges were made."""
    database = open_database(f"sqlite:///{file}")
    storage = SqlStorage(database)

    async def some(uow: UnitOfWork) -> int:
        return await planning.plan_sessions(Context(uow, await uow.communities.get(), NOW))

    settle_down()  # as a program does once it has started
    began = time.perf_counter()
    while await storage.write(COMMUNITY, some):
        pass
    took = time.perf_counter() - began
    async with database.reader.begin() as connection:
        made = [
            (await connection.execute(select(func.count()).select_from(t))).scalar_one() for t in (sessions, nudges)
        ]
    await database.close()
    return took, made[0], made[1]


def prepare(file: Path) -> None:
    """The fourth meeting of each pair is just over, and five are rows already: the sixth is due to become one."""
    space = Space(SpaceId("s"), Platform.PLAYGROUND, "Bench", channel="C0")
    asyncio.run(found(f"sqlite:///{file}", space))
    with seeding(file) as seed:
        seed.pairs(range(PAIRS), NOW - timedelta(days=30), heard_of=NOW - timedelta(days=5))
        seed.agreements(range(PAIRS), FIRST, planned=5, plan_again_at=NOW)


def bare(file: Path, empty: Path) -> float:
    """Seconds for the rows that planning made, inserted into the database as it was before."""
    with closing(sqlite3.connect(file)) as planned, closing(sqlite3.connect(empty, isolation_level=None)) as other:
        rows = {table: planned.execute(f"SELECT * FROM {table}").fetchall() for table in ("sessions", "nudges")}
        other.execute("PRAGMA synchronous=FULL")
        began = time.perf_counter()
        other.execute("BEGIN IMMEDIATE")
        for table, made in rows.items():
            marks = ", ".join("?" * len(made[0]))
            other.executemany(f"INSERT INTO {table} VALUES ({marks})", made)
        other.execute("UPDATE agreements SET planned_sessions = 6, plan_again_at = NULL")
        other.execute("COMMIT")
        return time.perf_counter() - began


def main() -> bool:
    again, new = next_meetings()
    with tempfile.TemporaryDirectory() as folder:
        planned, empty = Path(folder) / "planned.db", Path(folder) / "empty.db"
        prepare(planned)
        prepare(empty)
        took, meetings, made = asyncio.run(plan(planned))
        rows = bare(planned, empty)
    assert meetings == PAIRS, f"{meetings} meetings were planned"
    assert made == 4 * PAIRS, f"{made} nudges were planned, not a reminder and a question for each of two"
    print(f"the next meeting of a rule     {again:10,.0f} a second   (bar: at least {A_SECOND:,})")
    print(f"  of one that is asked once    {new:10,.0f} a second")
    print(f"planning a week of {PAIRS:,} pairs  {took:8.2f} s          (bar: at most {MOST_SECONDS})")
    print(f"  the same rows, inserted bare {rows:10.2f} s")
    return again >= A_SECOND and took <= MOST_SECONDS


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
