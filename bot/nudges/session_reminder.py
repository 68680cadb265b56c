"""The day before a meeting, one reminder to each."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.schedule import Shift, shifts
from bot.domain.switches import Switch
from bot.journey.meetings import Meeting, begins, coming, pair_of, told
from bot.nudges.kind import Kind
from bot.reference.agenda import agenda_for
from bot.texts import keeping as texts

WEEK = 7  # days


async def _remind(nudge: Nudge, context: Context) -> None:
    meeting = await told(nudge, context)
    message = texts.reminder(
        meeting.partners, nudge.recipient, meeting.session, meeting.agreement, _shift(meeting), _idea(meeting)
    )
    await context.tell_member(nudge.recipient, message)


def _shift(meeting: Meeting) -> Shift | None:
    """Where clocks have changed on one side only since the meeting before."""
    agreed = shifts(meeting.agreement.schedule, meeting.partners.mentor_zone)
    return next((s for s in agreed if s.start == meeting.session.starts_at), None)


def _idea(meeting: Meeting) -> str:
    days = (meeting.session.starts_at - meeting.agreement.schedule.start(1)).days
    item = agenda_for(days // WEEK + 1)
    return item.title if item else ""


KINDS = (Kind("session-reminder", still=coming, act=_remind, pair=pair_of, switch=Switch.REMINDER, until=begins),)
