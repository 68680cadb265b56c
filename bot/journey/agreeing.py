"""From the introduction to a signed agreement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain.courtesy import quiet, routine
from bot.domain.match import Agreement, Match, Missed
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.partners import Partners
from bot.domain.request import MentoringRequest
from bot.domain.schedule import Rhythm, Schedule
from bot.domain.slots import slots
from bot.domain.status import AgreementStatus
from bot.ids import AgreementId, new_id
from bot.journey import calendars, conversations, keeping, planning, silence
from bot.journey import partners as pairs
from bot.texts import agreed_terms as terms_texts
from bot.texts import agreeing as texts
from bot.texts.partners import early_or_late, first_meeting
from bot.views import Message

MINUTES = 45
WEEKS = 12
WAY = "video"
REMINDED_ON_DAYS = (1, 3)


@dataclass(frozen=True)
class Terms:
    """What is suggested; `first` is naive wall time in `zone`."""

    first: datetime
    zone: str
    rhythm: Rhythm
    minutes: int
    weeks: int
    way: str
    place: str = ""
    goals: tuple[str, ...] = ()
    missed: Missed = Missed.NEW_TIME

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.first, self.zone, self.rhythm, self.minutes, self.weeks)


@dataclass(frozen=True)
class Proposed:
    """Times for a first meeting: naive wall times in the anchor zone; `guessed` where no free time is in common."""

    starts: Sequence[datetime]
    guessed: bool


async def introduce(context: Context, match: Match) -> None:
    """The pair's first message, with three times; the quiet ladder begins."""
    partners = await pairs.load(context, match)
    request, offer = await wishes(context, match)
    times = first_times(context, partners, request, offer)
    await conversations.begin(context, match)
    message = texts.introduction(partners, request, offer, times.starts, guessed=times.guessed)
    await context.tell_pair(match.id, message)
    await silence.plan_ladder(context, partners, None)


async def wishes(context: Context, match: Match) -> tuple[MentoringRequest | None, MentoringOffer | None]:
    """What the two asked for and offered; None for a pair that met before the bot."""
    request = await context.uow.requests.get(match.request) if match.request else None
    offer = await context.uow.offers.get(match.offer) if match.offer else None
    return request, offer


def first_times(
    context: Context, partners: Partners, request: MentoringRequest | None, offer: MentoringOffer | None
) -> Proposed:
    mentee, mentor = (wish.free_times if wish else None for wish in (request, offer))
    zones = partners.mentee_zone, partners.mentor_zone
    shared = slots(mentee, zones[0], mentor, zones[1], context.now, MINUTES)
    if shared:
        return Proposed(shared, guessed=False)
    return Proposed(slots(None, zones[0], None, zones[1], context.now, MINUTES), guessed=True)


def usual_terms(
    partners: Partners, request: MentoringRequest | None, offer: MentoringOffer | None, first: datetime
) -> Terms:
    """The defaults that a tap on a time suggests; everything can be changed later."""
    rhythm = Rhythm(request.rhythm) if request and request.rhythm in set(Rhythm) else Rhythm.WEEKLY
    shared = [way for way in request.ways if way in offer.ways] if request and offer else []
    way = shared[0] if shared and WAY not in shared else WAY
    return Terms(first=first, zone=partners.anchor, rhythm=rhythm, minutes=MINUTES, weeks=WEEKS, way=way)


async def suggest(context: Context, partners: Partners, terms: Terms) -> Message:
    """Tells the other one, or signs where the other one suggested just this. Returns what the pressed card becomes."""
    match = partners.match
    pending = await context.uow.agreements.proposed(match.id)
    if pending is not None:
        if terms_of(pending) == terms and pending.proposed_by != context.me.id:
            return await sign(context, partners, pending)
        await context.uow.agreements.save(pending.to(AgreementStatus.REPLACED))
    agreement = await _new_version(context, partners, terms)
    await context.uow.agreements.add(agreement)
    await context.record("match", match.id, "schedule-suggested")
    await keeping.present(context, partners, tell=False)
    other = partners.other(context.me.id)
    kept = await keeps_meetings(context, agreement)
    await context.tell_pair(match.id, _suggestion(partners, agreement, kept=kept))
    for day in REMINDED_ON_DAYS:
        due = routine(context.now + timedelta(days=day), partners.zone(other.id), context.community.rules.breaks)
        await context.nudge_later(other.id, "agreement-pending", agreement.id, due, day)
    return terms_texts.suggested(partners, agreement) if kept else texts.suggested(partners, agreement)


def _suggestion(partners: Partners, agreement: Agreement, *, kept: bool) -> Message:
    if kept:
        return terms_texts.suggestion(partners, agreement)
    return texts.suggestion(partners, agreement, _warning(partners, partners.other(agreement.proposed_by), agreement))


async def keeps_meetings(context: Context, agreement: Agreement) -> bool:
    """Whether what is suggested leaves the meetings as they are agreed on, and changes other terms alone."""
    signed = await context.uow.agreements.signed(agreement.match)
    return signed is not None and signed.schedule == agreement.schedule


def going_on(signed: Agreement, terms: Terms) -> Terms:
    """The same terms; where they go on with just the meetings that are agreed on, as the schedule that is signed."""
    coming = tuple(start for start in signed.schedule.occurrences() if start >= terms.first)
    alike = (signed.zone, signed.rhythm, signed.minutes) == (terms.zone, terms.rhythm, terms.minutes)
    if alike and coming and terms.schedule.occurrences() == coming:
        return replace(terms, first=signed.first, weeks=signed.weeks)
    return terms


def terms_of(agreement: Agreement) -> Terms:
    return Terms(
        first=agreement.first,
        zone=agreement.zone,
        rhythm=agreement.rhythm,
        minutes=agreement.minutes,
        weeks=agreement.weeks,
        way=agreement.way,
        place=agreement.place,
        goals=agreement.goals,
        missed=agreement.missed,
    )


async def _new_version(context: Context, partners: Partners, terms: Terms) -> Agreement:
    return Agreement(
        community=context.community.id,
        id=AgreementId(new_id()),
        match=partners.match.id,
        version=await context.uow.agreements.versions(partners.match.id) + 1,
        status=AgreementStatus.PROPOSED,
        first=terms.first,
        zone=terms.zone,
        rhythm=terms.rhythm,
        minutes=terms.minutes,
        weeks=terms.weeks,
        way=terms.way,
        place=terms.place,
        goals=terms.goals,
        missed=terms.missed,
        proposed_by=context.me.id,
        proposed_at=context.now,
    )


def _warning(partners: Partners, member: Member, agreement: Agreement) -> str:
    at = first_meeting(agreement)
    return early_or_late(partners, member, at) if quiet(at, partners.zone(member.id)) else ""


async def sign(context: Context, partners: Partners, agreement: Agreement) -> Message:
    """The new version replaces the one before; both get the calendar file. Returns what the pressed card becomes."""
    before = await context.uow.agreements.signed(partners.match.id)
    if before is not None:
        await context.uow.agreements.save(replace(before.to(AgreementStatus.REPLACED), plan_again_at=None))
        if before.schedule == agreement.schedule:
            return await _sign_terms(context, partners, agreement, before)
        await keeping.cancel_coming(context, partners.match.id)
    signed = replace(agreement.to(AgreementStatus.SIGNED), signed_at=context.now, plan_again_at=context.now)
    await context.uow.agreements.save(signed)
    agreed = await keeping.contact(context, partners.now(replace(partners.match, rhythm=signed.rhythm)), signed)
    await planning.plan(context, agreed, signed)
    await context.record("match", partners.match.id, "agreed", signed.rhythm)
    calendar = await calendars.following(context, agreed, signed)
    await context.tell_pair(partners.match.id, texts.agreed(agreed, signed, context.me, calendar))
    return texts.signed(agreed, signed)


async def _sign_terms(context: Context, partners: Partners, agreement: Agreement, before: Agreement) -> Message:
    """The meetings stay as they are, also those that were moved or cancelled: the new version takes them over."""
    signed = replace(
        agreement.to(AgreementStatus.SIGNED),
        signed_at=context.now,
        planned_sessions=before.planned_sessions,
        plan_again_at=before.plan_again_at,
    )
    await context.uow.agreements.save(signed)
    await keeping.hand_over(context, before, signed)
    agreed = await keeping.contact(context, partners, signed)
    await context.record("match", partners.match.id, "agreed", signed.rhythm)
    elsewhere = (signed.way, signed.place) != (before.way, before.place)
    calendar = await calendars.following(context, agreed, signed) if elsewhere else None
    await context.tell_pair(partners.match.id, terms_texts.agreed(agreed, signed, context.me, calendar))
    return terms_texts.signed()
