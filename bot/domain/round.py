"""A round: a draft of who could mentor whom, for a whole waiting list at once, which moderators rule on and approve."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.status import LineStatus, RoundStatus, follow
from bot.ids import CommunityId, LineId, MemberId, OfferId, RequestId, RoundId


class Change(StrEnum):
    """Against the draft before."""

    FIRST = ""  # there was none, or they were not in it
    SAME = "same"
    NEW = "new"  # had nobody
    MOVED = "moved"  # had somebody else
    LOST = "lost"  # had somebody, has nobody now


class Word(StrEnum):
    """What a moderator said of a pair."""

    PINNED = "pinned"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True)
class Round:
    """`asked_by` pressed the button that had it solved last, and hears when it is; `solved` counts the drafts.

    `gone` is how many of the draft before don't wait for a mentor any more.
    """

    community: CommunityId
    id: RoundId
    status: RoundStatus
    asked_by: MemberId
    asked_at: datetime
    solved: int = 0
    gone: int = 0
    solved_at: datetime | None = None
    closed_at: datetime | None = None

    def to(self, status: RoundStatus) -> "Round":
        return replace(self, status=follow(self.status, status))

    @property
    def live(self) -> bool:
        return self.status in {RoundStatus.PLANNING, RoundStatus.DRAFT}


@dataclass(frozen=True)
class RoundLine:
    """One request of a round and the mentor planned for it, or nobody.

    `turn` counts the pairs of one mentor in the round, from 0. `fitting` is how many would have fitted. `why` is
    a code: of `bot.matching.rounds.Left` for who is left out, of `bot.texts.rounds.GONE` for what holds no more.
    """

    community: CommunityId
    id: LineId
    round: RoundId
    position: int
    request: RequestId
    mentee: MemberId
    offer: OfferId | None
    mentor: MemberId | None
    tier: int  # 0 for who is left out
    reasons: tuple[str, ...]
    passed_over: tuple[str, ...]  # mentors of a better tier whose places go to others
    turn: int
    status: LineStatus
    change: Change
    why: str = ""
    fitting: int = 0
    approved_at: datetime | None = None

    def to(self, status: LineStatus, why: str = "") -> "RoundLine":
        return replace(self, status=follow(self.status, status), why=why)


@dataclass(frozen=True)
class Ruling:
    """One word of a moderator on one pair of a round; a later one takes its place."""

    community: CommunityId
    round: RoundId
    request: RequestId
    offer: OfferId
    mentee: MemberId
    mentor: MemberId
    word: Word
    said_by: MemberId
    said_at: datetime
