"""Approving what a round has planned: each pair is looked at again, and its mentor asked when it is their turn.

A mentor hears about one person at a time. Pairs behind the first wait, and so do their mentees: everyday matching asks
nobody else about them meanwhile, and asks these mentors about nobody else.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.context import Context
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.domain.round import Round, RoundLine
from bot.domain.status import LineStatus, OfferStatus, RequestStatus, RoundStatus
from bot.ids import LineId
from bot.journey import common_ground, line, offering
from bot.journey.proposing import propose
from bot.journey.rounds import WEEK
from bot.journey.zones import zone_of
from bot.matching.pair import Pair
from bot.matching.ranking import Candidate, ranked
from bot.texts import rounds as texts

NEXT_TRY = timedelta(hours=4)
PATIENCE = timedelta(days=14)  # then the mentee goes back to everyday matching


class Gone(StrEnum):
    """Why a pair does not hold any more."""

    REQUEST = "request"  # matched, paused or withdrawn
    ASKED = "asked"  # somebody is being asked about this mentee
    OFFER = "offer"  # paused, set aside or withdrawn
    FULL = "full"
    UNREACHABLE = "unreachable"
    UNFIT = "unfit"  # by what either has said since
    NO_TURN = "no-turn"


async def approve(context: Context, round: Round, planned: RoundLine) -> RoundLine:
    """A planned pair of a draft: asked, waiting for its turn, or gone. Closes the round with its last pair."""
    approved = await _try(context, replace(planned, approved_at=context.now))
    if approved.status is LineStatus.APPROVED:
        await _try_later(context, approved)
    await context.record("round-pair", approved.id, "pair-approved", approved.status)
    return approved


async def close_if_done(context: Context, round: Round) -> Round:
    lines = await context.uow.round_lines.of(round.id)
    if any(each.status is LineStatus.PLANNED for each in lines):
        return round
    done = replace(round.to(RoundStatus.APPROVED), closed_at=context.now)
    await context.uow.rounds.save(done)
    await context.record("round", round.id, "round-approved")
    return done


async def take_turn(context: Context, approved: RoundLine) -> None:
    """A pair that waits is looked at once more; where it is gone, the mentee is looked at as everybody is."""
    assert approved.approved_at is not None
    tried = await _try(context, approved)
    if tried.status is LineStatus.APPROVED and context.now - approved.approved_at >= PATIENCE:
        tried = await _settle(context, approved.to(LineStatus.GONE, Gone.NO_TURN))
    if tried.status is LineStatus.APPROVED:
        await _try_later(context, tried)
    elif tried.status is LineStatus.GONE:
        await _say_gone(context, tried)


async def _try_later(context: Context, approved: RoundLine) -> None:
    assert approved.mentor is not None
    await context.nudge_again(approved.mentor, "round-turn", approved.id, context.now + NEXT_TRY)


async def _say_gone(context: Context, gone: RoundLine) -> None:
    assert gone.mentor is not None
    await context.uow.requests.look_at([gone.request], context.now)
    await context.record("round-pair", gone.id, "pair-gone", gone.why)
    round = await context.uow.rounds.get(gone.round)
    people = await context.uow.members.some([gone.mentee, gone.mentor])
    assert round is not None
    await context.tell_member(round.asked_by, texts.gone_later(people[gone.mentee], people[gone.mentor], gone))


async def _try(context: Context, each: RoundLine) -> RoundLine:
    """Asks the mentor if everything still holds and it is this mentee's turn."""
    assert each.offer is not None
    request = await context.uow.requests.get(each.request)
    offer = await context.uow.offers.get(each.offer)
    if why := await _closed(context, request, offer):
        if why is Gone.OFFER and await _between(context, offer):
            return await _wait(context, each, request)
        return await _settle(context, each.to(LineStatus.GONE, why))
    assert request is not None
    assert offer is not None
    people = await context.uow.members.some([each.mentee, offer.mentor])
    if people[offer.mentor].unreachable_since:
        return await _settle(context, each.to(LineStatus.GONE, Gone.UNREACHABLE))
    chosen = await _fits(context, request, offer, people[each.mentee], people[offer.mentor])
    if chosen is None:
        return await _settle(context, each.to(LineStatus.GONE, Gone.UNFIT))
    if not await _free_now(context, each, offer):
        return await _wait(context, each, request)
    asked = await propose(context, chosen, people[each.mentee], people[offer.mentor])
    if asked is None:
        return await _settle(context, each.to(LineStatus.GONE, Gone.FULL))
    return await _settle(context, each.to(LineStatus.ASKED))


async def _wait(context: Context, each: RoundLine, request: MentoringRequest | None) -> RoundLine:
    """For its turn, or for the word of a mentor who is asked whether to go on."""
    assert request is not None
    await context.uow.requests.save(replace(request, look_again_at=None))
    return await _settle(context, each.to(LineStatus.APPROVED))


async def _between(context: Context, offer: MentoringOffer | None) -> bool:
    """Whether its mentor has yet to say whether they would like another mentee."""
    return offer is not None and await offering.waiting_for_word(context, offer.mentor) is not None


async def _settle(context: Context, each: RoundLine) -> RoundLine:
    await context.uow.round_lines.save(each)
    return each


async def _closed(context: Context, request: MentoringRequest | None, offer: MentoringOffer | None) -> Gone | None:
    if request is None or request.status is not RequestStatus.OPEN:
        return Gone.REQUEST
    if await context.uow.proposals.live_for(request.id):
        return Gone.ASKED
    if offer is None or offer.status is not OfferStatus.OPEN:
        return Gone.OFFER
    return None if offer.places > 0 else Gone.FULL


async def _fits(
    context: Context, request: MentoringRequest, offer: MentoringOffer, mentee: Member, mentor: Member
) -> Candidate | None:
    """By the same rules as everyday matching, however often this mentor was asked this week."""
    reached = replace(request, reach=line.reach(context, request))
    ground = await common_ground.ground(context, [mentee.id, mentor.id])
    zones = zone_of(mentee, [request.state]), zone_of(mentor, offer.states)
    pair = Pair(reached, offer, *zones, context.now, ground.shared(mentee.id, mentor.id))
    apart = await line.apart(context, request)
    return next(iter(ranked([pair], context.community.rules, apart, {})), None)


async def _free_now(context: Context, each: RoundLine, offer: MentoringOffer) -> bool:
    """Not being asked, rested, not asked often enough this week, and nobody of the round comes before."""
    if await context.uow.proposals.with_mentor(offer.mentor):
        return False
    if offer.rests_until is not None and offer.rests_until > context.now:
        return False
    asked = await context.uow.rounds.times_asked(context.now - WEEK)
    if asked.get(offer.mentor, 0) >= context.community.rules.proposals_a_week:
        return False
    before = (other for other in await context.uow.round_lines.awaiting() if other.mentor == offer.mentor)
    return not any(other.id != each.id and _turn(other) < _turn(each) for other in before)


def _turn(each: RoundLine) -> tuple[datetime, int, LineId]:
    assert each.approved_at is not None
    return each.approved_at, each.turn, each.id
