"""How far somebody is with their goals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.progress import progress
from bot.understanding.reading import NotUnderstood

FIGURES = st.lists(st.integers(0, 10), min_size=1, max_size=3)


@given(FIGURES, st.sampled_from([", ", ",", " ", "; ", " / ", " and "]))
def test_one_number_for_each_goal_in_their_order(figures: list[int], between: str) -> None:
    assert progress(between.join(map(str, figures)), len(figures)).value == tuple(figures)


@pytest.mark.parametrize(
    ("text", "goals"), [("4", 2), ("4, 7", 1), ("11", 1), ("-1", 1), ("half", 1), ("4,,7", 2), ("9" * 400, 1), ("٣", 1)]
)
def test_other_numbers_are_spoken_about(text: str, goals: int) -> None:
    with pytest.raises(NotUnderstood, match="For example: 4"):
        progress(text, goals)
