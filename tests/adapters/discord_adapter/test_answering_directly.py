"""Direct messages belong to no server: which one is meant is known, asked for, or said to be unknown."""

import pytest

from bot.commands import ChooseZone, OpenAddModerator, OpenSetup, encode
from bot.ids import SpaceId
from bot.texts import common, pages
from tests.adapters.discord_adapter.attended import BUTTON, COMPONENT, Attended
from tests.simulators.simulated_discord import Guild

WISH = {"state": "Ohio", "setting?": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}
ZONE = ChooseZone("America/New_York")
COMMANDS = ("/find-mentor", "/offer-mentoring", "/my-mentoring", "/mentor-stats", "/mentor-admin", "/mentor-help")


@pytest.mark.parametrize("command", COMMANDS)
async def test_who_takes_part_nowhere_is_told_what_to_do(place: Attended, command: str) -> None:
    maya = place.person("Maya")
    await maya.types(command, maya.dm)
    await place.adapter.settled()
    assert pages.NO_SERVER in maya.seen[-1].words
    assert await place.rows("members") == 0


@pytest.mark.parametrize("command", COMMANDS)
async def test_who_takes_part_in_one_server_means_that_one(place: Attended, command: str) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    answer = await maya.types(command, maya.dm)
    await place.adapter.settled()
    assert answer.kind in ("modal", "message")
    assert pages.NO_SERVER not in maya.seen[-1].words
    if answer.message is not None:
        refused = common.MODERATORS_ONLY in answer.message.words
        assert answer.message.is_ephemeral == refused, "what was answered stays in their conversation"


async def test_a_form_in_a_direct_message_is_sent_and_answered_there(place: Attended) -> None:
    maya = place.person("Maya")
    await place.does(maya, ZONE)
    await maya.types("/find-mentor", maya.dm)
    await maya.fills(WISH | {"state": "Atlantis"})
    await maya.submits()
    await place.adapter.settled()
    assert maya.ephemerals[-1].buttons == ["Fix it"]
    await maya.presses("Fix it")
    await maya.fills({"state": "Ohio"})
    await maya.submits()
    await place.adapter.settled()
    assert await place.rows("requests") == 1
    assert "Your request is in" in maya.seen[-1].words


async def second(place: Attended) -> Guild:
    return await place.another_guild("Rural OTs")


async def test_who_takes_part_in_several_servers_is_asked_which(place: Attended) -> None:
    maya, there = place.person("Maya"), await second(place)
    await maya.joins(there)
    await place.asks(maya)
    await place.does(maya, ZONE, there)
    await maya.types("/find-mentor", maya.dm, state="x" * 4000)
    await place.adapter.settled()
    assert maya.direct[-1].buttons == ["Rural OTs", "School OTs"], "what a button has no room for is left out"
    await maya.types("/find-mentor", maya.dm, state="Ohio")
    await place.adapter.settled()
    card = maya.direct[-1]
    assert card.buttons == ["Rural OTs", "School OTs"]
    answer = await maya.presses("Rural OTs", on=card)
    assert answer.kind == "modal"
    assert maya.modal is not None
    assert maya.modal.values["state"] == "Ohio", "what was typed after the command is still there"
    await maya.fills({**WISH, "state": "Ohio"})
    await maya.submits()
    await place.adapter.settled()
    assert place.front.handled[-1][1].actor == place.account(maya, there)
    assert await place.rows("requests") == 2


async def test_the_choice_of_a_server_works_after_a_restart(place: Attended) -> None:
    maya, there = place.person("Maya"), await second(place)
    await maya.joins(there)
    await place.asks(maya)
    await place.does(maya, ZONE, there)
    await maya.types("/my-mentoring", maya.dm)
    await place.restart()
    await maya.presses("School OTs", on=maya.direct[-1])
    await place.adapter.settled()
    assert place.front.handled[-1][1].actor == place.account(maya)


# Who is not there any more


async def test_who_has_left_is_told_and_changes_nothing(place: Attended) -> None:
    """Was: a press on a message that stayed brought them back into a server where they no longer are."""
    there = await second(place)
    _, ruth, card = await place.proposed()
    await ruth.joins(there)
    await ruth.leaves(place.guild)
    before = await place.rows("events")
    await ruth.presses("Yes, I will", on=card)
    await place.settled()
    assert pages.YOU_LEFT in ruth.seen[-1].words
    assert await place.rows("matches") == 0
    assert await place.rows("events") == before


async def test_who_left_while_a_form_was_open_is_told(place: Attended) -> None:
    there = await second(place)
    _, ruth, card = await place.proposed()
    await ruth.joins(there)
    await ruth.presses("No, sorry", on=card)
    await ruth.leaves(place.guild)
    place.adapter.directory.forget(str(place.guild.id))  # a minute later
    await ruth.submits()
    await place.settled()
    assert pages.YOU_LEFT in ruth.seen[-1].words
    assert "No, sorry" in card.buttons


async def test_who_was_set_aside_and_writes_from_elsewhere_stays_so(place: Attended) -> None:
    there = await second(place)
    _, ruth, card = await place.proposed()
    await ruth.joins(there)
    await ruth.leaves(place.guild)
    await place.adapter.roll_call.once()
    before = await place.rows("events")
    await ruth.presses("Yes, I will", on=card)
    await place.settled()
    assert await place.rows("events") == before


async def test_who_writes_to_the_bot_and_has_left_is_told(place: Attended) -> None:
    """Was: any word brought them back."""
    there = await second(place)
    maya = place.person("Maya")
    await maya.joins(there)
    await place.asks(maya)
    await maya.leaves(place.guild)
    before = await place.rows("events")
    written = await maya.writes("Hello?")
    await place.settled()
    assert pages.YOU_LEFT in maya.direct[-1].words
    told = len(maya.direct)
    place.discord.gateway.dispatch("MESSAGE_CREATE", written.json())
    await place.discord.gateway.heard()
    await place.settled()
    assert len(maya.direct) == told, "a resumed connection may tell it again"
    assert await place.rows("events") == before


async def test_who_writes_to_the_bot_is_answered_from_where_they_still_are(place: Attended) -> None:
    """Was: the first server by name, whether they are there or not."""
    there, maya = await second(place), place.person("Maya")
    await maya.joins(there)
    await place.asks(maya)
    await place.does(maya, ZONE, there)
    await maya.leaves(there)
    await maya.writes("Hello?")
    await place.settled()
    assert place.front.handled[-1][1].actor == place.account(maya)
    assert pages.YOU_LEFT not in maya.direct[-1].words


async def test_who_has_left_is_suggested_nothing(place: Attended) -> None:
    """Was: a moderator who had left went on seeing who offers."""
    there, ines = await second(place), place.person("Ines")
    await ines.joins(there)
    await place.offers(place.person("Ruth"))
    await place.does(ines, ZONE)
    async with place.storage.database.writer.begin() as connection:
        await connection.exec_driver_sql("UPDATE members SET moderator = 1 WHERE name = 'Ines'")
    (choice,) = await ines.suggests("/mentor-admin", ines.dm, mentor="ru")
    assert choice["name"] == "Ruth"
    await ines.leaves(place.guild)
    place.adapter.directory.forget(str(place.guild.id))  # a minute later
    assert await ines.suggests("/mentor-admin", ines.dm, mentor="ru") == []


async def test_a_server_that_the_bot_has_left_is_said_to_be_so(place: Attended) -> None:
    there = await second(place)
    _, ruth, card = await place.proposed()
    await ruth.joins(there)
    await place.guild.removes_bot()
    await place.settled()
    await ruth.presses("Yes, I will", on=card)
    await place.settled()
    assert pages.NOT_THERE in ruth.seen[-1].words
    assert await place.rows("matches") == 0


async def test_where_discord_can_not_say_nobody_is_refused(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    place.discord.fail("get_guild_member", status=503)
    await ruth.presses("Yes, I will", on=card)
    await place.settled()
    assert await place.rows("matches") == 1


# What only a server has


@pytest.mark.parametrize("opener", [OpenSetup(), OpenAddModerator()])
async def test_what_is_chosen_from_a_server_is_chosen_there(place: Attended, opener: OpenSetup) -> None:
    """Was: a dialog with lists of channels and roles that are empty in a direct message, so that it can't be sent."""
    owner = place.guild.owner
    await place.does(owner, ZONE)
    await owner.types("/my-mentoring", owner.dm)
    card = owner.direct[-1]
    mark = next(p.custom_id for p in card.elements if "~" in p.custom_id).partition("~")[0]
    data = {"custom_id": f"{mark}~{encode(opener)}", "component_type": BUTTON, "id": 1}
    answer = await owner.forges(data, kind=COMPONENT, where=card.channel, on=card)
    await place.adapter.settled()
    assert answer.kind == "message"
    assert pages.ONLY_IN_SERVER in owner.seen[-1].words


async def test_a_server_without_a_community_is_said_to_have_none(place: Attended) -> None:
    """Until it is connected, which takes a moment after the bot was added."""
    maya = place.person("Maya")
    there = place.discord.guild(name="New here", bot=False)
    channel = there.channel("general")
    await maya.joins(there)
    there.has_commands = True
    for command in ("/find-mentor", "/my-mentoring", "/mentor-setup"):
        answer = await maya.types(command, channel)
        await place.adapter.settled()
        assert answer.ok
        assert common.UNKNOWN_SPACE in maya.ephemerals[-1].words
    assert await place.storage.community_of(SpaceId(str(there.id))) is None
