"""The state machines."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.status import FOLLOWS, MatchStatus, ProposalStatus, RequestStatus, WrongStatus, follow

MACHINES = list(FOLLOWS)


@given(st.data())
def test_a_status_follows_only_where_the_machine_says_so(data: st.DataObject) -> None:
    machine = data.draw(st.sampled_from(MACHINES))
    old, new = data.draw(st.sampled_from(list(machine))), data.draw(st.sampled_from(list(machine)))
    allowed = old == new or new in FOLLOWS[machine].get(old, frozenset())
    if allowed:
        assert follow(old, new) is new
    else:
        with pytest.raises(WrongStatus):
            follow(old, new)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.__name__)
def test_machines_speak_only_of_their_own_statuses(machine: type[StrEnum]) -> None:
    for old, following in FOLLOWS[machine].items():
        assert type(old) is machine
        assert all(type(new) is machine for new in following)


def test_what_is_over_stays_over() -> None:
    for over in (MatchStatus.ENDED, RequestStatus.WITHDRAWN, ProposalStatus.ACCEPTED, ProposalStatus.SILENT):
        assert not FOLLOWS[type(over)].get(over)


def test_a_matched_request_can_come_back() -> None:
    assert follow(RequestStatus.MATCHED, RequestStatus.OPEN) is RequestStatus.OPEN
