"""Commands as they are registered, and as people type them."""

from typing import Any

import discord
import pytest

from tests.simulators.simulated_discord import (
    DiscordPerson,
    Guild,
    GuildChannel,
    Impossible,
    Permission,
    SimulatedDiscord,
)
from tests.simulators.simulated_discord.tiny_bot import TinyBot, command, option


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("/nowhere", {}), "no command /nowhere"),
        (("/admin", {}), "no command /admin"),
        (("/direct", {}), "no command /direct"),
        (("/book", {}), "needs 'day'"),
        (("/book", {"day": "Sunday"}), "does not offer 'Sunday'"),
        (("/book", {"day": "Monday", "hours": 9}), "does not take 9"),
        (("/book", {"day": "Monday", "hours": "1"}), "does not take '1'"),
        (("/book", {"day": "Monday", "note": "x" * 11}), "0 to 10 characters"),
        (("/book", {"day": "Monday", "colour": "red"}), "no option 'colour'"),
        (("/book", {"day": "Monday", "who": 12345}), "list of people"),
    ],
)
async def test_commands_are_typed_as_they_are_registered(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson, typed: tuple[str, dict[str, Any]], says: str
) -> None:
    await register(world, bot)
    with pytest.raises(Impossible, match=says):
        await maya.types(typed[0], **typed[1])


async def register(world: SimulatedDiscord, bot: TinyBot) -> None:
    days = [{"name": d, "value": d.lower()} for d in ("Monday", "Friday")]
    book = command(
        "book",
        option("day", required=True, choices=days),
        option("hours", type=4, min_value=1, max_value=8),
        option("note", max_length=10),
        option("who", type=6),
        name_localizations={"de": "buchen"},
    )
    admin = command("admin", default_member_permissions=int(Permission.MANAGE_GUILD))
    hers: Any = [book, admin, command("direct", contexts=[1]), command("server", contexts=[0])]
    await bot.http.bulk_upsert_global_commands(world.app.id, hers)


async def test_who_may_use_which_command_where(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    await register(world, bot)
    sam = guild.person("Sam", roles=[guild.role("Moderators", permissions=Permission.MANAGE_GUILD)], locale="de")
    assert (await sam.types("/admin")).ok
    answer = await sam.types("/buchen", day="Friday", hours=2, who=maya)
    data = answer.payload["data"]
    assert (data["name"], answer.payload["locale"]) == ("book", "de")
    assert [o["value"] for o in data["options"]] == ["friday", 2, str(maya.id)]
    assert data["resolved"]["users"][str(maya.id)]["username"] == "maya.ortiz"
    assert (await maya.types("/direct", maya.dm)).ok
    with pytest.raises(Impossible, match="no command"):
        await maya.types("/server", maya.dm)
    mentoring.overwrite(maya.id, deny=Permission.USE_APPLICATION_COMMANDS)
    with pytest.raises(Impossible, match="may not use commands"):
        await maya.types("/book", mentoring, day="Monday")
    mentoring.overwrite(maya.id, deny=Permission.VIEW_CHANNEL)
    with pytest.raises(Impossible, match="does not see"):
        await maya.types("/book", mentoring, day="Monday")
    await guild.removes_bot()
    with pytest.raises(Impossible, match="shares no server"):
        await maya.types("/direct", maya.dm)


async def test_a_command_of_one_server_is_there_only(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, maya: DiscordPerson
) -> None:
    other = world.guild(name="Other", bot=False)
    await other.adds_bot()
    other.channel("general")
    hers: Any = [command("here")]
    await bot.http.bulk_upsert_guild_commands(world.app.id, guild.id, hers)
    answer = await maya.types("/here")
    assert answer.payload["data"]["guild_id"] == str(guild.id)
    with pytest.raises(Impossible, match="no command"):
        await other.person("Sam").types("/here")


async def test_a_person_can_be_in_several_servers(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, maya: DiscordPerson
) -> None:
    other = world.guild(name="Other", bot=False)
    general = other.channel("general")
    await other.adds_bot()
    await maya.joins(other)
    answer = await maya.types("/hello", general)
    assert answer.payload["guild_id"] == str(other.id)
    assert maya.guilds == [guild, other]


async def test_commands_are_counted_checked_and_kept(world: SimulatedDiscord, bot: TinyBot, guild: Guild) -> None:
    ids = [c["id"] for c in await bot.http.get_global_commands(world.app.id)]
    wanted: Any = [command("hello"), command("new")]
    kept = await bot.http.bulk_upsert_global_commands(world.app.id, wanted)
    assert kept[0]["id"] == ids[1]
    assert world.created_commands == {0: 3}
    wanted = [command("Bad Name")]
    with pytest.raises(discord.HTTPException, match="50035"):
        await bot.http.bulk_upsert_global_commands(world.app.id, wanted)
    world.violations.clear()
    world.created_commands[0] = 200
    wanted = [command("another")]
    with pytest.raises(discord.HTTPException, match="30034"):
        await bot.http.bulk_upsert_global_commands(world.app.id, wanted)
    with pytest.raises(discord.HTTPException, match="20012"):
        await bot.http.get_global_commands(12345)
