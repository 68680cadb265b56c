"""How long it takes here: worked out from the community's own history, told to those who ask, and held against it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain.estimate import Calibration, Forecast, Situation, Told, calibration, forecasts
from bot.domain.message import Event
from bot.domain.request import MentoringRequest
from bot.ids import CommunityId, RequestId
from bot.ports.storage import UnitOfWork
from bot.texts.asking import Outlook

TOLD = "estimated"  # the kind of event that keeps what was told
REMEMBERED = timedelta(days=365)  # a school year with its holidays


async def told(context: Context, request: MentoringRequest, seen: Outlook) -> None:
    """Keeps what somebody who asks is told."""
    await context.record("request", request.id, TOLD, Told(seen.situation, seen.wait).code)


async def forecast(uow: UnitOfWork, community: CommunityId, now: datetime) -> list[Forecast]:
    """As the history stands now."""
    asked_in: dict[RequestId, Situation] = {}
    for event in await _told(uow, now):
        asked_in.setdefault(RequestId(event.subject_id), Told.of(event.detail).situation)
    return forecasts(community, await uow.forecasts.courses(now - REMEMBERED), asked_in, now)


async def calibrated(uow: UnitOfWork, now: datetime) -> Calibration:
    """What became of the ranges that were told; where a request was changed to another place, of the last one."""
    last = {event.subject_id: event for event in await _told(uow, now)}
    courses = await uow.forecasts.courses(now - REMEMBERED)
    said = ((last[course.request], course) for course in courses if course.request in last)
    return calibration((Told.of(event.detail), course.wait(event.at, now)) for event, course in said)


async def _told(uow: UnitOfWork, now: datetime) -> Sequence[Event]:
    return await uow.events.of_kind((TOLD,), now - REMEMBERED)
