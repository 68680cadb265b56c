"""What a pair hears by itself: the word it waits for, the first meeting, the half of the way; two a week at most."""

from datetime import date, timedelta

import pytest

from bot.commands import ProposeSchedule
from bot.domain.schedule import wall
from tests.acceptance.pair import agree_on, match_of, matched, slots_on
from tests.acceptance.stage import Card, Person, Stage

EASTERN = "America/New_York"
WAITS = "suggested a schedule and waits"
HALFWAY = "You and Ruth are halfway"


def days(person: Person, words: str) -> list[str]:
    return [wall(c.sent_at, EASTERN).strftime("%a %m-%d %H:%M") for c in person.inbox if words in c.first]


def having(person: Person, words: str) -> list[Card]:
    return [card for card in person.inbox if words in card.first]


async def test_who_owes_a_word_is_asked_on_days_one_and_three(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(hours=1)
    await maya.does(ProposeSchedule((await match_of(stage, maya)).id, "Oct 8", "3 pm", "weekly", "45", "video"))
    await stage.later(days=2)
    await ruth.presses("Agree", on=having(ruth, WAITS)[-1])
    assert "Agreed" in ruth.answer


async def test_a_time_that_has_passed_unanswered_is_not_offered_again(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await maya.presses(slots_on(maya.inbox[-1])[0])  # Tuesday, 15:00
    await stage.later(days=8)
    assert days(ruth, WAITS) == ["Tue 10-06 16:00", "Thu 10-08 16:00"]
    assert days(maya, WAITS) == []
    assert "which has passed" in having(ruth, WAITS)[0].text
    assert list(having(ruth, WAITS)[0].buttons) == ["Another time", "Snooze or switch off"]


async def test_nobody_is_asked_for_a_word_that_was_given_or_is_no_longer_wanted(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    match = await match_of(stage, maya)
    await maya.presses(slots_on(maya.inbox[-1])[0])
    await ruth.does(ProposeSchedule(match.id, "Oct 20", "3 pm", "weekly", "45", "video"))
    await stage.later(days=2)
    assert days(ruth, WAITS) == []
    await maya.presses("Agree", on=having(maya, WAITS)[-1])
    await stage.later(days=4)
    assert len(having(maya, WAITS)) == 1


async def test_the_very_first_meeting_is_introduced(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth)
    await stage.later(days=1)
    first = having(maya, "You meet Ruth")[-1]
    assert "for the first time" in first.text
    assert "Nobody needs to prepare" in first.text
    await stage.later(hours=8)
    await maya.presses("Met")
    await agree_on(stage, maya, ruth, first_date="Oct 15")  # begins to count anew
    await stage.later(days=9)
    assert all("first time" not in card.text for card in having(maya, "You meet Ruth")[1:])


async def lives(stage: Stage, weeks: int, *people: Person) -> None:
    for _ in range(weeks * 7):
        await stage.later(days=1)
        for person in people:
            for card in [c for c in person.inbox if "Met" in c.buttons]:
                await person.presses("Met", on=card)


async def test_the_half_of_the_way_comes_with_the_reminder_of_the_next_meeting(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, weeks="6", goals="Write shorter reports")
    await lives(stage, 6, maya, ruth)
    (card,) = having(maya, HALFWAY)
    assert card.first.startswith("You meet Ruth on Tue, Oct 27")
    assert "3 of 6 agreed meetings" in card.text
    assert "Write shorter reports" in card.text


async def test_the_topics_go_on_where_a_new_agreement_goes_on(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, weeks="12")
    await lives(stage, 11, maya, ruth)
    await agree_on(stage, maya, ruth, weeks="12", first_date="Dec 29")
    await lives(stage, 4, maya, ruth)
    reminders = [card.text for card in having(maya, "You meet Ruth") if "If you want a topic" in card.text]
    topics = [text.partition("If you want a topic: ")[2].partition(".")[0] for text in reminders]
    assert topics[0] == "Workload and schedule", "week 2 is about what she asked for"
    assert topics[-2:] == ["Review and decide what is next"] * 2
    assert "Get acquainted and sign the mentoring agreement" not in topics


@pytest.mark.parametrize("rhythm", ["weekly", "every-two-weeks"])
async def test_nobody_gets_more_than_two_unasked_messages_in_a_week(stage: Stage, rhythm: str) -> None:
    """A whole agreement, from its first week to the word after its last; one before each meeting, one after."""
    await stage.rule(breaks=((date(2026, 11, 23), date(2026, 11, 27)),))
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, weeks="8", rhythm=rhythm)
    begins = stage.clock.now()
    await lives(stage, 10, maya, ruth)
    for person in (maya, ruth):
        times = [c.sent_at for c in person.inbox if c.sent_at > begins and "Snooze or switch off" in str(c.message)]
        assert len(times) >= 5
        for at in times:
            week = [t for t in times if at - timedelta(days=7) < t <= at]
            assert len(week) <= 2, [wall(t, EASTERN).strftime("%a %m-%d %H:%M") for t in week]
