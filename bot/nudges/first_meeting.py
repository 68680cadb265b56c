"""The day before the very first meeting: the reminder, and what to expect of it."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.switches import Switch
from bot.journey import meetings
from bot.journey.meetings import begins, coming, pair_of, told
from bot.nudges.kind import Kind
from bot.texts import keeping as texts


async def _remind(nudge: Nudge, context: Context) -> None:
    meeting = await told(nudge, context)
    message = texts.first_reminder(meeting.partners, nudge.recipient, meeting.session, meeting.agreement)
    await context.tell_member(nudge.recipient, message)


KINDS = (
    Kind(
        "first-meeting",
        still=coming,
        act=_remind,
        pair=pair_of,
        switch=Switch.REMINDER,
        until=begins,
        ahead=meetings.ahead,
    ),
)
