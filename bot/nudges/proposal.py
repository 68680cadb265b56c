"""Whoever is asked has a clock, mentor or mentee: one reminder, then it goes on without them."""

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


async def _status(nudge: Nudge, context: Context, status: ProposalStatus) -> Proposal | None:
    made = await _proposal(nudge, context)
    return made if made is not None and made.status is status else None


async def _volunteered(nudge: Nudge, context: Context) -> bool:
    return await _status(nudge, context, ProposalStatus.VOLUNTEERED) is not None


async def _remind_of_volunteer(nudge: Nudge, context: Context) -> None:
    """One card with buttons at a time, for the mentee as well."""
    made = await _proposal(nudge, context)
    assert made is not None
    mentor, offer = await context.uow.members.get(made.mentor), await context.uow.offers.get(made.offer)
    assert mentor is not None
    assert offer is not None
    await context.update(made.card, texts.REMINDED)
    card = await context.tell_member(nudge.recipient, texts.volunteer(made, mentor, offer))
    await context.uow.proposals.save(replace(made, card=card))


async def _welcome_over(nudge: Nudge, context: Context) -> bool:
    made = await _status(nudge, context, ProposalStatus.VOLUNTEERED)
    return made is not None and made.due_at is not None and made.due_at <= context.now


async def _end_welcome(nudge: Nudge, context: Context) -> None:
    made = await _proposal(nudge, context)
    assert made is not None
    await context.update(made.card, texts.VOLUNTEER_LAPSED)
    await proposing.release(context, replace(made, card=None), texts.NO_WELCOME)


async def _questioned(nudge: Nudge, context: Context) -> bool:
    return await _status(nudge, context, ProposalStatus.QUESTIONED) is not None


async def _remind_of_question(nudge: Nudge, context: Context) -> None:
    made = await _proposal(nudge, context)
    assert made is not None
    await context.tell_member(nudge.recipient, texts.question(made))


async def _reply_over(nudge: Nudge, context: Context) -> bool:
    made = await _status(nudge, context, ProposalStatus.QUESTIONED)
    return made is not None and made.due_at is not None and made.due_at <= context.now


async def _end_question(nudge: Nudge, context: Context) -> None:
    made = await _proposal(nudge, context)
    assert made is not None
    await proposing.release(context, made, texts.NO_REPLY)


KINDS = (
    Kind("proposal-reminder", still=_unanswered, act=_remind),
    Kind("proposal-lapse", still=_over, act=_lapse, only_tells=False),
    Kind("volunteer-reminder", still=_volunteered, act=_remind_of_volunteer),
    Kind("volunteer-lapse", still=_welcome_over, act=_end_welcome, only_tells=False),
    Kind("question-reminder", still=_questioned, act=_remind_of_question),
    Kind("question-lapse", still=_reply_over, act=_end_question, only_tells=False),
)
