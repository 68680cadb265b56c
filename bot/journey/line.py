"""The line of those who wait: who is looked at again when a mentor has become free."""

from dataclasses import replace

from bot.context import Context
from bot.domain.offer import MentoringOffer
from bot.domain.status import OfferStatus
from bot.ids import OfferId
from bot.journey.zones import zone_of
from bot.matching.pair import Pair
from bot.matching.tiers import reach_after, tier, within

CALLED_AT_ONCE = 5  # a mentor is asked about one at a time; the others are there in case the first does not fit


async def call(context: Context, id: OfferId) -> None:
    """A mentor can be asked (again): the first in line whom the offer reaches are looked at now."""
    offer = await context.uow.offers.get(id)
    if offer is None or offer.status is not OfferStatus.OPEN or offer.places < 1:
        return
    waiting = [r for r in await context.uow.requests.open() if r.look_again_at and r.look_again_at > context.now]
    people = await context.uow.members.some([offer.mentor, *(request.mentee for request in waiting)])
    called = 0
    for request in waiting:
        zones = zone_of(people[request.mentee], [request.state]), zone_of(people[offer.mentor], offer.states)
        if called < CALLED_AT_ONCE and _reached(context, Pair(request, offer, *zones, context.now), offer):
            await context.uow.requests.save(replace(request, look_again_at=context.now))
            called += 1


def _reached(context: Context, pair: Pair, offer: MentoringOffer) -> bool:
    reached = tier(pair)
    reach = max(pair.request.reach, reach_after(context.now - pair.request.waiting_since))
    return reached is not None and within(reached, reach) and offer.mentor != pair.request.mentee
