"""The repositories of what is to be said, what happened, and what was answered (see `bot.ports.repositories`)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.message import Event, Lost, Nudge, NudgeStatus, OutboxMessage
from bot.ids import MatchId, MemberId, NudgeId, OutboxId, SpaceId
from bot.views import Message, View


class Nudges(Protocol):
    async def add(self, nudge: Nudge) -> None:
        """Changes nothing when this nudge (recipient, kind, subject, occurrence) exists."""
        ...

    async def get(self, id: NudgeId) -> Nudge | None: ...
    async def some(self, ids: Sequence[NudgeId]) -> dict[NudgeId, Nudge]: ...
    async def still_due(self, ids: Sequence[NudgeId], now: datetime) -> frozenset[NudgeId]:
        """Which of these still wait and are due, locked: what another process has settled or postponed is not."""
        ...

    async def find(self, recipient: MemberId, kind: str, subject: str, occurrence: int) -> Nudge | None: ...
    async def due(self, now: datetime, most: int) -> Sequence[Nudge]: ...
    async def settle(self, id: NudgeId, status: NudgeStatus, now: datetime) -> None: ...
    async def postpone(self, id: NudgeId, due_at: datetime) -> None: ...
    async def planned(self, kind: str, subject: str) -> int:
        """How many of a kind were ever planned about a subject: the occurrence of the next one."""
        ...

    async def drop(self, subject: str, now: datetime) -> None:
        """Drops what still waits about a subject that is over."""
        ...


class Outbox(Protocol):
    async def add(self, message: OutboxMessage) -> None: ...
    async def get(self, id: OutboxId) -> OutboxMessage | None: ...
    async def settle(self, message: OutboxMessage, owner: str) -> bool:
        """Saves what became of a message; False, and nothing saved, when `owner` no longer holds it."""
        ...

    async def settle_all(self, messages: Sequence[OutboxMessage], owner: str) -> frozenset[OutboxId]:
        """The same for several: which of them it still holds."""
        ...

    async def parts(self, first: OutboxId) -> Sequence[OutboxMessage]:
        """What leaves with the first message of a bundle, as far as it still waits."""
        ...

    async def settle_part(self, part: OutboxMessage) -> None:
        """Saves what became of one of `parts`, together with the first."""
        ...

    async def parts_at(self, member: MemberId, place: str) -> Sequence[OutboxMessage]:
        """The messages that stand in one card of a member's; none where it holds only one."""
        ...

    async def edit(self, id: OutboxId, message: Message) -> None:
        """Keeps what a part of a card that was sent says now."""
        ...

    async def rewrite(self, id: OutboxId, message: Message) -> bool:
        """Changes a message that still waits, or did not reach a member; False when it has left or is leaving."""
        ...

    async def withdraw(self, id: OutboxId) -> bool:
        """Takes back a message that still waits, or did not reach a member; False when it has left or is leaving."""
        ...

    async def unreached(self, member: MemberId, since: datetime) -> Sequence[OutboxMessage]:
        """What was written to a member since then and could not be sent."""
        ...

    async def try_again(self, member: MemberId, since: datetime) -> int:
        """Has what is `unreached` wait once more, each message where it was in the order. Returns how many."""
        ...

    async def hold(self, member: MemberId, now: datetime) -> Sequence[OutboxMessage]:
        """Makes `unreached` what would be sent to a member now, and returns it."""
        ...

    async def lock(self, id: OutboxId) -> None:
        """Until the transaction ends, nobody else's settles it: what becomes of a post and of its copies is decided
        one after the other.
        """
        ...

    async def copies(self, post: OutboxId) -> Sequence[OutboxId]:
        """The posts in other spaces that are copies of this one and were not refused."""
        ...

    async def refused_copies(self, space: SpaceId) -> Sequence[OutboxMessage]:
        """Copies that could not be posted in a space."""
        ...

    async def lead(self, copy: OutboxId, post: OutboxId) -> None:
        """Makes a copy what the post was, and the post and its other copies copies of it."""
        ...

    async def let_go(self, copy: OutboxId) -> None:
        """It is no copy of anything any more."""
        ...

    async def unasked(self, member: MemberId, match: MatchId | None, since: datetime) -> int:
        """Messages this member got since then that someone else or the clock caused."""
        ...

    async def claim(self, owner: str, now: datetime, most: int, lease: timedelta) -> Sequence[OutboxMessage]:
        """Leases the first unfinished message of up to `most` conversations. Expired leases are claimable again."""
        ...

    async def all(self) -> Sequence[OutboxMessage]:
        """In the order in which they were written."""
        ...

    async def conversation_of(self, match: MatchId) -> str:
        """The platform's id of the conversation in which this pair was written to last; empty before."""
        ...

    async def lost(self, since: datetime) -> Sequence[Lost]:
        """Where what was written since then may not have arrived, the newest first.

        Without edits (an older card stands there, and what it can't do any more it says when pressed) and without
        refused posts, whose requests are posted again.
        """
        ...

    async def leased(self, ids: Sequence[OutboxId], owner: str) -> frozenset[OutboxId]:
        """For which of these the lease still holds, by the database's time."""
        ...


class Events(Protocol):
    async def add(self, event: Event) -> None: ...
    async def counts(self, kinds: Sequence[str], since: datetime, until: datetime) -> dict[str, int]: ...
    async def caused(self, member: MemberId, kind: str, since: datetime) -> int:
        """How often this member caused this since then."""
        ...

    async def of_kind(self, kinds: Sequence[str], since: datetime) -> Sequence[Event]:
        """In order of time."""
        ...

    async def last(self, subject_id: str, kinds: Sequence[str]) -> Event | None:
        """The latest of these kinds about a subject."""
        ...


class Receipts(Protocol):
    """What was answered to a platform's event, so that a repeated delivery changes nothing."""

    async def find(self, event: str) -> View | None: ...
    async def add(self, event: str, view: View, now: datetime) -> None: ...
    async def forget(self, before: datetime) -> None: ...
