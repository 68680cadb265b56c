"""Whether a nudge is to be said: asked when it is due, and again right before its message leaves."""

from datetime import datetime

from bot.context import Context
from bot.domain import courtesy
from bot.domain.message import Nudge
from bot.nudges import KINDS


async def wanted(nudge: Nudge, context: Context) -> bool:
    """True, and not switched off by who would hear it."""
    kind = KINDS[nudge.kind]
    if kind.switch is not None:
        people = await context.uow.members.some([nudge.recipient])
        if kind.switch in people[nudge.recipient].muted:
            return False
    return await kind.still(nudge, context)


async def waits_until(nudge: Nudge, context: Context) -> datetime | None:
    """The end of the quiet hours, for what a member may switch off and has become due in them, as after a standstill.

    None where it need not wait: its reader has no quiet hours now, or has never said where they live.
    """
    if KINDS[nudge.kind].switch is None:
        return None
    reader = (await context.uow.members.some([nudge.recipient]))[nudge.recipient]
    if reader.zone is None or not courtesy.quiet(context.now, reader.zone):
        return None
    return courtesy.polite(context.now, reader.zone)
