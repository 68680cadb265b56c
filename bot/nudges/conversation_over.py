"""The thread of a pair whose match has ended is put away; where conversations are no threads this is never planned."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.status import MatchStatus
from bot.ids import MatchId
from bot.journey.conversations import OVER
from bot.nudges.kind import Kind
from bot.texts import conversations as texts


async def _still(nudge: Nudge, context: Context) -> bool:
    match = await context.uow.matches.get(MatchId(nudge.subject))
    return match is not None and match.status is MatchStatus.ENDED


async def _put_away(nudge: Nudge, context: Context) -> None:
    await context.tell_pair(MatchId(nudge.subject), texts.over())


KINDS = (Kind(OVER, still=_still, act=_put_away),)
