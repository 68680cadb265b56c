"""What is typed after a slash stands in the form that opens; a moderator names a mentor right after the command."""

import pytest

from bot.commands import MentorAdmin, OpenFindMentor, OpenOfferMentoring
from bot.texts import common
from bot.views import Form, Rejected, View
from tests.acceptance.cast import asks, offers
from tests.acceptance.stage import Stage, standing


def stands(view: View) -> dict[str, str | tuple[str, ...]]:
    assert isinstance(view, Form), view
    return dict(standing(view))


async def test_state_setting_and_topic_stand_in_the_form_of_asking(stage: Stage) -> None:
    typed = OpenFindMentor(state="oh", setting="elementary", topic="IEP meetings")
    values = stands((await stage.person("Maya").does(typed)).view)
    assert values["state"] == "Ohio"
    assert values["setting"] == ("elementary",)
    assert values["topics"] == ("iep-process",)


async def test_what_is_typed_stands_in_the_form_of_changing_and_nothing_is_kept_of_it(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    values = stands((await maya.does(OpenFindMentor(state="Kentucky", topic="goals"))).view)
    assert (values["state"], values["topics"], values["setting"]) == ("Kentucky", ("goals",), ("elementary",))
    values = stands((await maya.does(OpenFindMentor())).view)
    assert (values["state"], values["topics"]) == ("Ohio", ("scheduling",))


async def test_state_and_setting_stand_in_the_form_of_offering(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    values = stands((await ruth.does(OpenOfferMentoring(state="OH and KY", setting="PreK"))).view)
    assert values["states"] == "Ohio, Kentucky"
    assert values["settings"] == ("preschool-619",)
    await offers(ruth)
    values = stands((await ruth.does(OpenOfferMentoring(setting="high school"))).view)
    assert (values["states"], values["settings"]) == ("Ohio", ("high-school",))


@pytest.mark.parametrize("nonsense", ["zzz", "🦉", "x" * 4000, "<@everyone>"])
async def test_options_that_mean_nothing_open_the_form_to_be_filled_in(stage: Stage, nonsense: str) -> None:
    maya = stage.person("Maya")
    values = stands((await maya.does(OpenFindMentor(setting=nonsense, topic=nonsense))).view)
    assert (values["setting"], values["topics"]) == ((), ())
    values = stands((await maya.does(OpenOfferMentoring(setting=nonsense))).view)
    assert values["settings"] == ()


async def test_a_moderator_sees_a_mentor_by_name(stage: Stage) -> None:
    ines = stage.person("Ines", moderator=True)
    await offers(stage.person("Ruth Adler"))
    await ines.does(MentorAdmin("ruth"))
    assert "Ruth Adler as a mentor." in ines.answer
    await ines.presses("Set aside")
    assert "is not asked until somebody approves" in ines.answer


async def test_a_suggested_mentor_is_meant_by_id(stage: Stage) -> None:
    ines, ruth = stage.person("Ines", moderator=True), stage.person("Ruth")
    await offers(ruth)
    await offers(stage.person("Ruth Adler"))
    await ines.does(MentorAdmin(await ruth.id()))
    assert "Ruth as a mentor." in ines.answer


async def test_several_mentors_of_one_name_are_asked_about(stage: Stage) -> None:
    ines = stage.person("Ines", moderator=True)
    await offers(stage.person("Ruth Adler"))
    await offers(stage.person("Ruth Bell"))
    await ines.does(MentorAdmin("Ruth"))
    assert "Several mentors fit. Whom do you mean?" in ines.answer
    await ines.presses("Ruth Bell")
    assert "Ruth Bell as a mentor." in ines.answer


async def test_a_name_of_nobody_is_said_so(stage: Stage) -> None:
    ines = stage.person("Ines", moderator=True)
    await ines.does(MentorAdmin("Ruth"))
    assert "Nobody has offered to mentor yet." in ines.answer
    await offers(stage.person("Ruth"))
    await ines.does(MentorAdmin("Zelda"))
    assert "Nobody who has offered to mentor is called “Zelda”." in ines.answer


async def test_whoever_does_not_moderate_learns_nothing_of_mentors(stage: Stage) -> None:
    maya = stage.person("Maya")
    await offers(stage.person("Ruth"))
    reply = await maya.does(MentorAdmin("Ruth"))
    assert isinstance(reply.view, Rejected)
    assert maya.answer.strip() == common.MODERATORS_ONLY
