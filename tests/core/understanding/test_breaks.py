"""School breaks as moderators list them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.member import Rules
from bot.texts import rules
from bot.understanding.breaks import LONGEST, MOST, breaks
from bot.understanding.reading import NotUnderstood
from bot.views import TextField

TODAY = date(2026, 11, 30)
WINTER = (date(2026, 12, 21), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ()),
        ("Dec 21 to Jan 1", (WINTER,)),
        ("12/21-1/1", (WINTER,)),
        ("2026-12-21 - 2027-01-01; 2026-12-21 through 2027-01-01", (WINTER,)),
        ("from Dec 21, 2026 – Jan 1, 2027\n\nDec 8", ((date(2026, 12, 8), date(2026, 12, 8)), WINTER)),
        ("Dec 21-24", ((date(2026, 12, 21), date(2026, 12, 24)),)),
        ("2026-11-26 to 2026-11-27", ((date(2026, 11, 26), date(2026, 11, 27)),)),  # over, and still explains silence
        ("2025-12-22 to 2026-01-02", ()),
    ],
)
def test_breaks_are_read_as_they_are_written(typed: str, expected: tuple[tuple[date, date], ...]) -> None:
    assert breaks(typed, TODAY).value == expected


@pytest.mark.parametrize(
    "typed", ["spring", "Dec 24, 2026 to Dec 20, 2026", "Dec 1, 2026 to Nov 30, 2027", "Feb 20-31", "\n".join("9" * 30)]
)
def test_what_is_no_break_is_a_sentence(typed: str) -> None:
    with pytest.raises(NotUnderstood, match=r"[.]$"):
        breaks(typed, TODAY)


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, LONGEST - 1)), max_size=MOST))
def test_what_the_form_shows_means_the_same_when_it_is_sent_again(spans: list[tuple[int, int]]) -> None:
    kept = tuple(sorted({(TODAY + timedelta(d), TODAY + timedelta(d + n)) for d, n in spans}))
    listed = replace(Rules(), breaks=kept)
    field = next(field for field in rules.settings_form(listed).fields if field.name == "breaks")
    assert isinstance(field, TextField)
    assert breaks(field.value, TODAY).value == kept
    assert rules.saved(listed).parts
