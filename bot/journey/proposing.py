"""Proposals: asking one mentor at a time, and what every kind of answer, or none, leads to."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.member import Member
from bot.domain.proposal import Origin, Proposal
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus, ProposalStatus
from bot.ids import MemberId, ProposalId, new_id
from bot.journey import line
from bot.journey.zones import zone_of
from bot.matching.eligibility import times_meet
from bot.matching.explanation import reasons
from bot.matching.pair import Pair
from bot.matching.ranking import Candidate
from bot.matching.tiers import Tier, tier
from bot.texts import proposing as texts
from bot.views import Message

SILENT_PROPOSALS_UNTIL_PAUSED = 2


async def propose(
    context: Context, chosen: Candidate, mentee: Member, mentor: Member, *, first_of_many: bool = False
) -> Proposal | None:
    """Asks a mentor: the card, the clock, the reminder. None when the offer was closed or filled this moment.

    `first_of_many`: not all who could be asked were compared, which history keeps.
    """
    pair = chosen.pair
    if not await context.uow.offers.propose_to(pair.offer.id, context.now):
        return None
    made = replace(_made(context, pair, chosen.tier, Origin.RANKED), due_at=_due(context, pair.mentor_zone))
    message = texts.proposal(made, pair.request, mentee, pair.mentee_zone)
    card = await context.tell_member(mentor.id, message, polite_in=pair.mentor_zone)
    await context.uow.proposals.add(replace(made, card=card))
    await context.uow.requests.save(replace(pair.request, look_again_at=None))
    compared = "/first-of-many" if first_of_many else ""
    await context.record("proposal", made.id, "proposed", f"tier-{int(chosen.tier)}{compared}")
    await _plan_clock(context, made, made.mentor, pair.mentor_zone, ("proposal-reminder", "proposal-lapse"))
    return made


async def volunteer(context: Context, pair: Pair, mentee: Member, mentor: Member) -> Proposal:
    """A mentor stepped forward: the mentee is asked, with the same clock that mentors have."""
    reached = tier(pair) or Tier.RELATED_SETTING
    made = _made(context, pair, reached, Origin.STEPPED_FORWARD)
    known = made.reasons if times_meet(pair) else (*made.reasons, texts.NEVER_FREE_TOGETHER)
    due = _due(context, pair.mentee_zone)
    made = replace(made, status=ProposalStatus.VOLUNTEERED, reasons=known, due_at=due)
    message = texts.volunteer(made, mentor, pair.offer)
    made = replace(made, card=await context.tell_member(mentee.id, message, polite_in=pair.mentee_zone))
    await context.uow.proposals.add(made)
    await context.record("proposal", made.id, "stepped-forward", f"tier-{int(reached)}")
    await _plan_clock(context, made, made.mentee, pair.mentee_zone, ("volunteer-reminder", "volunteer-lapse"))
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


async def _plan_clock(context: Context, made: Proposal, whom: MemberId, zone: str, kinds: tuple[str, str]) -> None:
    """One reminder, never at night, and the end."""
    assert made.due_at is not None
    reminder, lapse = kinds
    rules = context.community.rules
    due = courtesy.polite(courtesy.standing_clock(context.now, rules.reminder_hours, zone, rules.breaks), zone)
    if due < made.due_at:
        await context.nudge_again(whom, reminder, made.id, due)
    await context.nudge_again(whom, lapse, made.id, made.due_at)


async def tell(context: Context, member: MemberId, message: Message) -> None:
    """A direct message that waits for the end of this person's quiet hours."""
    known = await context.uow.members.get(member)
    assert known is not None
    await context.tell_member(member, message, polite_in=zone_of(known))


# What becomes of a proposal


async def decline(context: Context, made: Proposal, reason: str) -> None:
    """What is said teaches the next choice (`bot.matching.lessons`); who has no time rests, and two who know each other
    too well are never proposed again.
    """
    await _settle(context, made, ProposalStatus.DECLINED, "declined", reason)
    if reason == "know-them":
        await context.uow.exclusions.add(made.mentor, made.mentee)
    if reason == "no-time":
        rests = context.now + timedelta(days=context.community.rules.rest_days)
        await _rest(context, made, rests, silent_in_a_row=0)
        return
    offer = await context.uow.offers.get(made.offer)
    if offer is not None and offer.silent_in_a_row:
        await context.uow.offers.save(replace(offer, silent_in_a_row=0))
    await line.call(context, made.offer)


async def postpone(context: Context, made: Proposal, until: datetime) -> None:
    """The mentor rests until then; the request goes on to somebody else."""
    await _settle(context, made, ProposalStatus.POSTPONED, "postponed")
    await _rest(context, made, until, silent_in_a_row=0)


async def lapse(context: Context, made: Proposal) -> None:
    """No answer in time: the mentor rests, and after two in a row the offer pauses with one tap to return."""
    await _settle(context, made, ProposalStatus.SILENT, "silent")
    rests = context.now + timedelta(days=context.community.rules.rest_days)
    offer = await context.uow.offers.get(made.offer)
    silent = offer.silent_in_a_row + 1 if offer else 0
    await _rest(context, made, rests, silent_in_a_row=silent)
    pauses = silent >= SILENT_PROPOSALS_UNTIL_PAUSED
    await context.retract(made.card, texts.LAPSED_AND_PAUSED if pauses else texts.LAPSED)
    offer = await context.uow.offers.get(made.offer)
    if pauses and offer is not None and offer.status is OfferStatus.OPEN:
        await context.uow.offers.save(offer.paused(None))
        await tell(context, made.mentor, texts.paused_for_silence(offer.id))
        await context.record("offer", offer.id, "offer-paused", "silent")


async def _rest(context: Context, made: Proposal, until: datetime, *, silent_in_a_row: int) -> None:
    offer = await context.uow.offers.get(made.offer)
    if offer is not None:
        await context.uow.offers.save(replace(offer, rests_until=until, silent_in_a_row=silent_in_a_row))
        await context.nudge_again(made.mentor, "offer-rested", offer.id, until)


async def release(context: Context, made: Proposal, words: Message = texts.RELEASED) -> None:
    """Nobody has to answer any more: the mentor who was asked, or the volunteer and the mentee, see why."""
    await _settle(context, made, ProposalStatus.RELEASED, "released")
    volunteered = made.status is ProposalStatus.VOLUNTEERED
    await context.retract(made.card, texts.VOLUNTEER_GONE if volunteered else words)
    if volunteered and made.mentor != (context.actor.id if context.actor else None):
        await tell(context, made.mentor, words)
    await line.call(context, made.offer)


async def decline_volunteer(context: Context, made: Proposal) -> None:
    await _settle(context, made, ProposalStatus.DECLINED, "volunteer-declined")
    await tell(context, made.mentor, texts.NOT_CHOSEN)


async def question(context: Context, made: Proposal, text: str) -> None:
    """Goes back to the mentee, who has a clock too; the mentor's stands still."""
    mentee = await context.uow.members.get(made.mentee)
    assert mentee is not None
    due = _due(context, zone_of(mentee))
    asked = replace(made.to(ProposalStatus.QUESTIONED), question=text, due_at=due)
    await context.uow.proposals.save(asked)
    await tell(context, made.mentee, texts.question(asked))
    await context.record("proposal", made.id, "questioned")
    await _plan_clock(context, asked, made.mentee, zone_of(mentee), ("question-reminder", "question-lapse"))


async def answer(context: Context, made: Proposal, text: str) -> None:
    """The mentor gets a new card with the answer, and a fresh clock."""
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
    await _plan_clock(context, answered, made.mentor, zone, ("proposal-reminder", "proposal-lapse"))


async def show_again(context: Context, request: MentoringRequest) -> None:
    """What a mentor is asked about has changed: the card says so in its place."""
    for made in await context.uow.proposals.live_for(request.id):
        await _show(context, made, request)


async def show_one_again(context: Context, made: Proposal) -> None:
    """By when a mentor is asked to answer has changed."""
    request = await context.uow.requests.get(made.request)
    assert request is not None
    await _show(context, made, request)


async def _show(context: Context, made: Proposal, request: MentoringRequest) -> None:
    if made.status is ProposalStatus.OPEN:
        mentee = await context.uow.members.get(made.mentee)
        assert mentee is not None
        message = texts.proposal(made, request, mentee, zone_of(mentee, [request.state]))
        await context.update(made.card, message)


async def unreachable(context: Context, mentor: MemberId) -> None:
    """Who can't be written to is not waited for."""
    asked = await context.uow.proposals.with_mentor(mentor)
    if asked is not None:
        await _settle(context, asked, ProposalStatus.RELEASED, "released")
        if asked.card is not None:
            await context.uow.outbox.withdraw(asked.card)


async def _settle(context: Context, made: Proposal, status: ProposalStatus, kind: str, reason: str = "") -> None:
    """Closes a proposal and puts its request back on the list."""
    await context.uow.proposals.save(made.settled(status, context.now, reason))
    await context.record("proposal", made.id, kind, reason)
    await context.uow.requests.look_at([made.request], context.now)
