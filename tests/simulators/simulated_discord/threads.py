"""Threads: public and private, archived and locked."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.channels import Conversation, GuildChannel, Kind
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.permissions import Permission, in_channel

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.guilds import Guild
    from tests.simulators.simulated_discord.people import DiscordPerson

DURATIONS = (60, 1440, 4320, 10080)


@dataclass(eq=False)
class Thread(Conversation):
    """`members` maps user ids to the instant at which they were added."""

    guild: "Guild"
    parent: GuildChannel
    name: str
    owner_id: int
    created_at: datetime
    archived_at: datetime
    invitable: bool = True
    archived: bool = False
    locked: bool = False
    auto_archive_duration: int = 4320
    members: dict[int, datetime] = field(default_factory=dict)

    is_thread = True

    @property
    def guild_or_none(self) -> "Guild | None":
        return self.guild

    @property
    def overwrites(self) -> dict[int, tuple[Permission, Permission]]:
        """Those of the channel in which it hangs."""
        return self.parent.overwrites

    @property
    def is_private(self) -> bool:
        return self.kind is Kind.PRIVATE_THREAD

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def people(self) -> "list[DiscordPerson]":
        everybody = self.guild.discord.people
        return [everybody[id] for id in self.members if id in everybody]

    def open_to_id(self, user_id: int) -> bool:
        """Private threads are seen by their members and by those who may manage threads."""
        may = in_channel(self, user_id)
        seen = not self.is_private or user_id in self.members or Permission.MANAGE_THREADS in may
        return Permission.VIEW_CHANNEL in may and seen

    def open_to(self, person: "DiscordPerson") -> bool:
        return self.open_to_id(person.id)

    def invitable_by(self, user_id: int) -> bool:
        """Whether they may add people: Discord's documentation lets only moderators where it is not invitable."""
        owns = self.guild.discord.openers_invite and self.owner_id == user_id
        return not self.is_private or self.invitable or owns or Permission.MANAGE_THREADS in in_channel(self, user_id)

    def json(self, member_id: int = 0) -> Json:
        """The thread; with `member_id` also that account's membership, where it is a member."""
        sent = len([m for m in self.messages if not m.only_for])
        about: Json = {"archived": self.archived, "archive_timestamp": self.archived_at.isoformat()}
        about |= {"auto_archive_duration": self.auto_archive_duration, "locked": self.locked}
        about["create_timestamp"] = self.created_at.isoformat()
        if self.is_private:
            about["invitable"] = self.invitable
        shown: Json = {"id": str(self.id), "type": int(self.kind), "guild_id": str(self.guild.id), "name": self.name}
        shown |= {"parent_id": str(self.parent.id), "owner_id": str(self.owner_id), "thread_metadata": about}
        shown |= {"message_count": sent, "total_message_sent": sent, "member_count": min(50, len(self.members))}
        shown |= {"rate_limit_per_user": 0, "flags": 0, "last_pin_timestamp": None}
        shown["last_message_id"] = str(self.last_message_id) if self.last_message_id else None
        if member_id in self.members:
            shown["member"] = self.member_json(member_id)
        return shown

    def member_json(self, user_id: int) -> Json:
        joined = self.members[user_id].isoformat()
        return {"id": str(self.id), "user_id": str(user_id), "join_timestamp": joined, "flags": 1}
