"""A pause until a day is over: the pair goes on, and both hear it."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.partners import Partners
from bot.domain.status import MatchStatus
from bot.ids import MatchId
from bot.journey import partners as pairs
from bot.journey import pausing
from bot.journey.meetings import following
from bot.nudges.kind import Kind
from bot.texts import pausing as texts


async def _paused(nudge: Nudge, context: Context) -> Partners | None:
    """The pair, where its pause has ended and nobody has left; who comes back ends it then."""
    match = await context.uow.matches.get(MatchId(nudge.subject))
    if match is None or match.status is not MatchStatus.PAUSED:
        return None
    if match.paused_until is None or match.paused_until > context.now:
        return None
    partners = await pairs.load(context, match)
    return partners if all(member.left_at is None for member in partners.both) else None


async def _still(nudge: Nudge, context: Context) -> bool:
    return await _paused(nudge, context) is not None


async def _go_on(nudge: Nudge, context: Context) -> None:
    partners = await _paused(nudge, context)
    assert partners is not None
    resumed = await pausing.resume(context, partners)
    await context.tell_pair(resumed.match.id, texts.over(resumed, await following(context, resumed.match.id)))


KINDS = (Kind(pausing.OVER, still=_still, act=_go_on, only_tells=False),)
