"""A match ends because one of the two gave no word; both are free, and nobody is blamed."""

from bot.context import Context
from bot.documents import CalendarSeries
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.status import OfferStatus
from bot.journey import closing, offering
from bot.texts import still_here as texts
from bot.texts.closing import meetings_off
from bot.views import Part

NO_ANSWER = "no-answer"  # the detail of the event, and the kind of the one that moderators see as a count


async def release(context: Context, partners: Partners, silent: Member) -> None:
    other = partners.other(silent.id)
    end = await closing.end(context, partners, exclude=False, because=NO_ANSWER)
    ended, calendar = end.partners, end.calendar
    await context.record("member", silent.id, NO_ANSWER, partners.match.id)
    if partners.is_mentee(silent.id):
        then = await closing.afterwards(context, ended, silent, calendar)
    else:
        then = await _offer_rests(context, silent, calendar)
    told = texts.ended_quietly(ended, silent.id, then)
    await context.tell_member(silent.id, told, polite_in=ended.zone(silent.id))
    told = texts.released(ended, other.id, await closing.afterwards(context, ended, other, calendar))
    await context.tell_member(other.id, told, polite_in=ended.zone(other.id))


async def _offer_rests(context: Context, mentor: Member, calendar: CalendarSeries | None) -> tuple[Part, ...]:
    """Nobody else is sent to a mentor who gave no word until they do; what they or a moderator paused stays so."""
    offer = await context.uow.offers.live_of(mentor.id)
    if offer is None or offer.status is OfferStatus.HELD or offer.paused_until is not None:
        return meetings_off(calendar)
    await offering.set_aside(context, offer, NO_ANSWER)
    return (*meetings_off(calendar), *texts.offer_rests(offer.id))
