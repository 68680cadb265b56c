"""For moderators: numbers, the queue, matching by hand, mentors."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import (
    ApproveMentor,
    HoldMentor,
    MatchByHand,
    MentorAdmin,
    MentorStats,
    OpenMatchByHand,
    OpenMentor,
    ShowEstimates,
    ShowMentor,
)
from bot.context import Context
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Proposal
from bot.domain.request import MentoringRequest
from bot.domain.status import MatchStatus, OfferStatus, ProposalStatus, RequestStatus
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.ids import MemberId, OfferId, RequestId
from bot.journey import channel, claiming, common_ground, forecasting, offering, pairing
from bot.journey.concerns import RECENT, concerns
from bot.journey.statistics import statistics
from bot.matching.eligibility import employers_allowed, profession_allowed
from bot.suggestions import meant, offered
from bot.texts import estimates, mentors
from bot.texts import moderating as texts
from bot.texts import proposing as proposals
from bot.texts import statistics as numbers
from bot.views import Form, Message, Rejected, View


async def mentor_stats(command: MentorStats, context: Context) -> Message:
    found = await statistics(context.uow, context.now)
    return numbers.card(found, await concerns(context.uow, context.now))


async def show_estimates(command: ShowEstimates, context: Context) -> Message:
    counted = await forecasting.calibrated(context.uow, context.now)
    return estimates.card(counted, await context.uow.forecasts.all())


async def mentor_admin(command: MentorAdmin, context: Context) -> View:
    if command.mentor.strip():
        return await _mentor_named(context, command.mentor)
    return texts.administration(await queue(context))


async def queue(context: Context) -> texts.Queue:
    """What waits for a moderator by name, and how the space stands."""
    held = [o.mentor for o in await context.uow.offers.live() if o.status is OfferStatus.HELD]
    asked = await claiming.asked_to_be_vouched(context)
    people = await context.uow.members.some([*held, *asked])
    return texts.Queue(
        approvals=tuple(people[id] for id in held),
        unnamed=tuple(people[id] for id in asked if id in people),
        unclaimed=len(await context.uow.members.unclaimed()),
        strangers=len(await context.uow.events.of_kind(("stranger-refused",), context.now - RECENT)),
        ready=bool((await channel.here(context)).channel),
        alone=len(await context.uow.communities.spaces()) == 1,
    )


# Matching by hand


async def open_match_by_hand(command: OpenMatchByHand, context: Context) -> View:
    requests = await context.uow.requests.open()
    offers = [o for o in await context.uow.offers.live() if o.status is OfferStatus.OPEN and o.places > 0]
    if not requests or not offers:
        raise UserError(texts.NO_MENTORS if requests else texts.NO_REQUESTS)
    people = await context.uow.members.some([*(r.mentee for r in requests), *(o.mentor for o in offers)])
    return texts.match_form(
        [(request, people[request.mentee]) for request in requests],
        sorted([(offer, people[offer.mentor]) for offer in offers], key=lambda pair: pair[1].name),
        command.request,
        context.now,
    )


async def match_by_hand(command: MatchByHand, context: Context) -> View:
    request = await context.uow.requests.get(RequestId(command.request))
    offer = await context.uow.offers.get(OfferId(command.mentor))
    problems = _unfit(command, request, offer)
    if problems or request is None or offer is None:
        return _rejected(problems)
    if problem := await _apart(context, request, offer):
        return _rejected({"mentor": problem})
    await _settle_proposal(context, request, offer)
    match = await pairing.begin_match(context, request, offer)
    await context.record("match", match.id, "matched-by-hand", request.id)
    people = await context.uow.members.some([match.mentee, match.mentor])
    return texts.matched(people[match.mentee], people[match.mentor])


def _rejected(problems: dict[str, str]) -> Rejected:
    return Rejected(" ".join(problems.values()), problems)


def _unfit(command: MatchByHand, request: MentoringRequest | None, offer: MentoringOffer | None) -> dict[str, str]:
    """What stands beside each of the two fields by itself."""
    problems = {}
    if request is None:
        problems["request"] = texts.CHOOSE_REQUEST
    elif request.status is not RequestStatus.OPEN:
        problems["request"] = texts.REQUEST_GONE
    if offer is None:
        problems["mentor"] = texts.CHOOSE_MENTOR
    elif offer.status is not OfferStatus.OPEN:
        problems["mentor"] = texts.MENTOR_GONE
    elif offer.places < 1:
        problems["mentor"] = texts.NO_PLACE
    return problems


async def _apart(context: Context, request: MentoringRequest, offer: MentoringOffer) -> str:
    """Why these two can't be a pair, or an empty text. State, setting and time zone are the moderator's to judge."""
    if offer.mentor == request.mentee:
        return texts.SAME_PERSON
    excluded = await context.uow.exclusions.of(request.mentee)
    if offer.mentor in excluded or not employers_allowed(request, offer):
        return texts.EXCLUDED
    if not profession_allowed(request, offer):
        return texts.PROCESS_ONLY
    if any(match.has(offer.mentor) for match in await context.uow.matches.live_of(request.mentee)):
        return texts.PAIR_ALREADY
    ground = await common_ground.ground(context, [request.mentee, offer.mentor])
    return "" if ground.shared(request.mentee, offer.mentor) else texts.NOT_TOGETHER


async def _settle_proposal(context: Context, request: MentoringRequest, offer: MentoringOffer) -> None:
    """Where just this mentor was asked already, the moderator's word is the answer."""
    made = await context.uow.proposals.between(request.id, offer.mentor)
    if made is None or not made.live:
        return
    await context.uow.proposals.save(made.settled(ProposalStatus.ACCEPTED, context.now))
    mentee = await context.uow.members.get(request.mentee)
    if mentee is not None and made.status is not ProposalStatus.VOLUNTEERED:
        await context.update(made.card, proposals.accepted(mentee))


# Mentors


async def open_mentor(command: OpenMentor, context: Context) -> Form:
    offers = await context.uow.offers.live()
    if not offers:
        raise UserError(mentors.NO_OFFERS)
    people = await context.uow.members.some([offer.mentor for offer in offers])
    return mentors.mentor_form(sorted(people.values(), key=lambda member: (member.name, member.id)))


async def _mentor_named(context: Context, typed: str) -> View:
    """By an id that was suggested, or by a name as somebody typed it."""
    form = await open_mentor(OpenMentor(), context)
    found = meant(offered(form, "mentor"), typed, mentors.MOST_NAMED + 1)
    if not found:
        raise UserError(mentors.no_mentor_called(typed))
    return await show_mentor(ShowMentor(found[0].value), context) if len(found) == 1 else mentors.which_mentor(found)


async def show_mentor(command: ShowMentor, context: Context) -> View:
    member = await context.uow.members.get(MemberId(command.mentor))
    offer = await context.uow.offers.live_of(MemberId(command.mentor))
    if member is None or offer is None:
        return Rejected(mentors.NOT_A_MENTOR, {"mentor": mentors.NOT_A_MENTOR})
    matches = [m for m in await context.uow.matches.of(member.id) if m.mentor == member.id]
    ended = sum(match.status is MatchStatus.ENDED for match in matches)
    asked = _outcomes(await context.uow.proposals.of_mentor(member.id))
    return mentors.mentor(member, offer, replace(asked, pairs=len(matches) - ended, ended=ended))


def _outcomes(made: Sequence[Proposal]) -> mentors.Record:
    accepted = sum(proposal.status is ProposalStatus.ACCEPTED for proposal in made)
    silent = sum(proposal.status is ProposalStatus.SILENT for proposal in made)
    return mentors.Record(asked=len(made), accepted=accepted, silent=silent, pairs=0, ended=0)


async def approve_mentor(command: ApproveMentor, context: Context) -> Message:
    offer, mentor = await _offer(context, command.offer)
    if offer.status is not OfferStatus.HELD:
        raise UserError(mentors.ALREADY_OPEN)
    await offering.resume(context, offer)
    await context.record("offer", offer.id, "mentor-approved")
    await context.tell_member(mentor.id, mentors.you_are_approved())
    return mentors.approved(mentor)


async def hold_mentor(command: HoldMentor, context: Context) -> Message:
    offer, mentor = await _offer(context, command.offer)
    if offer.status is OfferStatus.HELD:
        raise UserError(mentors.ALREADY_HELD)
    await offering.hold(context, offer)
    await context.record("offer", offer.id, "mentor-held")
    pairs = sum(match.mentor == mentor.id for match in await context.uow.matches.live_of(mentor.id))
    await context.tell_member(mentor.id, mentors.you_are_held(pairs))
    return mentors.held(mentor, pairs)


async def _offer(context: Context, id: str) -> tuple[MentoringOffer, Member]:
    offer = await context.uow.offers.get(OfferId(id))
    if offer is None or offer.status is OfferStatus.WITHDRAWN:
        raise UserError(mentors.OFFER_GONE)
    mentor = await context.uow.members.get(offer.mentor)
    assert mentor is not None
    return offer, mentor


HANDLES: Handles = {
    MentorStats: mentor_stats,
    ShowEstimates: show_estimates,
    MentorAdmin: mentor_admin,
    OpenMatchByHand: open_match_by_hand,
    MatchByHand: match_by_hand,
    OpenMentor: open_mentor,
    ShowMentor: show_mentor,
    ApproveMentor: approve_mentor,
    HoldMentor: hold_mentor,
}
