"""The clock of a proposal: one reminder, then it lapses and somebody else is asked."""

from dataclasses import replace

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.proposal import Proposal
from bot.domain.status import ProposalStatus
from bot.ids import ProposalId
from bot.journey import proposing
from bot.journey.zones import zone_of
from bot.nudges.kind import Kind
from bot.texts import proposing as texts


async def _proposal(nudge: Nudge, context: Context) -> Proposal | None:
    return await context.uow.proposals.get(ProposalId(nudge.subject))


async def _unanswered(nudge: Nudge, context: Context) -> bool:
    """Open, and on the clock that this reminder belongs to: a question starts a new one."""
    made = await _proposal(nudge, context)
    return made is not None and made.status is ProposalStatus.OPEN and bool(made.answer) == bool(nudge.occurrence)


async def _remind(nudge: Nudge, context: Context) -> None:
    made = await _proposal(nudge, context)
    assert made is not None
    request = await context.uow.requests.get(made.request)
    mentee = await context.uow.members.get(made.mentee)
    assert request is not None
    assert mentee is not None
    zone = zone_of(mentee, [request.state])
    # One card with buttons at a time: the reminder takes the place of the first.
    await context.update(made.card, texts.REMINDED)
    card = await context.tell_member(nudge.recipient, texts.proposal(made, request, mentee, zone, reminder=True))
    await context.uow.proposals.save(replace(made, card=card))


async def _over(nudge: Nudge, context: Context) -> bool:
    made = await _proposal(nudge, context)
    if made is None or made.status is not ProposalStatus.OPEN or made.due_at is None:
        return False
    return made.due_at <= context.now


async def _lapse(nudge: Nudge, context: Context) -> None:
    made = await _proposal(nudge, context)
    assert made is not None
    await proposing.lapse(context, made)


KINDS = (
    Kind("proposal-reminder", still=_unanswered, act=_remind),
    Kind("proposal-lapse", still=_over, act=_lapse, only_tells=False),
)
