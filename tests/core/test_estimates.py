"""What was told of a wait, and what became of it."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.estimate import Calibration, Course, Situation, Told, calibration, forecasts
from bot.domain.waits import LEAST_WATCHED, Range, Wait
from bot.ids import CommunityId, RequestId

NOW = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)
RANGES = st.none() | st.builds(
    lambda low, more: Range(low, None if more is None else low + more),
    st.integers(0, 60),
    st.none() | st.integers(0, 60),
)
TOLD = st.builds(Told, st.sampled_from(Situation), RANGES)


@given(TOLD)
def test_a_code_says_all_that_was_told(told: Told) -> None:
    assert Told.of(told.code) == told
    assert len(told.code) <= 20


@given(st.lists(st.tuples(TOLD, st.builds(Wait, st.integers(0, 90), st.booleans()))))
def test_every_range_is_counted_once(told: list[tuple[Told, Wait]]) -> None:
    counted = calibration(told)
    assert sum(asdict(counted).values()) == len(told)
    assert counted.known == counted.held + counted.sooner + counted.missed


def test_what_holds_and_what_does_not() -> None:
    told = Told(Situation.HERE, Range(2, 9))
    became = {
        "sooner": Wait(1.5, matched=True),
        "held": Wait(9, matched=True),
        "missed": Wait(9.5, matched=True),
        "open": Wait(9, matched=False),  # still within, or nobody knows what would have come
    }
    for name, wait in became.items():
        assert calibration([(told, wait)]) == Calibration(**{name: 1}), name
    assert calibration([(told, Wait(10, matched=False))]).missed == 1, "the end is over, and she still waits"
    endless, nothing = Told(Situation.FAR, Range(3, None)), Told(Situation.FAR, None)
    assert calibration([(endless, Wait(5, matched=True)), (nothing, Wait(5, matched=True))]).untold == 2


def course(n: int, matched: float | None = None, unknown: float | None = None) -> Course:
    at = NOW - 40 * DAY
    ends = (None if days is None else at + days * DAY for days in (matched, unknown))
    return Course(RequestId(f"r{n}"), at, *ends)


def test_a_pause_ends_what_is_known_and_a_match_before_it_does_not() -> None:
    asked = course(0).asked_at
    assert course(0, matched=5).wait(asked, NOW) == Wait(5, matched=True)
    assert course(0, matched=5, unknown=3).wait(asked, NOW) == Wait(3, matched=False)
    assert course(0, matched=5, unknown=7).wait(asked, NOW) == Wait(5, matched=True)
    assert course(0).wait(asked, NOW) == Wait(40, matched=False)


def test_too_few_in_a_situation_are_told_what_everybody_lived_through() -> None:
    courses = [course(n, matched=3) for n in range(LEAST_WATCHED)] + [course(50 + n, matched=20) for n in range(7)]
    asked_in = {each.request: Situation.HERE if n < LEAST_WATCHED else Situation.FAR for n, each in enumerate(courses)}
    made = {each.situation: each for each in forecasts(CommunityId("one"), courses, asked_in, NOW)}
    assert (made[Situation.HERE].similar, made[Situation.HERE].curve.range()) == (True, Range(3, 3))
    assert (made[Situation.FAR].similar, made[Situation.FAR].curve.range()) == (False, Range(3, 20))
    assert made[Situation.NEAR].curve == made[Situation.FAR].curve, "nobody asked so: everybody's"
