"""Pairs that fall silent: asked, asked once more with choices, paused; and back with one tap."""

from datetime import date, timedelta

from bot.commands import KeepGoing, MatchDetails, PauseMatch, ProposeSchedule, ResumeMatch
from bot.context import Context
from bot.domain.schedule import wall
from bot.domain.status import MatchStatus
from bot.ports.storage import UnitOfWork
from bot.views import Actions, Button, Message, Text, line
from tests.acceptance.pair import (
    about,
    agree_on,
    agreed,
    events,
    match_of,
    matched,
    refused,
    sessions_of,
    slots_on,
)
from tests.acceptance.stage import COMMUNITY, MONDAY, Card, Person, Stage

EASTERN = "America/New_York"
FIRST_UNSIGNED, FIRST, SECOND, LAST = (
    "have not settled on a first meeting",
    "still meeting?",
    "How would you like to go on",
    "Your match is paused.",
)


def days(cards: list[Card], words: str) -> list[str]:
    """When messages that began with these words came: local day and time."""
    return [wall(c.sent_at, EASTERN).strftime("%a %m-%d %H:%M") for c in cards if words in c.first]


async def status(stage: Stage, person: Person) -> MatchStatus:
    return (await match_of(stage, person)).status


async def test_a_pair_without_a_schedule_is_asked_in_its_own_rhythm(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(days=25)
    for person in (maya, ruth):
        assert days(person.inbox, FIRST_UNSIGNED) == ["Fri 10-16 16:00"]  # 10.5 days
        assert days(person.inbox, SECOND) == ["Fri 10-23 16:00"]  # 17.5 days
        assert days(person.inbox, LAST) == ["Tue 10-27 16:00"]  # 21 days, and half a week to answer
    assert await status(stage, maya) is MatchStatus.PAUSED
    assert await events(stage, "quiet-paused") == ["quiet-paused"]

    before = len(stage.platform.cards)
    await stage.later(days=90)
    assert stage.platform.cards[before:] == []


async def test_who_wants_no_questions_in_silence_is_paused_all_the_same(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(days=12)
    for person in (maya, ruth):
        await person.presses("Snooze or switch off")
        assert "I had not heard of a meeting of you two for a while" in person.answer
        await person.presses("No more of these")
    await stage.later(days=20)
    for person in (maya, ruth):
        assert days(person.inbox, FIRST_UNSIGNED) == ["Fri 10-16 16:00"]
        assert days(person.inbox, SECOND) == []
        assert days(person.inbox, LAST) == ["Tue 10-27 16:00"]
    assert await events(stage, "quiet-paused") == ["quiet-paused"]


async def test_a_question_in_silence_comes_again_before_the_next_step_or_not(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(days=11, hours=8)
    await maya.presses("Snooze or switch off")
    assert [button.label for button in pressable(maya)] == ["In an hour", "Tomorrow", "No more of these"]
    await maya.presses("Tomorrow")
    await stage.later(days=14)
    assert days(maya.inbox, FIRST_UNSIGNED) == ["Fri 10-16 16:00", "Sat 10-17 08:00"]
    assert days(maya.inbox, SECOND) == days(ruth.inbox, SECOND) == ["Fri 10-23 16:00"]
    assert days(maya.inbox, LAST) == ["Tue 10-27 16:00"]


def pressable(person: Person) -> list[Button]:
    assert isinstance(person.last, Message), person.answer
    return [button for part in person.last.parts if isinstance(part, Actions) for button in part.buttons]


async def test_the_first_step_offers_new_times(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(days=12)
    card = maya.inbox[-1]
    assert slots_on(card)[0] == "Mon, Oct 19, 3:00 PM Eastern"
    assert list(card.buttons)[3:] == [
        "Another time",
        "Pause",
        "End the match",
        "I have not heard from my mentor",
        "Snooze or switch off",
    ]
    await maya.presses(slots_on(card)[0])
    await ruth.presses("Agree")
    await stage.later(days=8)
    assert days(maya.inbox, SECOND) == []


async def test_who_has_a_suggestion_before_them_can_agree_from_the_first_step(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(days=8)
    match = await match_of(stage, maya)
    await maya.does(ProposeSchedule(match.id, "Nov 10", "3 pm", "weekly", "45", "video"))
    await stage.later(days=11)  # Ruth was reminded of her word twice, so this waits for a week with room
    card = [c for c in ruth.inbox if FIRST_UNSIGNED in c.first][-1]
    assert "suggested a time and waits for your word" in card.text
    await ruth.presses("Agree", on=card)
    assert await events(stage, "agreed") == ["agreed"]


async def test_a_silent_weekly_pair_hears_at_most_two_messages_a_week(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    before = len(stage.platform.cards)
    await stage.later(days=40)
    for person in (maya, ruth):
        times = [card.sent_at for card in stage.platform.cards[before:] if card in person.inbox]
        assert len(times) == 7
        for at in times:
            assert len([t for t in times if at - timedelta(days=7) < t <= at]) <= 2
        assert days(person.inbox, FIRST) == ["Mon 10-19 16:00"]
        assert days(person.inbox, SECOND) == ["Mon 10-26 16:00"]
        assert days(person.inbox, LAST) == ["Fri 10-30 16:00"]
    assert await status(stage, maya) is MatchStatus.PAUSED


async def test_silence_is_measured_from_the_first_meeting_where_it_lies_ahead(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, first_date="Oct 26")
    await stage.later(days=23)
    assert days(maya.inbox, FIRST) == []
    assert len(about(maya.inbox, "You meet Ruth on Mon, Oct 26")) == 1
    await stage.later(days=15)
    assert days(maya.inbox, FIRST) == ["Mon 11-09 16:00"]  # due on Friday, after two messages that week


async def test_a_monthly_pair_has_its_own_ladder(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, rhythm="monthly", weeks="52")
    await stage.later(days=44)
    assert days(maya.inbox, FIRST) == []
    await stage.later(days=60)
    assert days(maya.inbox, FIRST) == ["Fri 11-20 16:00"]  # 45 days after October 6
    assert days(maya.inbox, SECOND) == ["Mon 12-21 16:00"]  # 75 days
    assert days(maya.inbox, LAST) == ["Tue 01-05 16:00"]  # 90 days


async def test_school_breaks_are_no_silence(stage: Stage) -> None:
    await stage.rule(breaks=((date(2026, 10, 12), date(2026, 10, 16)),))
    maya, _ = await matched(stage)
    await stage.later(days=19)
    assert days(maya.inbox, FIRST_UNSIGNED) == ["Wed 10-21 16:00"]  # 10.5 days and the 5 of the break


async def test_a_break_that_is_entered_late_is_kept_too(stage: Stage) -> None:
    maya, _ = await matched(stage, maya=EASTERN, ruth=EASTERN)
    await stage.rule(breaks=((date(2026, 10, 14), date(2026, 10, 20)),))
    await stage.later(days=19)
    assert days(maya.inbox, FIRST_UNSIGNED) == ["Wed 10-21 16:00"]  # was due on the Friday before


async def test_any_sign_of_life_begins_the_ladder_anew(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=15)
    await maya.presses("We are meeting")
    assert "Everything goes on as agreed" in maya.answer
    await stage.later(days=8)
    assert days(ruth.inbox, SECOND) == []
    assert len(about(ruth.inbox, "You meet Maya on Tue, Oct 27")) == 1  # reminders are back
    await stage.later(days=8)
    assert len(days(ruth.inbox, FIRST)) == 2


async def test_a_late_tap_brings_a_paused_pair_back(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=30)
    assert await status(stage, maya) is MatchStatus.PAUSED
    asked = next(c for c in reversed(maya.inbox) if "Keep going" in c.buttons)
    await maya.presses("Keep going", on=asked)
    assert await status(stage, maya) is MatchStatus.ACTIVE
    assert "Maya resumed your meetings" in ruth.inbox[-1].first
    assert await events(stage, "match-resumed") == ["match-resumed"]


async def test_a_resumed_pair_goes_on_with_its_next_meeting(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=2)
    await maya.presses("Met")
    await maya.does(PauseMatch((await match_of(stage, maya)).id))
    assert "Maya paused your meetings" in ruth.inbox[-1].first
    before = len(stage.platform.cards)
    await stage.later(days=21)
    assert stage.platform.cards[before:] == []

    await ruth.presses("Resume")
    assert "goes on" in ruth.answer
    summary = [(s.starts_at.strftime("%m-%d"), s.status) for s in await sessions_of(stage, maya)]
    assert summary == [
        ("10-06", "held"),
        ("10-13", "cancelled"),
        ("10-20", "cancelled"),
        ("10-27", "cancelled"),
        ("11-03", "planned"),
        ("11-10", "planned"),
    ]
    await stage.later(days=8)
    assert len(about(maya.inbox, "You meet Ruth on Tue, Nov 3")) == 1
    assert len([c for c in maya.inbox if c.first.startswith("Did you and")]) == 2


async def test_pausing_and_resuming_twice_or_by_others_changes_nothing(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    nora, match = stage.person("Nora"), await match_of(stage, maya)
    await maya.does(ResumeMatch(match.id))
    refused(maya, "not paused")
    for command in (PauseMatch, ResumeMatch, KeepGoing):
        await nora.does(command(match.id))
        refused(nora, "another pair")
    await maya.does(PauseMatch(match.id))
    await ruth.does(PauseMatch(match.id))
    refused(ruth, "paused already")
    assert await events(stage, "match-paused") == ["match-paused"]


async def test_a_paused_pair_is_told_how_to_come_back_when_it_presses_anything(stage: Stage) -> None:
    maya, _ = await agreed(stage)
    match = await match_of(stage, maya)
    await maya.does(PauseMatch(match.id))
    for label in ("Change schedule", "Remind me the hour before"):
        card = next(c for c in maya.inbox if label in c.buttons)
        await maya.presses(label, on=card)
    refused_form = maya.replies[-2]
    assert "Resume" in str(refused_form.view)
    await maya.does(MatchDetails(match.id))
    assert "; paused" in maya.answer


async def another_message(stage: Stage, person: Person) -> None:
    """As another pair's reminder would come."""
    to = await person.id()

    async def tell(uow: UnitOfWork) -> None:
        words = "Another pair's reminder."
        context = Context(uow, await uow.communities.get(), stage.clock.now())
        await context.tell_member(to, Message(words, (Text(line(words)),)))

    await stage.storage.write(COMMUNITY, tell)
    await stage.bot.settle()


async def test_a_busy_mentor_still_hears_of_a_quiet_pair(stage: Stage) -> None:
    """The budget postpones the question once, at most by six days, never for good."""
    maya, ruth = await matched(stage)
    for day in range(20):
        await stage.until(MONDAY + timedelta(days=day, hours=3))
        await another_message(stage, ruth)
    assert days(maya.inbox, FIRST_UNSIGNED) == ["Fri 10-16 16:00"]
    assert days(ruth.inbox, FIRST_UNSIGNED) == ["Thu 10-22 16:00"]


async def test_the_question_comes_as_soon_as_there_is_room(stage: Stage) -> None:
    _, ruth = await matched(stage)
    for day in (10, 11):
        await stage.until(MONDAY + timedelta(days=day, hours=3))
        await another_message(stage, ruth)
    await stage.later(days=15)
    assert days(ruth.inbox, FIRST_UNSIGNED) == ["Thu 10-22 16:00"]
