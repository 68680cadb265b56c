"""Choosing whom to ask: those who wait are looked at in turn, and the best mentor within reach is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.ids import MemberId, RequestId
from bot.journey import common_ground, line
from bot.journey.common_ground import Ground
from bot.journey.proposing import propose
from bot.journey.zones import zone_of
from bot.matching.eligibility import eligible
from bot.matching.pair import Apart, Pair
from bot.matching.ranking import ranked
from bot.matching.tiers import REACHES, WIDENS_AFTER, WIDEST, Tier, tier

WEEK = timedelta(days=7)
DAILY = timedelta(days=1)
SAFETY = timedelta(days=7)  # nothing is known to change before; looking costs little
REQUESTS_AT_ONCE = 20  # a transaction that matches for everybody would keep the others waiting


@dataclass
class Field:
    """Everyone who could be asked at one instant; who is asked leaves it."""

    offers: dict[MemberId, MentoringOffer]
    people: Mapping[MemberId, Member]
    asked_this_week: dict[MemberId, int]
    everyone: Sequence[MentoringOffer]  # also those who are busy, to know where nobody is at all
    ground: Ground

    def pair(self, request: MentoringRequest, offer: MentoringOffer, zone: str, now: datetime) -> Pair:
        meet = self.ground.shared(request.mentee, offer.mentor)
        return Pair(request, offer, zone, self.zone(offer), now, meet)

    def zone(self, offer: MentoringOffer) -> str:
        return zone_of(self.people[offer.mentor], offer.states)

    def take(self, mentor: MemberId) -> None:
        self.offers.pop(mentor)
        self.asked_this_week[mentor] = self.asked_this_week.get(mentor, 0) + 1


async def propose_to(context: Context, waiting: Sequence[RequestId]) -> int:
    """Tries those of the requests whose turn it still is, one proposal each; returns how many were looked at."""
    turn = await context.uow.requests.to_look_at(context.now, REQUESTS_AT_ONCE)
    requests = [request for request in turn if request.id in waiting]
    if not requests:
        return 0
    mentees = await context.uow.members.some([request.mentee for request in requests])
    field = await _field(context, list(mentees))
    for request in requests:
        await _look(context, request, mentees[request.mentee], field)
    return len(requests)


async def _field(context: Context, mentees: Sequence[MemberId]) -> Field:
    everyone = await context.uow.offers.live()
    people = await context.uow.members.some([offer.mentor for offer in everyone])
    free = [o for o in await context.uow.offers.candidates(context.now) if not people[o.mentor].unreachable_since]
    asked = await context.uow.proposals.counts_since(context.now - WEEK)
    ground = await common_ground.ground(context, [*mentees, *people])
    return Field({offer.mentor: offer for offer in free}, people, asked, everyone, ground)


async def _look(context: Context, request: MentoringRequest, mentee: Member, field: Field) -> None:
    """Asks the best mentor within reach, or says when to look again. Reaches further where nobody is at all."""
    if await context.uow.proposals.live_for(request.id):
        await context.uow.requests.save(replace(request, look_again_at=None))
        return
    zone = zone_of(mentee, [request.state])
    apart = await line.apart(context, request)
    rules = context.community.rules
    request = replace(request, reach=_reach(context, request, zone, field, apart))
    pairs = [field.pair(request, offer, zone, context.now) for offer in field.offers.values()]
    chosen = next(iter(ranked(pairs, rules, apart, field.asked_this_week)), None)
    if chosen is None:
        await context.uow.requests.save(replace(request, look_again_at=_next_look(context, request, field)))
        return
    mentor = field.people[chosen.pair.offer.mentor]
    field.take(mentor.id)
    if await propose(context, chosen, mentee, mentor) is None:
        await _look(context, request, mentee, field)


def _reach(context: Context, request: MentoringRequest, zone: str, field: Field, apart: Apart) -> int:
    """How far to look now: by waiting time, and past every step on which nobody at all could, free or not.

    Allied professions are never skipped to: they come after waiting, or when the mentee asks for them.
    """
    reach = line.reach(context, request)
    everyone = [field.pair(request, offer, zone, context.now) for offer in field.everyone]
    tiers = [(found, pair) for pair in everyone if (found := tier(pair)) not in (None, Tier.ALLIED)]
    nearest_first = sorted(tiers, key=lambda each: each[0] or WIDEST)
    could = (found for found, pair in nearest_first if eligible(pair, context.community.rules, apart, 0))
    nearest = next(could, None)
    while reach < WIDEST - 1 and (nearest is None or nearest > REACHES[reach]):
        reach += 1
    return reach


def _next_look(context: Context, request: MentoringRequest, field: Field) -> datetime:
    """When something may have changed by itself; what people change makes every request be looked at anyway.

    The request reaches further, or somebody who was asked often enough this week may be asked again (tried daily).
    """
    now, most = context.now, context.community.rules.proposals_a_week
    asked_enough = any(asked >= most for asked in field.asked_this_week.values())
    changes = [request.looking_since + after for after in WIDENS_AFTER]
    return min([now + (DAILY if asked_enough else SAFETY), *(at for at in changes if at > now)])
