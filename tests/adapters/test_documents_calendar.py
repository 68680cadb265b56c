"""The calendar file, read back: by icalendar for its parts, by dateutil for what a calendar would show."""

# ruff: noqa: DTZ001 (naive wall times are what is tested here)

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rruleset, rrulestr  # type: ignore[import-untyped]
from dateutil.tz import tzical  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from adapters.documents.calendar_file import calendar_file
from bot.documents import CalendarSeries, MovedMeeting
from bot.domain.schedule import Rhythm, Schedule, instant

ZONES = [
    "America/New_York",
    "America/Chicago",
    "America/Phoenix",
    "America/Adak",
    "Pacific/Honolulu",
    "Pacific/Guam",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Africa/Casablanca",
    "Africa/Cairo",
    "UTC",
]
TUESDAY = datetime(2026, 9, 8, 15, 30)
WEEK = timedelta(weeks=1)


def series(
    *starts: datetime,
    zone: str = "America/Chicago",
    left_out: tuple[datetime, ...] = (),
    moved: tuple[MovedMeeting, ...] = (),
    **more: str,
) -> CalendarSeries:
    words = {"title": "Mentoring with Ana", "description": "Bring one question.", "location": "By video", **more}
    return CalendarSeries(
        left_out=left_out,
        moved=moved,
        uid="m7@mentorbot",
        sequence=3,
        zone=zone,
        starts=starts,
        minutes=45,
        stamped=datetime(2026, 9, 1, 12, tzinfo=UTC),
        **words,
    )


def parts_of(file: bytes, name: str) -> list[dict[str, Any]]:
    return [dict(part) for part in Calendar.from_ical(file).walk(name)]


def event_of(file: bytes) -> dict[str, Any]:
    """The series itself."""
    (event,) = (part for part in parts_of(file, "VEVENT") if "RECURRENCE-ID" not in part)
    return event


def shown(file: bytes) -> list[datetime]:
    """The wall times that a calendar would show."""
    event = event_of(file)
    first = event["DTSTART"].dt.replace(tzinfo=None)
    times = rruleset()
    times.rdate(first)
    if "RRULE" in event:
        times.rrule(rrulestr(event["RRULE"].to_ical().decode(), dtstart=first))
    for date in dates(event.get("RDATE")):
        times.rdate(date)
    for date in dates(event.get("EXDATE")):
        times.exdate(date)
    return list(times)


def dates(found: Any) -> list[datetime]:
    return [date.dt.replace(tzinfo=None) for date in found.dts] if found else []


def weekly(*weeks: int) -> tuple[datetime, ...]:
    return tuple(TUESDAY + week * WEEK for week in weeks)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2033, 12, 31)).map(lambda d: d.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES),
    st.sampled_from(Rhythm),
    st.integers(1, 60),
)
def test_a_calendar_shows_every_meeting_of_the_agreement(
    first: datetime, zone: str, rhythm: Rhythm, weeks: int
) -> None:
    starts = Schedule(first, zone, rhythm, weeks=weeks).occurrences()
    file = calendar_file(series(*starts, zone=zone))
    event = event_of(file)
    assert shown(file) == list(starts)
    assert event["DTSTART"].params.get("TZID", "UTC") == zone
    assert "RDATE" not in event
    assert ("RRULE" in event) == (len(starts) > 1)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12, unique=True), st.sampled_from(ZONES))
def test_meetings_that_follow_no_rule_are_all_shown(days: list[int], zone: str) -> None:
    starts = [TUESDAY + timedelta(days=day, minutes=day % 3 * 15) for day in sorted(days)]
    assert shown(calendar_file(series(*starts, zone=zone))) == starts


@given(st.sets(st.integers(0, 30), min_size=1))
def test_weeks_that_are_left_out_are_not_shown(weeks: set[int]) -> None:
    starts = weekly(*sorted(weeks))
    assert shown(calendar_file(series(*starts))) == list(starts)


@pytest.mark.parametrize(
    ("starts", "rule"),
    [
        (weekly(0, 1, 2), {"FREQ": ["WEEKLY"], "INTERVAL": [1], "COUNT": [3]}),
        (weekly(0, 2, 4), {"FREQ": ["WEEKLY"], "INTERVAL": [2], "COUNT": [3]}),
        (weekly(0, 5, 9), {"FREQ": ["MONTHLY"], "BYDAY": ["2TU"], "COUNT": [3]}),
        (weekly(3, 7, 11), {"FREQ": ["MONTHLY"], "BYDAY": ["-1TU"], "COUNT": [3]}),
    ],
)
def test_regular_meetings_are_one_rule(starts: tuple[datetime, ...], rule: dict[str, list[object]]) -> None:
    found = event_of(calendar_file(series(*starts)))["RRULE"]
    assert {name: [str(v) for v in found[name]] for name in found} == {n: [str(v) for v in rule[n]] for n in rule}


def test_a_cancelled_week_is_an_exception_to_the_rule() -> None:
    event = event_of(calendar_file(series(*weekly(0, 1, 3, 4))))
    assert event["RRULE"]["COUNT"] == [5]
    assert dates(event["EXDATE"]) == [TUESDAY + 2 * WEEK]


@given(
    st.sampled_from(ZONES),
    st.sampled_from(Rhythm),
    st.integers(1, 30),
    st.dictionaries(st.integers(0, 29), st.none() | st.integers(-5000, 5000), max_size=8),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda d: d.replace(second=0, microsecond=0)),
)
def test_moved_and_cancelled_meetings_are_exceptions_to_the_series(
    zone: str, rhythm: Rhythm, weeks: int, changes: dict[int, int | None], first: datetime
) -> None:
    """`changes`: by which minutes a meeting is moved, or None where it is cancelled."""
    starts = Schedule(first, zone, rhythm, weeks=weeks).occurrences()
    changed = {starts[n]: by for n, by in changes.items() if n < len(starts) and by != 0}
    left_out = tuple(sorted(start for start, by in changed.items() if by is None))
    moved = tuple(
        MovedMeeting(start, instant(start, zone) + timedelta(minutes=by)) for start, by in changed.items() if by
    )
    file = calendar_file(series(*starts, zone=zone, left_out=left_out, moved=moved))
    expected = {instant(start, zone) for start in starts if start not in changed} | {meeting.now for meeting in moved}
    assert instants(file) == sorted(expected)
    whole, *rest = parts_of(file, "VEVENT")
    assert {(event["UID"], event["SEQUENCE"]) for event in [whole, *rest]} == {("m7@mentorbot", 3)}
    assert all("RECURRENCE-ID" in event and "RRULE" not in event for event in rest)


def instants(file: bytes) -> list[datetime]:
    """When a calendar would show meetings: the series without what its exceptions take the place of, and those."""
    whole, *rest = parts_of(file, "VEVENT")
    if whole.get("STATUS") == "CANCELLED":
        return []
    zone = whole["DTSTART"].params.get("TZID", "UTC")
    if not {"RRULE", "RDATE"} & set(whole):
        return [whole["DTSTART"].dt.astimezone(UTC)]
    instead = {event["RECURRENCE-ID"].dt.replace(tzinfo=None) for event in rest}
    kept = [instant(start, zone) for start in shown(file) if start not in instead]
    return sorted({*kept, *(event["DTSTART"].dt.astimezone(UTC) for event in rest)})


def test_the_exception_names_the_time_that_it_replaces() -> None:
    moved = MovedMeeting(TUESDAY + WEEK, instant(TUESDAY + WEEK + timedelta(days=2), "America/Chicago"))
    file = calendar_file(series(*weekly(0, 1, 2, 3), left_out=(TUESDAY + 2 * WEEK,), moved=(moved,)))
    whole, exception = parts_of(file, "VEVENT")
    assert whole["RRULE"]["COUNT"] == [4]
    assert dates(whole["EXDATE"]) == [TUESDAY + 2 * WEEK]
    assert exception["RECURRENCE-ID"].dt.replace(tzinfo=None) == TUESDAY + WEEK
    assert exception["RECURRENCE-ID"].params["TZID"] == exception["DTSTART"].params["TZID"] == "America/Chicago"
    assert exception["DTSTART"].dt.replace(tzinfo=None) == TUESDAY + WEEK + timedelta(days=2)


def test_a_meeting_moved_into_the_hour_that_happens_twice_is_written_in_utc() -> None:
    second = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)  # 1:30 for the second time in Chicago
    file = calendar_file(series(*weekly(0, 1), moved=(MovedMeeting(TUESDAY, second),)))
    (_, exception) = parts_of(file, "VEVENT")
    assert exception["DTSTART"].dt == second


def test_a_moved_meeting_turns_the_rule_into_dates() -> None:
    event = event_of(calendar_file(series(TUESDAY, TUESDAY + WEEK + timedelta(days=1), TUESDAY + 2 * WEEK)))
    assert "RRULE" not in event
    assert dates(event["RDATE"]) == [TUESDAY + WEEK + timedelta(days=1), TUESDAY + 2 * WEEK]
    assert event["RDATE"].params["TZID"] == "America/Chicago"


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2033, 12, 31)).map(lambda d: d.replace(second=0, microsecond=0)),
    st.sampled_from([zone for zone in ZONES if zone != "UTC"]),
    st.integers(1, 60),
)
def test_the_zone_in_the_file_shows_the_right_instants(first: datetime, zone: str, weeks: int) -> None:
    starts = Schedule(first, zone, Rhythm.WEEKLY, weeks=weeks).occurrences()
    rules = tzical(StringIO(calendar_file(series(*starts, zone=zone)).decode())).get(zone)
    assert rules is not None
    for start in starts:
        local = instant(start, zone).astimezone(ZoneInfo(zone))
        assert instant(start, zone).astimezone(rules).utcoffset() == local.utcoffset()


def test_the_zone_has_yearly_rules_that_name_the_hour_before_the_change() -> None:
    file = calendar_file(series(*weekly(0, 1)))
    (daylight,), (standard,) = parts_of(file, "DAYLIGHT"), parts_of(file, "STANDARD")
    assert daylight["DTSTART"].dt == datetime(2025, 3, 9, 2)
    assert daylight["RRULE"].to_ical() == b"FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"
    assert standard["DTSTART"].dt == datetime(2025, 11, 2, 2)
    assert standard["RRULE"].to_ical() == b"FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"


def test_a_change_on_the_last_sunday_is_not_taken_for_the_fifth() -> None:
    file = calendar_file(series(datetime(2025, 6, 3, 9), zone="Europe/Dublin"))  # in 2024 to 2026 it is both
    assert {part["RRULE"].to_ical().split(b";")[1] for part in parts_of(file, "DAYLIGHT")} == {b"BYDAY=-1SU"}


def test_a_zone_that_gave_up_daylight_time_has_no_yearly_rule() -> None:
    starts = [datetime(2022, 6, 7, 9), datetime(2023, 6, 6, 9)]
    file = calendar_file(series(*starts, zone="America/Mexico_City"))
    rules = tzical(StringIO(file.decode())).get("America/Mexico_City")
    assert rules is not None
    assert [start.replace(tzinfo=rules).utcoffset() for start in starts] == [timedelta(hours=-5), timedelta(hours=-6)]


def test_a_zone_without_daylight_time_has_one_offset() -> None:
    file = calendar_file(series(TUESDAY, zone="Pacific/Guam"))
    (only,) = parts_of(file, "STANDARD")
    assert only["TZOFFSETFROM"].td == only["TZOFFSETTO"].td == timedelta(hours=10)
    assert parts_of(file, "DAYLIGHT") == []


def test_a_new_version_updates_the_old_one() -> None:
    event = event_of(calendar_file(replace(series(*weekly(0, 1)), sequence=4)))
    assert event["UID"] == "m7@mentorbot"
    assert event["SEQUENCE"] == 4
    assert event["DTSTAMP"].dt == datetime(2026, 9, 1, 12, tzinfo=UTC)
    assert event["DURATION"].dt == timedelta(minutes=45)


def test_nobody_is_invited_and_nothing_rings() -> None:
    calendar = Calendar.from_ical(calendar_file(series(*weekly(0, 1))))
    names = {name for part in calendar.walk() for name in part}
    assert not names & {"METHOD", "ATTENDEE", "ORGANIZER"}
    assert not calendar.walk("VALARM")
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE", "VEVENT"]


HOSTILE = (
    'a,b;c\\d "e" é 🦉 @everyone <b>\r\nATTENDEE:mailto:x@example.org\r\nEND:VEVENT\u202e\x07\ud800' + " long" * 40
)


def test_hostile_text_stays_text() -> None:
    file = calendar_file(series(TUESDAY, title=HOSTILE, description=HOSTILE, location=HOSTILE))
    event = event_of(file)
    kept = HOSTILE.replace("\r", "").replace("\u202e", "").replace("\x07", "").replace("\ud800", "?")
    assert [event[name] for name in ("SUMMARY", "DESCRIPTION", "LOCATION")] == [kept] * 3
    assert "ATTENDEE" not in event


def test_lines_are_folded_and_end_as_the_standard_wants() -> None:
    file = calendar_file(series(*weekly(0, 1), description=HOSTILE * 20))
    lines = file.split(b"\r\n")
    assert lines.pop() == b""
    assert max(len(line) for line in lines) <= 75
    assert all(b"\n" not in line and b"\r" not in line and line.decode() for line in lines)


def test_what_is_empty_is_left_out() -> None:
    event = event_of(calendar_file(series(TUESDAY, description="", location="")))
    assert not {"DESCRIPTION", "LOCATION"} & set(event)


def test_a_series_without_meetings_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one meeting"):
        calendar_file(series())


def test_neither_library_is_imported_before_its_first_use() -> None:
    code = "import sys, adapters.documents; print(sorted({'icalendar', 'matplotlib', 'numpy'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
