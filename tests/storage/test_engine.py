"""Both engines: no lost updates, readers that can't write, and types that mean the same."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text, update
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from bot.errors import StorageError
from storage.engine import Database, database_url, open_database
from storage.types import Instant, Slugs, WallTime, database_now

metadata = MetaData()
counters = Table("counters", metadata, Column("id", Integer, primary_key=True), Column("count", Integer))
moments = Table(
    "moments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant),
    Column("wall", WallTime),
    Column("slugs", Slugs),
)


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    opened = open_database(empty_database_url)
    async with opened.writer.begin() as connection:
        await connection.run_sync(metadata.create_all)
        await connection.execute(insert(counters).values(id=1, count=0))
    yield opened
    await opened.close()


async def count(database: Database) -> int:
    async with database.reader.begin() as connection:
        found: int = (await connection.execute(select(counters.c.count))).scalar_one()
        return found


async def test_four_concurrent_transactions_that_read_and_then_write_lose_nothing(database: Database) -> None:
    async def add_one() -> None:
        async with database.writer.begin() as connection:
            found = (await connection.execute(select(counters.c.count).with_for_update())).scalar_one()
            await asyncio.sleep(0)
            await connection.execute(update(counters).values(count=found + 1))

    await asyncio.gather(*(add_one() for _ in range(4)))

    assert await count(database) == 4


async def test_two_processes_worth_of_engines_lose_nothing_either(database: Database) -> None:
    other = open_database(database.url.render_as_string(hide_password=False))

    async def add_one(through: Database) -> None:
        async with through.writer.begin() as connection:
            found = (await connection.execute(select(counters.c.count).with_for_update())).scalar_one()
            await connection.execute(update(counters).values(count=found + 1))

    await asyncio.gather(*(add_one(through) for through in (database, other) for _ in range(3)))
    await other.close()

    assert await count(database) == 6


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def change_then_fail() -> None:
        async with database.writer.begin() as connection:
            await connection.execute(update(counters).values(count=7))
            await connection.execute(insert(counters).values(id=1, count=9))

    with pytest.raises(IntegrityError):
        await change_then_fail()

    assert await count(database) == 0


async def test_a_reader_sees_one_moment_while_a_writer_works(database: Database) -> None:
    async with database.writer.begin() as writing:
        await writing.execute(update(counters).values(count=5))
        assert await count(database) == 0
    assert await count(database) == 5


async def test_a_reader_can_not_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read.?only"):
        async with database.reader.begin() as connection:
            await connection.execute(update(counters).values(count=1))


@pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)
async def test_sqlite_keeps_what_was_committed_through_a_power_cut_and_checks_foreign_keys(database: Database) -> None:
    async with database.writer.begin() as connection:
        found = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


async def test_values_come_back_as_they_went_in(database: Database) -> None:
    at = datetime(2026, 11, 1, 1, 30, 0, 123456, tzinfo=ZoneInfo("America/New_York"))
    wall = datetime(2026, 12, 1, 15, 30)  # noqa: DTZ001
    slugs = ("écoles", 'a "quoted" one', "")
    async with database.writer.begin() as connection:
        await connection.execute(insert(moments).values(id=1, at=at, wall=wall, slugs=slugs))
        await connection.execute(insert(moments).values(id=2))
        first, second = (await connection.execute(select(moments).order_by(moments.c.id))).all()

    assert first == (1, at.astimezone(UTC), wall, slugs)
    assert first.at.tzinfo is UTC
    assert second == (2, None, None, None)


async def test_instants_sort_and_compare_as_time_does(database: Database) -> None:
    start = datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    instants = [start + timedelta(microseconds=1) * step for step in (3, 0, 1_000_001, 2)]
    async with database.writer.begin() as connection:
        await connection.execute(insert(moments), [{"id": n, "at": at} for n, at in enumerate(instants)])
        ordered = (await connection.execute(select(moments.c.at).order_by(moments.c.at))).scalars().all()
        later = (await connection.execute(select(moments.c.id).where(moments.c.at > start))).scalars().all()

    assert ordered == sorted(instants)
    assert sorted(later) == [0, 2, 3]


async def test_the_databases_own_time_leads_by_what_was_asked(database: Database) -> None:
    async with database.writer.begin() as connection:
        await connection.execute(insert(moments).values(id=1, at=database_now(timedelta(seconds=90))))
        lease = (await connection.execute(select(moments.c.at))).scalar_one()
        held = (await connection.execute(select(moments.c.at > database_now()))).scalar_one()
        over = (await connection.execute(select(moments.c.at > database_now(timedelta(minutes=2))))).scalar_one()

    assert timedelta(seconds=60) < lease - datetime.now(UTC) < timedelta(seconds=91)
    assert (bool(held), bool(over)) == (True, False)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", datetime(2026, 12, 1)),  # noqa: DTZ001
        ("wall", datetime(2026, 12, 1, tzinfo=UTC)),
        ("wall", datetime(2026, 12, 1, 10, 0, 30)),  # noqa: DTZ001
        ("slugs", "elementary"),
    ],
)
async def test_a_value_of_the_wrong_kind_is_refused(database: Database, column: str, value: object) -> None:
    with pytest.raises(StatementError, match=r"an instant|a wall time|a tuple of texts"):
        async with database.writer.begin() as connection:
            await connection.execute(insert(moments).values(id=1, **{column: value}))


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_sqlites_text_sorts_as_the_instants_do(one: datetime, other: datetime) -> None:
    first, second = (Instant().process_bind_param(at, SQLiteDialect_aiosqlite()) for at in (one, other))

    assert (first < second) == (one < other)
    assert Instant().process_result_value(first, SQLiteDialect_aiosqlite()) == one


@given(st.lists(st.text()).map(tuple))
def test_slugs_survive_any_text(slugs: tuple[str, ...]) -> None:
    stored = Slugs().process_bind_param(slugs, SQLiteDialect_aiosqlite())
    assert Slugs().process_result_value(stored, SQLiteDialect_aiosqlite()) == slugs


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("sqlite:///data/x.db", "sqlite+aiosqlite:///data/x.db"),
        (" postgres://me:pw@db.example/bot ", "postgresql+psycopg://me:***@db.example/bot"),
        ("postgresql://db.example/bot", "postgresql+psycopg://db.example/bot"),
        ("postgresql+psycopg://db.example/bot", "postgresql+psycopg://db.example/bot"),
    ],
)
def test_an_address_gets_the_driver_that_mentorbot_uses(given: str, meant: str) -> None:
    assert database_url(given).render_as_string(hide_password=True) == meant


@pytest.mark.parametrize("given", ["", "data/x.db", "sqlite://", "sqlite:///:memory:", "mysql://me:secret@db/x"])
def test_an_address_that_can_not_work_is_refused_with_an_example(given: str) -> None:
    with pytest.raises(StorageError, match=r"sqlite:///data/mentorbot\.db") as caught:
        open_database(given)
    assert "secret" not in str(caught.value)
