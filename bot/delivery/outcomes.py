"""What is kept of messages that have left or could not, and what follows from it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import structlog

from bot import direct_messages
from bot.context import Context
from bot.delivery.sending import Outcome
from bot.domain.message import OutboxMessage, OutboxStatus
from bot.errors import StorageError
from bot.ids import CommunityId
from bot.journey import channel, conversations, group_sessions
from bot.ports.platforms import Clock
from bot.ports.storage import Storage, UnitOfWork

log = structlog.get_logger()


class Outcomes:
    """`owner` holds the leases; `closable`: people may close their direct messages on one of the platforms."""

    def __init__(self, storage: Storage, clock: Clock, owner: str, *, closable: bool) -> None:
        self.storage, self.clock, self.owner = storage, clock, owner
        self._closable = closable

    async def keep(self, community: CommunityId, outcomes: Sequence[Outcome]) -> None:
        """Plain direct messages in one transaction; each of the others, about which there is more to do, in its own."""
        alone = [one for one in outcomes if one.parts or not _plain(one.message)]
        together = [one.message for one in outcomes if one not in alone]
        try:
            if together:
                await self.storage.write(community, partial(self._mark_direct, together))
        except StorageError:
            raise
        except Exception:
            log.exception("delivery", community=community)
            alone += map(Outcome, together)
        for one in alone:
            await self._alone(community, one)

    async def _alone(self, community: CommunityId, outcome: Outcome) -> None:
        """A defect in what follows from one leaves it leased, to be looked up later, and holds up no other."""
        mark = partial(self._mark, outcome.message, parts=outcome.parts, unopened=outcome.unopened)
        try:
            await self.storage.write(community, mark)
        except StorageError:
            raise
        except Exception:
            log.exception("delivery", message=outcome.message.id)

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
