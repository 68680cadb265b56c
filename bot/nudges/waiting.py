"""While a request waits: told on day 3 and 7, asked on day 30, paused after 14 silent days; round-ups and returns."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.message import Nudge
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus, RequestStatus
from bot.domain.switches import Switch
from bot.ids import OfferId, RequestId
from bot.journey import asking, channel, leaving, line, offering, widening
from bot.journey.zones import zone_of
from bot.nudges.kind import Kind
from bot.texts import offering as offering_texts
from bot.texts import waiting as texts


async def _request(nudge: Nudge, context: Context) -> MentoringRequest | None:
    return await context.uow.requests.get(RequestId(nudge.subject))


async def _open(nudge: Nudge, context: Context) -> bool:
    request = await _request(nudge, context)
    return request is not None and request.status is RequestStatus.OPEN


async def _waiting(nudge: Nudge, context: Context) -> bool:
    """Open, and not so late that the next word is due as well, as after a standstill of the bot."""
    request = await _request(nudge, context)
    if request is None or request.status is not RequestStatus.OPEN:
        return False
    end = _told_anew(nudge, request)
    return end is None or context.now < end


def _told_anew(nudge: Nudge, request: MentoringRequest) -> datetime | None:
    """When the next word about the request is due; None after the last."""
    after = [day for day in asking.TOLD_ON_DAYS if day > nudge.occurrence % asking.ROUND]
    return request.looking_since + timedelta(days=after[0]) if after else None


async def _waiting_until(nudge: Nudge, context: Context) -> datetime | None:
    request = await _request(nudge, context)
    assert request is not None
    return _told_anew(nudge, request)


async def _tell_waiting(nudge: Nudge, context: Context) -> None:
    request = await _request(nudge, context)
    mentee = await context.uow.members.get(nudge.recipient)
    assert request is not None
    assert mentee is not None
    days = (context.now - request.looking_since).days
    asked = len(await context.uow.proposals.of_request(request.id))
    seen = await asking.outlook(context, request, mentee)
    last = nudge.occurrence % asking.ROUND == asking.TOLD_ON_DAYS[-1]
    further = await widening.since_told(context, request, mentee, last=last)
    await context.tell_member(mentee.id, texts.still_waiting(request, seen, further, days, asked))


async def _ask_still_looking(nudge: Nudge, context: Context) -> None:
    request = await _request(nudge, context)
    mentee = await context.uow.members.get(nudge.recipient)
    assert request is not None
    assert mentee is not None
    await context.uow.requests.save(replace(request, silent_since=context.now))
    days = (context.now - request.looking_since).days
    await context.tell_member(mentee.id, texts.still_looking(request, days))
    due = context.now + timedelta(days=asking.PAUSED_AFTER_DAYS)
    zone = zone_of(mentee, [request.state])
    await context.nudge_later(
        nudge.recipient,
        "pause-silent",
        request.id,
        courtesy.routine(due, zone, context.community.rules.breaks),
        nudge.occurrence,
    )


async def _silent(nudge: Nudge, context: Context) -> bool:
    """Asked at least 14 days ago, and no answer since."""
    request = await _request(nudge, context)
    if request is None or request.status is not RequestStatus.OPEN or request.silent_since is None:
        return False
    return context.now - request.silent_since >= timedelta(days=asking.PAUSED_AFTER_DAYS)


async def _pause_silent(nudge: Nudge, context: Context) -> None:
    request = await _request(nudge, context)
    assert request is not None
    await asking.pause(context, request, None)
    await context.tell_member(nudge.recipient, texts.paused_for_silence(request))


async def _unposted(nudge: Nudge, context: Context) -> bool:
    request = await _request(nudge, context)
    return request is not None and request.status is RequestStatus.OPEN and request.card is None


async def _round_up(nudge: Nudge, context: Context) -> None:
    """Everybody who is not in the channel yet goes there together, whoever's turn it was."""
    await channel.post_waiting(context)


async def _gone(nudge: Nudge, context: Context) -> bool:
    """Whose pause ends while they are gone: it goes on until they are back."""
    member = await context.uow.members.get(nudge.recipient)
    return member is not None and member.left_at is not None


async def _request_paused(nudge: Nudge, context: Context) -> bool:
    request = await _request(nudge, context)
    if request is None or request.paused_until is None:
        return False
    return request.status is RequestStatus.PAUSED and request.paused_until <= context.now


async def _return_request(nudge: Nudge, context: Context) -> None:
    request = await _request(nudge, context)
    assert request is not None
    if await _gone(nudge, context):
        await asking.pause(context, request, None, leaving.LEFT)
        return
    await asking.resume(context, request)
    await context.tell_member(nudge.recipient, texts.RETURNED)


async def _offer_paused(nudge: Nudge, context: Context) -> bool:
    offer = await context.uow.offers.get(OfferId(nudge.subject))
    if offer is None or offer.paused_until is None:
        return False
    return offer.status is OfferStatus.PAUSED and offer.paused_until <= context.now


async def _return_offer(nudge: Nudge, context: Context) -> None:
    offer = await context.uow.offers.get(OfferId(nudge.subject))
    assert offer is not None
    if await _gone(nudge, context):
        await offering.set_aside(context, offer, leaving.LEFT)
        return
    await offering.resume(context, offer)
    await context.tell_member(nudge.recipient, offering_texts.returned(offer.id))


async def _rested(nudge: Nudge, context: Context) -> bool:
    offer = await context.uow.offers.get(OfferId(nudge.subject))
    return offer is not None and offer.status is OfferStatus.OPEN


async def _call_line(nudge: Nudge, context: Context) -> None:
    await line.call(context, OfferId(nudge.subject))


KINDS = (
    Kind("offer-rested", still=_rested, act=_call_line, only_tells=False),
    Kind("waiting", still=_waiting, act=_tell_waiting, switch=Switch.WAITING, routine=True, until=_waiting_until),
    Kind("still-looking", still=_open, act=_ask_still_looking, routine=True),
    Kind("pause-silent", still=_silent, act=_pause_silent, only_tells=False),
    Kind("round-up", still=_unposted, act=_round_up, only_tells=False),
    Kind("request-return", still=_request_paused, act=_return_request, only_tells=False),
    Kind("offer-return", still=_offer_paused, act=_return_offer, only_tells=False),
)
