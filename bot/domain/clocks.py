"""When the clocks of a zone change: asked of zoneinfo once for some years, and then looked up.

Asking zoneinfo for every meeting of every agreement costs more than all the rest of a schedule.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONG_AGO = EPOCH.replace(tzinfo=None)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
YEARS_COVERED = 3
MARGIN = 3 * DAY


@cache
def zone_info(name: str) -> ZoneInfo:
    """Read once: zoneinfo itself remembers eight, and a look around the country takes more. Raises as it does."""
    return ZoneInfo(name)


@dataclass(frozen=True)
class Clocks:
    """The offsets of a zone from UTC, one more than there are turns: before the first, and after each.

    `turns` are the wall times (naive) up to which the offset before still counts.
    """

    turns: tuple[datetime, ...]
    offsets: tuple[timedelta, ...]

    def instant(self, wall: datetime) -> datetime:
        """The first instant (aware, UTC) that shows a naive wall time; one that is skipped moves forward by the gap."""
        return EPOCH + (wall - self.offsets[bisect_right(self.turns, wall)] - LONG_AGO)


@lru_cache(maxsize=1024)
def clocks(zone: str, year: int) -> Clocks:
    """Right from some days before a year to some days after the second year that follows it."""
    info = zone_info(zone)
    since, until = (datetime(at, 1, 1, tzinfo=UTC) for at in (year, year + YEARS_COVERED))
    since, until = since - MARGIN, until + MARGIN
    turns, offsets = [], [_offset(info, since)]
    for change in _changes(info, since, until):
        offsets.append(_offset(info, change))
        # What is shown twice is the first, and what is never shown counts as before: both end at the later time.
        turns.append(change.replace(tzinfo=None) + max(offsets[-2:]))
    return Clocks(tuple(turns), tuple(offsets))


def _changes(info: ZoneInfo, since: datetime, until: datetime) -> Iterator[datetime]:
    """The first second of each new offset. Looked for day by day: no zone has ever changed its mind within one."""
    before = _offset(info, since)
    while since < until:
        since += DAY
        now = _offset(info, since)
        if now != before:
            yield _change(info, since - DAY, since)
        before = now


def _change(info: ZoneInfo, before: datetime, after: datetime) -> datetime:
    offset = _offset(info, before)
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        before, after = (middle, after) if _offset(info, middle) == offset else (before, middle)
    return after


def _offset(info: ZoneInfo, instant: datetime) -> timedelta:
    offset = instant.astimezone(info).utcoffset()
    assert offset is not None
    return offset
