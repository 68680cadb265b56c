"""Starting times for a pair's first meeting, from when both are usually free."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.availability import EPOCH, FreeTimes, Span, shared, spans
from bot.domain.schedule import wall

NOTICE = timedelta(hours=24)
HORIZON = timedelta(days=28)
QUARTER = 15
HALF = 30
DECENT_HOURS = (7 * 60, 21 * 60)  # local, for both: nobody is asked to meet earlier or later
AFTER_SCHOOL = 16 * 60


@dataclass(frozen=True)
class _Candidate:
    start: datetime  # the mentee's wall time
    likely: bool  # a time that somebody named

    @property
    def preference(self) -> tuple[bool, int, datetime]:
        minute = _minute(self.start)
        return minute % HALF > 0, 0 if self.likely else abs(minute - AFTER_SCHOOL), self.start

    @property
    def day_preference(self) -> tuple[bool, datetime]:
        return not self.likely and self.start.weekday() >= 5, self.start


def slots(
    mentee: FreeTimes | None,
    mentee_zone: str,
    mentor: FreeTimes | None,
    mentor_zone: str,
    after: datetime,
    minutes: int,
    count: int = 3,
) -> tuple[datetime, ...]:
    """The best starting times for a meeting of `minutes`, ascending, as naive wall times in the mentee's zone.

    `after` is aware; the first is at least 24 hours later and all within four weeks. On quarter hours, rather on the
    hour or half hour, on different weekdays where possible, then on different days. Where neither person named hours,
    rather on weekdays and near 4 PM. Empty where both are never free together for that long between 7 AM and 9 PM.
    """
    likely = any(free is not None and free.given for free in (mentee, mentor))
    both = _both_free(mentee, mentee_zone, mentor, mentor_zone, after)
    starts = (
        wall(at, mentee_zone) for at in _starts(both, after, minutes) if _decent(at, minutes, mentee_zone, mentor_zone)
    )
    return tuple(sorted(_varied([_Candidate(start, likely) for start in starts], count)))


def _both_free(
    mentee: FreeTimes | None, mentee_zone: str, mentor: FreeTimes | None, mentor_zone: str, after: datetime
) -> list[Span]:
    first, days = after.date(), (NOTICE + HORIZON).days + 1
    return shared(spans(mentee, mentee_zone, first, days), spans(mentor, mentor_zone, first, days))


def _starts(both: list[Span], after: datetime, minutes: int) -> Iterable[datetime]:
    earliest, latest = after + NOTICE, after + NOTICE + HORIZON
    for opening, closing in both:
        first = -(-opening // QUARTER) * QUARTER
        for minute in range(first, closing - minutes + 1, QUARTER):
            at = EPOCH + timedelta(minutes=minute)
            if earliest <= at <= latest:
                yield at


def _decent(at: datetime, minutes: int, *zones: str) -> bool:
    starts = [_minute(wall(at, zone)) for zone in zones]
    return all(DECENT_HOURS[0] <= start and start + minutes <= DECENT_HOURS[1] for start in starts)


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _varied(candidates: list[_Candidate], count: int) -> list[datetime]:
    """The best of each weekday first, then of each day, then whatever else there is."""
    ranked = sorted(candidates, key=lambda c: c.preference)
    by_weekday = _best(ranked, lambda c: c.start.weekday())
    by_day = _best(ranked, lambda c: c.start.date())
    chosen = dict.fromkeys(c.start for c in [*by_weekday, *by_day, *ranked])
    return list(chosen)[:count]


def _best(ranked: list[_Candidate], kind: Callable[[_Candidate], Hashable]) -> list[_Candidate]:
    """The first day's best candidate of each kind, the earliest day first."""
    days: dict[object, _Candidate] = {}
    for candidate in ranked:
        days.setdefault(candidate.start.date(), candidate)
    kinds: dict[Hashable, _Candidate] = {}
    for candidate in sorted(days.values(), key=lambda c: c.day_preference):
        kinds.setdefault(kind(candidate), candidate)
    return list(kinds.values())
