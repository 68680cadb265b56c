"""Time of a week in which both are free: up to four hours count, and hours that nobody named count little."""

from datetime import datetime

from bot.domain.schedule import WEEKDAYS, clock_label, wall, zone_label
from bot.matching.criteria.criterion import Criterion
from bot.matching.pair import Pair

ENOUGH = 4.0  # hours
AN_HOUR = 0.5
AN_HOUR_ASSUMED = 0.125


def _points(pair: Pair) -> float:
    if not pair.shared_times:
        return 0.0
    hours = min(sum(overlap.minutes for overlap in pair.shared_times) / 60, ENOUGH)
    return hours * (AN_HOUR if pair.both_gave_times else AN_HOUR_ASSUMED)


def _reason(pair: Pair) -> str:
    """The longest of the times that both named, in the mentee's local time."""
    if not (pair.both_gave_times and pair.shared_times):
        return ""
    best = max(pair.shared_times, key=lambda overlap: overlap.minutes)
    start, end = (wall(at, pair.mentee_zone) for at in (best.start, best.end))
    return f"You are both free {WEEKDAYS[start.weekday()]} {_hours(start, end)} {zone_label(pair.mentee_zone)} time."


def _hours(start: datetime, end: datetime) -> str:
    """3:30–5:00 PM"""
    first, last = clock_label(start), clock_label(end)
    return f"{first[:-3] if first[-2:] == last[-2:] else first}–{last}"


OVERLAP = Criterion("overlap", _points, 0.0, ENOUGH * AN_HOUR, "more free time in common", _reason)
