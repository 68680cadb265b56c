"""Where a pair's meetings differ from their schedule: those that were moved, and those that do not take place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.match import Session
from bot.domain.schedule import Schedule
from bot.domain.status import SessionStatus


@dataclass(frozen=True)
class Exceptions:
    """Wall times as agreed, naive, ascending; the moved ones each with the instant at which they are now."""

    left_out: tuple[datetime, ...] = ()
    moved: tuple[tuple[datetime, datetime], ...] = ()


Pause = tuple[datetime, datetime]
"""From an instant until before another one."""


def exceptions(schedule: Schedule, sessions: Iterable[Session], pause: Pause | None = None) -> Exceptions:
    """Of the sessions that are numbered by this schedule, and of those that have no row yet."""
    rows = {session.number: session for session in sessions}
    left_out, moved = [], []
    for number, agreed in enumerate(schedule.occurrences(), start=1):
        start, row = schedule.start(number), rows.get(number)
        if _left_out(start, row, pause):
            left_out.append(agreed)
        elif row is not None and row.starts_at != start:
            moved.append((agreed, row.starts_at))
    return Exceptions(tuple(left_out), tuple(moved))


def _left_out(start: datetime, row: Session | None, pause: Pause | None) -> bool:
    if row is not None and row.status is not SessionStatus.PLANNED:
        return row.status is SessionStatus.CANCELLED
    return pause is not None and pause[0] <= (row.starts_at if row else start) < pause[1]
