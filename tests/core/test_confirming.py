"""When offers are asked about again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.confirming import ask_on

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("confirmed", "asked"),
    [
        ("2026-10-05", "2027-01-03"),
        ("2027-01-03", "2027-04-03"),
        ("2027-04-01", "2027-06-30"),
        ("2027-04-03", "2027-08-01"),  # ninety days end in July, which waits for August
        ("2027-06-30", "2027-08-01"),  # every offer in August, however fresh
        ("2027-07-14", "2027-08-01"),
        ("2027-07-15", "2027-10-13"),  # said with the new year in mind
        ("2027-08-03", "2027-11-01"),
    ],
)
def test_after_ninety_days_and_each_august(confirmed: str, asked: str) -> None:
    assert ask_on(date.fromisoformat(confirmed)) == date.fromisoformat(asked)


@given(DAYS)
def test_nobody_is_asked_in_july_twice_in_two_weeks_or_after_more_than_four_months(confirmed: date) -> None:
    asked = ask_on(confirmed)
    assert asked.month != 7
    assert timedelta(days=15) < asked - confirmed <= timedelta(days=121)


@given(DAYS)
def test_every_offer_is_asked_about_in_august_or_was_confirmed_for_it(confirmed: date) -> None:
    august = date(confirmed.year + (confirmed.month > 7), 8, 1)
    day = confirmed
    while ask_on(day) < august:
        day = ask_on(day)  # and says yes at once
    assert ask_on(day) == august or day >= date(august.year, 7, 15)
