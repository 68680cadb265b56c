"""The hours log: what counts, what is undecided, and what a sign-off covers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hours import ASK_AGAIN, HoursLog, SignOff, undecided
from bot.domain.match import HELP, MET, NOT_YET, Session
from bot.domain.status import SessionStatus
from bot.ids import AgreementId, CommunityId, MatchId, MemberId, SessionId

NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
ANSWERS = ("", MET, NOT_YET, HELP)
PLANNED = Session(
    community=CommunityId("c"),
    id=SessionId("s0"),
    match=MatchId("m"),
    agreement=AgreementId("a"),
    number=1,
    starts_at=NOW - timedelta(days=7),
    minutes=45,
    status=SessionStatus.PLANNED,
)
WORD = SignOff(CommunityId("c"), MatchId("m"), MemberId("maya"))


def told(of_mentee: str, of_mentor: str) -> Session:
    session = PLANNED
    for by_mentee, answer in ((True, of_mentee), (False, of_mentor)):
        if answer:
            session = session.answered(by_mentee=by_mentee, answer=answer)
    return session


def test_a_meeting_counts_where_both_say_met_and_nowhere_else() -> None:
    assert [pair for pair in product(ANSWERS, ANSWERS) if told(*pair).confirmed] == [(MET, MET)]


@pytest.mark.parametrize("mine", ANSWERS)
def test_that_a_meeting_is_undecided_does_not_tell_what_the_other_one_said(mine: str) -> None:
    """Whatever I said, at least two answers of the other one would leave it undecided, silence among them."""
    would = {theirs for theirs in ANSWERS if undecided(told(mine, theirs), NOW)}
    assert "" in would
    assert len(would) > 1
    assert would == {theirs for theirs in ANSWERS if undecided(told(theirs, mine), NOW)}


def test_what_is_to_come_or_was_cancelled_is_not_undecided() -> None:
    assert not undecided(replace(PLANNED, starts_at=NOW - timedelta(minutes=44)), NOW)
    assert undecided(replace(PLANNED, starts_at=NOW - timedelta(minutes=45)), NOW)
    assert not undecided(replace(PLANNED, status=SessionStatus.CANCELLED), NOW)


@given(st.sets(st.integers(0, 12)), st.sets(st.integers(0, 12)))
def test_a_sign_off_covers_exactly_what_was_signed(signed: set[int], now_in_it: set[int]) -> None:
    word = WORD.signed([replace(PLANNED, id=SessionId(f"s{n}")) for n in sorted(signed)], NOW)
    sessions = tuple(replace(PLANNED, id=SessionId(f"s{n}")) for n in sorted(now_in_it))
    log = HoursLog(sessions, (), word, WORD)
    assert {s.id for s in log.signed_by(mentee=True)} == {f"s{n}" for n in signed & now_in_it}
    assert log.whole(mentee=True) == (bool(now_in_it) and now_in_it <= signed)
    assert not log.whole(mentee=False)


def test_nobody_is_asked_twice_within_two_weeks_without_having_answered() -> None:
    asked = replace(WORD, asked_at=NOW)
    assert WORD.may_be_asked(NOW)
    assert not asked.may_be_asked(NOW + ASK_AGAIN - timedelta(seconds=1))
    assert asked.may_be_asked(NOW + ASK_AGAIN)
    assert asked.signed([PLANNED], NOW).may_be_asked(NOW)
    assert replace(asked, missing_at=NOW).may_be_asked(NOW)
    assert not replace(asked, signed_at=NOW - timedelta(days=1)).answered
