"""Storage as the core sees it: one unit of work per handler call, opened for one community.

No method takes a bare id: everything a unit of work returns or changes belongs to its community.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from bot.domain.member import Community
from bot.ids import (
    CommunityId,
    SpaceId,
)
from bot.ports.message_repositories import Events, Nudges, Outbox, Receipts
from bot.ports.pair_repositories import Agreements, CheckIns, Matches, Sessions, SignOffs
from bot.ports.platforms import Account, Platform, Space, UserId
from bot.ports.repositories import (
    Claims,
    Communities,
    Drafts,
    Exclusions,
    Forecasts,
    JoinCodes,
    Members,
    Offers,
    Proposals,
    Requests,
    Signups,
)
from bot.ports.round_repositories import RoundLines, Rounds, Rulings

T = TypeVar("T")


class UnitOfWork(Protocol):
    @property
    def community(self) -> CommunityId: ...
    @property
    def communities(self) -> Communities: ...
    @property
    def members(self) -> Members: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def offers(self) -> Offers: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def forecasts(self) -> Forecasts: ...
    @property
    def exclusions(self) -> Exclusions: ...
    @property
    def matches(self) -> Matches: ...
    @property
    def agreements(self) -> Agreements: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def checkins(self) -> CheckIns: ...
    @property
    def sign_offs(self) -> SignOffs: ...
    @property
    def rounds(self) -> Rounds: ...
    @property
    def round_lines(self) -> RoundLines: ...
    @property
    def rulings(self) -> Rulings: ...
    @property
    def nudges(self) -> Nudges: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def events(self) -> Events: ...
    @property
    def receipts(self) -> Receipts: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def signups(self) -> Signups: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def join_codes(self) -> JoinCodes: ...
    async def read_ahead(self, event: str, account: Account) -> None:
        """To be told first of whatever somebody does: a storage may then read at once what is asked of it nearly each
        time, which are the receipt of this event, whose account it is, and the community.
        """
        ...

    def beside(self, community: CommunityId) -> "UnitOfWork":
        """Another community's in the same transaction: for a space that moves there, and nothing else."""
        ...


Work = Callable[[UnitOfWork], Awaitable[T]]


class Storage(Protocol):
    def behind(self) -> "Storage":
        """The same for what nobody waits for: where only one can write at a time, people are not kept waiting by more
        than one of its transactions.
        """
        ...

    async def write(self, community: CommunityId, work: Work[T]) -> T:
        """Runs `work` in one transaction and commits; rolls back when it raises. May run it again after a conflict."""
        ...

    def read(self, community: CommunityId) -> AbstractAsyncContextManager[UnitOfWork]: ...
    async def community_of(self, space: SpaceId) -> CommunityId | None: ...
    async def communities(self) -> Sequence[CommunityId]: ...
    async def found(self, community: Community) -> None:
        """Adds a community, if it is new."""
        ...

    async def connect(self, community: CommunityId, space: Space) -> None:
        """Adds a space to a community, if it is new."""
        ...

    async def found_for(self, space: Space, community: Community) -> bool:
        """Founds a community with its first space; False, and nothing founded, where the space has one already."""
        ...

    async def platforms(self) -> frozenset[Platform]: ...
    async def spaces_on(self, platform: Platform) -> Sequence[Space]:
        """Of all communities, connected or not."""
        ...

    async def spaces_of(self, platform: Platform, user: UserId) -> Sequence[Space]:
        """The connected spaces, of all communities, where somebody has an account that has not left."""
        ...

    async def taking_part(self, platform: Platform) -> Sequence[Account]:
        """The accounts of everybody in a live request, offer or match, of all communities."""
        ...

    async def with_due_work(self, now: datetime) -> Sequence[CommunityId]:
        """Communities with a due nudge, a request to look at or a round to solve.

        Not those from which the bot was uninstalled.
        """
        ...

    async def with_unsent(self, now: datetime) -> Sequence[CommunityId]:
        """Communities with messages that may be sent now; not those from which the bot was uninstalled."""
        ...

    async def next_due(self, after: datetime, *, for_people: bool = False) -> datetime | None:
        """When the clock next causes something; with `for_people`, something that somebody is told."""
        ...
