"""After the last agreed meeting: on as before, monthly, or done?"""

from datetime import timedelta

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.status import AgreementStatus
from bot.journey import closing
from bot.journey.meetings import following, of_nudge, told
from bot.journey.routine import held_back
from bot.nudges.kind import Kind
from bot.texts import closing as texts
from bot.texts.partners import weeks

TOO_LATE = timedelta(days=60)


async def _still(nudge: Nudge, context: Context) -> bool:
    """The agreement stands, nothing else is planned, and nobody has suggested how to go on."""
    meeting = await of_nudge(nudge, context)
    if meeting is None or meeting.agreement.status is not AgreementStatus.SIGNED:
        return False
    if context.now > meeting.session.ends_at + TOO_LATE:
        return False
    if await following(context, meeting.session.match) is not None:
        return False
    return await context.uow.agreements.proposed(meeting.session.match) is None


async def _ask(nudge: Nudge, context: Context) -> None:
    meeting = await told(nudge, context)
    partners, agreement = meeting.partners, meeting.agreement
    if await held_back(nudge, context, partners):
        return
    log = await closing.log_of(context, partners)
    onward = closing.onward(context, partners, partners.person(nudge.recipient), agreement, meeting.session)
    message = texts.term_over(partners, nudge.recipient, weeks(agreement.weeks), log, onward)
    await context.tell_member(nudge.recipient, message)


KINDS = (Kind("term-over", still=_still, act=_ask),)
