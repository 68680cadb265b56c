"""School breaks, as moderators list them: "Dec 21 to Jan 1", "2027-03-15 - 2027-03-19", "Nov 26-27", one in a line."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.understanding.days import day
from bot.understanding.reading import NotUnderstood, Understood, excerpt

Break = tuple[date, date]
EXAMPLE = "Dec 21, 2026 to Jan 1, 2027"
MOST = 20
LONGEST = 120  # days; longer than any summer
KEPT = timedelta(days=LONGEST)  # a break that is over explains a silence for a while
APART = re.compile(r"\s*(?:\bto\b|\bthrough\b|\bthru\b|\buntil\b|\btill\b|[–—]|\s-\s)\s*", re.IGNORECASE)


def breaks(text: str, today: date) -> Understood[tuple[Break, ...]]:
    """First and last days, in their order; those that have long been over are left out. Nothing typed means none.

    Raises `NotUnderstood` with the line that it is about.
    """
    lines = [line.strip() for line in re.split(r"[\n;]", text) if line.strip()]
    if len(lines) > MOST:
        raise NotUnderstood(f"These are {len(lines)} breaks; {MOST} fit. Leave out those that are over.")
    found = {_break(line, today) for line in lines}
    return Understood(tuple(sorted((first, last) for first, last in found if last >= today - KEPT)))


def _break(line: str, today: date) -> Break:
    for first, last in _halves(line):
        try:
            begins = day(first, today).value
            ends = begins.replace(day=int(last)) if last.strip().isdecimal() else day(last, begins).value
        except (NotUnderstood, ValueError):
            continue
        return _checked(line, begins, ends)
    raise NotUnderstood(f"{excerpt(line)} is not a break that I understand. For example: {EXAMPLE}, one in a line.")


def _halves(line: str) -> Iterator[tuple[str, str]]:
    """A day alone, or the two days on both sides of what stands between."""
    yield line, line
    parts = APART.split(line)
    if len(parts) == 2:
        yield parts[0], parts[1]
    for dash in re.finditer("-", line):
        yield line[: dash.start()], line[dash.end() :]


def _checked(line: str, begins: date, ends: date) -> Break:
    if ends < begins:
        raise NotUnderstood(f"{excerpt(line)} ends before it begins.")
    if (ends - begins).days >= LONGEST:
        raise NotUnderstood(f"{excerpt(line)} has more than {LONGEST} days. Please look at the years.")
    return begins, ends
