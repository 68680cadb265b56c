"""Messages in channels, threads and direct conversations."""

from typing import TYPE_CHECKING, Any

from tests.simulators.simulated_discord.calls import Call
from tests.simulators.simulated_discord.channels import Conversation, DirectChannel, GuildChannel, Kind
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.messages import DiscordMessage
from tests.simulators.simulated_discord.permissions import Permission, in_channel, may_send
from tests.simulators.simulated_discord.posting import check, edit, post, repeated
from tests.simulators.simulated_discord.rest.places import conversation_of, may, message_of, open_direct, sees
from tests.simulators.simulated_discord.rest.refusals import Refused
from tests.simulators.simulated_discord.rest.threads import within_cap
from tests.simulators.simulated_discord.threads import Thread

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord

MOST_LISTED = 100


def create_message(discord: "SimulatedDiscord", call: Call) -> Json:
    channel, content = conversation_of(discord, call), call.content
    if isinstance(channel, DirectChannel):
        open_direct(channel)
    elif isinstance(channel, GuildChannel | Thread):
        _may_post(discord, channel, bool(call.files))
    check(discord, call.name, content, call.files)
    bot = discord.app.bot
    message = repeated(channel, bot, content) or post(discord, channel, bot, content, call.files)
    return message.json(with_nonce=True)


def _may_post(discord: "SimulatedDiscord", channel: GuildChannel | Thread, with_files: bool) -> None:
    sees(discord, channel)
    bot = discord.app.bot.id
    if channel.kind is Kind.CATEGORY:
        raise Refused(50024)
    has = in_channel(channel, bot)
    if not may_send(channel, bot) or (with_files and Permission.ATTACH_FILES not in has):
        raise Refused(50013)
    if isinstance(channel, Thread) and Permission.MANAGE_THREADS not in has:
        _may_post_in(channel)


def _may_post_in(thread: Thread) -> None:
    """A message opens an archived thread again, where there is room for one more; locked ones take none."""
    if thread.locked:
        raise Refused(50083 if thread.archived else 160005)
    if thread.archived:
        within_cap(thread)


def update_message(discord: "SimulatedDiscord", call: Call) -> Json:
    message, content = message_of(discord, call), call.content
    if message.author is not discord.app.bot:
        raise Refused(50005)
    if isinstance(message.channel, Thread) and message.channel.archived:
        raise Refused(50083)
    if isinstance(message.channel, Thread) and message.channel.locked:
        may(discord, message.channel, Permission.MANAGE_THREADS)
    check(discord, call.name, content, call.files, message)
    edit(message, content, call.files)
    return message.json()


def get_message(discord: "SimulatedDiscord", call: Call) -> Json:
    return message_of(discord, call).json()


def delete_message(discord: "SimulatedDiscord", call: Call) -> None:
    message = message_of(discord, call)
    if message.author is not discord.app.bot:
        if not isinstance(message.channel, GuildChannel | Thread):
            raise Refused(50003)
        may(discord, message.channel, Permission.MANAGE_MESSAGES)
    message.deleted = True


def list_messages(discord: "SimulatedDiscord", call: Call) -> list[Json]:
    """Newest first. Without the permission to read the history there is none."""
    channel = conversation_of(discord, call)
    if not _reads_history(discord, channel):
        return []
    limit = int(call.query.get("limit", 50))
    if not 1 <= limit <= MOST_LISTED:
        raise Refused(50035, [f"limit: from 1 to {MOST_LISTED}"])
    there = [m for m in channel.messages if not m.deleted and not m.only_for]
    found = _picked(there, call.query, limit)
    return [m.json() for m in reversed(found)]


def _reads_history(discord: "SimulatedDiscord", channel: Conversation) -> bool:
    if not isinstance(channel, GuildChannel | Thread):
        return True
    return Permission.READ_MESSAGE_HISTORY in in_channel(channel, discord.app.bot.id)


def _picked(there: list[DiscordMessage], query: dict[str, Any], limit: int) -> list[DiscordMessage]:
    if "after" in query:
        return [m for m in there if m.id > int(query["after"])][:limit]
    if "around" in query:
        middle = int(query["around"])
        older = [m for m in there if m.id < middle][-(limit // 2) :]
        return [*older, *[m for m in there if m.id >= middle][: limit - len(older)]]
    return [m for m in there if m.id < int(query.get("before", 1 << 63))][-limit:]
