"""Routine nudges wait their turn: two unasked messages a week are enough for anybody."""

from datetime import timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.message import Nudge
from bot.domain.partners import Partners
from bot.ids import MatchId

MOST_A_WEEK = 2
WEEK = timedelta(days=7)
LONGEST_WAIT = 6  # days
HELD = 1_000_000  # added to the occurrence of what waited once
SNOOZED = 10 * HELD  # added to it each time somebody snoozes it, who then has it at the time of their choice


async def held_back(nudge: Nudge, context: Context, partners: Partners) -> bool:
    """As `waits_its_turn`, for what a pair hears."""
    return await waits_its_turn(nudge, context, partners.zone(nudge.recipient), partners.match.id)


async def waits_its_turn(nudge: Nudge, context: Context, zone: str, match: MatchId | None = None) -> bool:
    """Whether the nudge gives way because its recipient got enough messages this week.

    It then comes again when there is room, after six days at the latest, and is not held back twice: somebody with
    many matches would never hear of a quiet one.
    """
    if nudge.occurrence >= HELD or await _room(nudge, context, match, timedelta()):
        return False
    for days in range(1, LONGEST_WAIT):
        if await _room(nudge, context, match, timedelta(days=days)):
            break
    else:
        days = LONGEST_WAIT
    due = courtesy.routine(context.now + timedelta(days=days), zone, context.community.rules.breaks)
    await context.nudge_later(nudge.recipient, nudge.kind, nudge.subject, due, nudge.occurrence + HELD)
    return True


async def _room(nudge: Nudge, context: Context, match: MatchId | None, ahead: timedelta) -> bool:
    """Whether one more message fits into the week that ends then."""
    since = context.now + ahead - WEEK
    return await context.uow.outbox.unasked(nudge.recipient, match, since) < MOST_A_WEEK
