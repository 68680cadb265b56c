"""A day and a time as somebody typed them, in their own zone."""

from datetime import UTC, datetime

import pytest

from bot.journey.typed_times import Typed, coming_instant
from bot.understanding.fields import Fields

NOW = datetime(2026, 10, 26, 14, 0, tzinfo=UTC)  # 10:00 in New York
EASTERN = "America/New_York"


def read(day: str, time: str, zone: str = EASTERN, now: datetime = NOW) -> tuple[datetime | None, dict[str, str]]:
    fields = Fields()
    return coming_instant(Typed(day, time, ("date", "time")), zone, now, fields), fields.problems


@pytest.mark.parametrize(
    ("day", "time", "utc"),
    [
        ("2026-10-27", "15:30", "2026-10-27T19:30"),
        ("Tuesday", "3:30 pm", "2026-10-27T19:30"),
        ("today", "10:30", "2026-10-26T14:30"),
        ("10/27", "15:30:00", "2026-10-27T19:30"),
        ("Nov 3", "3:30", "2026-11-03T20:30"),  # clocks have changed
        ("2027-01-24", "9 am", "2027-01-24T14:00"),  # day 90
    ],
)
def test_it_is_the_instant_that_is_meant(day: str, time: str, utc: str) -> None:
    assert read(day, time) == (datetime.fromisoformat(utc).replace(tzinfo=UTC), {})


def test_today_is_the_day_of_the_zone() -> None:
    assert read("today", "1 pm", "Pacific/Guam")[0] == datetime(2026, 10, 27, 3, tzinfo=UTC)  # the 27th there


def test_a_time_that_the_clocks_skip_is_told_beside_the_time() -> None:
    before = datetime(2027, 3, 10, 12, tzinfo=UTC)
    at, problems = read("2027-03-14", "2:30 am", now=before)
    assert at is None
    assert "there is no 2:30 AM" in problems["time"]
    assert read("2027-03-14", "3 am", now=before)[0] == datetime(2027, 3, 14, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "time", "field"),
    [
        ("2026-10-25", "15:30", "date"),
        ("2026-10-26", "09:59", "date"),
        ("2026-10-26", "10:00", "date"),
        ("2027-01-24", "10:01 am", "date"),
        ("9999-12-31", "23:59", "date"),
        ("0001-01-01", "00:00", "date"),
        ("2026-02-30", "15:30", "date"),
        ("", "15:30", "date"),
        ("Tuesday", "", "time"),
        ("Tuesday", "25:00", "time"),
        ("Tuesday", "15:30:00:00", "time"),
        ("Tuesday", "x" * 100_000, "time"),
    ],
)
def test_anything_else_is_told_beside_its_field(day: str, time: str, field: str) -> None:
    found, problems = read(day, time)
    assert found is None
    assert set(problems) == {field}
