"""A community in several spaces: who shares one, which posts say the same, and codes that only work once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.member import Community, Member
from bot.domain.message import OutboxMessage, OutboxStatus, To
from bot.ids import CommunityId, MemberId, OfferId, OutboxId, RequestId, SpaceId
from bot.ports.platforms import Account, Platform, Space, UserId
from bot.ports.repositories import Line, Reach
from bot.ports.storage import UnitOfWork
from bot.views import Message
from storage import migrate
from storage.engine import open_database
from storage.store import SqlStorage
from tests.storage.test_store import HERE, NOW, RUTH, offer, request

MAYA, ANA, BEN = MemberId("maya"), MemberId("ana"), MemberId("ben")
ONE, TWO, GONE = SpaceId("one"), SpaceId("two"), SpaceId("gone")
THERE = CommunityId("there")


def account(member: MemberId, space: SpaceId) -> Account:
    return Account(Platform.DISCORD, space, UserId(member))


async def _people(uow: UnitOfWork) -> None:
    """Maya is in one and has left two; Ruth is in both, Ana in two, Ben with Maya where the bot is gone."""
    for name in (MAYA, RUTH, ANA, BEN):
        await uow.members.add(Member(HERE, name, name, NOW))
    for member, space in ((MAYA, ONE), (MAYA, TWO), (MAYA, GONE), (RUTH, ONE), (RUTH, TWO), (ANA, TWO), (BEN, GONE)):
        await uow.members.link(account(member, space), member)
    await uow.members.mark_account(account(MAYA, TWO), NOW)
    for mentor, id in ((RUTH, "r"), (ANA, "a"), (BEN, "b")):
        await uow.offers.add(offer(HERE, id=OfferId(id), mentor=mentor, capacity=1))


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[SqlStorage]:
    database = open_database(database_url)
    storage = SqlStorage(database)
    await storage.found(Community(HERE, "Here"))
    await storage.found(Community(THERE, "There"))
    for space in (ONE, TWO, GONE):
        await storage.connect(HERE, Space(space, Platform.DISCORD, space, channel="c", connected=space != GONE))
    await storage.write(HERE, _people)
    yield storage
    await database.close()


# Who shares a space


async def test_where_people_are_counts_only_connected_spaces_that_they_have_not_left(storage: SqlStorage) -> None:
    async with storage.read(HERE) as uow:
        found = await uow.members.spaces_of([MAYA, RUTH, ANA, BEN])
    assert found == {MAYA: {ONE}, RUTH: {ONE, TWO}, ANA: {TWO}}


async def test_a_line_in_several_spaces_counts_who_shares_one_with_the_mentee(storage: SqlStorage) -> None:
    async with storage.read(HERE) as uow:
        everybody = await uow.requests.line(request(HERE), ["elementary"], ["KY"])
        shared = await uow.requests.line(request(HERE), ["elementary"], ["KY"], several_spaces=True)
        for_ana = await uow.requests.line(request(HERE, mentee=ANA), ["elementary"], ["KY"], several_spaces=True)
        away = await uow.requests.line(request(HERE, state="TX"), ["elementary"], ["KY"], several_spaces=True)
    assert everybody == Line(Reach(places=3, mentors=3), ahead=0, near=0)
    assert shared == Line(Reach(places=1, mentors=1), ahead=0, near=0), "only Ruth: Ben is where the bot is gone"
    assert for_ana == Line(Reach(places=1, mentors=1), ahead=0, near=0)
    assert away == Line(Reach(places=0, mentors=0), ahead=0, near=1)


async def test_accounts_come_in_the_order_in_which_a_member_is_written_to(storage: SqlStorage) -> None:
    async def act(uow: UnitOfWork) -> list[list[SpaceId]]:
        ruth = await uow.members.get(RUTH)
        assert ruth is not None
        orders = [[each.space for each in await uow.members.accounts(RUTH)]]
        await uow.members.save(Member(**{**vars(ruth), "acts_in": TWO}))
        return [*orders, [each.space for each in await uow.members.accounts(RUTH)]]

    assert await storage.write(HERE, act) == [[ONE, TWO], [TWO, ONE]]


def test_members_from_before_are_written_to_where_they_are(database_url: str) -> None:
    migrate.downgrade(database_url, "0010")
    asyncio.run(_run(database_url, BEFORE))
    migrate.upgrade(database_url)
    assert asyncio.run(_run(database_url, ("SELECT id, acts_in FROM members ORDER BY id",))) == [
        ("gone", None),
        ("here", "s1"),
    ]


BEFORE = (
    "INSERT INTO communities (id, name, rules) VALUES ('c', 'C', '{}')",
    *(f"INSERT INTO spaces (id, community, platform, name) VALUES ('{id}', 'c', 'slack', 'S')" for id in ("s1", "s2")),
    *(
        "INSERT INTO members (community, id, name, joined_at, zone_confirmed, moderator, claimed, handle) "
        f"VALUES ('c', '{id}', 'N', '2026-10-05T14:00:00.000000Z', '0', '0', '1', '')"
        for id in ("here", "gone")
    ),
    "INSERT INTO accounts (community, space, platform, \"user\", member) VALUES ('c', 's2', 'slack', 'u', 'here')",
    "INSERT INTO accounts (community, space, platform, \"user\", member) VALUES ('c', 's1', 'slack', 'u', 'here')",
)


async def _run(url: str, statements: tuple[str, ...]) -> list[tuple[object, ...]]:
    """The rows of the last statement, if it has any."""
    database = open_database(url)
    async with database.writer.begin() as connection:
        results = [await connection.execute(text(statement)) for statement in statements]
        rows = [tuple(row) for row in results[-1]] if results[-1].returns_rows else []
    await database.close()
    return rows


# Posts that say the same


def post(id: str, space: SpaceId, copy_of: str = "", **changes: object) -> OutboxMessage:
    made = OutboxMessage(HERE, OutboxId(id), f"key-{id}", To(channel=space), Message("A post", ()), NOW)
    return OutboxMessage(**{**vars(made), "copy_of": OutboxId(copy_of) if copy_of else None, **changes})


async def test_a_copy_takes_the_lead_where_the_first_post_was_refused(storage: SqlStorage) -> None:
    async def posts(uow: UnitOfWork) -> None:
        await uow.outbox.add(post("first", ONE, status=OutboxStatus.UNREACHABLE))
        await uow.outbox.add(post("copy", TWO, "first"))
        await uow.outbox.add(post("refused", GONE, "first", status=OutboxStatus.FAILED))
        assert list(await uow.outbox.copies(OutboxId("first"))) == ["copy"]
        await uow.outbox.lead(OutboxId("copy"), OutboxId("first"))

    await storage.write(HERE, posts)
    async with storage.read(HERE) as uow:
        rows = {row.id: row.copy_of for row in await uow.outbox.all()}
        assert rows == {"first": "copy", "copy": None, "refused": "copy"}
        assert [row.id for row in await uow.outbox.refused_copies(ONE)] == ["first"]
        assert [row.id for row in await uow.outbox.refused_copies(GONE)] == ["refused"]
        assert not await uow.outbox.refused_copies(TWO)


async def test_a_post_that_is_settled_keeps_what_it_became_meanwhile(storage: SqlStorage) -> None:
    """It was claimed as a copy, and leads by the time it has been sent."""

    async def posts(uow: UnitOfWork) -> list[OutboxMessage]:
        await uow.outbox.add(post("first", ONE, status=OutboxStatus.UNREACHABLE))
        await uow.outbox.add(post("copy", TWO, "first"))
        await uow.desk.flush()  # type: ignore[attr-defined]  # claiming reads at once
        claimed = list(await uow.outbox.claim("me", NOW, 10, timedelta(seconds=60)))
        await uow.outbox.lead(OutboxId("copy"), OutboxId("first"))
        return claimed

    (claimed,) = await storage.write(HERE, posts)
    sent = OutboxMessage(**{**vars(claimed), "status": OutboxStatus.SENT})
    assert await storage.write(HERE, lambda uow: uow.outbox.settle(sent, "me"))
    async with storage.read(HERE) as uow:
        assert {row.id: row.copy_of for row in await uow.outbox.all()} == {"first": "copy", "copy": None}


# Joining


async def test_a_code_is_spent_once_however_many_try(storage: SqlStorage) -> None:
    await storage.write(HERE, lambda uow: uow.join_codes.issue("hash", NOW, timedelta(hours=24)))

    async def use(uow: UnitOfWork) -> bool:
        return await uow.join_codes.use("hash", TWO, NOW)

    spent = await asyncio.gather(*(storage.write(HERE, use) for _ in range(5)))
    assert sorted(spent) == [False, False, False, False, True]
    async with storage.read(THERE) as uow:
        assert await uow.join_codes.community_of("hash") is None


async def test_a_code_counts_by_the_clock_of_the_database(storage: SqlStorage) -> None:
    """The domain's time may be any; the code is good for as long as it says from now."""
    await storage.write(HERE, lambda uow: uow.join_codes.issue("good", NOW, timedelta(hours=24)))
    await storage.write(HERE, lambda uow: uow.join_codes.issue("late", NOW, timedelta(seconds=-1)))
    async with storage.read(THERE) as uow:
        assert await uow.join_codes.community_of("good") == HERE, "entered in another community"
        assert await uow.join_codes.community_of("late") is None
    assert not await storage.write(THERE, lambda uow: uow.join_codes.use("good", TWO, NOW)), "spent where it is from"


async def test_a_community_is_in_use_from_the_first_request_on(storage: SqlStorage) -> None:
    async with storage.read(THERE) as uow:
        assert not await uow.communities.in_use()
    async with storage.read(HERE) as uow:
        assert await uow.communities.in_use(), "there are offers"

    async def ask(uow: UnitOfWork) -> bool:
        await uow.members.add(Member(THERE, MAYA, "Maya", NOW))
        await uow.requests.add(request(THERE, id=RequestId("r")))
        return await uow.communities.in_use()

    assert await storage.write(THERE, ask)


async def test_an_imported_person_makes_a_community_used(storage: SqlStorage) -> None:
    async def imported(uow: UnitOfWork) -> bool:
        await uow.members.add(Member(THERE, MAYA, "Maya", NOW, claimed=False))
        return await uow.communities.in_use()

    assert await storage.write(THERE, imported)
