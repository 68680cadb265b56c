"""After a meeting's time, one question to each: the pair's check-in of that period."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.status import SessionStatus
from bot.domain.switches import Switch
from bot.ids import SessionId
from bot.journey import meetings
from bot.journey.meetings import following, of_nudge, told
from bot.journey.routine import SNOOZED
from bot.nudges.kind import Kind
from bot.texts import keeping as texts

TOO_LATE = timedelta(days=3)
TOO_LATE_WHEN_SNOOZED = timedelta(days=10)


async def _ahead(nudges: Sequence[Nudge], context: Context) -> None:
    """And the meeting that follows, which is told along with the question."""
    await meetings.ahead(nudges, context)
    sessions = await context.uow.sessions.ahead([SessionId(nudge.subject) for nudge in nudges])
    await context.uow.sessions.ahead_planned({session.match for session in sessions})


async def _still(nudge: Nudge, context: Context) -> bool:
    """Not cancelled, moved or told already, not so long ago that nobody remembers, and the ladder has not begun."""
    meeting = await of_nudge(nudge, context)
    if meeting is None or meeting.silent or meeting.session.status is SessionStatus.CANCELLED:
        return False
    told_already = meeting.session.answer_of(mentee=meeting.partners.is_mentee(nudge.recipient))
    late = TOO_LATE if nudge.occurrence < SNOOZED else TOO_LATE_WHEN_SNOOZED
    return not told_already and context.now < meeting.session.ends_at + late


async def _until(nudge: Nudge, context: Context) -> datetime:
    return (await told(nudge, context)).session.ends_at + TOO_LATE_WHEN_SNOOZED


async def _ask(nudge: Nudge, context: Context) -> None:
    meeting = await told(nudge, context)
    after = await following(context, meeting.session.match)
    message = texts.did_you_meet(meeting.partners, nudge.recipient, meeting.session, after)
    await context.tell_member(nudge.recipient, message)
    await context.record("session", meeting.session.id, "checkin-sent")


KINDS = (Kind("did-you-meet", still=_still, act=_ask, switch=Switch.DID_YOU_MEET, until=_until, ahead=_ahead),)
