"""The day before a meeting, one reminder to each."""

from datetime import datetime

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.status import SessionStatus
from bot.domain.switches import Switch
from bot.journey import clocks, meetings
from bot.journey.meetings import Meeting, begins, coming, pair_of, told
from bot.nudges.kind import Kind
from bot.reference.agenda import AgendaItem, agenda_for
from bot.texts import keeping as texts

WEEK = 7  # days


async def _remind(nudge: Nudge, context: Context) -> None:
    meeting = await told(nudge, context)
    idea = await _idea(meeting, context)
    shifts = clocks.shifts_of(meeting.partners, meeting.agreement.schedule, meeting.session.number)
    message = texts.reminder(meeting.partners, nudge.recipient, meeting.session, meeting.agreement, shifts, idea)
    await context.tell_member(nudge.recipient, message)


async def _first(meeting: Meeting, context: Context) -> datetime:
    """When the two began, under whichever agreement: a renewal goes on where they are."""
    first = meeting.agreement.schedule.start(1)
    if meeting.agreement.version == 1:
        return first
    sessions = await context.uow.sessions.of(meeting.session.match)
    held = (session.starts_at for session in sessions if session.status is SessionStatus.HELD)
    return min((first, *held))


async def _idea(meeting: Meeting, context: Context) -> AgendaItem | None:
    """By the week since the first meeting, and by what the mentee asked for."""
    days = (meeting.session.starts_at - await _first(meeting, context)).days
    request = meeting.partners.match.request
    asked = await context.uow.requests.get(request) if request else None
    return agenda_for(days // WEEK + 1, asked.topics if asked else ())


KINDS = (
    Kind(
        "session-reminder",
        still=coming,
        act=_remind,
        pair=pair_of,
        switch=Switch.REMINDER,
        until=begins,
        ahead=meetings.ahead,
    ),
)
