"""What a platform (Slack, Discord, the playground) does for the core, and what it hands to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from bot.commands import Answers, Command
from bot.ids import MatchId, MemberId, SpaceId
from bot.views import CalendarSeries, Chart, Message, View

UserId = NewType("UserId", str)  # the platform's own id of a person
OutboxKey = NewType("OutboxKey", str)  # random, opaque, at most 25 characters


class Platform(StrEnum):
    SLACK = "slack"
    DISCORD = "discord"
    PLAYGROUND = "playground"


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
    """Who does what, where. `event` is the platform's own id of this press or command: seen again, it acts once."""

    actor: Account
    name: str
    event: str
    locale: str = "en-US"
    place: Place | None = None  # the card whose button was pressed


@dataclass(frozen=True)
class Reply:
    """`answers` says where the view goes: a dialog, the pressed card, or an answer only the actor sees."""

    view: View
    answers: Answers


@dataclass(frozen=True)
class Reader:
    """How one person sees messages: their member id (None before their first command), name and zone (IANA)."""

    member: MemberId | None
    name: str
    zone: str | None
    moderator: bool


class Front(Protocol):
    """What adapters call. `bot.app.Bot` is it."""

    async def handle(self, command: Command, envelope: Envelope) -> Reply:
        """One command, one transaction, one reply. Never raises for what a person did."""
        ...

    async def reader(self, account: Account) -> Reader: ...

    async def accounts(self, space: SpaceId) -> dict[MemberId, Account]:
        """The members of a space, for showing mentions."""
        ...


# Outbound


@dataclass(frozen=True)
class DirectMessage:
    account: Account


@dataclass(frozen=True)
class Channel:
    """The space's mentoring channel."""

    space: SpaceId


@dataclass(frozen=True)
class PairConversation:
    """The conversation of a pair and the bot, opened at the first message."""

    space: SpaceId
    match: MatchId
    accounts: tuple[Account, ...]


Address = DirectMessage | Channel | PairConversation


class Messenger(Protocol):
    """Sends for one platform.

    Raises `Unreachable`, `TryLater` or `Refused`; any other error leaves the outcome unknown.
    """

    platform: Platform

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        """Sends once for a key, for as long as the platform can tell."""
        ...

    async def update(self, place: Place, message: Message) -> None: ...

    async def find(self, address: Address, key: OutboxKey) -> Place | None:
        """The message that was sent with this key, None if none was. Raises `Unknowable` where it can't be told."""
        ...


@dataclass(frozen=True)
class Standing:
    """What the platform says of a person right now."""

    moderator: bool
    zone: str | None = None


class Directory(Protocol):
    """Asks one platform about a person; always fresh."""

    platform: Platform

    async def standing(self, account: Account) -> Standing: ...


class Documents(Protocol):
    """Draws what a view describes."""

    async def picture(self, chart: Chart) -> bytes:
        """PNG, 2:1, readable in light and dark surroundings."""
        ...

    def calendar(self, series: CalendarSeries) -> bytes:
        """iCalendar, UTF-8."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""
        ...
