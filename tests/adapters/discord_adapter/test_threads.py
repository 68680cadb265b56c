"""The thread of a pair: theirs alone, found again, put away and reopened."""

import aiohttp
import pytest

from bot.errors import TryLater, Unopened, Unreachable
from bot.ports.platforms import OutboxKey
from tests.adapters.discord_adapter.attended import Attended
from tests.adapters.discord_adapter.delivered import (
    HELLO,
    KEY,
    an_hour_later,
    message,
    outbox,
    pair,
    threads,
    two,
    why_not,
)
from tests.simulators.simulated_discord import Kind, Thread

INTRODUCED = "You two are a mentoring pair"


# Opened for the two


@pytest.mark.parametrize("openers_invite", [False, True])
async def test_both_are_in_a_private_thread_that_only_moderators_can_fill(
    place: Attended, openers_invite: bool
) -> None:
    """Discord does not say whether who opened a thread may add people while it is not invitable."""
    place.discord.openers_invite = openers_invite
    maya, ruth = await two(place)
    sent = await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    (thread,) = threads(place)
    assert (thread.kind, thread.invitable, thread.people) == (Kind.PRIVATE_THREAD, False, [maya, ruth])
    assert (str(thread.id), thread.auto_archive_duration) == (sent.conversation, 7 * 24 * 60)
    assert len(place.discord.calls_of("update_channel")) == (0 if openers_invite else 2)
    await place.adapter.messenger.send(pair(place, maya, ruth, match="m2"), HELLO, OutboxKey("k2"))
    assert not threads(place)[1].invitable
    assert len(place.discord.calls_of("create_thread")) == 2
    assert len(place.discord.invalid_requests) == (0 if openers_invite else 1), "refused once, and not tried again"


async def test_a_thread_that_can_not_be_closed_to_others_is_used_all_the_same(place: Attended) -> None:
    maya, ruth = await two(place)
    place.discord.refuse("update_channel", 50013, times=5)
    await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    used = [thread for thread in threads(place) if thread.messages]
    assert [thread.people for thread in used] == [[maya, ruth]]


async def test_a_thread_is_opened_once_and_used_from_then_on(place: Attended) -> None:
    maya, ruth = await two(place)
    for number in range(3):
        await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, OutboxKey(f"k{number}"))
    await place.restart()
    known = str(threads(place)[0].id)
    await place.adapter.messenger.send(pair(place, maya, ruth, known=known), HELLO, OutboxKey("k9"))
    assert [len(thread.messages) for thread in threads(place)] == [4]


# Whose it is


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("spoken", [False, True])
async def test_two_pairs_of_the_same_names_never_share_a_thread(place: Attended, restarted: bool, spoken: bool) -> None:
    """Was: whoever had the same names was added to the first pair's thread, and read what stood there."""
    maya, ruth = await two(place)
    if spoken:
        await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    else:
        place.discord.fail("create_message", status=401)
        with pytest.raises(TryLater):
            await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    await place.discord.gateway.heard()
    if restarted or not spoken:
        await place.restart()
    others = await two(place)
    await place.adapter.messenger.send(pair(place, *others, match="m2"), HELLO, OutboxKey("k2"))
    assert [thread.people for thread in threads(place)] == [[maya, ruth], list(others)]


async def test_a_thread_that_somebody_else_opened_is_let_alone(place: Attended) -> None:
    maya, ruth = await two(place)
    eve, now, bot = place.person("Eve"), place.discord.clock.now, place.discord.app.bot.id
    theirs = Thread(
        place.discord.ids.new(), Kind.PRIVATE_THREAD, place.guild, place.mentoring, pair(place).title, eve.id, now, now
    )
    theirs.members = dict.fromkeys((bot, maya.id, ruth.id), now)
    place.guild.threads[theirs.id] = theirs
    await place.restart()
    await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    assert [len(thread.messages) for thread in threads(place)] == [0, 1]


@pytest.mark.parametrize("added", [0, 1, 2])
async def test_after_a_crash_the_empty_thread_is_used_again(place: Attended, added: int) -> None:
    place.discord.openers_invite = True
    maya, ruth = await two(place)
    if added < 2:
        person = (maya, ruth)[added]
        place.discord.drop("add_thread_member", times=2, where=lambda call: call.id("user_id") == person.id)
    else:
        place.discord.drop("create_message")
    with pytest.raises((TryLater, aiohttp.ClientError)):
        await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    await place.restart()
    assert await place.adapter.messenger.find(pair(place, maya, ruth), KEY) is None
    await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    (thread,) = threads(place)
    assert (thread.people, len(thread.messages)) == ([maya, ruth], 1)


async def test_after_a_crash_the_first_message_is_found_in_a_thread_that_nobody_knows(place: Attended) -> None:
    """Was: a second thread was opened to look in, and everything said twice."""
    _, ruth, card = await place.proposed()
    place.discord.drop(
        "create_message", after_accepting=True, where=lambda c: c.id("channel_id") in place.guild.threads
    )
    await ruth.presses("Yes, I will", on=card)
    await place.settled()
    assert "sending" in {status for status, _ in await outbox(place)}
    await place.restart()
    await an_hour_later(place)
    (thread,) = threads(place)
    assert {status for status, _ in await outbox(place)} == {"sent"}
    assert len([m for m in thread.messages if INTRODUCED in m.words]) == 1


async def test_a_pair_that_is_matched_once_more_gets_a_thread_of_its_own(place: Attended) -> None:
    maya, ruth = await two(place)
    await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    await place.adapter.messenger.send(pair(place, maya, ruth, match="m2"), HELLO, OutboxKey("k2"))
    assert [len(thread.messages) for thread in threads(place)] == [1, 1]


# Put away, reopened, lost


async def test_an_archived_thread_is_opened_by_the_next_message_and_for_a_change(place: Attended) -> None:
    maya, ruth = await two(place)
    sent = await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    (thread,) = threads(place)
    address = pair(place, maya, ruth, known=sent.conversation)
    await place.guild.archives(thread)
    await place.adapter.messenger.send(address, message("News"), OutboxKey("k2"))
    assert not thread.archived
    await place.guild.archives(thread)
    await place.restart()  # archived threads are told to nobody
    await place.adapter.messenger.update(address, sent, message("Changed"))
    assert [m.words for m in thread.messages] == ["Changed", "News"]


async def test_a_thread_is_put_away_after_the_last_message_and_after_a_later_change(place: Attended) -> None:
    maya, ruth = await two(place)
    sent = await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    (thread,) = threads(place)
    over = pair(place, maya, ruth, known=sent.conversation, over=True)
    await place.adapter.messenger.send(over, message("The end"), OutboxKey("k2"))
    assert thread.archived
    await place.discord.gateway.heard()
    await place.adapter.messenger.update(over, sent, message("Changed"))
    assert thread.archived
    await maya.writes("One more thing", thread)
    assert (thread.archived, thread.locked) == (False, False)


async def test_a_message_that_arrived_counts_though_its_thread_stays_open(place: Attended) -> None:
    maya, ruth = await two(place)
    place.discord.openers_invite = True
    sent = await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    place.discord.fail("update_channel", status=503)
    over = pair(place, maya, ruth, known=sent.conversation, over=True)
    await place.adapter.messenger.send(over, message("The end"), OutboxKey("k2"))
    assert len(threads(place)[0].messages) == 2


async def test_a_thread_that_was_deleted_is_replaced(place: Attended) -> None:
    maya, ruth = await two(place)
    sent = await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    await place.guild.deletes_thread(threads(place)[0])
    address = pair(place, maya, ruth, known=sent.conversation)
    assert await place.adapter.messenger.find(address, KEY) is None, "it is gone with the thread"
    await place.adapter.messenger.send(address, message("News"), OutboxKey("k2"))
    await place.adapter.messenger.send(address, message("More"), OutboxKey("k3"))
    assert [[m.words for m in thread.messages] for thread in threads(place)] == [["News", "More"]]


async def test_a_lost_message_is_found_in_the_thread_that_replaced_a_deleted_one(place: Attended) -> None:
    maya, ruth = await two(place)
    gone = await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    await place.guild.deletes_thread(threads(place)[0])
    address = pair(place, maya, ruth, known=gone.conversation)
    sent = await place.adapter.messenger.send(address, message("News"), OutboxKey("k2"))
    await place.restart()
    assert await place.adapter.messenger.find(address, OutboxKey("k2")) == sent


@pytest.mark.parametrize("archived", [False, True])
async def test_in_a_locked_thread_nothing_is_said(place: Attended, archived: bool) -> None:
    maya, ruth = await two(place)
    sent = await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    threads(place)[0].locked, threads(place)[0].archived = True, archived
    assert await why_not(place, maya, ruth, known=sent.conversation) == "locked"
    with pytest.raises(Unreachable):
        await place.adapter.messenger.update(pair(place, maya, ruth, known=sent.conversation), sent, HELLO)


async def test_at_the_cap_an_archived_thread_stays_as_it_is(place: Attended) -> None:
    """Was: the message was given up."""
    maya, ruth = await two(place)
    sent = await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    await place.guild.archives(threads(place)[0])
    place.guild.thread_cap = 0
    assert await why_not(place, maya, ruth, known=sent.conversation) == "too-many"
    with pytest.raises(Unopened) as refused:
        await place.adapter.messenger.update(pair(place, maya, ruth, known=sent.conversation), sent, HELLO)
    assert refused.value.why == "too-many"


async def test_a_thread_from_which_the_bot_was_removed_is_not_written_to(place: Attended) -> None:
    maya, ruth = await two(place)
    sent = await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    del threads(place)[0].members[place.discord.app.bot.id]
    assert await why_not(place, maya, ruth, known=sent.conversation) == "not-allowed"
