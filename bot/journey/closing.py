"""The end of a match, and what remains of it: free places, a request back in line, the hours held."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.commands import ProposeSchedule
from bot.context import Context
from bot.documents import CalendarSeries
from bot.domain import courtesy
from bot.domain.match import Agreement, Match, MatchFeedback, Session
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.request import REMATCH_DAYS
from bot.domain.schedule import MOST_WEEKS, Rhythm, Schedule, wall
from bot.domain.status import AgreementStatus, MatchStatus, SessionStatus
from bot.ids import MatchId
from bot.journey import asking, calendars, conversations, keeping, offering
from bot.journey.meetings import following
from bot.journey.zones import today, zone_of
from bot.texts import closing as texts
from bot.texts.closing import Log, Onward
from bot.texts.partners import weeks
from bot.views import Part

NOTICE = timedelta(hours=24)
REMINDED_AFTER = timedelta(days=7)
SEARCH_AGAIN = "search-again"
DECLINED = "search-declined"  # the event: its mentee does not want to look again
MONTHLY_WEEKS = 26
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Ended:
    """The two as they are now, and the file that takes the meetings to come, if any, out of their calendars."""

    partners: Partners
    calendar: CalendarSeries | None


async def end(context: Context, partners: Partners, *, exclude: bool, because: str = "") -> Ended:
    """Ends it without telling anybody: meetings to come are off and the mentor's place is free again.

    `exclude`: the two are never matched again; `because` is the detail of the event.
    """
    match = partners.match
    ended = replace(
        match.nobody_asked().to(MatchStatus.ENDED),
        ended_at=context.now,
        ended_by=context.actor.id if context.actor else None,
    )
    await context.uow.matches.save(ended)
    signed = await context.uow.agreements.signed(match.id)
    await _end_agreements(context, match.id)
    await keeping.cancel_coming(context, match.id)
    await context.uow.nudges.drop(match.id, context.now)
    if exclude:
        await context.uow.exclusions.add(match.mentee, match.mentor)
    await _free_the_place(context, match)
    await offering.wait_for_word(context, match.mentor)
    await _ask_again_later(context, match)
    await conversations.put_away_later(context, match)
    await context.record("match", match.id, "match-ended", "not-again" if exclude else because)
    return await _with_calendar(context, partners.now(ended), signed)


async def _with_calendar(context: Context, partners: Partners, signed: Agreement | None) -> Ended:
    if signed is None or signed.schedule.next_after(context.now) is None:
        return Ended(partners, None)
    calendar = await calendars.following(context, partners, signed, (context.now, NEVER))
    return Ended(partners.now(replace(partners.match, calendars=calendar.sequence)), calendar)


async def _ask_again_later(context: Context, match: Match) -> None:
    """Whether the mentee would like to look again, where there is no answer within a week."""
    request = await context.uow.requests.get(match.request) if match.request else None
    mentee = await context.uow.members.get(match.mentee)
    if request is not None and mentee is not None:
        zone = zone_of(mentee, [request.state])
        due = courtesy.routine(context.now + REMINDED_AFTER, zone, context.community.rules.breaks)
        await context.nudge_later(match.mentee, SEARCH_AGAIN, match.id, due)


async def _free_the_place(context: Context, match: Match) -> None:
    """In the mentor's present offer, which counts every live match, also one older than the offer."""
    present = await context.uow.offers.live_of(match.mentor)
    if present is not None:
        await offering.give_back(context, present.id)
    elif match.offer:
        await offering.give_back(context, match.offer)


async def _end_agreements(context: Context, match: MatchId) -> None:
    for agreement in (
        await context.uow.agreements.signed(match),
        await context.uow.agreements.proposed(match),
    ):
        if agreement is not None:
            await context.uow.agreements.save(replace(agreement.to(AgreementStatus.ENDED), plan_again_at=None))


async def back_in_line(context: Context, partners: Partners) -> date | None:
    """Brings the mentee's request back. Returns the day by which a new proposal is promised; None without a request."""
    if partners.match.request is None:
        return None
    await asking.back_in_line(context, partners.match.request)
    start = today(context.now, partners.mentee_zone)
    return courtesy.business_days_after(start, REMATCH_DAYS, context.community.rules.breaks)


async def afterwards(
    context: Context, partners: Partners, reader: Member, calendar: CalendarSeries | None = None
) -> tuple[Part, ...]:
    """What one of the two can do after the end."""
    offer = None if partners.is_mentee(reader.id) else await offering.waiting_for_word(context, reader.id)
    return texts.after_the_end(partners, reader.id, offer, calendar)


async def give_feedback(context: Context, partners: Partners, given: MatchFeedback) -> bool:
    """Keeps it. Returns whether the thanks go to the partner now: once, the first that were given."""
    before = await context.uow.matches.feedback_of(given.match, given.member)
    had = before.thanks if before else ""
    await context.uow.matches.give(replace(given, thanks=had or given.thanks))
    await context.record("match", given.match, "feedback", str(given.helpful))
    if given.reason and not (before and before.reason == given.reason):
        await context.record("match", given.match, "end-reason", given.reason)
    if had or not given.thanks:
        return False
    other = partners.other(given.member)
    thanks = texts.thanks_from(partners.person(given.member), given.thanks)
    await context.tell_member(other.id, thanks, polite_in=partners.zone(other.id))
    return True


async def log_of(context: Context, partners: Partners) -> Log:
    """What was held of a match so far, by the word of one of the two; the hours log asks for both."""
    held = [s for s in await context.uow.sessions.of(partners.match.id) if s.status is SessionStatus.HELD]
    match = partners.match
    return Log(
        held=len(held),
        minutes=sum(session.minutes for session in held),
        began=wall(match.began_at, partners.anchor).date(),
        ended=wall(match.ended_at, partners.anchor).date() if match.ended_at else None,
    )


# After the last meeting


@dataclass(frozen=True)
class Way:
    """How a finished agreement could go on: from when (naive, in its zone), how often, for how long."""

    first: datetime
    rhythm: Rhythm
    weeks: int


async def is_over(context: Context, session: Session) -> bool:
    """Whether this was the last agreed meeting, and nobody has suggested how to go on."""
    signed = await context.uow.agreements.signed(session.match)
    if signed is None or signed.id != session.agreement or session.number < signed.schedule.meetings:
        return False
    if await following(context, session.match) is not None:
        return False
    return await context.uow.agreements.proposed(session.match) is None


async def how_to_go_on(context: Context, partners: Partners, reader: Member, last: Session) -> tuple[Part, ...]:
    """The choices after the last meeting, for one reader."""
    agreement = await context.uow.agreements.get(last.agreement)
    assert agreement is not None
    ways = onward(context, partners, reader, agreement, last)
    log = await log_of(context, partners)
    return texts.how_to_go_on(partners, reader.id, weeks(agreement.weeks), log, ways)


def onward(context: Context, partners: Partners, reader: Member, agreement: Agreement, last: Session) -> Onward:
    """The two suggestions: the same again, and monthly from the month after."""
    again = Way(_following(context, agreement, agreement.rhythm, last), agreement.rhythm, agreement.weeks)
    monthly = Way(_following(context, agreement, Rhythm.MONTHLY, last), Rhythm.MONTHLY, MONTHLY_WEEKS)
    schedule_again, schedule_monthly = (_continued(agreement, way) for way in (again, monthly))
    already = agreement.rhythm.by_months
    return Onward(
        again=_suggestion(partners, reader, agreement, schedule_again),
        again_from=schedule_again.start(1),
        monthly=None if already else _suggestion(partners, reader, agreement, schedule_monthly),
        monthly_from=schedule_monthly.start(1),
    )


def _following(context: Context, agreement: Agreement, rhythm: Rhythm, last: Session) -> datetime:
    """The first wall time of the continued schedule after the last meeting and a day from now."""
    endless = replace(agreement.schedule, rhythm=rhythm, weeks=MOST_WEEKS)
    earliest = max(last.starts_at, context.now + NOTICE)
    coming = endless.next_after(earliest)
    assert coming is not None
    return endless.occurrence(coming[0])


def _continued(agreement: Agreement, way: Way) -> Schedule:
    return Schedule(first=way.first, zone=agreement.zone, rhythm=way.rhythm, minutes=agreement.minutes, weeks=way.weeks)


def _suggestion(partners: Partners, reader: Member, agreement: Agreement, schedule: Schedule) -> ProposeSchedule:
    """As the form would send it, in the reader's own zone; place and goals stay as they stand."""
    local = wall(schedule.start(1), partners.zone(reader.id))
    return ProposeSchedule(
        partners.match.id,
        first_date=local.date().isoformat(),
        time=local.strftime("%H:%M"),
        rhythm=schedule.rhythm.value,
        minutes=str(schedule.minutes),
        way=agreement.way,
        weeks=str(schedule.weeks),
    )
