"""Monday, 09:00 in four zones, on Discord: 3,000 check-ins against its limit of 50 requests a second.

The real adapter, core and SQLite (synchronous=FULL), against a simulated Discord in a process of its own, which counts
requests second by second and turns away what is too much. 1,500 pairs have met from 08:00 to 08:45; at 09:00 each of
the two is asked how it was, in one zone after the other: the clock runs, and goes on to the next zone's 09:00 as soon
as all of one are out. Meanwhile those who were asked press "Met" one after the other, about ten a second, and the other
process measures how long each waits: from the gateway's frame to the callback, with the answer committed. An answer in
a direct message costs a request of its own, which asks whether that person is still in the server: these share the
limit, and go first. The bars: all out in the time that 50 requests a second take, to 90 %, and the 99th percentile of
the waits below 100 ms.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import func, select

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.addresses import reach
from adapters.documents import Drawings
from benchmarks.discord_apart import FOREVER, GUILD, USER, Apart, Counted, Direct, Pressed, discord_apart
from benchmarks.large_community import opened
from benchmarks.monday_people import ZONES, Morning, seed
from bot.app import Bot
from bot.domain.message import OutboxStatus
from bot.ids import SpaceId
from bot.ports.platforms import Platform, Space
from bot.program import settle_down
from storage.engine import Database
from storage.store import SqlStorage
from storage.tables import UNFINISHED, outbox

CHECK_INS, A_SECOND = 3_000, 50
BAR, WAIT_BAR = 0.9, 100.0
A_BREATH = 0.08  # seconds between two who answer


@asynccontextmanager
async def connected(database: Database, apart: Apart, clock: Morning) -> AsyncIterator[Bot]:
    """The adapter at work; the direct conversations with everybody are known, as to a bot that has written before."""
    adapter = DiscordAdapter(Drawings(), clock, ready_after=0.05)
    bot = Bot(SqlStorage(database), clock, {Platform.DISCORD: adapter.messenger}, {Platform.DISCORD: adapter.directory})
    ready = asyncio.Event()
    adapter.attend(bot, ready.set, patience=FOREVER)
    await adapter.log_in(apart.where.token)
    connecting = asyncio.create_task(adapter.connect())
    try:
        await ready.wait()
        adapter.messenger._direct.update(await apart.direct(Direct(range(CHECK_INS), A_SECOND)))
        yield bot
    finally:
        await adapter.close()
        await asyncio.gather(connecting, return_exceptions=True)


async def unsent(database: Database) -> bool:
    async with database.reader.begin() as connection:
        return (await connection.execute(select(outbox.c.id).where(UNFINISHED).limit(1))).first() is not None


async def sent(database: Database) -> int:
    """Check-ins that have arrived."""
    asked = (outbox.c.nudge.is_not(None), outbox.c.status == OutboxStatus.SENT)
    async with database.reader.begin() as connection:
        return int((await connection.execute(select(func.count()).select_from(outbox).where(*asked))).scalar_one())


async def people_answer(apart: Apart, waits: list[float], over: asyncio.Event) -> None:
    """One after the other, until it is over."""
    while not over.is_set():
        took = await apart.presses(Pressed("Met"))
        if took is not None:
            waits.append(took.seconds)
        await asyncio.sleep(A_BREATH)


async def send_all(bot: Bot, database: Database, clock: Morning) -> float:
    """Seconds until all were out: those of one zone after those of another."""
    took = 0.0
    for zone in ZONES:
        clock.is_nine(zone)
        began = time.perf_counter()
        await bot.settle()
        while await unsent(database):
            await asyncio.sleep(A_BREATH)  # as where Discord has asked us to wait
            await bot.settle()
        took += time.perf_counter() - began
    return took


async def measure(folder: Path) -> tuple[float, list[float], Counted]:
    """Seconds until all were out, those that people waited meanwhile, and what was asked of Discord."""
    file, clock, waits = folder / "monday.db", Morning(), list[float]()
    async with discord_apart() as apart:
        reach(apart.where.api_url, apart.where.gateway_url)
        space = Space(SpaceId(str(GUILD)), Platform.DISCORD, "Bench", channel=apart.where.channel)
        await asyncio.to_thread(seed, file, space, [USER.format(n) for n in range(CHECK_INS)])
        async with opened(file) as database, connected(database, apart, clock) as bot:
            settle_down()
            over = asyncio.Event()
            answering = asyncio.create_task(people_answer(apart, waits, over))
            took = await send_all(bot, database, clock)
            over.set()
            await answering
            assert await sent(database) == CHECK_INS
            return took, waits, await apart.counted()


def main() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        out, waits, counted = asyncio.run(measure(Path(folder)))
    tail, bound = statistics.quantiles(waits, n=100)[98] * 1000, counted.spent / A_SECOND
    print(f"Monday, 09:00 in four zones, {CHECK_INS:,} check-ins in Discord, {A_SECOND} requests a second")
    print(
        f"  all out in                     {out:8.1f} s    (without answers it could be {CHECK_INS / A_SECOND:.1f} s)"
    )
    print(f"  requests                       {counted.spent:8,}      (the limit allows {bound:.1f} s)")
    print(f"  of what the limit allows       {bound / out:8.0%}      (bar: at least {BAR:.0%})")
    print(f"  requests that were turned away {counted.refused:8}")
    print(f"  {len(waits)} people answered meanwhile: p50 {statistics.median(waits) * 1000:.0f} ms")
    print(f"  p99                            {tail:8.0f} ms   (bar: at most {WAIT_BAR:.0f} ms)")
    return bound / out >= BAR and tail <= WAIT_BAR


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
