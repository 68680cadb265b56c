"""Where no profile tells a time zone it is proposed by the state, and asked about once where that is not sure."""

import pytest

from bot.commands import KeepZone, MyMentoring, OpenFindMentor, decode
from bot.journey.zone_questions import likely
from bot.reference.states import STATES, zones_of
from bot.views import Actions, Message
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import kept
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import Person, Stage

QUESTION = "Which time zone do you live in?"
EASTERN, CENTRAL, MOUNTAIN = "America/New_York", "America/Chicago", "America/Denver"


async def zone_of(stage: Stage, person: Person) -> tuple[str | None, bool]:
    id = await person.id()
    member = await kept(stage, lambda uow: uow.members.get(id))
    assert member is not None
    return member.zone, member.zone_confirmed


def buttons(person: Person) -> list[str]:
    assert isinstance(person.last, Message)
    return [b.label for part in person.last.parts if isinstance(part, Actions) for b in part.buttons]


async def test_a_state_with_one_zone_proposes_it_and_asks_nothing(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    assert "I use Eastern time for you, the time zone of Ohio." in plainly(maya.last)
    assert QUESTION not in plainly(maya.last)
    assert "Change time zone" in buttons(maya)
    assert await zone_of(stage, maya) == (EASTERN, False)


async def test_a_state_with_two_zones_asks_which(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya, state="Kentucky")
    assert f"{QUESTION} Until you tell me, I use Eastern time." in plainly(maya.last)
    assert buttons(maya)[:3] == ["Eastern time", "Central time", "Another time zone"]
    assert "Change time zone" not in buttons(maya)
    await maya.presses("Central time")
    assert "Your time zone is now Central (Chicago)." in plainly(maya.last)
    assert await zone_of(stage, maya) == (CENTRAL, True)


async def test_confirming_what_was_proposed_settles_it(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya, state="Kentucky")
    await maya.presses("Eastern time")
    assert await zone_of(stage, maya) == (EASTERN, True)
    await offers(maya, states="Kentucky and Tennessee")
    assert QUESTION not in plainly(maya.last)
    assert "Your time zone is Eastern time." in plainly(maya.last)


async def test_another_zone_is_chosen_from_the_list(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya, state="Kentucky")
    form = await maya.presses("Another time zone")
    await maya.fills(form, zone="Pacific/Honolulu")
    assert await zone_of(stage, maya) == ("Pacific/Honolulu", True)


async def test_the_question_is_asked_once_and_what_is_assumed_is_said(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya, state="Kentucky")
    await offers(maya, states="Kentucky")
    said = plainly(maya.last)
    assert QUESTION not in said
    assert "I use Eastern time for you; please change it below if that is not yours." in said
    assert "Change time zone" in buttons(maya)
    await maya.fills(await maya.does(OpenFindMentor()), state="Tennessee")
    assert QUESTION not in plainly(maya.last)
    assert "Change time zone" in buttons(maya)
    assert len(await history(stage, "zone-wanted")) == 1


async def test_the_zone_can_be_changed_long_after_the_answer_is_gone(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await stage.later(days=2)
    await maya.does(MyMentoring())
    assert "I use Eastern time for you." in plainly(maya.last)
    await maya.fills(await maya.presses("Change time zone"), zone=CENTRAL)
    assert await zone_of(stage, maya) == (CENTRAL, True)


async def test_an_offer_for_states_with_other_clocks_asks_which(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth, states="Ohio, Colorado, California")
    assert QUESTION in plainly(ruth.last)
    assert buttons(ruth)[:4] == ["Eastern time", "Mountain time", "Pacific time", "Another time zone"]
    await ruth.presses("Mountain time")
    assert await zone_of(stage, ruth) == (MOUNTAIN, True)


async def test_an_offer_for_states_of_one_zone_asks_nothing(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth, states="Ohio, Pennsylvania, New York")
    assert "I use Eastern time for you, the time zone of the states you know." in plainly(ruth.last)


async def test_a_state_that_is_changed_to_one_elsewhere_asks_too(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await maya.fills(await maya.does(OpenFindMentor()), state="California")
    assert QUESTION in plainly(maya.last)
    await maya.presses("Pacific time")
    await maya.fills(await maya.does(OpenFindMentor()), state="Ohio")
    assert "time for you" not in plainly(maya.last)
    assert await zone_of(stage, maya) == ("America/Los_Angeles", True)


async def test_who_asked_in_one_zone_and_offers_in_another_is_asked(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await offers(maya, states="California")
    assert QUESTION in plainly(maya.last)
    assert buttons(maya)[:2] == ["Eastern time", "Pacific time"]


async def test_whoever_helps_from_the_channel_with_a_first_offer_is_asked_as_well(stage: Stage) -> None:
    await asks(stage.person("Maya"), state="Kentucky")
    ruth = stage.person("Ruth")
    await ruth.presses("I can help with this")
    form = await ruth.presses("I can help")
    await ruth.fills(form, profession="otr", years="6", states="Kentucky", settings=("elementary",), free_times="")
    assert "Thank you for stepping forward." in plainly(ruth.last)
    assert QUESTION in plainly(ruth.last)
    await ruth.presses("Central time")
    assert await zone_of(stage, ruth) == (CENTRAL, True)


async def test_pressing_twice_or_another_choice_later_is_fine(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya, state="Kentucky")
    receipt = maya.last
    assert isinstance(receipt, Message)
    eastern, central, _ = next(part.buttons for part in receipt.parts if isinstance(part, Actions))
    for button in (central, central, eastern):
        await maya.does(decode(button.action))
    assert await zone_of(stage, maya) == (EASTERN, True)
    await maya.does(KeepZone())
    assert await zone_of(stage, maya) == (EASTERN, True)


@pytest.mark.slack  # whose profiles have a zone
async def test_a_profile_that_says_it_is_not_asked_over(stage: Stage) -> None:
    maya = stage.person("Maya")
    maya.lives_in(CENTRAL)
    await asks(maya, state="Kentucky")
    assert QUESTION not in plainly(maya.last)


def test_every_state_with_several_zones_can_be_answered_with_one_tap() -> None:
    several = {code for code in STATES if len(likely(STATES[code].usual_zone, [code])) > 1}
    assert several == {"AK", "AZ", "FL", "ID", "IN", "KS", "KY", "MI", "NE", "NV", "ND", "OR", "SD", "TN", "TX"}
    for code in several:
        assert len(likely(STATES[code].usual_zone, [code])) == 2


def test_the_zone_in_use_is_always_among_the_likely_ones() -> None:
    assert likely("Europe/Berlin", list(STATES))[0] == "Europe/Berlin"
    assert len(likely("Europe/Berlin", list(STATES))) == 4
    assert likely(EASTERN, ["OH"]) == (EASTERN,)
    assert set(likely(EASTERN, ["OH", "CO"])) <= {EASTERN, *zones_of(["OH", "CO"])}
