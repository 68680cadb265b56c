"""Messages: sent once, read by whom they are for, waking whom they may."""

import io

import aiohttp
import discord
import pytest

from tests.simulators.simulated_discord import (
    DiscordPerson,
    Guild,
    GuildChannel,
    Permission,
    SimulatedDiscord,
)
from tests.simulators.simulated_discord.tiny_bot import Carrier, TinyBot, button, row, text

NOBODY = discord.AllowedMentions.none()


def channel_of(bot: TinyBot, mentoring: GuildChannel) -> discord.TextChannel:
    found = bot.get_channel(mentoring.id)
    assert isinstance(found, discord.TextChannel)
    return found


async def test_a_card_stands_in_the_channel(
    world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    sent = await channel_of(bot, mentoring).send(view=Carrier(text("# A card"), row(button("Yes", "yes"))))
    assert maya.sees(mentoring)[0].words == "A card\nYes"
    assert maya.seen[0].buttons == ["Yes"]
    await sent.edit(view=Carrier(text("Taken")))
    assert (maya.seen[0].words, maya.seen[0].buttons) == ("Taken", [])
    await sent.delete()
    assert not maya.seen
    with pytest.raises(discord.NotFound, match="10008"):
        await sent.edit(view=Carrier(text("Gone")))


async def test_the_same_nonce_sends_once_for_a_few_minutes(
    world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    channel = channel_of(bot, mentoring)
    first = await channel.send("hello", nonce="key")
    again = await channel.send("hello", nonce="key")
    other = await channel.send("hello", nonce="other")
    assert first.id == again.id != other.id
    assert first.nonce == "key"
    assert (await channel.fetch_message(first.id)).nonce is None
    world.clock.moves(minutes=10)
    assert (await channel.send("hello", nonce="key")).id not in (first.id, other.id)
    assert len(maya.seen) == 3


async def test_a_nonce_does_not_reach_into_other_conversations(
    world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    await channel_of(bot, mentoring).send("hello", nonce="key")
    user = await bot.fetch_user_by_id(maya.id)
    await user.send("hello", nonce="key")
    assert len(maya.seen) == 2


@pytest.mark.parametrize("after_accepting", [True, False])
async def test_a_line_that_breaks_leaves_open_what_happened(
    world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel, maya: DiscordPerson, after_accepting: bool
) -> None:
    world.drop("create_message", after_accepting=after_accepting)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await channel_of(bot, mentoring).send("hello", nonce="key")
    assert len(maya.seen) == after_accepting
    await channel_of(bot, mentoring).send("hello", nonce="key")
    assert len(maya.seen) == 1


async def test_history_is_read_newest_first(world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel) -> None:
    channel = channel_of(bot, mentoring)
    sent = [await channel.send(str(n)) for n in range(5)]
    assert [m.content async for m in channel.history(limit=2)] == ["4", "3"]
    assert [m.content async for m in channel.history(before=sent[2])] == ["1", "0"]
    assert [m.content async for m in channel.history(after=sent[2])] == ["3", "4"]
    assert [m.content async for m in channel.history(limit=3, around=sent[2])] == ["3", "2", "1"]


async def test_files_travel_and_can_be_fetched(
    world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    file = discord.File(io.BytesIO(b"BEGIN:VCALENDAR"), "meetings.ics", description="The calendar")
    shown = {"type": 13, "file": {"url": "attachment://meetings.ics"}}
    sent = await channel_of(bot, mentoring).send(view=Carrier(text("Your meetings"), shown), file=file)
    assert maya.seen[0].files == {"meetings.ics": b"BEGIN:VCALENDAR"}
    assert maya.seen[0].words == "Your meetings\nmeetings.ics"
    assert await sent.attachments[0].read() == b"BEGIN:VCALENDAR"
    assert sent.attachments[0].description == "The calendar"
    await sent.edit(view=Carrier(text("Still there"), shown))
    assert maya.seen[0].words == "Still there\nmeetings.ics"
    other = {"type": 13, "file": {"url": "attachment://other.ics"}}
    await sent.edit(view=Carrier(other), attachments=[discord.File(io.BytesIO(b"y"), "other.ics")])
    assert maya.seen[0].files == {"other.ics": b"y"}
    await sent.edit(view=Carrier(text("Gone")), attachments=[])
    assert maya.seen[0].files == {}


async def test_a_file_that_nobody_sees_is_no_file(
    world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel
) -> None:
    file = discord.File(io.BytesIO(b"x"), "meetings.ics")
    with pytest.raises(discord.HTTPException, match="50035"):
        await channel_of(bot, mentoring).send(view=Carrier(text("Your meetings")), file=file)
    world.expected_violations("nobody sees the attached file 'meetings.ics'")
    shown = {"type": 13, "file": {"url": "attachment://other.ics"}}
    with pytest.raises(discord.HTTPException, match="50035"):
        await channel_of(bot, mentoring).send(view=Carrier(shown), file=discord.File(io.BytesIO(b"x"), "meetings.ics"))
    world.expected_violations("other.ics", "nobody sees")


async def test_what_breaks_a_limit_is_refused_and_remembered(
    world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel
) -> None:
    with pytest.raises(discord.HTTPException, match="50035"):
        await channel_of(bot, mentoring).send("x" * 2001)
    with pytest.raises(discord.HTTPException, match="50035"):
        await channel_of(bot, mentoring).send(view=Carrier(row(button("x" * 81, "yes"))))
    assert world.violations
    world.violations.clear()
    with pytest.raises(discord.HTTPException, match="50006"):
        await channel_of(bot, mentoring).send("")


async def test_only_who_may_be_pinged_is(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    sam, quiet = guild.person("Sam"), guild.role("Quiet")
    loud = guild.role("Loud", mentionable=True)
    sam.gets(quiet)
    sam.gets(loud)
    words, channel = f"{maya.mention} {sam.mention} {quiet.mention} @everyone", channel_of(bot, mentoring)
    only = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(maya.id)])
    await channel.send(words, allowed_mentions=NOBODY)
    await channel.send(words, allowed_mentions=only)
    await channel.send(words)
    await channel.send(loud.mention)
    await channel.send(view=Carrier(text(words)), allowed_mentions=only)
    pinged = [m.pinged for m in maya.sees(mentoring)]
    assert pinged == [set(), {maya.id}, {maya.id, sam.id}, {sam.id}, {maya.id}]
    assert [len(p.notifications) for p in (maya, sam)] == [3, 2]
    await guild.grants_bot(Permission.MENTION_EVERYONE)
    await channel.send("@everyone")
    assert maya.seen[-1].pinged_everyone
    assert maya.seen[-1].pinged >= {maya.id, sam.id}
    await channel.send("<@12345>")
    world.expected_violations("wakes everybody", "mentions 12345, who is nobody")


async def test_direct_messages_wake_and_are_read(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    user = await bot.fetch_user_by_id(maya.id)
    await user.send("hello")
    await user.send("again")
    assert [m.words for m in maya.direct] == ["hello", "again"]
    assert len(maya.notifications) == 2
    assert world.opened_directs == [maya.id]
    heard = bot.wait_for("message", check=lambda m: m.author.id == maya.id)
    await maya.writes("thank you")
    assert (await heard).content == "thank you"


async def test_closed_doors(world: SimulatedDiscord, bot: TinyBot, guild: Guild, maya: DiscordPerson) -> None:
    user = await bot.fetch_user_by_id(maya.id)
    maya.closes_dms()
    with pytest.raises(discord.Forbidden, match="50007"):
        await user.send("hello")
    maya.opens_dms()
    await user.send("hello")
    maya.blocks()
    with pytest.raises(discord.Forbidden, match="50007"):
        await user.send("hello")
    maya.unblocks()
    await maya.leaves()
    with pytest.raises(discord.Forbidden, match="50278"):
        await user.send("hello")
    stranger = guild.person("Stranger")
    await stranger.leaves()
    with pytest.raises(discord.Forbidden, match="50278"):
        await (await bot.fetch_user_by_id(stranger.id)).send("hello")
    with pytest.raises(discord.HTTPException, match="50033"):
        await (await bot.fetch_user_by_id(12345)).send("hello")
    assert [c.error for c in world.invalid_requests] == [50007, 50007, 50278, 50278]
    assert [c.error for c in world.repeated_refusals] == [50007, 50278]
    assert [m.words for m in maya.direct] == ["hello"]


async def test_places_that_are_gone_or_shut(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel
) -> None:
    channel = channel_of(bot, mentoring)
    mentoring.overwrite(world.app.bot.id, deny=Permission.SEND_MESSAGES)
    with pytest.raises(discord.Forbidden, match="50013"):
        await channel.send("hello")
    mentoring.overwrite(world.app.bot.id, deny=Permission.VIEW_CHANNEL)
    with pytest.raises(discord.Forbidden, match="50001"):
        await channel.send("hello")
    await guild.deletes(mentoring)
    with pytest.raises(discord.NotFound, match="10003"):
        await channel.send("hello")
    await guild.removes_bot()
    with pytest.raises(discord.Forbidden, match="50001"):
        await bot.fetch_guild(guild.id)


async def test_members_are_looked_up_one_by_one(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, maya: DiscordPerson
) -> None:
    role = guild.role("Moderators", permissions=Permission.MANAGE_GUILD)
    await guild.makes_role(role)
    maya.gets(role)
    there = bot.guilds[0]
    found = await there.fetch_member(maya.id)
    assert (found.display_name, [r.name for r in found.roles]) == ("Maya Ortiz", ["@everyone", "Moderators"])
    assert found.guild_permissions.manage_guild
    await maya.leaves()
    with pytest.raises(discord.NotFound, match="10007"):
        await there.fetch_member(maya.id)
    with pytest.raises(discord.NotFound, match="10013"):
        await there.fetch_member(12345)
    await maya.joins()
    assert (await there.fetch_member(maya.id)).roles == [there.default_role]
    assert (await bot.fetch_user(maya.id)).global_name == "Maya Ortiz"
    with pytest.raises(discord.NotFound, match="10013"):
        await bot.fetch_user(12345)
    assert [r.name for r in await there.fetch_roles()] == ["@everyone", "mentorbot", "Moderators"]
    assert [c.name for c in await there.fetch_channels()] == ["mentoring"]
