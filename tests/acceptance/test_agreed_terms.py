"""Goals and the other terms of an agreement: in every version, changed without touching the meetings."""

import pytest

from bot.commands import OpenTerms, ProposeTerms, Reschedule
from bot.domain.match import Missed
from bot.domain.schedule import wall
from bot.views import Form, Rejected
from tests.acceptance.pair import about, agree_on, agreed, calendars, kept, match_of, matched, refused, sessions_of
from tests.acceptance.stage import Person, Stage, standing

EASTERN = "America/New_York"


async def suggested(stage: Stage, person: Person, **terms: str) -> None:
    match = await match_of(stage, person)
    await person.fills(await person.does(OpenTerms(match.id)), **terms)


async def test_each_agreement_says_what_is_out_of_bounds_and_what_follows_a_missed_meeting(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, missed="talk")
    (agreement,) = about(ruth.inbox, "Your mentoring agreement")
    assert "Out of bounds\nClinical supervision, and anything that could identify a student" in agreement.text
    assert "If a meeting is missed\nWe decide together each time" in agreement.text


async def test_changed_terms_leave_the_meetings_alone_also_a_moved_one(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    (first, second, *_) = await sessions_of(stage, maya)
    await maya.does(Reschedule(second.id, "Oct 15", "5 pm"))
    await stage.later(days=2)
    await ruth.presses("Met")
    files = len(calendars(maya))
    await suggested(stage, ruth, goals="Run a team meeting", missed="next", place="https://meet.example/7")
    assert "does this suit you? Your meetings stay as they are" in maya.inbox[-1].text
    await maya.presses("Agree")

    assert "Your meetings stay as they are" in maya.answer
    match = await match_of(stage, maya)
    signed = await kept(stage, lambda uow: uow.agreements.signed(match.id))
    assert signed is not None
    assert (signed.version, signed.goals, signed.missed) == (2, ("Run a team meeting",), Missed.NEXT)
    after = {session.id: session for session in await sessions_of(stage, maya)}
    assert wall(after[second.id].starts_at, EASTERN).strftime("%m-%d %H:%M") == "10-15 17:00"
    assert {after[second.id].agreement, after[first.id].agreement} == {signed.id, first.agreement}
    (updated,) = calendars(maya)[files:]
    assert updated.location == "Video call: https://meet.example/7"
    assert [meeting.agreed.day for meeting in updated.moved] == [13], "still moved"

    await stage.later(days=30)
    days = [wall(s.starts_at, EASTERN).strftime("%m-%d") for s in await sessions_of(stage, maya)]
    assert days == ["10-06", "10-15", "10-20", "10-27", "11-03", "11-10", "11-17"][: len(days)]
    assert len(days) >= 6


async def test_what_the_two_agreed_on_is_said_when_a_meeting_is_missed(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, missed="next")
    await stage.later(days=2)
    await maya.presses("Not yet")
    assert "You two agreed: we leave it out and meet at the next one." in maya.answer
    await stage.later(days=5, hours=7)  # the reminder of October 13
    await ruth.presses("Can't make it")
    for words in (ruth.answer, about(maya.inbox, "Ruth can't make it")[-1].text):
        assert "we leave it out and meet at the next one" in words


async def test_terms_can_be_agreed_on_days_later(stage: Stage) -> None:
    """The first meeting has passed by then, which is no matter."""
    maya, ruth = await agreed(stage)
    await suggested(stage, maya, goals="One thing")
    await stage.later(days=2)
    (asked,) = about(ruth.inbox, "Maya suggested goals and terms and waits for your word")
    await ruth.presses("Agree", on=asked)
    match = await match_of(stage, maya)
    signed = await kept(stage, lambda uow: uow.agreements.signed(match.id))
    assert signed is not None
    assert signed.goals == ("One thing",)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("goals", "1\n2\n3\n4", "Up to 3 goals fit"),
        ("place", "ftp://example.org", "has to begin with https://"),
        ("missed", "shrug", "about a missed meeting"),
    ],
)
async def test_a_problem_is_told_beside_its_field_and_nothing_is_lost(
    stage: Stage, field: str, value: str, sentence: str
) -> None:
    maya, _ = await agreed(stage)
    match = await match_of(stage, maya)
    good = {"goals": "Kept", "missed": "next", "place": "Zoom"}
    await maya.does(ProposeTerms(match.id, **{**good, field: value}))
    assert isinstance(maya.last, Rejected)
    assert sentence in maya.last.problems[field]
    form = (await maya.does(OpenTerms(match.id))).view
    assert isinstance(form, Form)
    assert standing(form)["goals"] == (value if field == "goals" else "Kept")


async def test_terms_need_a_schedule_and_a_change(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await maya.does(OpenTerms((await match_of(stage, maya)).id))
    refused(maya, "You two have no schedule yet")
    await agree_on(stage, maya, ruth)
    await suggested(stage, maya)
    refused(maya, "agreed on this schedule already")
