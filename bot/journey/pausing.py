"""A pair pauses, until a day or until one of the two resumes, and comes back."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.context import Context
from bot.documents import CalendarSeries
from bot.domain.match import Agreement
from bot.domain.partners import Partners
from bot.domain.schedule import instant
from bot.domain.status import MatchStatus, SessionStatus
from bot.journey import calendars, keeping, planning
from bot.journey.zones import morning

OVER = "pause-over"
BEGINNINGS = ("match-paused", "quiet-paused")  # events
A_MOMENT = timedelta(seconds=1)
BEFORE_A_MEETING = timedelta(hours=1)


async def pause(context: Context, partners: Partners, until: date | None = None) -> Partners:
    """No nudges and no new sessions until that day, on which meetings take place again, or until somebody resumes."""
    ends = instant(datetime.combine(until, time()), partners.anchor) if until else None
    match = replace(partners.match.nobody_asked().to(MatchStatus.PAUSED), paused_until=ends)
    await context.uow.matches.save(match)
    signed = await context.uow.agreements.signed(match.id)
    if signed is not None and signed.plan_again_at is not None:
        await context.uow.agreements.save(replace(signed, plan_again_at=None))
    if until is not None:
        due = _told_at(partners, until, first_after(ends, signed))
        await context.nudge_again(match.mentee, OVER, match.id, due)
    return partners.now(match)


def first_after(ends: datetime | None, signed: Agreement | None) -> datetime | None:
    """The first meeting after a pause, as agreed."""
    found = signed.schedule.next_after(ends - A_MOMENT) if ends and signed else None
    return found[1] if found else None


def _told_at(partners: Partners, until: date, coming: datetime | None) -> datetime:
    """In the morning of both; quiet hours give way to a meeting that begins in them."""
    mornings = max(morning(until, zone) for zone in (partners.mentee_zone, partners.mentor_zone))
    return min(mornings, coming - BEFORE_A_MEETING) if coming else mornings


async def calendar(context: Context, partners: Partners, *, since: datetime) -> CalendarSeries | None:
    """Without the meetings of a pause that ends on a day; None where there is nothing to tell a calendar."""
    signed = await context.uow.agreements.signed(partners.match.id)
    until = partners.match.paused_until
    if signed is None or (partners.match.status is MatchStatus.PAUSED and until is None):
        return None
    if signed.schedule.next_after(context.now) is None:
        return None
    return await calendars.following(context, partners, signed, (since, until) if until else None)


async def resume(context: Context, partners: Partners) -> Partners:
    """Meetings whose time went by during the pause are cancelled, those to come are planned.

    What lies before the pause and is not answered yet can still be.
    """
    signed = await context.uow.agreements.signed(partners.match.id)
    active = partners.now(replace(partners.match.to(MatchStatus.ACTIVE), paused_until=None))
    alive = await keeping.contact(context, active, signed)
    await context.record("match", partners.match.id, "match-resumed")
    if signed is not None:
        await _catch_up(context, alive, signed)
    return alive


async def _catch_up(context: Context, partners: Partners, signed: Agreement) -> None:
    if signed.planned_sessions < signed.schedule.meetings:
        await planning.plan(context, partners, signed)
    began = await context.uow.events.last(partners.match.id, BEGINNINGS)
    for session in await context.uow.sessions.planned(partners.match.id):
        if session.ends_at < context.now and (began is None or session.starts_at >= began.at):
            await context.uow.sessions.save(session.to(SessionStatus.CANCELLED))
