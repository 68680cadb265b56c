"""How long people wait, with those of whom it is not known yet: against another way to the same estimate."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.waits import LEAST_WATCHED, Curve, Range, Wait, curve

DAYS = st.integers(0, 40).map(lambda quarter: quarter / 4)
WAITS = st.lists(st.builds(Wait, DAYS, st.booleans()), max_size=30)
SHARES = st.sampled_from((0.1, 0.2, 0.5, 0.8, 0.9))


def redistributed(waits: list[Wait], day: float) -> Fraction:
    """The share left after a day, by Efron's way: who is lost sight of leaves their weight to those who wait longer."""
    ordered = sorted(waits, key=lambda wait: (wait.days, not wait.matched))
    weights = [Fraction(1, len(waits)) for _ in waits]
    for at, wait in enumerate(ordered):
        behind = len(ordered) - at - 1
        if not wait.matched and behind:
            for later in range(at + 1, len(ordered)):
                weights[later] += weights[at] / behind
            weights[at] = Fraction(0)
    found = (w for w, wait in zip(weights, ordered, strict=True) if wait.matched and wait.days <= day)
    return 1 - sum(found, Fraction(0))


@given(WAITS.filter(bool), DAYS)
def test_the_curve_is_what_redistributing_the_weights_gives(waits: list[Wait], day: float) -> None:
    steps = [step.left for step in curve(waits).steps if step.day <= day]
    assert (steps[-1] if steps else 1.0) == pytest.approx(float(redistributed(waits, day)))


@given(WAITS)
def test_the_curve_only_falls_and_counts_who_still_waits(waits: list[Wait]) -> None:
    steps = curve(waits).steps
    assert [step.day for step in steps] == sorted({wait.days for wait in waits if wait.matched})
    assert all(0 <= after.left < before.left <= 1 for before, after in pairwise(steps))
    assert [step.watched for step in steps] == [sum(w.days >= step.day for w in waits) for step in steps]


@given(st.lists(DAYS, min_size=1, max_size=30), SHARES)
def test_where_everything_is_known_it_is_the_plain_share(days: list[float], share: float) -> None:
    within = curve(Wait(each, matched=True) for each in days).within(share, -1.0)
    assert within is not None
    assert sum(each <= within - 1 for each in days) >= share * len(days) - 1e-6
    assert sum(each < within - 1 for each in days) < share * len(days) + 1e-6


@given(WAITS, st.integers(1, 5), SHARES)
def test_who_still_waits_never_makes_it_look_shorter(waits: list[Wait], more: int, share: float) -> None:
    few, many = curve(waits), curve([*waits, *[Wait(100.0, matched=False)] * more])
    before, after = few.within(share), many.within(share)
    assert after is None or (before is not None and before <= after)


@given(WAITS, DAYS)
def test_who_has_waited_is_compared_with_those_who_had(waits: list[Wait], waited: float) -> None:
    """What is told of the days to come is the curve of those who were still there, begun anew."""
    still = curve(Wait(wait.days - waited, wait.matched) for wait in waits if wait.days > waited)
    known = curve(waits)
    assert known.watched(waited) == (still.steps[0].watched if still.steps else 0)
    for share in (0.2, 0.5, 0.8):
        first, other = known.within(share, waited), still.within(share)
        assert (first is None) == (other is None)
        assert first is None or first == pytest.approx(other)


def test_a_range_needs_eight_people() -> None:
    days = [2, 4, 4, 5, 6, 7, 9]
    assert len(days) == LEAST_WATCHED - 1
    assert curve(Wait(day, matched=True) for day in days).range() is None
    assert curve([*(Wait(day, matched=True) for day in days), Wait(30, matched=False)]).range() == Range(4, 9)


def test_where_most_still_wait_the_range_has_no_end() -> None:
    waits = [*[Wait(3, matched=True)] * 3, *[Wait(20, matched=False)] * 7]
    assert curve(waits).range() == Range(3, None)
    assert curve([Wait(20, matched=False)] * 30).range() is None, "nobody has found anybody"
    assert Curve().range() is None


def test_ends_are_whole_days_and_a_few_hours_are_within_one() -> None:
    assert curve([Wait(0.1, matched=True)] * 10).range() == Range(0, 1)
    assert curve([Wait(2.3, matched=True)] * 10).range() == Range(2, 3)


def test_a_year_of_a_large_community_is_a_few_hundred_steps() -> None:
    assert len(curve(Wait(n * 0.0365, matched=True) for n in range(10_000)).steps) < 420
