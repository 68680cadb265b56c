"""The calendar files of a pair: one series, brought up to date after every change."""

from datetime import UTC, datetime

from icalendar import Calendar

from adapters.documents.calendar_file import calendar_file
from bot.commands import CantMakeIt, Reschedule
from bot.documents import CalendarSeries, MovedMeeting
from tests.acceptance.pair import agree_on, agreed, calendars, sessions_of
from tests.acceptance.stage import Stage

# ruff: noqa: DTZ001 (calendar files hold naive wall times)

SECOND, THIRD = datetime(2026, 10, 13, 15), datetime(2026, 10, 20, 15)


def parts(series: CalendarSeries) -> list[tuple[str, int, bool]]:
    """What stands in the file: the series, and whether each entry is an exception to it."""
    events = Calendar.from_ical(calendar_file(series)).walk("VEVENT")
    return [(str(event["UID"]), int(str(event["SEQUENCE"])), "RECURRENCE-ID" in event) for event in events]


async def test_moving_and_cancelling_one_meeting_update_both_calendars(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=7)
    (_, second, third, *_) = await sessions_of(stage, maya)
    await maya.does(Reschedule(second.id, "Oct 15", "5 pm"))
    await ruth.does(CantMakeIt(third.id))

    first, moved, cancelled = calendars(maya)
    assert calendars(ruth) == [first, moved, cancelled]
    assert {series.uid for series in (first, moved, cancelled)} == {first.uid}
    assert [series.sequence for series in (first, moved, cancelled)] == [1, 2, 3]
    to = MovedMeeting(SECOND, datetime(2026, 10, 15, 21, tzinfo=UTC))
    assert (moved.starts, moved.moved, moved.left_out) == (first.starts, (to,), ())
    assert (cancelled.moved, cancelled.left_out) == ((to,), (THIRD,))
    assert parts(cancelled) == [(first.uid, 3, False), (first.uid, 3, True)]


async def test_a_cancelled_meeting_that_gets_another_time_is_in_the_calendar_again(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    (first, *_) = await sessions_of(stage, maya)
    await ruth.does(CantMakeIt(first.id))
    await maya.does(Reschedule(first.id, "Oct 6", "3 pm"))
    assert [(len(series.left_out), len(series.moved)) for series in calendars(ruth)] == [(0, 0), (1, 0), (0, 0)]
    assert [series.sequence for series in calendars(ruth)] == [1, 2, 3]


async def test_a_new_schedule_begins_without_the_exceptions_of_the_one_before(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    (first, *_) = await sessions_of(stage, maya)
    await ruth.does(CantMakeIt(first.id))
    await agree_on(stage, maya, ruth, first_date="Oct 8")
    await agree_on(stage, maya, ruth)  # back to what it was at first
    last = calendars(maya)[-1]
    assert (last.sequence, last.left_out, last.moved) == (4, (), ())
