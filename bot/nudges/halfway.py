"""When half of the agreed meetings are over: a look at the goals, beside the reminder of the next meeting."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.switches import Switch
from bot.journey.meetings import begins, coming, told
from bot.nudges.kind import Kind
from bot.texts import keeping as texts


async def _look(nudge: Nudge, context: Context) -> None:
    meeting = await told(nudge, context)
    message = texts.halfway(meeting.partners, nudge.recipient, meeting.session, meeting.agreement)
    await context.tell_member(nudge.recipient, message)


KINDS = (Kind("halfway", still=coming, act=_look, switch=Switch.GOALS, until=begins),)
