"""Sending what the outbox holds: claimed with a lease, checked again, sent outside the transaction, then settled."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
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
from bot.nudges.wanted import read_ahead, wanted
from bot.pace import gathered, several
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
COMMUNITIES_AT_ONCE, HANDFULS_AT_ONCE = 20, 3
HANDFUL = 5
"""Messages that are checked together, and settled together once all of them have left: a transaction for each of them
would take longer than sending them."""
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


@dataclass(frozen=True)
class Ready:
    """Checked and about to leave; `dropped` are those of its bundle that are no longer true."""

    message: OutboxMessage
    route: Route
    together: Sequence[OutboxMessage] = ()
    dropped: Sequence[OutboxMessage] = ()


@dataclass(frozen=True)
class Outcome:
    """What is to be kept of a message and of those that left with it. `done` is false for one that is still unknown."""

    message: OutboxMessage
    parts: Sequence[OutboxMessage] = ()
    unopened: str = ""
    done: bool = True


class NotLookedUp(Exception):
    """The platform could not say now whether the message arrived, which stays as unknown as it was."""

    def __init__(self, problem: TryLater) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Waiting:
    """What was claimed of one community's messages and not yet taken; once all of it is, more is claimed."""

    def __init__(self, claim: Callable[[], Awaitable[list[OutboxMessage]]], most: int) -> None:
        self._claim, self._most = claim, most
        self._left: list[OutboxMessage] = []
        self._turn, self._over = asyncio.Lock(), False

    async def handful(self) -> Sequence[OutboxMessage]:
        """At most so many; none once there was nothing more to claim."""
        async with self._turn:
            if not self._left and not self._over:
                self._left = await self._claim()
                self._over = not self._left
            taken, self._left = self._left[: self._most], self._left[self._most :]
            return taken


class Delivery:
    def __init__(self, storage: Storage, clock: Clock, messengers: Mapping[Platform, Messenger]) -> None:
        self.storage = storage
        self.clock = clock
        self.messengers = messengers
        self.owner = new_id()
        self._closable = any(platform.can_close_dms for platform in messengers)
        self.far = any(platform.is_far for platform in messengers)

    async def run(self, claimed: Callable[[], None] = lambda: None) -> int:
        """Sends what waits. `claimed` hears of each batch that has been taken from the outbox.

        One platform may want us to be slow, so communities don't wait for each other, and the clock's work waits for
        none of them longer than for a while.
        """
        until = monotonic() + A_WHILE
        unsent = await self.storage.with_unsent(self.clock.now())
        works = [partial(self._community, each, until, claimed) for each in unsent]
        return sum(await several(works, COMMUNITIES_AT_ONCE if self.far else 1))

    async def _community(self, community: CommunityId, until: float, claimed: Callable[[], None]) -> int:
        """What is claimed is of different conversations, also from what is still being sent, so that several can be on
        their way.
        """

        async def claim() -> list[OutboxMessage]:
            batch = await self.storage.write(community, self._claim) if monotonic() < until else []
            if batch:
                claimed()
            return batch

        async def work() -> int:
            settled = 0
            while handful := await waiting.handful():
                settled += await self._handful(community, handful)
            return settled

        waiting = Waiting(claim, HANDFUL if self.far else 1)
        workers = HANDFULS_AT_ONCE if self.far else 1
        return sum(await several([work] * workers, workers))

    async def _claim(self, uow: UnitOfWork) -> list[OutboxMessage]:
        return list(await uow.outbox.claim(self.owner, self.clock.now(), BATCH, LEASE))

    async def _handful(self, community: CommunityId, messages: Sequence[OutboxMessage]) -> int:
        """Settles each. An unknown outcome stays leased, to be looked up when the lease has run out."""
        try:
            checked = await self._checked(community, messages)
        except Exception as defect:
            if len(messages) > 1:  # one that can't be read is to hold up no other
                return sum([await self._handful(community, [message]) for message in messages])
            checked = [each for each in (self._defect(messages[0], defect),) if each is not None]
        sending = [partial(self._sent, one) for one in checked]
        outcomes = [each for each in await gathered(sending) if each is not None]
        await self._settle(community, outcomes)
        return sum(outcome.done for outcome in outcomes)

    async def _checked(self, community: CommunityId, messages: Sequence[OutboxMessage]) -> list[Ready | Outcome]:
        """What is no longer true is left out, and so is what another process has taken over."""
        async with self.storage.read(community) as uow:
            context = Context(uow, await uow.communities.get(), self.clock.now())
            nudges = await uow.nudges.some([message.nudge for message in messages if message.nudge])
            await read_ahead(list(nudges.values()), context)
            await uow.members.accounts_ahead({message.to.member for message in messages if message.to.member})
            leased = await uow.outbox.leased([message.id for message in messages], self.owner)
            return [await self._check(context, message) for message in messages if message.id in leased]

    async def _check(self, context: Context, message: OutboxMessage) -> Ready | Outcome:
        try:
            parts = await context.uow.outbox.parts(message.id) if message.part_of == message.id else ()
            true = [one for one in (message, *parts) if await self._still_wanted(context, one)]
            whole = replace(message, message=bundles.together([one.message for one in true])) if true else message
            route = await self._route(context.uow, whole) if true else None
        except Unreachable as problem:
            return self._refused(message, OutboxStatus.UNREACHABLE, problem)
        if route is None:
            return self._attempted(
                Outcome(replace(message, status=DROPPED), [replace(p, status=DROPPED) for p in parts])
            )
        dropped = [one for one in (message, *parts) if one not in true]
        return Ready(message, route, parts, dropped)

    async def _sent(self, ready: Ready | Outcome) -> Outcome | None:
        """What became of it; None for a defect, which is tried again when the lease has run out."""
        if isinstance(ready, Outcome):
            return ready
        message = ready.message
        try:
            return self._attempted(await self._carried(ready))
        except NotLookedUp as unknown:
            still = replace(self._later(message, unknown.problem), status=OutboxStatus.SENDING)
            return Outcome(still, done=False)
        except Unreachable as problem:
            return self._refused(message, OutboxStatus.UNREACHABLE, problem)
        except RateLimited as problem:
            return Outcome(self._later(message, problem))
        except TryLater as problem:
            return self._attempted(Outcome(self._postponed(message, problem)))
        except Unknowable as problem:
            return self._refused(message, OutboxStatus.PARKED, problem)
        except Unopened as problem:
            return replace(self._refused(message, DROPPED, problem), unopened=problem.why)
        except Refused as problem:
            return self._refused(message, OutboxStatus.FAILED, problem)
        except Exception as defect:
            return self._defect(message, defect)

    async def _carried(self, ready: Ready) -> Outcome:
        message, unlisted = ready.message, ""
        try:
            place = await self._send(ready.route, message)
        except Unlisted as beside:
            place, unlisted = Place(beside.conversation, beside.message), beside.why
        sent = [
            replace(
                one,
                status=DROPPED if one in ready.dropped else OutboxStatus.SENT,
                sent_at=self.clock.now(),
                problem=unlisted,
                conversation=place.conversation,
                place=place.message,
            )
            for one in (message, *ready.together)
        ]
        return Outcome(sent[0], sent[1:])

    def _defect(self, message: OutboxMessage, defect: Exception) -> Outcome | None:
        log.exception("delivery", message=message.id)
        if message.attempts + 1 < MOST_ATTEMPTS:
            return None
        return self._refused(message, OutboxStatus.FAILED, defect)

    def _refused(self, message: OutboxMessage, status: OutboxStatus, problem: Exception) -> Outcome:
        return self._attempted(Outcome(replace(message, status=status, problem=_short(problem))))

    def _attempted(self, outcome: Outcome) -> Outcome:
        return replace(outcome, message=replace(outcome.message, attempts=outcome.message.attempts + 1))

    async def _settle(self, community: CommunityId, outcomes: Sequence[Outcome]) -> None:
        """Plain direct messages in one transaction; each of the others, about which there is more to do, in its own."""
        alone = [one for one in outcomes if one.parts or not _plain(one.message)]
        together = [one.message for one in outcomes if one not in alone]
        try:
            if together:
                await self.storage.write(community, partial(self._mark_direct, together))
        except Exception:
            if len(together) == 1:
                raise
            log.exception("delivery", community=community)
            alone += map(Outcome, together)
        for one in alone:
            mark = partial(self._mark, one.message, parts=one.parts, unopened=one.unopened)
            await self.storage.write(community, mark)

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

    async def _still_wanted(self, context: Context, message: OutboxMessage) -> bool:
        nudge = await context.uow.nudges.get(message.nudge) if message.nudge else None
        return nudge is None or await wanted(nudge, context)

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

    async def _mark_direct(self, messages: Sequence[OutboxMessage], uow: UnitOfWork) -> None:
        held = await uow.outbox.settle_all(messages, self.owner)
        await uow.members.ahead([message.to.member for message in messages if message.to.member])
        for message in sorted(messages, key=lambda each: each.to.member or ""):  # as members are locked everywhere
            if message.id in held:
                await self._mark_reader(message, uow)
            else:
                log.warning("lease_lost", message=message.id, status=message.status)

    async def _mark_reader(self, message: OutboxMessage, uow: UnitOfWork) -> None:
        if message.status is OutboxStatus.UNREACHABLE or (message.status is OutboxStatus.SENT and self._closable):
            await direct_messages.settled(uow, message, self.clock.now())

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
        else:
            await self._mark_reader(message, uow)

    async def _mark_pair(self, message: OutboxMessage, uow: UnitOfWork, unopened: str) -> None:
        assert message.to.match is not None
        context = Context(uow, await uow.communities.get(), self.clock.now())
        if message.status is OutboxStatus.UNREACHABLE:
            await context.record("match", message.to.match, "unreachable")
        elif unopened or message.status is OutboxStatus.SENT:
            await conversations.settled(context, message, unopened)


def _plain(message: OutboxMessage) -> bool:
    """A direct message that belongs to no bundle and is a copy of nothing."""
    return message.to.member is not None and message.part_of is None and message.copy_of is None


def _reachable(accounts: Sequence[Account], spaces: Mapping[SpaceId, Space]) -> Account:
    for account in accounts:
        if account.space in spaces:
            return account
    raise Unreachable("no account in a space that is served here")


def _short(problem: Exception) -> str:
    return str(problem)[:200]
