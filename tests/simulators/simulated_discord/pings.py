"""Whom a message wakes: its mentions, as far as `allowed_mentions` and permissions let them."""

import re
from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.components import Type
from tests.simulators.simulated_discord.jsons import Json, dicts_in
from tests.simulators.simulated_discord.messages import DiscordMessage
from tests.simulators.simulated_discord.permissions import Permission, in_channel

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.channels import GuildChannel
    from tests.simulators.simulated_discord.threads import Thread

USER, ROLE, EVERYONE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>"), re.compile(r"(?<!\\)@(everyone|here)")
MENTION = re.compile(r"(?<!\\)<@!?(\d+)>")
KINDS = ("users", "roles", "everyone")


def text_of(message: DiscordMessage) -> str:
    shown = [str(c["content"]) for c in dicts_in(message.components) if c.get("type") == Type.TEXT]
    return "\n".join([message.content, *shown])


def problems_of_allowed(allowed: Json | None) -> list[str]:
    """What Discord refuses: a kind that is parsed and listed at once, or unknown."""
    if allowed is None:
        return []
    parse = allowed.get("parse") or []
    unknown = [f"allowed_mentions: unknown kind {kind!r}" for kind in parse if kind not in KINDS]
    both = [f"allowed_mentions: parse and {kind} exclude each other" for kind in ("users", "roles")
            if kind in parse and allowed.get(kind)]  # fmt: skip
    many = [
        f"allowed_mentions: more than 100 {kind}" for kind in ("users", "roles") if len(allowed.get(kind) or []) > 100
    ]
    return [*unknown, *both, *many]


def wording_problems(message: DiscordMessage) -> list[str]:
    """What Discord takes and a correct bot never sends: mentions of nobody, and everybody woken."""
    if not message.author.bot:
        return []
    known = message.discord.users
    strangers = [id for id in MENTION.findall(text_of(message)) if int(id) not in known]
    everybody = ["wakes everybody"] if message.pinged_everyone else []
    return [*(f"mentions {id}, who is nobody" for id in dict.fromkeys(strangers)), *everybody]


def ping(message: DiscordMessage) -> None:
    """Sets who is pinged by this new message, and wakes them."""
    text = text_of(message)
    allowed = {"parse": list(KINDS)} if message.allowed_mentions is None else message.allowed_mentions
    users = {int(id) for id in USER.findall(text)}
    if "users" not in (allowed.get("parse") or []):
        users &= {int(id) for id in allowed.get("users") or []}
    guild = message.channel.guild_or_none
    if guild is not None:
        place: GuildChannel | Thread = message.channel  # type: ignore[assignment]  # only those have a guild
        users = {id for id in users if Permission.VIEW_CHANNEL in in_channel(place, id)}
        users |= _of_roles(message, place, text, allowed)
    message.pinged = {id for id in users if id in message.discord.people}


def _of_roles(message: DiscordMessage, place: "GuildChannel | Thread", text: str, allowed: Json) -> set[int]:
    guild, parse = place.guild, allowed.get("parse") or []
    anybody = Permission.MENTION_EVERYONE in in_channel(place, message.author.id)
    named = {int(id) for id in ROLE.findall(text)}
    if "roles" not in parse:
        named &= {int(id) for id in allowed.get("roles") or []}
    woken = {role for id in named if (role := guild.roles.get(id)) and (anybody or role.mentionable)}
    message.pinged_everyone = anybody and "everyone" in parse and bool(EVERYONE.search(text))
    reached = [m.user.id for m in guild.members.values() if message.pinged_everyone or woken & set(m.roles)]
    return {id for id in reached if Permission.VIEW_CHANNEL in in_channel(place, id)}
