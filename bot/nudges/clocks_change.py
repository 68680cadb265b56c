"""A week before the first meeting at another local time for one of the two, because clocks change on one side only."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.switches import Switch
from bot.journey import clocks, meetings
from bot.journey.meetings import begins, coming, told
from bot.journey.routine import Turn, turn_of
from bot.nudges.kind import Kind
from bot.texts import clocks as texts


async def _still(nudge: Nudge, context: Context) -> bool:
    """To come, and the two still live where their clocks differ."""
    if not await coming(nudge, context):
        return False
    meeting = await told(nudge, context)
    return bool(clocks.shifts_of(meeting.partners, meeting.agreement.schedule, meeting.session.number))


async def _turn(nudge: Nudge, context: Context) -> Turn | None:
    """Beside something else that is said now it costs nobody a message."""
    return None if context.bundle else turn_of(nudge, (await told(nudge, context)).partners)


async def _tell(nudge: Nudge, context: Context) -> None:
    meeting = await told(nudge, context)
    shifts = clocks.shifts_of(meeting.partners, meeting.agreement.schedule, meeting.session.number)
    await context.tell_member(nudge.recipient, texts.heads_up(meeting.partners, nudge.recipient, shifts))


KINDS = (
    Kind(
        clocks.KIND,
        still=_still,
        act=_tell,
        switch=Switch.CLOCKS,
        turn=_turn,
        until=begins,
        ahead=meetings.ahead,
    ),
)
