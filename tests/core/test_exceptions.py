"""Where meetings differ from their schedule."""

# ruff: noqa: DTZ001 (naive wall times are what is tested here)

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.exceptions import Exceptions, exceptions
from bot.domain.match import Session
from bot.domain.schedule import Rhythm, Schedule
from bot.domain.status import SessionStatus
from bot.ids import AgreementId, CommunityId, MatchId, SessionId, new_id

SCHEDULE = Schedule(datetime(2026, 10, 6, 15), "America/New_York", Rhythm.WEEKLY, minutes=45, weeks=12)
NUMBERS = range(1, SCHEDULE.meetings + 1)


def session(number: int, status: SessionStatus, moved: timedelta = timedelta()) -> Session:
    return Session(
        community=CommunityId("schoolots"),
        id=SessionId(new_id()),
        match=MatchId("m1"),
        agreement=AgreementId("a1"),
        number=number,
        starts_at=SCHEDULE.start(number) + moved,
        minutes=45,
        status=status,
    )


rows = st.dictionaries(
    st.sampled_from(NUMBERS),
    st.tuples(st.sampled_from(SessionStatus), st.integers(-3, 3).map(lambda days: timedelta(days=days))),
).map(lambda found: [session(number, *what) for number, what in found.items()])


@given(rows, st.none() | st.tuples(st.integers(0, 90), st.integers(0, 90)))
def test_each_meeting_is_as_agreed_or_moved_or_left_out(found: list[Session], days: tuple[int, int] | None) -> None:
    first = SCHEDULE.start(1)
    pause = (first + timedelta(days=min(days)), first + timedelta(days=max(days))) if days else None
    told = exceptions(SCHEDULE, found, pause)
    moved = dict(told.moved)
    assert not moved.keys() & set(told.left_out)
    by_number = {each.number: each for each in found}
    for number in NUMBERS:
        agreed, row = SCHEDULE.occurrence(number), by_number.get(number)
        at = row.starts_at if row else SCHEDULE.start(number)
        planned = row is None or row.status is SessionStatus.PLANNED
        off = bool(row and row.status is SessionStatus.CANCELLED)
        off = off or (planned and pause is not None and pause[0] <= at < pause[1])
        assert (agreed in told.left_out) == off
        assert moved.get(agreed) == (at if not off and at != SCHEDULE.start(number) else None)


def test_a_pause_without_rows_leaves_out_what_would_be_in_it() -> None:
    pause = (SCHEDULE.start(2), SCHEDULE.start(4))
    assert exceptions(SCHEDULE, [], pause) == Exceptions(left_out=(SCHEDULE.occurrence(2), SCHEDULE.occurrence(3)))
