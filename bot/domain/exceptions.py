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


def exceptions(schedule: Schedule, sessions: Iterable[Session]) -> Exceptions:
    """Of the sessions that are numbered by this schedule."""
    agreed = schedule.occurrences()
    left_out, moved = [], []
    for session in sorted(sessions, key=lambda each: each.number):
        start = agreed[session.number - 1]
        if session.status is SessionStatus.CANCELLED:
            left_out.append(start)
        elif session.starts_at != schedule.start(session.number):
            moved.append((start, session.starts_at))
    return Exceptions(tuple(left_out), tuple(moved))
