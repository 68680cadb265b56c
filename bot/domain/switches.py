"""What of the bot's unasked messages a member may switch off, and when a snoozed one comes again."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain import courtesy
from bot.domain.schedule import instant, wall


class Switch(StrEnum):
    """A member's own choice. What is none of these always comes: news of a pair, questions that wait for an answer."""

    REMINDER = "reminder"
    HOUR_BEFORE = "hour-before"
    DID_YOU_MEET = "did-you-meet"
    AGREEING = "agreeing"
    GOALS = "goals"
    CLOCKS = "clocks"
    WAITING = "waiting"
    GOING_ON = "going-on"
    QUIET = "quiet"
    AFTER = "after"


class Snooze(StrEnum):
    HOUR = "hour"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "next-week"


def snoozed(snooze: Snooze, now: datetime, zone: str) -> datetime:
    """The instant at which it comes again, never in the quiet hours there: tomorrow is at 08:00."""
    if snooze is Snooze.TOMORROW:
        tomorrow = wall(now, zone).date() + timedelta(days=1)
        return instant(datetime.combine(tomorrow, courtesy.MORNING), zone)
    later = timedelta(hours=1) if snooze is Snooze.HOUR else timedelta(days=7)
    return courtesy.polite(now + later, zone)
