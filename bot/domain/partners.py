"""The two people of a match, each with the time zone in which they read times."""

from dataclasses import dataclass, replace

from bot.domain.match import Match
from bot.domain.member import Member
from bot.ids import MemberId


@dataclass(frozen=True)
class Partners:
    """Zones are IANA names. The mentee's is the anchor of what the two agree on."""

    match: Match
    mentee: Member
    mentor: Member
    mentee_zone: str
    mentor_zone: str

    @property
    def both(self) -> tuple[Member, Member]:
        return self.mentee, self.mentor

    @property
    def anchor(self) -> str:
        return self.mentee_zone

    def is_mentee(self, member: MemberId) -> bool:
        return member == self.mentee.id

    def person(self, member: MemberId) -> Member:
        return self.mentee if self.is_mentee(member) else self.mentor

    def other(self, member: MemberId) -> Member:
        return self.mentor if self.is_mentee(member) else self.mentee

    def zone(self, member: MemberId) -> str:
        return self.mentee_zone if self.is_mentee(member) else self.mentor_zone

    def hour_before(self, member: MemberId) -> bool:
        return self.match.mentee_hour_before if self.is_mentee(member) else self.match.mentor_hour_before

    def reminded_hour_before(self, member: MemberId, wanted: bool) -> "Partners":
        if self.is_mentee(member):
            return self.now(replace(self.match, mentee_hour_before=wanted))
        return self.now(replace(self.match, mentor_hour_before=wanted))

    def now(self, match: Match) -> "Partners":
        return replace(self, match=match)
