"""Messages leave once, in order, and what could not be delivered is a fact, not a log line."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot import direct_messages
from bot.app import Bot
from bot.commands import AcceptProposal, FindMentor, MentorStats, OfferMentoring, decode
from bot.delivery.sending import MOST_ATTEMPTS
from bot.domain.message import OutboxMessage, OutboxStatus
from bot.errors import Refused, TryLater, Unknowable
from bot.ports.platforms import Address, Envelope, OutboxKey, Place, Platform
from bot.ports.storage import UnitOfWork
from bot.views import Message
from storage.tables import outbox
from tests.acceptance.cast import asks, offers
from tests.acceptance.stage import COMMUNITY, Conversations, Person, Stage

pytestmark = pytest.mark.memory  # what a platform may do to a message, one by one

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Troubled(Conversations):
    """A platform that fails as told, before or after it has taken a message."""

    def __init__(self, inner: Conversations) -> None:
        self.__dict__ = inner.__dict__
        self.before: list[Exception] = []
        self.after: list[Exception] = []
        self.sends = 0

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        self.sends += 1
        if self.before:
            raise self.before.pop(0)
        place = await super().send(address, message, key)
        if self.after:
            raise self.after.pop(0)
        return place


@pytest.fixture
def troubled(stage: Stage) -> Troubled:
    platform = Troubled(stage.platform)
    stage.platform = platform
    stage.bot = stage.new_bot()
    return platform


async def rows(stage: Stage) -> list[OutboxMessage]:
    async with stage.storage.read(COMMUNITY) as uow:
        return list(await uow.outbox.all())


async def lease_runs_out(stage: Stage) -> None:
    """Leases go by the database's clock, which no stage moves: they are set back instead."""
    async with stage.database.writer.begin() as connection:
        leased = outbox.c.status == OutboxStatus.SENDING
        await connection.execute(update(outbox).where(leased).values(lease_until=LONG_AGO))


async def test_who_lost_the_lease_settles_nothing(stage: Stage, troubled: Troubled) -> None:
    """A process that was frozen between sending and marking leaves the row to whoever has it by now."""
    maya = stage.person("Maya")

    async def frozen(address: Address, message: Message, key: OutboxKey) -> Place:
        async with stage.database.writer.begin() as connection:
            await connection.execute(update(outbox).values(lease_owner="another"))
        return await Conversations.send(troubled, address, message, key)

    troubled.send = frozen  # type: ignore[method-assign]  # frozen this once
    await asks(maya)
    assert [row.status for row in await rows(stage)] == [OutboxStatus.SENDING]


async def a_proposal_to(ruth: Person, maya: Person) -> None:
    await offers(ruth)
    await asks(maya)


async def test_a_message_of_unknown_outcome_is_looked_up_before_it_is_sent_again(
    stage: Stage, troubled: Troubled
) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    troubled.after = [ConnectionResetError("the answer got lost")] * 2
    await asks(maya)
    sends = troubled.sends
    await stage.bot.settle()
    assert troubled.sends == sends, "while the lease runs nobody touches it"
    await lease_runs_out(stage)
    await stage.bot.settle()
    assert troubled.sends == sends, "it was found, so it was not sent again"
    assert {row.status for row in await rows(stage)} == {OutboxStatus.SENT}
    assert len([c for c in ruth.inbox if "Could you mentor" in c.first]) == 1


async def test_where_nobody_can_tell_a_message_is_parked_for_the_moderators(stage: Stage, troubled: Troubled) -> None:
    async def blind(address: Address, key: OutboxKey) -> Place | None:
        raise Unknowable("this platform keeps no history")

    troubled.find = blind  # type: ignore[method-assign]  # this platform can't look back
    troubled.after = [ConnectionResetError("the answer got lost")]
    await asks(stage.person("Maya"))
    await lease_runs_out(stage)
    await stage.bot.settle()
    assert [(row.status, row.problem) for row in await rows(stage)] == [
        (OutboxStatus.PARKED, "this platform keeps no history")
    ]
    assert troubled.sends == 1
    mo = stage.person("Mo", moderator=True)
    await mo.does(MentorStats())
    assert "A post for the mentoring channel of School OTs may not have arrived; I sent it today" in mo.answer


async def test_a_message_that_never_left_is_sent_after_its_lease(stage: Stage, troubled: Troubled) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    troubled.before = [ConnectionResetError("no line")] * 2
    await asks(maya)
    assert not ruth.inbox
    await lease_runs_out(stage)
    await stage.bot.settle()
    assert len(ruth.inbox) == 1


async def test_a_busy_platform_is_tried_later_and_nothing_overtakes(stage: Stage, troubled: Troubled) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    troubled.before = [TryLater("too many requests", after=600), TryLater("too many requests", after=600)]
    await asks(maya)
    assert not ruth.inbox
    await stage.later(minutes=11)
    assert len(ruth.inbox) == 1
    assert len(stage.channel) == 1


async def test_a_poisonous_message_is_set_aside_and_blocks_nobody(stage: Stage, troubled: Troubled) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    troubled.before = [Refused("message too strange")]
    await asks(maya)  # the post in the channel is refused
    assert not stage.channel
    assert len(ruth.inbox) == 1
    failed = [row for row in await rows(stage) if row.status is OutboxStatus.FAILED]
    assert [row.problem for row in failed] == ["message too strange"]
    await ruth.presses("Yes, I will")
    assert "You are now mentoring" in ruth.answer, "updating a card that was never sent is no trouble"


async def test_tries_are_bounded(stage: Stage, troubled: Troubled) -> None:
    maya = stage.person("Maya")
    troubled.before = [TryLater("busy", after=60) for _ in range(MOST_ATTEMPTS)]
    await asks(maya)
    await stage.later(hours=1)
    assert [row.status for row in await rows(stage)] == [OutboxStatus.FAILED]
    assert not stage.channel


async def test_closed_direct_messages_are_a_fact_that_moderators_can_see(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    stage.platform.closed.add("ruth")
    await asks(maya)
    async with stage.storage.read(COMMUNITY) as uow:
        member = await uow.members.get(await ruth.id())
        events = await uow.events.of_kind(["unreachable"], stage.clock.now() - timedelta(days=1))
    assert member is not None
    assert member.unreachable_since == stage.clock.now()
    assert [event.subject_id for event in events] == [member.id]
    stage.platform.closed.clear()
    await ruth.does(OfferMentoring())  # whatever it is: Ruth is back
    async with stage.storage.read(COMMUNITY) as uow:
        member = await uow.members.get(await ruth.id())
    assert member is not None
    assert member.unreachable_since is None


async def test_a_reminder_that_is_no_longer_true_is_not_sent(stage: Stage, troubled: Troubled) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await a_proposal_to(ruth, maya)
    accept = next(decode(b.action) for c in ruth.inbox for b in c.buttons.values() if b.action.startswith("accept"))
    assert isinstance(accept, AcceptProposal)
    troubled.before = [TryLater("busy", after=3600)]
    await stage.later(hours=48)  # the reminder is due, and the platform is busy just then
    await ruth.does(accept)
    await stage.later(hours=2)
    assert not [c for c in ruth.inbox if c.first.startswith("A reminder")]


async def test_two_deliverers_send_each_message_once(stage: Stage) -> None:
    people = [stage.person(f"Mentor{n}") for n in range(6)]
    await stage.rule(round_up_after=99)
    for person in people:
        await offers(person)
    bots = [Bot(stage.storage, stage.clock, {Platform.PLAYGROUND: stage.platform}, {}) for _ in range(3)]
    for n in range(6):
        await _asks_quietly(stage, n)
    await stage.bot.tick()
    await asyncio.gather(*(bot.deliver() for bot in bots))
    sent = [row for row in await rows(stage) if row.status is OutboxStatus.SENT]
    assert len(sent) == 12
    assert len(stage.platform.cards) == 12


async def _asks_quietly(stage: Stage, n: int) -> None:
    """A request whose messages nobody has delivered yet."""
    person = stage.person(f"Mentee{n}")
    envelope = Envelope(actor=person.account, name=person.name, event=f"quiet-{n}")
    await stage.bot.handle(FindMentor(state="OH", setting="elementary"), envelope)


async def test_what_fails_after_one_message_arrived_holds_up_no_other(
    server: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are settled together; the one whose reader makes trouble is looked up later, and not sent twice."""
    people = [server.person(name) for name in ("Maya", "Nora", "Olivia")]
    for person in people:
        await asks(person)
    maya, usual = await people[0].id(), direct_messages.settled

    async def settled(uow: UnitOfWork, message: OutboxMessage, now: datetime) -> None:
        if message.to.member == maya:
            raise ValueError("a defect")
        await usual(uow, message, now)

    monkeypatch.setattr(direct_messages, "settled", settled)
    before = [len(person.inbox) for person in people]
    await server.later(days=4)
    assert [len(person.inbox) for person in people] == [count + 1 for count in before]
    assert [row.to.member for row in await rows(server) if row.status is OutboxStatus.SENDING] == [maya]

    monkeypatch.setattr(direct_messages, "settled", usual)
    await lease_runs_out(server)
    await server.bot.settle()
    assert {row.status for row in await rows(server)} == {OutboxStatus.SENT}
    assert len(people[0].inbox) == before[0] + 1


async def test_whatever_a_platform_does_to_handfuls_each_message_arrives_once(server: Stage) -> None:
    people = [server.person(f"Person {number}") for number in range(9)]
    for person in people:
        await asks(person)
    before = [len(person.inbox) for person in people]
    platform = Troubled(server.platform)
    server.platform = platform
    server.bot = server.new_bot()
    platform.before = [TryLater("busy", 60), ConnectionResetError("no line"), ValueError("a defect")]
    platform.after = [ConnectionResetError("the answer got lost"), ValueError("a defect")] * 2
    await server.later(days=4)
    assert {row.status for row in await rows(server)} > {OutboxStatus.SENT}
    while {row.status for row in await rows(server)} != {OutboxStatus.SENT}:
        await lease_runs_out(server)
        await server.later(minutes=10)
    assert platform.before == platform.after == []
    assert [len(person.inbox) - count for person, count in zip(people, before, strict=True)] == [1] * len(people)
