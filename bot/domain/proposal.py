"""A proposal: one request shown to one mentor, with the reasons and a clock."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.status import ProposalStatus, follow
from bot.ids import CommunityId, MemberId, OfferId, OutboxId, ProposalId, RequestId


class Origin(StrEnum):
    RANKED = "ranked"
    STEPPED_FORWARD = "stepped-forward"


@dataclass(frozen=True)
class Proposal:
    community: CommunityId
    id: ProposalId
    request: RequestId
    offer: OfferId
    mentee: MemberId
    mentor: MemberId
    origin: Origin
    tier: int
    reasons: tuple[str, ...]
    status: ProposalStatus
    made_at: datetime
    due_at: datetime | None  # None while the clock stands still
    card: OutboxId | None = None
    settled_at: datetime | None = None
    reason: str = ""  # a code of `bot.texts.proposals.DECLINE_REASONS`
    question: str = ""
    answer: str = ""

    @property
    def live(self) -> bool:
        return self.status in {ProposalStatus.OPEN, ProposalStatus.QUESTIONED, ProposalStatus.VOLUNTEERED}

    def to(self, status: ProposalStatus) -> "Proposal":
        return replace(self, status=follow(self.status, status))

    def settled(self, status: ProposalStatus, now: datetime, reason: str = "") -> "Proposal":
        return replace(self.to(status), settled_at=now, due_at=None, reason=reason)
