"""A match: a mentor and a mentee who were brought together, and what they agreed and did."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from bot.domain.schedule import Rhythm, Schedule
from bot.domain.status import AgreementStatus, MatchStatus, SessionStatus, follow
from bot.ids import AgreementId, CommunityId, MatchId, MemberId, OfferId, RequestId, SessionId

MET, NOT_YET, HELP = "met", "not-yet", "help"
"""What somebody answers about a meeting."""
WELL = "well"
"""What somebody answers about a week without one, if not `HELP`."""

MOST_GOALS = 3  # that somebody may write down; agreements of before may have more


class Missed(StrEnum):
    """What the two do about a meeting that did not take place."""

    NEW_TIME = "new-time"
    NEXT = "next"
    TALK = "talk"


@dataclass(frozen=True)
class Match:
    """`last_contact_at` is the last sign of life (a schedule, an answer, a meeting); the ladder counts from it.

    `mentee_asked_at` and `mentor_asked_at`: since when that one's word is missing whether they are still here.
    """

    community: CommunityId
    id: MatchId
    request: RequestId | None  # None for a pair that met before the bot
    offer: OfferId | None
    mentee: MemberId
    mentor: MemberId
    status: MatchStatus
    began_at: datetime
    last_contact_at: datetime
    contacts: int = 0  # how many signs of life; the occurrence of the ladder's nudges
    rhythm: Rhythm = Rhythm.WEEKLY
    mentee_hour_before: bool = False
    mentor_hour_before: bool = False
    ended_at: datetime | None = None
    ended_by: MemberId | None = None
    mentee_asked_at: datetime | None = None
    mentor_asked_at: datetime | None = None
    calendars: int = 0  # how many calendar files the two got; the sequence number of the last
    paused_until: datetime | None = None  # midnight in the anchor zone; None while nobody has named a day

    def to(self, status: MatchStatus) -> "Match":
        return replace(self, status=follow(self.status, status))

    def other(self, member: MemberId) -> MemberId:
        return self.mentor if member == self.mentee else self.mentee

    def has(self, member: MemberId) -> bool:
        return member in {self.mentee, self.mentor}

    def contacted(self, now: datetime) -> "Match":
        return replace(self, last_contact_at=now, contacts=self.contacts + 1)

    def asked_at(self, member: MemberId) -> datetime | None:
        return self.mentee_asked_at if member == self.mentee else self.mentor_asked_at

    def asked(self, member: MemberId, now: datetime | None) -> "Match":
        """Asked whether they are still here, or with None answered."""
        if member == self.mentee:
            return replace(self, mentee_asked_at=now)
        return replace(self, mentor_asked_at=now) if member == self.mentor else self

    def nobody_asked(self) -> "Match":
        return replace(self, mentee_asked_at=None, mentor_asked_at=None)


@dataclass(frozen=True)
class Agreement:
    """A mentoring agreement. The anchor zone keeps the wall time; each version is kept."""

    community: CommunityId
    id: AgreementId
    match: MatchId
    version: int
    status: AgreementStatus
    first: datetime  # naive wall time in `zone`
    zone: str
    rhythm: Rhythm
    minutes: int
    weeks: int
    way: str  # in-person | phone | video
    place: str
    goals: tuple[str, ...]
    proposed_by: MemberId
    proposed_at: datetime
    signed_at: datetime | None = None
    planned_sessions: int = 0  # how many of its sessions are rows already
    plan_again_at: datetime | None = None  # when the next ones become rows; None when all are
    missed: Missed = Missed.NEW_TIME

    def to(self, status: AgreementStatus) -> "Agreement":
        return replace(self, status=follow(self.status, status))

    @cached_property
    def schedule(self) -> Schedule:
        return Schedule(first=self.first, zone=self.zone, rhythm=self.rhythm, minutes=self.minutes, weeks=self.weeks)


@dataclass(frozen=True)
class Session:
    """One scheduled meeting. Answers are `MET`, `NOT_YET` or `HELP`, never shown to the other side."""

    community: CommunityId
    id: SessionId
    match: MatchId
    agreement: AgreementId
    number: int
    starts_at: datetime
    minutes: int
    status: SessionStatus
    moves: int = 0
    mentee_answer: str = ""
    mentor_answer: str = ""

    def to(self, status: SessionStatus) -> "Session":
        return replace(self, status=follow(self.status, status))

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def confirmed(self) -> bool:
        """Whether both said that it took place."""
        return self.status is SessionStatus.HELD and self.mentee_answer == self.mentor_answer == MET

    def answer_of(self, *, mentee: bool) -> str:
        return self.mentee_answer if mentee else self.mentor_answer

    def moved(self, start: datetime) -> "Session":
        """Planned anew for another time; what was answered about the old one no longer counts."""
        planned = self.to(SessionStatus.PLANNED)
        return replace(planned, starts_at=start, moves=self.moves + 1, mentee_answer="", mentor_answer="")

    def answered(self, *, by_mentee: bool, answer: str) -> "Session":
        """The session with one more answer; its status follows from both."""
        said = replace(self, mentee_answer=answer) if by_mentee else replace(self, mentor_answer=answer)
        met = {a == MET for a in (said.mentee_answer, said.mentor_answer) if a}
        if met == {True, False}:
            return said.to(SessionStatus.UNCLEAR)
        return said.to(SessionStatus.HELD if met == {True} else SessionStatus.MISSED)


@dataclass(frozen=True)
class MatchFeedback:
    """Private to its writer, but for `thanks`, which are passed on. `reason` is a code, empty where none was chosen."""

    community: CommunityId
    match: MatchId
    member: MemberId
    helpful: int  # 1 to 5, where 3 is as expected
    comment: str
    given_at: datetime
    reason: str = ""
    thanks: str = ""
