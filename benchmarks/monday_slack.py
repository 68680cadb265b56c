"""Monday, 09:00 in four zones, on Slack: check-ins against 300 messages a minute into one workspace.

As `benchmarks.monday_discord`, through Bolt and its sockets, against a simulated Slack in a process of its own, which
takes 300 messages in any sixty seconds and one a second into each conversation, and answers 429 to what is more. At
that pace 3,000 check-ins take ten minutes. Here it is 480 of them, in two of those minutes: the first minute shows
nothing of the limit, for which a burst of 300 would do. Nothing else is smaller or faster than in a real run. The bars:
all out in the time that 300 a minute take, to 90 %, and the 99th percentile of the waits below 100 ms.
"""

import asyncio
import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.documents import Drawings
from adapters.slack.adapter import SlackAdapter
from adapters.slack.socket import Sockets
from adapters.slack.workspaces import Workspaces
from benchmarks.large_community import opened
from benchmarks.monday_discord import A_BREATH, send_all, sent
from benchmarks.monday_people import Morning, seed
from benchmarks.slack_apart import FOREVER, Apart, Pressed, Slack, slack_apart
from bot.app import Bot
from bot.ids import SpaceId
from bot.ports.platforms import Platform, Space
from bot.program import settle_down
from storage.engine import Database
from storage.store import SqlStorage

CHECK_INS, A_MINUTE = 480, 300
BOUND, BAR, WAIT_BAR = 60 * CHECK_INS / A_MINUTE, 0.9, 100.0


@asynccontextmanager
async def connected(database: Database, apart: Apart, clock: Morning) -> AsyncIterator[Bot]:
    """The adapter at work."""
    workspaces = Workspaces(apart.where.api_url, apart.where.bot_token)
    await workspaces.open()
    adapter = SlackAdapter(workspaces, Drawings(), clock)
    bot = Bot(SqlStorage(database), clock, {Platform.SLACK: adapter.messenger}, {Platform.SLACK: adapter.directory})
    sockets = Sockets(adapter.attend(bot, patience=FOREVER), apart.where.app_token, workspaces.tokenless)
    await sockets.open()
    try:
        yield bot
    finally:
        await sockets.close()
        await adapter.close()
        await workspaces.close()


async def people_answer(apart: Apart, waits: list[float], over: asyncio.Event) -> None:
    """One after the other, until it is over."""
    while not over.is_set():
        took = await apart.presses(Pressed("Met"))
        if took is not None:
            waits.append(took)
        await asyncio.sleep(A_BREATH)


async def measure(folder: Path) -> tuple[float, list[float], int]:
    """Seconds until all were out, those that people waited meanwhile, and how many requests were turned away."""
    file, clock, waits = folder / "monday.db", Morning(), list[float]()
    async with slack_apart(Slack(CHECK_INS, A_MINUTE)) as apart:
        space = Space(SpaceId(apart.where.team), Platform.SLACK, "Bench", channel=apart.where.channel)
        await asyncio.to_thread(seed, file, space, apart.where.users)
        async with opened(file) as database, connected(database, apart, clock) as bot:
            settle_down()
            over = asyncio.Event()
            answering = asyncio.create_task(people_answer(apart, waits, over))
            took = await send_all(bot, database, clock)
            over.set()
            await answering
            assert await sent(database) == CHECK_INS
            return took, waits, await apart.refused()


def main() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        out, waits, refused = asyncio.run(measure(Path(folder)))
    tail = statistics.quantiles(waits, n=100)[98] * 1000
    print(f"Monday, 09:00 in four zones, {CHECK_INS} check-ins in Slack, {A_MINUTE} messages a minute")
    print(f"  all out in                     {out:8.1f} s    (the limit allows {BOUND:.0f} s)")
    print(f"  of what the limit allows       {BOUND / out:8.0%}      (bar: at least {BAR:.0%})")
    print(f"  requests that were turned away {refused:8}")
    print(f"  {len(waits)} people answered meanwhile: p50 {statistics.median(waits) * 1000:.0f} ms")
    print(f"  p99                            {tail:8.0f} ms   (bar: at most {WAIT_BAR:.0f} ms)")
    return BOUND / out >= BAR and tail <= WAIT_BAR


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
