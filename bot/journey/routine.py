"""Routine nudges wait their turn: two unasked messages a week are enough for anybody."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Turn:
    """Where the reader of a nudge lives, and the match whose messages are counted; None for what is about none."""

    zone: str
    match: MatchId | None = None


def turn_of(nudge: Nudge, partners: Partners) -> Turn:
    return Turn(partners.zone(nudge.recipient), partners.match.id)


async def gives_way(nudge: Nudge, context: Context, turn: Turn) -> bool:
    """Whether the nudge gives way because its recipient got enough messages this week.

    It then comes again when there is room, after six days at the latest, and is not held back twice: somebody with
    many matches would never hear of a quiet one.
    """
    if nudge.occurrence >= HELD or await _room(nudge, context, turn.match, timedelta()):
        return False
    for days in range(1, LONGEST_WAIT):
        if await _room(nudge, context, turn.match, timedelta(days=days)):
            break
    else:
        days = LONGEST_WAIT
    due = courtesy.routine(context.now + timedelta(days=days), turn.zone, context.community.rules.breaks)
    await context.nudge_later(nudge.recipient, nudge.kind, nudge.subject, due, nudge.occurrence + HELD)
    return True


async def _room(nudge: Nudge, context: Context, match: MatchId | None, ahead: timedelta) -> bool:
    """Whether one more message fits into the week that ends then."""
    since = context.now + ahead - WEEK
    return await context.uow.outbox.unasked(nudge.recipient, match, since) < MOST_A_WEEK
