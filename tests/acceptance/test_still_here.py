"""Somebody has not heard from their partner: one question, one week, and an end that blames nobody."""

import asyncio
from datetime import UTC, date, datetime

from bot.commands import EndMatch, MatchDetails, MentorStats, NotHeard, PauseMatch, StillHere
from bot.domain.schedule import wall
from bot.domain.status import MatchStatus, OfferStatus, RequestStatus
from bot.ports.platforms import Envelope
from tests.acceptance.cast import asks
from tests.acceptance.pair import about, agreed, events, kept, match_of, matched, refused
from tests.acceptance.reading import plainly
from tests.acceptance.stage import Card, Person, Stage

EASTERN = "America/New_York"
NOT_HEARD = {"Maya": "I have not heard from my mentor", "Ruth": "I have not heard from my mentee"}
BLAME = ("ghost", "fault", "ignored", "fail", "never answered", "should have")


async def asks_about(stage: Stage, person: Person) -> None:
    await person.does(MatchDetails((await match_of(stage, person)).id))
    await person.presses(NOT_HEARD[person.name])


def questions(person: Person) -> list[Card]:
    return [card for card in person.inbox if "Yes, I am here" in card.buttons or "are you still here?" in card.first]


async def offer_of(stage: Stage, mentor: Person) -> OfferStatus:
    id = await mentor.id()
    offer = await kept(stage, lambda uow: uow.offers.live_of(id))
    assert offer
    return offer.status


async def test_yes_i_am_here_is_one_tap_and_both_hear_it(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(days=5)
    await asks_about(stage, maya)
    assert "You will hear from me by Mon, Oct 19 at the latest" in maya.answer
    (card,) = questions(ruth)
    assert "any answer is fine" in card.text
    assert card.readers == {ruth.account.user}

    await maya.does(NotHeard((await match_of(stage, maya)).id))
    refused(maya, "I have asked Ruth already")
    assert len(questions(ruth)) == 1

    await ruth.presses("Yes, I am here")
    assert "Good to hear. I have told Maya" in card.text
    assert "Ruth is still here" in maya.inbox[-1].text
    assert "Suggest a time" in maya.inbox[-1].buttons
    await asks_about(stage, maya)
    refused(maya, "Ruth told me on Sat, Oct 10")
    await stage.later(days=9)
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE
    await ruth.does(StillHere((await match_of(stage, ruth)).id))
    refused(ruth, "Nothing was waiting for this answer")


async def test_a_week_without_an_answer_frees_the_mentee_and_rests_the_offer(stage: Stage) -> None:
    await stage.rule(breaks=((date(2026, 10, 12), date(2026, 10, 13)),))
    maya, ruth = await matched(stage)
    await stage.later(days=2)
    await asks_about(stage, maya)
    await stage.later(days=8)
    assert [wall(card.sent_at, EASTERN).strftime("%a %m-%d %H:%M") for card in questions(ruth)] == [
        "Wed 10-07 10:00",
        "Wed 10-14 16:00",
    ]
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE  # the break of two days does not count
    await stage.later(days=2)
    assert (await match_of(stage, maya)).status is MatchStatus.ENDED
    assert "nobody is to blame" in maya.inbox[-1].text
    assert "has ended for now" in ruth.inbox[-1].text
    for card in (*maya.inbox, *ruth.inbox):
        assert not [word for word in BLAME if word in card.text.casefold()], card.text

    assert await offer_of(stage, ruth) is OfferStatus.PAUSED
    bea = stage.person("Bea")
    await asks(bea)
    await stage.later(days=1)
    assert about(ruth.inbox, "Could you mentor this colleague?") == []
    await ruth.presses("I have time again")
    assert await offer_of(stage, ruth) is OfferStatus.OPEN
    await stage.later(days=1)
    assert len(about(ruth.inbox, "Could you mentor this colleague?")) == 1


async def test_a_quiet_mentee_leaves_a_free_place(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(days=11, hours=7)
    card = next(card for card in ruth.inbox if NOT_HEARD["Ruth"] in card.buttons)  # the quiet ladder's first step
    await ruth.presses(NOT_HEARD["Ruth"], on=card)
    assert "I have asked Maya" in card.text
    await stage.later(days=12)
    assert (await match_of(stage, ruth)).status is MatchStatus.ENDED
    assert "nobody is to blame" in ruth.inbox[-1].text
    assert "has ended for now" in maya.inbox[-1].text
    id = await maya.id()
    request = await kept(stage, lambda uow: uow.requests.last_of(id))
    assert request
    assert request.status is RequestStatus.MATCHED  # until Maya says that she would like another
    before = len(maya.inbox) + len(ruth.inbox)
    await stage.later(days=10)
    assert len(maya.inbox) + len(ruth.inbox) == before + 1
    assert "Would you like another mentee?" in ruth.inbox[-1].text


async def test_two_who_ask_about_each_other_are_both_here(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(days=5)
    match = await match_of(stage, maya)
    presses = [Envelope(person.account, person.name, f"quiet-{person.name}") for person in (maya, ruth)]
    replies = await asyncio.gather(*(stage.bot.handle(NotHeard(match.id), envelope) for envelope in presses))
    await stage.bot.settle()
    said = sorted(plainly(reply.view).split("\n")[0] for reply in replies)
    assert [words for words in said if "so both of you are here" in words], said
    assert [words for words in said if words.startswith("I have asked")], said
    assert await events(stage, "not-heard", "still-here") == ["not-heard", "still-here"]
    await stage.later(days=9)
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE


async def test_a_meeting_that_is_near_is_said_first(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await asks_about(stage, maya)
    assert "You two have a meeting planned for Tue, Oct 6, 3:00 PM Eastern" in maya.answer
    assert questions(ruth) == []
    await maya.presses("Ask now")
    assert len(questions(ruth)) == 1
    await stage.later(days=2)
    await ruth.presses("Not yet")  # any answer says that somebody is here, and not which it was
    (told,) = about(maya.inbox, "Ruth is still here")
    assert "Not yet" not in told.text
    await stage.later(days=8)
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE


async def test_where_a_meeting_is_near_its_reminder_and_the_second_question_are_one_message(stage: Stage) -> None:
    maya, ruth = await agreed(stage, maya="America/New_York", ruth="America/New_York")  # Tuesdays
    await stage.until(datetime(2026, 10, 8, 14, tzinfo=UTC))
    await maya.does(NotHeard((await match_of(stage, maya)).id, "yes"))
    await stage.until(datetime(2026, 10, 14, 14, tzinfo=UTC))
    again = [card for card in ruth.inbox if card.sent_at.day > 8 and "are you still here?" in card.first]
    assert [(card.sent_at.day, card.first.startswith("You meet Maya on Tue")) for card in again] == [(12, True)]


async def test_i_cant_go_on_ends_it_kindly(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(days=5)
    await asks_about(stage, maya)
    await ruth.presses("I can't go on")
    assert (await match_of(stage, maya)).status is MatchStatus.ENDED
    assert "nobody is to blame" in maya.inbox[-1].text
    await stage.later(days=10)
    assert await events(stage, "match-ended") == ["match-ended"]
    assert await events(stage, "no-answer") == []


async def test_it_is_asked_of_nobody_where_nothing_runs(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    nora, match = stage.person("Nora"), await match_of(stage, maya)
    for command in (NotHeard(match.id), StillHere(match.id)):
        await nora.does(command)
        refused(nora, "another pair")
    await maya.does(NotHeard(match.id))
    await ruth.does(PauseMatch(match.id))  # an answer of its own
    await stage.later(days=10)
    await maya.does(NotHeard(match.id))
    refused(maya, "This match is paused, so I ask nobody")
    assert (await match_of(stage, maya)).status is MatchStatus.PAUSED
    await ruth.does(EndMatch(match.id))
    for person, command in ((maya, NotHeard(match.id)), (ruth, StillHere(match.id))):
        await person.does(command)
        refused(person, "This match has ended")
    assert len(questions(ruth)) == 1


async def test_the_second_time_within_a_year_moderators_see_a_count(stage: Stage) -> None:
    grace = stage.person("Grace", moderator=True)
    maya, ruth = await matched(stage)
    await asks_about(stage, maya)
    await stage.later(days=9)
    await grace.does(MentorStats())
    assert "while I waited" not in plainly(grace.last)

    await ruth.presses("I have time again")
    await stage.later(days=30)
    bea = stage.person("Bea")
    await asks(bea)
    await ruth.presses("Yes, I will")
    await bea.does(NotHeard((await match_of(stage, bea)).id))
    await stage.later(days=9)
    await grace.does(MentorStats())
    assert "Ruth: 2 matches within a year ended while I waited for an answer" in plainly(grace.last)
    await stage.later(days=70)
    await grace.does(MentorStats())
    assert "while I waited" not in plainly(grace.last)
