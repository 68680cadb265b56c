"""Statements that are made once say the same as through SQLAlchemy, and fail in the same way."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Select, Table, select
from sqlalchemy.exc import IntegrityError

from bot.domain.member import Community, Member
from bot.domain.status import OfferStatus
from bot.ids import MemberId, SpaceId
from bot.ports.platforms import Account, Platform, Space, UserId
from bot.ports.storage import UnitOfWork
from bot.texts import common
from storage import migrate
from storage.engine import Database, open_database
from storage.prepared import Direct, prepared
from storage.repositories.statements import insertion, lookup, written
from storage.store import SqlStorage
from storage.tables import members, offers, requests
from tests.storage.test_store import HERE, NOW, RUTH, offer, request

MAYA = MemberId("maya")
MAYAS = Account(Platform.PLAYGROUND, SpaceId("S1"), UserId("U1"))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{tmp_path / 'some.db'}"
    migrate.upgrade(url)
    made = open_database(url)
    storage = SqlStorage(made)
    await storage.found(Community(HERE, HERE))
    await storage.connect(HERE, Space(SpaceId("S1"), Platform.PLAYGROUND, "Here"))

    async def add(uow: UnitOfWork) -> None:
        for name in (MAYA, RUTH):
            await uow.members.add(Member(HERE, name, name, NOW))
        await uow.members.link(MAYAS, MAYA)
        await uow.requests.add(request(HERE, mentee=MAYA))
        await uow.offers.add(offer(HERE))

    await storage.write(HERE, add)
    yield made
    await made.close()


@pytest.mark.parametrize("table", [members, requests, offers], ids=lambda table: str(table.name))
async def test_rows_are_read_as_sqlalchemy_reads_them(database: Database, table: Table) -> None:
    query = lookup(table, (), None, lock=True)
    async with database.reader.begin() as connection:
        direct = Direct.on(connection)
        assert direct is not None
        ((first, *_),) = await direct.rows((query, {"community": HERE}))
        usual = (await connection.execute(query, {"community": HERE})).first()
    assert usual is not None
    assert (tuple(first), first._fields) == (tuple(usual), usual._fields)


async def test_several_questions_are_one_trip(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = SqlStorage(database)
    async with storage.read(HERE) as uow:
        await uow.read_ahead("event", MAYAS)
        raw = uow.desk.connection.sync_connection
        assert raw is not None
        trips: list[object] = []
        connection = raw.connection.driver_connection
        go = connection.in_thread  # type: ignore[union-attr]

        async def counted(*given: object) -> None:
            trips.append(given)
            await go(*given)

        monkeypatch.setattr(connection, "in_thread", counted)
        assert await uow.receipts.find("event") is None
        mayas = await uow.members.of(MAYAS)
        assert (await uow.communities.get()).name == HERE
        assert not trips
        assert await uow.members.of(MAYAS) == mayas, "asked once more, it is looked up"
        assert len(trips) == 1
    assert mayas is not None
    assert mayas.id == MAYA


async def test_what_was_written_before_fails_with_the_next_question_as_it_does_anywhere(database: Database) -> None:
    storage = SqlStorage(database)

    async def twice(uow: UnitOfWork) -> None:
        for _ in range(2):
            await uow.receipts.add("event", common.notice("Done."), NOW)
        await uow.members.of(MAYAS)

    with pytest.raises(IntegrityError, match="receipts") as raised:
        await storage.write(HERE, twice)
    assert "Done." not in str(raised.value), "what people were told is for no log"
    async with storage.read(HERE) as uow:
        assert await uow.receipts.find("event") is None, "all of it was undone"


def test_a_list_can_not_be_a_value(database: Database) -> None:
    listed: Select[str] = select(members.c.id).where(members.c.id.in_(["a", "b"]))
    with pytest.raises(AssertionError, match="anew"):
        prepared(listed, database.reader.dialect, ())


def test_only_words_are_written_into_a_statement() -> None:
    assert [str(word) for word in written(["OH", "early-intervention"])] == ["'OH'", "'early-intervention'"]
    with pytest.raises(AssertionError):
        written(["OH'; --"])


def test_a_status_is_written_into_the_statement_and_not_sent_with_it(database: Database) -> None:
    found = select(offers.c.id).where(offers.c.status == OfferStatus.OPEN, offers.c.mentor == "m")
    several = select(offers.c.id).where(offers.c.status.in_([OfferStatus.PAUSED, OfferStatus.OPEN]))
    compiled = [each.compile(dialect=database.reader.dialect) for each in (found, several)]
    assert "status = 'open'" in str(compiled[0])
    assert "status IN ('open', 'paused')" in str(compiled[1])
    assert [list(each.params.values()) for each in compiled] == [["m"], []]


def test_a_statement_is_prepared_once(database: Database) -> None:
    names = tuple(column.name for column in members.columns)
    one, other = (prepared(insertion(members), database.writer.dialect, names) for _ in range(2))
    assert one is other
    assert one.given(dict.fromkeys(names))[:2] == [None, None]
