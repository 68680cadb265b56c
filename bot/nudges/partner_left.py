"""The other one of a pair has left the community: one message to who is still there."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.status import MatchStatus
from bot.ids import MatchId
from bot.journey import leaving
from bot.journey import partners as pairs
from bot.nudges.kind import Kind
from bot.texts import moving as texts


async def _still(nudge: Nudge, context: Context) -> bool:
    match = await context.uow.matches.get(MatchId(nudge.subject))
    if match is None or match.status is MatchStatus.ENDED:
        return False
    people = await context.uow.members.some([match.mentee, match.mentor])
    return people[match.other(nudge.recipient)].left_at is not None and people[nudge.recipient].left_at is None


async def _tell(nudge: Nudge, context: Context) -> None:
    match = await context.uow.matches.get(MatchId(nudge.subject))
    assert match is not None
    partners = await pairs.load(context, match)
    await context.tell_member(nudge.recipient, texts.partner_left(partners, nudge.recipient))
    await leaving.told(context, partners)


KINDS = (Kind("partner-left", still=_still, act=_tell),)
