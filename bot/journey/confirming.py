"""Whether offers still stand: asked now and then, and what a mentor does for mentees says it, too."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.confirming import ask_on
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.schedule import wall
from bot.domain.status import OfferStatus
from bot.journey.zones import zone_of

LOOK, ASK = "offer-look", "offer-ask"
AGAIN, STOP = "offer-ask-again", "offer-stop"
LOOKED_AGAIN_AFTER = timedelta(days=30)  # at offers that are paused or full: there is nothing to ask about
EACH_WAITS = timedelta(days=7)  # the question for its answer, and then the reminder


async def stands(context: Context, offer: MentoringOffer) -> MentoringOffer:
    """Its mentor has just said so, or done something that says it."""
    confirmed = replace(offer, confirmed_at=context.now)
    await context.uow.offers.save(confirmed)
    return confirmed


def due(offer: MentoringOffer, mentor: Member) -> datetime:
    """When it is to be asked about: at the routine time of the first day on which it is old."""
    zone = zone_of(mentor, offer.states)
    return courtesy.routine(ask_on(wall(offer.confirmed_at, zone).date()), zone)


def old(context: Context, offer: MentoringOffer, mentor: Member) -> bool:
    return due(offer, mentor) <= context.now


def can_be_asked(offer: MentoringOffer) -> bool:
    """Whether mentees could be brought: nobody is asked about what is paused, set aside or full."""
    return offer.status is OfferStatus.OPEN and offer.places > 0


async def look_later(context: Context, mentor: Member, offer: MentoringOffer) -> None:
    """One look is always ahead, for as long as the offer is not withdrawn."""
    soonest = context.now + LOOKED_AGAIN_AFTER if old(context, offer, mentor) else context.now
    await context.nudge_again(mentor.id, LOOK, offer.id, max(due(offer, mentor), soonest))
