"""Shall I look for another mentor? A mentee who has not said so after a match is reminded once."""

from bot.context import Context
from bot.domain.match import Match
from bot.domain.message import Nudge
from bot.domain.status import MatchStatus, RequestStatus
from bot.domain.switches import Switch
from bot.ids import MatchId
from bot.journey import closing, releasing
from bot.nudges.kind import Kind
from bot.texts import closing as texts


async def _still(nudge: Nudge, context: Context) -> bool:
    """Neither in line again, nor matched again, nor declined, nor silent already when it ended."""
    match = await context.uow.matches.get(MatchId(nudge.subject))
    if match is None or match.status is not MatchStatus.ENDED or not await _may_ask(match, context):
        return False
    if await context.uow.events.last(match.id, (closing.DECLINED,)) is not None:
        return False
    silent = await context.uow.events.last(match.mentee, (releasing.NO_ANSWER,))
    return silent is None or silent.detail != match.id


async def _may_ask(match: Match, context: Context) -> bool:
    mentee = await context.uow.members.get(match.mentee)
    request = await context.uow.requests.get(match.request) if match.request else None
    if mentee is None or mentee.left_at is not None or request is None or request.status is not RequestStatus.MATCHED:
        return False
    mentors = [one for one in await context.uow.matches.live_of(match.mentee) if one.mentee == match.mentee]
    return not mentors and await context.uow.requests.live_of(match.mentee) is None


async def _remind(nudge: Nudge, context: Context) -> None:
    await context.tell_member(nudge.recipient, texts.search_again(MatchId(nudge.subject)))


KINDS = (Kind(closing.SEARCH_AGAIN, still=_still, act=_remind, switch=Switch.AFTER, routine=True),)
