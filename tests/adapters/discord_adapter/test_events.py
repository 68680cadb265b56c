"""Group sessions stand in a server's own events exactly once where the bot may do that; else moderators hear why."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.commands import ChooseZone, GroupSessions, ListGroupSession, OpenGroupSession
from bot.ids import SpaceId
from bot.ports.platforms import Platform, Space
from bot.texts import group_sessions as texts
from tests.acceptance.discord_stage import DiscordActor, DiscordStage
from tests.acceptance.reading import plainly
from tests.acceptance.stage import COMMUNITY
from tests.acceptance.test_delivery import lease_runs_out
from tests.simulators.simulated_discord import Permission

GOALS = {"title": "Writing goals", "date": "Oct 6, 2026", "time": "3:30 pm", "minutes": "60", "place": "Room 4"}
CREATE, DELETE = "create_guild_scheduled_event", "delete_guild_scheduled_event"


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[DiscordStage]:
    stage = DiscordStage(sqlite_url)
    await stage.open()
    yield stage
    await stage.close()


async def moderator(stage: DiscordStage) -> DiscordActor:
    ines = stage.person("Ines", moderator=True)
    await ines.does(ChooseZone("America/New_York"))
    return ines


async def plans(person: DiscordActor, **said: str) -> None:
    await person.fills(await person.does(OpenGroupSession()), **{**GOALS, **said})


def events(stage: DiscordStage) -> list[dict[str, Any]]:
    return list(stage.guild.scheduled.values())


def posted(stage: DiscordStage) -> list[str]:
    return [message.words for message in stage.mentoring.messages if not message.is_ephemeral]


async def without_permission(stage: DiscordStage) -> None:
    await stage.guild.grants_bot(stage.guild.bot_role.permissions & ~Permission.CREATE_EVENTS)


def told(person: DiscordActor) -> list[str]:
    return [plainly(card.message) for card in person.inbox]


async def test_a_group_session_stands_among_the_events_of_the_server(stage: DiscordStage) -> None:
    ines = await moderator(stage)
    await plans(ines)
    (event,) = events(stage)
    assert event["name"] == "Writing goals"
    assert event["entity_type"] == 3
    assert event["privacy_level"] == 2
    assert event["entity_metadata"] == {"location": "Room 4"}
    assert event["scheduled_start_time"] == "2026-10-06T19:30:00+00:00"
    assert event["scheduled_end_time"] == "2026-10-06T20:30:00+00:00"
    assert sum("Group session: Writing goals" in words for words in posted(stage)) == 1
    assert not told(ines)


async def test_calling_it_off_takes_it_off_the_events(stage: DiscordStage) -> None:
    ines = await moderator(stage)
    await plans(ines)
    await plans(ines, date="Oct 13, 2026")
    ours, later = events(stage)
    id = stage.discord.ids.new()
    theirs = stage.guild.scheduled[id] = {**ours, "id": str(id), "creator_id": str(ines.there.id)}
    await ines.does(GroupSessions())
    await ines.presses("Call off no. 1")
    assert events(stage) == [later, theirs]
    assert sum("Called off: Writing goals" in words for words in posted(stage)) == 1
    assert not told(ines)


async def test_an_event_that_a_moderator_took_off_already_is_no_trouble(stage: DiscordStage) -> None:
    ines = await moderator(stage)
    await plans(ines)
    stage.guild.scheduled.clear()
    await ines.presses("Call it off")
    assert not told(ines)
    assert not stage.discord.calls_of(DELETE)
    await plans(ines)
    stage.discord.refuse(DELETE, 10070)
    await ines.presses("Call it off")
    assert not told(ines), "nor in that very moment"


async def test_without_the_permission_the_post_stands_alone_and_the_moderator_hears_what_to_click(
    stage: DiscordStage,
) -> None:
    ines = await moderator(stage)
    await without_permission(stage)
    await plans(ines)
    assert not events(stage)
    assert not stage.discord.calls_of(CREATE), "what is not allowed is not tried"
    assert sum("Group session: Writing goals" in words for words in posted(stage)) == 1
    (card,) = told(ines)
    assert "I could not add it to the events of School OTs: I am missing a permission." in card
    assert "“Create Events”" in card
    await ines.does(GroupSessions())
    assert "(not among the server's events)" in plainly(ines.last)


async def test_once_it_is_allowed_it_is_added_with_one_press(stage: DiscordStage) -> None:
    ines = await moderator(stage)
    await without_permission(stage)
    await plans(ines)
    await ines.presses("Try again", on=ines.inbox[-1])
    assert len(told(ines)) == 2, "it did not help yet"
    await stage.guild.grants_bot(stage.guild.bot_role.permissions | Permission.CREATE_EVENTS)
    await ines.presses("Try again", on=ines.inbox[-1])
    assert len(events(stage)) == 1
    assert len(told(ines)) == 2
    await ines.does(GroupSessions())
    assert "not among" not in plainly(ines.last)
    await ines.does(ListGroupSession(_session(stage)))
    assert len(events(stage)) == 1, "nor does it stand there twice"
    assert sum("Group session: Writing goals" in words for words in posted(stage)) == 1


def _session(stage: DiscordStage) -> str:
    (id,) = {card.message.group_session.id for card in stage.channel if card.message.group_session is not None}
    return id


async def test_without_the_permission_an_event_that_is_called_off_is_left_to_the_moderator(stage: DiscordStage) -> None:
    ines = await moderator(stage)
    await plans(ines)
    await without_permission(stage)
    await ines.presses("Call it off")
    assert len(events(stage)) == 1
    assert "but I could not take it off the events of School OTs" in told(ines)[-1]
    await stage.guild.grants_bot(stage.guild.bot_role.permissions | Permission.CREATE_EVENTS)
    await ines.presses("Try again", on=ines.inbox[-1])
    assert not events(stage)


async def test_a_server_with_as_many_events_as_it_may_have_is_a_sentence(stage: DiscordStage) -> None:
    ines = await moderator(stage)
    stage.discord.refuse(CREATE, 30038)
    await plans(ines)
    assert "as many events as a server may have" in told(ines)[-1]


# Once


@pytest.mark.parametrize("how", ["line", "503"])
async def test_a_process_that_stopped_between_the_post_and_the_event_leaves_one_of_each(
    stage: DiscordStage, how: str
) -> None:
    ines = await moderator(stage)
    stage.discord.drop(CREATE) if how == "line" else stage.discord.fail(CREATE, status=503)
    await plans(ines)
    assert not events(stage)
    await _lease_runs_out(stage)
    assert not told(ines)
    assert len(events(stage)) == 1
    assert sum("Group session: Writing goals" in words for words in posted(stage)) == 1


async def test_an_event_of_whose_making_nothing_was_heard_is_not_made_twice(stage: DiscordStage) -> None:
    ines = await moderator(stage)
    stage.discord.drop(CREATE, after_accepting=True)
    await plans(ines)
    assert len(events(stage)) == 1
    await _lease_runs_out(stage)
    assert len(events(stage)) == 1
    assert sum("Group session: Writing goals" in words for words in posted(stage)) == 1


async def test_a_session_that_has_begun_is_not_put_there_any_more(stage: DiscordStage) -> None:
    ines = await moderator(stage)
    await without_permission(stage)
    await plans(ines)
    await stage.guild.grants_bot(stage.guild.bot_role.permissions | Permission.CREATE_EVENTS)
    await stage.later(days=2)
    await ines.presses("Try again", on=ines.inbox[-1])
    assert texts.OVER in ines.answer
    assert not stage.discord.calls_of(CREATE)


async def test_a_session_that_began_while_discord_stumbled_is_not_put_there_any_more(stage: DiscordStage) -> None:
    ines = await moderator(stage)
    stage.discord.fail(CREATE, status=503)
    await plans(ines)
    await stage.later(days=2)
    await _lease_runs_out(stage)
    assert len(stage.discord.calls_of(CREATE)) == 1
    assert not told(ines)


async def _lease_runs_out(stage: DiscordStage) -> None:
    await lease_runs_out(stage)
    await stage.bot.settle()


async def test_in_a_shared_community_it_stands_among_the_events_of_each_server(stage: DiscordStage) -> None:
    riverside = stage.discord.guild(name="Riverside OTs", bot=False)
    channel = riverside.channel("mentoring")
    space = Space(SpaceId(str(riverside.id)), Platform.DISCORD, riverside.name, channel=str(channel.id))
    await stage.storage.connect(COMMUNITY, space)
    await riverside.adds_bot()
    ines = await moderator(stage)
    await plans(ines)
    both = (stage.guild, riverside)
    assert [[event["name"] for event in guild.scheduled.values()] for guild in both] == [["Writing goals"]] * 2
    assert "Group session: Writing goals" in channel.messages[-1].words
    await ines.presses("Call it off")
    assert [list(guild.scheduled) for guild in both] == [[], []]
    assert not told(ines)
