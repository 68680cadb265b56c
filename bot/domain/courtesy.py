"""When the bot may speak, and clocks that stand still while schools are closed.

Instants are aware and in UTC, zones are IANA names, breaks are pairs of dates of which both belong to the break.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.domain.schedule import Rhythm, instant, wall

MORNING = time(8)
EVENING = time(20)
ROUTINE = time(16)
LAST_CALL = time(19, 45)

Breaks = tuple[tuple[date, date], ...]


def quiet(moment: datetime, zone: str) -> bool:
    """Whether it is between 20:00 and 08:00 there."""
    return not MORNING <= wall(moment, zone).time() < EVENING


def polite(moment: datetime, zone: str) -> datetime:
    """The instant itself, or the next 08:00 there."""
    if not quiet(moment, zone):
        return moment
    local = wall(moment, zone)
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return instant(datetime.combine(day, MORNING), zone)


def before_quiet(moment: datetime, zone: str) -> datetime:
    """The instant itself, or the last 19:45 there before the quiet hours in which it falls."""
    if not quiet(moment, zone):
        return moment
    local = wall(moment, zone)
    day = local.date() - timedelta(days=local.time() < MORNING)
    return instant(datetime.combine(day, LAST_CALL), zone)


def routine(moment: datetime | date, zone: str, breaks: Breaks = ()) -> datetime:
    """The next 16:00 on a weekday outside of the breaks there, at or after an instant, or on or after a day."""
    after = moment if isinstance(moment, datetime) else instant(datetime.combine(moment, time()), zone)
    day = wall(after, zone).date()
    if instant(datetime.combine(day, ROUTINE), zone) < after:
        day += timedelta(days=1)
    day = _next_running_day(day, breaks)
    return instant(datetime.combine(day, ROUTINE), zone)


def weekend(day: date) -> bool:
    return day.weekday() >= 5


def stands_still(day: date, breaks: Breaks = ()) -> bool:
    """Whether nobody is expected to answer on a day: weekends and the community's school breaks."""
    return weekend(day) or any(first <= day <= last for first, last in breaks)


def standing_clock(start: datetime, hours: float, zone: str, breaks: Breaks = ()) -> datetime:
    """The first instant at which a clock begun at `start`, standing still on such days there, has run for `hours`."""
    if hours < 0:
        raise ValueError(f"a clock runs forward, not for {hours} hours")
    left = timedelta(hours=hours)
    if not left:
        return start
    for begin, end in _running(start, zone, breaks):
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise AssertionError("the days never end")


def elapsed(start: datetime, end: datetime, zone: str, breaks: Breaks = ()) -> float:
    """The hours for which the standing clock ran between two instants; 0 where `end` comes first."""
    ran = timedelta()
    for since, until in _running(start, zone, breaks):
        if since >= end:
            break
        ran += min(until, end) - since
    return ran / timedelta(hours=1)


def _running(start: datetime, zone: str, breaks: Breaks) -> Iterator[tuple[datetime, datetime]]:
    """The stretches, one a day and without end, in which the clock runs."""
    day = wall(start, zone).date()
    while True:
        day = _next_running_day(day, breaks)
        begin = max(start, instant(datetime.combine(day, time()), zone))
        day += timedelta(days=1)
        end = instant(datetime.combine(day, time()), zone)
        if begin < end:  # a zone that crossed the date line skipped the day
            yield begin, end


def _next_running_day(day: date, breaks: Breaks) -> date:
    while stands_still(day, breaks):
        # Over a whole break at once: one that was entered with a wrong year costs nothing.
        day = max([last for first, last in breaks if first <= day <= last], default=day) + timedelta(days=1)
    return day


def business_days_after(day: date, n: int, breaks: Breaks = ()) -> date:
    """The n-th day after `day` on which the clock runs; `day` itself for 0."""
    for _ in range(n):
        day = _next_running_day(day + timedelta(days=1), breaks)
    return day


def periods(last_contact: datetime, rhythm: Rhythm, now: datetime) -> float:
    """How many of the pair's rhythms have passed in silence, for example 1.5; never less than 0."""
    return max((now - last_contact) / timedelta(days=rhythm.days), 0.0)
