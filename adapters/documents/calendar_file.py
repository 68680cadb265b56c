"""A pair's meetings as an iCalendar file that Outlook, Google and Apple calendars open, and update when it is resent.

Without METHOD: it is a file to keep, not an invitation that a calendar would answer. Without alarms: the bot reminds.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

from adapters.documents.time_zones import WEEKDAYS, time_zone
from bot.documents import CalendarSeries, MovedMeeting
from bot.views import shown

WEEK = timedelta(weeks=1)
SHORTEST_MONTH, LONGEST_MONTH = 28, 31  # days


def calendar_file(series: CalendarSeries) -> bytes:
    """The file, UTF-8 with CRLF and folded lines. Raises `ValueError` for a series without meetings."""
    if not series.starts:
        raise ValueError("a calendar file needs at least one meeting")
    calendar = Calendar()
    calendar.add("PRODID", "-//mentorbot//mentoring meetings//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add_component(time_zone(series.zone, series.starts[0].year, series.starts[-1].year))
    for event in _events(series):
        calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file


def _events(series: CalendarSeries) -> Iterator[Event]:
    """The series, and each moved meeting as the exception that stands in the place of one of its times."""
    zone = ZoneInfo(series.zone)
    first = series.starts[0].replace(tzinfo=zone, fold=0)
    if len(series.starts) == 1:
        only = _now(series.moved[0], zone) if series.moved else first
        yield _cancelled(_event(series, only)) if series.left_out else _event(series, only)
        return
    whole = _event(series, first)
    left_out = _add_repeats(whole, series.starts, zone)
    if len(series.left_out) == len(series.starts):
        yield _cancelled(whole)
        return
    if out := sorted({*left_out, *series.left_out}):
        whole.add("EXDATE", [start.replace(tzinfo=zone) for start in out])
    yield whole
    for meeting in series.moved:
        exception = _event(series, _now(meeting, zone))
        exception.add("RECURRENCE-ID", meeting.agreed.replace(tzinfo=zone))
        yield exception


def _cancelled(event: Event) -> Event:
    event.add("STATUS", "CANCELLED")
    return event


def _event(series: CalendarSeries, start: datetime) -> Event:
    event = Event()
    event.add("UID", _text(series.uid))
    event.add("SEQUENCE", series.sequence)
    event.add("DTSTAMP", series.stamped)
    event.add("DTSTART", start)
    event.add("DURATION", timedelta(minutes=series.minutes))
    event.add("SUMMARY", _text(series.title))
    if series.location:
        event.add("LOCATION", _text(series.location))
    if series.description:
        event.add("DESCRIPTION", _text(series.description))
    return event


def _now(meeting: MovedMeeting, zone: ZoneInfo) -> datetime:
    """In the zone; in UTC where a wall time happens twice and the second is meant, which no file can say."""
    local = meeting.now.astimezone(zone)
    return meeting.now.astimezone(UTC) if local.fold else local


def _add_repeats(event: Event, starts: tuple[datetime, ...], zone: ZoneInfo) -> list[datetime]:
    """Returns the times that the rule has and the series has not."""
    if rule := _monthly_rule(starts):
        event.add("RRULE", rule)
    elif weekly := _weekly_rule(starts):
        rule, left_out = weekly
        event.add("RRULE", rule)
        return left_out
    else:
        event.add("RDATE", [start.replace(tzinfo=zone) for start in starts[1:]])
    return []


def _monthly_rule(starts: tuple[datetime, ...]) -> vRecur | None:
    """The rule "second Tuesday", "last Tuesday", "the 15th" or "the last day", for one meeting in every month."""
    months = [12 * start.year + start.month for start in starts]
    if any(later - earlier != 1 for earlier, later in pairwise(months)):
        return None
    return _by_weekday(starts) or _by_date(starts)


def _by_weekday(starts: tuple[datetime, ...]) -> vRecur | None:
    if not _same_weekday_and_time(starts):
        return None
    nths = {(start.day + 6) // 7 for start in starts}
    if len(nths) == 1 and nths <= {1, 2, 3, 4}:
        nth = nths.pop()
    elif all((start + WEEK).month != start.month for start in starts):
        nth = -1
    else:
        return None
    return vRecur(FREQ="MONTHLY", BYDAY=f"{nth}{WEEKDAYS[starts[0].weekday()]}", COUNT=len(starts))


def _by_date(starts: tuple[datetime, ...]) -> vRecur | None:
    """A month without a 30th has its last day instead: the latest of the 28th to the 30th that it has."""
    day = max(start.day for start in starts)
    if any(start.day != min(day, monthrange(start.year, start.month)[1]) for start in starts):
        return None
    if len({start.time() for start in starts}) > 1:
        return None
    if day <= SHORTEST_MONTH:
        return vRecur(FREQ="MONTHLY", BYMONTHDAY=day, COUNT=len(starts))
    if day == LONGEST_MONTH:
        return vRecur(FREQ="MONTHLY", BYMONTHDAY=-1, COUNT=len(starts))
    possible = list(range(SHORTEST_MONTH, day + 1))
    return vRecur(FREQ="MONTHLY", BYMONTHDAY=possible, BYSETPOS=-1, COUNT=len(starts))


def _weekly_rule(starts: tuple[datetime, ...]) -> tuple[vRecur, list[datetime]] | None:
    """A rule of every one or two weeks and the times left out of it, where those are fewer than the meetings."""
    if not _same_weekday_and_time(starts):
        return None
    interval = 2 if all((start - starts[0]) % (2 * WEEK) == timedelta() for start in starts) else 1
    times = (starts[-1] - starts[0]) // (interval * WEEK) + 1
    if times >= 2 * len(starts):
        return None
    every = [starts[0] + n * interval * WEEK for n in range(times)]
    return vRecur(FREQ="WEEKLY", INTERVAL=interval, COUNT=times), sorted(set(every) - set(starts))


def _same_weekday_and_time(starts: tuple[datetime, ...]) -> bool:
    return len({(start.weekday(), start.time()) for start in starts}) == 1


def _text(typed: str) -> str:
    return shown(typed).encode("utf-8", "replace").decode()
