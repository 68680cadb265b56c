"""Where clocks change on one side only, both hear it a week before the first meeting at another local time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.match import Agreement, Session
from bot.domain.partners import Partners
from bot.domain.schedule import Schedule, Shift, instant, shift_at, wall
from bot.ids import MemberId

KIND = "clocks-change"
WEEK = timedelta(weeks=1)
AFTERWARDS = timedelta(minutes=15)  # after a meeting, with the question whether they met


def shifts_of(partners: Partners, schedule: Schedule, number: int) -> Mapping[MemberId, Shift]:
    """For whom the local time of this meeting is another than that of the one before; mostly for nobody.

    Either of the two may have moved to a zone that is not the agreement's.
    """
    found = {zone: shift_at(schedule, number, zone) for zone in {partners.mentee_zone, partners.mentor_zone}}
    shifts = ((member.id, found[partners.zone(member.id)]) for member in partners.both)
    return {member: shift for member, shift in shifts if shift is not None}


async def plan(context: Context, partners: Partners, agreement: Agreement, session: Session) -> None:
    """Whose time for it has passed already hears it with the reminder of the meeting. Planned twice, it comes once."""
    if not shifts_of(partners, agreement.schedule, session.number):
        return
    for member in partners.both:
        due = _week_before(agreement.schedule, session.number, partners.zone(member.id))
        if due > context.now:
            await context.nudge_later(member.id, KIND, session.id, due, session.moves)


def _week_before(schedule: Schedule, number: int, zone: str) -> datetime:
    """16:00 there; where they meet on that day, when they are asked about it: one message, not two."""
    if schedule.occurrence(number) - schedule.occurrence(number - 1) == WEEK:
        over = schedule.start(number - 1) + timedelta(minutes=schedule.minutes)
        return courtesy.polite(over + AFTERWARDS, zone)
    day = wall(schedule.start(number), zone).date() - WEEK
    return instant(datetime.combine(day, courtesy.ROUTINE), zone)
