"""A whole `/find-mentor` interaction through discord.py against its parts at their barest.

Measured by a simulated Discord in a process of its own: from the gateway's frame with the sent modal to the callback
with the receipt, with the transaction committed in SQLite (synchronous=FULL). The yardstick: the same client answering
the same modal with hello, followed by the bare transaction that leaves the same rows. Both run alternating, on copies
of one file. The bars: 1.5 for one at a time; with 50 in flight the 99th percentile within 75 single ones.
"""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.addresses import reach
from adapters.discord.inbound import Interaction
from adapters.documents import Drawings
from benchmarks.bare_find_mentor import bare_find_mentor
from benchmarks.discord_apart import FOREVER, GUILD, HELLO, USER, Apart, Sent, discord_apart
from benchmarks.large_community import (
    MEMBERS,
    NEWCOMERS,
    OFFERS,
    Clock,
    new_rows,
    opened,
    prepare,
    sizes,
)
from bot.app import Bot
from bot.ids import SpaceId
from bot.ports.platforms import Platform
from bot.program import settle_down
from storage.engine import Database
from storage.store import SqlStorage

BAR, TAIL_BAR = 1.5, 75.0
ROUNDS, MANY, IN_FLIGHT = 150, 2_000, 50
WARM_UP = 5


@asynccontextmanager
async def whole(database: Database, apart: Apart) -> AsyncIterator[None]:
    """The adapter with the real core and storage, connected; a modal that is called hello gets nothing but hello."""
    clock = Clock()
    adapter = DiscordAdapter(Drawings(), clock, ready_after=0.05)
    bot = Bot(
        SqlStorage(database),
        clock,
        {Platform.DISCORD: adapter.messenger},
        {Platform.DISCORD: adapter.directory},
    )
    ready = asyncio.Event()
    adapter.attend(bot, ready.set, patience=FOREVER)
    answered = adapter.client.on_interaction

    async def on_interaction(interaction: Interaction) -> None:
        if interaction.data is not None and interaction.data.get("custom_id") == HELLO:
            await interaction.response.send_message("hello", ephemeral=True)
            return
        clock.day += 2
        await answered(interaction)

    adapter.client.event(on_interaction)
    await adapter.log_in(apart.where.token)
    connected = asyncio.create_task(adapter.connect())
    try:
        await ready.wait()
        yield
    finally:
        await adapter.close()
        await asyncio.gather(connected, return_exceptions=True)


# Measuring

Took = dict[str, list[float]]


async def one_by_one(apart: Apart, database: Database, bare: Database, who: range, took: Took) -> None:
    for n in who:
        (sent,) = await apart.sends(Sent((n,)))
        rows = await new_rows(database, n, sent.event)
        (said,) = await apart.sends(Sent((n,), hello=True))
        start = time.perf_counter()
        await bare_find_mentor(bare.writer, rows)
        written = time.perf_counter() - start
        assert rows == await new_rows(bare, n, sent.event), "the yardstick leaves other rows"
        took["whole"].append(sent.seconds)
        took["hello"].append(said.seconds)
        took["rows"].append(written)
        took["bare"].append(said.seconds + written)


async def measure(folder: Path) -> tuple[Took, list[float]]:
    """Seconds of each round, first one at a time, then those of the crowd, which leaves a longer line behind."""
    one, other = folder / "whole.db", folder / "bare.db"
    took: Took = {name: [] for name in ("whole", "bare", "hello", "rows")}
    middle = NEWCOMERS + WARM_UP + ROUNDS
    async with discord_apart() as apart:
        reach(apart.where.api_url, apart.where.gateway_url)
        await prepare(f"sqlite:///{one}", Platform.DISCORD, SpaceId(str(GUILD)), apart.where.channel, USER)
        async with opened(one) as database, whole(database, apart):
            await apart.sends(Sent(range(NEWCOMERS, NEWCOMERS + WARM_UP)))
            await apart.sends(Sent(range(NEWCOMERS, NEWCOMERS + WARM_UP), hello=True))
            copy(one, other)
            before = await sizes(database)
            settle_down()
            async with opened(other) as bare:
                await one_by_one(apart, database, bare, range(NEWCOMERS + WARM_UP, middle), took)
                assert await sizes(database) == await sizes(bare), "somewhere else rows were left"
            settle_down()
            crowd = await apart.sends(Sent(range(middle, middle + MANY), at_once=IN_FLIGHT))
            made = (await sizes(database))["requests"] - before["requests"]
            assert made == ROUNDS + MANY, f"{made} requests came of {ROUNDS + MANY} submissions"
    return took, [each.seconds for each in crowd]


def copy(one: Path, other: Path) -> None:
    """As it is now, with what only stands in its log."""
    with closing(sqlite3.connect(one)) as source, closing(sqlite3.connect(other)) as target:
        source.backup(target)


def main() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        took, crowd = asyncio.run(measure(Path(folder)))
    middle = {name: statistics.median(rounds) * 1000 for name, rounds in took.items()}
    ratio = middle["whole"] / middle["bare"]
    usual, tail = statistics.median(crowd) * 1000, statistics.quantiles(crowd, n=100)[98] * 1000
    print(f"/find-mentor sent in Discord, {MEMBERS:,} members, {OFFERS:,} offers, SQLite, synchronous=FULL")
    print(f"  whole interaction              {middle['whole']:8.2f} ms")
    print(f"  hello + bare transaction       {middle['bare']:8.2f} ms   ({middle['hello']:.2f} + {middle['rows']:.2f})")
    print(f"  ratio                          {ratio:8.2f}      (bar: at most {BAR:g})")
    print(f"  {MANY:,} interactions, {IN_FLIGHT} in flight: p50 {usual:.0f} ms, p99 {tail:.0f} ms")
    print(f"  p99 / single p50               {tail / middle['whole']:8.1f}      (bar: at most {TAIL_BAR:g})")
    return ratio <= BAR and tail <= TAIL_BAR * middle["whole"]


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
