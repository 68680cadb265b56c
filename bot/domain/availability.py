"""When people are usually free, week after week in their own local time, and when two of them both are.

Where nobody said, or somebody is flexible, FLEXIBLE_HOURS of every day stand in: enough to propose something, but worth
less than hours that a person named (`FreeTimes.given`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import product

from bot.domain.schedule import WEEKDAYS, instant

DAY = 1440  # minutes
FLEXIBLE_HOURS = (8 * 60, 20 * 60)
CACHED = 4096

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Span = tuple[int, int]  # minutes since EPOCH, the end not included


@dataclass(frozen=True, order=True)
class Interval:
    """Part of one local weekday (Monday is 0) in minutes since its midnight; `end` is not included and at most DAY."""

    weekday: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.weekday <= 6 and 0 <= self.start < self.end <= DAY):
            raise ValueError(f"not a part of a day: {self.weekday} {self.start}-{self.end}")


def _merged(intervals: Iterable[Interval]) -> Iterator[Interval]:
    last: Interval | None = None
    for interval in sorted(intervals):
        if last and last.weekday == interval.weekday and interval.start <= last.end:
            last = Interval(last.weekday, last.start, max(last.end, interval.end))
            continue
        if last:
            yield last
        last = interval
    if last:
        yield last


@dataclass(frozen=True)
class FreeTimes:
    """`intervals` are kept sorted and merged. Neither intervals nor `flexible` means the same as None: nobody said.

    Raises `ValueError` for both at once.
    """

    intervals: tuple[Interval, ...] = ()
    flexible: bool = False

    def __post_init__(self) -> None:
        if self.flexible and self.intervals:
            raise ValueError("free times are either flexible or given")
        object.__setattr__(self, "intervals", tuple(_merged(self.intervals)))

    @property
    def given(self) -> bool:
        """Whether hours were named, so that an overlap with them means something."""
        return bool(self.intervals)


FLEXIBLE = FreeTimes(flexible=True)


# The compact form for storage


def to_text(free: FreeTimes) -> str:
    """`flexible`, or weekday:start-end in minutes: `0:960-1260,2:960-1260`; empty where nobody said."""
    return "flexible" if free.flexible else ",".join(f"{i.weekday}:{i.start}-{i.end}" for i in free.intervals)


def from_text(text: str) -> FreeTimes:
    """What `to_text` wrote. Raises `ValueError` for anything else."""
    if text == "flexible":
        return FLEXIBLE
    return FreeTimes(tuple(_interval(part) for part in text.split(",") if part))


def _interval(text: str) -> Interval:
    weekday, _, hours = text.partition(":")
    start, _, end = hours.partition("-")
    return Interval(int(weekday), int(start), int(end))


# In words


def describe(free: FreeTimes | None) -> str:
    """Mon, Wed 4–9 PM; Sat 8 AM–noon. `bot.understanding.free_times` understands it again."""
    if free is None or not (free.given or free.flexible):
        return "Not given"
    if free.flexible:
        return "Flexible"
    by_hours: dict[str, list[int]] = {}
    for weekday, hours in _hours_by_day(free):
        by_hours.setdefault(hours, []).append(weekday)
    return "; ".join(f"{_days(days)} {hours}" for hours, days in by_hours.items())


def _hours_by_day(free: FreeTimes) -> Iterator[tuple[int, str]]:
    for weekday in range(7):
        hours = [_range(i.start, i.end) for i in free.intervals if i.weekday == weekday]
        if hours:
            yield weekday, ", ".join(hours)


def _days(days: list[int]) -> str:
    named = {tuple(range(7)): "Every day", tuple(range(5)): "Weekdays", (5, 6): "Weekends"}
    if tuple(days) in named:
        return named[tuple(days)]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]}–{WEEKDAYS[days[-1]]}"
    return ", ".join(WEEKDAYS[day] for day in days)


def _range(start: int, end: int) -> str:
    first, last = _clock(start), _clock(end)
    if first[-2:] == last[-2:] and first[-2:] in ("AM", "PM"):
        first = first[:-3]
    return f"{first}–{last}"


def _clock(minutes: int) -> str:
    if minutes in (0, DAY):
        return "midnight"
    if minutes == DAY // 2:
        return "noon"
    hour, minute = divmod(minutes, 60)
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''} {'AM' if hour < 12 else 'PM'}"


# Two people


@dataclass(frozen=True)
class Overlap:
    """A time in which both are free: aware UTC instants, the end not included."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return (self.end - self.start) // timedelta(minutes=1)


def overlap(a: FreeTimes | None, zone_a: str, b: FreeTimes | None, zone_b: str, week: date) -> tuple[Overlap, ...]:
    """When both are free in the week of this date: seven days from its Monday 00:00 UTC, ascending.

    Zones are IANA names. Wall times that the clocks skip or repeat are read as in `bot.domain.schedule`.
    """
    return tuple(Overlap(_at(start), _at(end)) for start, end in _overlap(a, zone_a, b, zone_b, week))


def overlap_minutes(a: FreeTimes | None, zone_a: str, b: FreeTimes | None, zone_b: str, week: date) -> int:
    """The length of `overlap`, 0 to 10,080."""
    return sum(end - start for start, end in _overlap(a, zone_a, b, zone_b, week))


def _overlap(a: FreeTimes | None, zone_a: str, b: FreeTimes | None, zone_b: str, week: date) -> list[Span]:
    monday = week - timedelta(days=week.weekday())
    opening = (monday - EPOCH.date()).days * DAY
    both = shared(spans(a, zone_a, monday, 7), spans(b, zone_b, monday, 7))
    return shared(both, [(opening, opening + 7 * DAY)])


@lru_cache(maxsize=CACHED)
def spans(free: FreeTimes | None, zone: str, first: date, days: int) -> tuple[Span, ...]:
    """The free times as minutes since EPOCH, disjoint and ascending: those of these UTC days and of the days around."""
    weekly = free.intervals if free and free.given else tuple(Interval(d, *FLEXIBLE_HOURS) for d in range(7))
    around = (first + timedelta(days=n) for n in range(-2, days + 2))
    found = [_span(day, i, zone) for day, i in product(around, weekly) if day.weekday() == i.weekday]
    return tuple(_joined(sorted((start, end) for start, end in found if start < end)))


def _span(day: date, interval: Interval, zone: str) -> Span:
    midnight = datetime.combine(day, time())
    ends = (instant(midnight + timedelta(minutes=m), zone) for m in (interval.start, interval.end))
    start, end = ((at - EPOCH) // timedelta(minutes=1) for at in ends)
    return start, end


def _joined(ascending: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in ascending:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def shared(first: Iterable[Span], second: Iterable[Span]) -> list[Span]:
    """What two ascending series of disjoint spans have in common."""
    ones, others = list(first), list(second)
    found: list[Span] = []
    while ones and others:
        start, end = max(ones[0][0], others[0][0]), min(ones[0][1], others[0][1])
        if start < end:
            found.append((start, end))
        (ones if ones[0][1] <= others[0][1] else others).pop(0)
    return found


def _at(minutes: int) -> datetime:
    return EPOCH + timedelta(minutes=minutes)
