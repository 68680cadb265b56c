"""Where a message goes, and how it reads there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.match import Match
from bot.domain.message import OutboxMessage, OutboxStatus
from bot.domain.status import MatchStatus
from bot.errors import Unreachable
from bot.ids import SpaceId
from bot.journey import conversations
from bot.mentions import addressed
from bot.ports.platforms import (
    Account,
    Address,
    Channel,
    DirectMessage,
    Messenger,
    PairConversation,
    Place,
    Platform,
    Space,
)
from bot.ports.storage import UnitOfWork
from bot.views import Message


@dataclass(frozen=True)
class Route:
    """`message` is as it reads in the space where it goes."""

    messenger: Messenger
    address: Address
    message: Message
    replaced: Place | None = None


class Routes:
    def __init__(self, messengers: Mapping[Platform, Messenger]) -> None:
        self._messengers = messengers

    async def of(self, uow: UnitOfWork, message: OutboxMessage) -> Route | None:
        """Where it goes. None where a card is to be updated that never was sent. Raises `Unreachable`."""
        replaced = None
        if message.replaces:
            earlier = await uow.outbox.get(message.replaces)
            if earlier is None or earlier.status is not OutboxStatus.SENT:
                return None
            replaced = Place(earlier.conversation, earlier.place)
        address, space = await self._address(uow, message)
        here = await addressed(message.message, space.id, uow)
        return Route(self._messengers[space.platform], address, here, replaced)

    async def _address(self, uow: UnitOfWork, message: OutboxMessage) -> tuple[Address, Space]:
        to = message.to
        spaces = {s.id: s for s in await uow.communities.spaces() if s.connected and s.platform in self._messengers}
        if to.member:
            account = _reachable(await uow.members.accounts(to.member), spaces)
            return DirectMessage(account), spaces[account.space]
        if to.channel:
            if to.channel not in spaces or not spaces[to.channel].channel:
                raise Unreachable("the bot is not in a mentoring channel there")
            return Channel(to.channel, spaces[to.channel].channel), spaces[to.channel]
        assert to.match is not None
        match = await uow.matches.get(to.match)
        if match is None:
            raise Unreachable("this pair is gone")
        mentors = {a.space: a for a in await uow.members.accounts(match.mentor)}
        shared = [a for a in await uow.members.accounts(match.mentee) if a.space in mentors]
        mentee = _reachable(shared, spaces)
        space, both = spaces[mentee.space], (mentee, mentors[mentee.space])
        known = await uow.outbox.conversation_of(match.id)
        over = match.status is MatchStatus.ENDED
        title = await self._title(uow, match) if space.platform.has_threads else ""
        return PairConversation(space.id, match.id, both, space.channel, known, over, title), space

    async def _title(self, uow: UnitOfWork, match: Match) -> str:
        people = await uow.members.some([match.mentee, match.mentor])
        return conversations.title(people[match.mentee], people[match.mentor])


def _reachable(accounts: Sequence[Account], spaces: Mapping[SpaceId, Space]) -> Account:
    for account in accounts:
        if account.space in spaces:
            return account
    raise Unreachable("no account in a space that is served here")
