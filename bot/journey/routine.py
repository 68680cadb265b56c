"""Routine nudges wait their turn: two unasked messages a week are enough for anybody."""

from datetime import timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.message import Nudge
from bot.domain.partners import Partners

MOST_A_WEEK = 2
WEEK = timedelta(days=7)
LONGEST_WAIT = 6  # days
HELD = 1_000_000  # added to the occurrence of what waited once


async def held_back(nudge: Nudge, context: Context, partners: Partners) -> bool:
    """Whether the nudge gives way because its recipient got enough messages this week.

    It then comes again when there is room, after six days at the latest, and is not held back twice: somebody with
    many matches would never hear of a quiet one.
    """
    if nudge.occurrence >= HELD or await _room(nudge, context, partners, timedelta()):
        return False
    for days in range(1, LONGEST_WAIT):
        if await _room(nudge, context, partners, timedelta(days=days)):
            break
    else:
        days = LONGEST_WAIT
    due = courtesy.routine(context.now + timedelta(days=days), partners.zone(nudge.recipient))
    await context.nudge_later(nudge.recipient, nudge.kind, nudge.subject, due, nudge.occurrence + HELD)
    return True


async def _room(nudge: Nudge, context: Context, partners: Partners, ahead: timedelta) -> bool:
    """Whether one more message fits into the week that ends then."""
    since = context.now + ahead - WEEK
    return await context.uow.outbox.unasked(nudge.recipient, partners.match.id, since) < MOST_A_WEEK
