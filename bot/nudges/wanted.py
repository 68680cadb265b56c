"""Whether a nudge is to be said: asked when it is due, and again right before its message leaves."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from bot.context import Context
from bot.domain import courtesy
from bot.domain.member import Member
from bot.domain.message import Nudge
from bot.domain.schedule import wall
from bot.journey.routine import SNOOZED
from bot.nudges import KINDS
from bot.nudges.kind import Ahead


async def read_ahead(nudges: Sequence[Nudge], context: Context) -> None:
    """What all of these nudges look up of themselves, with one look for all where their kinds have one."""
    alike: defaultdict[Ahead, list[Nudge]] = defaultdict(list)
    for nudge in nudges:
        if (ahead := KINDS[nudge.kind].ahead) is not None:
            alike[ahead].append(nudge)
    for ahead, theirs in alike.items():
        await ahead(theirs, context)
    await context.uow.members.ahead([nudge.recipient for nudge in nudges])


async def wanted(nudge: Nudge, context: Context) -> bool:
    """True, and not switched off by who would hear it."""
    kind = KINDS[nudge.kind]
    if kind.switch is not None and kind.switch in (await _reader(nudge, context)).muted:
        return False
    return await kind.still(nudge, context)


async def waits_until(nudge: Nudge, context: Context) -> datetime | None:
    """When it may be said, if not now: it has become due in the quiet hours, at a weekend or in a school break.

    As after a standstill, or where the break was entered later. What somebody snoozed comes on any day. None where it
    need not wait, or its reader has never said where they live.
    """
    kind = KINDS[nudge.kind]
    if kind.switch is None and not kind.routine:
        return None
    zone = (await _reader(nudge, context)).zone
    if zone is None:
        return None
    breaks = context.community.rules.breaks
    routine = kind.routine and nudge.occurrence < SNOOZED
    if routine and courtesy.stands_still(wall(context.now, zone).date(), breaks):
        return courtesy.routine(context.now, zone, breaks)
    return courtesy.polite(context.now, zone) if courtesy.quiet(context.now, zone) else None


async def _reader(nudge: Nudge, context: Context) -> Member:
    if nudge.recipient not in context.seen:
        context.seen[nudge.recipient] = (await context.uow.members.some([nudge.recipient]))[nudge.recipient]
    return cast("Member", context.seen[nudge.recipient])
