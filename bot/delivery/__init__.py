"""Sending what the outbox holds: claimed with a lease, checked again, sent outside the transaction, then settled."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from time import monotonic

from bot import bundles
from bot.context import Context
from bot.delivery.outcomes import Outcomes
from bot.delivery.routes import Routes
from bot.delivery.sending import DROPPED, Outcome, Ready, Sending, attempted, refused
from bot.domain.message import OutboxMessage, OutboxStatus
from bot.errors import Unreachable
from bot.ids import CommunityId, new_id
from bot.nudges.wanted import read_ahead, wanted
from bot.pace import gathered, several
from bot.ports.platforms import Clock, Messenger, Platform
from bot.ports.storage import Storage, UnitOfWork

BATCH = 50
A_WHILE = 10.0  # seconds
COMMUNITIES_AT_ONCE, HANDFULS_AT_ONCE = 20, 3
HANDFUL = 5
"""Messages that are checked together, and settled together once all of them have left: a transaction for each of them
would take longer than sending them."""
LEASE = timedelta(seconds=60)


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
        self.owner = new_id()
        self.far = any(platform.is_far for platform in messengers)
        self._routes, self._sending = Routes(messengers), Sending(clock)
        closable = any(platform.can_close_dms for platform in messengers)
        self._outcomes = Outcomes(storage, clock, self.owner, closable=closable)

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
            checked = [each for each in (self._sending.defect(messages[0], defect),) if each is not None]
        sending = [partial(self._sending.sent, one) for one in checked]
        outcomes = [each for each in await gathered(sending) if each is not None]
        await self._outcomes.keep(community, outcomes)
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
            route = await self._routes.of(context.uow, whole) if true else None
        except Unreachable as problem:
            return refused(message, OutboxStatus.UNREACHABLE, problem)
        if route is None:
            return attempted(Outcome(replace(message, status=DROPPED), [replace(p, status=DROPPED) for p in parts]))
        dropped = [one for one in (message, *parts) if one not in true]
        return Ready(message, route, parts, dropped)

    async def _still_wanted(self, context: Context, message: OutboxMessage) -> bool:
        nudge = await context.uow.nudges.get(message.nudge) if message.nudge else None
        return nudge is None or await wanted(nudge, context)
