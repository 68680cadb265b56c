"""Channels: those of a server, and direct conversations with the bot. Threads are in `threads.py`."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.messages import DiscordMessage
from tests.simulators.simulated_discord.permissions import NONE, Permission, in_channel

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.guilds import Guild
    from tests.simulators.simulated_discord.people import DiscordPerson
    from tests.simulators.simulated_discord.threads import Thread


class Kind(IntEnum):
    TEXT = 0
    DIRECT = 1
    CATEGORY = 4
    ANNOUNCEMENT = 5
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


@dataclass(eq=False)
class Conversation:
    """Where messages stand: a channel, a thread, or a direct conversation."""

    id: int
    kind: Kind
    messages: list[DiscordMessage] = field(default_factory=list, kw_only=True)
    last_message_id: int = field(default=0, kw_only=True)

    is_thread = False

    def find(self, message_id: int) -> DiscordMessage | None:
        return next((m for m in reversed(self.messages) if m.id == message_id and not m.deleted), None)

    def open_to(self, person: "DiscordPerson") -> bool:
        raise NotImplementedError

    def seen_by(self, person: "DiscordPerson") -> list[DiscordMessage]:
        """What she sees here, oldest first: nothing deleted, and of ephemeral messages only her own."""
        if not self.open_to(person):
            return []
        return [m for m in self.messages if not m.deleted and m.only_for in (0, person.id)]

    @property
    def guild_or_none(self) -> "Guild | None":
        return None


@dataclass(eq=False)
class GuildChannel(Conversation):
    """`overwrites` are (allowed, denied) by the id of a role or member."""

    guild: "Guild"
    name: str
    parent: "GuildChannel | None" = None
    overwrites: dict[int, tuple[Permission, Permission]] = field(default_factory=dict)
    position: int = 0
    topic: str = ""

    @property
    def guild_or_none(self) -> "Guild | None":
        return self.guild

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def threads(self) -> "list[Thread]":
        return [t for t in self.guild.threads.values() if t.parent is self]

    def open_to(self, person: "DiscordPerson") -> bool:
        return Permission.VIEW_CHANNEL in in_channel(self, person.id)

    def overwrite(self, id: int, allow: Permission = NONE, deny: Permission = NONE) -> None:
        """Sets what a role or a member may do here, silently; `guild.changes(channel)` tells the bot."""
        self.overwrites[id] = (allow, deny)

    def json(self) -> Json:
        rows = [
            {"id": str(id), "type": int(id not in self.guild.roles), "allow": str(int(a)), "deny": str(int(d))}
            for id, (a, d) in self.overwrites.items()
        ]
        shown: Json = {"id": str(self.id), "type": int(self.kind), "guild_id": str(self.guild.id), "name": self.name}
        shown |= {"position": self.position, "permission_overwrites": rows, "flags": 0, "nsfw": False}
        shown |= {"parent_id": str(self.parent.id) if self.parent else None}
        if self.kind is Kind.CATEGORY:
            return shown
        shown |= {"topic": self.topic or None, "rate_limit_per_user": 0, "last_pin_timestamp": None}
        return shown | {"last_message_id": str(self.last_message_id) if self.last_message_id else None}


@dataclass(eq=False)
class DirectChannel(Conversation):
    person: "DiscordPerson"

    def open_to(self, person: "DiscordPerson") -> bool:
        return person is self.person

    def json(self) -> Json:
        shown: Json = {"id": str(self.id), "type": int(self.kind), "flags": 0, "last_pin_timestamp": None}
        shown["last_message_id"] = str(self.last_message_id) if self.last_message_id else None
        return shown | {"recipients": [self.person.user.json()]}
