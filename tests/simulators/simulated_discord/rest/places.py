"""Finding what a path names, and whether the bot may: the refusals that all operations share."""

from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.calls import Call
from tests.simulators.simulated_discord.channels import Conversation, DirectChannel, GuildChannel
from tests.simulators.simulated_discord.guilds import Guild
from tests.simulators.simulated_discord.messages import DiscordMessage
from tests.simulators.simulated_discord.permissions import Permission, in_channel
from tests.simulators.simulated_discord.rest.refusals import Refused
from tests.simulators.simulated_discord.threads import Thread

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord


def guild_of(discord: "SimulatedDiscord", call: Call) -> Guild:
    guild = discord.guilds.get(call.id("guild_id"))
    if guild is None:
        raise Refused(10004)
    if not guild.has_bot:
        raise Refused(50001)
    return guild


def conversation_of(discord: "SimulatedDiscord", call: Call) -> Conversation:
    """A channel that exists and that the bot sees."""
    channel = discord.conversation(call.id("channel_id"))
    if channel is None:
        raise Refused(10003)
    if isinstance(channel, GuildChannel | Thread):
        sees(discord, channel)
    return channel


def sees(discord: "SimulatedDiscord", channel: GuildChannel | Thread) -> None:
    bot = discord.app.bot.id
    seen = Permission.VIEW_CHANNEL in in_channel(channel, bot)
    if not seen or (isinstance(channel, Thread) and not channel.open_to_id(bot)):
        raise Refused(50001)


def may(discord: "SimulatedDiscord", channel: GuildChannel | Thread, *needed: Permission) -> None:
    """403 where the bot lacks one of these there."""
    sees(discord, channel)
    has = in_channel(channel, discord.app.bot.id)
    if any(permission not in has for permission in needed):
        raise Refused(50013)


def may_in(guild: Guild, *needed: Permission) -> None:
    if any(permission not in guild.bot_may for permission in needed):
        raise Refused(50013)


def message_of(discord: "SimulatedDiscord", call: Call) -> DiscordMessage:
    """A message that stands there for all: ephemeral ones are not found by channel."""
    channel = conversation_of(discord, call)
    if isinstance(channel, GuildChannel | Thread):
        may(discord, channel, Permission.READ_MESSAGE_HISTORY)
    message = channel.find(call.id("message_id"))
    if message is None or message.only_for:
        raise Refused(10008)
    return message


def open_direct(channel: DirectChannel) -> None:
    """Whether the bot may write to this person now."""
    person = channel.person
    if not person.shares_a_guild:
        raise Refused(50278)
    if not person.takes_dms or person.blocks_bot:
        raise Refused(50007)
