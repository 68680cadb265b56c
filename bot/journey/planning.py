"""Sessions become rows about two weeks ahead, each with its reminders and its "did you meet?"."""

from datetime import datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.match import Agreement, Match, Session
from bot.domain.partners import Partners
from bot.domain.schedule import Schedule, instant, wall
from bot.domain.status import MatchStatus, SessionStatus
from bot.ids import MemberId, SessionId, new_id
from bot.journey import clocks
from bot.journey import partners as pairs

AHEAD = timedelta(days=15)
LEAST_FOR_A_HALF = 6  # meetings
BATCH = 150  # agreements in one transaction
HOUR_BEFORE = timedelta(hours=1)
AFTERWARDS = timedelta(minutes=15)
WEEK = timedelta(days=7)
SATURDAY = 5
TERM_OVER_AFTER = timedelta(hours=20)
TOO_LATE_TO_ASK = timedelta(days=1)


async def plan_sessions(context: Context) -> int:
    """Makes the rows that are due now. Returns how many; 0 when there is nothing to do."""
    due = await context.uow.agreements.to_plan(context.now, BATCH)
    if not due:
        return 0
    matches = await context.uow.matches.ahead(due)
    await context.uow.agreements.ahead_signed(due)
    await context.uow.members.ahead([member for match in matches for member in (match.mentee, match.mentor)])
    made = [session for match in matches for session in await _plan_due(context, match)]
    await context.uow.sessions.add(made)
    return len(made)


async def _plan_due(context: Context, match: Match) -> list[Session]:
    """Looks again now that the match is locked: another process may have planned or changed it."""
    agreement = await context.uow.agreements.signed(match.id)
    if agreement is None or match.status is not MatchStatus.ACTIVE:
        return []
    if agreement.plan_again_at is None or agreement.plan_again_at > context.now:
        return []
    return await _made(context, await pairs.load(context, match), agreement)


async def plan(context: Context, partners: Partners, agreement: Agreement) -> int:
    """The next one always, and all within `AHEAD`. Returns how many rows it made."""
    made = await _made(context, partners, agreement)
    await context.uow.sessions.add(made)
    return len(made)


async def _made(context: Context, partners: Partners, agreement: Agreement) -> list[Session]:
    """The sessions that are to be rows now, with their nudges."""
    schedule, done = agreement.schedule, agreement.planned_sessions
    while done < schedule.meetings and _row_due(agreement, schedule, done) <= context.now:
        done += 1
    made = [_session(agreement, number, schedule) for number in range(agreement.planned_sessions + 1, done + 1)]
    for session in made:
        await plan_nudges(context, partners, agreement, session)
    again = _row_due(agreement, schedule, done) if done < schedule.meetings else None
    await context.uow.agreements.planned(agreement, done, again)
    return made


def _row_due(agreement: Agreement, schedule: Schedule, planned: int) -> datetime:
    """When the session after the first `planned` ones becomes a row: early enough, and when the one before is over."""
    if planned == 0:
        return agreement.signed_at or agreement.proposed_at
    return min(schedule.start(planned + 1) - AHEAD, schedule.start(planned) + timedelta(minutes=agreement.minutes))


def _session(agreement: Agreement, number: int, schedule: Schedule) -> Session:
    return Session(
        community=agreement.community,
        id=SessionId(new_id()),
        match=agreement.match,
        agreement=agreement.id,
        number=number,
        starts_at=schedule.start(number),
        minutes=agreement.minutes,
        status=SessionStatus.PLANNED,
    )


# The nudges of one session; the occurrence is how often it was moved, so that a moved one is reminded of once


async def plan_nudges(context: Context, partners: Partners, agreement: Agreement, session: Session) -> None:
    meetings = agreement.schedule.meetings
    last = session.number == meetings
    halfway = meetings // 2 + 1 if meetings >= LEAST_FOR_A_HALF else 0
    await clocks.plan(context, partners, agreement, session)
    reminder = "first-meeting" if await _is_first(context, session) else "session-reminder"
    zones = {partners.mentee_zone, partners.mentor_zone}  # mostly one
    before = {zone: day_before(session, zone) for zone in zones}
    over = {zone: courtesy.polite(session.ends_at + AFTERWARDS, zone) for zone in zones}
    for member in partners.both:
        zone = partners.zone(member.id)
        await _remind(context, member.id, reminder, session, before[zone])
        if session.number == halfway:
            await _remind(context, member.id, "halfway", session, before[zone])
        if partners.hour_before(member.id):
            await plan_hour_before(context, member.id, session, zone)
        await _ask(context, member.id, "did-you-meet", session, over[zone])
        if not last:
            await _check_in(context, member.id, agreement, session, zone)
        else:
            end = courtesy.routine(_after(session), zone, context.community.rules.breaks)
            await _ask(context, member.id, "term-over", session, end)


async def _check_in(context: Context, member: MemberId, agreement: Agreement, session: Session, zone: str) -> None:
    """One for each week without a meeting; where the community does not want them when they are due, none is said.

    For who meets on Sundays there is no weekday with room between the messages of two meetings.
    """
    for week in range(1, agreement.rhythm.days // WEEK.days):
        day = wall(session.starts_at, zone).date() + week * WEEK
        friday = day - timedelta(days=1) if day.weekday() == SATURDAY else day
        due = courtesy.routine(friday, zone, context.community.rules.breaks)
        await _ask(context, member, "weekly-check-in", session, due)


async def _is_first(context: Context, session: Session) -> bool:
    """Whether the two have never met before, as far as they have told."""
    if session.number > 1:
        return False
    earlier = await context.uow.sessions.of(session.match)
    return not any(one.status is SessionStatus.HELD for one in earlier)


async def plan_hour_before(context: Context, member: MemberId, session: Session, zone: str) -> None:
    """Before the quiet hours, where it would fall into them."""
    due = courtesy.before_quiet(session.starts_at - HOUR_BEFORE, zone)
    await _remind(context, member, "hour-before", session, due)


def day_before(session: Session, zone: str) -> datetime:
    """16:00 there on the local day before."""
    day = wall(session.starts_at, zone).date() - timedelta(days=1)
    return instant(datetime.combine(day, courtesy.ROUTINE), zone)


def _after(session: Session) -> datetime:
    return session.ends_at + TERM_OVER_AFTER


async def _remind(context: Context, member: MemberId, kind: str, session: Session, due: datetime) -> None:
    """A reminder whose time has passed when the session is planned is left out."""
    if due > context.now:
        await context.nudge_later(member, kind, session.id, due, session.moves)


async def _ask(context: Context, member: MemberId, kind: str, session: Session, due: datetime) -> None:
    """Nobody is asked about what lies days back, as after a long standstill of the bot."""
    if due > context.now - TOO_LATE_TO_ASK:
        await context.nudge_later(member, kind, session.id, due, session.moves)
