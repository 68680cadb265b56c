"""The line of those who wait: who is looked at again when a mentor has become free, and who is out of the question."""

from collections.abc import Sequence
from datetime import timedelta

from bot.context import Context
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Proposal
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus, ProposalStatus
from bot.ids import OfferId, RequestId
from bot.journey import common_ground
from bot.journey.zones import zone_of
from bot.matching.eligibility import eligible
from bot.matching.pair import Apart, Pair
from bot.matching.tiers import tier, within

CALLED_AT_ONCE = 5  # a mentor is asked about one at a time; the others are there in case somebody fits the first better
LOOKED_AT_ONCE = 200  # of the line
SILENCE_COUNTS = timedelta(days=14)  # how long a mentor is not asked again about somebody they did not answer about


async def call(context: Context, id: OfferId) -> None:
    """A mentor can be asked (again): the first in line for whom they are eligible are looked at now."""
    offer = await context.uow.offers.get(id)
    if offer is None or offer.status is not OfferStatus.OPEN or offer.places < 1:
        return
    called: list[RequestId] = []
    looked_at = 0
    while len(called) < CALLED_AT_ONCE:
        waiting = await context.uow.requests.in_line(context.now, LOOKED_AT_ONCE, looked_at)
        called += await _suited(context, offer, waiting, CALLED_AT_ONCE - len(called))
        if len(waiting) < LOOKED_AT_ONCE:
            break
        looked_at += len(waiting)
    await context.uow.requests.look_at(called, context.now)


async def _suited(
    context: Context, offer: MentoringOffer, waiting: Sequence[MentoringRequest], most: int
) -> list[RequestId]:
    """The first of these requests for whom the mentor is eligible."""
    people = await context.uow.members.some([offer.mentor, *(request.mentee for request in waiting)])
    ground = await common_ground.ground(context, list(people))
    found: list[RequestId] = []
    for request in waiting:
        zones = zone_of(people[request.mentee], [request.state]), zone_of(people[offer.mentor], offer.states)
        meet = ground.shared(request.mentee, offer.mentor)
        if await _suits(context, Pair(request, offer, *zones, context.now, meet)):
            found.append(request.id)
        if len(found) == most:
            break
    return found


async def _suits(context: Context, pair: Pair) -> bool:
    reached = tier(pair)
    if reached is None or not within(reached, reach(context, pair.request)):
        return False
    return eligible(pair, context.community.rules, await apart(context, pair.request), asked_this_week=0)


def reach(context: Context, request: MentoringRequest) -> int:
    """How far the request reaches by now."""
    return context.policy.reach(request, context.now)


async def apart(context: Context, request: MentoringRequest) -> Apart:
    """Who is not to be asked about this request: said so, was the mentor before, declined, or was silent lately."""
    return await apart_after(context, request, await context.uow.proposals.of_request(request.id))


async def apart_after(context: Context, request: MentoringRequest, past: Sequence[Proposal]) -> Apart:
    """The same, where its proposals are known already."""
    excluded = await context.uow.exclusions.of(request.mentee)
    before = await context.uow.matches.mentors_of(request.mentee)
    return Apart(excluded | before | {made.mentor for made in past if _settles(context, made)})


def _settles(context: Context, made: Proposal) -> bool:
    lately = made.settled_at is not None and context.now - made.settled_at < SILENCE_COUNTS
    return made.status is ProposalStatus.DECLINED or (made.status is ProposalStatus.SILENT and lately)
