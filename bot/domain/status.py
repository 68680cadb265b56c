"""The state machines: which status may follow which. Nothing else changes a status."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar


class RequestStatus(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    MATCHED = "matched"
    WITHDRAWN = "withdrawn"


class OfferStatus(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    HELD = "held"  # waits for a moderator's approval, or was set aside by one
    WITHDRAWN = "withdrawn"


class ProposalStatus(StrEnum):
    OPEN = "open"  # with the mentor, the clock runs
    QUESTIONED = "questioned"  # the mentor asked for more; the clock stands still
    VOLUNTEERED = "volunteered"  # the mentor stepped forward; the mentee is asked
    ACCEPTED = "accepted"
    DECLINED = "declined"
    POSTPONED = "postponed"  # not now, ask me after
    SILENT = "silent"
    RELEASED = "released"  # the request was matched, paused or withdrawn meanwhile


class MatchStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class AgreementStatus(StrEnum):
    PROPOSED = "proposed"
    SIGNED = "signed"
    REPLACED = "replaced"
    ENDED = "ended"


class SessionStatus(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    UNCLEAR = "unclear"  # the two said different things
    CANCELLED = "cancelled"


class RoundStatus(StrEnum):
    PLANNING = "planning"  # to be solved (again) by the next tick
    DRAFT = "draft"  # a moderator decides
    APPROVED = "approved"  # every pair that was planned has been approved
    DROPPED = "dropped"


class LineStatus(StrEnum):
    """What became of one request of a round."""

    PLANNED = "planned"  # a pair that nobody has approved
    LEFT = "left"  # nobody for this one
    APPROVED = "approved"  # waits until it is this mentee's turn with the mentor
    ASKED = "asked"  # the proposal is out
    GONE = "gone"  # did not hold any more when it was approved, or when its turn came


R, F, P, M, A, S = RequestStatus, OfferStatus, ProposalStatus, MatchStatus, AgreementStatus, SessionStatus
D, L = RoundStatus, LineStatus
ENDINGS = frozenset({P.ACCEPTED, P.DECLINED, P.POSTPONED, P.SILENT, P.RELEASED})

# By class first: members of different enumerations with the same text are equal.
FOLLOWS: Mapping[type[StrEnum], Mapping[StrEnum, frozenset[StrEnum]]] = {
    R: {
        R.OPEN: frozenset({R.PAUSED, R.MATCHED, R.WITHDRAWN}),
        R.PAUSED: frozenset({R.OPEN, R.MATCHED, R.WITHDRAWN}),
        R.MATCHED: frozenset({R.OPEN, R.WITHDRAWN}),
    },
    F: {
        F.OPEN: frozenset({F.PAUSED, F.HELD, F.WITHDRAWN}),
        F.PAUSED: frozenset({F.OPEN, F.HELD, F.WITHDRAWN}),
        F.HELD: frozenset({F.OPEN, F.WITHDRAWN}),
    },
    P: {
        P.OPEN: ENDINGS | {P.QUESTIONED},
        P.QUESTIONED: ENDINGS - {P.SILENT} | {P.OPEN},
        P.VOLUNTEERED: frozenset({P.ACCEPTED, P.DECLINED, P.RELEASED}),
    },
    M: {
        M.ACTIVE: frozenset({M.PAUSED, M.ENDED}),
        M.PAUSED: frozenset({M.ACTIVE, M.ENDED}),
    },
    A: {
        A.PROPOSED: frozenset({A.SIGNED, A.REPLACED, A.ENDED}),
        A.SIGNED: frozenset({A.REPLACED, A.ENDED}),
    },
    S: {
        S.PLANNED: frozenset({S.HELD, S.MISSED, S.UNCLEAR, S.CANCELLED}),
        S.HELD: frozenset({S.UNCLEAR, S.MISSED, S.PLANNED}),
        S.MISSED: frozenset({S.UNCLEAR, S.HELD, S.PLANNED}),
        S.UNCLEAR: frozenset({S.HELD, S.MISSED, S.PLANNED}),
        S.CANCELLED: frozenset({S.PLANNED}),  # planned anew for another time
    },
    D: {
        D.PLANNING: frozenset({D.DRAFT, D.DROPPED}),
        D.DRAFT: frozenset({D.PLANNING, D.APPROVED, D.DROPPED}),
    },
    L: {
        L.PLANNED: frozenset({L.APPROVED, L.ASKED, L.GONE}),
        L.APPROVED: frozenset({L.ASKED, L.GONE}),
    },
}

T = TypeVar("T", bound=StrEnum)


class WrongStatus(ValueError):
    """A change that the state machine does not know: a defect of the caller, who has to ask first."""


def follow(old: T, new: T) -> T:
    """`new` if it may follow `old` (staying is always possible). Raises `WrongStatus`."""
    if new != old and new not in FOLLOWS[type(old)].get(old, frozenset()):
        raise WrongStatus(f"{old!r} can't become {new!r}")
    return new
