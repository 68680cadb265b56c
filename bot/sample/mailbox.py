"""What the bot sends, on its way to the people of the sample: each message is kept as it stands now."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from bot.commands import Command, decode
from bot.ports.platforms import (
    Address,
    Channel,
    DirectMessage,
    Messenger,
    OutboxKey,
    PairConversation,
    Place,
    Platform,
    UserId,
)
from bot.views import Actions, Mention, Message, Text

C = TypeVar("C", bound=Command)


@dataclass(frozen=True)
class Letter:
    """A message that arrived; `readers` is empty for the channel, `place` None for an answer only one person sees."""

    message: Message
    readers: tuple[UserId, ...]
    place: Place | None = None

    @cached_property
    def buttons(self) -> tuple[tuple[str, Command], ...]:
        """The action of each button and what it does, in their order."""
        return tuple((action, decode(action)) for action in actions(self.message))

    def all(self, kind: type[C]) -> list[tuple[str, C]]:
        return [(action, command) for action, command in self.buttons if isinstance(command, kind)]

    def one(self, kind: type[C]) -> tuple[str, C] | None:
        return next(iter(self.all(kind)), None)

    @property
    def mentioned(self) -> str:
        """The name of the first member whom the text names."""
        spans = (span for part in self.message.parts if isinstance(part, Text) for span in part.line)
        return next((span.name for span in spans if isinstance(span, Mention)), "")


def actions(message: Message) -> Iterator[str]:
    for part in message.parts:
        if isinstance(part, Actions):
            yield from (button.action for button in part.buttons)


@dataclass
class Mailbox:
    """A messenger that also keeps what it sent."""

    messenger: Messenger
    platform: Platform = Platform.PLAYGROUND
    arrived: list[Letter] = field(default_factory=list)
    _buttons: dict[Place, frozenset[str]] = field(default_factory=dict)

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        place = await self.messenger.send(address, message, key)
        self._keep(place, message)
        self.arrived.append(Letter(message, _readers(address), place))
        return place

    async def update(self, address: Address, place: Place, message: Message) -> None:
        await self.messenger.update(address, place, message)
        self._keep(place, message)

    async def find(self, address: Address, key: OutboxKey) -> Place | None:
        return await self.messenger.find(address, key)

    def taken(self) -> list[Letter]:
        """What arrived since the last time."""
        letters, self.arrived = self.arrived, []
        return letters

    def has(self, place: Place | None, action: str) -> bool:
        """Whether the button is still there; an answer that only one person sees stays as it is."""
        return place is None or action in self._buttons.get(place, frozenset())

    def _keep(self, place: Place, message: Message) -> None:
        self._buttons[place] = frozenset(actions(message))


def _readers(address: Address) -> tuple[UserId, ...]:
    match address:
        case DirectMessage(account):
            return (account.user,)
        case PairConversation(accounts=accounts):
            return tuple(account.user for account in accounts)
        case Channel():
            return ()
