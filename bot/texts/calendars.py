"""What a pair's calendar file says of itself."""

from datetime import datetime

from bot.documents import CalendarSeries, MovedMeeting
from bot.domain.exceptions import Exceptions
from bot.domain.match import Agreement
from bot.domain.partners import Partners
from bot.texts.partners import named, where
from bot.views import File

FILE = "mentoring.ics"


def series(partners: Partners, agreement: Agreement, found: Exceptions, now: datetime) -> CalendarSeries:
    names = f"{named(partners.mentee)} and {named(partners.mentor)}"
    return CalendarSeries(
        uid=f"match-{agreement.match}@mentorbot",
        sequence=partners.match.calendars,
        title=f"Mentoring: {names}",
        description="Agreed in the mentoring program. Please keep student information out of this entry.",
        location=where(agreement),
        zone=agreement.zone,
        starts=agreement.schedule.occurrences(),
        minutes=agreement.minutes,
        stamped=now,
        left_out=found.left_out,
        moved=tuple(MovedMeeting(agreed, at) for agreed, at in found.moved),
    )


def file(found: CalendarSeries) -> File:
    return File(FILE, "Add the meetings to your calendar", found)


def update(found: CalendarSeries) -> File:
    """Calendars take it for the same series."""
    return File(FILE, "Bring your calendar up to date", found)
