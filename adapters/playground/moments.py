"""Instants in the reader's own local time, in words. Pure."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.views import MomentStyle


@lru_cache(maxsize=256)
def zone_of(name: str | None) -> ZoneInfo | None:
    """None where the zone is unknown: then moments are shown in UTC and say so."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def local(at: datetime, zone: ZoneInfo | None) -> datetime:
    return at.astimezone(zone or UTC)


def clock_time(at: datetime) -> str:
    """3:30 PM"""
    return f"{at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"


def short_day(day: date) -> str:
    """Tue, Oct 6"""
    return f"{day:%a}, {day:%b} {day.day}"


def dated(day: date) -> str:
    """Tue, Oct 6, 2026"""
    return f"{short_day(day)}, {day.year}"


def long_day(day: date) -> str:
    """Tuesday, October 6, 2026"""
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"


def zone_words(at: datetime) -> str:
    """EDT, or UTC-03:00 where the zone has no letters. `at` is local."""
    letters = at.tzname() or "UTC"
    if letters.isalpha():
        return letters
    offset = at.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


def spoken(at: datetime, style: MomentStyle, zone: ZoneInfo | None) -> str:
    """A moment as this reader reads it; UTC is said wherever a time of day is not theirs."""
    here = local(at, zone)
    match style:
        case MomentStyle.DATE:
            return short_day(here)
        case MomentStyle.TIME:
            return clock_time(here) + ("" if zone else " UTC")
        case MomentStyle.FULL:
            return f"{short_day(here)}, {clock_time(here)} {zone_words(here)}"


def stamp(at: datetime) -> str:
    """For machines: 2026-10-06T19:30:00Z"""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
