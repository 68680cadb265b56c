"""When half of the agreed meetings are over: a look at the goals, beside the reminder of the next meeting."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.switches import Switch
from bot.ids import MemberId, SessionId
from bot.journey import meetings
from bot.journey.meetings import Meeting, begins, coming, told
from bot.nudges.kind import Kind
from bot.texts import keeping as texts


async def _look(nudge: Nudge, context: Context) -> None:
    meeting = await told(nudge, context)
    last = await _told_of(meeting, nudge.recipient, context) if meeting.agreement.goals else None
    message = texts.halfway(meeting.partners, nudge.recipient, meeting.session, meeting.agreement, last)
    await context.tell_member(nudge.recipient, message)


async def _told_of(meeting: Meeting, reader: MemberId, context: Context) -> SessionId | None:
    """The last meeting that its reader has told of: what is written of the goals is kept with it."""
    mentee = meeting.partners.is_mentee(reader)
    sessions = await context.uow.sessions.of(meeting.session.match)
    told = [session for session in sessions if session.answer_of(mentee=mentee)]
    return max(told, key=lambda session: session.starts_at).id if told else None


KINDS = (Kind("halfway", still=coming, act=_look, switch=Switch.GOALS, until=begins, ahead=meetings.ahead),)
