"""Some days after the last agreed meeting: on as before, monthly, or done?

Who tells that the last meeting was held is asked in that answer already, so this is for those who have not decided.
"""

from datetime import timedelta

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.switches import Switch
from bot.journey import closing, meetings
from bot.journey.meetings import of_nudge, told
from bot.journey.routine import Turn, turn_of
from bot.nudges.kind import Kind
from bot.texts import closing as texts

TOO_LATE = timedelta(days=60)


async def _still(nudge: Nudge, context: Context) -> bool:
    meeting = await of_nudge(nudge, context)
    if meeting is None or context.now > meeting.session.ends_at + TOO_LATE:
        return False
    return await closing.is_over(context, meeting.session)


async def _turn(nudge: Nudge, context: Context) -> Turn:
    return turn_of(nudge, (await told(nudge, context)).partners)


async def _ask(nudge: Nudge, context: Context) -> None:
    meeting = await told(nudge, context)
    reader = meeting.partners.person(nudge.recipient)
    on = await closing.how_to_go_on(context, meeting.partners, reader, meeting.session)
    await context.tell_member(reader.id, texts.term_over(meeting.partners, reader.id, on))


KINDS = (
    Kind(
        "term-over",
        still=_still,
        act=_ask,
        switch=Switch.GOING_ON,
        turn=_turn,
        routine=True,
        ahead=meetings.ahead,
    ),
)
