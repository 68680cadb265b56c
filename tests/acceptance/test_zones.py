"""Whose time zone is what: proposed from the profile, confirmed, and asked about once when the profile changes."""

import pytest

from bot.commands import ChooseZone, KeepZone, OpenFindMentor, UseZone, encode
from bot.domain.member import Member
from bot.journey.zones import usable
from bot.ports.platforms import Standing
from bot.views import Form, Rejected, SearchField
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import about, agree_on, kept, matched, sessions_of
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import COMMUNITY, Card, Person, Stage, standing

pytestmark = pytest.mark.slack  # whose profiles have a zone

EASTERN, MOUNTAIN, CENTRAL = "America/New_York", "America/Denver", "America/Chicago"


async def member(stage: Stage, person: Person) -> Member:
    id = await person.id()
    found = await kept(stage, lambda uow: uow.members.get(id))
    assert found is not None
    return found


def questions(person: Person) -> list[Card]:
    return about(person.inbox, "Your profile now says")


# Proposed and confirmed


async def test_the_zone_of_the_profile_is_proposed_and_can_be_changed(stage: Stage) -> None:
    maya = stage.person("Maya")
    maya.lives_in(CENTRAL)
    await asks(maya)
    assert "I use Central time for you, as your profile says" in plainly(maya.last)
    assert not (await member(stage, maya)).zone_confirmed
    await maya.fills(await maya.presses("Change time zone"), zone=EASTERN)
    assert "Your time zone is now Eastern (New York)" in plainly(maya.last)
    assert (await member(stage, maya)).zone_confirmed
    await maya.does(OpenFindMentor())
    assert (await member(stage, maya)).zone == EASTERN, "the profile does not win over what was chosen"


async def test_without_a_profile_the_state_is_the_proposal(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    assert "the time zone of Ohio" in plainly(maya.last)


async def test_a_mentor_abroad_keeps_the_zone_of_the_profile(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    ruth.lives_in("Asia/Kolkata")
    await offers(ruth)
    assert "I use Kolkata time for you, as your profile says" in plainly(ruth.last)
    form = await ruth.presses("Change time zone")
    assert isinstance(form.view, Form)
    assert standing(form.view)["zone"] == ("Asia/Kolkata",)
    (field,) = form.view.fields
    assert isinstance(field, SearchField)
    assert ("Yours", "Kolkata (Asia)") in [(option.group, option.label) for option in field.options]
    await ruth.fills(form)
    assert (await member(stage, ruth)).zone_confirmed
    await ruth.does(ChooseZone("Europe/Berlin"))
    assert "Berlin (Europe)" in plainly(ruth.last)


@pytest.mark.memory  # Slack has only zones that are some
@pytest.mark.parametrize("wrong", ["", "Mars/Olympus", "../../etc/passwd", "localtime", "Etc/GMT+5", "x" * 5000])
async def test_a_profile_with_a_zone_that_is_none_counts_as_none(stage: Stage, wrong: str) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    for person in (maya, ruth):
        person.lives_in(wrong)
    await asks(maya)
    assert (await member(stage, maya)).zone == EASTERN
    await offers(ruth)
    await maya.moves_to(wrong)
    assert not questions(maya)
    assert (await member(stage, maya)).zone == EASTERN
    await maya.does(UseZone(wrong))
    assert isinstance(maya.last, Rejected)
    assert usable(wrong) is None


# A profile that changes


async def test_an_unconfirmed_zone_follows_the_profile_while_nothing_is_scheduled(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await maya.moves_to(MOUNTAIN)
    assert (await member(stage, maya)).zone == MOUNTAIN
    assert not maya.inbox


async def test_a_confirmed_zone_is_asked_about_once(stage: Stage) -> None:
    maya = stage.person("Maya")
    await maya.does(ChooseZone(EASTERN))
    await maya.moves_to(MOUNTAIN)
    (card,) = questions(maya)
    assert list(card.buttons) == ["Use Mountain time", "Keep Eastern time"]
    for _ in range(3):
        await stage.bot.changed(maya.account, Standing(moderator=False, zone=MOUNTAIN, name="Maya B."))
    await maya.moves_to(EASTERN)
    await maya.moves_to(MOUNTAIN)
    await stage.later(days=1)
    assert len(questions(maya)) == 1, "also for somebody who travels to and fro"
    assert (await member(stage, maya)).zone == EASTERN, "nothing changes before the answer"
    await maya.moves_to("Pacific/Honolulu")
    await stage.later(days=1)
    assert len(questions(maya)) == 2


async def test_keeping_the_zone_confirms_it_and_pressing_twice_says_the_same(stage: Stage) -> None:
    maya = stage.person("Maya")
    await maya.does(ChooseZone(EASTERN))
    await maya.moves_to(MOUNTAIN)
    card = questions(maya)[0]
    await maya.presses("Keep Eastern time", on=card)
    assert "your time zone stays Eastern (New York)" in plainly(card.message)
    await maya.does(KeepZone())
    assert (await member(stage, maya)).zone == EASTERN
    assert len(await history(stage, "zone-confirmed")) == 1


async def test_a_pair_with_a_schedule_keeps_its_times_when_one_of_them_moves(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth)
    before = [session.starts_at for session in await sessions_of(stage, maya)]
    await ruth.moves_to(MOUNTAIN)
    assert len(questions(ruth)) == 1, "she never confirmed a zone, but a schedule depends on it"
    await ruth.presses("Use Mountain time")
    said = plainly(ruth.last)
    assert "Your time zone is now Mountain (Denver)" in said
    assert "Your next meeting with Maya is on Tue, Oct 6, 1:00 PM Mountain" in said
    assert "your meetings keep Eastern time, as you agreed" in said
    assert [session.starts_at for session in await sessions_of(stage, maya)] == before
    await ruth.does(UseZone(MOUNTAIN))
    assert plainly(ruth.last) == said
    assert len(await history(stage, "zone-confirmed")) == 1
    assert not questions(maya), "nobody else hears of it"


async def test_a_zone_with_the_same_clocks_is_no_news(stage: Stage) -> None:
    maya = stage.person("Maya")
    await maya.does(ChooseZone(EASTERN))
    await maya.moves_to("America/Detroit")
    assert not maya.inbox


async def test_the_question_waits_for_the_morning(stage: Stage) -> None:
    maya = stage.person("Maya")
    await maya.does(ChooseZone(EASTERN))
    await stage.later(hours=12)
    await maya.moves_to(MOUNTAIN)
    assert not questions(maya)
    await stage.later(hours=12)
    (card,) = questions(maya)
    assert card.sent_at.hour == 12, "8 AM Eastern"


def test_the_longest_zone_fits_a_button() -> None:
    assert len(encode(UseZone("America/Argentina/ComodRivadavia"))) <= 100


# Asking with words from elsewhere


async def test_words_from_a_message_stand_in_the_note_and_are_not_kept(stage: Stage) -> None:
    maya = stage.person("Maya")
    form = await maya.does(OpenFindMentor(note="  Anybody around who knows rural schools? " + "x" * 5000))
    assert isinstance(form.view, Form)
    note = standing(form.view)["note"]
    assert isinstance(note, str)
    assert note.startswith("Anybody around")
    assert len(note) == 500
    again = await maya.does(OpenFindMentor())
    assert isinstance(again.view, Form)
    assert standing(again.view)["note"] == "", "nothing was kept"
    async with stage.storage.read(COMMUNITY) as uow:
        assert await uow.members.of(maya.account) is None


async def test_words_from_a_message_do_not_replace_a_note_that_is_there(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya, note="Mine")
    form = await maya.does(OpenFindMentor(note="From the channel"))
    assert isinstance(form.view, Form)
    assert standing(form.view)["note"] == "Mine"
    await maya.fills(form, note="")
    form = await maya.does(OpenFindMentor(note="From the channel"))
    assert isinstance(form.view, Form)
    assert standing(form.view)["note"] == "From the channel"
