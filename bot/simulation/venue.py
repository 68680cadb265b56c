"""What the simulated community needs around it: a clock that jumps, and a chat that remembers where it put what."""

from datetime import UTC, datetime
from itertools import count

from bot.domain.member import Community
from bot.ids import CommunityId, SpaceId
from bot.ports.platforms import (
    Account,
    Address,
    Channel,
    DirectMessage,
    OutboxKey,
    PairConversation,
    Place,
    Platform,
    Space,
    UserId,
)
from bot.views import Message

COMMUNITY = Community(CommunityId("simulated"), "Simulated community")
SPACE = Space(SpaceId("simulated"), Platform.PLAYGROUND, "Simulated community", channel="channel")
BEGIN = datetime(2026, 9, 14, 14, tzinfo=UTC)
"""A Monday morning in every state, some weeks into a school year."""


def account(user: UserId) -> Account:
    return Account(SPACE.platform, SPACE.id, user)


class JumpingClock:
    def __init__(self) -> None:
        self.instant = BEGIN

    def now(self) -> datetime:
        return self.instant


class Chat:
    """Delivers everything at once, and keeps only where it stands."""

    platform = SPACE.platform

    def __init__(self) -> None:
        self._numbers = count(1)
        self._sent: dict[OutboxKey, Place] = {}

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        if key not in self._sent:
            self._sent[key] = Place(_conversation(address), str(next(self._numbers)))
        return self._sent[key]

    async def update(self, address: Address, place: Place, message: Message) -> None:
        pass  # who reads it looks at the mailbox

    async def find(self, address: Address, key: OutboxKey) -> Place | None:
        return self._sent.get(key)


def _conversation(address: Address) -> str:
    match address:
        case DirectMessage(reader):
            return f"dm-{reader.user}"
        case PairConversation(match=match):
            return f"pair-{match}"
        case Channel(conversation=conversation):
            return conversation
