"""A mentoring request: what a mentee looks for."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.availability import FreeTimes
from bot.domain.status import RequestStatus, follow
from bot.ids import CommunityId, MemberId, OutboxId, RequestId

REMATCH_DAYS = 10  # business days, within which who comes back gets a new proposal


@dataclass(frozen=True)
class MentoringRequest:
    """`waiting_since` sets the place in line and survives a match that did not work out; `looking_since` is the start
    of the present search, which the days that a mentee is told of and the widening count from.

    `reach` is how far matching may look (see `bot.matching.tiers`), and grows while the request waits.
    `look_again_at` is when matching next tries; None while a proposal is out or nothing can change by itself.
    """

    community: CommunityId
    id: RequestId
    mentee: MemberId
    state: str
    setting: str
    topics: tuple[str, ...]
    free_times: FreeTimes | None
    note: str
    status: RequestStatus
    created_at: datetime
    waiting_since: datetime
    looking_since: datetime
    look_again_at: datetime | None = None
    reach: int = 0
    paused_until: datetime | None = None
    closed_at: datetime | None = None
    card: OutboxId | None = None  # the post in the channel
    silent_since: datetime | None = None  # asked whether still looking, no answer yet
    sole_ot: bool | None = None
    district: str = ""
    agency: str = ""
    programme: str = ""
    rhythm: str = ""
    ways: tuple[str, ...] = ()
    not_my_district: bool = False
    not_my_agency: bool = False
    came_back: bool = False  # after a match that did not work out

    @property
    def precedence(self) -> int:
        """Who comes first in the line, before the longest waiting: 2 who came back, 1 the only OT of a district, 0."""
        return 2 if self.came_back else 1 if self.sole_ot else 0

    def to(self, status: RequestStatus) -> "MentoringRequest":
        return replace(self, status=follow(self.status, status))

    def opened(self, now: datetime) -> "MentoringRequest":
        """Open (again), to be looked at now."""
        return replace(
            self.to(RequestStatus.OPEN), look_again_at=now, looking_since=now, paused_until=None, silent_since=None
        )

    def paused(self, until: datetime | None) -> "MentoringRequest":
        return replace(self.to(RequestStatus.PAUSED), look_again_at=None, paused_until=until)

    def closed(self, status: RequestStatus, now: datetime) -> "MentoringRequest":
        return replace(self.to(status), look_again_at=None, paused_until=None, closed_at=now)
