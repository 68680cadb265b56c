"""Unasked messages can come again later, or not at all: each reader's own choice."""

from datetime import UTC, datetime

from bot.commands import ChooseMessages, NudgeChoices, SnoozeNudge, SwitchOff, decode
from bot.domain.schedule import wall
from bot.views import ChoicesField, Form
from tests.acceptance.cast import asks
from tests.acceptance.pair import agree_on, agreed, match_of, matched, refused
from tests.acceptance.stage import Card, Person, Stage

EASTERN = "America/New_York"
LATER = "Snooze or switch off"
REMINDER, QUESTION = "You meet ", "Did you and "


def came(person: Person, words: str) -> list[str]:
    """When messages that begin so came: local day and time."""
    return [wall(c.sent_at, EASTERN).strftime("%m-%d %H:%M") for c in starting(person, words)]


def starting(person: Person, words: str) -> list[Card]:
    return [card for card in person.inbox if card.first.startswith(words)]


async def until(stage: Stage, day: int, hour: int, minute: int = 0) -> None:
    """October 2026, New York."""
    await stage.until(datetime(2026, 10, day, hour + 4, minute, tzinfo=UTC))


async def test_a_reminder_comes_again_when_its_reader_says(stage: Stage) -> None:
    maya, ruth = await agreed(stage, maya=EASTERN, ruth=EASTERN)  # Tuesdays, 15:00
    await until(stage, 5, 16, 10)
    await maya.presses(LATER)
    assert "You got this because you two had a meeting coming up." in maya.answer
    await maya.presses("Tomorrow")
    assert "Tue, Oct 06, 12:00 UTC" in maya.answer
    await until(stage, 6, 14)
    assert came(maya, REMINDER) == ["10-05 16:00", "10-06 08:00"]
    assert came(ruth, REMINDER) == ["10-05 16:00"]


async def test_snoozing_twice_moves_it_and_doubles_nothing(stage: Stage) -> None:
    maya, _ = await agreed(stage, maya=EASTERN, ruth=EASTERN)
    await until(stage, 5, 16, 10)
    first = starting(maya, REMINDER)[0]
    for choice in ("In an hour", "In an hour", "Tomorrow"):
        await maya.presses(LATER, on=first)
        await maya.presses(choice)
    await until(stage, 6, 9)
    assert came(maya, REMINDER) == ["10-05 16:00", "10-06 08:00"]

    nudge = decode(first.buttons[LATER].action)
    assert isinstance(nudge, NudgeChoices)
    await maya.does(SnoozeNudge(nudge.nudge, "hour"))
    refused(maya, "It has come again since")
    await maya.presses(LATER)  # on the one that came again
    await maya.presses("In an hour")
    await until(stage, 6, 14)
    assert came(maya, REMINDER)[2:] == ["10-06 10:00"]


async def test_no_reminder_comes_after_its_meeting(stage: Stage) -> None:
    maya, _ = await agreed(stage, maya=EASTERN, ruth=EASTERN)
    await until(stage, 6, 14, 30)
    card = starting(maya, REMINDER)[0]
    nudge = decode(card.buttons[LATER].action)
    assert isinstance(nudge, NudgeChoices)
    await maya.presses(LATER, on=card)
    assert "It will not come again by itself." in maya.answer
    for late in ("hour", "tomorrow", "next-week"):
        await maya.does(SnoozeNudge(nudge.nudge, late))
        refused(maya, "By then it would be over")
    await maya.does(SnoozeNudge(nudge.nudge, "next-year"))
    refused(maya, "settled by now")
    await until(stage, 6, 15, 30)
    await maya.does(SnoozeNudge(nudge.nudge, "hour"))
    refused(maya, "settled by now")
    await until(stage, 9, 12)
    assert came(maya, REMINDER) == ["10-05 16:00"]


async def test_what_was_answered_meanwhile_does_not_come_again(stage: Stage) -> None:
    maya, ruth = await agreed(stage, maya=EASTERN, ruth=EASTERN)
    await until(stage, 6, 17)
    for person in (maya, ruth):
        await person.presses(LATER)
        await person.presses("Tomorrow")
    await maya.presses("Met")
    await until(stage, 8, 12)
    assert came(maya, QUESTION) == ["10-06 16:00"]
    assert came(ruth, QUESTION) == ["10-06 16:00", "10-07 08:00"]


async def test_what_is_switched_off_comes_no_more_until_it_is_wanted_again(stage: Stage) -> None:
    maya, ruth = await agreed(stage, maya=EASTERN, ruth=EASTERN)
    await until(stage, 5, 17)
    for _ in range(2):  # twice is as once
        await maya.presses(LATER, on=starting(maya, REMINDER)[0])
        await maya.presses("No more of these")
        assert "no longer get this: the reminder the day before a meeting." in maya.answer
    await until(stage, 14, 12)
    assert came(maya, REMINDER) == ["10-05 16:00"]
    assert came(maya, QUESTION) == ["10-06 16:00", "10-13 16:00"], "only what was switched off"
    assert came(ruth, REMINDER) == ["10-05 16:00", "10-12 16:00"], "only who switched it off"

    reply = await maya.presses("Messages I get")
    assert isinstance(reply.view, Form)
    (field,) = reply.view.fields
    assert isinstance(field, ChoicesField)
    assert "reminder" not in field.values
    await maya.fills(reply, wanted=(*field.values, "reminder"))
    assert "You get all messages" in maya.answer
    await maya.presses("Met")
    await until(stage, 21, 12)
    assert came(maya, REMINDER)[1:] == ["10-19 16:00"]


async def test_what_was_switched_off_while_it_waited_does_not_leave(stage: Stage) -> None:
    maya, _ = await agreed(stage, maya=EASTERN, ruth=EASTERN)
    await until(stage, 5, 15, 59)
    stage.clock.instant = datetime(2026, 10, 5, 20, 0, tzinfo=UTC)
    await stage.bot.tick()  # the reminder waits to be sent
    await maya.does(ChooseMessages(()))
    assert "How the search for your mentor goes" in maya.answer
    await until(stage, 14, 12)
    assert came(maya, REMINDER) == came(maya, QUESTION) == []


async def test_nobody_snoozes_or_switches_off_for_somebody_else(stage: Stage) -> None:
    maya, ruth = await agreed(stage, maya=EASTERN, ruth=EASTERN)
    await until(stage, 5, 17)
    nudge = decode(starting(maya, REMINDER)[0].buttons[LATER].action)
    assert isinstance(nudge, NudgeChoices)
    for command in (nudge, SnoozeNudge(nudge.nudge, "hour"), SwitchOff(nudge.nudge), SwitchOff("unknown")):
        await ruth.does(command)
        refused(ruth, "for somebody else")


async def test_the_search_is_snoozed_only_until_the_next_word_about_it(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await stage.later(days=4)
    await maya.presses(LATER)
    assert "your request had waited for some days" in maya.answer
    await maya.presses("Tomorrow")
    await stage.later(days=10)
    told = [card.sent_at for card in maya.inbox if LATER in card.buttons]
    assert len(told) == 3


async def test_a_reminder_that_is_late_waits_for_the_morning(stage: Stage) -> None:
    """The bot stood still from the afternoon into the night."""
    maya, ruth = await matched(stage, maya=EASTERN, ruth=EASTERN)
    await agree_on(stage, maya, ruth)
    stage.clock.instant = datetime(2026, 10, 6, 3, 0, tzinfo=UTC)  # 23:00 in New York
    await stage.bot.settle()
    await until(stage, 6, 12)
    assert came(maya, REMINDER) == ["10-06 08:00"]
    assert (await match_of(stage, maya)).contacts == (await match_of(stage, ruth)).contacts
