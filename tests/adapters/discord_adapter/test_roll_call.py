"""Who is counted on is looked after each day, since without privileged intents Discord does not tell who leaves."""

import asyncio

import pytest

from adapters.discord import happenings
from adapters.discord.happenings import RollCall
from bot.errors import TryLater
from bot.ports.platforms import Account, Standing
from tests.adapters.discord_adapter.attended import Attended
from tests.adapters.discord_adapter.delivered import an_hour_later

ASKED = "get_guild_member"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """People are asked about anew, as a day later."""
    monkeypatch.setattr("adapters.discord.members.FRESH", -1.0)


def roll(place: Attended, pace: float = 0) -> RollCall:
    return RollCall(place.bot, place.adapter.directory, pace)


async def left(place: Attended) -> int:
    async with place.storage.database.reader.connect() as connection:
        found = await connection.exec_driver_sql("SELECT count(*) FROM members WHERE left_at IS NOT NULL")
        return int(found.scalar_one())


@pytest.mark.usefixtures("later")
async def test_who_left_is_noticed_and_their_partner_told(place: Attended) -> None:
    maya, ruth = await place.matched()
    await ruth.leaves()
    before = len(maya.seen)
    assert await roll(place).once() == 2
    assert await left(place) == 1
    await an_hour_later(place, days=3)
    assert len(maya.seen) > before


@pytest.mark.usefixtures("later")
async def test_who_is_here_stays_and_the_day_after_nothing_is_said_again(place: Attended) -> None:
    maya, ruth = await place.matched()
    await ruth.leaves()
    await roll(place).once()
    await place.bot.settle()
    before = len(maya.seen)
    await roll(place).once()
    await place.bot.settle()
    assert await left(place) == 1
    assert len(maya.seen) == before


@pytest.mark.usefixtures("later")
async def test_who_has_no_part_in_anything_is_not_asked_about(place: Attended) -> None:
    await place.matched()
    bystander = place.person("Bystander")
    assert (await bystander.types("/mentor-help", place.mentoring)).ok
    await roll(place).once()
    assert bystander.id not in {call.id("user_id") for call in place.discord.calls_of(ASKED)}


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("trouble", ["503", "403", "limit", "401", "outage", "line"])
async def test_a_discord_that_can_not_say_changes_nothing(place: Attended, trouble: str) -> None:
    await place.matched()
    match trouble:
        case "503":
            place.discord.fail(ASKED, status=503, times=9)
        case "403":
            place.discord.refuse(ASKED, 50001, times=9)
        case "limit":
            place.discord.limit(ASKED, retry_after=40, times=9)
        case "401":
            place.discord.fail(ASKED, status=401, times=9)
        case "outage":
            await place.guild.goes_down()
        case _:
            place.discord.drop(ASKED, times=9)
    assert await roll(place).once() == 0
    assert await left(place) == 0


class Paced:
    """Counts the waits and waits for none; what requests wait for their turn is less than a tenth of a second."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waits: list[float] = []
        monkeypatch.setattr(asyncio, "sleep", self.sleep)

    async def sleep(self, seconds: float) -> None:
        if seconds > 0.1:
            self.waits.append(seconds)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("reachable", [True, False])
async def test_between_two_people_there_is_time(
    place: Attended, monkeypatch: pytest.MonkeyPatch, reachable: bool
) -> None:
    """Was: where Discord could not say, everybody was asked about at once."""
    await place.matched()
    if not reachable:
        place.discord.refuse(ASKED, 50001, times=9)
    paced = Paced(monkeypatch)
    await roll(place, pace=1.5).once()
    assert paced.waits == [1.5, 1.5]


class Days(RollCall):
    """Runs for a number of days, without waiting for them; the first fails."""

    def __init__(self, days: int) -> None:
        self.days, self.called = days, 0

    async def once(self) -> int:
        self.called += 1
        if self.called == 1:
            raise RuntimeError("the database is away")
        if self.called == self.days:
            raise asyncio.CancelledError
        return 0


async def test_a_day_that_fails_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Was: after one failure nobody was looked after until the next start, and none in the first day after it."""
    waits: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await real(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    days = Days(3)
    with pytest.raises(asyncio.CancelledError):
        await days.every_day()
    assert (days.called, waits) == (3, [600.0, 86400.0, 86400.0])


async def test_one_who_can_not_be_asked_about_keeps_nobody_else_from_it(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya, ruth = await place.matched()
    await ruth.leaves()
    real = place.adapter.directory.standing

    async def standing(account: Account) -> Standing:
        if account == place.account(maya):
            raise TryLater("not now")
        return await real(account)

    monkeypatch.setattr("adapters.discord.members.FRESH", -1.0)
    monkeypatch.setattr(place.adapter.directory, "standing", standing)
    assert await roll(place).once() == 1
    assert await left(place) == 1


async def test_it_runs_while_the_bot_does(place: Attended, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(happenings, "FIRST", 0.0)
    await place.matched()
    monkeypatch.setattr("adapters.discord.members.FRESH", -1.0)
    asked = place.discord.next_call(ASKED)
    await place.restart()
    async with asyncio.timeout(5):
        await asked
