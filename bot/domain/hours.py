"""The hours log of a match: meetings that both say took place, and who has signed which of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.match import MET, Session
from bot.domain.status import SessionStatus
from bot.ids import CommunityId, MatchId, MemberId, OutboxId

ASK_AGAIN = timedelta(days=14)


def undecided(session: Session, now: datetime) -> bool:
    """Over, and neither do both say that it took place nor both that it did not.

    Also where one side has not answered: that a meeting is undecided tells nobody what the other one said.
    """
    if session.status is SessionStatus.CANCELLED or session.ends_at > now:
        return False
    denied = all(answer not in ("", MET) for answer in (session.mentee_answer, session.mentor_answer))
    return not session.confirmed and not denied


@dataclass(frozen=True)
class SignOff:
    """One person's word on the log: they signed exactly `sessions` (ids), the last time at `signed_at`.

    `asked_at` is when the other one last asked for it, `card` the message that asked; `missing_at` is when they said
    that something is missing. `asks` counts how often they were asked.
    """

    community: CommunityId
    match: MatchId
    member: MemberId
    signed_at: datetime | None = None
    sessions: tuple[str, ...] = ()
    asked_at: datetime | None = None
    asks: int = 0
    card: OutboxId | None = None
    missing_at: datetime | None = None

    def signed(self, sessions: Sequence[Session], now: datetime) -> "SignOff":
        """What was signed before and counts no more is let go."""
        return replace(self, signed_at=now, sessions=tuple(session.id for session in sessions))

    def covers(self, session: Session) -> bool:
        return session.id in self.sessions

    @property
    def answered(self) -> bool:
        """Whether they have signed, or said that something is missing, since they were asked."""
        given = [at for at in (self.signed_at, self.missing_at) if at is not None]
        return self.asked_at is None or any(at >= self.asked_at for at in given)

    def may_be_asked(self, now: datetime) -> bool:
        """Never twice within two weeks, unless they have answered."""
        return self.answered or (self.asked_at is not None and now - self.asked_at >= ASK_AGAIN)


@dataclass(frozen=True)
class HoursLog:
    """`sessions` are those that both confirmed and `undecided` those that are open, both in order of time."""

    sessions: tuple[Session, ...]
    undecided: tuple[Session, ...]
    mentee: SignOff
    mentor: SignOff

    @property
    def minutes(self) -> int:
        """As scheduled, in all."""
        return sum(session.minutes for session in self.sessions)

    @property
    def state(self) -> str:
        """What somebody signs, short enough for a button: the log as it was shown to them."""
        return f"{len(self.sessions)}-{self.minutes}"

    def of(self, *, mentee: bool) -> SignOff:
        return self.mentee if mentee else self.mentor

    def signed_by(self, *, mentee: bool) -> tuple[Session, ...]:
        """Those in the log that this one has signed."""
        word = self.of(mentee=mentee)
        return tuple(session for session in self.sessions if word.covers(session))

    def whole(self, *, mentee: bool) -> bool:
        """Whether this one has signed all that is in it now."""
        return bool(self.sessions) and len(self.signed_by(mentee=mentee)) == len(self.sessions)
