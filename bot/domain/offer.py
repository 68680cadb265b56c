"""A mentoring offer: what a mentor has to give."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.availability import FreeTimes
from bot.domain.names import shareable
from bot.domain.status import OfferStatus, follow
from bot.ids import CommunityId, MemberId, OfferId


@dataclass(frozen=True)
class MentoringOffer:
    """`taken` counts the live matches and never exceeds `capacity` (a constraint of the database too)."""

    community: CommunityId
    id: OfferId
    mentor: MemberId
    profession: str
    years: int  # in schools
    states: tuple[str, ...]
    settings: tuple[str, ...]
    topics: tuple[str, ...]
    free_times: FreeTimes | None
    capacity: int
    taken: int
    status: OfferStatus
    created_at: datetime
    confirmed_at: datetime
    paused_until: datetime | None = None
    rests_until: datetime | None = None  # no proposal before
    silent_in_a_row: int = 0
    last_proposed_at: datetime | None = None
    note: str = ""
    district: str = ""
    agency: str = ""
    programme: str = ""
    ways: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        return self.capacity - self.taken

    @property
    def names(self) -> tuple[str, ...]:
        """What it can share with a request wherever the two are, as `kind:folded name`."""
        return shareable(agency=self.agency, programme=self.programme)

    def to(self, status: OfferStatus) -> "MentoringOffer":
        return replace(self, status=follow(self.status, status))

    def opened(self) -> "MentoringOffer":
        return replace(self.to(OfferStatus.OPEN), paused_until=None, silent_in_a_row=0, rests_until=None)

    def paused(self, until: datetime | None) -> "MentoringOffer":
        return replace(self.to(OfferStatus.PAUSED), paused_until=until)
