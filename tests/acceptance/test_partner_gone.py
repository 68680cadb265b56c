"""The one who is still here, while their partner has left: nothing brings back meetings to which only one can come."""

import pytest

from bot.commands import (
    AgreeSchedule,
    CantMakeIt,
    Command,
    KeepGoing,
    MyMentoring,
    OpenReschedule,
    OpenSchedule,
    PauseMatch,
    PickSlot,
    ResumeMatch,
    SessionMet,
    ToggleHourBefore,
)
from bot.domain.status import MatchStatus
from bot.views import Actions, Facts, Message, Rejected
from tests.acceptance.pair import about, agree_on, agreed, match_of, matched, refused, sessions_of
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import Person, Stage

pytestmark = pytest.mark.slack  # which tells of those who leave and return

GONE = "Ruth has left the community"


async def looks(person: Person, other: str) -> Message:
    """Their meetings with somebody."""
    await person.does(MyMentoring())
    await person.presses(f"Meetings with {other}")
    assert isinstance(person.last, Message), person.answer
    return person.last


def buttons(message: Message) -> list[str]:
    return [button.label for part in message.parts if isinstance(part, Actions) for button in part.buttons]


def facts(message: Message) -> list[str]:
    return [label for part in message.parts if isinstance(part, Facts) for label, _ in part.rows]


async def test_a_match_whose_other_one_left_is_not_resumed_and_nobody_is_reminded(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, first_date="2026-10-20")
    await ruth.leaves()
    match = await match_of(stage, maya)
    before = len(maya.inbox)
    await maya.does(ResumeMatch(match.id))
    refused(maya, GONE)
    assert "/my-mentoring" in maya.answer
    assert (await match_of(stage, maya)).status is MatchStatus.PAUSED
    await stage.later(days=30)
    assert len(maya.inbox) == before + 1, "the news, and no reminder, no question, no ladder"


@pytest.mark.memory  # one of them natively is enough
@pytest.mark.parametrize("what", ["keep going", "pause", "form", "slot"])
async def test_nothing_else_revives_it_either(stage: Stage, what: str) -> None:
    maya, ruth = await matched(stage)
    match = await match_of(stage, maya)
    await ruth.leaves()
    commands: dict[str, Command] = {
        "keep going": KeepGoing(match.id),
        "pause": PauseMatch(match.id),
        "form": OpenSchedule(match.id),
        "slot": PickSlot(match.id, "2026-10-07T15:00"),
    }
    await maya.does(commands[what])
    refused(maya, GONE)
    assert (await match_of(stage, maya)).status is MatchStatus.PAUSED


@pytest.mark.memory
@pytest.mark.parametrize("command", [CantMakeIt, OpenReschedule, SessionMet])
async def test_their_meetings_are_not_moved_or_told(stage: Stage, command: type[Command]) -> None:
    maya, ruth = await agreed(stage)
    (session, *_) = await sessions_of(stage, maya)
    await ruth.leaves()
    await maya.does(command(session.id))  # type: ignore[call-arg]  # each of them names a session
    refused(maya, GONE)


async def test_a_suggestion_of_somebody_who_left_is_not_agreed_on(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth)
    match = await match_of(stage, maya)
    await ruth.does(PickSlot(match.id, "2026-10-07T15:00"))
    async with stage.storage.read(match.community) as uow:
        signed = await uow.agreements.signed(match.id)
    assert signed is not None
    await ruth.leaves()
    await maya.does(AgreeSchedule(signed.id))
    refused(maya, GONE)


async def test_a_mentee_sees_that_they_left_and_can_ask_for_another_mentor(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    assert "Next meeting" in facts(await looks(maya, "Ruth"))
    await ruth.leaves()
    shown = await looks(maya, "Ruth")
    assert "Ruth was your mentor and has left the community" in plainly(shown)
    assert not {"Next meeting", "That is"} & set(facts(shown))
    assert buttons(shown) == ["Ask for another mentor", "End the match", "Hours log"]
    await maya.presses("Ask for another mentor")
    assert "back at the front of the line" in maya.answer


async def test_a_mentor_sees_that_they_left_and_can_end_the_match(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await maya.leaves()
    shown = await looks(ruth, "Maya")
    assert "Maya was your mentee and has left the community" in plainly(shown)
    assert buttons(shown) == ["End the match", "Hours log"]
    await ruth.presses("End the match")
    assert (await match_of(stage, maya)).status is MatchStatus.ENDED


async def test_an_ended_match_stays_as_it_ended(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    shown = await looks(maya, "Ruth")
    await maya.presses("End the match")
    await ruth.leaves()
    await maya.does(ResumeMatch((await match_of(stage, maya)).id))
    refused(maya, "This match has ended")
    assert shown.summary == "You and Ruth"


# The one who left is back


async def test_who_tried_to_resume_meets_on_once_they_are_back(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await ruth.leaves()
    await maya.does(ResumeMatch((await match_of(stage, maya)).id))
    assert isinstance(maya.last, Rejected)
    await stage.later(days=2)
    await ruth.returns()
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE
    assert "You meet next on" in maya.inbox[-1].text
    assert "Next meeting" in facts(await looks(maya, "Ruth"))
    assert len(await history(stage, "match-resumed")) == 1


async def test_what_one_of_them_had_paused_before_is_resumed_once_they_are_back(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    match = await match_of(stage, maya)
    await maya.does(PauseMatch(match.id))
    await ruth.leaves()
    await stage.later(days=3)
    assert buttons(await looks(maya, "Ruth")) == ["Ask for another mentor", "End the match", "Hours log"]
    await ruth.returns()
    (card,) = about(maya.inbox, "is back in the community")
    assert "You meet next on" not in card.text, "they are still paused"
    await maya.presses("Resume", on=card)
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE


async def test_the_hour_before_is_a_choice_that_can_be_made_meanwhile(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    match = await match_of(stage, maya)
    await ruth.leaves()
    await maya.does(ToggleHourBefore(match.id))
    assert isinstance(maya.last, Message)
