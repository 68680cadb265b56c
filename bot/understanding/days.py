"""A day, as people write it: "2026-12-01", "12/1", "Dec 1", "in two weeks", "next Friday", "January"."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from bot.understanding.numbers import numbers
from bot.understanding.reading import NotUnderstood, Understood, excerpt, typed

EXAMPLE = "Dec 1, or 12/1/2026"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:(?<=jan)uary|(?<=feb)ruary|(?<=mar)ch|(?<=apr)il|(?<=jun)e|(?<=jul)y|(?<=aug)ust|(?<=sep)t(?:ember)?"
    r"|(?<=oct)ober|(?<=nov)ember|(?<=dec)ember)?\.?"
)
WEEKDAY = (
    r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)"
    r"(?:(?<=wed)nesday|(?<=sat)urday|(?<=tue)sday|(?<=tue)s|(?<=thu)r?s?|(?<=thu)rsday|day)?s?\.?"
)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?:,?\s*(?P<year>\d{4}))?"
MOST_AHEAD = 1000  # units: days, weeks or months


def day(text: str, today: date) -> Understood[date]:
    """The day meant, seen from `today` (the local date); without a year the next such day, today included.

    A day that is written with its year may lie in the past.
    """
    line = typed(text, EXAMPLE)
    plain = re.sub(r"^(?:on|until|till|by|after|from|starting|the)\s+", "", line.casefold()).strip(" .!")
    for pattern, read in READERS:
        m = re.fullmatch(pattern, plain)
        found = _safely(read, m, today) if m else None
        if found:
            return Understood(found)
    raise NotUnderstood(f"{excerpt(line)} is not a day that I understand. For example: {EXAMPLE}.")


Reader = Callable[["re.Match[str]", date], date]


def _safely(read: Reader, m: "re.Match[str]", today: date) -> date | None:
    try:
        return read(m, today)
    except (ValueError, OverflowError):
        return None


def _numeric(m: "re.Match[str]", today: date) -> date:
    return _dated(m["year"], int(m["month"]), int(m["day"]), today)


def _named(m: "re.Match[str]", today: date) -> date:
    return _dated(m["year"], MONTHS.index(m["month"]) + 1, int(m["day"]), today)


def _dated(year: str | None, month: int, number: int, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, number)
    coming = (date(y, month, number) for y in range(today.year, today.year + 9) if number <= monthrange(y, month)[1])
    found = next((d for d in coming if d >= today), None)
    if found is None:
        raise ValueError(f"no year has a day {number} in month {month}")
    return found


def _month(m: "re.Match[str]", today: date) -> date:
    """The first of the month; this month itself means today."""
    month = MONTHS.index(m["month"]) + 1
    if not m["year"] and month == today.month:
        return today
    return _dated(m["year"], month, 1, today)


def _weekday(m: "re.Match[str]", today: date) -> date:
    """The next one after today; "next Friday" is the one of next week."""
    weekday = WEEKDAYS.index(m["weekday"])
    if m["next"]:
        return today + timedelta(days=7 - today.weekday() + weekday)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _ahead(m: "re.Match[str]", today: date) -> date:
    counted = (1.0,) if m["count"] in ("a", "an") else numbers(m["count"])
    count = int(counted[0]) if counted else MOST_AHEAD + 1
    if count > MOST_AHEAD:
        raise ValueError(f"not a number of {m['unit']}s to look ahead: {m['count']}")
    if m["unit"] == "month":
        return _months_on(today, count)
    return today + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[m["unit"]])


def _months_on(today: date, count: int) -> date:
    years, month = divmod(today.month - 1 + count, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _soon(m: "re.Match[str]", today: date) -> date:
    return today + timedelta(days={"today": 0, "now": 0, "tomorrow": 1}[m[0]])


def _next(m: "re.Match[str]", today: date) -> date:
    """Next week is its Monday, next month and next year their first day."""
    if m["unit"] == "week":
        return today + timedelta(days=7 - today.weekday())
    if m["unit"] == "month":
        return _months_on(today.replace(day=1), 1)
    return date(today.year + 1, 1, 1)


def _end(m: "re.Match[str]", today: date) -> date:
    first = _month(m, today)
    return first.replace(day=monthrange(first.year, first.month)[1])


READERS: tuple[tuple[str, Reader], ...] = (
    (r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})", _numeric),
    (r"(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[-/.](?P<year>\d{4}|\d{2}))?", _numeric),
    (rf"(?:[a-z]+day,?\s+)?{MONTH}\s*{DAY}{YEAR}", _named),
    (rf"(?:[a-z]+day,?\s+)?{DAY}\s+(?:of\s+)?{MONTH}{YEAR}", _named),
    (rf"(?:in\s+)?{MONTH}{YEAR}", _month),
    (rf"(?:the\s+)?end\s+of\s+{MONTH}{YEAR}", _end),
    (rf"(?:this\s+|(?P<next>next)\s+)?{WEEKDAY}", _weekday),
    (r"next\s+(?P<unit>week|month|year)", _next),
    (r"in\s+(?P<count>[\w\s-]{1,20}?)\s+(?P<unit>day|week|fortnight|month)s?", _ahead),
    (r"(?P<count>[\w\s-]{1,20}?)\s+(?P<unit>day|week|month)s?(?:\s+from\s+(?:now|today))?", _ahead),
    (r"today|now|tomorrow", _soon),
)
