"""Presses at the same time, crashes half-way, restarts, strangers and other communities: nothing gives way."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.app import Bot
from bot.commands import (
    AcceptProposal,
    AcceptVolunteer,
    ChooseZone,
    Command,
    DeclineProposal,
    EditRequest,
    FindMentor,
    OfferDetails,
    OfferMentoring,
    PauseRequest,
    StepForward,
    WithdrawOffer,
    WithdrawRequest,
    decode,
)
from bot.domain.match import Match
from bot.domain.member import Community
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Proposal
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus, ProposalStatus, RequestStatus
from bot.ids import CommunityId, SpaceId
from bot.journey import agreeing
from bot.ports.platforms import Account, Envelope, Platform, Reply, Space, UserId
from bot.views import Form, Message, Rejected
from tests.acceptance.cast import asks, matched, offers
from tests.acceptance.stage import COMMUNITY, Person, Stage

ELSEWHERE = SpaceId("elsewhere")


async def request_of(person: Person) -> MentoringRequest:
    async with person.stage.storage.read(COMMUNITY) as uow:
        found = await uow.requests.last_of(await person.id())
    assert found is not None
    return found


async def offer_of(person: Person) -> MentoringOffer:
    async with person.stage.storage.read(COMMUNITY) as uow:
        found = await uow.offers.live_of(await person.id())
    assert found is not None
    return found


async def proposal_to(person: Person) -> Proposal:
    async with person.stage.storage.read(COMMUNITY) as uow:
        found = await uow.proposals.with_mentor(await person.id())
    assert found is not None
    return found


async def live_matches(stage: Stage) -> list[Match]:
    async with stage.storage.read(COMMUNITY) as uow:
        return list(await uow.matches.live())


async def at_once(stage: Stage, *acts: tuple[Person, Command]) -> list[Reply]:
    """Everybody presses at the same moment, each press an event of its own."""
    envelopes = [Envelope(actor=p.account, name=p.name, event=f"at-once-{n}") for n, (p, _) in enumerate(acts)]
    return await asyncio.gather(
        *(stage.bot.handle(command, e) for (_, command), e in zip(acts, envelopes, strict=True))
    )


def kinds(replies: list[Reply]) -> list[str]:
    return sorted(type(reply.view).__name__ for reply in replies)


# At the same time


async def test_a_form_sent_five_times_at_once_is_one_member_and_one_request(stage: Stage) -> None:
    maya = stage.person("Maya")
    replies = await at_once(stage, *[(maya, FindMentor(state="OH", setting="elementary"))] * 5)
    assert kinds(replies) == ["Message"] + ["Rejected"] * 4
    async with stage.storage.read(COMMUNITY) as uow:
        assert len(await uow.members.everyone()) == 1
        assert len(await uow.requests.open()) == 1


async def test_an_offer_sent_twice_at_once_is_one_offer(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    gift = OfferMentoring(profession="otr", years="6", states="OH", settings=("elementary",))
    assert kinds(await at_once(stage, (ruth, gift), (ruth, gift))) == ["Message", "Message"]
    async with stage.storage.read(COMMUNITY) as uow:
        assert len(await uow.offers.live()) == 1


async def test_two_volunteers_who_are_welcomed_at_once_make_one_match(stage: Stage) -> None:
    maya, tom, una = stage.person("Maya"), stage.person("Tom"), stage.person("Una")
    await asks(maya)
    for person in (tom, una):
        await offers(person, settings=("ltc-snf",))
        await person.presses("I can help with this", on=stage.channel[0])
    both = [decode(card.buttons["Yes, please"].action) for card in maya.inbox]
    assert [type(each) for each in both] == [AcceptVolunteer] * 2
    assert kinds(await at_once(stage, *((maya, each) for each in both))) == ["Message", "Rejected"]
    assert len(await live_matches(stage)) == 1
    taken = [(await offer_of(person)).taken for person in (tom, una)]
    assert sorted(taken) == [0, 1]


def _withdraws(request: str, offer: str) -> Command:
    return WithdrawRequest(request)


def _pauses(request: str, offer: str) -> Command:
    return PauseRequest(request, "2026-11-02")


def _mentor_leaves(request: str, offer: str) -> Command:
    return WithdrawOffer(offer)


@pytest.mark.parametrize("meanwhile", [_withdraws, _pauses, _mentor_leaves])
async def test_an_acceptance_and_a_change_of_mind_at_once_leave_one_truth(
    stage: Stage, meanwhile: Callable[[str, str], Command]
) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    offer, accept = await offer_of(ruth), AcceptProposal((await proposal_to(ruth)).id)
    other = meanwhile((await request_of(maya)).id, offer.id)
    await at_once(stage, (ruth, accept), (ruth if isinstance(other, WithdrawOffer) else maya, other))
    status, found = (await request_of(maya)).status, await live_matches(stage)
    assert (status is RequestStatus.MATCHED) == (len(found) == 1)
    async with stage.storage.read(COMMUNITY) as uow:
        kept = await uow.offers.get(offer.id)
    assert kept is not None
    assert kept.taken == len(found)
    await stage.bot.settle()


async def test_an_acceptance_at_the_deadline_and_the_clock_leave_one_truth(stage: Stage) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    made = await proposal_to(ruth)
    assert made.due_at is not None
    await stage.until(made.due_at - timedelta(seconds=1))
    stage.clock.instant = made.due_at
    replies, _ = await asyncio.gather(at_once(stage, (ruth, AcceptProposal(made.id))), stage.bot.tick())
    async with stage.storage.read(COMMUNITY) as uow:
        settled = await uow.proposals.get(made.id)
    assert settled is not None
    accepted = isinstance(replies[0].view, Message)
    assert settled.status is (ProposalStatus.ACCEPTED if accepted else ProposalStatus.SILENT)
    assert len(await live_matches(stage)) == accepted


async def test_ticks_of_three_processes_at_once_do_everything_once(stage: Stage) -> None:
    await stage.rule(round_up_after=99)
    people = [stage.person(f"Mentee{n}") for n in range(4)]
    for n, person in enumerate(people):
        await offers(stage.person(f"Mentor{n}"))
        await asks(person)
    for days in (1, 2, 3, 4):
        stage.clock.instant += timedelta(days=days)
        bots = [Bot(stage.storage, stage.clock, {Platform.PLAYGROUND: stage.platform}, {}) for _ in range(3)]
        await asyncio.gather(*(bot.tick() for bot in bots))
    async with stage.storage.read(COMMUNITY) as uow:
        rows = await uow.outbox.all()
        for person in people:
            live = await uow.proposals.live_for((await request_of(person)).id)
            assert len(live) <= 1
    nudged = [(row.to, row.nudge) for row in rows if row.nudge and row.replaces is None]
    assert nudged
    assert len(nudged) == len(set(nudged))


# Half-way


@pytest.mark.memory
async def test_a_crash_in_the_middle_of_an_acceptance_leaves_everything_as_it_was(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    before = await request_of(maya), await offer_of(ruth), await proposal_to(ruth)
    cards = len(stage.platform.cards)

    async def crash(*_: object) -> None:
        raise RuntimeError("the power went out")

    with monkeypatch.context() as broken:
        broken.setattr(agreeing, "introduce", crash)
        await ruth.presses("Yes, I will")
    assert "nothing was changed" in ruth.answer
    assert (await request_of(maya), await offer_of(ruth), await proposal_to(ruth)) == before
    assert len(stage.platform.cards) == cards
    stage.bot = stage.new_bot()
    await ruth.presses("Yes, I will")
    assert len(await live_matches(stage)) == 1


@pytest.mark.slack  # Discord does not tell a press again whose first response it has
async def test_a_defect_gives_a_code_and_is_not_remembered_as_the_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    accept = AcceptProposal((await proposal_to(ruth)).id)

    async def crash(*_: object) -> None:
        raise RuntimeError("a defect")

    with monkeypatch.context() as broken:
        broken.setattr(agreeing, "introduce", crash)
        await ruth.does(accept, event="press")
    assert "tell a moderator this code" in ruth.answer
    await ruth.does(accept, event="press")
    assert "You are now mentoring Maya" in ruth.answer


async def test_a_refused_form_that_comes_twice_is_answered_from_memory(stage: Stage) -> None:
    maya = stage.person("Maya")
    wish = FindMentor(state="OH", setting="elementary", note="my student Kingsbury helps me")
    first = await maya.does(wish, event="sent")
    again = await maya.does(wish, event="sent")
    assert isinstance(first.view, Rejected)
    assert again.view == first.view, "a second delivery is no confirmation of what the guard asked"
    assert not stage.channel


# Strangers


async def another_community(stage: Stage) -> Person:
    await stage.storage.found(Community(CommunityId("others"), "Others"))
    await stage.storage.connect(CommunityId("others"), Space(ELSEWHERE, Platform.PLAYGROUND, "Others"))
    return Person(stage, "Ruth", Account(Platform.PLAYGROUND, ELSEWHERE, UserId("ruth")))


async def test_ids_of_another_community_open_nothing(stage: Stage) -> None:
    ruth, maya, stranger = stage.person("Ruth"), stage.person("Maya"), await another_community(stage)
    await offers(ruth)
    await asks(maya)
    made, request, offer = await proposal_to(ruth), await request_of(maya), await offer_of(ruth)
    await offers(stranger)
    before = stage.platform.cards[:]
    actions = (
        *(f"{slug}:{made.id}" for slug in ("accept", "decline", "open-decline", "open-not-now", "open-ask-more")),
        *(f"{slug}:{request.id}" for slug in ("withdraw-request", "widen-request", "step-forward", "open-not-with")),
        *(
            f"{slug}:{offer.id}"
            for slug in ("withdraw-offer", "resume-offer", "open-pause-offer", "open-offer-details")
        ),
    )
    for action in actions:
        await stranger.does(decode(action))
        assert isinstance(stranger.last, Rejected), action
        assert "Something went wrong" not in stranger.answer, action
    assert (await proposal_to(ruth), await request_of(maya), await offer_of(ruth)) == (made, request, offer)
    assert stage.platform.cards == before


async def test_two_communities_never_match_with_each_other(stage: Stage) -> None:
    stranger, maya = await another_community(stage), stage.person("Maya")
    await offers(stranger)
    await asks(maya)
    assert "No mentor in Ohio yet" in maya.answer
    await stage.later(days=15)
    assert not stranger.inbox


async def test_a_space_that_belongs_to_nobody_is_told_so(stage: Stage) -> None:
    lost = Person(stage, "Lost", Account(Platform.PLAYGROUND, SpaceId("nowhere"), UserId("lost")))
    await lost.does(FindMentor(state="OH", setting="elementary"))
    assert "not connected to a mentoring community" in lost.answer


# Between opening and sending


async def test_a_form_sent_after_the_proposal_is_gone_is_refused(stage: Stage) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    later, more, no = [await ruth.presses(label) for label in ("Not now", "Ask for more", "No, sorry")]
    await maya.does(WithdrawRequest((await request_of(maya)).id))
    for form, values in ((later, {"until": "2026-12-01"}), (more, {"question": "Which age?"}), (no, {"reason": ""})):
        assert isinstance(form.view, Form)
        await ruth.fills(form, **values)
        assert isinstance(ruth.last, Rejected)
        assert "no longer open" in ruth.answer
    assert (await offer_of(ruth)).rests_until is None


async def test_a_change_sent_after_the_match_is_refused(stage: Stage) -> None:
    maya, _ = await matched(stage)
    await maya.does(EditRequest((await request_of(maya)).id, state="TX", setting="elementary"))
    assert "no longer open" in maya.answer
    assert (await request_of(maya)).state == "OH"


async def test_a_proposal_stands_when_the_mentors_states_change_meanwhile(stage: Stage) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    await ruth.does(OfferMentoring(profession="otr", years="6", states="TX", settings=("elementary",)))
    await ruth.presses("Yes, I will")
    assert len(await live_matches(stage)) == 1


async def test_capacity_never_falls_below_the_mentees_there_are(stage: Stage) -> None:
    _, ruth = await matched(stage)
    offer = (await offer_of(ruth)).id
    for wrong in ("0", "99", "", "1.5", "9" * 5000):
        await ruth.does(OfferDetails(offer, capacity=wrong))
        assert isinstance(ruth.last, Rejected), wrong
        assert set(ruth.last.problems) == {"capacity"}
    await ruth.does(OfferDetails(offer, capacity="2"))
    assert isinstance(ruth.last, Message)


async def test_a_mentee_may_be_a_mentor_too_and_is_never_matched_with_herself(stage: Stage) -> None:
    maya = stage.person("Maya")
    await offers(maya)
    await asks(maya)
    await maya.does(StepForward((await request_of(maya)).id))
    assert "your own request" in maya.answer
    await stage.later(days=25)
    assert not any("Could you mentor" in card.first for card in maya.inbox)
    await asks(stage.person("Ana"))
    assert any("Could you mentor" in card.first for card in maya.inbox)


async def test_a_withdrawn_mentor_is_asked_nothing_and_keeps_the_mentees(stage: Stage) -> None:
    _, ruth = await matched(stage)
    await ruth.does(WithdrawOffer((await offer_of(ruth)).id))
    assert "stay with you" in ruth.answer
    await offers(ruth)
    assert (await offer_of(ruth)).taken == 1, "the new offer counts the mentee of the old one"
    assert (await offer_of(ruth)).status is OfferStatus.OPEN


async def test_a_mentor_answers_once_in_whatever_way(stage: Stage) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    made = (await proposal_to(ruth)).id
    replies = await at_once(stage, (ruth, AcceptProposal(made)), (ruth, DeclineProposal(made, "no-time")))
    assert kinds(replies) == ["Message", "Rejected"]
    assert len(await live_matches(stage)) == ((await request_of(maya)).status is RequestStatus.MATCHED)


async def test_an_unknown_zone_changes_nothing(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    for wrong in ("", "Mars/Olympus", "../../etc/passwd", "z" * 100_000):
        await maya.does(ChooseZone(wrong))
        assert isinstance(maya.last, Rejected)
        assert "choose a time zone from the list" in maya.answer
