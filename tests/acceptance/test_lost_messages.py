"""Messages of which nobody can tell whether they arrived: moderators see to whom they went, and what to do."""

import pytest

from bot.commands import MentorStats
from bot.domain.message import OutboxStatus
from bot.errors import Refused, Unknowable
from bot.journey.concerns import Concern, Kind, concerns
from bot.ports.platforms import Address, Channel, DirectMessage, OutboxKey, PairConversation, Place
from bot.views import Message
from tests.acceptance.cast import asks, offers
from tests.acceptance.reading import plainly
from tests.acceptance.stage import COMMUNITY, Conversations, Person, Stage

pytestmark = pytest.mark.memory  # what a platform may do to a message, one by one


class Swallowing(Conversations):
    """A platform that does not deliver to some, in the way that a story needs."""

    def __init__(self, inner: Conversations) -> None:
        self.__dict__ = inner.__dict__
        self.swallows: dict[type[Address], Exception] = {}

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        if (problem := self.swallows.get(type(address))) is not None:
            raise problem
        return await super().send(address, message, key)


@pytest.fixture
def swallowing(stage: Stage) -> Swallowing:
    platform = Swallowing(stage.platform)
    stage.platform = platform
    stage.bot = stage.new_bot()
    return platform


async def lost(stage: Stage) -> list[Concern]:
    async with stage.storage.read(COMMUNITY) as uow:
        found = await concerns(uow, stage.clock.now())
    return [concern for concern in found if concern.kind is Kind.LOST]


async def stats(stage: Stage) -> str:
    mo = stage.person("Mo", moderator=True)
    await mo.does(MentorStats())
    return plainly(mo.last)


async def waiting_pair(stage: Stage) -> tuple[Person, Person]:
    """Maya asked and Ruth can say yes."""
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    return maya, ruth


@pytest.mark.parametrize("problem", [Unknowable("no history here"), Refused("too strange")])
async def test_a_message_to_a_member_is_named_once_however_many_there_are(
    stage: Stage, swallowing: Swallowing, problem: Exception
) -> None:
    swallowing.swallows[DirectMessage] = problem
    maya, _ = await waiting_pair(stage)
    sent = stage.clock.now()
    await stage.later(days=8)
    found = {concern.members[0].name: concern for concern in await lost(stage)}
    assert set(found) == {"Maya", "Ruth"}
    assert found["Ruth"].since == sent, "since the first of them"
    assert found["Maya"].members[0].id == await maya.id()
    said = await stats(stage)
    assert said.count("Something I wrote to Ruth 8 days ago may not have arrived") == 1
    assert "Please ask them to type /my-mentoring" in said
    assert "Could you mentor" not in said


async def test_a_message_to_a_pair_names_both(stage: Stage, swallowing: Swallowing) -> None:
    _, ruth = await waiting_pair(stage)
    swallowing.swallows[PairConversation] = Unknowable("the bot can't look into this conversation")
    await ruth.presses("Yes, I will")
    (concern,) = await lost(stage)
    assert [member.name for member in concern.members] == ["Ruth", "Maya"]
    said = await stats(stage)
    assert "Something I wrote to Ruth and Maya today may not have arrived" in said
    assert "Please ask both to type /my-mentoring" in said


async def test_a_post_that_may_stand_in_the_channel_is_to_be_looked_for(stage: Stage, swallowing: Swallowing) -> None:
    swallowing.swallows[Channel] = Unknowable("no history here")
    await asks(stage.person("Maya"))
    (concern,) = await lost(stage)
    assert concern.space is not None
    assert "A post for the mentoring channel of School OTs may not have arrived; I sent it today" in await stats(stage)


async def test_a_post_that_was_refused_is_posted_again_and_not_lost(stage: Stage, swallowing: Swallowing) -> None:
    swallowing.swallows[Channel] = Refused("too strange")
    await asks(stage.person("Maya"))
    assert not await lost(stage)
    assert "can't post in the mentoring channel" in await stats(stage), "that is what is said of it"


async def test_an_edit_that_was_refused_leaves_an_older_card_and_is_not_lost(
    stage: Stage, swallowing: Swallowing
) -> None:
    async def refused(address: Address, place: Place, message: Message) -> None:
        raise Refused("there is no such message any more")

    maya, _ = await waiting_pair(stage)
    swallowing.update = refused  # type: ignore[method-assign]  # somebody has removed the cards
    await maya.leaves()  # what Ruth was asked and the post say so
    async with stage.storage.read(COMMUNITY) as uow:
        failed = [row for row in await uow.outbox.all() if row.status is OutboxStatus.FAILED]
    assert failed
    assert not await lost(stage)


async def test_after_two_weeks_it_is_over(stage: Stage, swallowing: Swallowing) -> None:
    _, ruth = await waiting_pair(stage)
    swallowing.swallows[PairConversation] = Unknowable("no history here")
    await ruth.presses("Yes, I will")
    swallowing.swallows.clear()
    await stage.later(days=13)
    assert len(await lost(stage)) == 1
    await stage.later(days=2)
    assert not await lost(stage)


async def test_who_has_left_is_not_to_be_asked(stage: Stage, swallowing: Swallowing) -> None:
    swallowing.swallows[DirectMessage] = Refused("too strange")
    _, ruth = await waiting_pair(stage)
    assert [concern.members[0].name for concern in await lost(stage)] == ["Ruth"]
    await ruth.leaves()
    assert not await lost(stage)
