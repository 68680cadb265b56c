"""Requests, offers and the proposals between them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    true,
)

from bot.domain.estimate import Situation
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Proposal
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus
from bot.ids import MemberId, OfferId, OutboxId, ProposalId, RequestId
from bot.ports.repositories import Line, Reach
from bot.ports.searching import Askable, Prospect, Search
from bot.reference.professions import OT_PRACTITIONERS
from storage.repositories import searching
from storage.repositories.forecasts import forecast_of
from storage.repositories.rows import Rows
from storage.repositories.searching import Found, neighbours, within_reach
from storage.repositories.statements import written
from storage.tables import (
    LIVE_OFFER,
    LIVE_PROPOSAL,
    LIVE_REQUEST,
    OPEN,
    OPEN_OFFER,
    WITH_MENTOR,
    offer_names,
    offer_reach,
    offers,
    proposals,
    requests,
)


def _counting(*where: ColumnElement[bool]) -> Select[int]:
    mine = requests.c.community == bindparam("community")
    return select(func.count().label("count")).select_from(requests).where(mine, *where)


def _reach(covered: ColumnElement[bool], *where: ColumnElement[bool]) -> Select[int, int]:
    """Places and mentors of the open offers whose reach is like this.

    Allied professions don't count: they help with questions about process, which a setting alone doesn't ask.
    """
    reached = select(offer_reach.c.offer).where(offer_reach.c.community == bindparam("community"), covered)
    mine = (offers.c.community == bindparam("community"), OPEN_OFFER, offers.c.id.in_(reached))
    ots = offers.c.profession.in_(written(OT_PRACTITIONERS))
    places = func.coalesce(func.sum(offers.c.capacity - offers.c.taken), 0).label("places")
    return select(places, func.count().label("mentors")).select_from(offers).where(*mine, ots, *where)


@lru_cache(512)
def _line(settings: tuple[str, ...], near: tuple[str, ...], *, several_spaces: bool) -> Select[int, int, int, int, int]:
    """Made for each setting and each set of states nearby: as values, lists would be written into the statement anew
    each time, which takes longer than counting.
    """
    fitting = offer_reach.c.setting.in_(written(settings))
    beside = written(near)
    theirs = (offers.c.mentor.in_(neighbours()),) if several_spaces else ()
    who = (offers.c.mentor != bindparam("mentee"), *within_reach(), *theirs)
    here = _reach((offer_reach.c.state == bindparam("state")) & fitting, *who).cte("here")
    ahead = AHEAD.cte("ahead")
    there = _reach(offer_reach.c.state.in_(beside) & fitting, *who).subquery("there")
    counted = (here.c.places, here.c.mentors, ahead.c.count)
    ahead_there = _counting(OPEN, requests.c.state.in_(beside), SAME_SETTING, BEFORE)
    further = (select(there.c.places).scalar_subquery(), ahead_there.scalar_subquery())
    enough = here.c.places > ahead.c.count
    return select(*counted, *(case((enough, 0), else_=each) for each in further)).select_from(here.join(ahead, true()))


PRECEDENCE = case((requests.c.came_back, 2), (requests.c.sole_ot, 1), else_=0)  # as the entity has it
IN_LINE = (PRECEDENCE.desc(), requests.c.waiting_since, requests.c.id)
"""The order of everybody who waits: who came back, the only OT of a district, then the longest waiting."""

MINE = bindparam("precedence", type_=Integer())
LONGER = or_(
    requests.c.waiting_since < bindparam("since"),
    (requests.c.waiting_since == bindparam("since")) & (requests.c.id < bindparam("me")),
)
BEFORE = or_(LONGER & or_(MINE == 0, PRECEDENCE >= MINE), PRECEDENCE > MINE)
"""Those who come before me in that order; for most the longest waiting decides, so that it is asked first."""

SAME_SETTING = requests.c.setting == bindparam("setting")
AHEAD = _counting(OPEN, requests.c.state == bindparam("state"), SAME_SETTING, BEFORE)
POSTED = _counting(requests.c.created_at >= bindparam("since"))
REACH = _reach(
    offer_reach.c.state.in_(bindparam("states", expanding=True))
    & offer_reach.c.setting.in_(bindparam("settings", expanding=True))
)


class RequestRows(Rows[MentoringRequest]):
    table = requests
    entity = MentoringRequest

    async def get(self, id: RequestId) -> MentoringRequest | None:
        return await self.named(id=id)

    async def ahead(self, ids: Iterable[RequestId]) -> None:
        await self.read_ahead("id", ids)

    async def live_of(self, mentee: MemberId) -> MentoringRequest | None:
        return await self.named(LIVE_REQUEST, mentee=mentee)

    async def last_of(self, mentee: MemberId) -> MentoringRequest | None:
        query = self.query(requests.c.mentee == mentee).order_by(requests.c.created_at.desc()).limit(1)
        return next(iter(await self.many(query)), None)

    async def line(
        self, request: MentoringRequest, settings: Sequence[str], near: Sequence[str], *, several_spaces: bool = False
    ) -> Line:
        named = {"community": self.desk.community, **_before(request), "mentee": request.mentee}
        counting = _line(tuple(settings), tuple(near), several_spaces=several_spaces)
        # Whoever counts the line asks next how long others waited who stood like that.
        forecasts = (forecast_of(self.desk.community, situation) for situation in Situation)
        await self.desk.read_ahead((counting, named), *forecasts)
        (counted,) = await self.desk.rows(counting, named)
        places, mentors, ahead, *nearby = map(int, counted)
        return Line(Reach(places, mentors), ahead, *nearby)

    async def posted_since(self, instant: datetime) -> int:
        return await self._count(POSTED, {"since": instant})

    async def to_look_at(self, now: datetime, most: int) -> Sequence[MentoringRequest]:
        due = self.query(OPEN, requests.c.look_again_at <= now)
        return await self.many(due.order_by(*IN_LINE).limit(most), skip_locked=True)

    async def look_at(self, ids: Sequence[RequestId], now: datetime) -> None:
        await self.desk.send(self.change(OPEN, requests.c.id.in_(ids)).values(look_again_at=now))

    async def on_card(self, card: OutboxId) -> Sequence[MentoringRequest]:
        return await self.many(self.query(requests.c.card == card).order_by(requests.c.waiting_since, requests.c.id))

    async def unposted(self) -> Sequence[MentoringRequest]:
        unposted = self.query(OPEN, requests.c.card.is_(None))
        return await self.many(unposted.order_by(requests.c.waiting_since, requests.c.id))

    async def open(self) -> Sequence[MentoringRequest]:
        return await self.seen(self.query(OPEN).order_by(*IN_LINE))

    async def in_line(self, now: datetime, most: int, skipped: int = 0) -> Sequence[MentoringRequest]:
        line = self.query(OPEN, requests.c.look_again_at > now)
        return await self.seen(line.order_by(*IN_LINE).limit(most).offset(skipped))

    async def add(self, request: MentoringRequest) -> None:
        await self.insert(request)

    async def save(self, request: MentoringRequest) -> None:
        await self.replace(request)

    async def _count(self, counting: Select[int], values: Mapping[str, object]) -> int:
        named = {"community": self.desk.community, **values}
        ((count,),) = await self.desk.rows(counting, named)
        return int(count)


def _before(request: MentoringRequest) -> dict[str, object]:
    line = {"state": request.state, "setting": request.setting}
    return {**line, "precedence": request.precedence, "since": request.waiting_since, "me": request.id}


class OfferRows(Rows[MentoringOffer]):
    table = offers
    entity = MentoringOffer

    async def get(self, id: OfferId) -> MentoringOffer | None:
        return await self.named(id=id)

    async def live_of(self, mentor: MemberId) -> MentoringOffer | None:
        return await self.named(LIVE_OFFER, mentor=mentor)

    async def reach(self, states: Sequence[str], settings: Sequence[str]) -> Reach:
        wanted = {"states": list(states), "settings": list(settings)}
        found = await self.connection.execute(REACH, {"community": self.desk.community, **wanted})
        places, mentors = found.one()
        return Reach(int(places), int(mentors))

    async def askable(self, search: Search, asking: Askable, most: int, skipped: int = 0) -> Sequence[Prospect]:
        statement, values = searching.askable(search, asking, self.desk.community)
        return await self._search(statement, {**values, "most_found": most, "skipped": skipped})

    async def places(self, search: Search) -> int:
        statement, values = searching.places(search, self.desk.community)
        for table in searching.READ:
            await self.desk.settle(table)
        return int((await self.connection.execute(statement, values)).scalar_one())

    async def known(self, search: Search, most: int, skipped: int = 0) -> Sequence[Prospect]:
        statement, values = searching.known(search, self.desk.community)
        return await self._search(statement, {**values, "most_found": most, "skipped": skipped})

    async def _search(self, statement: Found, values: Mapping[str, object]) -> Sequence[Prospect]:
        for table in searching.READ:
            await self.desk.settle(table)
        return [searching.prospect(row) for row in await self.connection.execute(statement, values)]

    async def live(self) -> Sequence[MentoringOffer]:
        live = self.query(LIVE_OFFER)
        return await self.seen(live.order_by(offers.c.created_at, offers.c.id))

    async def add(self, offer: MentoringOffer) -> None:
        await self.insert(offer)
        await self._reach(offer)

    async def save(self, offer: MentoringOffer) -> None:
        await self.replace(offer)

    async def propose_to(self, id: OfferId, now: datetime) -> bool:
        free = (offers.c.id == id, offers.c.status == OfferStatus.OPEN, offers.c.taken < offers.c.capacity)
        done = await self.connection.execute(self.change(*free).values(last_proposed_at=now))
        return done.rowcount == 1

    async def cover(self, offer: MentoringOffer) -> None:
        """Saves an offer whose states, settings or names changed."""
        await self.replace(offer)
        for table in (offer_reach, offer_names):
            where = (table.c.community == self.desk.community, table.c.offer == offer.id)
            await self.desk.send(table.delete().where(*where))
        await self._reach(offer)

    async def _reach(self, offer: MentoringOffer) -> None:
        rows = [
            {"community": self.desk.community, "state": state, "setting": setting, "offer": offer.id}
            for state in offer.states
            for setting in offer.settings
        ]
        if rows:
            await self.desk.send(insert(offer_reach), rows)
        if names := searching.names_of(offer, self.desk.community):
            await self.desk.send(insert(offer_names), names)


class ProposalRows(Rows[Proposal]):
    table = proposals
    entity = Proposal

    async def get(self, id: ProposalId) -> Proposal | None:
        return await self.named(id=id)

    async def request_of(self, id: ProposalId) -> RequestId | None:
        query = select(proposals.c.request).where(self.mine, proposals.c.id == id)
        found = (await self.connection.execute(query)).scalar()
        return None if found is None else RequestId(found)

    async def live_for(self, request: RequestId) -> Sequence[Proposal]:
        query = self.query(proposals.c.request == request, LIVE_PROPOSAL)
        return await self.many(query.order_by(proposals.c.made_at, proposals.c.id))

    async def with_mentor(self, mentor: MemberId) -> Proposal | None:
        return await self.named(WITH_MENTOR, mentor=mentor)

    async def of_request(self, request: RequestId) -> Sequence[Proposal]:
        return await self.many(self.query(proposals.c.request == request).order_by(proposals.c.made_at))

    async def of_mentor(self, mentor: MemberId) -> Sequence[Proposal]:
        return await self.many(self.query(proposals.c.mentor == mentor).order_by(proposals.c.made_at))

    async def live_of_mentor(self, mentor: MemberId) -> Sequence[Proposal]:
        query = self.query(proposals.c.mentor == mentor, LIVE_PROPOSAL)
        return await self.many(query.order_by(proposals.c.made_at, proposals.c.id))

    async def between(self, request: RequestId, mentor: MemberId) -> Proposal | None:
        theirs = self.query(proposals.c.request == request, proposals.c.mentor == mentor)
        return next(iter(await self.many(theirs.order_by(proposals.c.made_at.desc()).limit(1))), None)

    async def asked_enough(self, since: datetime, most: int) -> bool:
        query = select(proposals.c.mentor).where(self.mine, proposals.c.made_at > since)
        enough = query.group_by(proposals.c.mentor).having(func.count() >= most).limit(1)
        return (await self.connection.execute(enough)).first() is not None

    async def open(self) -> Sequence[Proposal]:
        return await self.many(self.query(LIVE_PROPOSAL).order_by(proposals.c.made_at))

    async def add(self, proposal: Proposal) -> None:
        await self.insert(proposal)

    async def save(self, proposal: Proposal) -> None:
        await self.replace(proposal)
