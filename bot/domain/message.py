"""What is to be said: nudges (due some day) and outbox messages (due now)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.ids import CommunityId, MatchId, MemberId, NudgeId, OutboxId, SpaceId
from bot.views import Message


class NudgeStatus(StrEnum):
    WAITING = "waiting"
    DONE = "done"  # turned into a message, or did its work
    DROPPED = "dropped"  # no longer true or wanted


@dataclass(frozen=True)
class Nudge:
    """Unique by (recipient, kind, subject, occurrence); `occurrence` is logical (session 7), never a time."""

    community: CommunityId
    id: NudgeId
    recipient: MemberId
    kind: str
    subject: str
    occurrence: int
    due_at: datetime
    status: NudgeStatus = NudgeStatus.WAITING
    settled_at: datetime | None = None


class OutboxStatus(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"  # leased; after the lease, its outcome is unknown
    SENT = "sent"
    DROPPED = "dropped"  # no longer true when its turn came
    UNREACHABLE = "unreachable"
    FAILED = "failed"  # the platform refused it, or it was tried too often
    PARKED = "parked"  # may have been sent; nobody can tell


@dataclass(frozen=True)
class To:
    """Exactly one of the three."""

    member: MemberId | None = None
    channel: SpaceId | None = None
    match: MatchId | None = None

    @property
    def conversation(self) -> str:
        """The order within one conversation is kept."""
        if self.member:
            return f"dm:{self.member}"
        return f"channel:{self.channel}" if self.channel else f"pair:{self.match}"


@dataclass(frozen=True)
class OutboxMessage:
    """`replaces` names an earlier message whose card this one updates; `actor` is who caused it, None for the clock.

    `copy_of` names the post in another space of which this one is a copy: both say the same, always.
    `part_of` names the first of several that leave as one message (`bot.bundles`), of itself, too: its key is theirs.
    """

    community: CommunityId
    id: OutboxId
    key: str
    to: To
    message: Message
    created_at: datetime
    actor: MemberId | None = None
    replaces: OutboxId | None = None
    copy_of: OutboxId | None = None
    nudge: NudgeId | None = None
    part_of: OutboxId | None = None
    status: OutboxStatus = OutboxStatus.WAITING
    not_before: datetime | None = None
    attempts: int = 0
    conversation: str = ""  # the platform's, once sent
    place: str = ""  # the platform's message id, once sent
    sent_at: datetime | None = None
    problem: str = ""


@dataclass(frozen=True)
class Lost:
    """A conversation in which messages may not have arrived; `since` is when the first of them was written."""

    to: To
    since: datetime


@dataclass(frozen=True)
class Event:
    """What happened, in codes only: no free text. `member` is the opaque id."""

    community: CommunityId
    subject: str  # request | offer | proposal | match | agreement | session | member | community | space | post | nudge
    subject_id: str
    kind: str
    at: datetime
    member: MemberId | None = None
    detail: str = ""


class ChannelEvent(StrEnum):
    """Kinds of events about a space; the last of them says how its mentoring channel stands."""

    CHOSEN = "channel-chosen"
    LOST = "channel-lost"  # the bot was taken out of it, or it is gone
    REFUSED = "post-refused"
    WORKS = "post-works"  # again, after a post was refused


class ConversationEvent(StrEnum):
    """Kinds of events about a space; the last of them says whether pairs get conversations of their own there."""

    REFUSED = "conversation-refused"  # `detail` is the code of `bot.errors.Unopened`
    WORKS = "conversation-works"  # again, after one was refused


@dataclass(frozen=True)
class Draft:
    """A form that was begun and not sent: its writer's only. `warned`: the guard has spoken about just these words."""

    community: CommunityId
    member: MemberId
    form: str
    values: str  # JSON
    warned: bool
    saved_at: datetime
