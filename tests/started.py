"""The real program as a process of its own, and the database that outlives it."""

import asyncio
import contextlib
import itertools
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.domain.message import OutboxStatus
from bot.settings import Settings
from storage.engine import open_database
from storage.tables import outbox

ROOT = Path(__file__).parent.parent
PATIENCE = 20.0  # seconds; only a defect, or a very busy machine, waits that long
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
AROUND_THE_WORLD = (
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/New_York",
    "Atlantic/Azores",
    "Europe/Berlin",
    "Asia/Dubai",
    "Asia/Dhaka",
    "Asia/Tokyo",
    "Pacific/Auckland",
)


def daytime() -> str:
    """A zone in which it is about noon now: the program goes by the real clock, and wakes nobody."""
    now = datetime.now(UTC)
    return min(AROUND_THE_WORLD, key=lambda zone: abs(now.astimezone(ZoneInfo(zone)).hour - 13))


def noon(zone: str, folder: Path) -> Path:
    """A folder of time zones in which clocks of this zone show about noon now, for a program that looks there first."""
    here = folder.joinpath(*zone.split("/"))
    here.parent.mkdir(parents=True, exist_ok=True)
    here.write_bytes(files("tzdata.zoneinfo").joinpath(*daytime().split("/")).read_bytes())
    return folder


@dataclass
class Ended:
    """`log` is what it wrote to standard error."""

    code: int
    said: str
    log: str


@dataclass
class Running:
    """One life of the program. `told` is its first line; `address` where its web server listens, or empty."""

    process: Process
    log: Path
    told: str = ""
    address: str = ""

    async def begun(self) -> None:
        """Waits for its first line."""
        self.told = await self.says()
        found = re.search(r"http://\S+?(?=,)", self.told)
        self.address = found[0] if found else ""

    async def says(self) -> str:
        """The next line in which it says what it serves."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            said = (await self.process.stdout.readline()).decode()
        assert said.startswith("Serving "), said + self.log.read_text()
        return said

    async def kill(self) -> None:
        """As when the machine loses power: no goodbye, nothing finished."""
        self.process.kill()
        await self.process.wait()

    def told_to_stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    async def ended(self, seconds: float = PATIENCE) -> Ended:
        async with asyncio.timeout(seconds):
            said, _ = await self.process.communicate()
        assert self.process.returncode is not None
        return Ended(self.process.returncode, said.decode(), self.log.read_text())


@dataclass
class Home:
    """Where the program lives: its folder and its database."""

    folder: Path
    url: str
    lives: Iterator[int] = field(default_factory=itertools.count)

    @contextlib.asynccontextmanager
    async def process(self, *command: str, **settings: str) -> AsyncIterator[Running]:
        """`mentorbot` with nothing but these settings; it is gone afterwards, whatever happened."""
        kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
        own = {"DATABASE_URL": self.url, "PORT": "0"}
        quick = {"TICK_SECONDS": "0.1", "LOG_FORMAT": "json", "PYTHONPATH": str(ROOT)}
        log = self.folder / f"log-{next(self.lives)}.txt"
        with log.open("w") as file:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *command),
                cwd=self.folder,
                env={**kept, **own, **quick, **settings},
                stdout=PIPE,
                stderr=file,
            )
        try:
            yield Running(process, log)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.communicate()

    async def a_minute_later(self) -> None:
        """What a program that was killed had leased is free for the next to take."""
        database = open_database(self.url)
        async with database.writer.begin() as connection:
            leased = outbox.c.lease_until.is_not(None)
            await connection.execute(update(outbox).where(leased).values(lease_until=LONG_AGO))
        await database.close()

    async def unfinished(self) -> list[OutboxStatus]:
        """What the outbox holds that is neither sent nor settled otherwise."""
        database = open_database(self.url)
        open_ones = (OutboxStatus.WAITING, OutboxStatus.SENDING)
        async with database.reader.begin() as connection:
            found = list(await connection.scalars(select(outbox.c.status).where(outbox.c.status.in_(open_ones))))
        await database.close()
        return found
