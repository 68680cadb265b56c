"""Answers to proposals, by mentors and (where somebody stepped forward) by mentees."""

from dataclasses import replace

from bot.commands import (
    AcceptProposal,
    AcceptVolunteer,
    AnswerMentor,
    AskMore,
    Command,
    DeclineProposal,
    DeclineVolunteer,
    NotNow,
    OpenAnswerMentor,
    OpenAskMore,
    OpenDecline,
    OpenNotNow,
    StepForward,
)
from bot.context import Context
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Origin, Proposal
from bot.domain.request import MentoringRequest
from bot.domain.schedule import day_label
from bot.domain.status import OfferStatus, ProposalStatus, RequestStatus
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.ids import ProposalId, RequestId
from bot.journey import common_ground, confirming, forms, offering, pairing, proposing
from bot.journey.zones import morning, today, zone_of
from bot.matching.eligibility import employers_allowed, near_enough, profession_allowed, times_meet
from bot.matching.pair import Pair
from bot.texts import channel
from bot.texts import proposing as texts
from bot.understanding.fields import Fields, later_day
from bot.views import Rejected, View

WITH_MENTOR = {ProposalStatus.OPEN, ProposalStatus.QUESTIONED}


async def accept_proposal(command: AcceptProposal, context: Context) -> View:
    made = await _asked_of_me(context, command.proposal)
    request = await _request(context, made)
    offer = await _offer(context, made)
    mentee = await context.uow.members.get(made.mentee)
    assert mentee is not None
    await _accept(context, made, request, await confirming.stands(context, offer))
    return texts.accepted(mentee)


async def _asked_of_me(context: Context, id: str) -> Proposal:
    """A proposal that waits for this mentor's answer. Raises `UserError` in every other case."""
    made = await _locked(context, id)
    if made is None or made.mentor != context.me.id or made.status is ProposalStatus.VOLUNTEERED:
        raise UserError(texts.NOT_YOURS)
    if made.status in {ProposalStatus.ACCEPTED, ProposalStatus.DECLINED, ProposalStatus.POSTPONED}:
        raise UserError(texts.ANSWERED)
    if made.status not in WITH_MENTOR:
        raise UserError(texts.GONE)
    return made


async def _locked(context: Context, id: str) -> Proposal | None:
    """The proposal, after its request: the order in which matching locks them, so that nobody waits in a circle."""
    request = await context.uow.proposals.request_of(ProposalId(id))
    if request is not None:
        await context.uow.requests.get(request)
    return await context.uow.proposals.get(ProposalId(id))


async def _request(context: Context, made: Proposal) -> MentoringRequest:
    request = await context.uow.requests.get(made.request)
    if request is None or request.status is not RequestStatus.OPEN:
        raise UserError(texts.GONE)
    return request


async def _offer(context: Context, made: Proposal) -> MentoringOffer:
    offer = await context.uow.offers.get(made.offer)
    if offer is None or offer.status is OfferStatus.WITHDRAWN:
        raise UserError(texts.GONE)
    if offer.places < 1:
        raise UserError(texts.FULL)
    return offer


async def open_decline(command: OpenDecline, context: Context) -> View:
    return texts.decline_form(await _asked_of_me(context, command.proposal))


async def decline_proposal(command: DeclineProposal, context: Context) -> View:
    made = await _asked_of_me(context, command.proposal)
    if command.reason and command.reason not in texts.DECLINE_REASONS:
        return Rejected(texts.CHOOSE_REASON, {"reason": texts.CHOOSE_REASON})
    await proposing.decline(context, made, command.reason)
    return texts.declined(command.reason, context.community.rules.rest_days)


async def open_not_now(command: OpenNotNow, context: Context) -> View:
    made = await _asked_of_me(context, command.proposal)
    return texts.not_now_form(made, day_label(today(context.now, zone_of(context.me))))


async def not_now(command: NotNow, context: Context) -> View:
    made = await _asked_of_me(context, command.proposal)
    zone = zone_of(context.me)
    now = today(context.now, zone)
    fields = Fields()
    until = fields.read("until", lambda text: later_day(text, now), command.until)
    if until is None:
        return await forms.refused(context, command, fields.problems)
    await forms.sent(context, command)
    await proposing.postpone(context, made, morning(until, zone))
    return texts.postponed(day_label(until))


async def open_ask_more(command: OpenAskMore, context: Context) -> View:
    return texts.ask_more_form(await _may_ask(context, command.proposal))


async def ask_more(command: AskMore, context: Context) -> View:
    made = await _may_ask(context, command.proposal)
    if rejected := await _not_a_line(context, command, "question", command.question, texts.EMPTY_QUESTION):
        return rejected
    await proposing.question(context, made, command.question.strip())
    await forms.sent(context, command)
    return texts.QUESTION_SENT


async def _not_a_line(context: Context, command: Command, name: str, text: str, empty: str) -> Rejected | None:
    """What keeps a few words from being sent on: nothing written, too much, or student information."""
    fields = Fields()
    if not fields.within(name, text, texts.MOST_QUESTION):
        fields.problems[name] = empty
    if fields.problems:
        return await forms.refused(context, command, fields.problems)
    return await forms.guarded(context, command, {name: text})


async def _may_ask(context: Context, id: str) -> Proposal:
    made = await _asked_of_me(context, id)
    if made.question:
        raise UserError(texts.ASKED_ONCE)
    return made


async def open_answer_mentor(command: OpenAnswerMentor, context: Context) -> View:
    return texts.answer_form(await _questioned(context, command.proposal))


async def answer_mentor(command: AnswerMentor, context: Context) -> View:
    made = await _questioned(context, command.proposal)
    if rejected := await _not_a_line(context, command, "answer", command.answer, texts.EMPTY_ANSWER):
        return rejected
    await proposing.answer(context, made, command.answer.strip())
    await forms.sent(context, command)
    return texts.ANSWER_SENT


async def _questioned(context: Context, id: str) -> Proposal:
    made = await _locked(context, id)
    if made is None or made.mentee != context.me.id:
        raise UserError(texts.NOT_YOURS)
    if made.status is not ProposalStatus.QUESTIONED:
        raise UserError(texts.NO_QUESTION_NOW)
    return made


# Stepping forward


async def step_forward(command: StepForward, context: Context) -> View:
    return await step_forward_for(context, command.request)


async def step_forward_for(context: Context, request_id: str) -> View:
    """The actor volunteers for a request from the channel; the mentee is asked first."""
    request = await context.uow.requests.get(RequestId(request_id))
    if request is None or request.status is not RequestStatus.OPEN:
        raise UserError(channel.NOT_OPEN_ANY_MORE)
    if request.mentee == context.me.id:
        raise UserError(texts.OWN_REQUEST)
    offer = await context.uow.offers.live_of(context.me.id)
    if offer is None:
        return texts.offer_first(request.id)
    mentee = await context.uow.members.get(request.mentee)
    assert mentee is not None
    zones = zone_of(mentee, [request.state]), zone_of(context.me, offer.states)
    pair = Pair(request, offer, *zones, context.now)
    await _may_step_forward(context, pair)
    before = await context.uow.proposals.between(request.id, context.me.id)
    if before is not None and before.status in WITH_MENTOR:
        return texts.asked_already(before)
    pair = replace(pair, offer=await confirming.stands(context, offer))
    await proposing.volunteer(context, pair, mentee, context.me)
    return texts.STEPPED_FORWARD if times_meet(pair) else texts.STEPPED_FORWARD_WITHOUT_TIME


async def _may_step_forward(context: Context, pair: Pair) -> None:
    """Free times that never meet keep nobody away: both are told, and may know of another."""
    request, offer = pair.request, pair.offer
    if offer.status is not OfferStatus.OPEN:
        raise UserError(texts.OFFER_CLOSED)
    if offer.places < 1:
        raise UserError(texts.FULL)
    apart = await context.uow.exclusions.of(request.mentee) | await context.uow.matches.mentors_of(request.mentee)
    before = await context.uow.proposals.between(request.id, context.me.id)
    if before is not None and before.status is ProposalStatus.VOLUNTEERED:
        raise UserError(texts.ALREADY_STEPPED)
    refused = (
        before is not None and before.status is ProposalStatus.DECLINED and before.origin is Origin.STEPPED_FORWARD
    )
    if context.me.id in apart or refused or not employers_allowed(request, offer):
        raise UserError(texts.NOT_FITTING)
    ground = await common_ground.ground(context, [request.mentee, context.me.id])
    if not ground.shared(request.mentee, context.me.id):
        raise UserError(texts.NOT_TOGETHER)
    if not profession_allowed(request, offer):
        raise UserError(texts.PROCESS_ONLY)
    if not near_enough(pair, context.community.rules):
        raise UserError(texts.too_far(context.community.rules.most_zone_hours))


async def accept_volunteer(command: AcceptVolunteer, context: Context) -> View:
    made = await _volunteered_for_me(context, command.proposal)
    request = await _request(context, made)
    offer = await context.uow.offers.get(made.offer)
    if offer is None or offer.status is OfferStatus.WITHDRAWN or offer.places < 1:
        await proposing.release(context, made)
        return texts.VOLUNTEER_GONE
    await _accept(context, made, request, offer)
    return texts.WELCOMED


async def _accept(context: Context, made: Proposal, request: MentoringRequest, offer: MentoringOffer) -> None:
    await context.uow.proposals.save(made.settled(ProposalStatus.ACCEPTED, context.now))
    await context.record("proposal", made.id, "accepted")
    if await offering.waiting_for_word(context, offer.mentor) is not None:
        offer = await offering.resume(context, offer)
    await pairing.begin_match(context, request, offer)


async def decline_volunteer(command: DeclineVolunteer, context: Context) -> View:
    made = await _volunteered_for_me(context, command.proposal)
    await proposing.decline_volunteer(context, made)
    return texts.DECLINED_VOLUNTEER


async def _volunteered_for_me(context: Context, id: str) -> Proposal:
    made = await _locked(context, id)
    if made is None or made.mentee != context.me.id:
        raise UserError(texts.NOT_YOURS)
    if made.status in {ProposalStatus.ACCEPTED, ProposalStatus.DECLINED}:
        raise UserError(texts.ANSWERED)
    if made.status is not ProposalStatus.VOLUNTEERED:
        raise UserError(texts.GONE)
    return made


HANDLES: Handles = {
    AcceptProposal: accept_proposal,
    OpenDecline: open_decline,
    DeclineProposal: decline_proposal,
    OpenNotNow: open_not_now,
    NotNow: not_now,
    OpenAskMore: open_ask_more,
    AskMore: ask_more,
    OpenAnswerMentor: open_answer_mentor,
    AnswerMentor: answer_mentor,
    StepForward: step_forward,
    AcceptVolunteer: accept_volunteer,
    DeclineVolunteer: decline_volunteer,
}
