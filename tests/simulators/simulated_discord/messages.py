"""Messages: what stands in a conversation, who sees it, whom it pinged, and what the API says of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.components import Placed, named, placed
from tests.simulators.simulated_discord.jsons import Impossible, Json
from tests.simulators.simulated_discord.reading import Reader, words_of

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.channels import Conversation
    from tests.simulators.simulated_discord.server import SimulatedDiscord
    from tests.simulators.simulated_discord.users import User

EPHEMERAL, LOADING, SILENT, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 12, 1 << 15


@dataclass(eq=False)
class Attachment:
    id: int
    filename: str
    data: bytes
    url: str
    description: str = ""

    def json(self) -> Json:
        shown: Json = {"id": str(self.id), "filename": self.filename, "size": len(self.data), "url": self.url}
        shown |= {"proxy_url": self.url, "content_type": "application/octet-stream"}
        return shown | {"description": self.description} if self.description else shown


@dataclass(eq=False)
class DiscordMessage:
    """One message as it stands now.

    `only_for` is the id of the one person who sees an ephemeral message, else 0. `pinged` are the ids of the people
    who were woken by a mention, `allowed_mentions` is what the request said (None where it said nothing).
    """

    discord: "SimulatedDiscord"
    channel: "Conversation"
    id: int
    author: "User"
    sent_at: datetime
    content: str = ""
    components: list[Json] = field(default_factory=list)
    embeds: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    nonce: str | int | None = None
    only_for: int = 0
    pinged: set[int] = field(default_factory=set)
    pinged_everyone: bool = False
    allowed_mentions: Json | None = None
    interaction: Json | None = None
    reference: Json | None = None
    kind: int = 0
    edited_at: datetime | None = None
    deleted: bool = False

    def __repr__(self) -> str:
        return f"<message {self.id}: {self.words[:60]!r}>"

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def is_loading(self) -> bool:
        """Whether it still says that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def words(self) -> str:
        """What a person in New York reads: markdown taken away, mentions as names, moments in local time."""
        return self.words_in("America/New_York")

    def words_in(self, zone: str) -> str:
        reader = Reader(self.discord, self.channel.guild_or_none, zone)
        embeds = [text for e in self.embeds for text in (e.get("title"), e.get("description")) if text]
        shown = [reader.text(self.content), *map(reader.text, embeds), words_of(self.components, reader)]
        names = [] if self.flags & COMPONENTS_V2 else [a.filename for a in self.attachments]
        return "\n".join(part for part in (*shown, *names) if part)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons that can be pressed."""
        return [p.label for p in self.elements if p.is_button and not p.disabled]

    @property
    def files(self) -> dict[str, bytes]:
        return {a.filename: a.data for a in self.attachments}

    @property
    def elements(self) -> list[Placed]:
        return placed(self.components)

    def element(self, name: str) -> Placed:
        """By label, custom_id or placeholder; `Impossible` where it is missing or not alone."""
        found = named(self.components, name)
        if len(found) != 1:
            has = [p.names for p in self.elements]
            raise Impossible(f"{len(found)} of {name!r} stand on this message; it has {has}")
        return found[0]

    def json(self, *, with_nonce: bool = False) -> Json:
        """The message as the API shows it; its nonce only to who has just sent it."""
        shown: Json = {"id": str(self.id), "channel_id": str(self.channel.id), "author": self.author.json()}
        shown |= {"content": self.content, "timestamp": self.sent_at.isoformat(), "tts": False, "pinned": False}
        shown |= {"edited_timestamp": self.edited_at.isoformat() if self.edited_at else None, "type": self.kind}
        shown |= {"mention_everyone": self.pinged_everyone, "mention_roles": [], "embeds": self.embeds}
        users = self.discord.users
        shown |= {"mentions": [users[id].json() for id in sorted(self.pinged) if id in users], "flags": self.flags}
        shown |= {"attachments": [a.json() for a in self.attachments], "components": self.components}
        if self.author.bot:
            shown["application_id"] = str(self.discord.app.id)
        if self.interaction:
            shown |= {"webhook_id": str(self.discord.app.id), "interaction_metadata": self.interaction}
        if self.reference:
            shown["message_reference"] = self.reference
        return shown | {"nonce": self.nonce} if with_nonce and self.nonce is not None else shown
