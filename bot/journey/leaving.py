"""Somebody leaves the community and perhaps comes back: what stops at once, what comes back by itself, who is told.

Whatever waits for them stops at once, so that nobody is proposed to or by somebody who is gone. Their partners hear of
it a day later: accounts are often switched off by mistake, or overnight while a directory is tidied up, and a message
that somebody has left can't be taken back. Where a meeting would come before that, they hear it at once, so that
nobody sits alone in a call. One message to each partner, and one more where the person comes back.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.match import Match
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.status import MatchStatus, OfferStatus, RequestStatus
from bot.journey import asking, meetings, offering, pausing
from bot.journey import partners as pairs
from bot.ports.platforms import Account
from bot.texts import moving as texts

GRACE = timedelta(hours=24)
BEFORE_A_MEETING = timedelta(hours=48)  # a reminder of it would come within the grace
LEFT = "left"  # the detail of events: paused because of this, and nothing else
REQUEST_PAUSES = ("request-paused", "request-resumed")
OFFER_PAUSES = ("offer-paused", "offer-resumed", "offer-held")
MATCH_PAUSES = ("match-paused", "match-resumed", "quiet-paused")
TOLD, TOLD_BACK = "partner-told", "partner-told-back"


async def leave(context: Context, member: Member, account: Account) -> None:
    """One account is gone. The person is, once no other account of theirs is left."""
    await context.uow.members.mark_account(account, context.now)
    if member.left_at is not None or await context.uow.members.accounts(member.id):
        return
    unreachable = member.unreachable_since or context.now
    await context.uow.members.save(replace(member, left_at=context.now, unreachable_since=unreachable))
    await context.record("member", member.id, "left")
    await _set_request_aside(context, member)
    await _set_offer_aside(context, member)
    for match in await context.uow.matches.live_of(member.id):
        await _set_match_aside(context, member, match)


async def _set_request_aside(context: Context, member: Member) -> None:
    request = await context.uow.requests.live_of(member.id)
    if request is not None and request.status is RequestStatus.OPEN:
        await asking.pause(context, request, None, LEFT)


async def _set_offer_aside(context: Context, member: Member) -> None:
    offer = await context.uow.offers.live_of(member.id)
    if offer is not None and offer.status is OfferStatus.OPEN:
        await offering.set_aside(context, offer, LEFT)


async def _set_match_aside(context: Context, member: Member, match: Match) -> None:
    """Paused: nobody is reminded of a meeting to which only one can come."""
    partners = await pairs.load(context, match)
    coming = await meetings.following(context, match.id)
    if match.status is MatchStatus.ACTIVE:
        await pausing.pause(context, partners)
        await context.record("match", match.id, "match-paused", LEFT)
    other = partners.other(member.id)
    soon = coming is not None and coming.starts_at < context.now + BEFORE_A_MEETING
    due = courtesy.polite(context.now if soon else context.now + GRACE, partners.zone(other.id))
    await context.nudge_again(other.id, "partner-left", match.id, _before(due, coming.starts_at if coming else None))


def _before(due: datetime, meeting: datetime | None) -> datetime:
    """Quiet hours give way to a meeting that begins in them."""
    return due if meeting is None else min(due, meeting - timedelta(hours=1))


async def told(context: Context, partners: Partners) -> None:
    await context.record("match", partners.match.id, TOLD)


# Coming back


async def come_back(context: Context, member: Member, account: Account) -> Member:
    """What was set aside because they left goes on, unless somebody has changed it meanwhile."""
    await context.uow.members.mark_account(account, None)
    if member.left_at is None:
        return member
    back = replace(member, left_at=None, unreachable_since=None)
    await context.uow.members.save(back)
    await context.record("member", member.id, "came-back")
    await _take_up_request(context, member)
    await _take_up_offer(context, member)
    for match in await context.uow.matches.live_of(member.id):
        await _take_up_match(context, back, match)
    return back


async def _take_up_request(context: Context, member: Member) -> None:
    request = await context.uow.requests.live_of(member.id)
    if request is None or request.status is not RequestStatus.PAUSED:
        return
    if await _because_of_that(context, request.id, REQUEST_PAUSES):
        await asking.resume(context, request)


async def _take_up_offer(context: Context, member: Member) -> None:
    offer = await context.uow.offers.live_of(member.id)
    if offer is None or offer.status is not OfferStatus.PAUSED:
        return
    if await _because_of_that(context, offer.id, OFFER_PAUSES):
        await offering.resume(context, offer)


async def _take_up_match(context: Context, back: Member, match: Match) -> None:
    """While the other one is gone too, nothing goes on, and who came back hears of it."""
    partners = await pairs.load(context, match)
    other = partners.other(back.id)
    if other.left_at is not None:
        due = courtesy.polite(context.now + GRACE, partners.zone(back.id))
        await context.nudge_again(back.id, "partner-left", match.id, due)
        return
    ended = match.paused_until is not None and match.paused_until <= context.now
    if match.status is MatchStatus.PAUSED and (ended or await _because_of_that(context, match.id, MATCH_PAUSES)):
        partners = await pausing.resume(context, partners)
    last = await context.uow.events.last(match.id, (TOLD, TOLD_BACK))
    if last is not None and last.kind == TOLD:
        message = texts.partner_back(partners, other.id, await meetings.following(context, match.id))
        await context.tell_member(other.id, message, polite_in=partners.zone(other.id))
        await context.record("match", match.id, TOLD_BACK)


async def _because_of_that(context: Context, subject: str, pauses: tuple[str, ...]) -> bool:
    last = await context.uow.events.last(subject, pauses)
    return last is not None and last.detail == LEFT
