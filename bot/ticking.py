"""What time does: due nudges, matching for those who wait, sessions to plan, and forgetting what is kept briefly."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot import bundles
from bot.context import Context
from bot.domain.estimate import Forecast
from bot.domain.message import Nudge, NudgeStatus, OutboxMessage
from bot.domain.round import Round
from bot.domain.status import RoundStatus
from bot.errors import StorageError
from bot.ids import CommunityId, MemberId, NudgeId, RequestId
from bot.journey import forecasting, looking, planning, rounds, routine, solving
from bot.matching.policy import NEAREST_FIRST, Policy
from bot.matching.rounds import Plan
from bot.nudges import KINDS
from bot.nudges.wanted import read_ahead, waits_until, wanted
from bot.ports.platforms import Clock
from bot.ports.storage import Storage, UnitOfWork
from bot.texts.nudging import choices_button

log = structlog.get_logger()
BATCH = 50  # nudges, about as many as are claimed at once when they have become messages
HANDFUL = 25  # nudges in one transaction
AFTER_A_DEFECT = timedelta(hours=1)
RECEIPTS_KEPT = timedelta(days=2)
DRAFTS_KEPT = timedelta(hours=24)


class Ticking:
    def __init__(self, storage: Storage, clock: Clock, policy: Policy = NEAREST_FIRST) -> None:
        self.storage = storage
        self.clock = clock
        self.policy = policy
        self._cared_at: datetime | None = None

    async def run(self) -> int:
        now = self.clock.now()
        done = 0
        for community in await self.storage.with_due_work(now):
            try:
                done += await self.storage.write(community, partial(self._plan, now))
                done += await self.nudge(community, now)
                done += await self._solve(community, now)
                done += await self._propose(community, now)
            except StorageError:
                raise
            except Exception:
                log.exception("tick", community=community)  # the other communities are not to wait for a defect in one
        await self._care(now)
        return done

    async def _plan(self, now: datetime, uow: UnitOfWork) -> int:
        return await planning.plan_sessions(Context(uow, await uow.communities.get(), now))

    async def _propose(self, community: CommunityId, now: datetime) -> int:
        """A whole handful in one transaction; where that fails, one by one, and the culprit waits an hour."""
        async with self.storage.read(community) as uow:
            waiting = [r.id for r in await uow.requests.to_look_at(now, looking.REQUESTS_AT_ONCE)]
        if not waiting:
            return 0
        try:
            return await self.storage.write(community, partial(self._look, waiting, now))
        except StorageError:
            raise
        except Exception:
            log.exception("matching", community=community)
        for id in waiting:
            try:
                await self.storage.write(community, partial(self._look, [id], now))
            except Exception:
                log.exception("matching", request=id)
                await self.storage.write(community, partial(_look_later, id, now + AFTER_A_DEFECT))
        return len(waiting)

    async def _solve(self, community: CommunityId, now: datetime) -> int:
        """A round is read, solved outside of any transaction, and kept if it is still wanted then."""
        async with self.storage.read(community) as uow:
            live = await uow.rounds.live()
            if live is None or live.status is not RoundStatus.PLANNING:
                return 0
            found = await rounds.situation(Context(uow, await uow.communities.get(), now), live)
        try:
            plan = await solving.solved(found)
        except Exception:
            log.exception("round", round=live.id)
            await self.storage.write(community, partial(self._give_up, live, now))
            return 1
        await self.storage.write(community, partial(self._keep, live, plan, now))
        return 1

    async def _keep(self, live: Round, plan: Plan, now: datetime, uow: UnitOfWork) -> None:
        await rounds.keep(Context(uow, await uow.communities.get(), now), live, plan)

    async def _give_up(self, live: Round, now: datetime, uow: UnitOfWork) -> None:
        await rounds.give_up(Context(uow, await uow.communities.get(), now), live)

    async def _look(self, waiting: Sequence[RequestId], now: datetime, uow: UnitOfWork) -> int:
        context = Context(uow, await uow.communities.get(), now, policy=self.policy)
        return await looking.propose_to(context, waiting)

    async def nudge(self, community: CommunityId, now: datetime) -> int:
        """A handful in one transaction; where that fails, one by one, so that a defect in one holds up no other."""
        async with self.storage.read(community) as uow:
            due = await uow.nudges.due(now, BATCH)
        for handful in _handfuls(due):
            try:
                await self.storage.write(community, partial(self._several, handful, now))
            except Exception:
                log.exception("nudges", community=community)
                await self._one_by_one(community, handful, now)
        return len(due)

    async def _one_by_one(self, community: CommunityId, handful: Sequence[Nudge], now: datetime) -> None:
        for nudge in handful:
            try:
                await self.storage.write(community, partial(self._several, [nudge], now))
            except Exception:
                log.exception("nudge", nudge=nudge.id)
                await self.storage.write(community, partial(self._later, nudge.id, now + AFTER_A_DEFECT))

    async def _several(self, handful: Sequence[Nudge], now: datetime, uow: UnitOfWork) -> None:
        """What one person is told by several of them leaves as one message.

        What they are about is read, and locked, before they are, as by everybody who drops nudges.
        """
        context = Context(uow, await uow.communities.get(), now, policy=self.policy)
        await read_ahead(handful, context)
        told: defaultdict[MemberId, list[OutboxMessage]] = defaultdict(list)
        due = await uow.nudges.still_due([nudge.id for nudge in handful], now)
        for nudge in handful:
            if nudge.id in due:
                await self._one(nudge, context, told[nudge.recipient])
        for messages in told.values():
            for message in bundles.tied(messages):
                await uow.outbox.add(message)

    async def _one(self, nudge: Nudge, context: Context, bundle: list[OutboxMessage]) -> None:
        kind = KINDS[nudge.kind]
        if kind.only_tells:
            beside = choices_button(nudge.id) if kind.switch else None
            context = context.about(nudge, bundle if kind.switch else None, beside)
        if (later := await waits_until(nudge, context)) is not None:
            await context.uow.nudges.postpone(nudge.id, later)
            return
        true = await wanted(nudge, context)
        if true and not await self._gives_way(nudge, context):
            await kind.act(nudge, context)
        elif kind.unheard is not None and await kind.still(nudge, context):
            await kind.unheard(nudge, context)
        status = NudgeStatus.DONE if true else NudgeStatus.DROPPED
        await context.uow.nudges.settle(nudge.id, status, context.now)

    async def _gives_way(self, nudge: Nudge, context: Context) -> bool:
        """Whether it comes another day instead, for which a nudge of its own is planned."""
        kind = KINDS[nudge.kind]
        turn = await kind.turn(nudge, context) if kind.turn is not None else None
        return turn is not None and await routine.gives_way(nudge, context, turn)

    async def _later(self, id: NudgeId, due_at: datetime, uow: UnitOfWork) -> None:
        await uow.nudges.postpone(id, due_at)

    async def _care(self, now: datetime) -> None:
        """What is done once an hour for everybody: forgetting, and working out anew how long people wait."""
        if self._cared_at and timedelta() <= now - self._cared_at < timedelta(hours=1):
            return
        self._cared_at = now
        for community in await self.storage.communities():
            await self.storage.write(community, partial(_forget, now))
            await self._forecast(community, now)

    async def _forecast(self, community: CommunityId, now: datetime) -> None:
        """Worked out beside everybody else, and written only where it has changed."""
        try:
            async with self.storage.read(community) as uow:
                known = await uow.forecasts.all()
                made = await forecasting.forecast(uow, community, now)
            if [replace(each, made_at=now) for each in known] != made:
                await self.storage.write(community, partial(_keep_forecasts, made))
        except StorageError:
            raise
        except Exception:
            log.exception("forecast", community=community)


ORDER = {kind: place for place, kind in enumerate(KINDS)}


def _handfuls(due: Sequence[Nudge]) -> Iterator[list[Nudge]]:
    """Those of one person together, people in the order in which something was due for them first.

    What is due at the same instant is told in the order of the kinds: the reminder before what goes with it.
    """
    theirs: dict[MemberId, list[Nudge]] = {}
    for nudge in sorted(due, key=lambda each: (each.due_at, ORDER.get(each.kind, len(ORDER)))):
        theirs.setdefault(nudge.recipient, []).append(nudge)
    handful: list[Nudge] = []
    for nudges in theirs.values():
        if handful and len(handful) + len(nudges) > HANDFUL:
            yield handful
            handful = []
        handful += nudges
    if handful:
        yield handful


async def _look_later(id: RequestId, at: datetime, uow: UnitOfWork) -> None:
    await uow.requests.look_at([id], at)


async def _keep_forecasts(made: Sequence[Forecast], uow: UnitOfWork) -> None:
    await uow.forecasts.save(made)


async def _forget(now: datetime, uow: UnitOfWork) -> None:
    await uow.receipts.forget(now - RECEIPTS_KEPT)
    await uow.drafts.forget(now - DRAFTS_KEPT)
