"""What a platform (Slack, Discord, the playground) does for the core, and what it hands to it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from bot.commands import Answers, Command
from bot.documents import Chart, Document
from bot.ids import MatchId, MemberId, SpaceId
from bot.views import Form, Message, View

UserId = NewType("UserId", str)  # the platform's own id of a person
OutboxKey = NewType("OutboxKey", str)  # random, opaque, at most 25 characters


class Platform(StrEnum):
    SLACK = "slack"
    DISCORD = "discord"
    PLAYGROUND = "playground"

    @property
    def has_threads(self) -> bool:
        """Whether a pair's conversation is a thread: moderators can read it, and it can be put away."""
        return self is Platform.DISCORD

    @property
    def is_far(self) -> bool:
        """Whether a message to it travels: others can be on their way meanwhile."""
        return self is not Platform.PLAYGROUND

    @property
    def can_close_dms(self) -> bool:
        """Whether people may take no direct messages from the bot and still be here."""
        return self is Platform.DISCORD

    @property
    def has_roles(self) -> bool:
        """Whether who may do what goes by roles that a space gives to its people."""
        return self is Platform.DISCORD


@dataclass(frozen=True)
class Account:
    """A person on one platform, in one space (a Slack workspace, a Discord server, the playground)."""

    platform: Platform
    space: SpaceId
    user: UserId


@dataclass(frozen=True)
class Place:
    """A message as the platform knows it, so that a card can be updated or removed later."""

    conversation: str
    message: str


@dataclass(frozen=True)
class Envelope:
    """Who does what, where. `event` is the platform's own id of this press or command: seen again, it acts once.

    `zone` (IANA) is the one in their profile, where the platform has such a thing and it is at hand. `stranger` marks
    somebody from another organization who shares a channel with this space.
    """

    actor: Account
    name: str
    event: str
    locale: str = "en-US"
    place: Place | None = None  # the card whose button was pressed
    zone: str | None = None
    stranger: bool = False


@dataclass(frozen=True)
class Reply:
    """`answers` says where the view goes: a dialog, the pressed card, or an answer only the actor sees.

    `notice` is for the actor alone and stands beside the answer, never beside a dialog; only where
    `Platform.can_close_dms`.
    """

    view: View
    answers: Answers
    notice: Message | None = None


@dataclass(frozen=True)
class Reader:
    """How one person sees messages: their member id (None before their first command), name and zone (IANA)."""

    member: MemberId | None
    name: str
    zone: str | None
    moderator: bool


@dataclass(frozen=True)
class Standing:
    """What the platform says of a person right now. `zone` is an IANA name; `name` may be empty where unknown.

    `here` is false for somebody who left or was deactivated, `person` for bots, `stranger` is as in `Envelope`.
    `roles` are the platform's ids of what they are in this space, on a platform that has roles.
    """

    moderator: bool
    zone: str | None = None
    name: str = ""
    here: bool = True
    person: bool = True
    stranger: bool = False
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Space:
    """A Slack workspace, a Discord server or the playground, as a part of its community.

    `channel` is the platform's id of the mentoring channel, empty until a moderator chose one. `connected` is false
    from the day the bot was uninstalled there until it is installed again. Whoever has one of `moderator_roles` (the
    platform's ids) moderates.
    """

    id: SpaceId
    platform: Platform
    name: str
    channel: str = ""
    connected: bool = True
    moderator_roles: tuple[str, ...] = ()

    def moderated_by(self, standing: Standing) -> bool:
        """Whether the platform, or a role that moderators chose here, makes somebody a moderator."""
        return standing.moderator or not standing.roles.isdisjoint(self.moderator_roles)


@dataclass(frozen=True)
class Begun:
    """A form that was begun and not taken: its writer's only, for 24 hours.

    `values` is what was typed so far, by field, `problems` what is to be mended, `place` the card that opened it.
    """

    form: Form
    values: Mapping[str, str | tuple[str, ...]]
    problems: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None

    @property
    def slug(self) -> str:
        return self.form.action.partition(":")[0]


class Front(Protocol):
    """What adapters call. `bot.app.Bot` is it. Nothing here raises for what a person did."""

    async def handle(self, command: Command, envelope: Envelope) -> Reply:
        """One command, one transaction, one reply."""
        ...

    async def reader(self, account: Account) -> Reader: ...


class Host(Front, Protocol):
    """What adapters call whose platform has a life of its own: it is installed, has pages, and tells what happens."""

    async def home(self, envelope: Envelope) -> Sequence[Message]:
        """A person's own page: their mentoring and, for a moderator, what needs a hand. Only reads."""
        ...

    async def connect(self, space: Space, by: Account | None = None) -> None:
        """The bot is installed in a space: founds its community where it is new, finds it again where it is not.

        `by`, who installed it, is told how to go on. Saying it once more changes nothing.
        """
        ...

    async def disconnect(self, space: SpaceId) -> None:
        """The bot was uninstalled: nothing is sent there any more, and what is known is kept."""
        ...

    async def changed(self, account: Account, standing: Standing) -> None:
        """The platform tells by itself that a person left, came back or has another time zone."""
        ...

    async def lost_channel(self, space: SpaceId, channel: str) -> None:
        """The bot was removed from a channel, or it was archived or deleted. Any channel may be told."""
        ...


class Memory(Protocol):
    """What the core remembers for a platform whose dialogs close, whose direct messages belong to no space, and which
    does not repeat what was missed."""

    async def keep_form(self, envelope: Envelope, begun: Begun) -> None:
        """Keeps what was typed so far; replaces an earlier one of the same kind."""
        ...

    async def begun_form(self, account: Account, slug: str) -> Begun | None: ...

    async def forget_form(self, account: Account, slug: str) -> None: ...

    async def present(self, platform: Platform, spaces: Sequence[SpaceId]) -> None:
        """The bot is in these spaces and in no other."""
        ...

    async def still_there(self, space: SpaceId, channels: Collection[str], roles: Collection[str]) -> None:
        """These are all the channels and roles of a space: one that was chosen and is not among them is lost."""
        ...

    async def spaces_of(self, platform: Platform, user: UserId) -> Sequence[Space]:
        """Where this person takes part."""
        ...

    async def taking_part(self, platform: Platform) -> Sequence[Account]:
        """Whom others count on: in a pair, waiting for a mentor, or offering to be one."""
        ...

    async def lost_role(self, space: SpaceId, role: str) -> None:
        """A role was deleted. Any role may be told."""
        ...


class RememberingHost(Host, Memory, Protocol):
    pass


# Outbound


@dataclass(frozen=True)
class DirectMessage:
    account: Account


@dataclass(frozen=True)
class Channel:
    """The space's mentoring channel, by the platform's id of it."""

    space: SpaceId
    conversation: str


@dataclass(frozen=True)
class PairConversation:
    """The conversation of a pair and the bot, opened at the first message.

    `channel` is the space's mentoring channel, empty where none is chosen; `known` the platform's id of the
    conversation from an earlier message; `title` names it where conversations have names. `over`: the match has ended,
    so that the conversation may be put away after this message.
    """

    space: SpaceId
    match: MatchId
    accounts: tuple[Account, ...]
    channel: str = ""
    known: str = ""
    over: bool = False
    title: str = ""


Address = DirectMessage | Channel | PairConversation


class Messenger(Protocol):
    """Sends for one platform.

    Raises `Unreachable`, `TryLater`, `RateLimited`, `Unopened` or `Refused`; any other error leaves the outcome
    unknown. `Unlisted` tells of a message that has arrived. A group session that a message to a channel announces is
    put into the platform's list of events, or taken off where it was called off, once the message stands; a platform
    without such a list leaves it at the message.
    """

    platform: Platform

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        """Sends once for a key, for as long as the platform can tell."""
        ...

    async def update(self, address: Address, place: Place, message: Message) -> None:
        """Replaces a message that was sent to this address before."""
        ...

    async def find(self, address: Address, key: OutboxKey) -> Place | None:
        """The message that was sent with this key, None if none was. Raises `Unknowable` where it can't be told."""
        ...


class Directory(Protocol):
    """Asks one platform about a person; no answer is older than 60 seconds. Raises `DeliveryError`."""

    platform: Platform

    async def standing(self, account: Account) -> Standing: ...


class Documents(Protocol):
    """Draws what a view describes."""

    async def picture(self, chart: Chart) -> bytes:
        """PNG, 2:1, readable in light and dark surroundings."""
        ...

    async def file(self, document: Document) -> bytes:
        """iCalendar in UTF-8; PDF; comma-separated values in UTF-8 with a mark of the order of its bytes."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""
        ...
