"""What a unit of work offers: one repository a subject, each within the unit's own community.

In a unit of work that writes, `get` and the lists that decisions are made on lock what they return (PostgreSQL).
What is called `ahead` reads, and locks, many at once: another method then answers for each of them without asking the
database, until something of its kind is changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.estimate import Course, Forecast, Situation
from bot.domain.member import Community, Member
from bot.domain.message import Draft
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Proposal
from bot.domain.request import MentoringRequest
from bot.domain.signup import Signup
from bot.ids import (
    CommunityId,
    MemberId,
    OfferId,
    OutboxId,
    ProposalId,
    RequestId,
    SpaceId,
)
from bot.ports.platforms import Account, Space
from bot.ports.searching import Askable, Prospect, Search


class Communities(Protocol):
    """The row of the unit's own community and its spaces."""

    async def get(self) -> Community: ...
    async def save(self, community: Community) -> None: ...
    async def spaces(self) -> Sequence[Space]: ...
    async def space(self, id: SpaceId) -> Space: ...
    async def save_space(self, space: Space) -> None: ...
    async def in_use(self) -> bool:
        """Whether anybody has ever asked, offered, been matched or imported here."""
        ...

    async def give(self, space: Space, to: CommunityId) -> None:
        """Moves a space to another community, with its accounts and their members, as long as nothing is `in_use`."""
        ...


class Members(Protocol):
    async def get(self, id: MemberId) -> Member | None: ...
    async def some(self, ids: Sequence[MemberId]) -> dict[MemberId, Member]: ...
    async def ahead(self, ids: Iterable[MemberId]) -> None:
        """For `some`."""
        ...

    async def of(self, account: Account) -> Member | None: ...
    async def accounts(self, member: MemberId) -> Sequence[Account]:
        """Where a member is still there, and first where they acted last; accounts that left are not among them."""
        ...

    async def accounts_ahead(self, ids: Iterable[MemberId]) -> None:
        """For `accounts`, of each of these once."""
        ...

    async def mark_account(self, account: Account, left_at: datetime | None) -> None:
        """Notes that an account left its space, or (None) is back."""
        ...

    async def in_space(self, space: SpaceId, some: Sequence[MemberId] | None = None) -> dict[MemberId, Account]:
        """Who has an account there: everybody, or those of `some`."""
        ...

    async def spaces_of(self, some: Sequence[MemberId]) -> dict[MemberId, frozenset[SpaceId]]:
        """In which connected spaces each of them is; who is in none may be missing."""
        ...

    async def moderators(self) -> Sequence[Member]:
        """Members with a grant; platform roles are asked of the platform."""
        ...

    async def unclaimed(self) -> Sequence[Member]: ...
    async def with_handles(self) -> Sequence[Member]:
        """Claimed or not, whom a sign-up sheet named by a handle."""
        ...

    async def unreachable(self) -> Sequence[Member]:
        """Those in the community who could not be written to, the longest first."""
        ...

    async def gone(self) -> Sequence[Member]:
        """Those who left the community, the latest first."""
        ...

    async def everyone(self) -> Sequence[Member]:
        """Claimed members by name."""
        ...

    async def add(self, member: Member) -> None: ...
    async def link(self, account: Account, member: MemberId) -> None: ...
    async def save(self, member: Member) -> None: ...
    async def merge(self, imported: MemberId, member: MemberId) -> None:
        """Gives what is kept of an unclaimed member to `member`, and removes the unclaimed one."""
        ...


@dataclass(frozen=True)
class Reach:
    """Free places, and the mentors who have them or none."""

    places: int
    mentors: int


@dataclass(frozen=True)
class Line:
    """Where a request stands among the others, not counting an offer of the mentee's own."""

    here: Reach
    ahead: int  # open requests before this one for the same state and setting
    near: int = 0  # free places nearby
    near_ahead: int = 0  # open requests before this one for the same setting in the states nearby

    @property
    def left_nearby(self) -> int:
        """Places nearby after everyone before this one: those there, and those here for whom no place is left."""
        return max(0, self.near - self.near_ahead - max(0, self.ahead - self.here.places))


class Requests(Protocol):
    async def get(self, id: RequestId) -> MentoringRequest | None: ...
    async def ahead(self, ids: Iterable[RequestId]) -> None:
        """For `get`."""
        ...

    async def live_of(self, mentee: MemberId) -> MentoringRequest | None:
        """The mentee's open or paused request."""
        ...

    async def last_of(self, mentee: MemberId) -> MentoringRequest | None: ...
    async def line(
        self, request: MentoringRequest, settings: Sequence[str], near: Sequence[str], *, several_spaces: bool = False
    ) -> Line:
        """Counted for the request's own state, and for the states `near` only when no place is left there. Allied
        professions don't count.

        Whoever can't be written to, was the mentee's mentor, or was ruled out by one of the two by name, doesn't count;
        with `several_spaces`, nor does who shares no connected space with the mentee.
        """
        ...

    async def posted_since(self, instant: datetime) -> int:
        """Requests made since then."""
        ...

    async def to_look_at(self, now: datetime, most: int) -> Sequence[MentoringRequest]:
        """Open requests that matching should try now: sole OTs and the longest waiting first."""
        ...

    async def look_at(self, ids: Sequence[RequestId], now: datetime) -> None:
        """Has matching try these at `now`, where they are still open; changes nothing else."""
        ...

    async def on_card(self, card: OutboxId) -> Sequence[MentoringRequest]:
        """All requests that one post in the channel is about, the longest waiting first."""
        ...

    async def unposted(self) -> Sequence[MentoringRequest]:
        """Open requests without a post, the longest waiting first."""
        ...

    async def open(self) -> Sequence[MentoringRequest]:
        """Open requests: sole OTs and the longest waiting first."""
        ...

    async def in_line(self, now: datetime, most: int, skipped: int = 0) -> Sequence[MentoringRequest]:
        """Open requests that matching will look at later than `now`, in the order of the line, behind `skipped`."""
        ...

    async def add(self, request: MentoringRequest) -> None: ...
    async def save(self, request: MentoringRequest) -> None: ...


class Offers(Protocol):
    async def get(self, id: OfferId) -> MentoringOffer | None: ...
    async def live_of(self, mentor: MemberId) -> MentoringOffer | None: ...
    async def reach(self, states: Sequence[str], settings: Sequence[str]) -> Reach:
        """Of the open offers of OT practitioners that cover one of the states and one of the settings."""
        ...

    async def askable(self, search: Search, asking: Askable, most: int, skipped: int = 0) -> Sequence[Prospect]:
        """Open offers with a free place, of mentors who are claimed, reachable, rested, not asked right now and not
        asked too often lately; the least load first, then who was asked the longest ago, behind `skipped` of them.
        """
        ...

    async def places(self, search: Search) -> int:
        """Free places of open offers, of mentors who are there and can be written to."""
        ...

    async def known(self, search: Search, most: int, skipped: int = 0) -> Sequence[Prospect]:
        """Offers that are not withdrawn, whether or not their mentors can be asked now."""
        ...

    async def live(self) -> Sequence[MentoringOffer]: ...
    async def add(self, offer: MentoringOffer) -> None: ...
    async def save(self, offer: MentoringOffer) -> None: ...
    async def propose_to(self, id: OfferId, now: datetime) -> bool:
        """Notes that the mentor is asked; False, and nothing noted, unless the offer is open with a free place."""
        ...

    async def cover(self, offer: MentoringOffer) -> None:
        """Saves an offer whose states, settings, agency or OT programme changed."""
        ...


class Proposals(Protocol):
    async def get(self, id: ProposalId) -> Proposal | None: ...
    async def request_of(self, id: ProposalId) -> RequestId | None:
        """Which request a proposal is about, unlocked: so that the request can be locked first, as everywhere."""
        ...

    async def live_for(self, request: RequestId) -> Sequence[Proposal]: ...
    async def with_mentor(self, mentor: MemberId) -> Proposal | None: ...
    async def of_request(self, request: RequestId) -> Sequence[Proposal]: ...
    async def of_mentor(self, mentor: MemberId) -> Sequence[Proposal]:
        """All that were ever made to a mentor."""
        ...

    async def live_of_mentor(self, mentor: MemberId) -> Sequence[Proposal]: ...
    async def between(self, request: RequestId, mentor: MemberId) -> Proposal | None:
        """The latest of these two."""
        ...

    async def asked_enough(self, since: datetime, most: int) -> bool:
        """Whether any mentor was asked `most` times since then."""
        ...

    async def open(self) -> Sequence[Proposal]: ...
    async def add(self, proposal: Proposal) -> None: ...
    async def save(self, proposal: Proposal) -> None: ...


class Forecasts(Protocol):
    """How long people waited, and what that says of those who ask now."""

    async def get(self, situation: Situation) -> Forecast | None: ...
    async def all(self) -> Sequence[Forecast]: ...
    async def save(self, forecasts: Sequence[Forecast]) -> None:
        """Instead of those that are kept."""
        ...

    async def courses(self, since: datetime) -> Sequence[Course]:
        """Every request that was made since then, in order of time."""
        ...


class Exclusions(Protocol):
    """Pairs that are not to be matched, whoever asked for it."""

    async def add(self, member: MemberId, other: MemberId) -> None: ...
    async def of(self, member: MemberId) -> frozenset[MemberId]: ...


class Drafts(Protocol):
    async def get(self, member: MemberId, form: str) -> Draft | None: ...
    async def save(self, draft: Draft) -> None: ...
    async def remove(self, member: MemberId, form: str) -> None: ...
    async def forget(self, before: datetime) -> None: ...


class Signups(Protocol):
    async def of(self, member: MemberId) -> Sequence[Signup]: ...
    async def all(self) -> Sequence[Signup]:
        """What nobody has confirmed yet."""
        ...

    async def save(self, signup: Signup) -> None: ...
    async def remove(self, member: MemberId, kind: str) -> None: ...


class Claims(Protocol):
    """Single-use codes with which imported people say that a row of the sheet is theirs; kept as hashes."""

    async def issue(self, code_hash: str, member: MemberId, now: datetime, lifetime: timedelta) -> None: ...
    async def use(self, code_hash: str, now: datetime) -> MemberId | None:
        """Whose code it is, and spends it; None when unknown, spent or expired."""
        ...


class JoinCodes(Protocol):
    """Single-use codes with which a space of another community becomes one of this; kept as hashes."""

    async def issue(self, code_hash: str, now: datetime, lifetime: timedelta) -> None: ...
    async def community_of(self, code_hash: str) -> CommunityId | None:
        """Which community issued it, of all; None when unknown, spent or expired."""
        ...

    async def use(self, code_hash: str, space: SpaceId, now: datetime) -> bool:
        """Spends a code of this community; False when unknown, spent or expired."""
        ...
