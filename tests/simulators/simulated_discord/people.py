"""People: what each of them sees, and what she does. The acting itself is in `acting/`."""

from typing import TYPE_CHECKING, Any

from tests.simulators.simulated_discord.acting import commanding, forms, pressing, speaking
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.messages import DiscordMessage
from tests.simulators.simulated_discord.modals import DiscordModal

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.answers import Answer
    from tests.simulators.simulated_discord.channels import Conversation, DirectChannel
    from tests.simulators.simulated_discord.guilds import Guild, Member, Role
    from tests.simulators.simulated_discord.server import SimulatedDiscord
    from tests.simulators.simulated_discord.threads import Thread
    from tests.simulators.simulated_discord.users import User


class DiscordPerson:
    """A person at her Discord client. She can only use what really stands there; else `Impossible` is raised."""

    def __init__(
        self,
        discord: "SimulatedDiscord",
        user: "User",
        guild: "Guild",
        locale: str = "en-US",
        zone: str = "America/New_York",
    ) -> None:
        self.discord, self.user, self.guild, self.locale, self.zone = discord, user, guild, locale, zone
        self.place: Conversation | None = None  # where she types by default
        self.modal: DiscordModal | None = None
        self.notifications: list[DiscordMessage] = []
        self.last: Answer | None = None
        self.takes_dms = True
        self.blocks_bot = False
        discord.people[user.id] = self

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.shown

    @property
    def mention(self) -> str:
        return self.user.mention

    @property
    def guilds(self) -> "list[Guild]":
        return [g for g in self.discord.guilds.values() if self.id in g.members]

    @property
    def shares_a_guild(self) -> bool:
        return any(g.has_bot for g in self.guilds)

    def member_of(self, guild: "Guild") -> "Member | None":
        return guild.members.get(self.id)

    # What she sees

    @property
    def dm(self) -> "DirectChannel":
        """Her direct conversation with the bot, which she opens where it does not exist yet."""
        return self.discord.direct(self)

    def sees(self, channel: "Conversation") -> list[DiscordMessage]:
        """The messages of a channel, thread or direct conversation, oldest first, her ephemeral ones included."""
        return channel.seen_by(self)

    @property
    def conversations(self) -> "list[Conversation]":
        """All that are open to her."""
        return [c for c in self.discord.conversations if c.open_to(self)]

    @property
    def seen(self) -> list[DiscordMessage]:
        """Everything that she sees anywhere, newest last."""
        return sorted((m for c in self.discord.conversations for m in c.seen_by(self)), key=lambda m: m.id)

    @property
    def ephemerals(self) -> list[DiscordMessage]:
        """What only she sees, newest last."""
        return [m for m in self.seen if m.only_for]

    @property
    def direct(self) -> list[DiscordMessage]:
        """Her direct conversation with the bot, newest last; empty where there is none."""
        channel = self.discord.directs.get(self.id)
        return channel.seen_by(self) if channel else []

    @property
    def threads(self) -> "list[Thread]":
        """Those of which she is a member."""
        return [t for g in self.guilds for t in g.threads.values() if self.id in t.members]

    def reads(self, message: DiscordMessage) -> str:
        """Its words, with moments in her own time zone."""
        return message.words_in(self.zone)

    # What she does

    async def types(self, command: str, where: "Conversation | None" = None, /, **options: Any) -> "Answer":
        """A slash command with its options, by default where she typed last or in her server's first channel.

        An option's value is text, a number, a truth, or a person, channel or role.
        """
        return await commanding.types(self, command, where, options)

    async def suggests(self, command: str, where: "Conversation | None" = None, /, **options: Any) -> list[Json]:
        """Types into the last of these options; what the bot offers for it, each with name and value."""
        return await commanding.suggests(self, command, where, options)

    async def presses(self, name: str, on: DiscordMessage | None = None) -> "Answer":
        """A button, by label or custom_id, by default on the latest message that has it."""
        return await pressing.presses(self, name, on)

    async def chooses(self, name: str, value: Any, on: DiscordMessage | None = None) -> "Answer":
        """One or several options of a select, by label or value; people, channels and roles as they are."""
        return await pressing.chooses(self, name, value, on)

    async def fills(self, values: dict[str, Any]) -> None:
        """Fills in inputs of the modal in front of her, each by label or custom_id; nothing is sent yet."""
        forms.fills(self, values)

    async def submits(self, *, forged_values: dict[str, Any] | None = None) -> "Answer":
        """Sends her modal. `forged_values` (by custom_id, as they travel) go past the client's checks."""
        return await forms.submits(self, forged_values)

    def closes(self) -> None:
        """Her modal, of which the bot never hears."""
        forms.front(self)
        self.modal = None

    async def writes(self, text: str, where: "Conversation | None" = None) -> DiscordMessage:
        """A message, by default to the bot; it comes back when the bot has read it."""
        return await speaking.writes(self, text, where or self.dm)

    async def forges(
        self, data: Json, *, kind: int, where: "Conversation", on: DiscordMessage | None = None
    ) -> "Answer":
        """An interaction whose `data` the test writes itself: what no client would send."""
        return await pressing.forges(self, data, kind, where, on)

    async def leaves(self, guild: "Guild | None" = None) -> None:
        """A server, with its threads. Without the intent for members the bot hears nothing of it."""
        guild = guild or self.guild
        del guild.members[self.id]
        for thread in guild.threads.values():
            thread.members.pop(self.id, None)

    async def joins(self, guild: "Guild | None" = None, roles: "list[Role] | None" = None) -> None:
        """A server, once more or for the first time; of this, too, the bot hears nothing."""
        (guild or self.guild).joins(self.user, roles)

    def gets(self, role: "Role", guild: "Guild | None" = None) -> None:
        (guild or self.guild).members[self.id].roles.append(role)

    def loses(self, role: "Role", guild: "Guild | None" = None) -> None:
        (guild or self.guild).members[self.id].roles.remove(role)

    def closes_dms(self) -> None:
        """From now on the bot's direct messages are refused (50007)."""
        self.takes_dms = False

    def opens_dms(self) -> None:
        self.takes_dms = True

    def blocks(self) -> None:
        """The bot: its direct messages are refused (50007)."""
        self.blocks_bot = True

    def unblocks(self) -> None:
        self.blocks_bot = False
