"""A whole `/find-mentor` submission through Bolt in process against its parts at their barest.

Measured: the payload of a sent dialog goes into the Bolt app of the adapter, and its acknowledgement comes out, with
the transaction committed in SQLite (synchronous=FULL). The yardstick: Bolt's dispatch of the same payload to an app of
three listeners that answer hello, followed by the bare transaction that leaves the same rows. Both run alternating, on
copies of one file. The bars: 1.5 for one at a time; with 50 in flight the 99th percentile within 75 single ones.
"""

import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.documents import Drawings
from adapters.slack.adapter import SlackAdapter
from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.workspaces import Workspaces
from benchmarks import slack_form
from benchmarks.bare_find_mentor import bare_find_mentor
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
from bot.commands import OpenFindMentor
from bot.ids import SpaceId
from bot.ports.platforms import Account, Envelope, Platform, UserId
from bot.program import settle_down
from bot.views import Form
from storage.engine import Database
from storage.store import SqlStorage

BAR, TAIL_BAR = 1.5, 75.0
ROUNDS, MANY, IN_FLIGHT = 150, 2_000, 50
FOREVER = 3600.0  # seconds: nothing is acknowledged before its transaction is over, so that all of it is measured
TEAM = SpaceId("T1")


class Whole:
    """The adapter with the real core and storage, and the dialog that is sent."""

    def __init__(self, database: Database, adapter: SlackAdapter) -> None:
        self.database, self.adapter, self.clock = database, adapter, Clock()
        self.bot = Bot(
            SqlStorage(database),
            self.clock,
            {Platform.SLACK: adapter.messenger},
            {Platform.SLACK: adapter.directory},
        )
        self.app = adapter.attend(self.bot, patience=FOREVER)
        self.frame = ""

    async def prepared(self, who: range) -> None:
        """Each of them has opened the form, which is when the bot hears of their name and zone."""
        reply = await self.bot.handle(OpenFindMentor(), Envelope(_account(who[0]), "Somebody", "opened"))
        assert isinstance(reply.view, Form), reply
        self.frame = slack_form.filled(reply.view, TEAM)
        for n in who:
            await self.adapter.directory.standing(_account(n))

    async def submit(self, body: slack_form.Payload) -> float:
        """Seconds from the payload to its acknowledgement."""
        self.clock.day += 2
        start = time.perf_counter()
        answer = await self.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
        took = time.perf_counter() - start
        assert answer.status == 200
        assert '"response_action": "update"' in answer.body, answer.body
        return took


def _account(n: int) -> Account:
    return Account(Platform.SLACK, TEAM, UserId(f"U{n}"))


@asynccontextmanager
async def whole(database: Database) -> AsyncIterator[Whole]:
    async with slack() as url:
        workspaces = Workspaces(url, "xoxb-1")
        await workspaces.open()
        clock = Clock()
        adapter = SlackAdapter(workspaces, Drawings(), clock)
        try:
            yield Whole(database, adapter)
        finally:
            await adapter.close()
            await workspaces.close()


@asynccontextmanager
async def slack() -> AsyncIterator[str]:
    """Just enough of it for the adapter to start and to hear who somebody is. None of that is measured."""
    app = web.Application()
    app.router.add_route("*", "/api/{method}", _answered)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    try:
        yield f"http://{host}:{port}/api/"
    finally:
        await runner.cleanup()


async def _answered(request: web.Request) -> web.Response:
    user = request.query.get("user", "U0")
    named = {"display_name": f"Member {user[1:]}"}
    profile = {"id": user, "team_id": TEAM, "name": user, "tz": "America/New_York", "profile": named}
    who = {"ok": True, "team_id": TEAM, "team": "Bench", "user_id": "UB", "bot_id": "B1", "user": "mentorbot"}
    answers = {"auth.test": who, "users.info": {"ok": True, "user": profile}}
    return web.json_response(answers[request.match_info["method"]], headers={"x-oauth-scopes": ",".join(BOT_SCOPES)})


# The yardstick


def hello(*, process_before_response: bool) -> AsyncApp:
    """Three listeners that say hello. Who they are for is known, as it is to the adapter."""
    app = AsyncApp(authorize=_authorized, process_before_response=process_before_response)

    async def said(ack: Callable[..., Awaitable[Any]]) -> None:
        await ack("hello")

    app.command("/hello")(said)
    app.action("hello")(said)
    app.view("form")(said)
    return app


async def _authorized(**_: object) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_user_id="UB", bot_id="B1", bot_token="xoxb-1")


async def dispatched(app: AsyncApp, body: slack_form.Payload) -> float:
    start = time.perf_counter()
    answer = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
    took = time.perf_counter() - start
    assert answer.status == 200
    return took


# Measuring

Took = dict[str, list[float]]


async def one_by_one(many: Whole, bare: Database, who: range, took: Took) -> None:
    quick = hello(process_before_response=True)
    for n in who:
        body = slack_form.of(many.frame, n)
        took["whole"].append(await many.submit(body))
        rows = await new_rows(many.database, n, slack_form.event(n))
        bolt = await dispatched(quick, body)
        start = time.perf_counter()
        await bare_find_mentor(bare.writer, rows)
        written = time.perf_counter() - start
        took["bolt"].append(bolt)
        took["rows"].append(written)
        took["bare"].append(bolt + written)
        assert rows == await new_rows(bare, n, slack_form.event(n)), "the yardstick leaves other rows"


async def default_hello(many: Whole, who: range, took: Took) -> None:
    """On its own: it polls, and what is measured after a pause finds a processor that has gone cold."""
    default = hello(process_before_response=False)
    took["default"] = [await dispatched(default, slack_form.of(many.frame, n)) for n in who]


async def at_once(many: Whole, who: range) -> list[float]:
    bodies = [slack_form.of(many.frame, n) for n in who]
    waiting = iter(bodies)
    settle_down()  # what waits to be sent lies in Slack and not in the program

    async def worker() -> list[float]:
        return [await many.submit(body) for body in waiting]

    each = await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))
    return [took for some in each for took in some]


async def measure(folder: Path) -> tuple[Took, list[float]]:
    """Seconds of each round, first one at a time, then those of the crowd, which leaves a longer line behind."""
    base, one, other = (folder / name for name in ("base.db", "whole.db", "bare.db"))
    await prepare(f"sqlite:///{base}", Platform.SLACK, TEAM)
    shutil.copyfile(base, one)
    shutil.copyfile(base, other)
    took: Took = {name: [] for name in ("whole", "bare", "bolt", "rows", "default")}
    middle = NEWCOMERS + ROUNDS
    last = NEWCOMERS + ROUNDS + MANY
    async with opened(one) as database, opened(other) as bare, whole(database) as many:
        await many.prepared(range(NEWCOMERS, last))
        before = await sizes(database)
        settle_down()
        await one_by_one(many, bare, range(NEWCOMERS, middle), took)
        assert await sizes(database) == await sizes(bare), "somewhere else rows were left"
        crowd = await at_once(many, range(middle, middle + MANY))
        await default_hello(many, range(last - MANY, last - MANY + ROUNDS), took)
        made = (await sizes(database))["requests"] - before["requests"]
        assert made == ROUNDS + MANY, f"{made} requests came of {ROUNDS + MANY} submissions"
    return took, crowd


def main() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        took, crowd = asyncio.run(measure(Path(folder)))
    middle = {name: statistics.median(rounds) * 1000 for name, rounds in took.items()}
    ratio = middle["whole"] / middle["bare"]
    usual, tail = statistics.median(crowd) * 1000, statistics.quantiles(crowd, n=100)[98] * 1000
    print(f"/find-mentor sent in Slack, {MEMBERS:,} members, {OFFERS:,} offers, SQLite, synchronous=FULL")
    print(f"  whole submission through Bolt  {middle['whole']:8.2f} ms")
    print(f"  bare Bolt + bare transaction   {middle['bare']:8.2f} ms   ({middle['bolt']:.2f} + {middle['rows']:.2f})")
    print(f"  ratio                          {ratio:8.2f}      (bar: at most {BAR:g})")
    print(f"  hello with Bolt's own settings {middle['default']:8.2f} ms")
    print(f"  {MANY:,} submissions, {IN_FLIGHT} in flight: p50 {usual:.0f} ms, p99 {tail:.0f} ms")
    print(f"  p99 / single p50               {tail / middle['whole']:8.1f}      (bar: at most {TAIL_BAR:g})")
    return ratio <= BAR and tail <= TAIL_BAR * middle["whole"]


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
