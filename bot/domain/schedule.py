"""When a pair meets: local wall time in one zone and a rhythm, turned into instants (aware, UTC).

A wall time that a change of clocks skips moves forward by the length of the gap; one that happens twice is the first
of the two. Both are what RFC 5545 (3.3.5) asks of calendars, so a calendar file and a reminder never disagree.
"""

from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from bot.domain.clocks import Clocks, clocks, zone_info

MOST_WEEKS = 104
MOST_MINUTES = 480
YEARS = range(1970, 2200)

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Rhythm(StrEnum):
    WEEKLY = "weekly"
    EVERY_TWO_WEEKS = "every-two-weeks"
    MONTHLY = "monthly"  # on the same weekday of the month
    MONTHLY_DATE = "monthly-date"  # on the same date

    @property
    def days(self) -> int:
        """How long a period is when silence is measured against it."""
        return PERIODS[self]

    @property
    def by_months(self) -> bool:
        return self in {Rhythm.MONTHLY, Rhythm.MONTHLY_DATE}


PERIODS = {Rhythm.WEEKLY: 7, Rhythm.EVERY_TWO_WEEKS: 14, Rhythm.MONTHLY: 30, Rhythm.MONTHLY_DATE: 30}


def known_zone(name: str) -> bool:
    """Whether `name` is an IANA zone that this machine has rules for. Safe for what people type."""
    try:
        zone_info(name)
    except (KeyError, ValueError, OSError):  # zoneinfo raises all three, depending on how a name is wrong
        return False
    return True


def instant(wall: datetime, zone: str) -> datetime:
    """The instant (aware, UTC) of a naive local wall time. Raises `ValueError` for an aware one."""
    if wall.tzinfo is not None:
        raise ValueError(f"a wall time is naive, {wall.isoformat()} is not")
    return wall.replace(tzinfo=zone_info(zone), fold=0).astimezone(UTC)


def wall(instant: datetime, zone: str) -> datetime:
    """The naive local wall time of an aware instant. Raises `ValueError` for a naive one."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant is aware, {instant.isoformat()} is not")
    return instant.astimezone(zone_info(zone)).replace(tzinfo=None, fold=0)


@dataclass(frozen=True)
class Schedule:
    """The meetings of an agreement: the wall time of `first` (naive, in `zone`) kept for `weeks` weeks.

    Monthly means the same weekday of the month as `first`, for example the second Tuesday; where `first` is a fifth
    weekday, a month that has only four uses its last. Monthly by date means the same day of the month; a month that is
    too short uses its last day. Meetings are numbered from 1. `minutes` is the length.
    Raises `ValueError` for an unknown zone, an aware `first`, or figures outside MOST_WEEKS, MOST_MINUTES and YEARS.
    """

    first: datetime
    zone: str
    rhythm: Rhythm
    minutes: int = 60
    weeks: int = 12

    def __post_init__(self) -> None:
        if not known_zone(self.zone):
            raise ValueError(f"{self.zone!r} is not a time zone")
        if self.first.tzinfo is not None or self.first.year not in YEARS:
            raise ValueError(f"a first meeting is a naive wall time of our age, not {self.first.isoformat()}")
        if not 1 <= self.weeks <= MOST_WEEKS or not 1 <= self.minutes <= MOST_MINUTES:
            raise ValueError(f"{self.weeks} weeks of {self.minutes} minutes is out of bounds")

    @property
    def ends(self) -> datetime:
        """The wall time at which the agreement is over; a meeting at that moment is no longer part of it."""
        return self.first + timedelta(weeks=self.weeks)

    @cached_property
    def meetings(self) -> int:
        """How many there are."""
        if self.rhythm.by_months:
            months = _months(self.ends) - _months(self.first)
            return months + (self.occurrence(months + 1) < self.ends)
        return -(-7 * self.weeks // self.rhythm.days)

    def occurrences(self) -> tuple[datetime, ...]:
        """The wall times, naive and ascending, as agreed: a time that the clocks skip that day is still named."""
        return tuple(map(self.occurrence, range(1, self.meetings + 1)))

    def occurrence(self, number: int) -> datetime:
        """The wall time of one meeting, as agreed, also beyond the end of the agreement."""
        if self._period is not None:
            return self.first + (number - 1) * self._period
        return datetime.combine(self._monthly(number - 1), self.first.time())

    def starts(self) -> tuple[datetime, ...]:
        """The instants of all meetings, aware and ascending."""
        return self._starts

    def start(self, number: int) -> datetime:
        """The instant of one meeting. Raises `IndexError` where the agreement has no such meeting."""
        if not 1 <= number <= self.meetings:
            raise IndexError(f"meetings are numbered from 1 to {self.meetings}, there is no {number}")
        if number not in self._known:
            self._known[number] = self._clocks.instant(self.occurrence(number))
        return self._known[number]

    def next_after(self, moment: datetime) -> tuple[int, datetime] | None:
        """The number and the instant of the first meeting later than an instant; None where none is."""
        passed = bisect_right(self._starts, moment)
        return (passed + 1, self._starts[passed]) if passed < self.meetings else None

    def number_of(self, start: datetime) -> int:
        """The number of the meeting that begins at an instant. Raises `ValueError` where none does."""
        return self._starts.index(start) + 1

    @cached_property
    def _period(self) -> timedelta | None:
        return None if self.rhythm.by_months else timedelta(days=self.rhythm.days)

    @cached_property
    def _known(self) -> dict[int, datetime]:
        """Instants of single meetings: planning asks for few of them, and for each several times."""
        return {}

    @cached_property
    def _clocks(self) -> Clocks:
        return clocks(self.zone, self.first.year)

    @cached_property
    def _starts(self) -> tuple[datetime, ...]:
        return tuple(map(self._clocks.instant, self.occurrences()))

    def _monthly(self, months: int) -> date:
        first = self.first.date()
        year, month = divmod(_months(first) + months, 12)
        if self.rhythm is Rhythm.MONTHLY_DATE:
            return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
        return _nth_weekday(year, month + 1, first.weekday(), (first.day + 6) // 7)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    day = 1 + (weekday - date(year, month, 1).weekday()) % 7 + 7 * (nth - 1)
    return date(year, month, day if day <= monthrange(year, month)[1] else day - 7)


@dataclass(frozen=True)
class Shift:
    """A meeting from which the partner's local time is another: without the change `was`, from then on `becomes`."""

    number: int
    start: datetime  # the instant
    was: datetime  # wall times of this meeting for the partner, naive
    becomes: datetime


def shift_at(schedule: Schedule, number: int, other_zone: str) -> Shift | None:
    """The shift that begins with this meeting, if one does, because two zones change on different days.

    Raises `IndexError` where the agreement has no such meeting.
    """
    start = schedule.start(number)
    if number == 1:
        return None
    agreed = schedule.occurrence(number)
    before = wall(schedule.start(number - 1), other_zone) - schedule.occurrence(number - 1)
    now = wall(start, other_zone) - agreed
    return Shift(number, start, agreed + before, agreed + now) if before != now else None


# How a moment is written for people


def clock_label(wall: datetime) -> str:
    """3:30 PM"""
    return f"{wall.hour % 12 or 12}:{wall.minute:02} {'AM' if wall.hour < 12 else 'PM'}"


def day_label(day: date) -> str:
    """Tue, Dec 1"""
    return f"{WEEKDAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}"


def local_label(instant: datetime, zone: str) -> str:
    """Tue, Dec 1, 3:30 PM Central"""
    local = wall(instant, zone)
    return f"{day_label(local)}, {clock_label(local)} {zone_label(zone)}"


def zone_label(zone: str) -> str:
    """Central, Arizona … for the zones of the United States and its territories, the city for others."""
    return US_ZONES.get(zone) or zone.rpartition("/")[2].replace("_", " ")


# The zones of states and territories, each label used only for zones that show the same time all year.
# Adak keeps Hawaii's standard time but changes its clocks, so it has a name of its own.
US_ZONES = {
    zone: label
    for label, zones in {
        "Eastern": "America/New_York America/Detroit America/Kentucky/Louisville America/Kentucky/Monticello"
        " America/Louisville America/Indianapolis America/Fort_Wayne America/Indiana/Indianapolis"
        " America/Indiana/Vincennes America/Indiana/Winamac America/Indiana/Marengo America/Indiana/Petersburg"
        " America/Indiana/Vevay US/Eastern US/East-Indiana US/Michigan EST5EDT",
        "Central": "America/Chicago America/Menominee America/Indiana/Knox America/Indiana/Tell_City America/Knox_IN"
        " America/North_Dakota/Center America/North_Dakota/New_Salem America/North_Dakota/Beulah"
        " US/Central US/Indiana-Starke CST6CDT",
        "Mountain": "America/Denver America/Boise America/Shiprock US/Mountain Navajo MST7MDT",
        "Arizona": "America/Phoenix US/Arizona",
        "Pacific": "America/Los_Angeles US/Pacific PST8PDT",
        "Alaska": "America/Anchorage America/Juneau America/Sitka America/Metlakatla America/Yakutat America/Nome"
        " US/Alaska",
        "Aleutian": "America/Adak America/Atka US/Aleutian",
        "Hawaii": "Pacific/Honolulu US/Hawaii",
        "Guam (Chamorro)": "Pacific/Guam",
        "Saipan (Chamorro)": "Pacific/Saipan",
        "Samoa": "Pacific/Pago_Pago Pacific/Midway US/Samoa",
        "Atlantic": "America/Puerto_Rico America/St_Thomas",
    }.items()
    for zone in zones.split()
}
