"""The calendar files of a pair: one series, brought up to date after every change."""

from datetime import UTC, datetime

from icalendar import Calendar

from adapters.documents.calendar_file import calendar_file
from bot.commands import CantMakeIt, EndMatch, NotForMe, NotHeard, PauseMatch, Reschedule
from bot.documents import CalendarSeries, MovedMeeting
from bot.views import File, Message, View
from tests.acceptance.pair import agree_on, agreed, calendars, match_of, matched, sessions_of
from tests.acceptance.stage import Stage

# ruff: noqa: DTZ001 (calendar files hold naive wall times)

SECOND, THIRD = datetime(2026, 10, 13, 15), datetime(2026, 10, 20, 15)


def parts(series: CalendarSeries) -> list[tuple[str, int, bool]]:
    """What stands in the file: the series, and whether each entry is an exception to it."""
    events = Calendar.from_ical(calendar_file(series)).walk("VEVENT")
    return [(str(event["UID"]), int(str(event["SEQUENCE"])), "RECURRENCE-ID" in event) for event in events]


def in_view(view: View) -> list[CalendarSeries]:
    found = [part.document for part in view.parts if isinstance(part, File)] if isinstance(view, Message) else []
    return [each for each in found if isinstance(each, CalendarSeries)]


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


async def test_the_end_of_a_match_takes_what_was_to_come_out_of_both_calendars(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    (first, second, *_) = await sessions_of(stage, maya)
    await stage.later(days=2)
    await maya.presses("Met")
    await maya.does(Reschedule(second.id, "Oct 15", "5 pm"))
    await maya.does(EndMatch(first.match))
    (own,) = in_view(maya.last)
    assert calendars(ruth)[-1] == own
    assert (own.sequence, own.moved) == (3, ())
    assert own.left_out == own.starts[1:]  # the first was held, and stays
    assert parts(own) == [(own.uid, 3, False)]


async def test_a_match_that_ends_before_the_first_meeting_leaves_nothing_in_a_calendar(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await maya.does(NotForMe((await match_of(stage, maya)).id))
    (off,) = calendars(maya)[1:]
    assert calendars(ruth)[1:] == [off]
    assert off.left_out == off.starts
    (event,) = Calendar.from_ical(calendar_file(off)).walk("VEVENT")
    assert (event["STATUS"], event["UID"], event["SEQUENCE"]) == ("CANCELLED", off.uid, 2)


async def test_without_a_word_from_one_of_the_two_both_calendars_are_cleared(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=3)
    await maya.does(NotHeard((await match_of(stage, maya)).id))
    await stage.later(days=9)
    off = calendars(maya)[-1]
    assert off.sequence == 2
    assert calendars(ruth)[-1] == off
    assert off.left_out == off.starts[2:]  # nobody said that the first two were not


async def test_where_nothing_was_to_come_the_end_brings_no_file(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await maya.does(EndMatch((await match_of(stage, maya)).id))
    assert (in_view(maya.last), calendars(ruth)) == ([], [])


async def test_a_pause_that_becomes_the_end_brings_one_more_file(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    match = (await match_of(stage, maya)).id
    await maya.does(PauseMatch(match, "Oct 19"))
    await ruth.does(EndMatch(match))
    (off,) = in_view(ruth.last)
    assert calendars(maya)[-1] == off
    assert (off.sequence, off.left_out) == (3, off.starts)
