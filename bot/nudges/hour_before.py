"""The hour before a meeting, for those who chose it."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.switches import Switch
from bot.journey import meetings
from bot.journey.meetings import begins, coming, pair_of, told
from bot.journey.planning import HOUR_BEFORE
from bot.nudges.kind import Kind
from bot.texts import keeping as texts


async def _still(nudge: Nudge, context: Context) -> bool:
    if not await coming(nudge, context):
        return False
    meeting = await told(nudge, context)
    return meeting.partners.hour_before(nudge.recipient)


async def _remind(nudge: Nudge, context: Context) -> None:
    meeting = await told(nudge, context)
    soon = meeting.session.starts_at - context.now <= HOUR_BEFORE
    message = texts.hour_before(meeting.partners, nudge.recipient, meeting.session, meeting.agreement, in_an_hour=soon)
    await context.tell_member(nudge.recipient, message)


KINDS = (
    Kind(
        "hour-before",
        still=_still,
        act=_remind,
        pair=pair_of,
        switch=Switch.HOUR_BEFORE,
        until=begins,
        ahead=meetings.ahead,
    ),
)
