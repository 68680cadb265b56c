"""The core's outbound port: messages into the chat log."""

from typing import assert_never

from adapters.playground.chatlog import CHANNEL, ChatLog, direct
from bot.errors import Refused, Unreachable
from bot.ports.platforms import (
    Account,
    Address,
    Channel,
    Clock,
    DirectMessage,
    OutboxKey,
    PairConversation,
    Place,
    Platform,
)
from bot.views import Message


class PlaygroundMessenger:
    platform = Platform.PLAYGROUND

    def __init__(self, chat: ChatLog, clock: Clock) -> None:
        self._chat = chat
        self._clock = clock

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        conversation = self._conversation(address)
        return Place(conversation, str(self._chat.post(conversation, None, message, self._clock.now(), key=key)))

    async def update(self, address: Address, place: Place, message: Message) -> None:
        if not (place.message.isdecimal() and self._chat.edit(int(place.message), message)):
            raise Refused(f"the playground has no message {place.message}")

    async def find(self, address: Address, key: OutboxKey) -> Place | None:
        found = self._chat.find(key)
        return Place(found.conversation, str(found.id)) if found else None

    def _conversation(self, address: Address) -> str:
        match address:
            case Channel():
                return CHANNEL
            case DirectMessage(account):
                self._reach(account)
                return direct(account.user)
            case PairConversation(_, match, accounts):
                for account in accounts:
                    self._reach(account)
                return self._chat.open_pair(match, [a.user for a in accounts])
            case _:
                assert_never(address)

    def _reach(self, account: Account) -> None:
        if self._chat.person(account.user) is None:
            raise Unreachable(f"nobody in the playground is called {account.user}")
