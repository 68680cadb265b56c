"""What Discord suggests while somebody types an option, and what it does not tell."""

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.cast import offers
from tests.acceptance.discord_stage import DiscordStage
from tests.simulators.simulated_discord import DiscordPerson


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[DiscordStage]:
    stage = DiscordStage(sqlite_url)
    await stage.open()
    yield stage
    await stage.close()


async def suggested(person: DiscordPerson, command: str, **options: str) -> list[str]:
    return [choice["name"] for choice in await person.suggests(command, **options)]


async def test_states_settings_and_topics_are_suggested(stage: DiscordStage) -> None:
    maya = stage.person("Maya").there
    assert await suggested(maya, "/find-mentor", state="new") == [
        "New Hampshire",
        "New Jersey",
        "New Mexico",
        "New York",
    ]
    assert "Elementary school" in await suggested(maya, "/find-mentor", state="Ohio", setting="elem")
    assert (await suggested(maya, "/find-mentor", topic="goals"))[0] == "Measurable goals and team goals"
    assert await suggested(maya, "/offer-mentoring", state="ohi") == ["Ohio"]
    assert "Elementary school" in await suggested(maya, "/offer-mentoring", setting="elem")


async def test_a_suggested_topic_stands_in_the_form(stage: DiscordStage) -> None:
    maya = stage.person("Maya").there
    choice, *_ = await maya.suggests("/find-mentor", topic="goals")
    answer = await maya.types("/find-mentor", topic=choice["value"])
    assert answer.kind == "modal"
    await maya.fills({"State you work in": "Ohio", "Setting": "Elementary school"})
    await maya.submits()
    assert "Measurable goals and team goals" in maya.ephemerals[-1].words


async def test_mentors_are_suggested_to_moderators_alone(stage: DiscordStage) -> None:
    ines, maya = stage.person("Ines", moderator=True).there, stage.person("Maya").there
    await offers(stage.person("Ruth Adler"))
    assert await suggested(maya, "/mentor-admin", mentor="ru") == []
    assert await suggested(maya, "/mentor-admin", mentor="") == []
    (choice,) = await ines.suggests("/mentor-admin", mentor="ru")
    assert choice["name"] == "Ruth Adler"
    await ines.types("/mentor-admin", mentor=choice["value"])
    assert "Ruth Adler" in ines.ephemerals[-1].words
    assert "Years in schools" in ines.ephemerals[-1].words


async def test_nothing_is_suggested_while_nobody_has_offered(stage: DiscordStage) -> None:
    ines = stage.person("Ines", moderator=True).there
    assert await suggested(ines, "/mentor-admin", mentor="ru") == []
