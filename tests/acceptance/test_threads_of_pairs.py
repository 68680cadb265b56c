"""Where a pair's conversation is a thread: who else reads it, how it ends, and where none can be opened."""

import pytest

from bot.commands import EndMatch, MentorStats
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import match_of, matched
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import Person, Stage

READERS = "Moderators of this server can read it"
PUT_AWAY = "putting this thread away"


async def test_the_first_message_says_who_reads_along_and_no_other(server: Stage) -> None:
    maya, ruth = await matched(server)
    first = next(card for card in maya.inbox if card.readers == {maya.account.user, ruth.account.user})
    assert READERS in first.text
    await maya.presses(next(iter(maya.inbox[-1].buttons)))
    await ruth.presses("Agree")
    assert [card for card in maya.inbox if READERS in card.text] == [first], "it stays, and is said once"


@pytest.mark.memory
async def test_a_conversation_that_is_no_thread_says_nothing_of_moderators(stage: Stage) -> None:
    maya, _ = await matched(stage)
    assert not [card for card in maya.inbox if READERS in card.text]


async def test_a_thread_is_known_from_its_first_message_and_named_after_the_two(server: Stage) -> None:
    maya, ruth = await matched(server)
    card = maya.inbox[-1]
    await maya.presses(next(iter(card.buttons)), on=card)
    await ruth.presses("Agree")
    first, *later = server.platform.pairs
    assert (first.known, first.channel, first.title) == ("", "channel", "Mentoring: Maya and Ruth")
    assert later
    assert {address.known for address in later} == {card.place.conversation}
    assert not any(address.over for address in later)


async def test_a_day_after_the_end_the_thread_is_put_away(server: Stage) -> None:
    maya, _ = await matched(server)
    match = await match_of(server, maya)
    await maya.does(EndMatch(match.id))
    assert not [card for card in maya.inbox if PUT_AWAY in card.text], "there is time for a last word"
    await server.later(days=1)
    assert len([card for card in maya.inbox if PUT_AWAY in card.text]) == 1
    assert server.platform.pairs[-1].over
    await server.later(days=30)
    assert len([card for card in maya.inbox if PUT_AWAY in card.text]) == 1


@pytest.mark.memory
async def test_a_conversation_that_is_no_thread_is_left_as_it_is(stage: Stage) -> None:
    maya, _ = await matched(stage)
    await maya.does(EndMatch((await match_of(stage, maya)).id))
    await stage.later(days=30)
    assert not [card for card in maya.inbox if PUT_AWAY in card.text]


async def refused(server: Stage, why: str) -> tuple[Person, Person, Person]:
    """Maya and Ruth became a pair where no thread can be opened; Mo moderates."""
    server.platform.unopened = why
    maya, ruth, mo = server.person("Maya"), server.person("Ruth"), server.person("Mo", moderator=True)
    await offers(ruth)
    await asks(maya)
    await ruth.presses("Yes, I will")
    return maya, ruth, mo


async def test_where_no_thread_can_be_opened_each_is_introduced_by_direct_message(server: Stage) -> None:
    maya, ruth, _ = await refused(server, "too-many")
    for person in (maya, ruth):
        (card,) = [card for card in person.inbox if "You two are a mentoring pair" in card.text]
        assert card.readers == {person.account.user}
        assert not [card for card in person.inbox if READERS in card.text], "there is no thread"
    slot = next(iter(maya.inbox[-1].buttons))
    await maya.presses(slot)
    await ruth.presses("Agree")
    assert any("is agreed" in card.text or "agreed" in card.first for card in maya.inbox), [c.first for c in maya.inbox]


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("no-channel", "no mentoring channel is chosen"),
        ("gone", "the mentoring channel is gone"),
        ("no-threads", "choose a text channel"),
        ("not-visible", "can't see the mentoring channel"),
        ("too-many", "as many active threads"),
        ("not-allowed", "Create Private Threads"),
    ],
)
async def test_moderators_see_why_once_until_it_works_again(server: Stage, why: str, words: str) -> None:
    maya, ruth, mo = await refused(server, why)
    await mo.does(MentorStats())
    assert plainly(mo.last).count(words) == 1
    assert [event.detail for event in await history(server, "conversation-refused")] == [why]
    slot = next(iter(maya.inbox[-1].buttons))
    await maya.presses(slot)
    assert len(await history(server, "conversation-refused")) == 1, "the same is told once"
    server.platform.unopened = ""
    await ruth.presses("Agree")
    await mo.does(MentorStats())
    assert words not in plainly(mo.last)


async def test_a_press_on_one_s_own_introduction_counts_for_both(server: Stage) -> None:
    maya, ruth, _ = await refused(server, "no-channel")
    before = len(ruth.inbox)
    await maya.presses(next(iter(maya.inbox[-1].buttons)))
    assert len(ruth.inbox) > before
