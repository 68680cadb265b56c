"""One suggested a schedule and the other has not answered: asked on days 1 and 3; then moderators see it, alone."""

from bot.context import Context
from bot.domain.match import Agreement
from bot.domain.message import Nudge
from bot.domain.schedule import instant
from bot.domain.status import AgreementStatus, MatchStatus
from bot.domain.switches import Switch
from bot.ids import AgreementId
from bot.journey import agreeing
from bot.journey import partners as pairs
from bot.nudges.kind import Kind
from bot.texts import agreed_terms as terms_texts
from bot.texts import agreeing as texts


async def _pending(nudge: Nudge, context: Context) -> Agreement | None:
    return await context.uow.agreements.get(AgreementId(nudge.subject))


async def _still(nudge: Nudge, context: Context) -> bool:
    pending = await _pending(nudge, context)
    if pending is None or pending.status is not AgreementStatus.PROPOSED:
        return False
    match = await context.uow.matches.get(pending.match)
    return match is not None and match.status is MatchStatus.ACTIVE


async def _ask(nudge: Nudge, context: Context) -> None:
    pending = await _pending(nudge, context)
    assert pending is not None
    match = await context.uow.matches.get(pending.match)
    assert match is not None
    partners = await pairs.load(context, match)
    if await agreeing.keeps_meetings(context, pending):
        await context.tell_member(nudge.recipient, terms_texts.waits_for_your_word(partners, nudge.recipient, pending))
        return
    passed = instant(pending.first, pending.zone) <= context.now
    message = texts.waits_for_your_word(partners, nudge.recipient, pending, passed=passed)
    await context.tell_member(nudge.recipient, message)


KINDS = (Kind("agreement-pending", still=_still, act=_ask, switch=Switch.AGREEING, routine=True),)
