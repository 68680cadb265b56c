"""Processes that are killed and processes that compete, for real: `make torture`."""

import asyncio
import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine import Database, open_database

pytestmark = pytest.mark.torture

ROOT = Path(__file__).parents[2]
KILLS = 25
PROCESSES = 3
ROUNDS = 40

WRITER = """
import asyncio, itertools, sys
from sqlalchemy import text
from storage.engine import open_database

async def main(url):
    database = open_database(url)
    async with database.reader.begin() as reading:
        start = await reading.scalar(text("SELECT coalesce(max(number), 0) FROM promises"))
    for number in itertools.count(start + 1):
        async with database.writer.begin() as writing:
            await writing.execute(text("INSERT INTO promises VALUES (:number)"), {"number": number})
        print(number, flush=True)

asyncio.run(main(sys.argv[1]))
"""

COUNTER = """
import asyncio, sys
from sqlalchemy import text
from storage.engine import open_database

async def main(url, rounds):
    database = open_database(url)
    lock = " FOR UPDATE" if database.name == "postgresql" else ""
    for _ in range(rounds):
        async with database.writer.begin() as writing:
            found = await writing.scalar(text("SELECT number FROM promises" + lock))
            await writing.execute(text("UPDATE promises SET number = :next"), {"next": found + 1})
    await database.close()

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


async def prepared(url: str, *statements: str) -> Database:
    database = open_database(url)
    async with database.writer.begin() as connection:
        await connection.execute(text("CREATE TABLE promises (number INTEGER PRIMARY KEY)"))
        for statement in statements:
            await connection.execute(text(statement))
    return database


def promised_until_killed(url: str, after: int) -> int:
    """The last number that a writing process said it had saved before it was killed."""
    with subprocess.Popen([sys.executable, "-c", WRITER, url], cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        said = [writer.stdout.readline() for _ in range(after)]
        writer.kill()
        said += writer.stdout.readlines()
    return max(int(line) for line in said if line.endswith("\n"))


async def test_what_a_killed_process_said_it_saved_is_there(empty_database_url: str) -> None:
    chance = random.Random(1)
    await (await prepared(empty_database_url)).close()
    for _ in range(KILLS):
        promised = promised_until_killed(empty_database_url, chance.randint(1, 60))

        database = open_database(empty_database_url)
        async with database.writer.begin() as connection:
            kept = (await connection.execute(text("SELECT number FROM promises ORDER BY number"))).scalars().all()
            if database.name == "sqlite":
                assert await connection.scalar(text("PRAGMA integrity_check")) == "ok"
        await database.close()

        assert kept == list(range(1, len(kept) + 1))
        assert promised <= len(kept) <= promised + 1


async def test_processes_that_read_and_then_write_lose_nothing(empty_database_url: str) -> None:
    database = await prepared(empty_database_url, "INSERT INTO promises VALUES (0)")
    command = [sys.executable, "-c", COUNTER, empty_database_url, str(ROUNDS)]
    processes = [await asyncio.create_subprocess_exec(*command, cwd=ROOT) for _ in range(PROCESSES)]

    assert [await process.wait() for process in processes] == [0] * PROCESSES
    async with database.reader.begin() as connection:
        assert await connection.scalar(text("SELECT number FROM promises")) == PROCESSES * ROUNDS
    await database.close()
