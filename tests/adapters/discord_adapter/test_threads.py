"""The thread of a pair: theirs alone, found again, put away and reopened; and why there is none."""

from collections.abc import Callable

import aiohttp
import pytest

from bot.commands import MentorStats
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
)
from tests.simulators.simulated_discord import OF_THE_BOT, DiscordPerson, Kind, Permission

NOTHING = Permission(0)
PRIVATE = Permission.CREATE_PRIVATE_THREADS
INTRODUCED = "You two are a mentoring pair"


async def allow(place: Attended, less: Permission = NOTHING) -> None:
    """The bot may do all that it asks for, and all that everybody may, but for `less`."""
    everyone = place.guild.everyone
    await place.guild.changes_role(everyone, (everyone.permissions | OF_THE_BOT) & ~less)
    await place.guild.grants_bot(OF_THE_BOT & ~less)


async def two(place: Attended) -> tuple[DiscordPerson, DiscordPerson]:
    return place.person("Maya"), place.person("Ruth")


async def why_not(place: Attended, *people: DiscordPerson, **how: str) -> str:
    with pytest.raises(Unopened) as refused:
        await place.adapter.messenger.send(pair(place, *people, **how), HELLO, KEY)  # type: ignore[arg-type]  # texts
    return refused.value.why


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
    assert str(thread.id) == sent.conversation
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


# Why there is none


async def test_without_a_channel_there_is_no_thread(place: Attended) -> None:
    maya, ruth = await two(place)
    address = pair(place, maya, ruth)
    nowhere = type(address)(address.space, address.match, address.accounts, "", title=address.title)
    with pytest.raises(Unopened) as refused:
        await place.adapter.messenger.send(nowhere, HELLO, KEY)
    assert refused.value.why == "no-channel"
    assert await place.adapter.messenger.find(nowhere, KEY) is None


@pytest.mark.parametrize("heard", [True, False])
async def test_where_the_channel_is_gone_there_is_no_thread(place: Attended, heard: bool) -> None:
    maya, ruth = await two(place)
    if heard:
        await place.guild.deletes(place.mentoring)
    else:
        place.discord.refuse("create_thread", 10003)
    assert await why_not(place, maya, ruth) == "gone"


async def test_in_a_channel_of_another_kind_there_are_no_threads(place: Attended) -> None:
    maya, ruth = await two(place)
    news = place.guild.channel("news", kind=Kind.ANNOUNCEMENT)
    await place.guild.opens(news)
    with pytest.raises(Unopened) as refused:
        await place.adapter.messenger.send(pair(place, maya, ruth, where=news), HELLO, KEY)
    assert refused.value.why == "no-threads"
    category = place.guild.channel("All", kind=Kind.CATEGORY)
    await place.guild.opens(category)
    with pytest.raises(Unopened) as refused:
        await place.adapter.messenger.send(pair(place, maya, ruth, where=category), HELLO, KEY)
    assert refused.value.why == "no-threads"


@pytest.mark.parametrize(
    ("less", "why"),
    [
        (PRIVATE, "not-allowed"),
        (Permission.VIEW_CHANNEL, "not-allowed"),
        (Permission.SEND_MESSAGES_IN_THREADS, "not-allowed"),
    ],
)
async def test_a_permission_that_is_missing_is_told_and_once_it_is_given_it_works(
    place: Attended, less: Permission, why: str
) -> None:
    maya, ruth = await two(place)
    await allow(place, less)
    assert await why_not(place, maya, ruth) == why
    await allow(place)
    await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    used = [thread for thread in threads(place) if thread.messages]
    assert [thread.people for thread in used] == [[maya, ruth]]


async def test_at_the_cap_there_are_too_many(place: Attended) -> None:
    maya, ruth = await two(place)
    place.guild.thread_cap = 0
    assert await why_not(place, maya, ruth) == "too-many"
    place.guild.thread_cap = 1
    await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)


async def test_who_can_not_see_the_channel_leaves_no_trail_of_empty_threads(place: Attended) -> None:
    maya, ruth = await two(place)
    place.mentoring.overwrite(ruth.id, deny=Permission.VIEW_CHANNEL)
    for _ in range(3):
        assert await why_not(place, maya, ruth) == "not-visible"
    await place.restart()
    assert await why_not(place, maya, ruth) == "not-visible"
    assert len(threads(place)) == 1
    place.mentoring.overwrite(ruth.id)
    await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    (thread,) = threads(place)
    assert (thread.people, thread.invitable) == ([maya, ruth], False)


async def test_who_has_left_can_not_be_reached(place: Attended) -> None:
    maya, ruth = await two(place)
    await ruth.leaves()
    with pytest.raises(Unreachable):
        await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)


async def test_a_server_in_an_outage_is_waited_for(place: Attended) -> None:
    maya, ruth = await two(place)
    await place.guild.goes_down()
    with pytest.raises(TryLater):
        await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    with pytest.raises(TryLater):
        await place.adapter.messenger.find(pair(place, maya, ruth), KEY)
    await place.guild.comes_back()
    await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)


# In the product


def caps(place: Attended) -> None:
    place.guild.thread_cap = 0


def hides(place: Attended) -> None:
    for person in place.guild.people:
        place.mentoring.overwrite(person.id, deny=Permission.VIEW_CHANNEL)


@pytest.mark.parametrize(("trouble", "words"), [(caps, "as many active threads"), (hides, "can't see the mentoring")])
async def test_a_pair_without_a_thread_is_introduced_by_direct_message_and_moderators_see_why(
    place: Attended, trouble: Callable[[Attended], None], words: str
) -> None:
    role = place.guild.role("Moderators", permissions=Permission.MANAGE_GUILD)
    await place.guild.makes_role(role)
    mo = place.person("Mo", roles=[role])
    maya, ruth, card = await place.proposed()
    trouble(place)
    await ruth.presses("Yes, I will", on=card)
    await place.settled()
    for person in (maya, ruth):
        assert any(INTRODUCED in m.words for m in person.direct), person
    reply = await place.does(mo, MentorStats())
    assert words in str(reply.view)
    place.guild.thread_cap = 1000
    place.mentoring.overwrites.clear()
    times = next(m for m in maya.direct if INTRODUCED in m.words)
    await maya.presses(times.buttons[0], on=times)
    await place.settled()
    assert any(m.words for thread in threads(place) for m in thread.messages), "and then it works again"
    assert words not in str((await place.does(mo, MentorStats())).view)
