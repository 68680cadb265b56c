"""Weekly free times, and when two people are both free: exact across zones, clock changes and the date line."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.availability import (
    DAY,
    FLEXIBLE,
    FLEXIBLE_HOURS,
    FreeTimes,
    Interval,
    describe,
    from_text,
    overlap,
    overlap_minutes,
    to_text,
)
from bot.domain.schedule import wall

EASTERN, CENTRAL, PHOENIX = "America/New_York", "America/Chicago", "America/Phoenix"
ZONES = (
    EASTERN,
    CENTRAL,
    PHOENIX,
    "America/Los_Angeles",
    "Pacific/Honolulu",
    "Pacific/Guam",
    "Pacific/Pago_Pago",
    "Asia/Kolkata",  # half an hour off
    "Asia/Kathmandu",  # three quarters
    "America/St_Johns",
    "Australia/Lord_Howe",  # whose clocks change by half an hour
    "Pacific/Chatham",
    "America/Havana",  # whose clocks change at midnight
    "Pacific/Kiritimati",
)
USUAL_WEEK = date(2026, 10, 7)
SPRING_FORWARD = date(2027, 3, 14)  # a Sunday, as is the next
FALL_BACK = date(2026, 11, 1)


@st.composite
def intervals(draw: st.DrawFn, step: int = 15) -> Interval:
    """Of some weekday, from and to multiples of `step` minutes."""
    minutes = st.integers(0, DAY // step).map(lambda n: n * step)
    first, second = draw(st.lists(minutes, min_size=2, max_size=2, unique=True))
    return Interval(draw(st.integers(0, 6)), min(first, second), max(first, second))


def free_times(step: int = 15) -> st.SearchStrategy[FreeTimes]:
    some = st.lists(intervals(step), max_size=6).map(lambda found: FreeTimes(tuple(found)))
    return st.one_of(some, st.just(FLEXIBLE))


zones = st.sampled_from(ZONES)
weeks = st.sampled_from(
    (
        USUAL_WEEK,
        SPRING_FORWARD,
        FALL_BACK,
        FALL_BACK + timedelta(days=1),
        date(2026, 12, 30),
        date(2026, 10, 4),  # Lord Howe's clocks change, Chatham's did a week before
        date(2027, 4, 4),
    )
)


Minutes = tuple[int, ...]
DST_MARGIN = timedelta(hours=2)


@cache
def clocks(zone: str, monday: datetime) -> tuple[Minutes, frozenset[int]]:
    """What the clocks there show in each minute of the week (minutes since their Monday), and the minutes near to which
    they change: those have their own tests below.

    The other way around than the code under test: from the instant to the wall clock, which is never ambiguous.
    """
    instants = [monday + timedelta(minutes=n) for n in range(7 * DAY)]
    shown = [at.astimezone(ZoneInfo(zone)) for at in instants]
    changing = [n for n, at in enumerate(instants) if _offset(at - DST_MARGIN, zone) != _offset(at + DST_MARGIN, zone)]
    return tuple(w.weekday() * DAY + w.hour * 60 + w.minute for w in shown), frozenset(changing)


def _offset(at: datetime, zone: str) -> timedelta | None:
    return at.astimezone(ZoneInfo(zone)).utcoffset()


def free_minutes(free: FreeTimes) -> frozenset[int]:
    """Minutes since Monday of the local week."""
    given = [(i.weekday, i.start, i.end) for i in free.intervals]
    spans = given if free.given else [(day, *FLEXIBLE_HOURS) for day in range(7)]
    return frozenset(weekday * DAY + minute for weekday, start, end in spans for minute in range(start, end))


@settings(max_examples=120)
@given(a=free_times(), b=free_times(), zone_a=zones, zone_b=zones, week=weeks)
def test_an_overlap_is_the_same_from_both_sides(
    a: FreeTimes, b: FreeTimes, zone_a: str, zone_b: str, week: date
) -> None:
    assert overlap(a, zone_a, b, zone_b, week) == overlap(b, zone_b, a, zone_a, week)


@settings(max_examples=40)
@given(a=free_times(step=1), b=free_times(step=1), zone_a=zones, zone_b=zones, week=weeks)
@example(FLEXIBLE, FLEXIBLE, "Pacific/Guam", "Pacific/Pago_Pago", USUAL_WEEK)
def test_an_overlap_is_exactly_when_both_clocks_show_a_free_time(
    a: FreeTimes, b: FreeTimes, zone_a: str, zone_b: str, week: date
) -> None:
    """Minute by minute, also in weeks in which clocks change."""
    monday = datetime.combine(week - timedelta(days=week.weekday()), time(), UTC)
    found: set[int] = set()
    for each in overlap(a, zone_a, b, zone_b, week):
        start, end = ((at - monday) // timedelta(minutes=1) for at in (each.start, each.end))
        found |= set(range(start, end))
    (shown_a, changing_a), (shown_b, changing_b) = clocks(zone_a, monday), clocks(zone_b, monday)
    free_a, free_b = free_minutes(a), free_minutes(b)
    both = {n for n, minute in enumerate(shown_a) if minute in free_a and shown_b[n] in free_b}
    assert found ^ both <= changing_a | changing_b


@settings(max_examples=80)
@given(a=free_times(), b=free_times(), zone_a=zones, zone_b=zones, week=weeks)
def test_overlaps_are_ascending_apart_and_add_up(
    a: FreeTimes, b: FreeTimes, zone_a: str, zone_b: str, week: date
) -> None:
    found = overlap(a, zone_a, b, zone_b, week)
    assert all(o.start < o.end for o in found)
    assert all(one.end < other.start for one, other in pairwise(found))
    assert overlap_minutes(a, zone_a, b, zone_b, week) == sum(o.minutes for o in found) <= 7 * DAY


@given(free_times())
def test_free_times_survive_storage(free: FreeTimes) -> None:
    assert from_text(to_text(free)) == free


@pytest.mark.parametrize("text", ["7:0-60", "0:60-60", "0:0-1441", "0:90-60", "x", "0:1", "flexible,0:1-2"])
def test_a_damaged_stored_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_text(text)


def test_touching_and_overlapping_intervals_are_merged_and_sorted() -> None:
    free = FreeTimes((Interval(2, 900, 960), Interval(0, 600, 700), Interval(0, 700, 720), Interval(0, 540, 610)))
    assert free.intervals == (Interval(0, 540, 720), Interval(2, 900, 960))


def test_free_times_are_flexible_or_given_never_both() -> None:
    with pytest.raises(ValueError, match="either"):
        FreeTimes((Interval(0, 1, 2),), flexible=True)
    assert not FLEXIBLE.given
    assert not FreeTimes().given


def test_afternoons_in_two_zones_share_what_is_left() -> None:
    after_four = FreeTimes(tuple(Interval(day, 960, 1260) for day in (0, 2)))
    (monday, wednesday) = overlap(after_four, EASTERN, after_four, CENTRAL, USUAL_WEEK)
    assert monday.start == datetime(2026, 10, 5, 21, tzinfo=UTC)
    assert (monday.minutes, wednesday.minutes) == (240, 240)


def test_arizona_is_an_hour_further_from_the_east_in_summer() -> None:
    lunch, early = FreeTimes((Interval(2, 720, 780),)), FreeTimes((Interval(2, 600, 660),))
    assert overlap_minutes(lunch, EASTERN, early, PHOENIX, date(2026, 12, 2)) == 60
    assert overlap_minutes(lunch, EASTERN, early, PHOENIX, date(2026, 10, 7)) == 0


def test_nobody_said_counts_like_flexible() -> None:
    sunday = FreeTimes((Interval(6, 0, DAY),))
    counted = {overlap_minutes(sunday, EASTERN, free, EASTERN, USUAL_WEEK) for free in (None, FreeTimes(), FLEXIBLE)}
    assert counted == {12 * 60}


def test_a_time_that_the_clocks_skip_moves_forward() -> None:
    skipped = FreeTimes((Interval(6, 150, 240),))
    (found,) = overlap(skipped, EASTERN, FreeTimes((Interval(6, 0, DAY),)), EASTERN, SPRING_FORWARD)
    assert (wall(found.start, EASTERN).time(), wall(found.end, EASTERN).time()) == (time(3, 30), time(4))


def test_a_time_that_comes_twice_is_the_first() -> None:
    twice = FreeTimes((Interval(6, 75, 105),))
    (found,) = overlap(twice, EASTERN, twice, EASTERN, FALL_BACK)
    assert found.start == datetime(2026, 11, 1, 5, 15, tzinfo=UTC)
    assert found.minutes == 30


def test_guam_and_samoa_meet_across_the_date_line() -> None:
    tuesday_in_guam, monday_in_samoa = FreeTimes((Interval(1, 600, 660),)), FreeTimes((Interval(0, 780, 840),))
    (found,) = overlap(tuesday_in_guam, "Pacific/Guam", monday_in_samoa, "Pacific/Pago_Pago", USUAL_WEEK)
    assert found.start == datetime(2026, 10, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("intervals", "words"),
    [
        ([(0, 960, 1260), (2, 960, 1260)], "Mon, Wed 4–9 PM"),
        ([(1, 930, 1020)], "Tue 3:30–5 PM"),
        ([(5, 480, 720), (1, 690, 780)], "Tue 11:30 AM–1 PM; Sat 8 AM–noon"),
        ([(day, 1020, 1260) for day in range(5)], "Weekdays 5–9 PM"),
        ([(day, 720, 780) for day in range(7)], "Every day noon–1 PM"),
        ([(day, 480, 1200) for day in (5, 6)], "Weekends 8 AM–8 PM"),
        ([(day, 60, 120) for day in (1, 2, 3)], "Tue–Thu 1–2 AM"),
        ([(3, 0, 60), (3, 1380, 1440)], "Thu midnight–1 AM, 11 PM–midnight"),
    ],
)
def test_free_times_in_words(intervals: list[tuple[int, int, int]], words: str) -> None:
    assert describe(FreeTimes(tuple(Interval(*i) for i in intervals))) == words


def test_flexible_and_unknown_in_words() -> None:
    assert (describe(FLEXIBLE), describe(None), describe(FreeTimes())) == ("Flexible", "Not given", "Not given")
