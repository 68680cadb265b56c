"""The gateway keeps to Discord's rules, and the real client lives with it."""

import asyncio

import discord
import pytest

from tests.simulators.simulated_discord import DiscordPerson, Guild, GuildChannel, Permission, SimulatedDiscord
from tests.simulators.simulated_discord.tiny_bot import TinyBot, command, running


async def test_a_client_logs_in_and_sees_its_servers(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel
) -> None:
    seen = bot.guilds[0]
    assert (seen.id, seen.name, seen.owner_id, seen.member_count) == (guild.id, "School OTs", guild.owner_id, 3)
    assert [c.name for c in seen.channels] == ["mentoring"]
    assert seen.me.guild_permissions.create_private_threads
    assert not seen.me.guild_permissions.manage_guild
    assert world.gateway.identified == [0]
    assert bot.application_id == world.app.id


async def test_a_wrong_token_is_refused(world: SimulatedDiscord, guild: Guild) -> None:
    with pytest.raises(discord.LoginFailure):
        async with running(world, TinyBot(), "nonsense"):
            pass
    assert [c.status for c in world.invalid_requests] == [401]


async def test_privileged_intents_must_be_switched_on(world: SimulatedDiscord, guild: Guild) -> None:
    intents = discord.Intents(guilds=True, members=True)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(world, TinyBot(intents=intents)):
            pass
    assert world.gateway.closed_with == [4014]
    world.app.allowed_intents = intents.value
    async with running(world, TinyBot(intents=intents, chunk_guilds_at_startup=False)):
        assert world.gateway.identified == [0]


async def test_a_token_that_was_reset_ends_everything(world: SimulatedDiscord, guild: Guild) -> None:
    bot = TinyBot()
    with world.reachable():
        task = asyncio.create_task(bot.start(world.app.token))
        await world.gateway.connected()
        old, new = world.app.token, world.revokes_token()
        with pytest.raises(discord.ConnectionClosed):
            await task
        async with TinyBot() as other:
            with pytest.raises(discord.LoginFailure):
                await other.login(old)
    async with running(world, TinyBot(), new) as bot:
        assert (await bot.fetch_guild(guild.id)).id == guild.id


async def test_a_cut_line_is_resumed_and_what_was_missed_comes_once(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild
) -> None:
    world.gateway.cuts()
    await world.gateway.disconnected()
    channel = guild.channel("lounge")
    await guild.opens(channel)
    await world.gateway.resumes()
    await world.gateway.heard()
    assert bot.happened.count("guild_channel_create") == 1
    assert bot.get_channel(channel.id) is not None
    assert world.gateway.identified == [0]


async def test_an_act_while_the_line_is_down_is_answered_after_the_resume(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    world.gateway.cuts()
    await world.gateway.disconnected()
    answer = await maya.types("/hello")
    assert answer.ok
    assert len(bot.got) == 1


async def test_discord_asks_to_reconnect(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    world.gateway.asks_to_reconnect()
    await world.gateway.resumes()
    assert (await maya.types("/hello")).ok


@pytest.mark.parametrize("resumable", [True, False])
async def test_an_invalid_session_is_resumed_only_where_it_can_be(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson, resumable: bool
) -> None:
    world.gateway.invalidates(resumable=resumable)
    if resumable:
        await world.gateway.resumes()
    else:
        await world.gateway.identifies(2)
    assert world.gateway.identified == ([0] if resumable else [0, 0])
    assert (await maya.types("/hello")).ok


async def test_a_forgotten_session_is_begun_anew(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    world.gateway.forgets_sessions()
    world.gateway.closes(4000)
    await world.gateway.identifies(2)
    assert (await maya.types("/hello")).ok


async def test_heartbeats_without_an_answer_make_the_client_come_again(
    world: SimulatedDiscord, maya: DiscordPerson
) -> None:
    world.gateway.heartbeat_seconds = 0.05
    async with running(world, TinyBot(heartbeat_timeout=0.2)):
        world.gateway.acknowledges = False
        await world.gateway.resumes()
        world.gateway.acknowledges = True


async def test_shards_get_what_is_theirs(world: SimulatedDiscord) -> None:
    world.gateway.shards = 2
    guilds = [world.guild(name=f"Server {n}") for n in range(4)]
    people = [guild.person(f"Person {n}") for n, guild in enumerate(guilds)]
    for guild in guilds:
        guild.channel("general")
    bot = TinyBot()
    async with running(world, bot):
        assert sorted(world.gateway.identified) == [0, 1]
        assert {g.id: g.shard_id for g in bot.guilds} == {g.id: (g.id >> 22) % 2 for g in guilds}
        assert {g.shard_id for g in bot.guilds} == {0, 1}
        await bot.http.bulk_upsert_global_commands(world.app.id, [command("hello")])
        for person in people:
            assert (await person.types("/hello")).ok
            assert (await person.types("/hello", person.dm)).ok
        assert len(bot.got) == 8


async def test_what_happens_in_a_server_is_heard(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel
) -> None:
    role = guild.role("Moderators", permissions=Permission.MANAGE_GUILD)
    await guild.makes_role(role)
    assert bot.guilds[0].get_role(role.id) is not None
    await guild.deletes_role(role)
    assert bot.guilds[0].get_role(role.id) is None
    await guild.changes(mentoring, name="mentors")
    assert bot.guilds[0].channels[0].name == "mentors"
    await guild.grants_bot(Permission.VIEW_CHANNEL)
    assert not bot.guilds[0].me.guild_permissions.manage_threads
    await guild.renames("OTs")
    assert bot.guilds[0].name == "OTs"
    await guild.deletes(mentoring)
    assert not bot.guilds[0].channels
    await guild.goes_down()
    assert "guild_unavailable" in bot.happened
    await guild.comes_back()
    assert "guild_available" in bot.happened
    await guild.removes_bot()
    assert "guild_remove" in bot.happened
    assert not bot.guilds
    await guild.adds_bot()
    assert "guild_join" in bot.happened


async def test_without_a_connection_nobody_answers(world: SimulatedDiscord, maya: DiscordPerson) -> None:
    world.app.commands[1] = {**command("hello"), "id": "1"}
    answer = await maya.types("/hello")
    assert (answer.ok, answer.why) == (False, "the bot is not connected")
    assert len(world.timeouts) == 1
