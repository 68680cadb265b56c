"""An offer from its first minute to its last: making, changing, pausing, coming back, closing."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.availability import FreeTimes
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.status import OfferStatus, ProposalStatus
from bot.ids import MemberId, OfferId, new_id
from bot.journey import confirming, line, proposing
from bot.journey.zones import zone_of
from bot.matching.eligibility import employers_allowed
from bot.texts import proposing as texts

BETWEEN = "between"  # the detail of the event: a match has ended, and its mentor is asked whether to go on
REMINDED_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Gift:
    """What a mentor has to give, understood."""

    profession: str
    years: int
    states: tuple[str, ...]
    settings: tuple[str, ...]
    free_times: FreeTimes | None


async def offer(context: Context, mentor: Member, gift: Gift) -> MentoringOffer:
    """Opens an offer with one place, more where the mentor has mentees already (from a sign-up sheet of pairs)."""
    taken = sum(match.mentor == mentor.id for match in await context.uow.matches.live_of(mentor.id))
    status = OfferStatus.HELD if context.community.rules.approve_mentors else OfferStatus.OPEN
    made = MentoringOffer(
        community=context.community.id,
        id=OfferId(new_id()),
        mentor=mentor.id,
        profession=gift.profession,
        years=gift.years,
        states=gift.states,
        settings=gift.settings,
        topics=(),
        free_times=gift.free_times,
        capacity=max(1, taken),
        taken=taken,
        status=status,
        created_at=context.now,
        confirmed_at=context.now,
    )
    await context.uow.offers.add(made)
    await context.record("offer", made.id, "offered", gift.profession)
    await confirming.look_later(context, mentor, made)
    await line.call(context, made.id)
    return made


async def change(context: Context, old: MentoringOffer, gift: Gift) -> MentoringOffer:
    changed = replace(
        old,
        profession=gift.profession,
        years=gift.years,
        states=gift.states,
        settings=gift.settings,
        free_times=gift.free_times,
        confirmed_at=context.now,
    )
    await context.uow.offers.cover(changed)
    await context.record("offer", old.id, "offer-changed")
    await line.call(context, old.id)
    return changed


async def let_go_ruled_out(context: Context, changed: MentoringOffer) -> None:
    """Now that its district or agency is known: nobody who has ruled those out is brought to this mentor."""
    for made in await context.uow.proposals.live_of_mentor(changed.mentor):
        request = await context.uow.requests.get(made.request)
        if request is None or employers_allowed(request, changed):
            continue
        await proposing.release(context, made)
        if made.status is ProposalStatus.VOLUNTEERED:
            await proposing.tell(context, made.mentor, texts.NOT_CHOSEN)


async def pause(context: Context, old: MentoringOffer, until: datetime) -> MentoringOffer:
    """An open proposal goes on to somebody else; mentees stay."""
    await _let_go(context, old)
    paused = old.paused(until)
    await context.uow.offers.save(paused)
    await context.record("offer", old.id, "offer-paused")
    await context.nudge_again(old.mentor, "offer-return", old.id, until)
    return paused


async def set_aside(context: Context, old: MentoringOffer, because: str) -> MentoringOffer:
    """Paused without an end by what happened, not by the mentor; `because` is the detail of the event."""
    await _let_go(context, old)
    paused = old.paused(None)
    await context.uow.offers.save(paused)
    await context.record("offer", old.id, "offer-paused", because)
    return paused


async def wait_for_word(context: Context, mentor: MemberId) -> None:
    """After a match, its mentor is left alone until they say whether they would like another mentee.

    What the mentor or a moderator has paused stays so; a proposal that is out already may be answered.
    """
    offer = await context.uow.offers.live_of(mentor)
    if offer is None or offer.status is not OfferStatus.OPEN:
        return
    await context.uow.offers.save(offer.paused(None))
    await context.record("offer", offer.id, "offer-paused", BETWEEN)
    member = await context.uow.members.get(mentor)
    assert member is not None
    due = courtesy.routine(context.now + REMINDED_AFTER, zone_of(member, offer.states), context.community.rules.breaks)
    await context.nudge_again(mentor, "another-mentee", offer.id, due)


async def waiting_for_word(context: Context, mentor: MemberId) -> MentoringOffer | None:
    """The mentor's offer, while it waits for that answer."""
    offer = await context.uow.offers.live_of(mentor)
    if offer is None or offer.status is not OfferStatus.PAUSED or offer.paused_until is not None:
        return None
    last = await context.uow.events.last(offer.id, ("offer-paused", "offer-resumed"))
    return offer if last is not None and last.detail == BETWEEN else None


async def resume(context: Context, old: MentoringOffer) -> MentoringOffer:
    opened = old.opened()
    await context.uow.offers.save(opened)
    await context.record("offer", old.id, "offer-resumed")
    await line.call(context, old.id)
    return opened


async def hold(context: Context, old: MentoringOffer) -> MentoringOffer:
    """Set aside by a moderator; live pairs are not touched."""
    await _let_go(context, old)
    held = replace(old.to(OfferStatus.HELD), paused_until=None)
    await context.uow.offers.save(held)
    await context.record("offer", old.id, "offer-held")
    return held


async def withdraw(context: Context, old: MentoringOffer) -> MentoringOffer:
    await _let_go(context, old)
    withdrawn = replace(old.to(OfferStatus.WITHDRAWN), paused_until=None)
    await context.uow.offers.save(withdrawn)
    await context.uow.nudges.drop(old.id, context.now)
    await context.record("offer", old.id, "offer-withdrawn")
    return withdrawn


async def give_back(context: Context, id: OfferId) -> None:
    """A match ended: its place is free again, and those who wait are looked at."""
    kept = await context.uow.offers.get(id)
    if kept is None:
        return
    await context.uow.offers.save(replace(kept, taken=max(0, kept.taken - 1)))
    await line.call(context, id)


async def _let_go(context: Context, old: MentoringOffer) -> None:
    for made in await context.uow.proposals.live_of_mentor(old.mentor):
        await proposing.release(context, made, texts.HANDED_ON)
