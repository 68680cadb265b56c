"""A zone's rules as iCalendar writes them, so that a calendar without rules of its own shows the right times.

icalendar's own builder names the first hour after a change as its beginning; RFC 5545 (3.6.5) wants the hour
before, and some calendars understand yearly rules but no list of dates. So the rules are made here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """From an instant on, a zone is ahead of UTC by `after` instead of `before`."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def onset(self) -> datetime:
        """The wall time of the change as clocks showed it before."""
        return self.at.replace(tzinfo=None) + self.before


@lru_cache(maxsize=64)
def time_zone(zone: str, first_year: int, last_year: int) -> Timezone:
    """The VTIMEZONE for meetings within those years."""
    years = range(first_year - 1, last_year + 2)
    begin, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (years.start, years.stop))
    changes = tuple(_changes(ZoneInfo(zone), begin, end))
    found = Timezone()
    found.add("TZID", zone)
    if not changes or changes[0].at.year >= first_year:
        found.add_component(_observance(_unchanged(ZoneInfo(zone), begin)))
    for alike in _grouped(changes):
        rule = _yearly(alike, years)
        for change in alike[:1] if rule else alike:
            found.add_component(_observance(change, rule))
    return found


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Change]:
    day = begin
    while day < end:
        before, after = _offset(zone, day), _offset(zone, day + DAY)
        if before != after:
            at = _moment_of_change(zone, day, before)
            yield Change(at, before, after, at.astimezone(zone).tzname() or str(after))
        day += DAY


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _moment_of_change(zone: ZoneInfo, day: datetime, before: timedelta) -> datetime:
    early, late = day, day + DAY
    while late - early > SECOND:
        middle = early + (late - early) // SECOND // 2 * SECOND
        early, late = (middle, late) if _offset(zone, middle) == before else (early, middle)
    return late


def _unchanged(zone: ZoneInfo, since: datetime) -> Change:
    offset = _offset(zone, since)
    return Change(since - offset, offset, offset, since.astimezone(zone).tzname() or str(offset))


def _grouped(changes: tuple[Change, ...]) -> list[list[Change]]:
    groups: dict[tuple[timedelta, timedelta, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.before, change.after, change.name), []).append(change)
    return list(groups.values())


def _yearly(alike: list[Change], years: range) -> vRecur | None:
    """The rule "second Sunday of March" where the changes, one in every year of the range, follow it."""
    onsets = [change.onset for change in alike]
    steady = [onset.year for onset in onsets] == list(years)
    if not steady or len({(onset.month, onset.weekday(), onset.time()) for onset in onsets}) > 1:
        return None
    weekday = WEEKDAYS[onsets[0].weekday()]
    nths = {(onset.day + 6) // 7 for onset in onsets}
    if len(nths) == 1 and nths <= {1, 2, 3, 4}:
        return vRecur(FREQ="YEARLY", BYMONTH=onsets[0].month, BYDAY=f"{nths.pop()}{weekday}")
    if all((onset + 7 * DAY).month != onset.month for onset in onsets):
        return vRecur(FREQ="YEARLY", BYMONTH=onsets[0].month, BYDAY=f"-1{weekday}")
    return None


def _observance(change: Change, rule: vRecur | None = None) -> TimezoneStandard | TimezoneDaylight:
    found = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    found.add("DTSTART", change.onset)
    found.add("TZOFFSETFROM", change.before)
    found.add("TZOFFSETTO", change.after)
    found.add("TZNAME", change.name)
    if rule:
        found.add("RRULE", rule)
    return found
