"""Proposals: choosing whom to ask, asking one at a time, and what every kind of answer leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Origin, Proposal
from bot.domain.request import MentoringRequest
from bot.domain.status import ProposalStatus, RequestStatus
from bot.ids import MemberId, ProposalId, new_id
from bot.journey.zones import zone_of
from bot.matching.explanation import reasons
from bot.matching.pair import Apart, Pair
from bot.matching.ranking import Candidate, ranked
from bot.matching.tiers import REACHES, WIDENS_AFTER, WIDEST, Tier, reach_after, tier
from bot.texts import proposing as texts

WEEK = timedelta(days=7)
LOOK_AGAIN = timedelta(hours=12)
REQUESTS_AT_ONCE = 20  # a transaction that matches for everybody would keep the others waiting
SILENT_PROPOSALS_UNTIL_PAUSED = 2


@dataclass
class Field:
    """Everyone who could be asked at one instant; who is asked leaves it."""

    offers: dict[MemberId, MentoringOffer]
    people: Mapping[MemberId, Member]
    asked_this_week: dict[MemberId, int]
    everyone: Sequence[MentoringOffer]  # also those who are busy, to know where nobody is at all

    def zone(self, offer: MentoringOffer) -> str:
        return zone_of(self.people[offer.mentor], offer.states)

    def take(self, mentor: MemberId) -> None:
        self.offers.pop(mentor)
        self.asked_this_week[mentor] = self.asked_this_week.get(mentor, 0) + 1


async def propose_to_waiting(context: Context) -> int:
    """Tries every request whose turn it is, one proposal each; returns how many requests were looked at."""
    requests = (await context.uow.requests.to_look_at(context.now))[:REQUESTS_AT_ONCE]
    if not requests:
        return 0
    field = await _field(context)
    mentees = await context.uow.members.some([request.mentee for request in requests])
    for request in requests:
        await _look(context, request, mentees[request.mentee], field)
    return len(requests)


async def _field(context: Context) -> Field:
    everyone = await context.uow.offers.live()
    free = await context.uow.offers.candidates(context.now)
    people = await context.uow.members.some([offer.mentor for offer in everyone])
    asked = await context.uow.proposals.counts_since(context.now - WEEK)
    return Field({offer.mentor: offer for offer in free}, people, asked, everyone)


async def _look(context: Context, request: MentoringRequest, mentee: Member, field: Field) -> None:
    """Asks the best mentor within reach, or says when to look again. Reaches further where nobody is at all."""
    if await context.uow.proposals.live_for(request.id):
        await context.uow.requests.save(replace(request, look_again_at=None))
        return
    zone = zone_of(mentee, [request.state])
    request = replace(request, reach=_reach(context, request, zone, field))
    pairs = [Pair(request, offer, zone, field.zone(offer), context.now) for offer in field.offers.values()]
    apart = await _apart(context, request)
    rules = context.community.rules
    chosen = next(iter(ranked(pairs, rules, apart, field.asked_this_week)), None)
    if chosen is None:
        await context.uow.requests.save(replace(request, look_again_at=_next_look(context.now, request)))
        return
    await propose(context, chosen, mentee, field.people[chosen.pair.offer.mentor])
    field.take(chosen.pair.offer.mentor)


def _reach(context: Context, request: MentoringRequest, zone: str, field: Field) -> int:
    """How far to look now: by waiting time, and past every step on which there is no mentor at all, free or not.

    Allied professions are never skipped to: they come after waiting, or when the mentee asks for them.
    """
    reach = max(request.reach, reach_after(context.now - request.waiting_since))
    tiers = {
        tier(Pair(request, offer, zone, field.zone(offer), context.now))
        for offer in field.everyone
        if offer.mentor != request.mentee
    }
    present = {found for found in tiers if found is not None and found is not Tier.ALLIED}
    while reach < WIDEST - 1 and not any(found <= REACHES[reach] for found in present):
        reach += 1
    return reach


def _next_look(now: datetime, request: MentoringRequest) -> datetime:
    """In half a day, or when the request reaches further by itself."""
    widening = [request.waiting_since + after for after in WIDENS_AFTER]
    return min([now + LOOK_AGAIN, *(at for at in widening if at > now)])


async def _apart(context: Context, request: MentoringRequest) -> Apart:
    excluded = await context.uow.exclusions.of(request.mentee)
    before = await context.uow.matches.mentors_of(request.mentee)
    asked = {proposal.mentor for proposal in await context.uow.proposals.of_request(request.id)}
    return Apart(excluded | before | asked)


async def propose(context: Context, chosen: Candidate, mentee: Member, mentor: Member) -> Proposal:
    """Asks a mentor: the card, the clock, the reminder."""
    pair = chosen.pair
    made = replace(_made(context, pair, chosen.tier, Origin.RANKED), due_at=_due(context, pair.mentor_zone))
    message = texts.proposal(made, pair.request, mentee, pair.mentee_zone)
    card = await context.tell_member(mentor.id, message, polite_in=pair.mentor_zone)
    await context.uow.proposals.add(replace(made, card=card))
    await context.uow.offers.save(replace(pair.offer, last_proposed_at=context.now))
    await context.uow.requests.save(replace(pair.request, look_again_at=None))
    await context.record("proposal", made.id, "proposed", f"tier-{int(chosen.tier)}")
    await _plan_clock(context, made, pair.mentor_zone, occurrence=0)
    return made


async def volunteer(context: Context, pair: Pair, mentee: Member, mentor: Member) -> Proposal:
    """A mentor stepped forward: the mentee is asked."""
    reached = tier(pair) or Tier.RELATED_SETTING
    made = _made(context, pair, reached, Origin.STEPPED_FORWARD)
    made = replace(made, status=ProposalStatus.VOLUNTEERED)
    message = texts.volunteer(made, mentor, pair.offer)
    card = await context.tell_member(mentee.id, message)
    made = replace(made, card=card)
    await context.uow.proposals.add(made)
    await context.record("proposal", made.id, "stepped-forward", f"tier-{int(reached)}")
    return made


def _made(context: Context, pair: Pair, reached: Tier, origin: Origin) -> Proposal:
    return Proposal(
        community=context.community.id,
        id=ProposalId(new_id()),
        request=pair.request.id,
        offer=pair.offer.id,
        mentee=pair.request.mentee,
        mentor=pair.offer.mentor,
        origin=origin,
        tier=int(reached),
        reasons=reasons(pair, reached),
        status=ProposalStatus.OPEN,
        made_at=context.now,
        due_at=None,
    )


def _due(context: Context, zone: str) -> datetime:
    rules = context.community.rules
    return courtesy.standing_clock(context.now, rules.proposal_hours, zone, rules.breaks)


async def _plan_clock(context: Context, made: Proposal, zone: str, occurrence: int) -> None:
    assert made.due_at is not None
    rules = context.community.rules
    reminder = courtesy.polite(courtesy.standing_clock(context.now, rules.reminder_hours, zone, rules.breaks), zone)
    if reminder < made.due_at:
        await context.nudge_later(made.mentor, "proposal-reminder", made.id, reminder, occurrence)
    await context.nudge_later(made.mentor, "proposal-lapse", made.id, made.due_at, occurrence)


# What becomes of a proposal


async def decline(context: Context, made: Proposal, reason: str) -> None:
    await _settle(context, made, ProposalStatus.DECLINED, "declined", reason)


async def postpone(context: Context, made: Proposal, until: datetime) -> None:
    """The mentor rests until then; the request goes on to somebody else."""
    await _settle(context, made, ProposalStatus.POSTPONED, "postponed")
    offer = await context.uow.offers.get(made.offer)
    assert offer is not None
    await context.uow.offers.save(replace(offer, rests_until=until, silent_in_a_row=0))


async def lapse(context: Context, made: Proposal) -> None:
    """No answer in time: the mentor rests, and after two in a row the offer pauses with one tap to return."""
    await _settle(context, made, ProposalStatus.SILENT, "silent")
    await context.update(made.card, texts.LAPSED)
    offer = await context.uow.offers.get(made.offer)
    assert offer is not None
    rests = context.now + timedelta(days=context.community.rules.rest_days)
    offer = replace(offer, silent_in_a_row=offer.silent_in_a_row + 1, rests_until=rests)
    if offer.silent_in_a_row >= SILENT_PROPOSALS_UNTIL_PAUSED:
        offer = offer.paused(None)
        mentor = await context.uow.members.get(made.mentor)
        assert mentor is not None
        zone = zone_of(mentor, offer.states)
        await context.tell_member(made.mentor, texts.paused_for_silence(offer.id), polite_in=zone)
        await context.record("offer", offer.id, "offer-paused", "silent")
    await context.uow.offers.save(offer)


async def release(context: Context, made: Proposal) -> None:
    """The request was matched, paused or withdrawn: whoever was still thinking is told kindly."""
    await context.uow.proposals.save(made.settled(ProposalStatus.RELEASED, context.now))
    await context.update(made.card, texts.RELEASED)
    if made.status is ProposalStatus.VOLUNTEERED:
        await context.tell_member(made.mentor, texts.RELEASED)
    await context.record("proposal", made.id, "released")


async def decline_volunteer(context: Context, made: Proposal) -> None:
    await _settle(context, made, ProposalStatus.DECLINED, "volunteer-declined")
    await context.tell_member(made.mentor, texts.NOT_CHOSEN)


async def question(context: Context, made: Proposal, text: str) -> None:
    """Goes back to the mentee; the mentor's clock stands still."""
    asked = replace(made.to(ProposalStatus.QUESTIONED), question=text, due_at=None)
    await context.uow.proposals.save(asked)
    await context.tell_member(made.mentee, texts.question(asked))
    await context.record("proposal", made.id, "questioned")


async def answer(context: Context, made: Proposal, text: str) -> None:
    """The mentor sees the answer on the card, with a fresh clock."""
    request = await context.uow.requests.get(made.request)
    people = await context.uow.members.some([made.mentee, made.mentor])
    offer = await context.uow.offers.get(made.offer)
    assert request is not None
    assert offer is not None
    zone = zone_of(people[made.mentor], offer.states)
    answered = replace(made.to(ProposalStatus.OPEN), answer=text, due_at=_due(context, zone))
    mentee_zone = zone_of(people[made.mentee], [request.state])
    await context.update(made.card, texts.QUESTION_ANSWERED)
    message = texts.proposal(answered, request, people[made.mentee], mentee_zone)
    card = await context.tell_member(made.mentor, message, polite_in=zone)
    await context.uow.proposals.save(replace(answered, card=card))
    await context.record("proposal", made.id, "question-answered")
    await _plan_clock(context, answered, zone, occurrence=1)


async def _settle(context: Context, made: Proposal, status: ProposalStatus, kind: str, reason: str = "") -> None:
    """Closes a proposal and puts its request back on the list."""
    await context.uow.proposals.save(made.settled(status, context.now, reason))
    await context.record("proposal", made.id, kind, reason)
    request = await context.uow.requests.get(made.request)
    if request is not None and request.status is RequestStatus.OPEN:
        await context.uow.requests.save(replace(request, look_again_at=context.now))
    if made.status is ProposalStatus.OPEN and status is not ProposalStatus.SILENT:
        offer = await context.uow.offers.get(made.offer)
        if offer is not None and offer.silent_in_a_row:
            await context.uow.offers.save(replace(offer, silent_in_a_row=0))
