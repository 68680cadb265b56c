"""Where the community wants it for all pairs: in weeks without a meeting, how it is going, with one tap."""

from datetime import date, datetime, timedelta

from bot.context import Context
from bot.domain.match import Session
from bot.domain.message import Nudge
from bot.domain.partners import Partners
from bot.domain.schedule import wall
from bot.domain.status import MatchStatus
from bot.domain.switches import Switch
from bot.ids import SessionId
from bot.journey import checking_in, silence
from bot.journey import partners as pairs
from bot.journey.meetings import following
from bot.journey.routine import SNOOZED, Turn, turn_of
from bot.nudges.kind import Kind
from bot.texts import checking_in as texts

BEFORE, AFTER = timedelta(days=2), timedelta(days=3)
"""How far from a meeting, which has its own reminder and its own question."""
WEEK = timedelta(days=7)


async def _pair(nudge: Nudge, context: Context) -> tuple[Partners, Session] | None:
    """The pair, while it keeps the schedule that the meeting belongs to."""
    match = await context.uow.matches.of_session(SessionId(nudge.subject))
    session = await context.uow.sessions.get(SessionId(nudge.subject))
    if match is None or session is None or match.status is not MatchStatus.ACTIVE:
        return None
    partners = await pairs.load(context, match)
    signed = await context.uow.agreements.signed(match.id)
    its_own = await context.uow.agreements.get(session.agreement)
    goes_on = signed is not None and its_own is not None and signed.schedule == its_own.schedule
    if not goes_on or silence.is_silent(context, partners, signed):
        return None
    return partners, session


async def _still(nudge: Nudge, context: Context) -> bool:
    if not context.community.rules.weekly_check_in:
        return False
    found = await _pair(nudge, context)
    if found is None or await checking_in.said_how_it_goes(context, nudge):
        return False
    coming = await following(context, found[1].match)
    return found[1].ends_at + AFTER < context.now and (coming is None or context.now < coming.starts_at - BEFORE)


def _day(instant: datetime, partners: Partners, nudge: Nudge) -> date:
    return wall(instant, partners.zone(nudge.recipient)).date()


async def _until(nudge: Nudge, context: Context) -> datetime | None:
    """Shortly before the next meeting."""
    found = await _pair(nudge, context)
    assert found is not None
    coming = await following(context, found[1].match)
    return coming.starts_at - BEFORE if coming is not None else None


def _near(nudge: Nudge, context: Context, partners: Partners, coming: Session | None) -> bool:
    """Its reminder and its question are the two messages of these seven days."""
    if coming is None:
        return False
    return _day(coming.starts_at - WEEK, partners, nudge) < _day(context.now, partners, nudge)


async def _turn(nudge: Nudge, context: Context) -> Turn | None:
    found = await _pair(nudge, context)
    assert found is not None
    partners, session = found
    near = _near(nudge, context, partners, await following(context, session.match))
    return None if near else turn_of(nudge, partners)


async def _ask(nudge: Nudge, context: Context) -> None:
    found = await _pair(nudge, context)
    assert found is not None
    partners, session = found
    coming = await following(context, session.match)
    if nudge.occurrence < SNOOZED and _near(nudge, context, partners, coming):
        return
    asked = await checking_in.first_asked(context, nudge)
    await context.tell_member(nudge.recipient, texts.how_is_it_going(partners, nudge.recipient, asked, session, coming))
    await checking_in.sent(context, asked)


KINDS = (
    Kind(
        checking_in.WEEKLY,
        still=_still,
        act=_ask,
        switch=Switch.DID_YOU_MEET,
        turn=_turn,
        routine=True,
        until=_until,
    ),
)
