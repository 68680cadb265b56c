"""Where the community wants it for all pairs: in weeks without a meeting, how it is going, with one tap."""

from datetime import datetime, timedelta

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
from bot.journey.routine import held_back
from bot.nudges.kind import Kind
from bot.texts import checking_in as texts

APART = timedelta(days=3)
"""A meeting that is nearer has its own reminder and its own question."""


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
    _, session = found
    coming = await following(context, session.match)
    near = coming is not None and coming.starts_at < context.now + APART
    return session.ends_at + APART < context.now and not near


async def _until(nudge: Nudge, context: Context) -> datetime | None:
    """Shortly before the next meeting."""
    found = await _pair(nudge, context)
    assert found is not None
    coming = await following(context, found[1].match)
    return coming.starts_at - APART if coming is not None else None


async def _ask(nudge: Nudge, context: Context) -> None:
    found = await _pair(nudge, context)
    assert found is not None
    partners, session = found
    if await held_back(nudge, context, partners):
        return
    asked = await checking_in.first_asked(context, nudge)
    coming = await following(context, session.match)
    since = wall(session.starts_at, partners.zone(nudge.recipient)).date()
    await context.tell_member(nudge.recipient, texts.how_is_it_going(partners, nudge.recipient, asked, since, coming))
    await checking_in.sent(context, asked)


KINDS = (Kind(checking_in.WEEKLY, still=_still, act=_ask, switch=Switch.DID_YOU_MEET, routine=True, until=_until),)
