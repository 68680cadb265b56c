"""Sending what the outbox holds: claimed with a lease, checked again, sent outside the transaction, each by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from time import monotonic

import structlog

from bot import bundles, direct_messages
from bot.context import Context
from bot.domain.match import Match
from bot.domain.message import OutboxMessage, OutboxStatus
from bot.domain.status import MatchStatus
from bot.errors import RateLimited, Refused, TryLater, Unknowable, Unlisted, Unopened, Unreachable
from bot.ids import CommunityId, SpaceId, new_id
from bot.journey import channel, conversations, group_sessions
from bot.mentions import addressed
from bot.nudges.wanted import wanted
from bot.pace import several
from bot.ports.platforms import (
    Account,
    Address,
    Channel,
    Clock,
    DirectMessage,
    Messenger,
    OutboxKey,
    PairConversation,
    Place,
    Platform,
    Space,
)
from bot.ports.storage import Storage, UnitOfWork
from bot.views import Message

log = structlog.get_logger()
BATCH = 50
A_WHILE = 10.0  # seconds
COMMUNITIES_AT_ONCE, MESSAGES_AT_ONCE = 20, 10
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
DROPPED = OutboxStatus.DROPPED


@dataclass(frozen=True)
class Route:
    """`message` is as it reads in the space where it goes."""

    messenger: Messenger
    address: Address
    message: Message
    replaced: Place | None = None


class NotLookedUp(Exception):
    """The platform could not say now whether the message arrived, which stays as unknown as it was."""

    def __init__(self, problem: TryLater) -> None:
        super().__init__(str(problem))
        self.problem = problem


class TakenOver(Exception):
    """The lease ran out before the message was sent, so that it is another process's to settle."""


class Delivery:
    def __init__(self, storage: Storage, clock: Clock, messengers: Mapping[Platform, Messenger]) -> None:
        self.storage = storage
        self.clock = clock
        self.messengers = messengers
        self.owner = new_id()
        self._closable = any(platform.can_close_dms for platform in messengers)
        self._far = any(platform.is_far for platform in messengers)

    async def run(self) -> int:
        """One platform may want us to be slow, so communities don't wait for each other, and the clock's work waits for
        none of them longer than for a while.
        """
        until = monotonic() + A_WHILE
        works = [partial(self._community, each, until) for each in await self.storage.with_unsent(self.clock.now())]
        return sum(await several(works, COMMUNITIES_AT_ONCE if self._far else 1))

    async def _community(self, community: CommunityId, until: float) -> int:
        """The messages of a batch are of different conversations, so that several can be on their way."""
        settled = 0
        while batch := await self.storage.write(community, self._claim):
            works = [partial(self._one, community, message) for message in batch]
            settled += sum(await several(works, MESSAGES_AT_ONCE if self._far else 1))
            if monotonic() > until:
                break
        return settled

    async def _claim(self, uow: UnitOfWork) -> list[OutboxMessage]:
        return list(await uow.outbox.claim(self.owner, self.clock.now(), BATCH, LEASE))

    async def _one(self, community: CommunityId, message: OutboxMessage) -> int:
        """Settles one message. An unknown outcome stays leased, to be looked up when the lease has run out."""
        unopened = ""
        parts: Sequence[OutboxMessage] = ()
        try:
            settled, parts = await self._attempt(community, message)
        except TakenOver:
            return 0
        except NotLookedUp as unknown:
            still = replace(self._later(message, unknown.problem), status=OutboxStatus.SENDING)
            await self.storage.write(community, partial(self._mark, still))
            return 0
        except Unreachable as problem:
            settled = replace(message, status=OutboxStatus.UNREACHABLE, problem=_short(problem))
        except RateLimited as problem:
            await self.storage.write(community, partial(self._mark, self._later(message, problem)))
            return 1
        except TryLater as problem:
            settled = self._postponed(message, problem)
        except Unknowable as problem:
            settled = replace(message, status=OutboxStatus.PARKED, problem=_short(problem))
        except Unopened as problem:
            settled, unopened = replace(message, status=OutboxStatus.DROPPED, problem=_short(problem)), problem.why
        except Refused as problem:
            settled = replace(message, status=OutboxStatus.FAILED, problem=_short(problem))
        except Exception as defect:
            log.exception("delivery", message=message.id)
            if message.attempts + 1 < MOST_ATTEMPTS:
                return 0
            settled = replace(message, status=OutboxStatus.FAILED, problem=_short(defect))
        settled = replace(settled, attempts=message.attempts + 1)
        await self.storage.write(community, partial(self._mark, settled, parts=parts, unopened=unopened))
        return 1

    async def _attempt(
        self, community: CommunityId, message: OutboxMessage
    ) -> tuple[OutboxMessage, Sequence[OutboxMessage]]:
        """What became of the message, and of those that left with it: what is no longer true is left out."""
        async with self.storage.read(community) as uow:
            parts = await uow.outbox.parts(message.id) if message.part_of == message.id else ()
            true = [one for one in (message, *parts) if await self._still_wanted(uow, one)]
            whole = replace(message, message=bundles.together([one.message for one in true])) if true else message
            route = await self._route(uow, whole) if true else None
            leased = await uow.outbox.leased(message.id, self.owner)
        if not leased:
            raise TakenOver
        if route is None:
            return replace(message, status=DROPPED), [replace(one, status=DROPPED) for one in parts]
        unlisted = ""
        try:
            place = await self._send(route, message)
        except Unlisted as beside:
            place, unlisted = Place(beside.conversation, beside.message), beside.why
        sent = [
            replace(
                one,
                status=OutboxStatus.SENT if one in true else DROPPED,
                sent_at=self.clock.now(),
                problem=unlisted,
                conversation=place.conversation,
                place=place.message,
            )
            for one in (message, *parts)
        ]
        return sent[0], sent[1:]

    async def _send(self, route: Route, message: OutboxMessage) -> Place:
        key = OutboxKey(message.key)
        if route.replaced:
            await route.messenger.update(route.address, route.replaced, route.message)
            return route.replaced
        found = await self._found(route, key) if message.status is OutboxStatus.SENDING else None
        if found is None:
            return await route.messenger.send(route.address, route.message, key)
        if route.message.group_session is not None:
            await self._finish(route, found)
        return found

    async def _finish(self, route: Route, found: Place) -> None:
        """The post arrived; whether the list of events has what it announces, nobody knows."""
        try:
            await route.messenger.update(route.address, found, route.message)
        except TryLater as problem:
            raise NotLookedUp(problem) from problem

    async def _found(self, route: Route, key: OutboxKey) -> Place | None:
        """Whether it arrived. Only the look-up waits: to send it again without one could say everything twice."""
        try:
            return await route.messenger.find(route.address, key)
        except TryLater as problem:
            raise NotLookedUp(problem) from problem

    async def _still_wanted(self, uow: UnitOfWork, message: OutboxMessage) -> bool:
        nudge = await uow.nudges.get(message.nudge) if message.nudge else None
        if nudge is None:
            return True
        return await wanted(nudge, Context(uow, await uow.communities.get(), self.clock.now()))

    async def _route(self, uow: UnitOfWork, message: OutboxMessage) -> Route | None:
        """Where it goes. None where a card is to be updated that never was sent. Raises `Unreachable`."""
        replaced = None
        if message.replaces:
            earlier = await uow.outbox.get(message.replaces)
            if earlier is None or earlier.status is not OutboxStatus.SENT:
                return None
            replaced = Place(earlier.conversation, earlier.place)
        address, space = await self._address(uow, message)
        here = await addressed(message.message, space.id, uow)
        return Route(self.messengers[space.platform], address, here, replaced)

    async def _address(self, uow: UnitOfWork, message: OutboxMessage) -> tuple[Address, Space]:
        to = message.to
        spaces = {s.id: s for s in await uow.communities.spaces() if s.connected and s.platform in self.messengers}
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

    def _postponed(self, message: OutboxMessage, problem: TryLater) -> OutboxMessage:
        if message.attempts + 1 >= MOST_ATTEMPTS:
            return replace(message, status=OutboxStatus.FAILED, problem=_short(problem))
        return self._later(message, problem)

    def _later(self, message: OutboxMessage, problem: TryLater) -> OutboxMessage:
        later = self.clock.now() + timedelta(seconds=problem.after)
        return replace(message, status=OutboxStatus.WAITING, not_before=later, problem=_short(problem))

    async def _mark(
        self,
        message: OutboxMessage,
        uow: UnitOfWork,
        *,
        parts: Sequence[OutboxMessage] = (),
        unopened: str = "",
    ) -> None:
        if message.copy_of is not None:
            await uow.outbox.lock(message.copy_of)
        if not await uow.outbox.settle(message, self.owner):
            log.warning("lease_lost", message=message.id, status=message.status)
            return
        if message.status is OutboxStatus.PARKED and message.part_of == message.id:
            waiting = await uow.outbox.parts(message.id)
            parts = [replace(one, status=OutboxStatus.PARKED, problem=message.problem) for one in waiting]
        for part in parts:
            await uow.outbox.settle_part(part)
        if message.to.channel:
            context = Context(uow, await uow.communities.get(), self.clock.now())
            await channel.settled(context, message)
            await group_sessions.settled(context, message)
        elif message.to.match:
            await self._mark_pair(message, uow, unopened)
        elif message.status is OutboxStatus.UNREACHABLE or (message.status is OutboxStatus.SENT and self._closable):
            await direct_messages.settled(uow, message, self.clock.now())

    async def _mark_pair(self, message: OutboxMessage, uow: UnitOfWork, unopened: str) -> None:
        assert message.to.match is not None
        context = Context(uow, await uow.communities.get(), self.clock.now())
        if message.status is OutboxStatus.UNREACHABLE:
            await context.record("match", message.to.match, "unreachable")
        elif unopened or message.status is OutboxStatus.SENT:
            await conversations.settled(context, message, unopened)


def _reachable(accounts: Sequence[Account], spaces: Mapping[SpaceId, Space]) -> Account:
    for account in accounts:
        if account.space in spaces:
            return account
    raise Unreachable("no account in a space that is served here")


def _short(problem: Exception) -> str:
    return str(problem)[:200]
