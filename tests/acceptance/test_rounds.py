"""A round: moderators see who could mentor whom, rule on it, plan again and approve; then mentors are asked in turn."""

import asyncio
from dataclasses import replace

import pytest

from bot.commands import (
    ApprovePair,
    ApproveRound,
    DropRound,
    EndMatch,
    MentorStats,
    NotWith,
    PlanRound,
    RulePair,
    ShowRound,
    SolveRound,
    WithdrawOffer,
    WithdrawRequest,
    decode,
)
from bot.domain.member import Member
from bot.domain.round import RoundLine
from bot.domain.status import LineStatus
from bot.ids import MemberId
from bot.journey import solving
from bot.matching.assignment import Unsolvable
from bot.matching.rounds import Left, Plan
from bot.matching.waiting_list import Situation
from bot.ports.storage import UnitOfWork
from bot.views import Actions, Message, Rejected
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import events, kept, match_of
from tests.acceptance.stage import COMMUNITY, Card, Person, Stage


def proposals(person: Person) -> list[Card]:
    return [card for card in person.inbox if "could you mentor" in card.first.lower()]


async def waiting_list(stage: Stage, *mentees: str, mentors: tuple[str, ...] = ("Ruth", "Lena")) -> Person:
    """People who wait because nobody may be asked, until the moderators allow it again and plan a round."""
    await stage.rule(proposals_a_week=0)
    for name in mentors:
        await offers(stage.person(name))
    for name in mentees:
        await asks(stage.person(name))
        await stage.later(minutes=1)  # so that the first has waited longest
    await stage.rule(proposals_a_week=2)
    return stage.person("Mo", moderator=True)


async def planned(stage: Stage, moderator: Person) -> Card:
    await moderator.does(MentorStats())
    await moderator.presses("Plan a round")
    assert "as a direct message in a moment" in moderator.answer, moderator.answer
    return moderator.inbox[-1]


async def lines(stage: Stage) -> list[RoundLine]:
    async def read(uow: UnitOfWork) -> list[RoundLine]:
        live = await uow.rounds.live()
        return list(await uow.round_lines.of(live.id)) if live else []

    return await kept(stage, read)


async def test_a_draft_says_who_for_whom_and_why_and_asks_nobody(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana", "Bea", "Cole", mentors=("Ruth", "Lena", "Nell"))
    draft = await planned(stage, mo)
    assert "4 people who wait, a mentor for 3 of them. Page 1 of 2." in draft.text
    assert "Same state and setting. Ohio, Elementary school, waits 0 days." in draft.text
    assert "You both know Ohio" in draft.text
    await mo.presses("Next", on=draft)
    assert "Nobody for these yet:" in mo.answer
    assert "3 mentors fit, but their places go to others." in mo.answer
    assert not any(proposals(stage.person(name)) for name in ("Ruth", "Lena"))


async def test_approving_all_asks_every_mentor(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana")
    await planned(stage, mo)
    await mo.presses("Approve all 2")
    assert "2 mentors are asked." in mo.answer
    assert "Every pair is decided." in mo.answer
    ruth, lena = stage.person("Ruth"), stage.person("Lena")
    assert (len(proposals(ruth)), len(proposals(lena))) == (1, 1)
    await ruth.presses("Yes, I will")
    assert "You are now mentoring" in ruth.answer
    kinds = ("round-planned", "round-solved", "pair-approved", "round-approved")
    assert await events(stage, *kinds) == [kinds[0], kinds[1], kinds[2], kinds[2], kinds[3]]


async def test_one_pair_is_approved_and_the_rest_stands(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana")
    await planned(stage, mo)
    await mo.presses("Approve Maya")
    assert "is asked about Maya." in mo.answer
    assert "So far: 1 asked." in mo.answer
    assert sum(bool(proposals(stage.person(name))) for name in ("Ruth", "Lena")) == 1
    assert "Approve Ana" in _buttons(mo)


def _buttons(person: Person) -> list[str]:
    assert isinstance(person.last, Message)
    return [b.label for part in person.last.parts if isinstance(part, Actions) for b in part.buttons]


async def test_a_forbidden_pair_is_planned_differently_and_the_change_is_said(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", mentors=("Ruth", "Lena"))
    draft = await planned(stage, mo)
    first = (await lines(stage))[0].mentor
    await mo.presses("Forbid Maya", on=draft)
    assert "Forbidden: plan again to find somebody else." in mo.answer
    assert "Approve Maya" not in _buttons(mo)
    await mo.presses("Plan again")
    again = mo.inbox[-1]
    assert "Against the last draft: 1 with another mentor." in again.text
    assert "Changed: had another mentor in the last draft." in again.text
    assert (await lines(stage))[0].mentor != first
    await mo.presses("Next", on=again)
    assert "You have forbidden:" in mo.answer
    allow = next(label for label in _buttons(mo) if label.startswith("Allow"))
    await mo.presses(allow)
    assert "Up to the plan again" in mo.answer


async def test_who_is_forbidden_to_everybody_who_fits_hears_why(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", mentors=("Ruth",))
    await planned(stage, mo)
    await mo.presses("Forbid Maya")
    await mo.presses("Plan again")
    again = mo.inbox[-1]
    assert "You have forbidden everybody who would fit." in again.text
    assert "Changed: had a mentor in the last draft." in again.text
    assert "Approve all" not in " ".join(again.buttons)


async def test_a_pinned_pair_stays(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana", mentors=("Ruth",))
    await planned(stage, mo)
    assert (await lines(stage))[0].mentee == await stage.person("Maya").id()
    await mo.presses("Pin Maya")
    assert "Pinned: stays when you plan again." in mo.answer
    ana = (await lines(stage))[1].request
    await stage.person("Ana").does(WithdrawRequest(ana))
    await mo.presses("Plan again")
    assert "Against the last draft: 1 not waiting any more." in mo.inbox[-1].text
    assert "Unpin Maya" in mo.inbox[-1].buttons
    await mo.presses("Unpin Maya")
    assert "Pin Maya" in _buttons(mo)


async def test_a_mentor_of_several_is_asked_about_one_after_the_other(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", mentors=("Ruth",))
    ruth = stage.person("Ruth")
    await stage.rule(proposals_a_week=0)
    await stage.later(hours=1)
    await asks(stage.person("Ana"))
    await stage.rule(proposals_a_week=2)
    await _has_places(stage, ruth, 2)
    await planned(stage, mo)
    await mo.presses("Approve all 2")
    assert "1 mentor is asked; 1 pair waits for their turn." in mo.answer
    assert ["Maya" in card.text for card in proposals(ruth)] == [True], "the longest waiting first"
    await stage.later(hours=9)
    assert len(proposals(ruth)) == 1, "one open proposal at a time"
    await ruth.presses("Yes, I will")
    await stage.later(hours=17)
    assert len(proposals(ruth)) == 2
    assert "Ana" in proposals(ruth)[-1].text


async def _has_places(stage: Stage, mentor: Person, number: int) -> None:
    member = await mentor.id()

    async def change(uow: UnitOfWork) -> None:
        offer = await uow.offers.live_of(member)
        assert offer is not None
        await uow.offers.save(replace(offer, capacity=number))

    await stage.storage.write(COMMUNITY, change)


async def test_what_holds_no_more_is_said_when_it_is_approved(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana")
    await planned(stage, mo)
    await stage.person("Maya").does(WithdrawRequest((await lines(stage))[0].request))
    await mo.presses("Approve all 2")
    assert "1 mentor is asked; 1 pair is not possible any more, because the request is not open any more." in mo.answer


async def test_what_one_of_the_two_has_said_since_the_draft_counts_when_it_is_approved(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", mentors=("Ruth",))
    await planned(stage, mo)
    (pair,) = await lines(stage)
    assert pair.mentor is not None
    await stage.person("Maya").does(NotWith(pair.request, member=pair.mentor))
    await mo.presses("Approve all 1")
    assert "because by what they have said since, the two don't fit any more" in mo.answer
    assert not proposals(stage.person("Ruth"))


async def test_a_round_asks_no_mentor_more_often_than_a_week_allows(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana", mentors=("Ruth",))
    ruth = stage.person("Ruth")
    await _has_places(stage, ruth, 3)
    await planned(stage, mo)
    await mo.presses("Approve all 2")
    await ruth.fills(await ruth.presses("No, sorry"), reason="other")
    await asks(stage.person("Bea"))
    await mo.does(PlanRound())
    assert "No mentor can be asked right now" in mo.answer, "Ana was approved for her this week"
    await stage.rule(proposals_a_week=1)
    await stage.later(days=1)
    assert len(proposals(ruth)) == 1
    await stage.rule(proposals_a_week=2)
    await stage.later(hours=5)
    assert "Ana" in proposals(ruth)[-1].text
    await ruth.fills(await ruth.presses("No, sorry"), reason="other")
    await mo.does(PlanRound())
    assert "No mentor can be asked right now" in mo.answer, "twice is enough"


async def test_a_pair_of_a_round_waits_until_its_mentor_may_be_asked_again(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana", mentors=("Ruth",))
    ruth = stage.person("Ruth")
    await _has_places(stage, ruth, 2)
    await planned(stage, mo)
    await mo.presses("Approve all 2")
    await ruth.fills(await ruth.presses("Not now"), until="2026-10-08")
    await stage.later(days=2)
    assert len(proposals(ruth)) == 1
    await stage.later(days=1, hours=5)
    assert "Ana" in proposals(ruth)[-1].text


async def test_a_pair_whose_turn_does_not_come_is_told_and_the_mentee_goes_back_to_the_line(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana", mentors=("Ruth",))
    ruth = stage.person("Ruth")
    await _has_places(stage, ruth, 2)
    await planned(stage, mo)
    await mo.presses("Approve all 2")
    waiting = (await _awaiting(stage))[0]
    assert waiting.offer is not None
    await ruth.does(WithdrawOffer(waiting.offer))
    await stage.later(hours=5)
    assert "will not be asked about" in mo.inbox[-1].text
    assert "the offer is not open any more. I go on looking for somebody else." in mo.inbox[-1].text


async def test_a_pair_waits_for_the_word_of_a_mentor_whose_match_has_ended(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana", mentors=("Ruth",))
    ruth = stage.person("Ruth")
    await _has_places(stage, ruth, 2)
    await planned(stage, mo)
    await mo.presses("Approve all 2")
    await ruth.presses("Yes, I will")
    await ruth.does(EndMatch((await match_of(stage, ruth)).id))
    told = len(mo.inbox)
    await stage.later(days=2)
    assert len(proposals(ruth)) == 1, "left alone until she says so"
    assert len(await _awaiting(stage)) == 1
    await ruth.presses("Yes, now", on=ruth.inbox[-1] if "Yes, now" in ruth.inbox[-1].buttons else None)
    await stage.later(hours=5)
    assert len(proposals(ruth)) == 2
    assert len(mo.inbox) == told


async def _awaiting(stage: Stage) -> list[RoundLine]:
    async def read(uow: UnitOfWork) -> list[RoundLine]:
        return list(await uow.round_lines.awaiting())

    return await kept(stage, read)


async def test_a_dropped_draft_asks_nobody_and_its_buttons_say_so(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya")
    draft = await planned(stage, mo)
    line = decode_line(draft)
    await mo.presses("Drop the draft", on=draft)
    assert "Nobody was asked." in mo.answer
    await mo.does(ApprovePair(line))
    assert isinstance(mo.last, Rejected)
    assert "This round is over." in mo.answer
    assert not proposals(stage.person("Ruth"))
    await planned(stage, mo)


def decode_line(card: Card) -> str:
    for button in card.buttons.values():
        command = decode(button.action)
        if isinstance(command, ApprovePair):
            return command.line
    raise AssertionError(f"no pair to approve on {list(card.buttons)}")


async def test_an_old_card_of_a_draft_that_was_planned_anew_leads_to_the_new_one(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya")
    draft = await planned(stage, mo)
    old = decode_line(draft)
    await mo.presses("Plan again", on=draft)
    await mo.does(ApprovePair(old))
    assert "was planned anew" in mo.answer
    await mo.presses("Show the draft")
    assert "Draft of a round" in mo.answer


async def test_a_round_that_can_not_be_solved_is_given_up_once_and_said(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(situation: Situation) -> Plan:
        raise Unsolvable("the solver says BAD_COST_RANGE")

    mo = await waiting_list(stage, "Maya")
    monkeypatch.setattr(solving, "solved", broken)
    await planned(stage, mo)
    assert "so it is dropped and nobody was asked" in mo.inbox[-1].text
    assert await events(stage, "round-planned", "round-solved", "round-dropped") == ["round-planned", "round-dropped"]
    monkeypatch.undo()
    assert "Draft of a round" in (await planned(stage, mo)).text


async def test_only_moderators_see_or_decide_anything(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya")
    draft = await planned(stage, mo)
    maya, line = stage.person("Maya"), decode_line(draft)
    drop = decode(draft.buttons["Drop the draft"].action)
    assert isinstance(drop, DropRound)
    id = drop.round
    commands = (PlanRound(), ShowRound(id), SolveRound(id), ApproveRound(id), drop, ApprovePair(line))
    for command in (*commands, RulePair(line, "pinned")):
        reply = await maya.does(command)
        assert isinstance(reply.view, Rejected)
        assert "for the moderators" in maya.answer
    assert [each.status for each in await lines(stage)] == [LineStatus.PLANNED]


async def test_two_moderators_at_once_ask_nobody_twice(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana")
    noa = stage.person("Noa", moderator=True)
    await asyncio.gather(mo.does(PlanRound()), noa.does(PlanRound()))
    await stage.bot.settle()
    assert len(await events(stage, "round-planned")) == 1
    await noa.does(PlanRound())
    draft = noa.last
    assert isinstance(draft, Message)
    round = (await lines(stage))[0].round
    await asyncio.gather(mo.does(ApproveRound(round)), noa.does(ApproveRound(round)))
    assert len(await events(stage, "proposed")) == 2
    assert len(await events(stage, "pair-approved")) == 2


async def test_one_pair_approved_by_two_is_asked_about_once(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana")
    noa = stage.person("Noa", moderator=True)
    line = decode_line(await planned(stage, mo))
    await asyncio.gather(mo.does(ApprovePair(line)), noa.does(ApprovePair(line)))
    assert len(await events(stage, "proposed")) == 1
    assert sorted(isinstance(person.last, Rejected) for person in (mo, noa)) == [False, True]


async def test_a_round_with_nobody_or_without_mentors_says_so(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    await mo.does(PlanRound())
    assert "so there is nothing to plan" in mo.answer
    await asks(stage.person("Maya"))
    await mo.does(PlanRound())
    assert "No mentor can be asked right now" in mo.answer


@pytest.mark.memory
async def test_thousands_whom_somebody_ruled_out_leave_those_who_may_be_asked(stage: Stage) -> None:
    mo = await waiting_list(stage, "Maya", "Ana")
    maya, ruth, lena = [await stage.person(name).id() for name in ("Maya", "Ruth", "Lena")]
    now = stage.clock.now()

    async def rule_out(uow: UnitOfWork) -> None:
        strangers = [Member(COMMUNITY, MemberId(f"stranger{n:05}"), f"Stranger {n}", now) for n in range(1000)]
        for each in strangers:
            await uow.members.add(each)
        for other in (*(each.id for each in strangers), ruth, lena):
            await uow.exclusions.add(maya, other)

    await stage.storage.write(COMMUNITY, rule_out)
    draft = await planned(stage, mo)
    assert "2 people who wait, a mentor for 1 of them" in draft.text
    planned_for = {each.mentee: each for each in await lines(stage)}
    assert planned_for.pop(maya).why == Left.RULED_OUT
    assert all(each.mentor for each in planned_for.values()), "whom others ruled out is nothing to Ana"
    await stage.later(days=8)
    assert not any("Maya" in card.text for name in ("Ruth", "Lena") for card in stage.person(name).inbox)


async def test_who_is_being_asked_about_is_not_planned(stage: Stage) -> None:
    await offers(stage.person("Ruth"))
    await asks(stage.person("Maya"))
    mo = stage.person("Mo", moderator=True)
    await mo.does(PlanRound())
    assert "Nobody waits for a mentor without being asked about already" in mo.answer
