"""Meetings keep their wall time, whatever the clocks do. Expected values are computed by another road: by scanning."""

# ruff: noqa: DTZ001 (naive wall times are what is tested here)

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.clocks import clocks
from bot.domain.schedule import MOST_WEEKS, US_ZONES, Rhythm, Schedule, Shift, instant, known_zone, shift_at, wall

ZONES = sorted(
    {
        *(z for z in US_ZONES if z.startswith(("America/", "Pacific/"))),
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "America/Havana",
        "Africa/Cairo",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "UTC",
    }
)
zones = st.sampled_from(ZONES)
walls = st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31)).map(lambda d: d.replace(second=0, microsecond=0))
schedules = st.builds(
    Schedule,
    first=walls,
    zone=zones,
    rhythm=st.sampled_from(Rhythm),
    minutes=st.sampled_from([30, 45, 60]),
    weeks=st.integers(1, MOST_WEEKS),
)


def showing(local: datetime, zone: str) -> list[datetime]:
    """All instants at which the clocks of a zone show a time, found by trying every offset on earth."""
    tried = (local.replace(tzinfo=UTC) + timedelta(minutes=m) for m in range(-14 * 60, 14 * 60 + 1, 15))
    return [t for t in tried if t.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local]


def days_of(schedule: Schedule) -> list[date]:
    """The days of all meetings, found by asking of every day of the agreement whether it is one."""
    first = schedule.first.date()
    every = [first + timedelta(days=n) for n in range(7 * schedule.weeks)]
    if schedule.rhythm is Rhythm.MONTHLY:
        return [day for day in every if day == same_weekday_of_month(first, day)]
    if schedule.rhythm is Rhythm.MONTHLY_DATE:
        return [day for day in every if day.day == first.day or _cut_short(first, day)]
    return [day for day in every if (day - first).days % schedule.rhythm.days == 0]


def _cut_short(first: date, day: date) -> bool:
    """Whether it is the last day of a month that has no such day."""
    return day.day < first.day and (day + timedelta(days=1)).day == 1


def same_weekday_of_month(first: date, day: date) -> date:
    month = [date(day.year, day.month, 1) + timedelta(days=n) for n in range(31)]
    alike = [d for d in month if d.month == day.month and d.weekday() == first.weekday()]
    return alike[min((first.day - 1) // 7, len(alike) - 1)]


@given(walls, zones)
def test_a_wall_time_becomes_the_first_instant_that_shows_it(local: datetime, zone: str) -> None:
    shown_at = showing(local, zone)
    if shown_at:
        assert instant(local, zone) == min(shown_at)
    else:
        assert wall(instant(local, zone), zone) > local


@given(st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)), zones)
def test_an_instant_and_its_wall_time_belong_together(moment: datetime, zone: str) -> None:
    back = instant(wall(moment, zone), zone)
    assert wall(back, zone) == wall(moment, zone)
    assert back <= moment


@given(schedules)
def test_every_meeting_is_at_the_agreed_wall_time_on_the_agreed_days(schedule: Schedule) -> None:
    agreed = [datetime.combine(day, schedule.first.time()) for day in days_of(schedule)]
    assert list(schedule.occurrences()) == agreed
    for local, start in zip(agreed, schedule.starts(), strict=True):
        assert start.tzinfo is UTC
        assert wall(start, schedule.zone) == local or not showing(local, schedule.zone)


@given(schedules)
def test_every_meeting_is_when_zoneinfo_says_that_its_wall_time_is(schedule: Schedule) -> None:
    assert list(schedule.starts()) == [instant(local, schedule.zone) for local in schedule.occurrences()]


@given(st.sampled_from(sorted(available_timezones())), st.integers(1970, 2199))
def test_around_every_change_of_every_zone_a_wall_time_is_the_instant_that_zoneinfo_gives(zone: str, year: int) -> None:
    shown = clocks(zone, year)
    beside = [timedelta(seconds=s) for s in (-86_400, -3_600, -1_800, -1, 0, 1, 1_800, 3_600, 86_400)]
    for local in [turn + near for turn in shown.turns for near in beside]:
        assert shown.instant(local) == instant(local, zone), local


@given(schedules)
def test_meetings_are_in_order_and_within_the_agreement(schedule: Schedule) -> None:
    starts = schedule.starts()
    assert list(starts) == sorted(set(starts))
    assert schedule.occurrences()[0] == schedule.first
    assert schedule.occurrences()[-1] < schedule.first + timedelta(weeks=schedule.weeks)
    assert [schedule.number_of(start) for start in starts] == list(range(1, len(starts) + 1))
    assert [schedule.start(number) for number in range(1, len(starts) + 1)] == list(starts)


@given(schedules, st.data())
def test_the_next_meeting_is_the_first_one_later(schedule: Schedule, data: st.DataObject) -> None:
    starts = schedule.starts()
    around = data.draw(st.sampled_from(starts)) + data.draw(st.timedeltas(-timedelta(hours=30), timedelta(hours=30)))
    for moment in (around, starts[0] - timedelta(days=400), *starts):
        expected = next(((n, start) for n, start in enumerate(starts, 1) if start > moment), None)
        assert schedule.next_after(moment) == expected


@given(walls, zones, st.integers(1, MOST_WEEKS))
def test_the_number_of_meetings_follows_from_weeks_and_rhythm(first: datetime, zone: str, weeks: int) -> None:
    def meetings(rhythm: Rhythm) -> int:
        return len(Schedule(first, zone, rhythm, weeks=weeks).occurrences())

    assert meetings(Rhythm.WEEKLY) == weeks
    assert meetings(Rhythm.EVERY_TWO_WEEKS) == (weeks + 1) // 2
    assert (weeks + 4) // 5 <= meetings(Rhythm.MONTHLY) <= (weeks + 3) // 4


def test_twelve_weeks_are_the_default() -> None:
    assert len(Schedule(datetime(2026, 9, 8, 15, 30), "America/Chicago", Rhythm.WEEKLY).starts()) == 12


def test_a_weekly_meeting_keeps_its_wall_time_when_the_clocks_go_back() -> None:
    starts = Schedule(datetime(2026, 10, 27, 15, 30), "America/Chicago", Rhythm.WEEKLY, weeks=2).starts()
    assert starts == (datetime(2026, 10, 27, 20, 30, tzinfo=UTC), datetime(2026, 11, 3, 21, 30, tzinfo=UTC))


def test_a_skipped_wall_time_moves_forward_and_only_that_day() -> None:
    schedule = Schedule(datetime(2027, 3, 7, 2, 30), "America/New_York", Rhythm.WEEKLY, weeks=3)
    assert [local.hour for local in schedule.occurrences()] == [2, 2, 2]
    assert [wall(start, schedule.zone).hour for start in schedule.starts()] == [2, 3, 2]


def test_a_wall_time_that_happens_twice_is_the_first() -> None:
    assert instant(datetime(2026, 11, 1, 1, 30), "America/New_York") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert instant(datetime(2026, 11, 1, 1, 30, fold=1), "America/New_York").hour == 5


def test_lord_howe_moves_by_half_an_hour() -> None:
    skipped = instant(datetime(2026, 10, 4, 2, 15), "Australia/Lord_Howe")
    assert wall(skipped, "Australia/Lord_Howe") == datetime(2026, 10, 4, 2, 45)


def test_monthly_from_the_29th_of_february_stays_on_the_fifth_or_last_tuesday() -> None:
    leap = Schedule(datetime(2028, 2, 29, 9), "Pacific/Guam", Rhythm.MONTHLY, weeks=26)
    days = [(d.month, d.day) for d in leap.occurrences()]
    assert days == [(2, 29), (3, 28), (4, 25), (5, 30), (6, 27), (7, 25)]


def test_fifth_mondays_fall_back_to_the_last_monday() -> None:
    schedule = Schedule(datetime(2026, 11, 30, 16), "America/Denver", Rhythm.MONTHLY, weeks=20)
    days = [(d.month, d.day) for d in schedule.occurrences()]
    assert days == [(11, 30), (12, 28), (1, 25), (2, 22), (3, 29)]


def test_monthly_crosses_the_year_on_the_same_weekday_of_the_month() -> None:
    schedule = Schedule(datetime(2026, 12, 8, 15, 30), "America/Chicago", Rhythm.MONTHLY, weeks=12)
    assert [(d.month, d.day) for d in schedule.occurrences()] == [(12, 8), (1, 12), (2, 9)]


def test_monthly_by_date_uses_the_last_day_of_months_that_are_too_short() -> None:
    schedule = Schedule(datetime(2027, 12, 31, 16), "America/Denver", Rhythm.MONTHLY_DATE, weeks=20)
    assert [(d.month, d.day) for d in schedule.occurrences()] == [(12, 31), (1, 31), (2, 29), (3, 31), (4, 30)]


def test_a_period_is_as_long_as_the_rhythm() -> None:
    assert [rhythm.days for rhythm in Rhythm] == [7, 14, 30, 30]


def shifts(schedule: Schedule, other: str) -> tuple[Shift, ...]:
    found = (shift_at(schedule, number, other) for number in range(1, schedule.meetings + 1))
    return tuple(shift for shift in found if shift is not None)


def test_the_partner_in_arizona_hears_when_their_local_time_shifts() -> None:
    schedule = Schedule(datetime(2026, 10, 27, 15, 30), "America/Chicago", Rhythm.WEEKLY, weeks=4)
    assert shifts(schedule, "America/Phoenix") == (
        Shift(
            number=2,
            start=datetime(2026, 11, 3, 21, 30, tzinfo=UTC),
            was=datetime(2026, 11, 3, 13, 30),
            becomes=datetime(2026, 11, 3, 14, 30),
        ),
    )


def test_a_partner_whose_clocks_change_on_the_same_day_sees_no_shift() -> None:
    schedule = Schedule(datetime(2026, 9, 1, 15, 30), "America/Chicago", Rhythm.WEEKLY, weeks=40)
    assert shifts(schedule, "America/Los_Angeles") == ()


def test_a_partner_whose_clocks_change_a_week_earlier_sees_a_shift_and_its_end() -> None:
    schedule = Schedule(datetime(2026, 10, 20, 9), "America/New_York", Rhythm.WEEKLY, weeks=4)
    found = [(s.start.date(), s.was.hour, s.becomes.hour) for s in shifts(schedule, "Europe/London")]
    assert found == [(date(2026, 10, 27), 14, 13), (date(2026, 11, 3), 13, 14)]


@given(schedules, zones)
@example(Schedule(datetime(2028, 10, 29, 1, 0), "Europe/Dublin", Rhythm.WEEKLY, weeks=22), "Europe/Dublin")
def test_between_shifts_the_partner_meets_at_one_local_time(schedule: Schedule, other: str) -> None:
    changed = {s.number: s for s in shifts(schedule, other)}
    local = [wall(start, other) for start in schedule.starts()]
    hours = [where - agreed for where, agreed in zip(local, schedule.occurrences(), strict=True)]
    for number in range(2, len(local) + 1):
        assert (number in changed) == (hours[number - 1] != hours[number - 2])
        if number in changed:
            assert changed[number].becomes == local[number - 1] != changed[number].was


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "America/Springfield"},
        {"first": datetime(2026, 1, 1, tzinfo=UTC)},
        {"first": datetime(9999, 12, 31)},
        {"weeks": 0},
        {"weeks": MOST_WEEKS + 1},
        {"minutes": 0},
        {"minutes": 100_000},
    ],
)
def test_a_schedule_out_of_bounds_cannot_be_made(wrong: dict[str, object]) -> None:
    right = {"first": datetime(2026, 1, 5, 9), "zone": "America/Chicago", "rhythm": Rhythm.WEEKLY}
    with pytest.raises(ValueError, match=r"time zone|first meeting|bounds"):
        Schedule(**{**right, **wrong})  # type: ignore[arg-type]


def test_there_is_no_meeting_before_the_first_or_after_the_last() -> None:
    schedule = Schedule(datetime(2026, 1, 5, 9), "America/Chicago", Rhythm.WEEKLY, weeks=4)
    for number in (-1, 0, 5):
        with pytest.raises(IndexError):
            schedule.start(number)
    with pytest.raises(ValueError, match=r"not in tuple|x not in"):
        schedule.number_of(schedule.start(1) + timedelta(minutes=1))


@pytest.mark.parametrize(
    "name", ["", " ", "/etc/passwd", "../UTC", "America", "America/Springfield", "a\0b", "x" * 5000, "\ud800", "UTC\n"]
)
def test_what_is_not_a_zone_is_known_to_be_none(name: str) -> None:
    assert not known_zone(name)


def test_naive_and_aware_are_never_confused() -> None:
    with pytest.raises(ValueError, match="naive"):
        instant(datetime(2026, 1, 1, tzinfo=UTC), "UTC")
    with pytest.raises(ValueError, match="aware"):
        wall(datetime(2026, 1, 1), "UTC")
