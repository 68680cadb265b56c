"""A day and a time that somebody typed in their own local time, as the meeting that is meant."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.schedule import instant, wall
from bot.texts import schedule_form as texts
from bot.understanding.clock_times import clock_time
from bot.understanding.days import day
from bot.understanding.fields import Fields
from bot.understanding.reading import Understood

MOST_AHEAD = timedelta(days=90)
SECONDS = re.compile(r"^(\d{1,2}:\d\d):00$")


@dataclass(frozen=True)
class Typed:
    """A day and a time of day; `names` are the fields beside which a problem is told."""

    day: str
    time: str
    names: tuple[str, str]


def coming_instant(typed: Typed, zone: str, now: datetime, fields: Fields) -> datetime | None:
    """The instant, after now and at most 90 days ahead; None, with the problem in `fields`, for anything else."""
    today = wall(now, zone).date()
    chosen_day = fields.read(typed.names[0], lambda text: day(text, today), typed.day)
    chosen_time = fields.read(typed.names[1], of_the_day, typed.time)
    if chosen_day is None or chosen_time is None:
        return None
    return _coming(chosen_day, chosen_time, zone, now, fields, typed.names)


def _coming(day: date, time: time, zone: str, now: datetime, fields: Fields, names: tuple[str, str]) -> datetime | None:
    meant, (name, beside_time) = datetime.combine(day, time), names
    try:
        at = instant(meant, zone)
    except OverflowError:
        fields.problems[name] = texts.TOO_FAR
        return None
    if at <= now:
        fields.problems[name] = texts.DAY_PASSED
    if at > now + MOST_AHEAD:
        fields.problems[name] = texts.TOO_FAR
    if name in fields.problems:
        return None
    if wall(at, zone) != meant:
        fields.problems[beside_time] = texts.skipped(meant)
        return None
    return at


def of_the_day(text: str) -> Understood[time]:
    """A clock time, also as date pickers send it (15:30:00)."""
    return clock_time(SECONDS.sub(r"\1", text.strip()))
