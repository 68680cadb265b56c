"""Where people can close their direct messages: noticed at once, told beside the next answer, and made good."""

from datetime import timedelta

import pytest

from bot.commands import (
    EditRequest,
    FindMentor,
    MentorHelp,
    MentorStats,
    MyMentoring,
    OpenFindMentor,
    RetryMessages,
    ToggleHourBefore,
    WithdrawOffer,
    WithdrawRequest,
)
from bot.domain.message import OutboxMessage, OutboxStatus
from bot.views import Form, Message, Rejected
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import about, agreed, kept, match_of
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import COMMUNITY, Card, Person, Stage

CLOSED = "I could not write to you"


def closes(person: Person) -> None:
    person.stage.platform.closed.add(person.account.user)


def opens(person: Person) -> None:
    person.stage.platform.closed.discard(person.account.user)


def messages(person: Person) -> list[Card]:
    """Direct ones, oldest first."""
    return [card for card in person.inbox if card.readers == {person.account.user}]


def noticed(person: Person) -> bool:
    """Whether the last answer came with a notice, which is always the same."""
    notice = person.replies[-1].notice
    assert notice is None or CLOSED in plainly(notice)
    return notice is not None


async def unreachable(stage: Stage) -> list[str]:
    async with stage.storage.read(COMMUNITY) as uow:
        return [member.name for member in await uow.members.unreachable()]


async def unsent(stage: Stage, status: OutboxStatus = OutboxStatus.UNREACHABLE) -> list[OutboxMessage]:
    async with stage.storage.read(COMMUNITY) as uow:
        return [row for row in await uow.outbox.all() if row.status is status]


async def request_of(stage: Stage, person: Person) -> str:
    member = await person.id()
    async with stage.storage.read(COMMUNITY) as uow:
        request = await uow.requests.live_of(member)
    assert request is not None
    return request.id


async def from_another_field(mentor: Person) -> None:
    """Offers, and is never asked about anybody in a school; may step forward all the same."""
    await offers(mentor, settings=("ltc-snf",))


async def both_wait(stage: Stage) -> tuple[Person, Person]:
    """Maya asked and can't be written to; Ruth offered, and can be."""
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    closes(maya)
    await asks(maya)
    await from_another_field(ruth)
    return maya, ruth


# Noticed at once


async def test_who_asks_or_offers_gets_a_first_direct_message(server: Stage) -> None:
    maya, ruth = server.person("Maya"), server.person("Ruth")
    await asks(maya)
    await from_another_field(ruth)
    (first,) = messages(maya)
    assert "Your request is in. I will write to you here" in first.text
    assert list(first.buttons) == ["My mentoring"]
    (thanks,) = messages(ruth)
    assert "Thank you for offering to mentor. I will write to you here" in thanks.text
    await maya.does(EditRequest(await request_of(server, maya), state="OH", setting="middle-school"))
    await offers_again(ruth)
    assert len(messages(maya)) == len(messages(ruth)) == 1, "a change is no first message"
    assert not noticed(maya)


async def offers_again(ruth: Person) -> None:
    await ruth.fills(await ruth.presses("Change it"), years="7")
    assert "Your offer is changed" in ruth.answer


async def test_the_first_message_was_asked_for(server: Stage) -> None:
    maya = server.person("Maya")
    await asks(maya)
    async with server.storage.read(COMMUNITY) as uow:
        assert await uow.outbox.unasked(await maya.id(), None, server.clock.now() - timedelta(days=1)) == 0


@pytest.mark.memory
async def test_where_messages_can_not_be_closed_nobody_needs_a_first_one(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    assert not messages(maya)
    await maya.does(RetryMessages())
    assert "none is waiting" in maya.answer


# Told


async def test_who_can_not_be_written_to_is_told_once_beside_the_next_answer(server: Stage) -> None:
    maya, _ = await both_wait(server)
    assert not noticed(maya), "the answer was on its way before the message was"
    await maya.does(OpenFindMentor())
    assert isinstance(maya.last, Form)
    assert not noticed(maya), "nothing can stand beside a dialog"
    await maya.does(MentorHelp())
    assert noticed(maya), "also beside what only reads"
    await maya.does(MentorHelp())
    assert not noticed(maya)
    await maya.does(EditRequest(await request_of(server, maya), state="OH", setting="middle-school"))
    assert not noticed(maya)
    await maya.does(MyMentoring())
    await maya.does(MyMentoring())
    assert noticed(maya), "beside one's own mentoring it always stands"
    assert len(await history(server, "unreachable-told")) == 1


async def test_the_notice_stands_beside_a_press_that_changes_something(server: Stage) -> None:
    maya, _ = await both_wait(server)
    await maya.does(EditRequest(await request_of(server, maya), state="OH", setting="middle-school"))
    assert noticed(maya)
    notice = maya.replies[-1].notice
    assert notice is not None
    assert "Press the name of School OTs at the top of its channels, then “Privacy Settings”" in plainly(notice)


async def test_a_command_alone_does_not_make_anybody_reachable(server: Stage) -> None:
    maya, _ = await both_wait(server)
    opens(maya)
    await maya.does(EditRequest(await request_of(server, maya), state="OH", setting="middle-school"))
    assert await unreachable(server) == ["Maya"]


async def test_moderators_see_who_can_not_be_reached_and_since_when(server: Stage) -> None:
    mo = server.person("Mo", moderator=True)
    maya, _ = await both_wait(server)
    await server.later(days=2)
    await mo.does(MentorStats())
    assert "Maya can't be reached by direct message; I noticed it 2 days ago" in plainly(mo.last)
    assert "People I can't reach: 1" in plainly(mo.last)
    opens(maya)
    await maya.does(RetryMessages())
    await mo.does(MentorStats())
    assert "can't be reached" not in plainly(mo.last)


# Made good


async def test_what_waited_arrives_in_order_once_the_person_says_try_again(server: Stage) -> None:
    maya, _ = await both_wait(server)
    await server.later(days=3, hours=12)
    await maya.does(MentorHelp())
    assert not messages(maya)
    opens(maya)
    await maya.presses("Try again")
    assert "I am sending you what has waited" in maya.answer
    first, third_day, last = messages(maya)
    assert "Your request is in" in first.text
    assert "still looking" in third_day.text
    assert "reach you again" in last.text
    assert await unreachable(server) == []
    await maya.does(MyMentoring())
    assert not noticed(maya)
    await maya.does(RetryMessages())
    assert "none is waiting" in maya.answer
    assert len(messages(maya)) == 3, "nothing comes twice"


async def test_trying_again_too_early_costs_one_message_and_loses_none(server: Stage) -> None:
    maya, _ = await both_wait(server)
    await server.later(days=3, hours=12)
    await maya.does(MentorHelp())
    before = server.platform.refused
    await maya.presses("Try again")
    assert server.platform.refused == before + 1, "where one message is refused, the others are not even tried"
    await maya.does(MentorHelp())
    assert noticed(maya), "it failed once more"
    await maya.does(MentorHelp())
    assert not noticed(maya)
    opens(maya)
    await maya.does(RetryMessages())
    assert [card.first[:15] for card in messages(maya)] == ["Your request is", "Day 3 of your r", "My direct messa"]


async def test_a_message_that_arrives_by_itself_brings_what_waited(server: Stage) -> None:
    maya, _ = await both_wait(server)
    opens(maya)
    await server.later(days=3, hours=12)
    assert sorted(card.first[:15] for card in messages(maya)) == ["Day 3 of your r", "Your request is"]
    assert await unreachable(server) == []
    kinds = [event.kind for event in await history(server, "unreachable", "reachable-again")]
    assert kinds == ["unreachable", "reachable-again"]


async def test_closing_them_once_more_is_noticed_once_more(server: Stage) -> None:
    maya, _ = await both_wait(server)
    await maya.does(MentorHelp())
    opens(maya)
    await maya.does(RetryMessages())
    closes(maya)
    await server.later(days=3, hours=12)
    await maya.does(MentorHelp())
    assert noticed(maya)


async def test_what_is_no_longer_true_is_not_sent_again(server: Stage) -> None:
    maya, _ = await both_wait(server)
    await server.later(days=3, hours=12)
    await maya.does(WithdrawRequest(await request_of(server, maya)))
    opens(maya)
    await maya.does(RetryMessages())
    (only,) = messages(maya)
    assert "reach you again" in only.text
    assert len(await unsent(server, OutboxStatus.DROPPED)) == 2


async def test_what_is_older_than_two_weeks_is_not_sent_again(server: Stage) -> None:
    maya, _ = await both_wait(server)
    await server.later(days=13, hours=23)
    assert len(await unsent(server)) == 3
    await server.later(hours=2)
    opens(maya)
    await maya.does(RetryMessages())
    assert not about(messages(maya), "Your request is in")
    assert about(messages(maya), "still looking")


async def test_a_mentor_who_can_not_be_written_to_is_asked_once_they_can_be(server: Stage) -> None:
    maya, ruth = server.person("Maya"), server.person("Ruth")
    closes(ruth)
    await offers(ruth)
    await asks(maya)
    assert not await history(server, "proposed"), "the first message was refused, so she is not asked"
    opens(ruth)
    await ruth.does(RetryMessages())
    assert "Yes, I will" in messages(ruth)[-1].buttons


async def test_a_question_that_went_to_somebody_else_is_not_put_again(server: Stage) -> None:
    maya, ruth, vera = server.person("Maya"), server.person("Ruth"), server.person("Vera")
    await offers(ruth)
    closes(ruth)
    await asks(maya)
    assert [event.kind for event in await history(server, "proposed", "released")] == ["proposed", "released"]
    await offers(vera)
    await vera.presses("Yes, I will")
    opens(ruth)
    await ruth.does(RetryMessages())
    assert not any("Yes, I will" in card.buttons for card in messages(ruth))


async def test_a_card_that_changed_while_it_waited_arrives_as_it_is_now(server: Stage) -> None:
    """Zoe stepped forward while Maya could not be written to, and takes it back: Maya is never asked about her."""
    maya, _ = await both_wait(server)
    zoe = server.person("Zoe")
    await from_another_field(zoe)
    await zoe.presses("I can help with this")
    assert len(await unsent(server)) == 2
    await withdraws(zoe)
    opens(maya)
    await maya.does(RetryMessages())
    assert not any("Zoe" in card.text for card in messages(maya))


async def withdraws(mentor: Person) -> None:
    member = await mentor.id()
    async with mentor.stage.storage.read(COMMUNITY) as uow:
        offer = await uow.offers.live_of(member)
    assert offer is not None
    await mentor.does(WithdrawOffer(offer.id))


async def test_tries_have_a_limit(server: Stage) -> None:
    maya, _ = await both_wait(server)
    for _ in range(5):
        await maya.does(RetryMessages())
        assert isinstance(maya.last, Message)
    before = server.platform.refused
    await maya.does(RetryMessages())
    assert isinstance(maya.last, Rejected)
    assert "wait an hour" in maya.answer
    assert server.platform.refused == before
    await server.later(hours=1, minutes=1)
    opens(maya)
    await maya.does(RetryMessages())
    assert "Your request is in" in messages(maya)[0].text


# What both of a pair may see


async def test_a_reminder_goes_to_the_pair_where_its_reader_gets_none(server: Stage) -> None:
    maya, ruth = await agreed(server)
    closes(maya)
    match = await match_of(server, maya)
    await ruth.does(ToggleHourBefore(match.id))
    session = (await kept(server, lambda uow: uow.sessions.planned(match.id)))[0]
    await server.until(session.starts_at - timedelta(minutes=30))
    (reminder,) = [card for card in about(ruth.inbox, "For \nMaya\n:") if card in maya.inbox]
    assert reminder.first.startswith("For Maya: You meet Ruth on")
    assert "Reschedule" in reminder.buttons
    assert len(about(messages(ruth), "In one hour")) == 1, "Ruth is told by herself, as ever"
    await server.until(session.ends_at + timedelta(days=1))
    assert about(messages(ruth), "Did you")
    assert not [card for card in about(ruth.inbox, "Did you") if card in maya.inbox], "an answer is for its giver alone"
    opens(maya)
    await maya.does(RetryMessages())
    assert not about(messages(maya), "You meet"), "what the pair was told is not told again"
    assert about(messages(maya), "Did you"), "and what is still to be answered is asked"


async def test_a_command_by_somebody_new_is_not_troubled(server: Stage) -> None:
    noor = server.person("Noor")
    await noor.does(RetryMessages())
    assert "none is waiting" in noor.answer
    await noor.does(FindMentor())
    assert isinstance(noor.last, Rejected)
    assert not noticed(noor)
