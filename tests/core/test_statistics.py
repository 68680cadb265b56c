"""The arithmetic of the statistics."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures import median, percentile, share, weeks_until

DAYS = st.lists(st.floats(0, 4000), min_size=1, max_size=60)
FIRST, LAST = datetime(2026, 1, 1), datetime(2030, 1, 1)  # noqa: DTZ001  bounds are naive here
INSTANTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


@given(DAYS)
def test_half_of_the_values_lie_on_each_side_of_the_median(days: list[float]) -> None:
    middle = median(days)
    assert middle is not None
    assert 2 * sum(d <= middle for d in days) >= len(days)
    assert 2 * sum(d >= middle for d in days) >= len(days)


@given(DAYS, st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_a_percentile_is_the_smallest_value_that_enough_of_them_reach(days: list[float], part: float) -> None:
    found = percentile(days, part)
    assert found in days
    assert sum(d <= found for d in days) >= part * len(days)
    assert all(sum(d <= smaller for d in days) < part * len(days) for smaller in days if smaller < found)


def test_nothing_has_no_middle_and_no_percentile() -> None:
    assert median([]) is None
    assert percentile([], 0.9) is None


def test_known_figures() -> None:
    assert median([1, 2, 3, 10]) == 2.5
    assert percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9) == 9
    assert percentile([4.0], 0.9) == 4.0
    assert share(1, 3) == 33
    assert share(1, 8) == 13
    assert share(0, 0) is None


def test_a_share_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="share"):
        percentile([1.0], 0)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_percentage_is_at_most_half_a_point_off(part: int, whole: int) -> None:
    percent = share(part, whole)
    assert percent is not None
    assert abs(percent - 100 * part / whole) <= 0.5


@given(INSTANTS, st.integers(1, 30))
def test_weeks_follow_each_other_and_the_last_holds_now(now: datetime, how_many: int) -> None:
    weeks = weeks_until(now, how_many)
    assert len(weeks.mondays) == how_many
    assert all(monday.weekday() == 0 for monday in weeks.mondays)
    assert all(b - a == timedelta(days=7) for a, b in zip(weeks.mondays, weeks.mondays[1:], strict=False))
    assert weeks.mondays[-1] <= now.date() < weeks.mondays[-1] + timedelta(days=7)


@given(INSTANTS, st.lists(INSTANTS, max_size=40))
def test_every_instant_of_these_weeks_is_counted_once(now: datetime, moments: list[datetime]) -> None:
    weeks = weeks_until(now, 12)
    end = weeks.mondays[-1] + timedelta(days=7)
    assert sum(weeks.counts(moments)) == sum(weeks.begin <= m.date() < end for m in moments)


def test_midnight_on_monday_begins_a_week() -> None:
    weeks = weeks_until(datetime(2026, 10, 7, tzinfo=UTC), 2)
    assert weeks.mondays == (date(2026, 9, 28), date(2026, 10, 5))
    edges = [datetime(2026, 10, 4, 23, 59, 59, tzinfo=UTC), datetime(2026, 10, 5, tzinfo=UTC)]
    assert weeks.counts(edges) == (1, 1)
