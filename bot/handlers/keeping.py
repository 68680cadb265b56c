"""Keeping the schedule: moving and cancelling a meeting, the pair at a glance."""

from datetime import datetime, timedelta

from bot.commands import (
    CantMakeIt,
    MatchDetails,
    OpenReschedule,
    Reschedule,
    ToggleHourBefore,
)
from bot.context import Context
from bot.domain.match import MET, Session
from bot.domain.partners import Partners
from bot.domain.schedule import wall
from bot.domain.status import MatchStatus, SessionStatus
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.ids import MatchId
from bot.journey import closing, forms, keeping
from bot.journey import partners as pairs
from bot.journey.meetings import following
from bot.journey.typed_times import Typed, coming_instant
from bot.texts import details
from bot.texts import keeping as texts
from bot.understanding.fields import Fields
from bot.views import View

# One meeting


async def cant_make_it(command: CantMakeIt, context: Context) -> View:
    partners, session = await pairs.of_session(context, command.session)
    if session.status is SessionStatus.CANCELLED:
        raise UserError(texts.IS_CANCELLED)
    if session.status is not SessionStatus.PLANNED or session.starts_at <= context.now:
        raise UserError(texts.HAS_BEGUN)
    agreement = await context.uow.agreements.get(session.agreement)
    assert agreement is not None
    await keeping.cancel(context, partners, session, agreement)
    coming = await following(context, partners.match.id)
    return texts.cancelled(partners, context.me.id, session, agreement, coming)


async def open_reschedule(command: OpenReschedule, context: Context) -> View:
    partners, session = await _movable(context, command.session)
    zone = partners.zone(context.me.id)
    standing = wall(session.starts_at, zone)
    return texts.reschedule_form(partners, context.me.id, session, standing, wall(context.now, zone).date())


async def reschedule(command: Reschedule, context: Context) -> View:
    partners, session = await _movable(context, command.session)
    fields = Fields()
    typed = Typed(command.date, command.time, ("date", "time"))
    start = coming_instant(typed, partners.zone(context.me.id), context.now, fields)
    if start is None:
        return await forms.refused(context, command, fields.problems)
    if problem := await _taken(context, session, start):
        return await forms.refused(context, command, {"time": problem})
    await forms.sent(context, command)
    moved = await keeping.move(context, partners, session, start)
    return texts.moved(partners, context.me.id, moved)


async def _taken(context: Context, session: Session, start: datetime) -> str:
    """Why the session can't be moved there; empty where it can."""
    if session.status is SessionStatus.PLANNED and session.starts_at == start:
        return texts.SAME_TIME
    end = start + timedelta(minutes=session.minutes)
    others = (other for other in await context.uow.sessions.planned(session.match) if other.id != session.id)
    return texts.TAKEN if any(other.starts_at < end and start < other.ends_at for other in others) else ""


async def _movable(context: Context, id: str) -> tuple[Partners, Session]:
    """A session of my present schedule that I have not told to be held. Raises `UserError`."""
    partners, session = await pairs.of_session(context, id)
    signed = await context.uow.agreements.signed(session.match)
    if signed is None or signed.id != session.agreement:
        raise UserError(texts.IS_REPLACED)
    if session.answer_of(mentee=partners.is_mentee(context.me.id)) == MET:
        raise UserError(texts.YOU_MET)
    return partners, session


async def toggle_hour_before(command: ToggleHourBefore, context: Context) -> View:
    partners = await pairs.live(context, command.match)
    wanted = not partners.hour_before(context.me.id)
    await keeping.remind_hour_before(context, partners, wanted=wanted)
    return texts.hour_before_set(partners.match.id, wanted=wanted)


# The whole match


async def match_details(command: MatchDetails, context: Context) -> View:
    partners = await pairs.mine(context, command.match)
    signed = await context.uow.agreements.signed(MatchId(command.match))
    log = await closing.log_of(context, partners)
    written = await context.uow.checkins.last_of(partners.match.id, context.me.id)
    paused = partners.match.status is MatchStatus.PAUSED
    coming = None if paused else await following(context, partners.match.id)
    then = await closing.afterwards(context, partners, context.me)
    return details.details(partners, context.me.id, signed, coming, log, then, written.next_step if written else "")


HANDLES: Handles = {
    CantMakeIt: cant_make_it,
    OpenReschedule: open_reschedule,
    Reschedule: reschedule,
    ToggleHourBefore: toggle_hour_before,
    MatchDetails: match_details,
}
