"""No word after "are you still here?": one reminder, and after a week an end that blames nobody."""

from datetime import datetime

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.partners import Partners
from bot.domain.status import MatchStatus
from bot.domain.switches import Switch
from bot.ids import MatchId
from bot.journey import partners as pairs
from bot.journey import releasing, still_here
from bot.journey.routine import Turn, turn_of
from bot.nudges.kind import Kind
from bot.texts import still_here as texts


async def _asked(nudge: Nudge, context: Context) -> Partners | None:
    """The pair, while it is active and its answer is still missing."""
    match = await context.uow.matches.get(MatchId(nudge.subject))
    if match is None or match.status is not MatchStatus.ACTIVE or match.asked_at(nudge.recipient) is None:
        return None
    return await pairs.load(context, match)


async def _remind_still(nudge: Nudge, context: Context) -> bool:
    """Of this question, not of one that was answered before it."""
    partners = await _asked(nudge, context)
    if partners is None:
        return False
    since = partners.match.asked_at(nudge.recipient)
    assert since is not None
    return since + still_here.AT_LEAST <= context.now


async def _turn(nudge: Nudge, context: Context) -> Turn | None:
    """With the reminder of a meeting it is one message."""
    partners = await _asked(nudge, context)
    assert partners is not None
    eve = await still_here.eve_of_a_meeting(context, partners, partners.person(nudge.recipient))
    return None if nudge.due_at == eve else turn_of(nudge, partners)


async def _remind(nudge: Nudge, context: Context) -> None:
    partners = await _asked(nudge, context)
    assert partners is not None
    member, since = partners.person(nudge.recipient), partners.match.asked_at(nudge.recipient)
    assert since is not None
    by = still_here.answer_by(context, partners, member, since, member)
    await context.tell_member(member.id, texts.question(partners, member.id, by, reminder=True))


async def _remind_until(nudge: Nudge, context: Context) -> datetime:
    partners = await _asked(nudge, context)
    assert partners is not None
    member, since = partners.person(nudge.recipient), partners.match.asked_at(nudge.recipient)
    assert since is not None
    return still_here.over_due(context, partners, member, since)


async def _over_still(nudge: Nudge, context: Context) -> bool:
    return await _asked(nudge, context) is not None


async def _over(nudge: Nudge, context: Context) -> None:
    """A break that moderators entered meanwhile, or a later question, gives more time."""
    partners = await _asked(nudge, context)
    assert partners is not None
    member, since = partners.person(nudge.recipient), partners.match.asked_at(nudge.recipient)
    assert since is not None
    due = still_here.over_due(context, partners, member, since)
    if due > context.now:
        await context.nudge_again(member.id, still_here.OVER, partners.match.id, due)
        return
    await releasing.release(context, partners, member)


KINDS = (
    Kind(
        still_here.AGAIN,
        still=_remind_still,
        act=_remind,
        switch=Switch.QUIET,
        turn=_turn,
        routine=True,
        until=_remind_until,
    ),
    Kind(still_here.OVER, still=_over_still, act=_over, only_tells=False),
)
