"""When the bot may speak, and the clock that stands still while schools are closed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.courtesy import (
    before_quiet,
    business_days_after,
    elapsed,
    periods,
    polite,
    quiet,
    routine,
    standing_clock,
    stands_still,
)
from bot.domain.schedule import Rhythm, instant, wall
from tests.core.test_schedule import zones

CHICAGO = "America/Chicago"
THANKSGIVING = ((date(2026, 11, 23), date(2026, 11, 27)),)

moments = st.integers(0, 11 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
days = st.dates(date(2024, 1, 1), date(2034, 12, 31))
breaks = st.lists(
    st.tuples(days, st.integers(0, 20)).map(lambda b: (b[0], b[0] + timedelta(days=b[1]))), max_size=4
).map(tuple)
hours = st.integers(0, 4 * 200).map(lambda quarters: quarters / 4)


def at(text: str, zone: str = CHICAGO) -> datetime:
    return instant(datetime.fromisoformat(text), zone)


def ran(start: datetime, end: datetime, zone: str, off: tuple[tuple[date, date], ...]) -> float:
    """The hours for which the clock ran, counted quarter by quarter."""
    quarter = timedelta(minutes=15)
    seen = (start + n * quarter for n in range((end - start) // quarter))
    return sum(0.25 for t in seen if not stands_still(wall(t, zone).date(), off))


@pytest.mark.parametrize(
    ("local", "is_quiet"), [("07:59", True), ("08:00", False), ("19:59", False), ("20:00", True), ("00:00", True)]
)
def test_quiet_hours_are_from_eight_to_eight(local: str, is_quiet: bool) -> None:
    assert quiet(at(f"2026-12-01T{local}"), CHICAGO) is is_quiet


def test_what_comes_at_night_waits_for_the_morning() -> None:
    assert polite(at("2026-12-01T22:10"), CHICAGO) == at("2026-12-02T08:00")
    assert polite(at("2026-12-02T03:10"), CHICAGO) == at("2026-12-02T08:00")
    assert polite(at("2026-12-02T13:37"), CHICAGO) == at("2026-12-02T13:37")


@given(moments, zones)
def test_a_polite_moment_is_the_first_that_is_not_quiet(moment: datetime, zone: str) -> None:
    found = polite(moment, zone)
    assert not quiet(found, zone)
    assert found == moment if not quiet(moment, zone) else wall(found, zone).time() == time(8)
    assert timedelta() <= found - moment <= timedelta(hours=13)
    assert found == moment or quiet(found - timedelta(minutes=1), zone)


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-12-01T09:00", "2026-12-01T16:00"),
        ("2026-12-01T16:00", "2026-12-01T16:00"),
        ("2026-12-01T16:01", "2026-12-02T16:00"),
        ("2026-12-04T17:00", "2026-12-07T16:00"),
        ("2026-12-05T09:00", "2026-12-07T16:00"),
    ],
)
def test_routine_messages_come_at_four_on_weekdays(moment: str, found: str) -> None:
    assert routine(at(moment), CHICAGO) == at(found)


def test_routine_understands_a_day() -> None:
    assert routine(date(2026, 12, 1), CHICAGO) == at("2026-12-01T16:00")
    assert routine(date(2026, 12, 5), "Pacific/Guam") == at("2026-12-07T16:00", "Pacific/Guam")


@given(moments, zones)
def test_routine_is_four_on_a_weekday_within_three_days(moment: datetime, zone: str) -> None:
    found = routine(moment, zone)
    assert wall(found, zone).time() == time(16)
    assert wall(found, zone).weekday() < 5
    assert timedelta() <= found - moment < timedelta(days=3, hours=1)


def test_a_proposal_of_friday_noon_has_until_wednesday_noon() -> None:
    assert standing_clock(at("2026-12-04T12:00"), 72, CHICAGO) == at("2026-12-09T12:00")


def test_a_clock_begun_on_saturday_starts_on_monday() -> None:
    assert standing_clock(at("2026-12-05T10:00"), 1, CHICAGO) == at("2026-12-07T01:00")


def test_a_clock_stands_still_in_the_break() -> None:
    assert standing_clock(at("2026-11-20T12:00"), 24, CHICAGO, THANKSGIVING) == at("2026-11-30T12:00")


def test_a_friday_of_twenty_three_hours_counts_as_such() -> None:
    cairo = "Africa/Cairo"  # its clocks skip the first hour of Friday, April 30, 2027
    assert standing_clock(at("2027-04-29T00:00", cairo), 47, cairo) == at("2027-05-01T00:00", cairo)
    assert standing_clock(at("2027-04-29T00:00", cairo), 48, cairo) == at("2027-05-03T01:00", cairo)


@given(moments, hours, zones, breaks)
def test_the_clock_has_run_for_its_hours_and_not_before(
    start: datetime, given_hours: float, zone: str, off: tuple[tuple[date, date], ...]
) -> None:
    start = start.replace(minute=0, second=0, microsecond=0)
    deadline = standing_clock(start, given_hours, zone, off)
    assert ran(start, deadline, zone, off) == given_hours
    assert elapsed(start, deadline, zone, off) == given_hours
    if deadline > start:
        assert ran(start, deadline - timedelta(minutes=15), zone, off) == given_hours - 0.25


@given(moments, moments, zones, breaks)
def test_elapsed_counts_only_running_hours(
    one: datetime, other: datetime, zone: str, off: tuple[tuple[date, date], ...]
) -> None:
    start, end = (t.replace(minute=0, second=0, microsecond=0) for t in sorted((one, other)))
    end = min(end, start + timedelta(days=40))
    assert elapsed(start, end, zone, off) == ran(start, end, zone, off)
    assert elapsed(end, start, zone, off) == 0


@given(moments, st.timedeltas(timedelta(), timedelta(days=9)), hours, st.integers(0, 100), zones, breaks)
def test_a_later_start_or_more_hours_never_end_sooner(
    start: datetime, later: timedelta, base: float, more: int, zone: str, off: tuple[tuple[date, date], ...]
) -> None:
    deadline = standing_clock(start, base, zone, off)
    assert standing_clock(start + later, base, zone, off) >= deadline
    assert standing_clock(start, base + more, zone, off) >= deadline


@given(moments, st.floats(0, 120), zones)
def test_without_a_weekend_between_the_clock_is_an_ordinary_one(start: datetime, given_hours: float, zone: str) -> None:
    plain = start + timedelta(hours=given_hours)
    between = {wall(start + n * timedelta(hours=6), zone).date() for n in range(21) if n * 6 <= given_hours}
    if not any(stands_still(day) for day in between | {wall(plain, zone).date()}):
        assert standing_clock(start, given_hours, zone) == plain


def test_a_break_with_a_wrong_year_costs_no_time() -> None:
    long = ((date(2026, 12, 1), date(8026, 12, 5)),)
    assert standing_clock(at("2026-11-30T23:00"), 2, CHICAGO, long).year == 8026


def test_a_break_that_ends_before_it_begins_is_none() -> None:
    assert standing_clock(at("2026-12-01T12:00"), 24, CHICAGO, ((date(2026, 12, 5), date(2026, 12, 1)),)) == at(
        "2026-12-02T12:00"
    )


def test_a_clock_does_not_run_backward() -> None:
    with pytest.raises(ValueError, match="forward"):
        standing_clock(at("2026-12-01T12:00"), -1, CHICAGO)


def test_ten_business_days_leave_out_weekends_and_breaks() -> None:
    assert business_days_after(date(2026, 12, 4), 10) == date(2026, 12, 18)
    assert business_days_after(date(2026, 11, 20), 1, THANKSGIVING) == date(2026, 11, 30)
    assert business_days_after(date(2026, 12, 5), 0) == date(2026, 12, 5)


@given(days, st.integers(1, 60), breaks)
def test_business_days_are_counted_one_by_one(day: date, n: int, off: tuple[tuple[date, date], ...]) -> None:
    found = business_days_after(day, n, off)
    between = [day + timedelta(days=d) for d in range(1, (found - day).days + 1)]
    assert sum(not stands_still(d, off) for d in between) == n
    assert not stands_still(found, off)


@pytest.mark.parametrize(
    ("rhythm", "silent", "passed"),
    [(Rhythm.WEEKLY, 10.5, 1.5), (Rhythm.EVERY_TWO_WEEKS, 35, 2.5), (Rhythm.MONTHLY, 90, 3.0), (Rhythm.WEEKLY, -1, 0)],
)
def test_silence_is_measured_against_the_pairs_rhythm(rhythm: Rhythm, silent: float, passed: float) -> None:
    last = at("2026-09-01T12:00")
    assert periods(last, rhythm, last + timedelta(days=silent)) == passed


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-12-01T07:00", "2026-11-30T19:45"),
        ("2026-12-01T00:00", "2026-11-30T19:45"),
        ("2026-12-01T20:30", "2026-12-01T19:45"),
        ("2026-12-01T19:59", "2026-12-01T19:59"),
        ("2026-12-01T08:00", "2026-12-01T08:00"),
    ],
)
def test_what_would_fall_into_quiet_hours_goes_out_before_them(moment: str, found: str) -> None:
    assert before_quiet(at(moment), CHICAGO) == at(found)


def test_routine_messages_leave_school_breaks_alone() -> None:
    winter = ((date(2026, 12, 21), date(2027, 1, 1)),)
    assert routine(at("2026-12-18T16:00"), CHICAGO, winter) == at("2026-12-18T16:00")
    assert routine(at("2026-12-18T16:01"), CHICAGO, winter) == at("2027-01-04T16:00")
