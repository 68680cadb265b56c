"""What happens in servers: the bot comes and goes, names change, channels and roles go away."""

import asyncio

import pytest

from bot.commands import MentorStats
from bot.ids import SpaceId
from bot.ports.platforms import Account, Space
from tests.adapters.discord_adapter.attended import Attended
from tests.adapters.discord_adapter.delivered import has_role, spaces, told
from tests.simulators.simulated_discord import Permission


async def test_a_server_that_adds_the_bot_is_connected_and_its_owner_told_how_to_go_on(place: Attended) -> None:
    other = place.discord.guild(name="Elsewhere", bot=False)
    async with told(place, "still_there"):
        await other.adds_bot()
    await place.settled()
    assert (await spaces(place))["Elsewhere"].connected
    (hello,) = other.owner.direct
    assert "/mentor-setup in" in hello.words, "the set-up opens in the server only"


async def test_a_server_that_removes_the_bot_gets_nothing_more_and_comes_back_with_everything(place: Attended) -> None:
    await place.matched()
    async with told(place, "disconnect"):
        await place.guild.removes_bot()
    assert not (await spaces(place))["School OTs"].connected
    async with told(place, "still_there"):
        await place.guild.adds_bot()
    space = (await spaces(place))["School OTs"]
    assert (space.connected, space.channel) == (True, str(place.mentoring.id))
    assert await place.rows("matches") == 1


async def test_a_server_that_is_renamed_has_its_new_name(place: Attended) -> None:
    async with told(place, "connect"):
        await place.guild.renames("School therapists")
    assert set(await spaces(place)) == {"School therapists"}
    await place.settled()
    assert not place.guild.owner.direct, "it is not greeted again"


async def test_a_mentoring_channel_that_is_deleted_is_noticed_and_another_one_is_not(place: Attended) -> None:
    lounge = place.guild.channel("lounge")
    await place.guild.opens(lounge)
    async with told(place, "lost_channel"):
        await place.guild.deletes(lounge)
    assert (await spaces(place))["School OTs"].channel == str(place.mentoring.id)
    async with told(place, "lost_channel"):
        await place.guild.deletes(place.mentoring)
    assert (await spaces(place))["School OTs"].channel == ""


async def test_a_role_of_moderators_that_is_deleted_is_noticed(place: Attended) -> None:
    helpers, others = place.guild.role("Helpers"), place.guild.role("Others")
    for role in (helpers, others):
        await place.guild.makes_role(role)
    await has_role(place, str(helpers.id))
    async with told(place, "lost_role"):
        await place.guild.deletes_role(others)
    assert (await spaces(place))["School OTs"].moderator_roles == (str(helpers.id),)
    async with told(place, "lost_role"):
        await place.guild.deletes_role(helpers)
    assert (await spaces(place))["School OTs"].moderator_roles == ()


async def test_what_could_not_be_kept_is_told_again_by_the_next_start(place: Attended) -> None:
    async def fails(*_: object) -> None:
        raise OSError("the database is away")

    vars(place.front)["lost_channel"] = fails
    await place.guild.deletes(place.mentoring)
    assert (await spaces(place))["School OTs"].channel == str(place.mentoring.id)
    await place.restart()
    assert (await spaces(place))["School OTs"].channel == ""


@pytest.mark.parametrize("restarts", [1, 3])
async def test_starting_again_changes_nothing_and_greets_nobody(place: Attended, restarts: int) -> None:
    other = place.discord.guild(name="Elsewhere", bot=False)
    async with told(place, "still_there"):
        await other.adds_bot()
    await place.settled()
    for _ in range(restarts):
        await place.restart()
        await place.settled()
    assert len(other.owner.direct) == 1
    assert not place.guild.owner.direct
    asked = [call.id("user_id") for call in place.discord.calls_of("get_guild_member")]
    assert asked == [other.owner.id], "only who is greeted is asked about"


async def test_moderators_see_that_the_channel_is_lost(place: Attended) -> None:
    role = place.guild.role("Moderators", permissions=Permission.MANAGE_GUILD)
    await place.guild.makes_role(role)
    mo = place.person("Mo", roles=[role])
    async with told(place, "lost_channel"):
        await place.guild.deletes(place.mentoring)
    assert "channel" in str((await place.does(mo, MentorStats())).view)


async def test_what_happens_is_told_in_its_order(place: Attended) -> None:
    """Was: each was told for itself, and whichever came through last was taken for what is true."""
    slow, told_of = asyncio.Event(), list[str]()

    async def disconnect(space: SpaceId) -> None:
        await slow.wait()
        told_of.append("left")
        await place.bot.disconnect(space)

    async def connect(space: Space, by: Account | None) -> None:
        told_of.append("joined")
        await place.bot.connect(space, by)

    vars(place.front).update(disconnect=disconnect, connect=connect)
    await place.guild.removes_bot()
    await place.guild.adds_bot()
    slow.set()
    await place.adapter.settled()
    assert told_of == ["left", "joined"]
    assert (await spaces(place))["School OTs"].connected


async def test_what_is_being_told_is_told_to_the_end_before_the_bot_stops(place: Attended) -> None:
    """Was: the database was closed while a channel that was deleted was being noted."""
    slow = asyncio.Event()

    async def lost_channel(space: SpaceId, channel: str) -> None:
        slow.set()
        await place.bot.lost_channel(space, channel)

    vars(place.front).update(lost_channel=lost_channel)
    await place.guild.deletes(place.mentoring)
    await slow.wait()
    await place.adapter.stop()
    assert (await spaces(place))["School OTs"].channel == ""
