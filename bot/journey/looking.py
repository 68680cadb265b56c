"""Choosing whom to ask: those who wait are looked at in turn, and the best mentors within reach are asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain.member import Member
from bot.domain.proposal import Proposal
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus, ProposalStatus
from bot.ids import RequestId
from bot.journey import common_ground, line
from bot.journey.finding import PATIENCE, WEEK, Finder, Found
from bot.journey.proposing import propose
from bot.journey.zones import zone_of
from bot.matching.ranking import Candidate
from bot.matching.tiers import WIDENS_AFTER
from bot.ports.searching import Prospect

DAILY = timedelta(days=1)
SAFETY = timedelta(days=7)  # nothing is known to change before; looking costs little
REQUESTS_AT_ONCE = 20  # a transaction that matches for everybody would keep the others waiting
SPARE = 2  # candidates beyond those wanted, in case an offer was closed or filled this moment


async def propose_to(context: Context, waiting: Sequence[RequestId]) -> int:
    """Tries those of the requests whose turn it still is; returns how many were looked at."""
    turn = await context.uow.requests.to_look_at(context.now, REQUESTS_AT_ONCE)
    requests = [request for request in turn if request.id in waiting]
    if not requests:
        return 0
    mentees = await context.uow.members.some([request.mentee for request in requests])
    several = await common_ground.several_spaces(context)
    for request in requests:
        await _look(context, request, mentees[request.mentee], several=several)
    return len(requests)


async def _look(context: Context, request: MentoringRequest, mentee: Member, *, several: bool) -> None:
    """Asks the best mentors within reach, as many as are missing, or says when to look again. Reaches further where
    nobody is at all.
    """
    past = await context.uow.proposals.of_request(request.id)
    missing = _missing(context, past)
    if not missing:
        await context.uow.requests.save(replace(request, look_again_at=None))
        return
    request = replace(request, reach=line.reach(context, request))
    apart = await line.apart_after(context, request, past)
    reasons = {made.reason for made in past if made.status is ProposalStatus.DECLINED}
    zone = zone_of(mentee, [request.state])
    finder = Finder(context, request, zone, apart, several=several, reasons=reasons)
    found = await finder.best(context.policy.wanted(missing + SPARE))
    for candidate in context.policy.order(found.candidates):
        missing -= await _ask(context, finder, candidate, mentee, found)
        if not missing:
            return
    again = await _next_look(context, request, found)
    await context.uow.requests.save(replace(request, reach=found.reach, look_again_at=again))


def _missing(context: Context, past: Sequence[Proposal]) -> int:
    """How many more may be asked at once. While the mentee has a volunteer's word to answer, nobody."""
    live = [made for made in past if made.live]
    if any(made.status is ProposalStatus.VOLUNTEERED for made in live):
        return 0
    return max(0, context.community.rules.proposals_at_once - len(live))


async def _ask(context: Context, finder: Finder, candidate: Candidate, mentee: Member, found: Found) -> bool:
    """Locks the offer and looks at it once more: what was found may have changed since."""
    offer = await context.uow.offers.get(candidate.pair.offer.id)
    if offer is None or offer.status is not OfferStatus.OPEN or offer.places < 1:
        return False
    mentor = (await context.uow.members.some([offer.mentor]))[offer.mentor]
    if mentor.unreachable_since or await context.uow.proposals.with_mentor(mentor.id):
        return False
    now = next(iter(finder.ranked([finder.pair(Prospect(offer, mentor.zone), found.reach)])), None)
    if now is None:
        return False
    return await propose(context, now, mentee, mentor, first_of_many=found.first_of_many) is not None


async def _next_look(context: Context, request: MentoringRequest, found: Found) -> datetime:
    """When something may have changed by itself; what people change makes every request be looked at anyway.

    The request reaches further, or somebody who was asked often enough this week may be asked again (tried daily), or
    others are among the first of many.
    """
    now, most = context.now, context.community.rules.proposals_a_week
    soon = found.first_of_many or await context.uow.proposals.asked_enough(now - WEEK, most)
    changes = [request.looking_since + after for after in (PATIENCE, *WIDENS_AFTER)]
    return min([now + (DAILY if soon else SAFETY), *(at for at in changes if at > now)])
