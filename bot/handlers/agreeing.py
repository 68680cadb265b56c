"""Agreeing on a schedule: a tap on a time, the form, the other one's tap."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.commands import AgreeSchedule, OpenSchedule, PickSlot, ProposeSchedule
from bot.context import Context
from bot.domain.match import Agreement, Missed
from bot.domain.partners import Partners
from bot.domain.schedule import Rhythm, instant, wall
from bot.domain.status import AgreementStatus
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.journey import agreeing, forms, keeping
from bot.journey import partners as pairs
from bot.journey.agreeing import Terms
from bot.journey.typed_times import MOST_AHEAD, Typed, coming_instant
from bot.texts import agreeing as texts
from bot.texts import schedule_form as form_texts
from bot.understanding.fields import Fields
from bot.understanding.reading import NotUnderstood, Understood
from bot.understanding.terms import goals as goals_in
from bot.understanding.terms import place as place_in
from bot.understanding.ways import WAYS
from bot.views import View

RHYTHMS = frozenset(rhythm.value for rhythm in Rhythm)
YES_NO = {"yes": True, "no": False}


async def pick_slot(command: PickSlot, context: Context) -> View:
    partners = await pairs.active(context, command.match)
    first = _slot(command.start, partners.anchor, context.now)
    pending = await context.uow.agreements.proposed(partners.match.id)
    if pending is not None and (pending.first, pending.zone) == (first, partners.anchor):
        if pending.proposed_by == context.me.id:
            raise UserError(texts.ALREADY_SUGGESTED)
        return await agreeing.sign(context, partners, pending)
    if await context.uow.agreements.signed(partners.match.id) is not None:
        raise UserError(texts.HAVE_A_SCHEDULE)
    request, offer = await agreeing.wishes(context, partners.match)
    return await agreeing.suggest(context, partners, agreeing.usual_terms(partners, request, offer, first))


def _slot(start: str, zone: str, now: datetime) -> datetime:
    """The wall time in a zone. A button keeps its time when its reader moves to another zone. Raises `UserError`."""
    try:
        read = datetime.fromisoformat(start)
        at = read if start.endswith("Z") else instant(read, zone)
        if not now < at <= now + MOST_AHEAD:
            raise UserError(texts.SLOT_PASSED)
    except (ValueError, OverflowError) as error:
        raise UserError(texts.UNKNOWN_SLOT) from error
    return wall(at, zone)


async def agree_schedule(command: AgreeSchedule, context: Context) -> View:
    partners, agreement = await pairs.of_agreement(context, command.agreement)
    if agreement.status is AgreementStatus.SIGNED:
        raise UserError(texts.SIGNED_ALREADY)
    if agreement.status is not AgreementStatus.PROPOSED:
        raise UserError(texts.REPLACED)
    if agreement.proposed_by == context.me.id:
        raise UserError(texts.OWN_SUGGESTION)
    passed = instant(agreement.first, agreement.zone) <= context.now
    if passed and not await agreeing.keeps_meetings(context, agreement):
        raise UserError(texts.FIRST_HAS_PASSED)
    return await agreeing.sign(context, partners, agreement)


# The form


async def open_schedule(command: OpenSchedule, context: Context) -> View:
    partners = await pairs.active(context, command.match)
    me = context.me.id
    filled = await _filled(context, partners)
    today = wall(context.now, partners.zone(me)).date()
    return form_texts.schedule_form(partners.match.id, partners, me, filled, today)


async def _filled(context: Context, partners: Partners) -> form_texts.Filled:
    """What was suggested last, else what is agreed from its next meeting on, else the usual."""
    terms, first = await _standing(context, partners)
    local = wall(first, partners.zone(context.me.id)) if first else None
    begun = await forms.draft(context, ProposeSchedule.slug)
    typed = begun if begun.get("match") == partners.match.id else {}
    return form_texts.Filled(
        day=local.date() if local else None,
        time=local.time() if local else None,
        rhythm=terms.rhythm.value,
        minutes=terms.minutes,
        way=terms.way,
        place=str(typed.get("place", terms.place)),
        weeks=terms.weeks,
        goals=str(typed.get("goals", "\n".join(terms.goals))),
        missed=terms.missed.value,
        hour_before=partners.hour_before(context.me.id),
    )


async def _standing(context: Context, partners: Partners) -> tuple[Terms, datetime | None]:
    """The terms to begin with, and the instant of their first meeting where one is still to come."""
    pending = await context.uow.agreements.proposed(partners.match.id)
    signed = await context.uow.agreements.signed(partners.match.id)
    if pending is not None and not (signed and signed.schedule == pending.schedule):
        first = instant(pending.first, pending.zone)
        return agreeing.terms_of(pending), first if first > context.now else None
    if signed is not None:
        return await _from_next_meeting(context, signed, pending or signed)
    request, offer = await agreeing.wishes(context, partners.match)
    times = agreeing.first_times(context, partners, request, offer).starts
    terms = agreeing.usual_terms(partners, request, offer, times[0] if times else wall(context.now, partners.anchor))
    return terms, instant(terms.first, partners.anchor) if times else None


async def _from_next_meeting(context: Context, signed: Agreement, latest: Agreement) -> tuple[Terms, datetime | None]:
    """As agreed, also where the next meeting alone was moved; `latest` has the other terms."""
    following = await context.uow.sessions.next(signed.match, context.now)
    terms = agreeing.terms_of(latest)
    if following is None or following.starts_at <= context.now:
        return terms, None
    start = signed.schedule.start(following.number)
    if start <= context.now:
        found = signed.schedule.next_after(context.now)
        start = found[1] if found else following.starts_at
    over = wall(start, signed.zone) - signed.first
    weeks = max(1, signed.weeks - max(0, over // timedelta(weeks=1)))
    return replace(terms, weeks=weeks), start


async def propose_schedule(command: ProposeSchedule, context: Context) -> View:
    partners = await pairs.active(context, command.match)
    fields = Fields()
    read = _read(command, partners, context, fields)
    if read is None:
        return await forms.refused(context, command, fields.problems)
    warned = await forms.guarded(context, command, {"place": command.place, "goals": command.goals})
    if warned is not None:
        return warned
    return await _suggest(context, partners, command, read)


@dataclass(frozen=True)
class _Read:
    terms: Terms
    hour_before: bool | None  # None where a button, not the form, was used


def _read(command: ProposeSchedule, partners: Partners, context: Context, fields: Fields) -> _Read | None:
    typed = Typed(command.first_date, command.time, ("first_date", "time"))
    at = coming_instant(typed, partners.zone(context.me.id), context.now, fields)
    rhythm = fields.chosen("rhythm", command.rhythm, RHYTHMS, please=form_texts.CHOOSE_RHYTHM)
    minutes = fields.read("minutes", _minutes, command.minutes)
    way = fields.chosen("way", command.way, WAYS, please=form_texts.CHOOSE_WAY)
    place = fields.read("place", place_in, fields.within("place", command.place, form_texts.MOST_PLACE))
    weeks = fields.read("weeks", _weeks, command.weeks or str(agreeing.WEEKS))
    goals = fields.read("goals", goals_in, fields.within("goals", command.goals, form_texts.MOST_GOALS))
    missed = command.missed or Missed.NEW_TIME
    fields.chosen("missed", missed, set(Missed), please=form_texts.CHOOSE_MISSED)
    if command.hour_before:
        fields.chosen("hour_before", command.hour_before, YES_NO, please=form_texts.CHOOSE_HOUR_BEFORE)
    if fields.problems or at is None or minutes is None or weeks is None:
        return None
    terms = Terms(
        first=wall(at, partners.anchor),
        zone=partners.anchor,
        rhythm=Rhythm(rhythm),
        minutes=minutes,
        weeks=weeks,
        way=way,
        place=place or "",
        goals=goals or (),
        missed=Missed(missed),
    )
    return _Read(terms, YES_NO.get(command.hour_before))


def _minutes(text: str) -> Understood[int]:
    return _whole(text, form_texts.SESSION_MINUTES, form_texts.CHOOSE_MINUTES)


def _weeks(text: str) -> Understood[int]:
    return _whole(text, range(1, form_texts.MOST_WEEKS + 1), form_texts.CHOOSE_WEEKS)


def _whole(text: str, known: range, please: str) -> Understood[int]:
    figures = text.strip()
    if not (figures.isascii() and figures.isdigit() and len(figures) < 5 and int(figures) in known):
        raise NotUnderstood(please)
    return Understood(int(figures))


async def _suggest(context: Context, partners: Partners, command: ProposeSchedule, read: _Read) -> View:
    signed = await context.uow.agreements.signed(partners.match.id)
    terms = read.terms
    if read.hour_before is None and signed is not None:
        terms = replace(terms, place=signed.place, goals=signed.goals, missed=signed.missed)
    if signed is not None:
        terms = agreeing.going_on(signed, terms)
    await refuse_repeated(context, partners, terms, signed)
    if read.hour_before not in {None, partners.hour_before(context.me.id)}:
        partners = await keeping.remind_hour_before(context, partners, wanted=bool(read.hour_before))
    await forms.sent(context, command)
    return await agreeing.suggest(context, partners, terms)


async def refuse_repeated(context: Context, partners: Partners, terms: Terms, signed: Agreement | None) -> None:
    """Raises `UserError` for what is agreed on already, or was suggested by the same person."""
    if signed is not None and agreeing.terms_of(signed) == terms:
        raise UserError(texts.SIGNED_ALREADY)
    pending = await context.uow.agreements.proposed(partners.match.id)
    if pending and pending.proposed_by == context.me.id and agreeing.terms_of(pending) == terms:
        raise UserError(texts.ALREADY_SUGGESTED)


HANDLES: Handles = {
    PickSlot: pick_slot,
    OpenSchedule: open_schedule,
    ProposeSchedule: propose_schedule,
    AgreeSchedule: agree_schedule,
}
