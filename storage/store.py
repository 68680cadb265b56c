"""`SqlStorage`: units of work over SQLite or PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, case, exists, func, insert, select, union, union_all
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.member import Community
from bot.domain.status import MatchStatus
from bot.ids import CommunityId, SpaceId
from bot.ports.platforms import Account, Platform, Space, UserId
from bot.ports.storage import T, Work
from storage.engine import Database
from storage.failures import translated
from storage.repositories.asking import OfferRows, ProposalRows, RequestRows
from storage.repositories.checkins import CheckInRows
from storage.repositories.forecasts import ForecastRows
from storage.repositories.joining import JoinCodeRows
from storage.repositories.messages import EventRows, NudgeRows, OutboxRows, ReceiptRows, receipt_of
from storage.repositories.pairs import AgreementRows, MatchRows, SessionRows, SignOffRows
from storage.repositories.people import (
    ClaimRows,
    CommunityRow,
    DraftRows,
    ExclusionRows,
    MemberRows,
    SignupRows,
    account_of,
    community_row,
    member_of,
    rules_text,
    space_of,
)
from storage.repositories.rounds import RoundLineRows, RoundRows, RulingRows
from storage.repositories.rows import Desk
from storage.tables import (
    LIVE_MATCH,
    LIVE_OFFER,
    LIVE_REQUEST,
    OPEN,
    SIGNED,
    TO_SOLVE,
    UNFINISHED,
    WAITING,
    accounts,
    agreements,
    communities,
    matches,
    nudges,
    offers,
    outbox,
    requests,
    rounds,
    spaces,
)

TRIES = 5
TO_PLAN = (
    SIGNED,
    exists().where(
        matches.c.community == agreements.c.community,
        matches.c.id == agreements.c.match,
        matches.c.status == MatchStatus.ACTIVE,
    ),
)
THEIR_NUDGES = (WAITING, nudges.c.community == communities.c.id)  # one look for each into their index
CONNECTED = case((spaces.c.connected, 1), else_=0)
CONFLICTS = {"40001", "40P01"}  # serialization failure, deadlock


class SqlUnitOfWork:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.community = desk.community
        self.communities = CommunityRow(desk)
        self.members = MemberRows(desk)
        self.requests = RequestRows(desk)
        self.offers = OfferRows(desk)
        self.proposals = ProposalRows(desk)
        self.forecasts = ForecastRows(desk)
        self.exclusions = ExclusionRows(desk)
        self.matches = MatchRows(desk)
        self.agreements = AgreementRows(desk)
        self.sessions = SessionRows(desk)
        self.checkins = CheckInRows(desk)
        self.sign_offs = SignOffRows(desk)
        self.rounds = RoundRows(desk)
        self.round_lines = RoundLineRows(desk)
        self.rulings = RulingRows(desk)
        self.nudges = NudgeRows(desk)
        self.outbox = OutboxRows(desk)
        self.events = EventRows(desk)
        self.receipts = ReceiptRows(desk)
        self.drafts = DraftRows(desk)
        self.signups = SignupRows(desk)
        self.claims = ClaimRows(desk)
        self.join_codes = JoinCodeRows(desk)
        self._beside: list[SqlUnitOfWork] = []

    async def read_ahead(self, event: str, account: Account) -> None:
        community = self.desk.community
        asked = (receipt_of(community, event), member_of(self.desk, account), community_row(community))
        await self.desk.read_ahead(*asked)

    def beside(self, community: CommunityId) -> "SqlUnitOfWork":
        unit = SqlUnitOfWork(Desk(self.desk.connection, community, writes=self.desk.writes))
        self._beside.append(unit)
        return unit

    async def flush(self) -> None:
        for unit in (self, *self._beside):
            await unit.desk.flush()


class SqlStorage:
    def __init__(self, database: Database, turns: AbstractAsyncContextManager[None] | None = None) -> None:
        """`turns` are taken among themselves by those who write through this, before they queue with all others."""
        self.database = database
        self._turns = turns or nullcontext()
        self.url = database.url.render_as_string(hide_password=False)

    def behind(self) -> "SqlStorage":
        return SqlStorage(self.database, asyncio.Lock()) if self.database.one_writer else self

    async def write(self, community: CommunityId, work: Work[T]) -> T:
        for tries_left in reversed(range(TRIES)):
            try:
                return await self._once(community, work)
            except DBAPIError as error:
                if tries_left == 0 or not _conflict(error):
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    async def _once(self, community: CommunityId, work: Work[T]) -> T:
        with translated(self.url):
            async with self._turns, self.database.writing() as connection:
                unit = SqlUnitOfWork(Desk(connection, community, writes=True))
                result = await work(unit)
                await unit.flush()
                return result

    @asynccontextmanager
    async def read(self, community: CommunityId) -> AsyncIterator[SqlUnitOfWork]:
        with translated(self.url):
            async with self.database.reader.begin() as connection:
                yield SqlUnitOfWork(Desk(connection, community, writes=False))

    async def community_of(self, space: SpaceId) -> CommunityId | None:
        async with self._reader() as connection:
            id = (await connection.execute(select(spaces.c.community).where(spaces.c.id == space))).scalar()
        return None if id is None else CommunityId(id)

    async def communities(self) -> Sequence[CommunityId]:
        async with self._reader() as connection:
            return [CommunityId(id) for id in await connection.scalars(select(communities.c.id).order_by("id"))]

    async def found(self, community: Community) -> None:
        async def add(unit: SqlUnitOfWork) -> None:
            unit.desk.append(communities, _community_row(community))

        await self._once(community.id, add)  # type: ignore[arg-type]  # the unit is this module's own

    async def connect(self, community: CommunityId, space: Space) -> None:
        async def add(unit: SqlUnitOfWork) -> None:
            unit.desk.append(spaces, _space_row(community, space))

        await self._once(community, add)  # type: ignore[arg-type]  # the unit is this module's own

    async def found_for(self, space: Space, community: Community) -> bool:
        """The space's key decides between two processes: who comes second founds nothing, not even a community."""
        try:
            with translated(self.url):
                async with self.database.writing() as connection:
                    await connection.execute(insert(communities), _community_row(community))
                    await connection.execute(insert(spaces), _space_row(community.id, space))
        except IntegrityError:
            if await self.community_of(space.id) is None:
                raise
            return False
        return True

    async def platforms(self) -> frozenset[Platform]:
        async with self._reader() as connection:
            return frozenset(map(Platform, await connection.scalars(select(spaces.c.platform).distinct())))

    async def spaces_on(self, platform: Platform) -> Sequence[Space]:
        query = select(spaces).where(spaces.c.platform == platform).order_by(spaces.c.id)
        async with self._reader() as connection:
            return [space_of(row) for row in await connection.execute(query)]

    async def spaces_of(self, platform: Platform, user: UserId) -> Sequence[Space]:
        here = (accounts.c.platform == platform, accounts.c.user == user, accounts.c.left_at.is_(None))
        query = select(spaces).join(accounts, accounts.c.space == spaces.c.id).where(*here, spaces.c.connected)
        async with self._reader() as connection:
            return [space_of(row) for row in await connection.execute(query.order_by(spaces.c.name, spaces.c.id))]

    async def taking_part(self, platform: Platform) -> Sequence[Account]:
        counted_on = union(
            select(requests.c.community, requests.c.mentee).where(LIVE_REQUEST),
            select(offers.c.community, offers.c.mentor).where(LIVE_OFFER),
            select(matches.c.community, matches.c.mentee).where(LIVE_MATCH),
            select(matches.c.community, matches.c.mentor).where(LIVE_MATCH),
        ).subquery()
        member = (accounts.c.community == counted_on.c[0]) & (accounts.c.member == counted_on.c[1])
        query = select(accounts).join(counted_on, member).join(spaces, spaces.c.id == accounts.c.space)
        query = query.where(accounts.c.platform == platform, accounts.c.left_at.is_(None), spaces.c.connected)
        async with self._reader() as connection:
            rows = await connection.execute(query.order_by(accounts.c.space, accounts.c.user))
            return [account_of(row) for row in rows]

    async def with_due_work(self, now: datetime) -> Sequence[CommunityId]:
        due = union_all(
            select(communities.c.id).where(exists().where(*THEIR_NUDGES, nudges.c.due_at <= now)),
            select(requests.c.community).where(OPEN, requests.c.look_again_at <= now),
            select(agreements.c.community).where(*TO_PLAN, agreements.c.plan_again_at <= now),
            select(rounds.c.community).where(TO_SOLVE),
        ).subquery()
        return await self._communities_in(due.c[0])

    async def with_unsent(self, now: datetime) -> Sequence[CommunityId]:
        due = outbox.c.not_before.is_(None) | (outbox.c.not_before <= now)
        unsent = select(outbox.c.community).where(UNFINISHED, due).subquery()
        return await self._communities_in(unsent.c[0])

    async def next_due(self, after: datetime, *, for_people: bool = False) -> datetime | None:
        for_the_bot = (
            select(func.min(requests.c.look_again_at)).where(OPEN, requests.c.look_again_at > after),
            select(func.min(agreements.c.plan_again_at)).where(*TO_PLAN, agreements.c.plan_again_at > after),
        )
        moments = (
            *(() if for_people else for_the_bot),
            select(func.min(_next_nudge(after))).select_from(communities),
            select(func.min(outbox.c.not_before)).where(UNFINISHED, outbox.c.not_before > after),
        )
        async with self._reader() as connection:
            found = [(await connection.execute(moment)).scalar() for moment in moments]
        return min((moment for moment in found if moment is not None), default=None)

    async def _communities_in(self, column: ColumnElement[str]) -> Sequence[CommunityId]:
        """Those of a column whose bot is still installed somewhere; the others stand still until it is again."""
        asleep = select(spaces.c.community).group_by(spaces.c.community).having(func.max(CONNECTED) == 0)
        async with self._reader() as connection:
            found = select(column).distinct().where(column.not_in(asleep))
            return sorted(map(CommunityId, await connection.scalars(found)))

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[AsyncConnection]:
        with translated(self.url):
            async with self.database.reader.begin() as connection:
                yield connection


def _next_nudge(after: datetime) -> ScalarSelect[datetime | None]:
    """Of one community, as SQLite finds it without going through the nudges of all."""
    return select(func.min(nudges.c.due_at)).where(*THEIR_NUDGES, nudges.c.due_at > after).scalar_subquery()


def _community_row(community: Community) -> dict[str, str]:
    return {"id": community.id, "name": community.name, "rules": rules_text(community.rules)}


def _space_row(community: CommunityId, space: Space) -> dict[str, Any]:
    return {**asdict(space), "platform": str(space.platform), "community": community}


def _conflict(error: DBAPIError) -> bool:
    """Two transactions met: run the loser again, which then sees what the other did."""
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None) in CONFLICTS
