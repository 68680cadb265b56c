"""Messages: what stands in a channel, who sees it, and what the API says of it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.simulators.slack.jsons import Impossible, Json
from tests.simulators.slack.words import Placed, named, placed, words_of

if TYPE_CHECKING:
    from tests.simulators.slack.channels import SlackChannel


@dataclass(eq=False)
class SlackMessage:
    """One message as it stands now. `only_for` is the one person who sees an ephemeral message, else empty."""

    channel: "SlackChannel"
    ts: str
    author: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str = ""
    bot_id: str = ""
    only_for: str = ""
    files: list[Json] = field(default_factory=list)
    subtype: str = ""
    edited: str = ""
    deleted: bool = False

    @property
    def words(self) -> str:
        """What a person reads: the blocks where there are some, else the text; and the names of files."""
        names = "\n".join(str(f["title"]) for f in self.files)
        return "\n".join(part for part in (words_of(self.blocks) or self.text, names) if part)

    @property
    def buttons(self) -> list[str]:
        return [p.label for p in self.elements if p.kind == "button"]

    @property
    def elements(self) -> list[Placed]:
        return placed(self.blocks)

    def element(self, name: str) -> Placed:
        """By `block_id/action_id`, label, action_id or block_id; an AssertionError where it is missing or not alone."""
        found = named(self.blocks, name)
        if len(found) != 1:
            raise Impossible(
                f"{len(found)} of {name!r} stand on this message; it has {[p.names for p in self.elements]}"
            )
        return found[0]

    def json(self, include_metadata: bool = False) -> Json:
        """The message as `conversations.history` and interaction payloads show it."""
        shown: Json = {"type": "message", "user": self.author, "ts": self.ts, "text": self.text}
        shown["team"] = self.channel.workspace.id
        for name in ("subtype", "bot_id", "thread_ts", "blocks", "attachments", "files"):
            if getattr(self, name):
                shown[name] = getattr(self, name)
        if self.bot_id:
            shown["app_id"] = self.channel.workspace.slack.app.id
        if self.edited:
            shown["edited"] = {"user": self.author, "ts": self.edited}
        if include_metadata and self.metadata is not None:
            shown["metadata"] = self.metadata
        return shown
