"""The quiet ladder's arithmetic: silence in the pair's own periods, for which school breaks do not count."""

from datetime import date, datetime, time, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.match import Agreement
from bot.domain.partners import Partners
from bot.domain.schedule import instant
from bot.ids import MemberId

STEPS = {1: 1.5, 2: 2.5, 3: 3.0}  # after how many periods each step comes
PAUSES = 3  # the last step
CONTACT = 10  # an occurrence of the ladder is contacts × CONTACT + step


async def plan_ladder(context: Context, partners: Partners, signed: Agreement | None) -> None:
    for member in partners.both:
        await plan_step(context, partners, signed, member.id, 1)


async def plan_step(
    context: Context, partners: Partners, signed: Agreement | None, member: MemberId, step: int
) -> None:
    if step == PAUSES:
        kind, due = "quiet-pause", pause_due(context, partners, signed, member)
    else:
        kind, due = (
            "quiet",
            _routine(context, silent_for(context, partners, signed, STEPS[step]), partners.zone(member)),
        )
    await context.nudge_later(member, kind, partners.match.id, due, partners.match.contacts * CONTACT + step)


def pause_due(context: Context, partners: Partners, signed: Agreement | None, member: MemberId) -> datetime:
    """Where a weekend or a full week has put off the question before, there is still half a period to answer it."""
    answering = timedelta(days=(STEPS[PAUSES] - STEPS[PAUSES - 1]) * partners.match.rhythm.days)
    due = max(silent_for(context, partners, signed, STEPS[PAUSES]), context.now + answering)
    return _routine(context, due, partners.zone(member))


def _routine(context: Context, due: datetime, zone: str) -> datetime:
    return courtesy.routine(due, zone, context.community.rules.breaks)


def is_silent(context: Context, partners: Partners, signed: Agreement | None) -> bool:
    """Whether the ladder has begun; reminders and questions then stand back."""
    return context.now >= silent_for(context, partners, signed, STEPS[1])


def silent_for(context: Context, partners: Partners, signed: Agreement | None, periods: float) -> datetime:
    """When so many periods have passed without a sign of life, for an agreed pair from its first meeting on."""
    since = partners.match.last_contact_at
    if signed is not None:
        since = max(since, instant(signed.first, signed.zone))
    length = timedelta(days=periods * partners.match.rhythm.days)
    return after_breaks(since, length, partners.anchor, context.community.rules.breaks)


def after_breaks(start: datetime, length: timedelta, zone: str, breaks: courtesy.Breaks) -> datetime:
    """The end of a stretch of time that stands still from the first to the last day of each break there."""
    end, counted = start + length, start
    for first, last in sorted(breaks):
        begin, over = max(_midnight(first, zone), counted), _midnight(last + timedelta(days=1), zone)
        if begin < over and begin < end:
            end, counted = end + (over - begin), over
    return end


def _midnight(day: date, zone: str) -> datetime:
    return instant(datetime.combine(day, time()), zone)
