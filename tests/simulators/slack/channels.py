"""Conversations: public and private channels, direct messages, group messages."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tests.simulators.slack.jsons import Json
from tests.simulators.slack.messages import SlackMessage

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson
    from tests.simulators.slack.workspaces import Workspace

Kind = Literal["public", "private", "im", "mpim"]
SCOPE_FAMILY = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
CHANNEL_TYPE = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}


@dataclass(eq=False)
class SlackChannel:
    """`members` are user ids, the bot's among them; `restricted` keeps everybody but admins from posting."""

    workspace: "Workspace"
    id: str
    name: str
    kind: Kind
    members: list[str]
    archived: bool = False
    deleted: bool = False
    restricted: bool = False
    shared: bool = False
    created: int = 0
    messages: list[SlackMessage] = field(default_factory=list)

    @property
    def has_bot(self) -> bool:
        return self.workspace.bot_user_id in self.members

    @property
    def named(self) -> str:
        """The name that interaction payloads carry."""
        special = {"im": "directmessage", "private": "privategroup"}
        return special.get(self.kind, self.name)

    def seen_by(self, person: "SlackPerson") -> list[SlackMessage]:
        """What she sees here, oldest first: nothing deleted, and of ephemeral messages only her own."""
        if person.id not in self.members and self.kind != "public":
            return []
        return [m for m in self.messages if not m.deleted and m.only_for in ("", person.id)]

    def find(self, ts: str, *, ephemeral: bool = False) -> SlackMessage | None:
        return next((m for m in self.messages if m.ts == ts and not m.deleted and bool(m.only_for) == ephemeral), None)

    def other(self, user_id: str) -> str:
        """The partner in a direct conversation."""
        return next((m for m in self.members if m != user_id), user_id)

    def json(self) -> Json:
        """The conversation object of `conversations.info`."""
        common: Json = {"id": self.id, "created": self.created, "is_archived": self.archived, "updated": 0}
        common |= {"is_im": self.kind == "im", "is_mpim": self.kind == "mpim", "is_org_shared": False}
        common["context_team_id"] = self.workspace.id
        if self.kind == "im":
            return common | {"user": self.other(self.workspace.bot_user_id), "is_user_deleted": False, "priority": 0}
        private = self.kind != "public"
        return common | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_private": private,
            "is_general": False,
            "is_shared": self.shared,
            "is_ext_shared": self.shared,
            "is_member": self.has_bot,
            "creator": self.members[0] if self.members else "",
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "previous_names": [],
            "num_members": len(self.members),
        }
