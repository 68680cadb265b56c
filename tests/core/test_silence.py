"""The quiet ladder's arithmetic: time that stands still in school breaks."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.courtesy import Breaks
from bot.journey.silence import after_breaks

HOUR = timedelta(hours=1)
START = datetime(2026, 12, 14, 15, tzinfo=UTC)
WINTER: Breaks = ((date(2026, 12, 21), date(2027, 1, 1)),)
DAYS = st.dates(date(2026, 12, 1), date(2027, 2, 1))
BREAKS = st.lists(st.tuples(DAYS, st.integers(0, 12)).map(lambda b: (b[0], b[0] + timedelta(days=b[1]))), max_size=4)


def test_a_break_on_the_way_puts_the_end_off_by_its_days() -> None:
    assert after_breaks(START, timedelta(days=10), "UTC", WINTER) == START + timedelta(days=22)
    assert after_breaks(START, timedelta(days=6), "UTC", WINTER) == START + timedelta(days=6)


def test_a_break_that_began_before_counts_from_the_start() -> None:
    within = datetime(2026, 12, 30, 12, tzinfo=UTC)
    assert after_breaks(within, HOUR, "UTC", WINTER) == datetime(2027, 1, 2, 1, tzinfo=UTC)


def test_a_break_begins_and_ends_at_local_midnight() -> None:
    before = datetime(2026, 12, 21, 4, tzinfo=UTC)  # 23:00 in New York
    assert after_breaks(before, 2 * HOUR, "America/New_York", WINTER) == datetime(2027, 1, 2, 6, tzinfo=UTC)


@given(BREAKS, st.integers(0, 24 * 40), st.integers(1, 24 * 40))
def test_exactly_the_length_lies_outside_the_breaks(breaks: list[tuple[date, date]], after: int, hours: int) -> None:
    start = datetime(2026, 11, 25, tzinfo=UTC) + after * HOUR
    end = after_breaks(start, hours * HOUR, "UTC", tuple(breaks))

    lived = [start + n * HOUR for n in range((end - start) // HOUR)]
    counted = [moment for moment in lived if not any(a <= moment.date() <= b for a, b in breaks)]
    assert len(counted) == hours
    assert lived[-1] == counted[-1]
