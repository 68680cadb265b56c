"""Starting times for a first meeting."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.availability import DAY, FLEXIBLE, FreeTimes, Interval, overlap
from bot.domain.schedule import instant, wall
from bot.domain.slots import slots
from tests.core.test_availability import CENTRAL, EASTERN, free_times, zones

AFTER = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)  # a Monday, 10 AM in New York


def weekly(*parts: tuple[int, int, int]) -> FreeTimes:
    return FreeTimes(tuple(Interval(*part) for part in parts))


moments = st.datetimes(datetime(2026, 10, 1), datetime(2027, 4, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


@settings(max_examples=80)
@given(free_times(), zones, free_times(), zones, moments, st.sampled_from((15, 30, 45, 60, 90)), st.integers(1, 5))
def test_every_slot_suits_both_and_leaves_a_day(
    mentee: FreeTimes, zone: str, mentor: FreeTimes, other: str, after: datetime, minutes: int, count: int
) -> None:
    found = slots(mentee, zone, mentor, other, after, minutes, count)
    assert len(set(found)) == len(found) <= count
    assert list(found) == sorted(found)
    for start in found:
        at = instant(start, zone)
        assert at >= after + timedelta(hours=24)
        assert start.minute % 15 == 0
        for local in (wall(at, zone), wall(at, other)):
            opening = local.replace(hour=7, minute=0)
            assert opening <= local <= opening + timedelta(hours=14, minutes=-minutes)
        weeks = {at.date(), (at + timedelta(minutes=minutes)).date()}  # a meeting may cross a Sunday's midnight in UTC
        shared = [o for week in weeks for o in overlap(mentee, zone, mentor, other, week)]
        minutes_met = {at + timedelta(minutes=n) for n in range(0, minutes, 15)}
        assert all(any(o.start <= minute < o.end for o in shared) for minute in minutes_met)


@settings(max_examples=60)
@given(free_times(), zones, moments)
def test_slots_lie_on_different_days_where_there_are_three_days(mentee: FreeTimes, zone: str, after: datetime) -> None:
    found = slots(mentee, zone, mentee, zone, after, 30)
    every = {start.date() for start in slots(mentee, zone, mentee, zone, after, 30, count=10_000)}
    assert len({start.date() for start in found}) == min(3, len(every))


def test_three_different_weekdays_come_before_three_tuesdays() -> None:
    free = weekly((1, 930, 1020), (3, 1140, 1230), (5, 480, 720))
    found = slots(free, EASTERN, FLEXIBLE, EASTERN, AFTER, 60)
    assert [f"{s:%a %H:%M}" for s in found] == ["Tue 15:30", "Thu 19:00", "Sat 08:00"]


def test_a_single_weekday_is_offered_on_several_dates() -> None:
    tuesday = weekly((1, 930, 1020))
    found = slots(tuesday, EASTERN, tuesday, EASTERN, AFTER, 60)
    assert [f"{s:%m-%d %H:%M}" for s in found] == ["10-06 15:30", "10-13 15:30", "10-20 15:30"]


def test_the_hour_and_half_hour_are_preferred_over_the_quarter() -> None:
    ragged = weekly((2, 915, 1005))
    assert slots(ragged, EASTERN, ragged, EASTERN, AFTER, 45, count=1)[0].strftime("%H:%M") == "15:30"
    tight = weekly((2, 915, 960))
    assert slots(tight, EASTERN, tight, EASTERN, AFTER, 45, count=1)[0].strftime("%H:%M") == "15:15"


def test_where_nobody_said_the_afternoon_of_a_weekday_is_proposed() -> None:
    friday = datetime(2026, 10, 9, 14, tzinfo=UTC)
    found = slots(None, EASTERN, FLEXIBLE, EASTERN, friday, 60)
    assert [f"{s:%a %H:%M}" for s in found] == ["Mon 16:00", "Tue 16:00", "Wed 16:00"]


def test_slots_are_wall_times_of_the_mentee_across_a_change_of_clocks() -> None:
    mentee, mentor = weekly((2, 960, 1020)), weekly((2, 900, 960))
    found = slots(mentee, EASTERN, mentor, CENTRAL, datetime(2026, 10, 27, tzinfo=UTC), 60)
    assert {s.strftime("%a %H:%M") for s in found} == {"Wed 16:00"}
    assert len(found) == 3


def test_no_overlap_means_no_slots() -> None:
    assert slots(weekly((0, 480, 540)), EASTERN, weekly((0, 600, 660)), EASTERN, AFTER, 30) == ()
    assert slots(weekly((0, 480, 540)), EASTERN, weekly((0, 480, 540)), EASTERN, AFTER, 90) == ()


def test_nobody_is_asked_to_meet_at_night() -> None:
    night = weekly(*((day, 1260, DAY) for day in range(7)))
    assert slots(night, EASTERN, night, EASTERN, AFTER, 30) == ()
