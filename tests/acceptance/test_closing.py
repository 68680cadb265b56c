"""The end of a match: blameless, with one tap, and a new chance for both."""

import asyncio

import pytest

from bot.commands import (
    AnotherMentor,
    EndMatch,
    Feedback,
    MatchDetails,
    MentorStats,
    MyMentoring,
    NoSearch,
    NotForMe,
    OpenFeedback,
    OpenSearchAgain,
)
from bot.domain.schedule import wall
from bot.domain.status import MatchStatus, RequestStatus
from bot.ports.platforms import Envelope
from bot.views import Form, Message, Rejected
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import (
    about,
    agree_on,
    agreed,
    calendars,
    events,
    kept,
    match_of,
    matched,
    refused,
    sessions_of,
)
from tests.acceptance.reading import plainly
from tests.acceptance.stage import Person, Stage

EASTERN = "America/New_York"


async def request_status(stage: Stage, mentee: Person) -> RequestStatus:
    id = await mentee.id()
    request = await kept(stage, lambda uow: uow.requests.last_of(id))
    assert request
    return request.status


async def places(stage: Stage, mentor: Person) -> int:
    id = await mentor.id()
    offer = await kept(stage, lambda uow: uow.offers.live_of(id))
    assert offer
    return offer.places


async def met_once(stage: Stage) -> tuple[Person, Person]:
    maya, ruth = await agreed(stage)
    await stage.later(days=2)
    await maya.presses("Met")
    return maya, ruth


# Not for me


async def test_not_for_me_is_one_tap_and_nobody_is_blamed(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    intro = maya.inbox[-1]
    waiting = await maya.id()
    before = await kept(stage, lambda uow: uow.requests.last_of(waiting))
    await maya.presses("Not for me", on=intro)

    assert "This match has ended" in intro.text
    assert "nobody is to blame" in intro.text
    assert intro.buttons == {}
    assert "back at the front of the line" in maya.inbox[-1].text
    assert "by Mon, Oct 19, within 10 business days" in maya.inbox[-1].text
    assert maya.inbox[-1].readers == {maya.account.user}
    assert "Thank you for stepping in" in ruth.inbox[-1].text
    assert "says nothing about you" in ruth.inbox[-1].text
    assert (await match_of(stage, maya)).status is MatchStatus.ENDED
    assert await places(stage, ruth) == 1
    after = await kept(stage, lambda uow: uow.requests.last_of(waiting))
    assert before
    assert after
    assert (after.status, after.waiting_since) == (RequestStatus.OPEN, before.waiting_since)


async def test_the_two_are_never_matched_again_and_the_next_mentor_is_asked(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    nora = stage.person("Nora")
    await offers(nora)
    await maya.presses("Not for me")
    await stage.later(hours=1)
    assert about(nora.inbox, "Could you mentor this colleague?")
    await ruth.presses("Yes, now")
    await stage.later(days=14)
    assert len(about(ruth.inbox, "Could you mentor this colleague?")) <= 1  # the one from before


async def test_only_the_mentee_says_not_for_me(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    nora, match = stage.person("Nora"), await match_of(stage, maya)
    for command in (NotForMe(match.id), AnotherMentor(match.id)):
        await ruth.does(command)
        refused(ruth, "Only the mentee of this pair")
        await nora.does(command)
        refused(nora, "another pair")
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE


async def test_pressed_twice_the_match_ends_once(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    match = await match_of(stage, maya)
    presses = [stage.bot.handle(NotForMe(match.id), Envelope(maya.account, "Maya", f"press-{n}")) for n in range(3)]
    replies = await asyncio.gather(*presses)
    await stage.bot.settle()
    assert sorted(type(reply.view) is Message for reply in replies) == [False, False, True]
    assert await events(stage, "match-ended") == ["match-ended"]
    assert await places(stage, ruth) == 1
    assert len(about(ruth.inbox, "Thank you for stepping in")) == 1


# Ending


@pytest.mark.parametrize("by_mentee", [True, False])
async def test_either_ends_it_with_one_tap_and_both_see_the_hours(stage: Stage, by_mentee: bool) -> None:
    maya, ruth = await met_once(stage)
    one, other = (maya, ruth) if by_mentee else (ruth, maya)
    await one.does(MatchDetails((await match_of(stage, one)).id))
    await one.presses("End the match")

    for words in (one.answer, other.inbox[-1].text):
        assert "Meetings held\n1\nHours held\n0.75" in words
        assert "Thank you" in words
    assert "nobody is to blame" in other.inbox[-1].text
    assert ("Yes, look again" in other.inbox[-1].buttons) is not by_mentee
    assert "Give feedback" in other.inbox[-1].buttons
    assert await request_status(stage, maya) is RequestStatus.MATCHED
    assert await places(stage, ruth) == 1

    before = len(one.inbox) + len(other.inbox)
    await stage.later(days=120)
    assert len(one.inbox) + len(other.inbox) == before + 2  # one reminder each


async def test_after_the_end_every_button_says_so(stage: Stage) -> None:
    maya, ruth = await met_once(stage)
    cards = [card for card in [*maya.inbox, *ruth.inbox] if card.readers != frozenset()]
    await maya.does(EndMatch((await match_of(stage, maya)).id))
    ended = [
        (card, label)
        for card in cards
        for label in card.buttons
        if label not in {"My mentoring", "Snooze or switch off"}
    ]
    assert len(ended) > 5
    for card, label in ended:
        person = maya if maya.account.user in card.readers else ruth
        await person.presses(label, on=card)
        assert isinstance(person.last, Rejected), (label, person.answer)
    assert await events(stage, "match-ended") == ["match-ended"]
    assert [s.status for s in await sessions_of(stage, maya)] == ["held", "cancelled", "cancelled"]


async def test_a_mentee_asks_for_another_mentor_after_the_end(stage: Stage) -> None:
    maya, ruth = await met_once(stage)
    await ruth.does(EndMatch((await match_of(stage, ruth)).id))
    await maya.presses("Yes, look again")
    assert "You will get a new proposal by" in maya.answer
    assert await request_status(stage, maya) is RequestStatus.OPEN

    first = await match_of(stage, maya)
    await maya.does(AnotherMentor(first.id))
    refused(maya, "in line for a mentor already")
    nora = stage.person("Nora")
    await offers(nora)
    await nora.presses("Yes, I will")
    assert (await match_of(stage, maya)).mentor == await nora.id()
    await maya.does(AnotherMentor(first.id))
    refused(maya, "You have another mentor already")


async def test_a_mentee_asks_for_another_mentor_while_matched(stage: Stage) -> None:
    maya, ruth = await met_once(stage)
    await maya.does(MatchDetails((await match_of(stage, maya)).id))
    await maya.presses("Ask for another mentor")
    assert "front of the line" in maya.answer
    assert (await match_of(stage, maya)).status is MatchStatus.ENDED
    assert "Thank you for stepping in" in ruth.inbox[-1].text
    assert await request_status(stage, maya) is RequestStatus.OPEN


async def test_a_mentor_is_told_of_the_end_in_the_morning(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await stage.later(hours=13)  # 23:00
    await maya.presses("Not for me")
    assert about(ruth.inbox, "Thank you for stepping in") == []
    await stage.later(hours=10)
    (told,) = about(ruth.inbox, "Thank you for stepping in")
    assert wall(told.sent_at, EASTERN).hour == 8


# Feedback


async def test_feedback_is_two_taps_and_the_other_never_sees_it(stage: Stage) -> None:
    maya, ruth = await met_once(stage)
    await maya.does(EndMatch((await match_of(stage, maya)).id))
    reply = await maya.presses("Give feedback")
    assert isinstance(reply.view, Form)
    assert [field.required for field in reply.view.fields] == [True, False, False, False, False]
    await maya.fills(reply, helpful="5", comment="Ruth listened")
    assert "that helps the next pair" in maya.answer
    assert about(ruth.inbox, "listened") == []
    await maya.fills(reply, helpful="4")
    assert await events(stage, "feedback") == ["feedback", "feedback"]


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"helpful": ""}, "helpful", "a number from 1 to 5"),
        ({"helpful": "6"}, "helpful", "a number from 1 to 5"),
        ({"helpful": "5", "reason": "boredom"}, "reason", "a reason from the list"),
        ({"helpful": "5", "thanks": "Jordan Miller is my student"}, "thanks", "looks like student information"),
        ({"helpful": "5", "comment": "x" * 501}, "comment", "501 characters"),
        ({"helpful": "5", "comment": "my student Jordan Miller"}, "comment", "looks like student information"),
    ],
)
async def test_feedback_that_cant_be_taken(stage: Stage, values: dict[str, str], field: str, sentence: str) -> None:
    maya, _ = await matched(stage)
    nora, match = stage.person("Nora"), await match_of(stage, maya)
    feedback = Feedback(match.id, **values)  # type: ignore[arg-type]  # by name
    await maya.does(feedback)
    assert isinstance(maya.last, Rejected)
    assert sentence in maya.last.problems[field]
    for command in (feedback, OpenFeedback(match.id)):
        await nora.does(command)
        refused(nora, "another pair")
    assert await events(stage, "feedback") == []


async def test_thanks_are_passed_on_once_and_never_again_holds(stage: Stage) -> None:
    maya, ruth = await met_once(stage)
    match = await match_of(stage, maya)
    await maya.does(EndMatch(match.id))
    reply = await maya.presses("Give feedback")
    assert "3: as expected" in [option.label for option in reply.view.fields[0].options]  # type: ignore[union-attr]
    given = {"helpful": "3", "reason": "no-time", "thanks": "You *listened* well", "comment": "A bit rushed"}
    await maya.fills(reply, **given, never_again=("yes",))
    assert "I pass your thanks on to Ruth" in maya.answer
    (told,) = about(ruth.inbox, "thanks you for your time together")
    assert "“You *listened* well”" in told.text
    for card in ruth.inbox:
        assert "rushed" not in card.text
        assert "Too little time" not in card.text
    again = await maya.does(OpenFeedback(match.id))
    assert isinstance(again.view, Form)
    assert "thanks" not in {field.name for field in again.view.fields}
    await maya.fills(again, helpful="4")
    assert len(about(ruth.inbox, "thanks you for your time together")) == 1
    assert await events(stage, "end-reason") == ["end-reason"]
    mentee, mentor = await maya.id(), await ruth.id()
    assert mentor in await kept(stage, lambda uow: uow.exclusions.of(mentee))


# What comes then


async def test_a_mentor_is_left_alone_until_they_say_whether_to_go_on(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    bea = stage.person("Bea")
    await asks(bea)
    await maya.presses("Not for me", on=maya.inbox[-1])
    (told,) = about(ruth.inbox, "Thank you for stepping in")
    assert list(told.buttons) == ["Yes, now", "After a break", "Not again"]
    await ruth.does(MyMentoring())
    assert "Waits for your word, since a match of yours has ended" in plainly(ruth.last)
    assert "Paused" not in plainly(ruth.last)
    await stage.later(days=6)
    assert about(ruth.inbox, "Could you mentor this colleague?") == []
    await stage.later(days=30)
    assert len(about(ruth.inbox, "A week ago a match of yours ended")) == 1
    assert about(ruth.inbox, "Could you mentor this colleague?") == []
    await ruth.presses("Yes, now")
    await stage.later(days=1)
    assert len(about(ruth.inbox, "Could you mentor this colleague?")) == 1


@pytest.mark.parametrize("label", ["After a break", "Not again"])
async def test_a_mentor_who_has_answered_hears_nothing_more(stage: Stage, label: str) -> None:
    _, ruth = await matched(stage)
    await ruth.does(EndMatch((await match_of(stage, ruth)).id))
    reply = await ruth.presses(label)
    if isinstance(reply.view, Form):
        await ruth.fills(reply, until="2026-12-01")
    before = len(ruth.inbox)
    await stage.later(days=20)
    assert len(ruth.inbox) == before
    id = await ruth.id()
    offer = await kept(stage, lambda uow: uow.offers.live_of(id))
    assert (offer is None) is (label == "Not again")


@pytest.mark.parametrize("label", ["", "No, thank you", "Yes, look again", "No more of these"])
async def test_a_mentee_who_has_not_said_whether_to_look_again_is_reminded_once(stage: Stage, label: str) -> None:
    maya, ruth = await matched(stage)
    await ruth.does(EndMatch((await match_of(stage, ruth)).id))
    if label not in ("", "No more of these"):
        await maya.presses(label)
    await stage.later(days=9)
    reminders = about(maya.inbox, "A week ago your match ended")
    assert len(reminders) == (label in ("", "No more of these"))
    if label == "No more of these":
        await maya.presses("Snooze or switch off")
        assert "because a match of yours has ended" in maya.answer
        await maya.presses("Next week")
        await maya.presses("Snooze or switch off")
        await maya.presses(label)
    await stage.later(days=30)
    assert about(maya.inbox, "A week ago your match ended") == reminders


async def test_a_mentee_looks_again_with_other_wishes_or_not_at_all(stage: Stage) -> None:
    maya, ruth = await met_once(stage)
    match = await match_of(stage, ruth)
    await ruth.does(EndMatch(match.id))
    await maya.presses("No, thank you")
    assert "I won't look for anybody" in maya.answer
    assert await request_status(stage, maya) is RequestStatus.MATCHED

    reply = await maya.does(OpenSearchAgain(match.id))  # a change of mind
    await maya.fills(reply, state="Atlantis")
    assert isinstance(maya.last, Rejected)
    await maya.fills(reply, state="Kentucky")
    assert "back at the front of the line" in maya.answer
    id = await maya.id()
    request = await kept(stage, lambda uow: uow.requests.live_of(id))
    assert request
    assert (request.state, request.came_back, request.setting) == ("KY", True, "elementary")
    for command in (OpenSearchAgain(match.id), NoSearch(match.id)):
        await maya.does(command)
        refused(maya, "in line for a mentor already")
        await ruth.does(command)
        refused(ruth, "Only the mentee of this pair")


async def test_moderators_see_whether_who_came_back_was_served_in_time(stage: Stage) -> None:
    grace = stage.person("Grace", moderator=True)
    maya, _ = await matched(stage)
    await maya.presses("Not for me")
    await grace.does(MentorStats())
    assert "New proposal in 10 business days: None yet" in plainly(grace.last)
    await stage.later(days=15)
    await grace.does(MentorStats())
    assert "New proposal in 10 business days: 0 of 1 who came back (0%)" in plainly(grace.last)


# After the last meeting


async def lived_through(stage: Stage, weeks: str, rhythm: str = "weekly") -> tuple[Person, Person]:
    """All agreed meetings are held, and both have been asked how it shall go on."""
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, weeks=weeks, rhythm=rhythm, place="Zoom", goals="Goals")
    for _ in range(int(weeks)):
        await stage.later(days=7)
        for person in (maya, ruth):
            if any(card.first.startswith("Did you and") and "Met" in card.buttons for card in person.inbox):
                await person.presses("Met")
    return maya, ruth


async def test_after_the_last_meeting_both_are_asked_how_it_goes_on(stage: Stage) -> None:
    maya, ruth = await lived_through(stage, "3")
    await stage.later(days=6)
    for person in (maya, ruth):
        (asked,) = about(person.inbox, "That was the last agreed meeting with")
        assert list(asked.buttons) == [
            "Another 3 weeks",
            "Meet monthly",
            "Another time",
            "We're done",
            "Snooze or switch off",
        ]
        assert "Hours held\n2.25" in asked.text
        assert asked.sent_at.weekday() < 5


async def test_who_tells_of_the_last_meeting_is_asked_right_there(stage: Stage) -> None:
    maya, ruth = await lived_through(stage, "3")
    assert "How would you like to go on?" in maya.answer
    assert "Hours held\n2.25" in maya.answer
    await maya.presses("Another 3 weeks")
    before = len(ruth.inbox)
    await stage.later(days=8)
    later = ruth.inbox[before:]
    assert len(about(later, "suggested")) == len(later) == 2, "only reminded of the suggestion, on days 1 and 3"


async def test_another_term_keeps_time_place_and_goals(stage: Stage) -> None:
    maya, ruth = await lived_through(stage, "3")
    await ruth.presses("Another 3 weeks")
    await maya.presses("Agree")
    series = calendars(maya)[-1]
    assert [start.strftime("%m-%d %H:%M") for start in series.starts] == ["10-27 15:00", "11-03 15:00", "11-10 15:00"]
    assert series.location == "Video call: Zoom"
    assert "Goals" in about(maya.inbox, "Your mentoring agreement")[-1].text


async def test_both_choosing_the_same_way_on_is_an_agreement(stage: Stage) -> None:
    maya, ruth = await lived_through(stage, "3")
    await stage.later(days=6)
    cards = {p.name: about(p.inbox, "That was the last agreed meeting with")[0] for p in (maya, ruth)}
    await maya.presses("Meet monthly", on=cards["Maya"])
    await ruth.presses("Meet monthly", on=cards["Ruth"])
    starts = calendars(maya)[-1].starts
    assert [start.strftime("%m-%d") for start in starts[:3]] == ["11-03", "12-01", "01-05"]
    assert (await match_of(stage, maya)).rhythm == "monthly"


async def test_were_done_closes_with_thanks(stage: Stage) -> None:
    maya, ruth = await lived_through(stage, "1")
    await stage.later(days=6)
    assert "Another week" in maya.inbox[-1].buttons
    await maya.presses("We're done")
    assert "Thank you for the time together" in maya.answer
    assert "Give feedback" in ruth.inbox[-1].buttons
    assert (await match_of(stage, maya)).status is MatchStatus.ENDED


async def test_who_has_gone_on_is_not_asked(stage: Stage) -> None:
    maya, ruth = await lived_through(stage, "1")
    await agree_on(stage, maya, ruth, first_date="Oct 20")
    await stage.later(days=7)
    assert about(maya.inbox, "That was the last agreed meeting with") == []
