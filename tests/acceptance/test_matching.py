"""Proposals: asking the right mentor, one at a time, and every kind of answer."""

import asyncio
from datetime import timedelta

import pytest

from bot.commands import (
    AcceptProposal,
    DeclineProposal,
    EndMatch,
    OfferMentoring,
    OpenFindMentor,
    OpenPauseOffer,
    WithdrawOffer,
    decode,
)
from bot.views import Actions, Message, Rejected
from tests.acceptance.cast import asks, matched, offers
from tests.acceptance.stage import COMMUNITY, Card, Person, Stage


def proposals(person: Person) -> list[Card]:
    """What arrived, whatever the cards say by now; reminders are counted with them."""
    return [card for card in person.inbox if "could you mentor" in card.first.lower()]


async def proposal_of(person: Person) -> str:
    button = next(b for card in person.inbox for label, b in card.buttons.items() if label == "Yes, I will")
    made = decode(button.action)
    assert isinstance(made, AcceptProposal)
    return made.proposal


async def test_an_acceptance_is_one_press_and_makes_the_match(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    assert "You are now mentoring Maya" in ruth.answer
    assert any(maya.account.user in card.readers and ruth.account.user in card.readers for card in maya.inbox)
    assert "found a mentor" in stage.channel[-1].text


async def test_a_proposal_says_why_in_words(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    await asks(maya)
    card = ruth.inbox[-1].text
    assert "You both know Ohio and this setting: Elementary school." in card
    assert "6 years in schools" in card
    assert "You are both free" in card


async def test_state_and_setting_come_first(stage: Stage) -> None:
    near, far = stage.person("Near"), stage.person("Far")
    await offers(far, states="Indiana", years="30")
    await offers(near, years="1")
    await asks(stage.person("Maya"))
    assert proposals(near)
    assert not proposals(far)


async def test_somebody_near_who_is_busy_is_waited_for_six_hours(stage: Stage) -> None:
    ruth, far = stage.person("Ruth"), stage.person("Far")
    await offers(ruth)
    await asks(stage.person("Ana"))
    await offers(far, states="Kentucky")
    await asks(stage.person("Maya"))
    await stage.later(hours=5, minutes=55)
    assert not proposals(far), "Ruth may say no to Ana yet"
    await stage.later(minutes=10)
    assert "Maya" in proposals(far)[0].text


async def test_one_mentor_is_asked_at_a_time_and_the_next_after_a_no(stage: Stage) -> None:
    ruth, lena = stage.person("Ruth"), stage.person("Lena")
    await offers(ruth, years="9")
    await offers(lena, years="2")
    await asks(stage.person("Maya"))
    assert (len(proposals(ruth)), len(proposals(lena))) == (1, 0)
    form = await ruth.presses("No, sorry")
    await ruth.fills(form, reason="no-time")
    assert "Thank you for answering" in ruth.answer
    assert (len(proposals(ruth)), len(proposals(lena))) == (1, 1)


async def test_a_mentor_has_one_open_proposal_at_a_time(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    for name in ("Maya", "Ana", "Bea"):
        await asks(stage.person(name))
    assert len(proposals(ruth)) == 1


async def test_a_mentor_is_asked_at_most_twice_a_week(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    for name in ("Maya", "Ana", "Bea"):
        await asks(stage.person(name))
    for _ in range(3):
        if any("Yes, I will" in card.buttons for card in ruth.inbox):
            await ruth.does(DeclineProposal(await proposal_of(ruth)))
        await stage.later(hours=13)
    assert len(proposals(ruth)) == 2
    await stage.later(days=7)
    assert len(proposals(ruth)) >= 3


async def test_the_clock_is_three_working_days_with_one_reminder(stage: Stage) -> None:
    ruth, lena = stage.person("Ruth"), stage.person("Lena")
    await offers(ruth, years="9")
    await offers(lena, years="2")
    await stage.later(days=4)  # Friday 10:00 in Ohio
    await asks(stage.person("Maya"))
    await stage.later(days=2, hours=20)
    assert len(proposals(ruth)) == 1, "the weekend does not count"
    await stage.later(days=1, hours=5)
    assert [c.first.split(":")[0] for c in proposals(ruth)][1:] == ["A reminder"]
    assert not proposals(lena)
    await stage.later(days=1)
    assert "see the reminder below" in ruth.inbox[0].text, "one card with buttons at a time"
    assert "There was no answer in time" in ruth.inbox[1].text, "the card says that it is over"
    assert proposals(lena)


async def test_a_mentor_who_ignores_proposals_gets_few_messages_and_a_way_back(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    for name in ("Maya", "Ana", "Bea", "Cole"):
        await asks(stage.person(name))
    start = stage.clock.now()
    await stage.until(start + timedelta(days=14))
    assert len(ruth.inbox) <= 4, [c.message.summary for c in ruth.inbox]
    await stage.until(start + timedelta(days=25))
    assert "I paused your offer" in ruth.inbox[-1].text
    quiet = len(ruth.inbox)
    await stage.later(days=2)
    assert len(ruth.inbox) == quiet, "a paused offer is left in peace"
    await ruth.presses("I am back")
    assert "open again" in ruth.answer
    assert len(proposals(ruth)) == 5


async def test_only_silence_twice_in_a_row_pauses_an_offer(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    await asks(stage.person("Maya"))
    await stage.later(days=4)
    await asks(stage.person("Ana"))
    await stage.later(days=8)
    await ruth.fills(await ruth.presses("No, sorry"), reason="other")
    await asks(stage.person("Bea"))
    await stage.later(days=6)
    lapsed = [card for card in ruth.inbox if "There was no answer in time" in card.text]
    assert len(lapsed) == 2
    assert all("your offer stays open" in card.text for card in lapsed)
    assert not any("I paused your offer" in card.text for card in ruth.inbox)


async def test_who_did_not_answer_is_not_asked_about_the_same_person_for_two_weeks(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    await asks(stage.person("Maya"))
    await stage.later(days=16)  # silent on Thursday, October 8, and left alone for a week
    assert len([card for card in proposals(ruth) if not card.first.startswith("A reminder")]) == 1
    await stage.later(days=9)
    assert len([card for card in proposals(ruth) if not card.first.startswith("A reminder")]) == 2


async def test_not_now_rests_until_the_day_that_was_named(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    await asks(maya)
    form = await ruth.presses("Not now")
    await ruth.fills(form, until="2026-11-02")
    assert "I will ask you again after Mon, Nov 2" in ruth.answer
    await asks(stage.person("Ana"))
    await stage.later(days=20)
    assert len(proposals(ruth)) == 1
    await stage.later(days=8, hours=3)  # Monday, November 2, 12:00 in Ohio
    assert len(proposals(ruth)) == 2, "asked again, about somebody who still waits"


async def test_asking_for_more_stops_the_clock_until_the_answer(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    await asks(maya)
    form = await ruth.presses("Ask for more")
    await ruth.fills(form, question="Which age group?")
    assert "is on hold" in ruth.answer
    assert "Which age group?" in maya.inbox[-1].text
    assert "Ruth" not in maya.inbox[-1].text
    await stage.later(days=2, hours=23)
    assert "A reminder" not in ruth.inbox[-1].text
    form = await maya.presses("Answer")
    await maya.fills(form, answer="Mostly second grade")
    assert "Mostly second grade" in ruth.inbox[-1].text
    await stage.later(days=1)
    assert "Yes, I will" in ruth.inbox[-1].buttons, "with the answer the clock begins anew"
    await ruth.presses("Yes, I will")
    assert "You are now mentoring Maya" in ruth.answer


@pytest.mark.parametrize("press", ["Yes, I will", "No, sorry", "Not now", "Ask for more"])
async def test_a_card_that_is_over_says_so_and_changes_nothing(stage: Stage, press: str) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    await asks(maya)
    button = ruth.inbox[-1].buttons[press]
    await ruth.presses("Yes, I will")
    reply = await ruth.does(decode(button.action))
    assert isinstance(reply.view, Rejected)
    assert "answered already" in ruth.answer


async def test_the_same_press_twice_acts_once_and_answers_the_same(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    await asks(maya)
    accept = AcceptProposal(await proposal_of(ruth))
    first = await ruth.does(accept, event="press-1")
    again = await ruth.does(accept, event="press-1")
    assert isinstance(first.view, Message)
    assert again.view == first.view


async def test_presses_survive_a_restart(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    await asks(maya)
    stage.bot = stage.new_bot()
    await ruth.presses("Yes, I will")
    assert "You are now mentoring Maya" in ruth.answer


async def test_somebody_elses_proposal_is_refused(stage: Stage) -> None:
    ruth, mallory = stage.person("Ruth"), stage.person("Mallory")
    await offers(ruth)
    await asks(stage.person("Maya"))
    reply = await mallory.does(AcceptProposal(await proposal_of(ruth)))
    assert isinstance(reply.view, Rejected)
    assert "made to somebody else" in mallory.answer


async def test_a_volunteer_from_the_channel_is_asked_of_the_mentee_first(stage: Stage) -> None:
    maya, tom = stage.person("Maya"), stage.person("Tom")
    await asks(maya)
    await tom.presses("I can help with this", on=stage.channel[0])
    assert "need a short mentoring offer" in tom.answer
    form = await tom.presses("I can help")
    await tom.fills(form, profession="otr", years="4", states="Kentucky", settings=("elementary",))
    assert "Thank you for stepping forward" in tom.answer
    assert "Tom" in maya.inbox[-1].text
    await maya.presses("Yes, please")
    assert "You have a mentor" in maya.answer
    assert "found a mentor" in stage.channel[0].text


async def test_a_volunteer_who_does_not_fit_hears_it_kindly_and_only_that(stage: Stage) -> None:
    maya, tom = stage.person("Maya"), stage.person("Tom")
    await offers(tom, settings=("ltc-snf",))
    await asks(maya)
    await tom.presses("I can help with this", on=stage.channel[0])
    await maya.presses("Not for me")
    assert "it did not fit" in tom.inbox[-1].text
    reply = await tom.presses("I can help with this", on=stage.channel[0])
    assert isinstance(reply.view, Rejected)


async def test_nobody_steps_forward_from_further_away_than_the_community_allows(stage: Stage) -> None:
    maya, tom = stage.person("Maya"), stage.person("Tom")
    await offers(tom, states="Hawaii")
    await asks(maya)
    reply = await tom.presses("I can help with this", on=stage.channel[0])
    assert isinstance(reply.view, Rejected)
    assert "more than 3 hours apart" in tom.answer
    assert not maya.inbox
    await stage.rule(most_zone_hours=6)
    await tom.presses("I can help with this", on=stage.channel[0])
    assert "Thank you for stepping forward" in tom.answer


async def test_a_volunteer_who_is_never_free_when_the_mentee_is_and_the_mentee_are_both_told(stage: Stage) -> None:
    maya, tom = stage.person("Maya"), stage.person("Tom")
    await offers(tom, free_times="Sundays 6am to 8am")
    await asks(maya)
    await tom.presses("I can help with this", on=stage.channel[0])
    assert "The free times that you two gave me never meet" in tom.answer
    assert "The free times that you two gave me never meet" in maya.inbox[-1].text
    await stage.later(days=2, hours=1)
    assert "never meet" in maya.inbox[-1].text, "the reminder says so, too"
    await maya.presses("Yes, please")
    assert "You have a mentor" in maya.answer, "they may know of another time"


async def test_two_who_were_a_pair_are_not_proposed_to_each_other_again(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    async with stage.storage.read(COMMUNITY) as uow:
        (match,) = await uow.matches.live()
    await maya.does(EndMatch(match.id))
    await ruth.presses("Yes, now")
    await asks(maya)
    await stage.later(days=12)
    assert len(proposals(ruth)) == 1
    await ruth.presses("I can help with this", on=stage.channel[-1])
    assert "needs somebody else" in ruth.answer


async def test_nobody_steps_forward_for_their_own_request(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await maya.presses("I can help with this", on=stage.channel[0])
    assert "your own request" in maya.answer


async def test_two_mentors_saying_yes_at_once_make_one_match(stage: Stage) -> None:
    """A volunteer is welcomed while the mentor who was asked accepts."""
    maya, ruth, tom = stage.person("Maya"), stage.person("Ruth"), stage.person("Tom")
    await offers(ruth)
    await asks(maya)
    await offers(tom, states="Kentucky")
    await tom.presses("I can help with this", on=stage.channel[0])
    yes = decode(ruth.inbox[-1].buttons["Yes, I will"].action)
    please = decode(maya.inbox[-1].buttons["Yes, please"].action)
    await asyncio.gather(ruth.does(yes), maya.does(please))
    async with stage.storage.read(COMMUNITY) as uow:
        assert len(await uow.matches.live()) == 1
    kinds = sorted(type(person.last).__name__ for person in (ruth, maya))
    assert kinds == ["Message", "Rejected"]


async def test_a_mentor_accepts_no_more_than_there_are_places(stage: Stage) -> None:
    ruth, maya, ana = stage.person("Ruth"), stage.person("Maya"), stage.person("Ana")
    await offers(ruth)
    await asks(maya)
    await asks(ana)
    await ruth.presses("Yes, I will")
    await stage.later(days=9)
    assert len(proposals(ruth)) == 1, "a full mentor is not asked"


async def test_a_pause_hands_the_open_proposal_on(stage: Stage) -> None:
    ruth, lena = stage.person("Ruth"), stage.person("Lena")
    await offers(ruth, years="9")
    await offers(lena, years="2")
    await asks(stage.person("Maya"))
    async with stage.storage.read(COMMUNITY) as uow:
        offer = await uow.offers.live_of(await ruth.id())
    assert offer is not None
    form = await ruth.does(OpenPauseOffer(offer.id))
    await ruth.fills(form, until="2026-12-01")
    assert "paused until Tue, Dec 1" in ruth.answer
    assert len(proposals(lena)) == 1


async def test_a_mentor_who_is_back_can_pause_longer_with_one_tap(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    async with stage.storage.read(COMMUNITY) as uow:
        offer = await uow.offers.live_of(await ruth.id())
    assert offer is not None
    await ruth.fills(await ruth.does(OpenPauseOffer(offer.id)), until="2026-10-12")
    await stage.later(days=8)
    back = ruth.inbox[-1]
    assert "Your pause is over and your offer is open again" in back.text
    await ruth.fills(await ruth.presses("Pause longer", on=back), until="2026-11-02")
    assert "paused until Mon, Nov 2" in ruth.answer
    await asks(stage.person("Maya"))
    assert proposals(ruth) == []


async def test_proposals_wait_for_the_end_of_the_quiet_hours(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    await stage.later(hours=12)  # 22:00 in Ohio
    await asks(stage.person("Maya"))
    assert not proposals(ruth)
    await stage.later(hours=10)
    assert len(proposals(ruth)) == 1
    assert proposals(ruth)[0].sent_at.hour == 12  # 8:00 in Ohio


async def test_a_student_offers_later(stage: Stage) -> None:
    kim = stage.person("Kim")
    await kim.does(OfferMentoring(profession="ot-student-l2", years="0", states="OH", settings=("schools",)))
    assert "While you are a student you can ask" in kim.answer


async def test_offers_wait_for_a_moderator_where_the_community_wants_it(stage: Stage) -> None:
    await stage.rule(approve_mentors=True)
    ruth = stage.person("Ruth")
    await offers(ruth)
    assert "A moderator looks at new offers first" in ruth.answer
    await asks(stage.person("Maya"))
    assert not proposals(ruth)


async def test_the_forms_button_labels_fit_every_platform(stage: Stage) -> None:
    """Building a view checks the limits; this walks all forms that a stranger can open."""
    maya = stage.person("Maya")
    reply = await maya.does(OpenFindMentor(state="Ohio", setting="teletherapy"))
    assert not isinstance(reply.view, Rejected)
    await asks(maya)
    rows = [part for part in maya.last.parts if isinstance(part, Actions)] if isinstance(maya.last, Message) else []
    for button in rows[0].buttons:
        await maya.does(decode(button.action))
        assert not isinstance(maya.last, Rejected), button.label


async def test_a_question_that_nobody_answers_frees_the_mentor(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    await asks(maya)
    form = await ruth.presses("Ask for more")
    await ruth.fills(form, question="Which age group?")
    await stage.later(days=3, hours=1)
    assert sum("Which age group?" in card.text for card in maya.inbox) == 2, "asked, and reminded once"
    assert "Your question was not answered" in ruth.inbox[0].text
    await asks(stage.person("Ana"))
    assert len(proposals(ruth)) >= 2


async def test_a_volunteer_is_not_left_hanging_and_the_search_goes_on(stage: Stage) -> None:
    maya, tom, ruth = stage.person("Maya"), stage.person("Tom"), stage.person("Ruth")
    await asks(maya)
    await offers(tom, settings=("ltc-snf",))
    await tom.presses("I can help with this", on=stage.channel[0])
    await offers(ruth)
    assert not proposals(ruth), "somebody is before her already"
    await stage.later(days=3, hours=8)
    assert any("Your colleague has not answered" in card.text for card in tom.inbox)
    assert proposals(ruth)


async def test_a_volunteer_who_withdraws_leaves_the_search_running(stage: Stage) -> None:
    maya, tom, ruth = stage.person("Maya"), stage.person("Tom"), stage.person("Ruth")
    await asks(maya)
    await offers(tom, settings=("ltc-snf",))
    await tom.presses("I can help with this", on=stage.channel[0])
    await offers(ruth)
    async with stage.storage.read(COMMUNITY) as uow:
        offer = await uow.offers.live_of(await tom.id())
    assert offer is not None
    await tom.does(WithdrawOffer(offer.id))
    assert "can no longer take it on" in maya.inbox[-1].text
    assert proposals(ruth)


async def test_the_channel_never_tells_who_is_the_only_ot_of_a_district(stage: Stage) -> None:
    await asks(stage.person("Maya"), setting="rural-sole-ot")
    assert "Rural school" in stage.channel[0].text
    assert "sole" not in stage.channel[0].text.lower()
