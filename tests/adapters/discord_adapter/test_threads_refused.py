"""Why a pair has no thread, and what happens then: it is told, and once it is mended it works."""

from collections.abc import Callable

import pytest

from bot.commands import MentorStats
from bot.errors import TryLater, Unopened, Unreachable
from tests.adapters.discord_adapter.attended import Attended
from tests.adapters.discord_adapter.delivered import HELLO, KEY, pair, threads, two, why_not
from tests.simulators.simulated_discord import OF_THE_BOT, Kind, Permission

NOTHING = Permission(0)
PRIVATE = Permission.CREATE_PRIVATE_THREADS
INTRODUCED = "You two are a mentoring pair"


async def allow(place: Attended, less: Permission = NOTHING) -> None:
    """The bot may do all that it asks for, and all that everybody may, but for `less`."""
    everyone = place.guild.everyone
    await place.guild.changes_role(everyone, (everyone.permissions | OF_THE_BOT) & ~less)
    await place.guild.grants_bot(OF_THE_BOT & ~less)


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
    assert not place.discord.invalid_requests, "what would be refused is not asked for"
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
