"""Matches, their agreements and sessions."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import bindparam, func, insert, select

from bot.domain.hours import SignOff
from bot.domain.match import Agreement, Match, MatchFeedback, Session
from bot.domain.status import AgreementStatus, MatchStatus, SessionStatus
from bot.ids import AgreementId, MatchId, MemberId, RequestId, SessionId
from storage.repositories.known import MISSING, SEEN
from storage.repositories.rows import Rows
from storage.repositories.statements import insertion
from storage.tables import LIVE_MATCH, SIGNED, agreements, feedback, matches, requests, sessions, sign_offs

LONGEST_SESSION = timedelta(hours=4)
PLANNED = "planned"


ITS_MATCH = select(sessions.c.match).where(
    sessions.c.community == bindparam("community"), sessions.c.id == bindparam("session")
)
MATCH_OF = ITS_MATCH.with_only_columns(sessions.c.id, sessions.c.match)
OF_SESSION = select(matches).where(
    matches.c.community == bindparam("community"), matches.c.id == ITS_MATCH.scalar_subquery()
)
OF_SESSION_TO_CHANGE = OF_SESSION.with_for_update()


class MatchRows(Rows[Match]):
    table = matches
    entity = Match

    async def get(self, id: MatchId) -> Match | None:
        return await self.named(id=id)

    async def ahead(self, ids: Iterable[MatchId]) -> Sequence[Match]:
        return await self.read_ahead("id", ids)

    async def ahead_of_sessions(self, ids: Iterable[SessionId]) -> Sequence[Match]:
        whose = dict(await self._matches_of(sorted(set(ids))))
        self.desk.known.add(sessions, SEEN, "id", whose)
        return await self.ahead(whose.values())

    async def _matches_of(self, ids: Sequence[SessionId]) -> Iterable[Any]:
        """Each session with its match."""
        if self.desk.sqlite:
            return await self.desk.each(MATCH_OF, "session", ids)
        where = (sessions.c.community == self.desk.community, sessions.c.id.in_(ids))
        return (await self.connection.execute(select(sessions.c.id, sessions.c.match).where(*where))).all()

    async def of_session(self, session: SessionId) -> Match | None:
        match = self.desk.known.get(sessions, SEEN, "id", session)
        if match is not MISSING:
            return await self.get(match)
        await self.desk.settle(matches)
        named = {"community": self.desk.community, "session": session}
        query = OF_SESSION_TO_CHANGE if self.desk.writes else OF_SESSION
        row = (await self.connection.execute(query, named)).first()
        return None if row is None else self.whole(row)

    async def of_agreement(self, agreement: AgreementId) -> Match | None:
        its = select(agreements.c.match).where(
            agreements.c.community == self.desk.community, agreements.c.id == agreement
        )
        return await self.one(matches.c.id == its.scalar_subquery())

    async def live_of(self, member: MemberId) -> Sequence[Match]:
        theirs = (matches.c.mentee == member) | (matches.c.mentor == member)
        return await self.many(self.query(LIVE_MATCH, theirs).order_by(matches.c.began_at, matches.c.id))

    async def of_request(self, request: RequestId) -> Match | None:
        return await self.one(LIVE_MATCH, matches.c.request == request)

    async def of(self, member: MemberId) -> Sequence[Match]:
        theirs = (matches.c.mentee == member) | (matches.c.mentor == member)
        return await self.many(self.query(theirs).order_by(matches.c.began_at.desc(), matches.c.id))

    async def live(self) -> Sequence[Match]:
        return await self.many(self.query(LIVE_MATCH).order_by(matches.c.began_at, matches.c.id))

    async def unsigned(self, before: datetime) -> Sequence[Match]:
        await self.desk.settle(agreements)
        signed = select(agreements.c.match).where(
            agreements.c.community == self.desk.community, agreements.c.status == AgreementStatus.SIGNED
        )
        query = self.query(
            matches.c.status == MatchStatus.ACTIVE,
            matches.c.request.is_not(None),
            matches.c.began_at < before,
            matches.c.id.not_in(signed),
        )
        return await self.many(query.order_by(matches.c.began_at, matches.c.id))

    async def waits(self, since: datetime) -> Sequence[timedelta]:
        first = func.min(matches.c.began_at)
        asked = (requests.c.community == matches.c.community) & (requests.c.id == matches.c.request)
        query = (
            select(requests.c.created_at, first)
            .select_from(matches.join(requests, asked))
            .where(self.mine)
            .group_by(requests.c.id, requests.c.created_at)
            .having(first >= since)
        )
        return [matched - made for made, matched in await self.connection.execute(query)]

    async def mentors_of(self, mentee: MemberId) -> frozenset[MemberId]:
        query = select(matches.c.mentor).where(self.mine, matches.c.mentee == mentee)
        return frozenset(map(MemberId, await self.connection.scalars(query)))

    async def add(self, match: Match) -> None:
        await self.insert(match)

    async def save(self, match: Match) -> None:
        await self.replace(match)

    async def feedback_of(self, match: MatchId, member: MemberId) -> MatchFeedback | None:
        await self.desk.flush()
        mine = (feedback.c.community == self.desk.community, feedback.c.match == match, feedback.c.member == member)
        row = (await self.connection.execute(select(feedback).where(*mine))).first()
        return None if row is None else MatchFeedback(**row._mapping)

    async def give(self, given: MatchFeedback) -> None:
        mine = feedback.c.community == self.desk.community
        where = (mine, feedback.c.match == given.match, feedback.c.member == given.member)
        await self.desk.send(feedback.delete().where(*where))
        await self.desk.send(insert(feedback), asdict(given))


class AgreementRows(Rows[Agreement]):
    table = agreements
    entity = Agreement

    async def get(self, id: AgreementId) -> Agreement | None:
        return await self.named(id=id)

    async def ahead(self, ids: Iterable[AgreementId]) -> Sequence[Agreement]:
        return await self.read_ahead("id", ids)

    async def ahead_signed(self, matches: Iterable[MatchId]) -> Sequence[Agreement]:
        return await self.read_ahead("match", matches, SIGNED)

    async def signed(self, match: MatchId) -> Agreement | None:
        return await self.named(SIGNED, match=match)

    async def proposed(self, match: MatchId) -> Agreement | None:
        return await self.one(agreements.c.match == match, agreements.c.status == AgreementStatus.PROPOSED)

    async def versions(self, match: MatchId) -> int:
        await self.desk.settle(agreements)
        query = select(agreements.c.version).where(self.mine, agreements.c.match == match)
        return max(await self.connection.scalars(query), default=0)

    async def to_plan(self, now: datetime, most: int) -> Sequence[MatchId]:
        active = select(matches.c.id).where(
            matches.c.community == self.desk.community, matches.c.status == MatchStatus.ACTIVE
        )
        where = (self.mine, SIGNED, agreements.c.plan_again_at <= now, agreements.c.match.in_(active))
        query = select(agreements.c.match).where(*where).order_by(agreements.c.plan_again_at, agreements.c.id)
        await self.desk.settle(agreements)
        return [MatchId(match) for match in await self.connection.scalars(query.limit(most))]

    async def add(self, agreement: Agreement) -> None:
        await self.insert(agreement)

    async def save(self, agreement: Agreement) -> None:
        self.replace_later(agreement)

    async def planned(self, agreement: Agreement, sessions: int, plan_again_at: datetime | None) -> None:
        self.desk.known.forget_row(agreements, agreement)
        self.change_later({"planned_sessions": sessions, "plan_again_at": plan_again_at}, id=agreement.id)


class SessionRows(Rows[Session]):
    table = sessions
    entity = Session

    async def get(self, id: SessionId) -> Session | None:
        return await self.named(id=id)

    async def ahead(self, ids: Iterable[SessionId]) -> Sequence[Session]:
        return await self.read_ahead("id", ids)

    async def ahead_planned(self, matches: Iterable[MatchId]) -> None:
        missing = self.desk.known.missing(sessions, PLANNED, "match", matches)
        planned: dict[str, list[Session]] = {match: [] for match in missing}
        query = self.query(sessions.c.match.in_(missing), sessions.c.status == SessionStatus.PLANNED)
        for session in await self.many(query.order_by(sessions.c.starts_at)):
            planned[session.match].append(session)
        self.desk.known.add(sessions, PLANNED, "match", planned)

    async def next(self, match: MatchId, now: datetime) -> Session | None:
        coming = self.query(
            sessions.c.match == match,
            sessions.c.status == SessionStatus.PLANNED,
            sessions.c.starts_at > now - LONGEST_SESSION,
        )
        found = await self.many(coming.order_by(sessions.c.starts_at).limit(3))
        return next((s for s in found if s.starts_at + timedelta(minutes=s.minutes) > now), None)

    async def planned(self, match: MatchId) -> Sequence[Session]:
        known = self.desk.known.get(sessions, PLANNED, "match", match)
        if known is not MISSING:
            return cast("Sequence[Session]", known)
        query = self.query(sessions.c.match == match, sessions.c.status == SessionStatus.PLANNED)
        return await self.many(query.order_by(sessions.c.starts_at))

    async def of(self, match: MatchId) -> Sequence[Session]:
        return await self.many(self.query(sessions.c.match == match).order_by(sessions.c.starts_at))

    async def outcomes(self, since: datetime, until: datetime) -> dict[SessionStatus, int]:
        where = (self.mine, sessions.c.starts_at >= since, sessions.c.starts_at < until)
        query = select(sessions.c.status, func.count()).where(*where).group_by(sessions.c.status)
        found = {status: int(count) for status, count in await self.connection.execute(query)}
        return {status: found.get(status, 0) for status in SessionStatus}

    async def add(self, planned: Sequence[Session]) -> None:
        if planned:
            await self.desk.send_made(insertion(sessions), [self.row(session) for session in planned])

    async def save(self, session: Session) -> None:
        await self.replace(session)


class SignOffRows(Rows[SignOff]):
    table = sign_offs
    entity = SignOff

    async def of(self, match: MatchId) -> Sequence[SignOff]:
        return await self.many(self.query(sign_offs.c.match == match))

    async def save(self, word: SignOff) -> None:
        await self.desk.send(self.removal(sign_offs.c.match == word.match, sign_offs.c.member == word.member))
        await self.insert(word)
