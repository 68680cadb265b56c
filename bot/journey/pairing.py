"""Bringing two people together."""

from dataclasses import replace

from bot.context import Context
from bot.domain.match import Match
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.domain.schedule import Rhythm
from bot.domain.status import MatchStatus, RequestStatus
from bot.ids import MatchId, new_id
from bot.journey import agreeing, channel, line, proposing
from bot.texts import proposing as texts


async def begin_match(context: Context, request: MentoringRequest, offer: MentoringOffer) -> Match:
    """Makes the match: the place is taken, everyone else who was asked is released, the pair is introduced.

    The caller has checked that the request is open and that the offer has a free place.
    """
    match = Match(
        community=context.community.id,
        id=MatchId(new_id()),
        request=request.id,
        offer=offer.id,
        mentee=request.mentee,
        mentor=offer.mentor,
        status=MatchStatus.ACTIVE,
        began_at=context.now,
        last_contact_at=context.now,
        rhythm=Rhythm(request.rhythm) if request.rhythm else Rhythm.WEEKLY,
    )
    await context.uow.matches.add(match)
    matched = request.closed(RequestStatus.MATCHED, context.now)
    await context.uow.requests.save(matched)
    await context.uow.offers.save(replace(offer, taken=offer.taken + 1, silent_in_a_row=0))
    await context.uow.nudges.drop(request.id, context.now)
    for other in await context.uow.proposals.live_for(request.id):
        await proposing.release(context, other)
    if offer.places <= 1:
        for other in await context.uow.proposals.live_of_mentor(offer.mentor):
            await proposing.release(context, other, texts.NO_PLACE_LEFT)
    await channel.refresh(context, matched)
    await context.record("match", match.id, "matched", request.id)
    await line.call(context, offer.id)
    await agreeing.introduce(context, match)
    return match
