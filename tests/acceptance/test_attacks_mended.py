"""Mended and kept so: rows locked where decided on, one defect that holds up nobody else, and what is typed or sent."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from bot.commands import (
    AnswerMentor,
    AskMore,
    ChooseZone,
    Command,
    FindMentor,
    MentorAdmin,
    OfferDetails,
    OfferMentoring,
    OpenFindMentor,
    PauseOffer,
    RequestDetails,
    ResumeOffer,
    StepForward,
    WithdrawOffer,
    WithdrawRequest,
    decode,
)
from bot.context import Context
from bot.delivery.sending import MOST_ATTEMPTS
from bot.domain.message import OutboxStatus
from bot.domain.proposal import Proposal
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus, RequestStatus
from bot.journey import line
from bot.matching.pair import Apart
from bot.ports.platforms import Account, Address, Envelope, OutboxKey, Place, Reply, Standing
from bot.ports.storage import UnitOfWork
from bot.reference.settings import PRACTICE_SETTINGS
from bot.reference.topics import TOPICS
from bot.texts.asking import MOST_NOTE
from bot.texts.channel import MOST_IN_ROUND_UP
from bot.texts.choices import MOST_NAME
from bot.texts.proposing import MOST_QUESTION
from bot.views import Form, Message, Rejected
from storage.repositories.asking import OfferRows, ProposalRows, RequestRows
from storage.repositories.people import MemberRows
from storage.tables import outbox
from tests.acceptance.cast import asks, offers
from tests.acceptance.stage import COMMUNITY, MONDAY, Person, Stage
from tests.acceptance.test_attacks import at_once, offer_of, proposal_to, request_of
from tests.acceptance.test_attacks_typed import BUSY, LONGEST_SETTINGS
from tests.acceptance.test_delivery import lease_runs_out

LONGEST_TOPICS = tuple(t.slug for t in sorted(TOPICS.values(), key=lambda t: -len(t.label))[:3])
ASKS = FindMentor(state="OH", setting="elementary")
BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")

# On SQLite writers queue for their turn, so nobody comes between.
row_locks = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
# For stories that cost time and would be the same on each kind.
one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def asked(person: Person) -> bool:
    return any("Could you mentor" in card.first for card in person.inbox)


async def press(person: Person, command: Command) -> Reply:
    """Handled; nothing that follows from it is done or delivered yet."""
    event = f"event-{next(person.stage.events)}"
    return await person.stage.bot.handle(command, Envelope(actor=person.account, name=person.name, event=event))


class Amid:
    """Has somebody press in the middle of a transaction: when it reads these rows, for the first time.

    The press goes as far as the locks let it: it is done, or waits for the transaction to end.
    """

    def __init__(self, rows: type, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows, self.query, self.monkeypatch = rows, query, monkeypatch
        self.begun: list[asyncio.Task[Reply]] = []

    def comes(self, person: Person, command: Command) -> None:
        usual = getattr(self.rows, self.query)

        async def read(repository: object, *args: object) -> object:
            if not self.begun:
                self.begun.append(asyncio.create_task(press(person, command)))
                await _done_or_waiting(person.stage, self.begun[0])
            return await usual(repository, *args)

        self.monkeypatch.setattr(self.rows, self.query, read)

    async def reply(self) -> Reply:
        assert self.begun, "nothing was read: the story does not fit the code any more"
        return await self.begun[0]


async def _done_or_waiting(stage: Stage, task: asyncio.Task[Reply]) -> None:
    blocked = 0
    while not (task.done() or blocked):
        async with stage.database.reader.connect() as connection:
            blocked = (await connection.execute(BLOCKED)).scalar_one()


# Row locks


@row_locks
async def test_a_request_withdrawn_during_a_tick_stays_withdrawn(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tick, which saves when to look again, does not bring back what was withdrawn while it looked."""
    maya = stage.person("Maya")
    await press(maya, ASKS)
    amid = Amid(OfferRows, "askable", monkeypatch)
    amid.comes(maya, WithdrawRequest((await request_of(maya)).id))
    await stage.bot.tick()
    assert isinstance((await amid.reply()).view, Message)
    assert (await request_of(maya)).status is RequestStatus.WITHDRAWN


@row_locks
async def test_an_offer_withdrawn_during_a_tick_stays_withdrawn(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tick, which saves when a mentor was asked, neither opens the offer again nor asks."""
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    offer = (await offer_of(ruth)).id
    await press(maya, ASKS)
    amid = Amid(OfferRows, "askable", monkeypatch)
    amid.comes(ruth, WithdrawOffer(offer))
    await stage.bot.tick()
    assert isinstance((await amid.reply()).view, Message)
    async with stage.storage.read(COMMUNITY) as uow:
        kept = await uow.offers.get(offer)
    assert kept is not None
    assert kept.status is OfferStatus.WITHDRAWN
    await stage.bot.settle()
    assert not asked(ruth)


@row_locks
async def test_a_volunteer_welcomed_during_a_tick_stays_the_mentor(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tick looks at the request because a mentor has become free, and asks nobody about somebody who is matched."""
    maya, tom, ruth = (stage.person(n) for n in ("Maya", "Tom", "Ruth"))
    await asks(maya)
    await offers(tom, settings=("ltc-snf",))
    await tom.presses("I can help with this", on=stage.channel[0])
    await press(ruth, OfferMentoring(profession="otr", years="6", states="OH", settings=("elementary",)))
    amid = Amid(ProposalRows, "of_request", monkeypatch)
    amid.comes(maya, decode(maya.inbox[-1].buttons["Yes, please"].action))
    await stage.bot.tick()
    assert isinstance((await amid.reply()).view, Message)
    assert (await request_of(maya)).status is RequestStatus.MATCHED
    await stage.bot.settle()
    assert not asked(ruth)


@row_locks
async def test_a_request_withdrawn_while_a_mentor_comes_back_stays_withdrawn(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Calling those who wait for a mentor does not bring back who left the line meanwhile."""
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    offer = (await offer_of(ruth)).id
    await ruth.does(PauseOffer(offer, "2026-12-01"))
    await asks(maya)
    amid = Amid(MemberRows, "some", monkeypatch)
    amid.comes(maya, WithdrawRequest((await request_of(maya)).id))
    await press(ruth, ResumeOffer(offer))
    assert isinstance((await amid.reply()).view, Message)
    assert (await request_of(maya)).status is RequestStatus.WITHDRAWN


@row_locks
async def test_two_changes_of_one_member_at_once_both_last(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Maya corrects her zone in one window while her first request, which is her consent, is under way in another."""
    maya = stage.person("Maya")
    await maya.does(FindMentor())
    amid = Amid(RequestRows, "live_of", monkeypatch)
    amid.comes(maya, ChooseZone("Pacific/Honolulu"))
    await press(maya, ASKS)
    await amid.reply()
    async with stage.storage.read(COMMUNITY) as uow:
        member = await uow.members.get(await maya.id())
    assert member is not None
    assert (member.zone, member.consented_at) == ("Pacific/Honolulu", stage.clock.now())


# One defect holds up nobody else


@one_database
async def test_a_poisonous_request_holds_up_nobody_else(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests are looked at together and one is a defect: the other goes on, and the one is tried again later."""
    ruth, lena, maya, ana = (stage.person(n) for n in ("Ruth", "Lena", "Maya", "Ana"))
    await offers(ruth)
    await offers(lena, states="Texas")
    usual = line.apart_after

    async def apart(context: Context, request: MentoringRequest, past: Sequence[Proposal]) -> Apart:
        if request.state == "OH":
            raise ValueError("a defect in this one")
        return await usual(context, request, past)

    with monkeypatch.context() as poisoned:
        poisoned.setattr(line, "apart_after", apart)
        await at_once(stage, (maya, ASKS), (ana, replace(ASKS, state="TX")))
        await stage.bot.settle()
    assert (asked(ruth), asked(lena)) == (False, True)
    await stage.later(hours=1)
    assert asked(ruth)


async def test_an_unreadable_stored_message_is_set_aside_and_the_next_arrive(stage: Stage) -> None:
    """What a newer version wrote, or what is damaged, stops no delivery."""
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await press(maya, ASKS)
    async with stage.database.writer.begin() as connection:
        await connection.execute(update(outbox).values(message='{"_":"Gone"}'))  # the post, above all
    await stage.bot.settle()
    assert asked(ruth)
    async with stage.database.reader.connect() as connection:
        failed = await connection.scalars(select(outbox.c.problem).where(outbox.c.status == OutboxStatus.FAILED))
        assert {problem.split(":")[0] for problem in failed} == {"unreadable"}


@one_database
@pytest.mark.memory
async def test_a_defect_of_an_adapter_is_tried_a_bounded_number_of_times(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message that no renderer can show is failed in the end, not tried for ever."""
    tries = []

    async def broken(address: Address, message: Message, key: OutboxKey) -> Place:
        tries.append(key)
        raise KeyError("a defect of the renderer")

    monkeypatch.setattr(stage.platform, "send", broken)
    await asks(stage.person("Maya"))
    async with stage.database.writer.begin() as connection:
        await connection.execute(update(outbox).values(attempts=MOST_ATTEMPTS - 1))
    for _ in range(3):
        await lease_runs_out(stage)
        await stage.bot.deliver()
    assert len(tries) == 2, "the first and the last"
    async with stage.storage.read(COMMUNITY) as uow:
        assert [row.status for row in await uow.outbox.all()] == [OutboxStatus.FAILED]


@one_database
async def test_a_granted_moderator_works_while_the_directory_is_down(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform's roles are asked as well, but what the community granted itself does not depend on them."""
    mo, eve = stage.person("Mo"), stage.person("Eve")
    await mo.does(FindMentor())

    async def grant(uow: UnitOfWork) -> None:
        member = await uow.members.get(await mo.id())
        assert member is not None
        await uow.members.save(replace(member, moderator=True))

    async def down(account: Account) -> Standing:
        raise ConnectionError("no line")

    await stage.storage.write(COMMUNITY, grant)
    monkeypatch.setattr(stage.platform, "standing", down)
    await mo.does(MentorAdmin())
    assert isinstance(mo.last, Message), mo.answer
    await eve.does(MentorAdmin())
    assert isinstance(eve.last, Rejected)
    assert "Something went wrong" not in eve.answer


# What is typed, and what is delivered again


@pytest.mark.memory
@pytest.mark.parametrize("bad", ["\x00", "\ud800"], ids=["nul", "surrogate"])
async def test_what_no_database_takes_is_left_out_at_the_door(stage: Stage, bad: str) -> None:
    """In names, notes, drafts, ids and events alike: the rest of the text stays."""
    maya, ruth, ana = (stage.person(n) for n in ("Maya", "Ruth", "Ana"))
    await offers(ruth)
    maya.name = f"Ma{bad}ya"
    await maya.does(replace(ASKS, state=f"Oh{bad}io", note=f"Thank{bad}s ahead"), event=f"form{bad}")
    assert "Your request is in" in maya.answer
    assert "Thanks ahead" in ruth.inbox[0].text
    assert "Maya" in ruth.inbox[0].text
    await maya.does(RequestDetails((await request_of(maya)).id, district=f"Ada{bad} Schools"))
    assert "Something went wrong" not in maya.answer
    await maya.does(WithdrawRequest(f"a{bad}b"))
    assert "Something went wrong" not in maya.answer
    await ana.does(FindMentor(state=f"Onta{bad}rio", setting="castle"))
    assert isinstance(ana.last, Rejected)
    assert set(ana.last.problems) == {"state", "setting"}
    form = (await ana.does(OpenFindMentor())).view
    assert isinstance(form, Form)
    assert "Ontario" in [getattr(field, "value", None) for field in form.fields]


@one_database
async def test_the_longest_of_everything_fits_the_proposal(stage: Stage) -> None:
    """Each field as long as its form takes it, and the card of the proposal still is a message with its answer."""
    ruth, maya, name = stage.person("Ruth"), stage.person("Maya"), "d" * MOST_NAME
    await offers(ruth, settings=LONGEST_SETTINGS, free_times=BUSY)
    await ruth.does(OfferDetails((await offer_of(ruth)).id, "1", tuple(TOPICS), name, name, name))
    assert isinstance(ruth.last, Message)
    await asks(maya, setting=LONGEST_SETTINGS[0], topics=LONGEST_TOPICS, free_times=BUSY, note="n" * MOST_NOTE)
    await maya.does(RequestDetails((await request_of(maya)).id, "yes", name, name, name, "weekly"))
    await ruth.does(AskMore((await proposal_to(ruth)).id, "q" * MOST_QUESTION))
    await maya.does(AnswerMentor((await proposal_to(ruth)).id, "a" * MOST_QUESTION))
    assert "Your answer is with the mentor" in maya.answer
    assert {"n" * MOST_NOTE, "a" * MOST_QUESTION} <= set(ruth.inbox[-1].text.split("\n"))


@one_database
async def test_the_longest_round_up_fits_and_leaves_nobody_out(stage: Stage) -> None:
    """One more than a post takes, all of them as long as they get: everybody has a button in the channel."""
    await stage.rule(round_up_after=0)
    longest = FindMentor("DC", max(PRACTICE_SETTINGS, key=lambda s: len(s.label)).slug, LONGEST_TOPICS)
    people = [stage.person(f"Mentee{n}") for n in range(MOST_IN_ROUND_UP + 1)]
    await at_once(stage, *((person, longest) for person in people))
    assert not stage.channel
    await stage.storage.write(COMMUNITY, _last_in_line_first)
    await stage.later(hours=8)
    buttons = [button.action for card in stage.channel for button in card.buttons.values()]
    assert [len(card.buttons) for card in stage.channel] == [MOST_IN_ROUND_UP, 1]
    assert len(set(buttons)) == len(people)


async def _last_in_line_first(uow: UnitOfWork) -> None:
    """Whose turn of the clock comes first is nobody's choice: here it is whoever stands last."""
    last = (await uow.requests.unposted())[-1]
    for nudge in await uow.nudges.due(MONDAY + timedelta(days=1), 1000):
        if nudge.kind == "round-up" and nudge.subject != last.id:
            await uow.nudges.postpone(nudge.id, nudge.due_at + timedelta(minutes=1))


async def test_a_long_event_id_is_remembered_whole(stage: Stage) -> None:
    """An event that is delivered twice is known again, and not mistaken for another that begins like it."""
    maya = stage.person("Maya")
    first = await maya.does(ASKS, event="e" * 300)
    assert "Your request is in" in maya.answer
    assert (await maya.does(ASKS, event="e" * 300)).view == first.view
    await maya.does(WithdrawRequest((await request_of(maya)).id), event="e" * 299 + "f")
    assert (await request_of(maya)).status is RequestStatus.WITHDRAWN


async def test_a_refused_press_that_is_delivered_again_is_refused_again(stage: Stage) -> None:
    """What was refused does not happen behind somebody's back because something has changed meanwhile."""
    maya, tom = stage.person("Maya"), stage.person("Tom")
    await asks(maya)
    await offers(tom, settings=("ltc-snf",))
    offer, press_again = (await offer_of(tom)).id, StepForward((await request_of(maya)).id)
    await tom.does(PauseOffer(offer, "2026-11-01"))
    refused = await tom.does(press_again, event="press")
    assert isinstance(refused.view, Rejected)
    await tom.does(ResumeOffer(offer))
    assert (await tom.does(press_again, event="press")).view == refused.view
    assert not maya.inbox
