"""One meeting, as its reminders and questions see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bot.context import Context
from bot.domain.match import Agreement, Session
from bot.domain.message import Nudge
from bot.domain.partners import Partners
from bot.domain.status import MatchStatus, SessionStatus
from bot.ids import MatchId, SessionId
from bot.journey import partners as pairs
from bot.journey.routine import HELD
from bot.journey.silence import is_silent


@dataclass(frozen=True)
class Meeting:
    """`agreement` is the one that the session belongs to, be it replaced meanwhile; `silent`: the ladder has begun."""

    session: Session
    agreement: Agreement
    partners: Partners
    silent: bool


async def of_nudge(nudge: Nudge, context: Context) -> Meeting | None:
    """None where the match is not active, or the meeting was moved since the nudge was planned.

    Looked up once for a nudge, which asks whether it is true and is said in the same transaction.
    """
    if nudge.id not in context.seen:
        context.seen[nudge.id] = await _looked_up(nudge, context)
    return cast("Meeting | None", context.seen[nudge.id])


async def ahead(nudges: Sequence[Nudge], context: Context) -> None:
    """What `of_nudge` looks up, read for many at once. Matches are locked first, as everywhere."""
    ids = [SessionId(nudge.subject) for nudge in nudges]
    matches = await context.uow.matches.ahead_of_sessions(ids)
    sessions = await context.uow.sessions.ahead(ids)
    signed = await context.uow.agreements.ahead_signed([match.id for match in matches])
    earlier = {session.agreement for session in sessions} - {agreement.id for agreement in signed}
    await context.uow.agreements.ahead(earlier)
    await pairs.ahead(context, matches)


async def _looked_up(nudge: Nudge, context: Context) -> Meeting | None:
    id = SessionId(nudge.subject)
    match = await context.uow.matches.of_session(id)
    session = await context.uow.sessions.get(id)
    if match is None or session is None or match.status is not MatchStatus.ACTIVE:
        return None
    if session.moves != nudge.occurrence % HELD:
        return None
    partners = await pairs.load(context, match)
    signed = await context.uow.agreements.signed(match.id)
    its_own = signed and signed.id == session.agreement
    agreement = signed if its_own else await context.uow.agreements.get(session.agreement)
    assert agreement is not None
    return Meeting(session, agreement, partners, is_silent(context, partners, signed))


async def told(nudge: Nudge, context: Context) -> Meeting:
    """The meeting of a nudge that is still true."""
    meeting = await of_nudge(nudge, context)
    assert meeting is not None
    return meeting


async def pair_of(nudge: Nudge, context: Context) -> MatchId:
    """Whose meeting it is, for a nudge that is still true."""
    return (await told(nudge, context)).session.match


async def begins(nudge: Nudge, context: Context) -> datetime:
    """When the meeting of a nudge that is still true begins."""
    return (await told(nudge, context)).session.starts_at


async def coming(nudge: Nudge, context: Context) -> bool:
    """Planned and not begun, and the pair has not fallen silent: then the ladder speaks instead."""
    meeting = await of_nudge(nudge, context)
    if meeting is None or meeting.silent:
        return False
    return meeting.session.status is SessionStatus.PLANNED and meeting.session.starts_at > context.now


async def following(context: Context, match: MatchId) -> Session | None:
    """The next meeting that has not begun."""
    planned = await context.uow.sessions.planned(match)
    return next((session for session in planned if session.starts_at > context.now), None)
