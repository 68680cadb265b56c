"""Proposals: choosing whom to ask, asking one at a time, and what every kind of answer leads to."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.member import Member
from bot.domain.proposal import Origin, Proposal
from bot.domain.status import ProposalStatus, RequestStatus
from bot.ids import ProposalId, new_id
from bot.journey import line
from bot.journey.zones import zone_of
from bot.matching.explanation import reasons
from bot.matching.pair import Pair
from bot.matching.ranking import Candidate
from bot.matching.tiers import Tier, tier
from bot.texts import proposing as texts

SILENT_PROPOSALS_UNTIL_PAUSED = 2


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
    await line.call(context, made.offer)


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
    if status is ProposalStatus.DECLINED:
        await _answered(context, made)
        await line.call(context, made.offer)


async def _answered(context: Context, made: Proposal) -> None:
    offer = await context.uow.offers.get(made.offer)
    if offer is not None and offer.silent_in_a_row:
        await context.uow.offers.save(replace(offer, silent_in_a_row=0))
