"""Who may do what where, computed as Discord does (topics/permissions)."""

from enum import IntFlag
from typing import TYPE_CHECKING

from adapters.discord import permissions as invited

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.channels import GuildChannel
    from tests.simulators.simulated_discord.guilds import Guild
    from tests.simulators.simulated_discord.threads import Thread


class Permission(IntFlag):
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    CHANGE_NICKNAME = 1 << 26
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    CREATE_EVENTS = 1 << 44


P = Permission
NONE = Permission(0)
ALL = Permission((1 << 53) - 1)
# What a new server gives to everybody, and exactly what our invite link asks for.
EVERYBODY = (
    P.ADD_REACTIONS | P.VIEW_CHANNEL | P.SEND_MESSAGES | P.EMBED_LINKS | P.ATTACH_FILES | P.READ_MESSAGE_HISTORY
    | P.USE_EXTERNAL_EMOJIS | P.CONNECT | P.SPEAK | P.CHANGE_NICKNAME | P.USE_APPLICATION_COMMANDS
    | P.CREATE_PUBLIC_THREADS | P.CREATE_PRIVATE_THREADS | P.SEND_MESSAGES_IN_THREADS
)  # fmt: skip
OF_THE_BOT = Permission(invited.integer(events=True))
IN_DIRECT_MESSAGES = EVERYBODY  # what clients report where there is nothing to forbid


def in_guild(guild: "Guild", user_id: int) -> Permission:
    """Of a member, in the server as a whole; nothing for who is not one."""
    if user_id == guild.owner_id:
        return ALL
    member = guild.members.get(user_id)
    if member is None:
        return NONE
    found = guild.everyone.permissions
    for role in member.roles:
        found |= role.permissions
    return ALL if P.ADMINISTRATOR in found else found


def in_channel(channel: "GuildChannel | Thread", user_id: int) -> Permission:
    """Of a member, in a channel; a thread inherits its parent's."""
    overwrites = channel.overwrites
    found = in_guild(channel.guild, user_id)
    if P.ADMINISTRATOR in found:
        return ALL
    member = channel.guild.members.get(user_id)
    if member is None:
        return NONE
    found = _overwritten(found, overwrites, channel.guild.id)
    roles = [overwrites[r.id] for r in member.roles if r.id in overwrites]
    denied, allowed = NONE, NONE
    for overwrite in roles:
        denied, allowed = denied | overwrite[1], allowed | overwrite[0]
    found = _overwritten((found & ~denied) | allowed, overwrites, user_id)
    return found if P.VIEW_CHANNEL in found else NONE


def _overwritten(found: Permission, overwrites: dict[int, tuple[Permission, Permission]], id: int) -> Permission:
    allowed, denied = overwrites.get(id, (NONE, NONE))
    return (found & ~denied) | allowed


def may_send(channel: "GuildChannel | Thread", user_id: int) -> bool:
    needed = P.SEND_MESSAGES_IN_THREADS if channel.is_thread else P.SEND_MESSAGES
    return needed in in_channel(channel, user_id)
