"""Somebody was asked to sign the hours log and has said nothing: one reminder, and then quiet."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.ids import MatchId
from bot.journey import hours
from bot.journey import partners as pairs
from bot.journey.routine import HELD, Turn, turn_of
from bot.nudges.kind import Kind
from bot.texts import hours as texts


async def _still(nudge: Nudge, context: Context) -> bool:
    match = await context.uow.matches.get(MatchId(nudge.subject))
    if match is None:
        return False
    partners = await pairs.load(context, match)
    mentee = partners.is_mentee(nudge.recipient)
    log = await hours.log_of(context, partners)
    word = log.of(mentee=mentee)
    here = partners.person(nudge.recipient).left_at is None
    return here and word.asks == nudge.occurrence % HELD and not word.answered and not log.whole(mentee=mentee)


async def _turn(nudge: Nudge, context: Context) -> Turn:
    match = await context.uow.matches.get(MatchId(nudge.subject))
    assert match is not None
    return turn_of(nudge, await pairs.load(context, match))


async def _remind(nudge: Nudge, context: Context) -> None:
    match = await context.uow.matches.get(MatchId(nudge.subject))
    assert match is not None
    partners = await pairs.load(context, match)
    log = await hours.log_of(context, partners)
    await context.tell_member(nudge.recipient, texts.please_sign(partners, nudge.recipient, log, reminder=True))


KINDS = (Kind(hours.REMINDER, still=_still, act=_remind, turn=_turn, routine=True),)
