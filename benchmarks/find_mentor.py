"""A whole `/find-mentor` submission against the bare transaction, in SQLite with synchronous=FULL.

Both run on copies of one prepared file, alternating, so that a noisy machine treats them alike; what they leave is
compared row by row. Printed: the medians and their ratio. The bar is 3.
"""

import asyncio
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.bare_find_mentor import bare_find_mentor
from benchmarks.large_community import (
    MEMBERS,
    NEWCOMERS,
    OFFERS,
    SUBMITTED,
    Clock,
    new_rows,
    opened,
    prepare,
    sizes,
)
from bot.app import Bot
from bot.ids import SpaceId
from bot.ports.platforms import Account, Envelope, Platform, UserId
from bot.views import Message
from storage.store import SqlStorage

BAR = 3.0
ROUNDS = 60
SPACE = SpaceId("space")


async def submit(bot: Bot, n: int) -> None:
    """The whole thing: from the form's values to the committed receipt."""
    account = Account(Platform.PLAYGROUND, SPACE, UserId(f"U{n}"))
    reply = await bot.handle(SUBMITTED, Envelope(actor=account, name=f"Member {n}", event=f"e{n}"))
    assert isinstance(reply.view, Message), reply


async def measure(folder: Path, rounds: int = ROUNDS) -> tuple[float, float]:
    """Medians in seconds: the whole submission, and the bare transaction that leaves the same rows."""
    base, whole, bare = (folder / name for name in ("base.db", "whole.db", "bare.db"))
    await prepare(f"sqlite:///{base}", Platform.PLAYGROUND, SPACE)
    shutil.copyfile(base, whole)
    shutil.copyfile(base, bare)
    async with opened(whole) as one, opened(bare) as other:
        clock = Clock()
        bot = Bot(SqlStorage(one), clock, {}, {})
        took: dict[str, list[float]] = {"whole": [], "bare": []}
        for n in range(NEWCOMERS, NEWCOMERS + rounds):
            clock.day += 2
            start = time.perf_counter()
            await submit(bot, n)
            took["whole"].append(time.perf_counter() - start)
            rows = await new_rows(one, n, f"e{n}")
            start = time.perf_counter()
            await bare_find_mentor(other.writer, rows)
            took["bare"].append(time.perf_counter() - start)
            assert rows == await new_rows(other, n, f"e{n}"), "the yardstick leaves other rows"
        assert await sizes(one) == await sizes(other), "somewhere else rows were left"
    return statistics.median(took["whole"][5:]), statistics.median(took["bare"][5:])


def main() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        whole, bare = asyncio.run(measure(Path(folder)))
    ratio = whole / bare
    print(f"/find-mentor, {MEMBERS:,} members, {OFFERS:,} offers, SQLite, synchronous=FULL")
    print(f"  whole submission {whole * 1000:6.2f} ms")
    print(f"  bare transaction {bare * 1000:6.2f} ms")
    print(f"  ratio            {ratio:6.2f}    (bar: at most {BAR:g})")
    return ratio <= BAR


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
