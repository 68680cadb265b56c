"""Pairs with agreements, meetings and nudges on SQLite: copies of one of each, written in bulk."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from bot.domain.match import Agreement, Match, Session
from bot.domain.member import Community, Member
from bot.domain.message import Nudge
from bot.domain.schedule import Rhythm
from bot.domain.status import AgreementStatus, MatchStatus, SessionStatus
from bot.ids import AgreementId, CommunityId, MatchId, MemberId, SessionId
from bot.ports.platforms import Space
from storage import migrate
from storage.engine import open_database
from storage.store import SqlStorage
from storage.tables import agreements, matches, members, nudges, sessions

COMMUNITY = CommunityId("bench")
ZONE = "America/New_York"
WEEKS = 12
Differing = Callable[[int], Mapping[str, Any]]


async def found(url: str, *spaces: Space) -> None:
    """A new database with one community of these spaces, and nobody in it."""
    migrate.upgrade(url)
    database = open_database(url)
    storage = SqlStorage(database)
    await storage.found(Community(COMMUNITY, "Bench"))
    for space in spaces:
        await storage.connect(COMMUNITY, space)
    await database.close()


class Seeding:
    """Writes copies of rows, each with the values that `differing` gives for its number, in the database's own form."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def copies(self, table: Table, of: object, numbers: range, differing: Differing) -> None:
        """Of an entity whose fields are the table's columns."""
        self.rows(table, _stored(table, vars(of)), numbers, differing)

    def rows(self, table: Table, row: Mapping[str, Any], numbers: range, differing: Differing) -> None:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        made = (tuple({**row, **differing(number)}.values()) for number in numbers)
        self._connection.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", made)

    def pairs(self, numbers: range, began: datetime, heard_of: datetime, zone: str = ZONE) -> None:
        """Pair n is of the members `m{2n}`, the mentee, and `m{2n+1}`."""
        member = Member(COMMUNITY, MemberId(""), "", began, zone=zone)
        self.copies(members, member, numbers, lambda n: _person(2 * n))
        self.copies(members, member, numbers, lambda n: _person(2 * n + 1))
        ids = (COMMUNITY, MatchId(""), None, None, MemberId(""), MemberId(""))
        match = Match(*ids, MatchStatus.ACTIVE, began, heard_of)
        self.copies(
            matches, match, numbers, lambda n: {"id": f"p{n}", "mentee": f"m{2 * n}", "mentor": f"m{2 * n + 1}"}
        )

    def nudges(self, due: Nudge, pairs: range, whose: int) -> None:
        """About the session `s{n}` of each pair, to the mentee (0) or the mentor (1)."""
        self.copies(nudges, due, pairs, lambda n: _to(2 * n + whose, n))

    def agreements(
        self,
        numbers: range,
        first: datetime,
        planned: int,
        plan_again_at: datetime | None = None,
        zone: str = ZONE,
    ) -> None:
        """Signed a week before `first` (naive), for `WEEKS` weekly meetings of which so many are rows."""
        signed = first.replace(tzinfo=UTC) - timedelta(days=7)
        agreed = Agreement(
            community=COMMUNITY,
            id=AgreementId(""),
            match=MatchId(""),
            version=1,
            status=AgreementStatus.SIGNED,
            first=first,
            zone=zone,
            rhythm=Rhythm.WEEKLY,
            minutes=45,
            weeks=WEEKS,
            way="video",
            place="",
            goals=("Write shorter reports",),
            proposed_by=MemberId(""),
            proposed_at=signed,
            signed_at=signed,
            planned_sessions=planned,
            plan_again_at=plan_again_at,
        )
        self.copies(
            agreements, agreed, numbers, lambda n: {"id": f"a{n}", "match": f"p{n}", "proposed_by": f"m{2 * n}"}
        )

    def sessions(self, numbers: range, name: str, number: int, starts_at: datetime) -> None:
        """One of each pair's, whose id is its name and the number of the pair."""
        ids = (COMMUNITY, SessionId(""), MatchId(""), AgreementId(""))
        session = Session(*ids, number, starts_at, 45, SessionStatus.PLANNED)
        self.copies(sessions, session, numbers, lambda n: {"id": f"{name}{n}", "match": f"p{n}", "agreement": f"a{n}"})


def _person(n: int) -> Mapping[str, Any]:
    return {"id": f"m{n}", "name": f"Person {n}"}


def _to(person: int, pair: int) -> Mapping[str, Any]:
    return {"id": f"d{person}", "recipient": f"m{person}", "subject": f"s{pair}"}


@contextmanager
def seeding(file: Path) -> Iterator[Seeding]:
    """Committed at the end, when SQLite also looks at how much there is."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous=OFF")
    yield Seeding(connection)
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()


def _stored(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    dialect = sqlite.dialect()
    made = {}
    for name, value in row.items():
        stored = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        made[name] = stored(value) if stored else value
    return made
