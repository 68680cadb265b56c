"""Discord's limits hold up one conversation and no other, and what would be refused is not asked."""

import asyncio
import time

import pytest

from bot.commands import SaidToBot
from bot.errors import RateLimited, TryLater
from bot.ports.platforms import OutboxKey
from tests.adapters.discord_adapter.attended import Attended
from tests.adapters.discord_adapter.delivered import HELLO, KEY, an_hour_later, channel, outbox, to
from tests.simulators.simulated_discord import DiscordPerson

AT_ONCE = 3.0  # seconds, in which nobody can have waited for a limit of many


def people(place: Attended, count: int) -> list[DiscordPerson]:
    return [place.person(f"Person {number}") for number in range(count)]


async def send(place: Attended, person: DiscordPerson, key: str) -> None:
    await place.adapter.messenger.send(to(place, person), HELLO, OutboxKey(key))


# One bucket


async def test_what_fits_in_is_sent_at_once_and_what_does_not_is_told_without_asking(place: Attended) -> None:
    """Was: the message that used up the last of it came back only when there was room again."""
    maya, ruth = people(place, 2)
    place.discord.bucket("create_message", 2, 40)
    began = time.monotonic()
    await send(place, maya, "a")
    await send(place, maya, "b")
    with pytest.raises(RateLimited) as told:
        await send(place, maya, "c")
    assert 30 < told.value.after <= 40
    assert len(place.discord.calls_of("create_message")) == 2
    await send(place, ruth, "d")
    await place.adapter.messenger.send(channel(place), HELLO, KEY)
    assert (len(maya.direct), len(ruth.direct)) == (2, 1)
    assert time.monotonic() - began < AT_ONCE
    assert not place.discord.invalid_requests


async def test_a_bucket_of_a_long_period_is_used_up_before_anybody_waits(place: Attended) -> None:
    """Was: after the first conversation was opened, none was for ten minutes, though there was room for nine."""
    everybody = people(place, 11)
    place.discord.bucket("create_dm", 10, 600)
    for person in everybody[:10]:
        await send(place, person, f"to-{person.id}"[:25])
    with pytest.raises(RateLimited):
        await send(place, everybody[10], "last")
    assert [len(person.direct) for person in everybody] == [1] * 10 + [0]


async def test_many_at_once_wait_a_moment_for_their_turn(place: Attended) -> None:
    place.discord.bucket("create_message", 3, 0.1)
    await asyncio.gather(*(place.adapter.messenger.send(channel(place), HELLO, OutboxKey(f"k{n}")) for n in range(10)))
    assert len(place.mentoring.messages) == 10
    assert not place.discord.invalid_requests


async def test_requests_that_wait_for_the_first_answer_go_on_when_it_fails(place: Attended) -> None:
    place.discord.drop("create_message")
    sent = await asyncio.gather(
        *(place.adapter.messenger.send(channel(place), HELLO, OutboxKey(f"k{n}")) for n in range(4)),
        return_exceptions=True,
    )
    assert len(place.mentoring.messages) == 3
    assert len([each for each in sent if isinstance(each, Exception)]) == 1


async def test_who_presses_does_not_wait_behind_messages(place: Attended) -> None:
    (maya,) = people(place, 1)
    await place.does(maya, SaidToBot())
    await place.adapter.messenger.send(channel(place), HELLO, KEY)  # whose answer says that there is room for many
    waiting = [place.adapter.messenger.send(channel(place), HELLO, OutboxKey(f"k{n}")) for n in range(60)]
    sending = asyncio.gather(*waiting)
    assert (await maya.presses("My mentoring", maya.direct[-1])).ok
    await sending
    names = [call.name for call in place.discord.calls]
    still_here = names.index("get_guild_member")
    assert names[:still_here].count("create_message") < 30
    assert not place.discord.invalid_requests


async def test_a_short_limit_is_waited_for(place: Attended) -> None:
    (maya,) = people(place, 1)
    place.discord.limit("create_message", retry_after=0.05)
    await send(place, maya, "a")
    assert len(maya.direct) == 1
    assert [call.status for call in place.discord.calls_of("create_message")] == [429, 200]


@pytest.mark.parametrize("scope", ["user", "shared"])
async def test_a_long_limit_is_told_at_once_and_holds_up_nobody_else(place: Attended, scope: str) -> None:
    maya, ruth = people(place, 2)
    place.discord.limit("create_message", retry_after=20, scope=scope)  # type: ignore[arg-type]  # one of them
    began = time.monotonic()
    for key in ("a", "b"):
        with pytest.raises(RateLimited) as told:
            await send(place, maya, key)
        assert 15 < told.value.after <= 20
    assert len(place.discord.calls_of("create_message")) == 1, "not asked again before its time"
    await send(place, ruth, "c")
    assert time.monotonic() - began < AT_ONCE


async def test_a_limit_uses_up_no_attempts_and_the_message_arrives_after_it(place: Attended) -> None:
    maya, ruth = people(place, 2)
    await send(place, maya, "before")
    fault = place.discord.limit("create_message", retry_after=20, where=lambda c: c.id("channel_id") == maya.dm.id)
    began = time.monotonic()
    await place.does(maya, SaidToBot())
    await place.does(ruth, SaidToBot())
    assert sorted(await outbox(place)) == [("sent", 1), ("waiting", 0)]
    assert time.monotonic() - began < AT_ONCE
    fault.lifted()
    await place.restart()  # limits go by real time, which no test waits for
    await an_hour_later(place)
    assert {status for status, _ in await outbox(place)} == {"sent"}
    assert len(maya.direct) == 2


# All of them


async def test_a_limit_of_the_whole_bot_is_kept_by_all(place: Attended) -> None:
    maya, ruth = people(place, 2)
    place.discord.limit("create_message", retry_after=20, scope="global")
    with pytest.raises(RateLimited):
        await send(place, maya, "a")
    before = len(place.discord.calls)
    for person in (maya, ruth):
        with pytest.raises(RateLimited) as told:
            await send(place, person, "b")
        assert told.value.after > 15
    with pytest.raises(TryLater):
        await place.adapter.directory.standing(place.account(maya))
    assert len(place.discord.calls) == before
    assert (await maya.types("/mentor-help", place.mentoring)).ok, "answers have no part in it"


async def test_who_sends_too_much_to_be_let_in_at_all_stops_asking(place: Attended) -> None:
    """Such an answer comes from in front of Discord, with a page of HTML and no words of its own."""
    maya, ruth = people(place, 2)
    place.discord.fail("create_message", status=429)
    for person in (maya, ruth):
        with pytest.raises(RateLimited) as told:
            await send(place, person, "a")
        assert told.value.after > 30
    assert len(place.discord.calls_of("create_message")) == 1


async def test_a_dead_token_is_tried_once(place: Attended) -> None:
    """Was: each message and each question was refused anew, and Discord shuts out who is refused too often."""
    everybody = people(place, 5)
    place.discord.fail("create_dm", status=401)
    for person in everybody:
        await place.does(person, SaidToBot())
    assert len(place.discord.invalid_requests) == 1
    assert {status for status, _ in await outbox(place)} == {"waiting"}
    with pytest.raises(TryLater):
        await place.adapter.directory.standing(place.account(everybody[0]))
    assert len(place.discord.invalid_requests) == 1
    await place.restart()
    await an_hour_later(place)
    assert [len(person.direct) for person in everybody] == [1] * 5


async def test_refusals_are_not_repeated(place: Attended) -> None:
    maya, _ = await place.matched()
    maya.closes_dms()
    place.mentoring.overwrite(place.discord.app.bot.id, deny=place.guild.everyone.permissions)
    await place.guild.changes(place.mentoring)
    for _ in range(3):
        await place.does(maya, SaidToBot())
        await an_hour_later(place)
    assert not place.discord.repeated_refusals
