"""Threads: opened, filled with people, archived, reopened."""

from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.calls import Call
from tests.simulators.simulated_discord.channels import GuildChannel, Kind
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.permissions import Permission, in_channel, may_send
from tests.simulators.simulated_discord.rest.places import conversation_of, guild_of, may
from tests.simulators.simulated_discord.rest.refusals import Refused
from tests.simulators.simulated_discord.threads import DURATIONS, Thread

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord

MOST_NAME = 100
BY_OWNER = {"archived", "name", "auto_archive_duration", "invitable"}  # what who opened it may change, too


def create_thread(discord: "SimulatedDiscord", call: Call) -> Json:
    """Without a message; a private one unless the type says something else."""
    parent, content = conversation_of(discord, call), call.content
    if not isinstance(parent, GuildChannel):
        raise Refused(50024)
    kind = Kind(content.get("type") or Kind.PRIVATE_THREAD)
    private = kind is Kind.PRIVATE_THREAD
    if parent.kind is not Kind.TEXT:  # announcement channels take threads of their own kind only
        raise Refused(50024)
    may(discord, parent, Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS)
    _check(discord, call)
    guild, bot, now = parent.guild, discord.app.bot.id, discord.clock.now
    if len(guild.active_threads) >= guild.thread_cap:
        raise Refused(160006)
    thread = Thread(discord.ids.new(), kind, guild, parent, content["name"], bot, now, now)
    thread.invitable = content.get("invitable", True) is not False
    thread.auto_archive_duration = content.get("auto_archive_duration") or thread.auto_archive_duration
    thread.members[bot] = now
    guild.threads[thread.id] = thread
    shown = thread.json(bot)
    discord.gateway.dispatch("THREAD_CREATE", shown | {"newly_created": True}, guild.id)
    return shown


def _check(discord: "SimulatedDiscord", call: Call) -> None:
    content, problems = call.content, []
    if "name" in content and not 1 <= len(content["name"]) <= MOST_NAME:
        problems.append(f"name: from 1 to {MOST_NAME} characters")
    if content.get("auto_archive_duration") not in (None, *DURATIONS):
        problems.append(f"auto_archive_duration: one of {DURATIONS}")
    for problem in problems:
        discord.breaks(f"{call.name}: {problem}")
    if problems:
        raise Refused(50035, problems)


def update_thread(discord: "SimulatedDiscord", thread: Thread, call: Call) -> Json:
    """An archived thread takes nothing but to be reopened, and a locked one only from who manages threads."""
    content, bot = call.content, discord.app.bot.id
    _check(discord, call)
    manages = Permission.MANAGE_THREADS in in_channel(thread, bot)
    owns = thread.owner_id == bot and set(content) <= BY_OWNER and not thread.locked
    if not manages and not owns:
        raise Refused(50013)
    if thread.archived and content.get("archived") is not False:
        raise Refused(50083)
    if content.get("archived") is False and thread.archived:
        within_cap(thread)
    for name in ("archived", "locked", "name", "invitable", "auto_archive_duration"):
        if content.get(name) is not None:
            setattr(thread, name, content[name])
    if "archived" in content:
        thread.archived_at = discord.clock.now
    shown = thread.json(bot)
    discord.gateway.dispatch("THREAD_UPDATE", shown, thread.guild.id)
    return shown


def within_cap(thread: Thread) -> None:
    if len(thread.guild.active_threads) >= thread.guild.thread_cap:
        raise Refused(160006)


def delete_thread(discord: "SimulatedDiscord", thread: Thread) -> Json:
    may(discord, thread, Permission.MANAGE_THREADS)
    del thread.guild.threads[thread.id]
    gone = {"id": str(thread.id), "guild_id": str(thread.guild.id), "parent_id": str(thread.parent.id)}
    discord.gateway.dispatch("THREAD_DELETE", gone | {"type": int(thread.kind)}, thread.guild.id)
    return thread.json()


def _thread_of(discord: "SimulatedDiscord", call: Call) -> Thread:
    thread = conversation_of(discord, call)
    if not isinstance(thread, Thread):
        raise Refused(50024)
    return thread


def add_thread_member(discord: "SimulatedDiscord", call: Call) -> None:
    """Who is added must be in the server and see the channel in which the thread hangs."""
    thread, user = _thread_of(discord, call), call.id("user_id")
    if not may_send(thread, discord.app.bot.id):
        raise Refused(50013)
    if thread.archived:
        raise Refused(50083)
    if user not in discord.users:
        raise Refused(10013)
    if user not in thread.guild.members:
        raise Refused(10007)
    if Permission.VIEW_CHANNEL not in in_channel(thread.parent, user):
        raise Refused(50001)
    if not thread.invitable_by(discord.app.bot.id):
        raise Refused(50013)
    thread.members.setdefault(user, discord.clock.now)


def delete_thread_member(discord: "SimulatedDiscord", call: Call) -> None:
    thread, user = _thread_of(discord, call), call.id("user_id")
    manages = Permission.MANAGE_THREADS in in_channel(thread, discord.app.bot.id)
    if not manages and not (thread.is_private and thread.owner_id == discord.app.bot.id):
        raise Refused(50013)
    if thread.archived:
        raise Refused(50083)
    if thread.members.pop(user, None) is None:
        raise Refused(10007)


def join_thread(discord: "SimulatedDiscord", call: Call) -> None:
    thread = _thread_of(discord, call)
    if thread.archived:
        raise Refused(50083)
    thread.members.setdefault(discord.app.bot.id, discord.clock.now)


def leave_thread(discord: "SimulatedDiscord", call: Call) -> None:
    thread = _thread_of(discord, call)
    if thread.archived:
        raise Refused(50083)
    thread.members.pop(discord.app.bot.id, None)


def list_thread_members(discord: "SimulatedDiscord", call: Call) -> list[Json]:
    thread = _thread_of(discord, call)
    return [thread.member_json(id) for id in thread.members]


def get_thread_member(discord: "SimulatedDiscord", call: Call) -> Json:
    thread = _thread_of(discord, call)
    if call.id("user_id") not in thread.members:
        raise Refused(10007)
    return thread.member_json(call.id("user_id"))


def get_active_guild_threads(discord: "SimulatedDiscord", call: Call) -> Json:
    bot = discord.app.bot.id
    there = [t for t in guild_of(discord, call).active_threads if t.open_to_id(bot)]
    mine = [t.member_json(bot) for t in there if bot in t.members]
    return {"threads": [t.json(bot) for t in there], "members": mine, "has_more": False}


def list_private_archived_threads(discord: "SimulatedDiscord", call: Call) -> Json:
    """All of a channel; needs the permission to manage threads."""
    parent = conversation_of(discord, call)
    if not isinstance(parent, GuildChannel):
        raise Refused(50024)
    may(discord, parent, Permission.READ_MESSAGE_HISTORY, Permission.MANAGE_THREADS)
    there = [t for t in parent.threads if t.archived and t.is_private]
    there.sort(key=lambda t: t.archived_at, reverse=True)
    bot = discord.app.bot.id
    mine = [t.member_json(bot) for t in there if bot in t.members]
    return {"threads": [t.json(bot) for t in there], "members": mine, "has_more": False}
