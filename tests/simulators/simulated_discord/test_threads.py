"""Threads and scheduled events: who may open, fill, archive and reopen them."""

from datetime import timedelta
from typing import Any

import discord
import pytest

from tests.simulators.simulated_discord import (
    OF_THE_BOT,
    DiscordPerson,
    Guild,
    GuildChannel,
    Kind,
    Permission,
    SimulatedDiscord,
    Thread,
)
from tests.simulators.simulated_discord.test_messages import channel_of
from tests.simulators.simulated_discord.tiny_bot import TinyBot


async def opened(bot: TinyBot, mentoring: GuildChannel, *people: DiscordPerson) -> tuple[discord.Thread, Thread]:
    """A private thread with these people, as the client and as Discord have it."""
    thread = await channel_of(bot, mentoring).create_thread(
        name="Maya and Sam", type=discord.ChannelType.private_thread, invitable=True
    )
    for person in people:
        await thread.add_user(discord.Object(person.id))
    await thread.edit(invitable=False)
    return thread, mentoring.guild.threads[thread.id]


async def test_a_private_thread_is_seen_by_its_members_and_moderators(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    sam, moderator = guild.person("Sam"), guild.person("Moderator")
    moderator.gets(guild.role("Moderators", permissions=Permission.MANAGE_THREADS))
    thread, there = await opened(bot, mentoring, maya)
    await thread.send("hello")
    assert [len(p.sees(there)) for p in (maya, sam, moderator)] == [1, 0, 1]
    assert (there.invitable, there.kind, there.people) == (False, Kind.PRIVATE_THREAD, [maya])
    await thread.send(f"{sam.mention}", allowed_mentions=discord.AllowedMentions(users=True))
    assert there.people == [maya], "only moderators add people to a thread that is not invitable"
    await thread.edit(invitable=True)
    await thread.send(f"{sam.mention}", allowed_mentions=discord.AllowedMentions(users=True))
    assert there.people == [maya, sam]
    assert [m.id for m in await thread.fetch_members()] == [world.app.bot.id, maya.id, sam.id]
    await thread.remove_user(discord.Object(sam.id))
    assert there.people == [maya]
    assert maya.threads == [there]
    assert (await maya.types("/hello", there)).ok


async def test_what_it_takes_to_open_one(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel
) -> None:
    guild.everyone.permissions &= ~Permission.CREATE_PRIVATE_THREADS
    await guild.grants_bot(OF_THE_BOT & ~Permission.CREATE_PRIVATE_THREADS)
    with pytest.raises(discord.Forbidden, match="50013"):
        await opened(bot, mentoring)
    await guild.grants_bot(OF_THE_BOT)
    await opened(bot, mentoring)
    guild.thread_cap = 1
    with pytest.raises(discord.HTTPException, match="160006"):
        await opened(bot, mentoring)
    guild.thread_cap = 2
    news = guild.channel("news", kind=Kind.ANNOUNCEMENT)
    await guild.opens(news)
    with pytest.raises(discord.HTTPException, match="50024"):
        await opened(bot, news)


async def test_who_is_added_must_see_the_channel(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, maya: DiscordPerson
) -> None:
    secret = guild.channel("secret", private=True)
    await guild.opens(secret)
    thread, there = await opened(bot, secret)
    await thread.edit(invitable=True)
    with pytest.raises(discord.Forbidden, match="50001"):
        await thread.add_user(discord.Object(maya.id))
    secret.overwrite(maya.id, allow=Permission.VIEW_CHANNEL)
    await thread.add_user(discord.Object(maya.id))
    assert there.people == [maya]
    await maya.leaves()
    assert there.people == []
    with pytest.raises(discord.NotFound, match="10007"):
        await thread.add_user(discord.Object(maya.id))
    with pytest.raises(discord.NotFound, match="10013"):
        await thread.add_user(discord.Object(12345))


async def test_only_moderators_add_people_to_a_thread_that_is_not_invitable(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    thread, there = await opened(bot, mentoring)
    with pytest.raises(discord.Forbidden, match="50013"):
        await thread.add_user(discord.Object(maya.id))
    world.openers_invite = True
    await thread.add_user(discord.Object(maya.id))
    assert there.people == [maya]
    world.openers_invite = False
    await guild.grants_bot(OF_THE_BOT | Permission.MANAGE_THREADS)
    await thread.add_user(discord.Object(guild.person("Sam").id))


async def test_a_locked_thread_takes_no_words_and_no_changes(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    thread, there = await opened(bot, mentoring, maya)
    message = await thread.send("hello")
    there.locked = True
    with pytest.raises(discord.HTTPException, match="160005"):
        await thread.send("hello again")
    with pytest.raises(discord.HTTPException, match="50013"):
        await message.edit(content="changed")


async def test_an_archived_thread_does_not_wake_up_where_there_are_as_many_as_may_be(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    thread, there = await opened(bot, mentoring, maya)
    await guild.archives(there)
    guild.thread_cap = 0
    with pytest.raises(discord.HTTPException, match="160006"):
        await thread.send("hello")
    assert there.archived


async def test_an_archived_thread_wakes_up_only_for_words(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    sam = guild.person("Sam")
    thread, there = await opened(bot, mentoring, maya)
    message = await thread.send("hello")
    await thread.edit(archived=True)
    assert guild.active_threads == []
    for refused in (thread.add_user(discord.Object(sam.id)), message.edit(content="x"), thread.edit(name="Other")):
        with pytest.raises(discord.HTTPException, match="50083"):
            await refused
    await thread.send("news")
    assert guild.active_threads == [there]
    await guild.archives(there)
    await maya.writes("I am back", there)
    assert guild.active_threads == [there]
    await guild.grants_bot(OF_THE_BOT | Permission.MANAGE_THREADS)
    await thread.edit(archived=True, locked=True)
    await thread.edit(archived=False)
    assert (there.archived, there.locked) == (False, True)
    assert "thread_update" in bot.happened


async def test_without_the_permission_a_bot_rules_its_own_threads_only(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    thread, there = await opened(bot, mentoring, maya)
    await thread.edit(archived=True)
    await thread.edit(archived=False)
    with pytest.raises(discord.Forbidden, match="50013"):
        await thread.edit(locked=True)
    await guild.archives(there, locked=True)
    with pytest.raises(discord.Forbidden, match="50013"):
        await thread.edit(archived=False)
    with pytest.raises(discord.HTTPException, match="50083"):
        await thread.send("hello")


async def test_threads_are_there_after_a_new_login(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel
) -> None:
    _, there = await opened(bot, mentoring)
    _, idle = await opened(bot, mentoring)
    await guild.archives(idle)
    world.gateway.invalidates()
    await world.gateway.identifies(2)
    await world.gateway.heard()
    assert [t.id for t in bot.guilds[0].threads] == [there.id]
    assert [t.id for t in await bot.guilds[0].active_threads()] == [there.id]
    await guild.grants_bot(OF_THE_BOT | Permission.MANAGE_THREADS)
    archived = channel_of(bot, mentoring).archived_threads(private=True)
    assert [t.id async for t in archived] == [idle.id]
    await guild.deletes_thread(there)
    assert not bot.guilds[0].threads
    with pytest.raises(discord.NotFound, match="10003"):
        await bot.fetch_channel(there.id)


async def event(bot: TinyBot, world: SimulatedDiscord, **more: Any) -> discord.ScheduledEvent:
    start = world.clock.now + timedelta(days=1)
    given: dict[str, Any] = {"start_time": start, "end_time": start + timedelta(hours=1), "location": "Online", **more}
    return await bot.guilds[0].create_scheduled_event(
        name="Group session",
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
        **given,
    )


async def test_a_scheduled_event_is_made_moved_and_taken_away(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild
) -> None:
    made = await event(bot, world)
    later = made.start_time + timedelta(hours=2)
    await made.edit(start_time=later, end_time=later + timedelta(hours=1))
    assert guild.scheduled[made.id]["scheduled_start_time"] == later.isoformat()
    await world.gateway.heard()
    assert bot.guilds[0].scheduled_events[0].id == made.id
    await made.delete()
    assert not guild.scheduled
    with pytest.raises(discord.NotFound, match="10070"):
        await made.delete()


async def test_an_event_needs_a_permission_and_a_future(world: SimulatedDiscord, bot: TinyBot, guild: Guild) -> None:
    with pytest.raises(discord.HTTPException, match="50035"):
        await event(bot, world, start_time=world.clock.now - timedelta(hours=1))
    world.expected_violations("has passed")
    await guild.grants_bot(OF_THE_BOT & ~Permission.CREATE_EVENTS)
    with pytest.raises(discord.Forbidden, match="50013"):
        await event(bot, world)
