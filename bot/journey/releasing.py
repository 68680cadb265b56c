"""A match ends because one of the two gave no word; both are free, and nobody is blamed."""

from bot.context import Context
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.status import OfferStatus
from bot.journey import closing, offering
from bot.texts import still_here as texts
from bot.views import Part

NO_ANSWER = "no-answer"  # the detail of the event, and the kind of the one that moderators see as a count


async def release(context: Context, partners: Partners, silent: Member) -> None:
    other = partners.other(silent.id)
    ended = partners.now(await closing.end(context, partners.match, exclude=False, because=NO_ANSWER))
    await context.record("member", silent.id, NO_ANSWER, partners.match.id)
    mentee = partners.is_mentee(silent.id)
    for_silent = await (closing.afterwards(context, ended, silent) if mentee else _offer_rests(context, silent))
    told = texts.ended_quietly(ended, silent.id, for_silent)
    await context.tell_member(silent.id, told, polite_in=ended.zone(silent.id))
    told = texts.released(ended, other.id, await closing.afterwards(context, ended, other))
    await context.tell_member(other.id, told, polite_in=ended.zone(other.id))


async def _offer_rests(context: Context, mentor: Member) -> tuple[Part, ...]:
    """Nobody else is sent to a mentor who gave no word until they do; what they or a moderator paused stays so."""
    offer = await context.uow.offers.live_of(mentor.id)
    if offer is None or offer.status is OfferStatus.HELD or offer.paused_until is not None:
        return ()
    await offering.set_aside(context, offer, NO_ANSWER)
    return texts.offer_rests(offer.id)
