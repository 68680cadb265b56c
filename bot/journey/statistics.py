"""How the programme is doing, for moderators: counts from the history and the rows, never what anybody wrote."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import courtesy
from bot.domain.checkin import CheckInSummary
from bot.domain.figures import Weeks, median, percentile, weeks_until
from bot.domain.match import Match
from bot.domain.request import REMATCH_DAYS, MentoringRequest
from bot.domain.status import MatchStatus, SessionStatus
from bot.ids import RequestId
from bot.ports.storage import UnitOfWork
from bot.reference.settings import covering

MONTH = timedelta(days=30)
INCLUDED = timedelta(microseconds=1)  # what happens at this very instant has happened
WAITS_OVER = timedelta(days=90)
WEEKS = 12
QUIET_AFTER = 1.5  # of a pair's own rhythm
MOST_GAPS = 5
HAPPENED = tuple(status for status in SessionStatus if status is not SessionStatus.CANCELLED)


@dataclass(frozen=True)
class Gap:
    """Open requests for one state and setting where no place is free."""

    state: str
    setting: str
    waiting: int


@dataclass(frozen=True)
class Part:
    """Some of a whole, as in 12 of 15."""

    part: int
    whole: int


@dataclass(frozen=True)
class Waiting:
    """Days are whole days; None where there is nothing to measure. The two waits are of the last 90 days."""

    now: int
    oldest_days: int | None
    median_days: float | None
    p90_days: float | None


@dataclass(frozen=True)
class Pairs:
    """Of the last 30 days: `sessions` held of those that were due, `checkins` answered of those sent, what people
    have `written` beside them, and how often `help_asked`.

    Of the last 90 days: `rematched` got a new proposal in time of those who came back and whose time is over, and the
    `reasons` that people gave for an end, the most frequent first.
    """

    active: int
    paused: int
    quiet: int
    sessions: Part
    checkins: Part
    written: CheckInSummary
    help_asked: int
    rematched: Part
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class History:
    """Per week; the last week is not over."""

    weeks: Weeks
    requested: tuple[int, ...]
    matched: tuple[int, ...]


@dataclass(frozen=True)
class Statistics:
    """`matched` counts the last 30 days, `matched_before` the 30 days before those."""

    at: datetime
    waiting: Waiting
    matched: int
    matched_before: int
    pairs: Pairs
    unreachable: int
    history: History
    gaps: tuple[Gap, ...]


async def statistics(uow: UnitOfWork, now: datetime) -> Statistics:
    requests = await uow.requests.open()
    matched = await uow.events.counts(("matched",), now - MONTH, now + INCLUDED)
    before = await uow.events.counts(("matched",), now - 2 * MONTH, now - MONTH)
    return Statistics(
        at=now,
        waiting=await _waiting(uow, requests, now),
        matched=matched["matched"],
        matched_before=before["matched"],
        pairs=await _pairs(uow, now),
        unreachable=len(await uow.members.unreachable()),
        history=await history(uow, now),
        gaps=await gaps(uow, requests),
    )


async def _waiting(uow: UnitOfWork, requests: Sequence[MentoringRequest], now: datetime) -> Waiting:
    waits = [wait / timedelta(days=1) for wait in await uow.matches.waits(now - WAITS_OVER)]
    return Waiting(
        now=len(requests),
        oldest_days=max(((now - request.waiting_since).days for request in requests), default=None),
        median_days=median(waits),
        p90_days=percentile(waits, 0.9),
    )


async def _pairs(uow: UnitOfWork, now: datetime) -> Pairs:
    live = await uow.matches.live()
    sessions = await uow.sessions.outcomes(now - MONTH, now)
    kinds = ("checkin-sent", "checkin-answered", "help-asked")
    counts = await uow.events.counts(kinds, now - MONTH, now + INCLUDED)
    return Pairs(
        active=sum(match.status is MatchStatus.ACTIVE for match in live),
        paused=sum(match.status is MatchStatus.PAUSED for match in live),
        quiet=sum(quiet(match, now) for match in live),
        sessions=Part(sessions[SessionStatus.HELD], sum(sessions[status] for status in HAPPENED)),
        checkins=Part(min(counts["checkin-answered"], counts["checkin-sent"]), counts["checkin-sent"]),
        written=await uow.checkins.summary(now - MONTH),
        help_asked=counts["help-asked"],
        rematched=await _rematched(uow, now),
        reasons=await _reasons(uow, now),
    )


async def _rematched(uow: UnitOfWork, now: datetime) -> Part:
    """By the promise that is told: within so many business days, school breaks not counted."""
    breaks = (await uow.communities.get()).rules.breaks
    kept = told = 0
    for event in await uow.events.of_kind(("request-reopened",), now - WAITS_OVER):
        by = courtesy.business_days_after(event.at.date(), REMATCH_DAYS, breaks)
        made = [one.made_at for one in await uow.proposals.of_request(RequestId(event.subject_id))]
        in_time = any(event.at < at and at.date() <= by for at in made)
        kept += in_time
        told += in_time or now.date() > by
    return Part(kept, told)


async def _reasons(uow: UnitOfWork, now: datetime) -> tuple[tuple[str, int], ...]:
    given = Counter(event.detail for event in await uow.events.of_kind(("end-reason",), now - WAITS_OVER))
    return tuple(sorted(given.items(), key=lambda item: (-item[1], item[0])))


def quiet(match: Match, now: datetime) -> bool:
    """No sign of life for one and a half of the pair's own periods. Pairs from a sheet count once they gave one."""
    known = match.request is not None or match.contacts > 0
    silent = courtesy.periods(match.last_contact_at, match.rhythm, now) >= QUIET_AFTER
    return known and silent and match.status is MatchStatus.ACTIVE


async def history(uow: UnitOfWork, now: datetime) -> History:
    weeks = weeks_until(now, WEEKS)
    events = await uow.events.of_kind(("requested", "matched"), now - timedelta(weeks=WEEKS))
    requested = weeks.counts(event.at for event in events if event.kind == "requested")
    matched = weeks.counts(event.at for event in events if event.kind == "matched")
    return History(weeks, requested, matched)


async def gaps(uow: UnitOfWork, requests: Sequence[MentoringRequest]) -> tuple[Gap, ...]:
    """Where help is missing most, at most `MOST_GAPS`; equal ones in the order of the alphabet."""
    asked = Counter((request.state, request.setting) for request in requests)
    found: list[Gap] = []
    for (state, setting), waiting in sorted(asked.items(), key=lambda item: (-item[1], item[0])):
        if len(found) == MOST_GAPS:
            break
        if not (await uow.offers.reach([state], covering(setting))).places:
            found.append(Gap(state, setting, waiting))
    return tuple(found)
