"""Keeping the schedule: reminders, "did you meet?", moving, cancelling, help."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands import (
    AnswerCheckIn,
    CantMakeIt,
    ChangeAnswer,
    ChooseZone,
    MatchDetails,
    NeedHelp,
    OpenCheckIn,
    OpenReschedule,
    Reschedule,
    SessionMet,
    SessionNotYet,
    ToggleHourBefore,
)
from bot.domain.schedule import wall
from bot.domain.status import SessionStatus
from bot.ports.platforms import Envelope
from bot.ports.storage import UnitOfWork
from bot.views import Actions, Form, Message, Rejected
from tests.acceptance.pair import about, agree_on, agreed, events, kept, match_of, matched, refused, sessions_of
from tests.acceptance.stage import COMMUNITY, Card, Person, Stage, said

EASTERN, CENTRAL = "America/New_York", "America/Chicago"
REMINDER = "You meet "
QUESTION = "Did you and "
ANSWERS = ["Met", "We moved it", "Not yet", "I need help"]


def local(card: Card, zone: str) -> str:
    return wall(card.sent_at, zone).strftime("%m-%d %H:%M")


def starting(cards: list[Card], words: str) -> list[Card]:
    return [card for card in cards if card.first.startswith(words)]


async def until_met(stage: Stage, people: tuple[Person, ...], weeks: int) -> None:
    """Lives on week by week; everybody always tells that they met."""
    for _ in range(weeks):
        await stage.later(days=7)
        for person in people:
            asked = [card for card in starting(person.inbox, QUESTION) if "Met" in card.buttons]
            if asked:
                await person.presses("Met", on=asked[-1])


async def test_each_is_reminded_the_day_before_at_four_in_their_own_time(stage: Stage) -> None:
    maya, ruth = await agreed(stage, maya=EASTERN, ruth=CENTRAL)
    await stage.later(days=9)

    assert [local(c, EASTERN) for c in starting(maya.inbox, REMINDER)] == ["10-05 16:00", "10-12 16:00"]
    assert [local(c, CENTRAL) for c in starting(ruth.inbox, REMINDER)] == ["10-05 16:00", "10-12 16:00"]
    reminder = starting(ruth.inbox, REMINDER)[1]
    assert "You meet Maya on Tue, Oct 13, 3:00 PM Central" in reminder.text
    assert "Video call" in reminder.text
    assert "Workload and schedule. List every duty" in reminder.text, "about the topic that Maya asked for"
    assert list(reminder.buttons) == ["Reschedule", "Can't make it", "Snooze or switch off"]


async def test_a_reminder_whose_time_has_passed_is_left_out(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(hours=7)  # 17:00
    await agree_on(stage, maya, ruth, first_date="Oct 6")
    await stage.later(days=1)
    assert starting(maya.inbox, REMINDER) == []
    assert len(starting(maya.inbox, QUESTION)) == 1


async def test_the_hour_before_is_for_those_who_choose_it(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await ruth.presses("Remind me the hour before")
    assert "the hour before each meeting, too" in ruth.answer
    await stage.later(days=1, hours=6)
    assert [local(c, EASTERN) for c in starting(ruth.inbox, "In one hour")] == ["10-06 14:00"]
    assert starting(maya.inbox, "In one hour") == []

    await ruth.does(ToggleHourBefore((await match_of(stage, ruth)).id))
    await stage.later(days=7)
    assert len(starting(ruth.inbox, "In one hour")) == 1


async def test_the_hour_before_can_be_chosen_in_the_form(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, hour_before="yes")
    await stage.later(days=8, hours=6)
    assert len(starting(maya.inbox, "In one hour")) == 2
    assert starting(ruth.inbox, "In one hour") == []


async def test_an_early_meeting_is_reminded_of_the_evening_before(stage: Stage) -> None:
    """The hour before would be in the quiet hours."""
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, time="8:00", hour_before="yes")
    await stage.later(days=2)
    assert [local(c, EASTERN) for c in starting(maya.inbox, "Soon you meet Ruth")] == ["10-05 19:45"]
    assert "Soon, on " in starting(maya.inbox, "Soon you meet Ruth")[0].text
    assert starting(maya.inbox, "In one hour") == []


# "Did you meet?"


async def test_both_are_asked_after_the_meeting_and_never_see_the_others_answer(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=2)
    assert [local(c, EASTERN) for c in starting(maya.inbox, QUESTION)] == ["10-06 16:00"]
    assert list(starting(ruth.inbox, QUESTION)[0].buttons) == [*ANSWERS, "Snooze or switch off"]

    before = len(ruth.inbox)
    await maya.presses("Not yet")
    assert "find another time" in maya.answer
    assert len(ruth.inbox) == before
    await ruth.presses("Met")
    (first, *_) = await sessions_of(stage, maya)
    assert first.status is SessionStatus.UNCLEAR
    assert (first.mentee_answer, first.mentor_answer) == ("not-yet", "met")
    assert all("not-yet" not in card.text and "Not yet" not in card.text.split("\n") for card in ruth.inbox)


@pytest.mark.parametrize(
    ("answers", "status", "hours"),
    [
        (("Met", "Met"), SessionStatus.HELD, "0.75"),
        (("Met", ""), SessionStatus.HELD, "0.75"),
        (("", "Met"), SessionStatus.HELD, "0.75"),
        (("", ""), SessionStatus.PLANNED, "0"),
        (("Not yet", ""), SessionStatus.MISSED, "0"),
        (("Not yet", "Not yet"), SessionStatus.MISSED, "0"),
        (("Met", "Not yet"), SessionStatus.UNCLEAR, "0"),
    ],
)
async def test_hours_are_told_by_one_and_denied_by_neither(
    stage: Stage, answers: tuple[str, str], status: SessionStatus, hours: str
) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=2)
    for person, answer in zip((maya, ruth), answers, strict=True):
        if answer:
            await person.presses(answer)
    assert (await sessions_of(stage, maya))[0].status is status
    await ruth.does(MatchDetails((await match_of(stage, ruth)).id))
    assert f"Hours held\n{hours}\n" in ruth.answer


async def test_an_answer_can_be_corrected_but_not_repeated(stage: Stage) -> None:
    maya, _ = await agreed(stage)
    await stage.later(days=2)
    (session, *_) = await sessions_of(stage, maya)
    await maya.does(SessionNotYet(session.id))
    await maya.does(SessionNotYet(session.id))
    refused(maya, "You have told me this already")
    await maya.does(SessionMet(session.id))
    assert (await sessions_of(stage, maya))[0].status is SessionStatus.HELD
    assert await events(stage, "session-held", "session-missed") == ["session-missed", "session-held"]


async def test_answers_at_the_same_moment_are_both_kept(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=2)
    (session, *_) = await sessions_of(stage, maya)
    met = [Envelope(person.account, person.name, f"met-{person.name}") for person in (maya, ruth)]
    await asyncio.gather(*(stage.bot.handle(SessionMet(session.id), envelope) for envelope in met))
    (session, *_) = await sessions_of(stage, maya)
    assert (session.mentee_answer, session.mentor_answer) == ("met", "met")
    assert await events(stage, "session-held") == ["session-held"]


async def test_nobody_answers_for_others_or_too_early(stage: Stage) -> None:
    maya, _ = await agreed(stage)
    nora = stage.person("Nora")
    (session, *_) = await sessions_of(stage, maya)
    for command in (SessionMet(session.id), SessionNotYet(session.id), NeedHelp(session.id)):
        await maya.does(command)
        refused(maya, "still to come")
    await stage.later(days=2)
    commands = (SessionMet, SessionNotYet, NeedHelp, CantMakeIt, OpenReschedule, Reschedule)
    for make in commands:
        await nora.does(make(session.id))
        refused(nora, "another pair")
    assert (await sessions_of(stage, maya))[0] == session


async def granted(stage: Stage, person: Person) -> None:
    id = await person.id()

    async def grant(uow: UnitOfWork) -> None:
        member = await uow.members.get(id)
        assert member
        await uow.members.save(replace(member, moderator=True))

    await stage.storage.write(COMMUNITY, grant)


async def test_help_goes_to_the_moderators_without_details(stage: Stage) -> None:
    grace, ruth_too = stage.person("Grace"), stage.person("Ruth")
    maya, ruth = await agreed(stage)
    await grace.does(ChooseZone(CENTRAL))
    for person in (grace, ruth_too):
        await granted(stage, person)
    await stage.later(days=2)
    before = len(ruth.inbox)
    await maya.presses("I need help")

    assert "A moderator of this community will look at it" in maya.answer
    (told,) = grace.inbox
    assert "is asking for a moderator's help" in told.text
    assert "Maya" not in told.text
    assert len(ruth.inbox) == before
    assert await events(stage, "help-asked") == ["help-asked"]

    await ruth.presses("I need help")
    assert len(grace.inbox) == 1  # once a day is enough
    assert await events(stage, "help-asked") == ["help-asked"] * 2


# Moving and cancelling


async def test_a_moved_meeting_is_reminded_of_once_and_at_its_new_time(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(hours=7)  # the reminder for Tuesday is out
    assert len(starting(maya.inbox, REMINDER)) == 1
    reply = await maya.presses("Reschedule")
    assert isinstance(reply.view, Form)
    await maya.fills(reply, date="Thursday", time="5 pm")
    assert "Moved to Thu, Oct 8, 5:00 PM Eastern" in maya.answer
    assert "moved your meeting of Tue, Oct 6, 3:00 PM Eastern to Thu, Oct 8, 5:00 PM" in ruth.inbox[-1].text

    await stage.later(days=5)
    for person, other in ((maya, "Ruth"), (ruth, "Maya")):
        reminders = [c.first for c in starting(person.inbox, REMINDER)]
        assert reminders == [
            f"You meet {other} on Tue, Oct 6, 3:00 PM Eastern.",
            f"You meet {other} on Thu, Oct 8, 5:00 PM Eastern.",
        ]
        assert [local(c, EASTERN) for c in starting(person.inbox, QUESTION)] == ["10-08 18:00"]
    assert await events(stage, "session-moved") == ["session-moved"]


async def test_a_meeting_moved_back_and_forth_is_reminded_of_once(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    (session, *_) = await sessions_of(stage, maya)
    for day in ("Oct 8", "Oct 9", "Oct 6", "Oct 8"):
        await maya.does(Reschedule(session.id, day, "3 pm"))
        assert isinstance(maya.last, Message), maya.answer
    await stage.later(days=6)
    assert [c.first for c in starting(ruth.inbox, REMINDER)] == ["You meet Maya on Thu, Oct 8, 3:00 PM Eastern."]
    assert len(starting(ruth.inbox, QUESTION)) == 1


@pytest.mark.parametrize(
    ("date", "time", "field", "sentence"),
    [
        ("2026-10-01", "15:00", "date", "This time has passed"),
        ("2027-02-01", "15:00", "date", "within the next 90 days"),
        ("Oct 13", "3 pm", "time", "another meeting at this time"),
        ("Oct 13", "2:30 pm", "time", "another meeting at this time"),
        ("Oct 6", "3 pm", "time", "at this time already"),
        ("", "3 pm", "date", "Nothing was filled in"),
        ("Oct 8", "tea time", "time", "is not a time"),
    ],
)
async def test_a_wrong_new_time_is_told_beside_its_field(
    stage: Stage, date: str, time: str, field: str, sentence: str
) -> None:
    maya, _ = await agreed(stage)
    (session, *_) = before = await sessions_of(stage, maya)
    await maya.does(Reschedule(session.id, date, time))
    assert isinstance(maya.last, Rejected)
    assert sentence in maya.last.problems[field]
    assert await sessions_of(stage, maya) == before


async def test_both_moving_the_meeting_at_once_leave_it_at_one_time(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    (session, *_) = await sessions_of(stage, maya)
    wanted = ((maya, "Oct 8"), (ruth, "Oct 9"))
    presses = [
        (Envelope(p.account, p.name, f"move-{p.name}"), Reschedule(session.id, day, "3 pm")) for p, day in wanted
    ]
    replies = await asyncio.gather(*(stage.bot.handle(command, envelope) for envelope, command in presses))
    await stage.bot.settle()
    assert all(isinstance(reply.view, Message) for reply in replies)
    moved = next(s for s in await sessions_of(stage, maya) if s.id == session.id)
    assert moved.moves == 2
    last = f"{wall(moved.starts_at, EASTERN):%a, %b} {moved.starts_at.day}"
    for person in (maya, ruth):  # the later word holds, and both read it
        assert f"to {last}" in about(person.inbox, "moved your meeting of")[-1].text
    await stage.later(days=6)
    for person in (maya, ruth):
        assert len(starting(person.inbox, REMINDER)) == 1
        assert len(starting(person.inbox, QUESTION)) == 1


async def test_a_late_hour_for_the_other_is_said(stage: Stage) -> None:
    maya, ruth = await agreed(stage, ruth=CENTRAL)
    (session, *_) = await sessions_of(stage, maya)
    await maya.does(Reschedule(session.id, "Oct 8", "8 am"))
    assert "for Ruth that is Thu, Oct 8, 7:00 AM Central, early or late" in ruth.inbox[-1].text


async def test_who_cant_make_it_cancels_one_meeting_only(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(hours=7)
    old = starting(ruth.inbox, REMINDER)[0]
    await ruth.presses("Can't make it", on=old)
    assert "Ruth can't make it on Tue, Oct 6" in maya.inbox[-1].text
    assert "Your other meetings stay as agreed" in maya.inbox[-1].text
    await ruth.does(CantMakeIt((await sessions_of(stage, maya))[0].id))
    refused(ruth, "This meeting was cancelled")

    await stage.later(days=9)
    assert [local(c, EASTERN) for c in starting(maya.inbox, QUESTION)] == ["10-13 16:00"]
    assert await events(stage, "session-cancelled") == ["session-cancelled"]


async def test_answers_about_a_cancelled_meeting_are_refused_kindly_and_change_nothing(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    (session, *_) = await sessions_of(stage, maya)
    await ruth.does(CantMakeIt(session.id))
    await stage.later(days=2)
    before = await sessions_of(stage, maya)
    for command in (SessionMet, SessionNotYet, NeedHelp, ChangeAnswer, OpenCheckIn, AnswerCheckIn):
        await maya.does(command(session.id))
        refused(maya, "This meeting was cancelled. Nothing was changed.")
    assert await sessions_of(stage, maya) == before
    assert await events(stage, "checkin-answered", "help-asked", "checkin-questions") == []


async def test_a_cancelled_meeting_can_get_another_time(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(hours=7)
    await ruth.presses("Can't make it")
    await maya.fills(await maya.presses("Find another time"), date="Oct 8", time="4 pm")
    await stage.later(days=4)
    assert [local(c, EASTERN) for c in starting(ruth.inbox, QUESTION)] == ["10-08 17:00"]


async def test_a_missed_meeting_can_be_moved_afterwards(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=2)
    await maya.presses("Not yet")
    await ruth.fills(await ruth.presses("We moved it"), date="Oct 9", time="3 pm")
    (session, *_) = await sessions_of(stage, maya)
    assert (session.status, session.moves, session.mentee_answer) == (SessionStatus.PLANNED, 1, "")
    await stage.later(days=3)
    assert len(starting(maya.inbox, QUESTION)) == 2


async def test_a_meeting_that_was_told_as_held_is_not_moved(stage: Stage) -> None:
    maya, _ = await agreed(stage)
    await stage.later(days=2)
    (session, *_) = await sessions_of(stage, maya)
    await maya.does(SessionMet(session.id))
    await maya.does(Reschedule(session.id, "Oct 9", "3 pm"))
    refused(maya, "You told me that you met")
    await maya.does(CantMakeIt(session.id))
    refused(maya, "This meeting's time has come already")


async def test_a_meeting_of_an_earlier_schedule_is_not_moved(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    (session, *_) = await sessions_of(stage, maya)
    await agree_on(stage, maya, ruth, first_date="Oct 9")
    await maya.does(OpenReschedule(session.id))
    refused(maya, "belongs to an earlier schedule")


# The long run


async def test_the_first_two_weeks_cost_each_at_most_six_messages(stage: Stage) -> None:
    """And in a thread the word on who else reads it."""
    maya, ruth = await matched(stage)
    start = stage.clock.now() - timedelta(seconds=1)
    await stage.later(days=1)
    await maya.presses("Wed, Oct 7, 3:00 PM Eastern")
    await ruth.presses("Agree")
    await until_met(stage, (maya, ruth), weeks=1)
    await stage.later(days=6)

    match = await match_of(stage, maya)
    for person in (maya, ruth):
        id = await person.id()
        count = await kept(stage, lambda uow, id=id: uow.outbox.unasked(id, match.id, start))  # type: ignore[misc]
        assert count <= 6 + stage.platform.platform.has_threads, [card.first for card in person.inbox]
    assert len(starting(maya.inbox, QUESTION)) == 2


async def test_every_meeting_of_twelve_weeks_has_one_reminder_and_one_question(stage: Stage) -> None:
    maya, ruth = await agreed(stage, maya=EASTERN, ruth=CENTRAL)
    for week in range(12):
        stage.bot = stage.new_bot()
        await until_met(stage, (maya, ruth), weeks=1)
        assert len(starting(maya.inbox, QUESTION)) == week + 1

    held = await sessions_of(stage, maya)
    assert [s.number for s in held] == list(range(1, 13))
    assert {s.status for s in held} == {SessionStatus.HELD}
    assert {wall(s.starts_at, EASTERN).strftime("%a %H:%M") for s in held} == {"Tue 16:00"}  # over the end of DST
    for person, zone in ((maya, EASTERN), (ruth, CENTRAL)):
        assert len(starting(person.inbox, REMINDER)) == 12
        assert {local(c, zone)[-5:] for c in starting(person.inbox, REMINDER)} == {"16:00"}
        assert starting(person.inbox, "Are you and") == []


async def test_a_monthly_pair_is_not_nagged_weekly(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, rhythm="monthly", weeks="26")
    start = len(maya.inbox)
    await until_met(stage, (maya, ruth), weeks=13)

    got = [card.first for card in maya.inbox[start:]]
    assert [words[:12] for words in got] == ["You meet Rut", "Did you and "] * 3
    assert [s.starts_at.strftime("%b %d") for s in await sessions_of(stage, maya)][:3] == ["Oct 06", "Nov 03", "Dec 01"]


async def test_after_a_long_standstill_nobody_is_asked_about_the_past(stage: Stage) -> None:
    maya, _ = await agreed(stage)
    before = len(maya.inbox)
    stage.clock.instant += timedelta(days=40)
    await stage.bot.settle()
    assert starting(maya.inbox[before:], REMINDER) == []
    assert starting(maya.inbox[before:], QUESTION) == []
    assert any(s.starts_at > stage.clock.now() for s in await sessions_of(stage, maya))


async def test_two_processes_plan_each_meeting_once(stage: Stage) -> None:
    maya, _ = await agreed(stage)
    stage.clock.instant = datetime(2026, 10, 13, 20, 0, tzinfo=UTC)
    other = stage.new_bot()
    await asyncio.gather(stage.bot.tick(), other.tick())
    await asyncio.gather(stage.bot.deliver(), other.deliver())
    await stage.bot.settle()
    numbers = [s.number for s in await sessions_of(stage, maya)]
    assert numbers == sorted(set(numbers))
    assert len(starting(maya.inbox, QUESTION)) == 1


async def test_a_pair_at_a_glance(stage: Stage) -> None:
    maya, ruth = await agreed(stage, ruth=CENTRAL)
    nora = stage.person("Nora")
    match = await match_of(stage, maya)
    reply = await maya.does(MatchDetails(match.id))
    assert "Tue, Oct 6, 4:00 PM Eastern · 3:00 PM Central" in maya.answer
    assert "Every week on Tuesday, 45 minutes" in maya.answer
    assert isinstance(reply.view, Message)
    buttons = [b.label for part in reply.view.parts if isinstance(part, Actions) for b in part.buttons]
    assert buttons == [
        "Reschedule next",
        "Can't make it",
        "Change schedule",
        "Remind me the hour before",
        "Hours log",
        "I have not heard from my mentor",
        "Pause",
        "End the match",
        "Not for me",
    ]
    await ruth.does(MatchDetails(match.id))
    assert "Not for me" not in said(ruth.last)
    await nora.does(MatchDetails(match.id))
    refused(nora, "another pair")
