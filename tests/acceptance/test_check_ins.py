"""Check-ins: an answer may come late and may change, and now and then there are questions that nobody has to answer."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands import (
    AnswerCheckIn,
    HowItGoes,
    MatchDetails,
    MentorStats,
    NudgeChoices,
    OpenCheckIn,
    OpenSettings,
    PauseMatch,
    SessionMet,
    decode,
)
from bot.domain.status import MatchStatus, SessionStatus
from bot.views import Form, Message, Rejected
from tests.acceptance.pair import about, agree_on, agreed, events, kept, match_of, matched, refused, sessions_of
from tests.acceptance.reading import plainly
from tests.acceptance.stage import Card, Person, Stage

QUESTIONS = "How is it going?"
QUESTION = "Did you and "
LATER = "Snooze or switch off"


def asked(person: Person) -> list[Card]:
    return [card for card in person.inbox if card.first.startswith(QUESTION)]


async def met(stage: Stage, times: int, *people: Person) -> None:
    """Week by week everybody tells that they met."""
    for _ in range(times):
        await stage.later(days=7)
        for person in people:
            await person.presses("Met", on=asked(person)[-1])


async def test_an_answer_changes_days_later_on_its_own_card(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=2)
    await maya.presses("Not yet")
    await ruth.presses("Met")
    (session, *_) = await sessions_of(stage, maya)
    assert session.status is SessionStatus.UNCLEAR

    await stage.later(days=4)
    (card,) = asked(maya)
    before = len(ruth.inbox)
    await maya.presses("Change my answer", on=card)
    assert "Did you and" in card.text
    await maya.presses("Met", on=card)
    assert "noted" in card.text
    (session, *_) = await sessions_of(stage, maya)
    assert session.status is SessionStatus.HELD
    assert len(ruth.inbox) == before
    assert await events(stage, "checkin-answered", "checkin-changed") == ["checkin-answered"] * 2 + ["checkin-changed"]


async def test_what_happened_is_told_also_while_the_match_is_paused(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=2)
    await ruth.does(PauseMatch((await match_of(stage, ruth)).id))
    await stage.later(days=20)
    await maya.presses("Met", on=asked(maya)[0])
    assert "Your match is paused at the moment" in maya.answer
    assert (await sessions_of(stage, maya))[0].status is SessionStatus.HELD
    assert (await match_of(stage, maya)).status is MatchStatus.PAUSED
    await maya.presses("Resume")
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE


async def test_every_fourth_answer_comes_with_questions_that_nobody_else_reads(stage: Stage) -> None:
    grace = stage.person("Grace", moderator=True)
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, goals="Map the workplace\nFirst IEP meeting")
    await met(stage, 3, maya, ruth)
    assert not [card for card in (*asked(maya), *asked(ruth)) if QUESTIONS in card.buttons]
    await met(stage, 1, maya, ruth)
    card = asked(maya)[-1]
    opened = await maya.presses(QUESTIONS, on=card)
    assert isinstance(opened.view, Form)
    assert len(opened.view.fields) == 5
    assert not any(field.required for field in opened.view.fields)
    assert "1. Map the workplace; 2. First IEP meeting" in "".join(str(intro) for intro in opened.view.intro)

    everything = {
        "useful": "4",
        "progress": "3, 7",
        "in_the_way": "No room of my own",
        "next_step": "Ask the principal",
    }
    before = len(ruth.inbox)
    await maya.fills(opened, **everything, help="yes")
    assert "Only you can read what you wrote" in maya.answer
    assert "A moderator of this community will look at it" in maya.answer
    assert len(ruth.inbox) == before
    for card in (*ruth.inbox, *grace.inbox, *stage.channel):
        assert "No room" not in card.text
        assert "principal" not in card.text
    await maya.does(MatchDetails((await match_of(stage, maya)).id))
    assert "Ask the principal" in maya.answer
    await ruth.does(MatchDetails((await match_of(stage, ruth)).id))
    assert "Ask the principal" not in ruth.answer

    (session,) = [s for s in await sessions_of(stage, maya) if s.number == 4]
    again = await maya.does(OpenCheckIn(session.id))
    await maya.fills(again, useful="5")
    assert await events(stage, "help-asked") == ["help-asked"]
    id = await maya.id()
    written = await kept(stage, lambda uow: uow.checkins.get(session.id, id))
    assert written
    assert (written.useful, written.progress, written.next_step) == (5, (3, 7), "Ask the principal")


async def test_moderators_see_counts_of_many_and_nothing_of_a_few(stage: Stage) -> None:
    grace = stage.person("Grace", moderator=True)
    maya, ruth = await agreed(stage)
    await met(stage, 3, maya, ruth)
    sessions = [s for s in await sessions_of(stage, maya) if s.status is SessionStatus.HELD]
    for session in sessions[:2]:
        for person, useful in ((maya, "5"), (ruth, "4")):
            await person.does(AnswerCheckIn(session.id, useful=useful, in_the_way="Time" if person is maya else ""))
    await grace.does(MentorStats())
    assert "Shown once 5 check-ins have answers" in plainly(grace.last)
    await maya.does(AnswerCheckIn(sessions[2].id, useful="2", help="yes"))
    await grace.does(MentorStats())
    assert "5 answers, useful 4.0 of 5; something in the way: 2" in plainly(grace.last)
    assert "Help asked for, last 30 days: 1 time" in plainly(grace.last)
    assert "Check-ins answered, last 30 days: 6 of 6 that were sent (100%)" in plainly(grace.last)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"useful": "9"}, "useful", "a number from 1 to 5"),
        ({"progress": "4, 7"}, "progress", "one number from 0 to 10"),
        ({"in_the_way": "my student Jordan Miller"}, "in_the_way", "looks like student information"),
        ({"next_step": "x" * 501}, "next_step", "501 characters"),
        ({"help": "perhaps"}, "help", "yes or no"),
    ],
)
async def test_what_cant_be_taken_is_told_beside_its_field(
    stage: Stage, values: dict[str, str], field: str, sentence: str
) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, goals="Map the workplace")
    (session, *_) = await sessions_of(stage, maya)
    await maya.does(OpenCheckIn(session.id))
    refused(maya, "still to come")
    await stage.until(session.ends_at + timedelta(hours=1))
    await maya.does(AnswerCheckIn(session.id, **values))
    refused(maya, "first whether you two met")
    await maya.does(SessionMet(session.id))
    await maya.does(AnswerCheckIn(session.id, **values))
    assert isinstance(maya.last, Rejected)
    assert sentence in maya.last.problems[field]

    nora = stage.person("Nora")
    for command in (OpenCheckIn(session.id), AnswerCheckIn(session.id, useful="5")):
        await nora.does(command)
        refused(nora, "another pair")
    await maya.does(AnswerCheckIn(session.id))
    assert isinstance(maya.last, Message)
    assert "that is fine" in maya.answer
    assert await events(stage, "checkin-questions") == []
    assert about(ruth.inbox, "Jordan") == []


# Each week for all pairs


GOING = "How is it going with"


def weekly(person: Person) -> list[str]:
    return [card.sent_at.strftime("%m-%d") for card in person.inbox if card.first.startswith(GOING)]


async def test_moderators_may_want_a_check_in_in_weeks_without_a_meeting(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, rhythm="every-two-weeks", weeks="12")
    await stage.later(days=9)
    assert weekly(maya) == weekly(ruth) == [], "only where the community wants it"
    await mo.fills(await mo.does(OpenSettings()), weekly_check_in="yes")
    assert "Check-in each week for all pairs" in mo.answer
    await maya.presses("Met", on=asked(maya)[-1])
    await stage.later(days=19)
    assert weekly(maya) == weekly(ruth) == ["10-27"], "the meetings are on October 6 and 20, and November 3"

    card = next(card for card in ruth.inbox if card.first.startswith(GOING))
    nudge, before = nudge_of(card), len(maya.inbox)
    await ruth.presses("All is well", on=card)
    assert "Good to hear" in card.text
    await ruth.presses("I need help after all", on=card)
    assert "A moderator of this community will look at it" in card.text
    assert len(maya.inbox) == before, "nobody else hears of an answer"
    assert await events(stage, "help-asked") == ["help-asked"]
    for said in ("help", "so-so"):
        await ruth.does(HowItGoes(nudge, said))
        refused(ruth, "You have told me this already")
    await maya.does(HowItGoes(nudge, "well"))
    refused(maya, "another pair")


def nudge_of(card: Card) -> str:
    command = decode(card.buttons[LATER].action)
    assert isinstance(command, NudgeChoices)
    return command.nudge


@pytest.mark.parametrize(("first", "days"), [("2026-10-10", ["10-16"]), ("2026-10-11", [])])
async def test_who_meets_at_weekends_is_asked_on_a_weekday_if_one_has_room(
    stage: Stage, first: str, days: list[str]
) -> None:
    """From Sunday to Sunday there is none: two messages in any seven days are those of the two meetings."""
    await stage.rule(weekly_check_in=True)
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, first_date=first, rhythm="every-two-weeks", weeks="12")
    await stage.later(days=18)
    assert weekly(maya) == weekly(ruth) == days


async def test_a_weekly_check_in_comes_again_before_the_next_meeting_or_not(stage: Stage) -> None:
    await stage.rule(weekly_check_in=True)
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, rhythm="every-two-weeks", weeks="12")
    await stage.later(days=3)
    await ruth.presses("Met", on=asked(ruth)[-1])
    await stage.later(days=6)
    assert weekly(maya) == weekly(ruth) == ["10-13"]
    for person in (maya, ruth):
        await person.presses(LATER)
        assert "looks after every pair each week" in person.answer
        assert "Next week" not in str(person.last)
        await person.presses("Tomorrow")
    await maya.presses("All is well", on=maya.inbox[-1])
    await stage.later(days=3)
    assert weekly(maya) == ["10-13"]
    assert weekly(ruth) == ["10-13", "10-15"]


async def test_halfway_the_goals_are_looked_at_where_progress_is_given(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, weeks="6", goals="Write shorter reports")
    await met(stage, 3, maya)
    await stage.until(datetime(2026, 10, 26, 21, tzinfo=UTC))
    for person, told in ((maya, True), (ruth, False)):
        (card,) = [card for card in person.inbox if "are halfway" in card.first]
        assert ("How far are we?" in card.buttons) is told, "who told of no meeting has nothing to write beside"
    (card,) = [card for card in maya.inbox if "are halfway" in card.first]
    await maya.fills(await maya.presses("How far are we?", on=card), progress="6")
    assert "Only you can read what you wrote" in maya.answer
    id, match = await maya.id(), await match_of(stage, maya)
    written = await kept(stage, lambda uow: uow.checkins.last_of(match.id, id))
    assert written
    assert written.progress == (6,)
