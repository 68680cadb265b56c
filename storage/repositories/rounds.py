"""Rounds, their lines, and what moderators said of pairs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, insert, select

from bot.domain.offer import MentoringOffer
from bot.domain.round import Round, RoundLine, Ruling
from bot.domain.status import LineStatus, OfferStatus
from bot.ids import LineId, MemberId, OfferId, RequestId, RoundId
from storage.repositories.asking import OfferRows
from storage.repositories.rows import Rows
from storage.tables import (
    AWAITS_TURN,
    LIVE_PROPOSAL,
    LIVE_ROUND,
    WITH_MENTOR,
    offers,
    proposals,
    round_lines,
    rounds,
    rulings,
)

FREE = and_(offers.c.status == OfferStatus.OPEN, offers.c.taken < offers.c.capacity)


class RoundRows(Rows[Round]):
    table = rounds
    entity = Round

    async def get(self, id: RoundId) -> Round | None:
        return await self.named(id=id)

    async def live(self) -> Round | None:
        return await self.named(LIVE_ROUND)

    async def free_offers(self, now: datetime) -> Sequence[MentoringOffer]:
        busy = select(proposals.c.mentor).where(proposals.c.community == self.desk.community, WITH_MENTOR)
        rested = offers.c.rests_until.is_(None) | (offers.c.rests_until <= now)
        free = self._offers.query(FREE, rested, offers.c.mentor.not_in(busy))
        return await self._offers.seen(free.order_by(offers.c.id))

    async def asked_about(self) -> frozenset[RequestId]:
        live = select(proposals.c.request).where(proposals.c.community == self.desk.community, LIVE_PROPOSAL)
        return frozenset(map(RequestId, await self.connection.scalars(live)))

    async def times_asked(self, since: datetime) -> dict[MemberId, int]:
        lately = (proposals.c.community == self.desk.community, proposals.c.made_at > since)
        query = select(proposals.c.mentor, func.count()).where(*lately).group_by(proposals.c.mentor)
        return {MemberId(mentor): count for mentor, count in await self.connection.execute(query)}

    @property
    def _offers(self) -> OfferRows:
        return OfferRows(self.desk)

    async def of_line(self, line: LineId) -> Round | None:
        mine = select(round_lines.c.round).where(
            round_lines.c.community == self.desk.community, round_lines.c.id == line
        )
        return await self.one(rounds.c.id == mine.scalar_subquery())

    async def add(self, round: Round) -> None:
        await self.insert(round)

    async def save(self, round: Round) -> None:
        await self.replace(round)


class RoundLineRows(Rows[RoundLine]):
    table = round_lines
    entity = RoundLine

    async def get(self, id: LineId) -> RoundLine | None:
        return await self.named(id=id)

    async def of(self, round: RoundId) -> Sequence[RoundLine]:
        lines = self.query(round_lines.c.round == round)
        return await self.seen(lines.order_by(round_lines.c.position, round_lines.c.id))

    async def awaiting(self) -> Sequence[RoundLine]:
        order = (round_lines.c.approved_at, round_lines.c.position, round_lines.c.id)
        return await self.seen(self.query(AWAITS_TURN).order_by(*order))

    async def replace_all(self, round: RoundId, lines: Sequence[RoundLine]) -> None:
        await self.desk.settle(round_lines)
        await self.desk.send(self.removal(round_lines.c.round == round, round_lines.c.status != LineStatus.APPROVED))
        if lines:
            await self.desk.send(insert(round_lines).inline(), [self.row(line) for line in lines])

    async def save(self, line: RoundLine) -> None:
        await self.replace(line)


class RulingRows(Rows[Ruling]):
    table = rulings
    entity = Ruling

    async def of(self, round: RoundId) -> Sequence[Ruling]:
        said = self.query(rulings.c.round == round)
        return await self.seen(said.order_by(rulings.c.said_at, rulings.c.request, rulings.c.offer))

    async def rule(self, ruling: Ruling) -> None:
        await self.take_back(ruling.round, ruling.request, ruling.offer)
        await self.insert(ruling)

    async def take_back(self, round: RoundId, request: RequestId, offer: OfferId) -> None:
        said = (rulings.c.round == round, rulings.c.request == request, rulings.c.offer == offer)
        await self.desk.send(self.removal(*said))
