"""Does the offer still stand? Asked, reminded once, and then mentees are not sent to somebody who may have moved on."""

from datetime import timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.member import Member
from bot.domain.message import Nudge
from bot.domain.offer import MentoringOffer
from bot.domain.schedule import wall
from bot.domain.status import OfferStatus
from bot.ids import OfferId
from bot.journey import confirming, offering
from bot.journey.confirming import AGAIN, ASK, EACH_WAITS, LOOK, STOP
from bot.journey.routine import HELD, Turn
from bot.journey.zones import zone_of
from bot.nudges.kind import Kind
from bot.texts import confirming as texts

AFTER_IT = timedelta(hours=1)  # what happens when a proposal's clock has run out happens first
UNCONFIRMED = "unconfirmed"  # the detail of the event


async def _known(nudge: Nudge, context: Context) -> tuple[MentoringOffer | None, Member | None]:
    return await context.uow.offers.get(OfferId(nudge.subject)), await context.uow.members.get(nudge.recipient)


async def _live(nudge: Nudge, context: Context) -> bool:
    offer, mentor = await _known(nudge, context)
    return mentor is not None and offer is not None and offer.status is not OfferStatus.WITHDRAWN


async def _look(nudge: Nudge, context: Context) -> None:
    """Asks where it is time to, and looks again when it may be."""
    offer, mentor = await _known(nudge, context)
    assert offer is not None
    assert mentor is not None
    if confirming.old(context, offer, mentor) and confirming.can_be_asked(offer):
        await context.nudge_later(mentor.id, ASK, offer.id, context.now, nudge.occurrence)
    await confirming.look_later(context, mentor, offer)


async def _unanswered(nudge: Nudge, context: Context) -> bool:
    offer, mentor = await _known(nudge, context)
    if offer is None or mentor is None or mentor.left_at is not None:
        return False
    return confirming.can_be_asked(offer) and confirming.old(context, offer, mentor)


async def _turn(nudge: Nudge, context: Context) -> Turn:
    offer, mentor = await _known(nudge, context)
    assert offer is not None
    assert mentor is not None
    return Turn(zone_of(mentor, offer.states))


async def _ask(nudge: Nudge, context: Context) -> None:
    await _say(nudge, context, AGAIN, reminder=False)


async def _ask_again(nudge: Nudge, context: Context) -> None:
    await _say(nudge, context, STOP, reminder=True)


async def _say(nudge: Nudge, context: Context, then: str, *, reminder: bool) -> None:
    offer, mentor = await _known(nudge, context)
    assert offer is not None
    assert mentor is not None
    zone = zone_of(mentor, offer.states)
    breaks = context.community.rules.breaks
    following = courtesy.routine(context.now + EACH_WAITS, zone, breaks)
    stops = following if reminder else courtesy.routine(following + EACH_WAITS, zone, breaks)
    asked = texts.Asked(wall(offer.confirmed_at, zone).date(), wall(context.now, zone).date(), wall(stops, zone).date())
    await context.tell_member(mentor.id, texts.question(offer, asked, reminder=reminder), polite_in=zone)
    await context.nudge_later(mentor.id, then, offer.id, following, nudge.occurrence % HELD)


async def _stop(nudge: Nudge, context: Context) -> None:
    """Says nothing more: the reminder has said it, and its button brings the offer back. A proposal may be answered."""
    offer, mentor = await _known(nudge, context)
    assert offer is not None
    assert mentor is not None
    asked = await context.uow.proposals.with_mentor(mentor.id)
    if asked is not None and asked.due_at is not None and nudge.occurrence < HELD:
        await context.nudge_later(mentor.id, STOP, offer.id, asked.due_at + AFTER_IT, nudge.occurrence + HELD)
        return
    await offering.set_aside(context, offer, UNCONFIRMED)


KINDS = (
    Kind(LOOK, still=_live, act=_look, only_tells=False),
    Kind(ASK, still=_unanswered, act=_ask, turn=_turn, routine=True),
    Kind(AGAIN, still=_unanswered, act=_ask_again, turn=_turn, routine=True),
    Kind(STOP, still=_unanswered, act=_stop, only_tells=False),
)
