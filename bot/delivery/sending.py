"""Sending one message that was checked, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.delivery.routes import Route
from bot.domain.message import OutboxMessage, OutboxStatus
from bot.errors import RateLimited, Refused, TryLater, Unknowable, Unlisted, Unopened, Unreachable
from bot.ports.platforms import Clock, OutboxKey, Place

log = structlog.get_logger()
MOST_ATTEMPTS = 8
DROPPED = OutboxStatus.DROPPED


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


class Sending:
    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    async def sent(self, ready: Ready | Outcome) -> Outcome | None:
        """What became of it; None for a defect, which is tried again when the lease has run out."""
        if isinstance(ready, Outcome):
            return ready
        message = ready.message
        try:
            return attempted(await self._carried(ready))
        except NotLookedUp as unknown:
            still = replace(self._later(message, unknown.problem), status=OutboxStatus.SENDING)
            return Outcome(still, done=False)
        except Unreachable as problem:
            return refused(message, OutboxStatus.UNREACHABLE, problem)
        except RateLimited as problem:
            return Outcome(self._later(message, problem))
        except TryLater as problem:
            return attempted(Outcome(self._postponed(message, problem)))
        except Unknowable as problem:
            return refused(message, OutboxStatus.PARKED, problem)
        except Unopened as problem:
            return replace(refused(message, DROPPED, problem), unopened=problem.why)
        except Refused as problem:
            return refused(message, OutboxStatus.FAILED, problem)
        except Exception as defect:
            return self.defect(message, defect)

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

    def defect(self, message: OutboxMessage, defect: Exception) -> Outcome | None:
        log.exception("delivery", message=message.id)
        if message.attempts + 1 < MOST_ATTEMPTS:
            return None
        return refused(message, OutboxStatus.FAILED, defect)

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

    def _postponed(self, message: OutboxMessage, problem: TryLater) -> OutboxMessage:
        if message.attempts + 1 >= MOST_ATTEMPTS:
            return replace(message, status=OutboxStatus.FAILED, problem=_short(problem))
        return self._later(message, problem)

    def _later(self, message: OutboxMessage, problem: TryLater) -> OutboxMessage:
        later = self.clock.now() + timedelta(seconds=problem.after)
        return replace(message, status=OutboxStatus.WAITING, not_before=later, problem=_short(problem))


def refused(message: OutboxMessage, status: OutboxStatus, problem: Exception) -> Outcome:
    return attempted(Outcome(replace(message, status=status, problem=_short(problem))))


def attempted(outcome: Outcome) -> Outcome:
    return replace(outcome, message=replace(outcome.message, attempts=outcome.message.attempts + 1))


def _short(problem: Exception) -> str:
    return str(problem)[:200]
