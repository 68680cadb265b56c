"""Pausing until a day, as over the holidays: nothing comes meanwhile, both hear of the beginning and of the end."""

from datetime import date, datetime

import pytest

from bot.commands import MatchDetails, OpenPauseMatch, PauseMatch, ResumeMatch
from bot.domain.schedule import wall
from bot.domain.status import MatchStatus
from bot.views import Form, Rejected
from tests.acceptance.pair import about, agree_on, agreed, calendars, events, match_of, matched, refused, sessions_of
from tests.acceptance.stage import Person, Stage, standing

# ruff: noqa: DTZ001 (calendar files hold naive wall times)

EASTERN, PACIFIC = "America/New_York", "America/Los_Angeles"
GOES_ON = "Your pause is over"


async def pauses(stage: Stage, person: Person, until: str) -> None:
    await person.fills(await person.does(OpenPauseMatch((await match_of(stage, person)).id)), until=until)


async def days_of(stage: Stage, person: Person, status: str) -> list[str]:
    sessions = await sessions_of(stage, person)
    return [wall(s.starts_at, EASTERN).strftime("%m-%d") for s in sessions if s.status == status]


async def test_a_pause_until_a_day_is_silent_and_ends_by_itself(stage: Stage) -> None:
    await stage.later(hours=3)  # morning on the other coast, too
    maya, ruth = await agreed(stage, maya=EASTERN, ruth=PACIFIC, free="flexible")
    await stage.later(days=2)
    await maya.presses("Met")
    await pauses(stage, maya, "Nov 3")
    for person in (maya, ruth):
        (told,) = about(person.inbox, "Maya paused your meetings until Tue, Nov 3")
        assert list(told.buttons) == ["Resume", "Change the day"]
        assert "You meet again on" in told.text
    left_out = calendars(ruth)[-1].left_out
    assert left_out == tuple(datetime(2026, 10, day, 15) for day in (13, 20, 27))

    before = len(stage.platform.cards)
    await stage.until(datetime(2026, 11, 3, 15, 59, tzinfo=stage.clock.now().tzinfo))
    assert stage.platform.cards[before:] == [], "no reminders, no questions, no ladder"
    assert (await match_of(stage, maya)).status is MatchStatus.PAUSED

    await stage.later(hours=1)
    for person in (maya, ruth):
        (told,) = about(person.inbox, GOES_ON)
        assert wall(told.sent_at, PACIFIC).strftime("%m-%d %H:%M") == "11-03 08:00", "in the morning of both"
        assert "You meet next on" in told.text
    assert await days_of(stage, maya, "cancelled") == ["10-13", "10-20", "10-27"]
    await stage.later(days=1)
    assert len(about(maya.inbox, "Did you and Ruth meet?")) == 1, "about the meeting of that day"
    assert await events(stage, "match-paused", "match-resumed") == ["match-paused", "match-resumed"]
    assert len(about(ruth.inbox, GOES_ON)) == 1


async def test_either_of_the_two_can_go_on_earlier(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await pauses(stage, maya, "Oct 26")
    assert len(calendars(maya)[-1].left_out) == 3
    await stage.later(days=10)
    await ruth.presses("Resume")
    assert "goes on" in ruth.answer
    (told,) = about(maya.inbox, "Ruth resumed your meetings")
    assert calendars(maya)[-1].left_out == (datetime(2026, 10, 6, 15), datetime(2026, 10, 13, 15))
    assert "Tue, Oct 20" in told.text
    await stage.later(days=20)
    assert about(maya.inbox, GOES_ON) == []
    assert about(maya.inbox, "You meet Ruth on Tue, Oct 20")


async def test_a_pause_that_is_over_is_made_longer_from_its_last_word(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await pauses(stage, maya, "Oct 26")
    await stage.until(datetime(2026, 10, 26, 20, tzinfo=stage.clock.now().tzinfo))
    (told,) = about(ruth.inbox, GOES_ON)
    await ruth.fills(await ruth.presses("Pause longer", on=told), until="Nov 9")
    assert (await match_of(stage, maya)).status is MatchStatus.PAUSED
    assert about(maya.inbox, "Ruth paused your meetings until Mon, Nov 9")
    assert [day.strftime("%m-%d") for day in calendars(maya)[-1].left_out[-2:]] == ["10-27", "11-03"]


async def test_what_was_not_answered_before_a_pause_can_be_answered_after_it(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=2)
    question = about(maya.inbox, "Did you and Ruth meet?")[-1]
    await pauses(stage, ruth, "Oct 20")
    await stage.later(days=14)
    await maya.presses("Met", on=question)
    assert "noted" in maya.answer
    assert await days_of(stage, maya, "held") == ["10-06"]
    assert await days_of(stage, maya, "cancelled") == ["10-13"]


async def test_the_day_can_be_changed_and_the_last_word_counts(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    match = await match_of(stage, maya)
    await maya.does(PauseMatch(match.id))
    await maya.fills(await maya.presses("Pause until a day"), until="Oct 20")
    reply = await ruth.does(OpenPauseMatch(match.id))
    assert isinstance(reply.view, Form)
    assert standing(reply.view)["until"] == "2026-10-20"
    await ruth.fills(reply, until="Nov 9")
    await ruth.fills(reply, until="Nov 9")
    refused(ruth, "paused already")
    await maya.does(MatchDetails(match.id))
    assert "; paused until Mon, Nov 9" in maya.answer
    assert "Next meeting" not in maya.answer
    await stage.until(datetime(2026, 11, 8, tzinfo=stage.clock.now().tzinfo))
    assert about(maya.inbox, GOES_ON) == []
    await stage.later(days=2)
    assert len(about(maya.inbox, GOES_ON)) == 1


async def test_a_meeting_early_on_the_day_itself_is_not_missed(stage: Stage) -> None:
    """In the mentor's zone it is still night then: both hear it an hour before."""
    await stage.later(hours=3)
    maya, ruth = await matched(stage, maya=EASTERN, ruth=PACIFIC, free="flexible")
    await agree_on(stage, maya, ruth, first_date="Oct 7", time="9 am")
    (first, *_) = await sessions_of(stage, maya)
    await pauses(stage, maya, wall(first.starts_at, EASTERN).date().isoformat())
    await stage.later(days=5)
    told = about(ruth.inbox, GOES_ON)
    assert [card.sent_at < first.starts_at for card in told] == [True]
    assert len(about(maya.inbox, "Did you and")) == 1


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-10-05", "a date after today"),
        ("yesterday", "is not a day"),
        ("2036-10-05", "within a year"),
        ("whenever", "is not a day"),
    ],
)
async def test_a_day_that_is_none_is_told_beside_its_field(stage: Stage, until: str, sentence: str) -> None:
    maya, _ = await agreed(stage)
    await maya.does(PauseMatch((await match_of(stage, maya)).id, until))
    assert isinstance(maya.last, Rejected)
    assert sentence in maya.last.problems["until"]
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE


async def test_a_pair_without_a_schedule_pauses_too_and_others_cannot(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    match = await match_of(stage, maya)
    nora = stage.person("Nora")
    for command in (OpenPauseMatch(match.id), PauseMatch(match.id, "Nov 9"), ResumeMatch(match.id)):
        await nora.does(command)
        refused(nora, "another pair")
    await pauses(stage, ruth, "Oct 20")
    await stage.later(days=20)
    (told,) = about(maya.inbox, GOES_ON)
    assert "There is no meeting planned at the moment" in told.text


@pytest.mark.slack  # which tells of those who leave and return
async def test_who_comes_back_after_the_day_ends_the_pause(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await pauses(stage, maya, "Oct 20")
    await ruth.leaves()
    await stage.later(days=20)
    assert about(maya.inbox, GOES_ON) == []
    await ruth.returns()
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE
    assert date(2026, 10, 20) not in {
        s.starts_at.date() for s in await sessions_of(stage, maya) if s.status == "planned"
    }
