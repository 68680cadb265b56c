"""Units of work: one community each, one transaction each, constraints that hold whatever the code does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError

from bot.domain.member import Community, Member, Rules
from bot.domain.message import Event, Nudge, NudgeStatus
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus, RequestStatus
from bot.ids import CommunityId, MemberId, NudgeId, OfferId, RequestId, SpaceId
from bot.ports.platforms import Account, Platform, Space, UserId
from bot.ports.repositories import Line, Reach
from bot.ports.storage import UnitOfWork, Work
from bot.views import Rejected
from storage import tables
from storage.engine import open_database
from storage.store import SqlStorage

NOW = datetime(2026, 10, 5, 14, tzinfo=UTC)
HERE, THERE = CommunityId("here"), CommunityId("there")
RUTH = MemberId("ruth")


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[SqlStorage]:
    database = open_database(database_url)
    storage = SqlStorage(database)
    for community in (HERE, THERE):
        await storage.found(Community(community, community))
        await storage.connect(community, Space(SpaceId(f"space-{community}"), Platform.PLAYGROUND, community))
        await storage.write(community, _people(community))
    yield storage
    await database.close()


def _people(community: CommunityId) -> Callable[[UnitOfWork], Awaitable[None]]:
    async def add(uow: UnitOfWork) -> None:
        for name in ("ruth", "maya"):
            await uow.members.add(Member(community, MemberId(name), name, NOW))
        await uow.offers.add(offer(community))
        await uow.requests.add(request(community))

    return add


def offer(community: CommunityId, **changes: object) -> MentoringOffer:
    made = MentoringOffer(
        community=community,
        id=OfferId("offer"),
        mentor=RUTH,
        profession="otr",
        years=3,
        states=("OH", "KY"),
        settings=("elementary",),
        topics=("goals",),
        free_times=None,
        capacity=2,
        taken=0,
        status=OfferStatus.OPEN,
        created_at=NOW,
        confirmed_at=NOW,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # by name


def request(community: CommunityId, **changes: object) -> MentoringRequest:
    made = MentoringRequest(
        community=community,
        id=RequestId("request"),
        mentee=MemberId("maya"),
        state="OH",
        setting="elementary",
        topics=(),
        free_times=None,
        note="",
        status=RequestStatus.OPEN,
        created_at=NOW,
        waiting_since=NOW,
        looking_since=NOW,
        look_again_at=NOW,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # by name


async def test_a_unit_sees_only_its_own_community(storage: SqlStorage) -> None:
    async def withdraw(uow: UnitOfWork) -> None:
        mine = await uow.offers.get(OfferId("offer"))
        assert mine is not None
        await uow.offers.save(mine.to(OfferStatus.WITHDRAWN))

    await storage.write(HERE, withdraw)
    async with storage.read(THERE) as uow:
        theirs = await uow.offers.get(OfferId("offer"))
        assert theirs is not None
        assert theirs.status is OfferStatus.OPEN
        assert (await uow.offers.reach(["OH"], ["elementary"])).places == 2
    async with storage.read(HERE) as uow:
        assert (await uow.offers.reach(["OH"], ["elementary"])).places == 0
        assert await uow.members.of(Account(Platform.PLAYGROUND, SpaceId("space-there"), UserId("u"))) is None


async def test_what_was_written_comes_back_whole(storage: SqlStorage) -> None:
    async with storage.read(HERE) as uow:
        assert await uow.offers.get(OfferId("offer")) == offer(HERE)
        assert await uow.requests.live_of(MemberId("maya")) == request(HERE)
        assert (await uow.communities.get()).rules == Rules()


async def test_rules_with_school_breaks_come_back_whole(storage: SqlStorage) -> None:
    rules = Rules(breaks=((NOW.date(), NOW.date()),), approve_mentors=True, proposal_hours=48)

    async def change(uow: UnitOfWork) -> None:
        await uow.communities.save(replace(await uow.communities.get(), rules=rules))

    await storage.write(HERE, change)
    async with storage.read(HERE) as uow:
        assert (await uow.communities.get()).rules == rules
    async with storage.read(THERE) as uow:
        assert (await uow.communities.get()).rules == Rules()


async def test_a_unit_that_raises_leaves_nothing(storage: SqlStorage) -> None:
    async def half(uow: UnitOfWork) -> None:
        await uow.members.add(Member(HERE, MemberId("new"), "New", NOW))
        await uow.events.add(Event(HERE, "member", "new", "joined", NOW))
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        await storage.write(HERE, half)
    async with storage.read(HERE) as uow:
        assert await uow.members.get(MemberId("new")) is None
        assert not await uow.events.of_kind(["joined"], NOW)


async def test_concurrent_read_then_write_units_lose_no_update(storage: SqlStorage) -> None:
    async def take(uow: UnitOfWork) -> None:
        seen = await uow.offers.get(OfferId("offer"))
        assert seen is not None
        await asyncio.sleep(0)
        await uow.offers.save(replace(seen, silent_in_a_row=seen.silent_in_a_row + 1))

    await asyncio.gather(*(storage.write(HERE, take) for _ in range(8)))
    async with storage.read(HERE) as uow:
        seen = await uow.offers.get(OfferId("offer"))
    assert seen is not None
    assert seen.silent_in_a_row == 8


@pytest.mark.parametrize(
    "break_it",
    [
        lambda uow: uow.requests.add(request(HERE, id=RequestId("second"))),
        lambda uow: uow.offers.add(offer(HERE, id=OfferId("second"))),
        lambda uow: uow.offers.save(offer(HERE, taken=3)),
        lambda uow: uow.offers.save(offer(HERE, taken=-1)),
        lambda uow: uow.requests.add(request(HERE, id=RequestId("x"), mentee=MemberId("nobody"))),
    ],
    ids=["two open requests", "two live offers", "over capacity", "less than none", "nobody's request"],
)
async def test_what_must_never_be_is_refused_by_the_database(storage: SqlStorage, break_it: object) -> None:
    with pytest.raises(IntegrityError):
        await storage.write(HERE, break_it)  # type: ignore[arg-type]  # a lambda


async def test_a_nudge_is_planned_once(storage: SqlStorage) -> None:
    async def plan(uow: UnitOfWork) -> None:
        for n in range(2):
            await uow.nudges.add(Nudge(HERE, NudgeId(f"n{n}"), RUTH, "waiting", "request", 3, NOW))

    await storage.write(HERE, plan)
    await storage.write(HERE, plan)
    async with storage.read(HERE) as uow:
        due = await uow.nudges.due(NOW, 10)
    assert [(nudge.id, nudge.status) for nudge in due] == [("n0", NudgeStatus.WAITING)]


async def test_one_event_of_a_platform_is_answered_once_even_at_the_same_time(storage: SqlStorage) -> None:
    ran = []

    async def once(uow: UnitOfWork) -> object:
        done = await uow.receipts.find("e1")
        if done is not None:
            return done
        ran.append(1)
        await uow.events.add(Event(HERE, "member", "ruth", "pressed", NOW))
        await uow.receipts.add("e1", Rejected("answer"), NOW)
        return Rejected("answer")

    answers = await asyncio.gather(*(storage.write(HERE, once) for _ in range(4)))
    assert answers == [Rejected("answer")] * 4
    async with storage.read(HERE) as uow:
        assert len(await uow.events.of_kind(["pressed"], NOW)) == 1


async def test_a_reading_unit_cannot_write(storage: SqlStorage) -> None:
    with pytest.raises(Exception, match=r"read-?only|readonly"):
        async with storage.read(HERE) as uow:
            await uow.members.add(Member(HERE, MemberId("x"), "X", NOW))


async def test_every_unique_key_of_the_core_starts_with_the_community() -> None:
    for table in tables.metadata.sorted_tables:
        keys = [[c.name for c in table.primary_key.columns]]
        keys += [[c.name for c in index.columns] for index in table.indexes if index.unique]
        unique = (c for c in table.constraints if isinstance(c, UniqueConstraint))
        keys += [[c.name for c in constraint.columns] for constraint in unique]
        free = {"communities", "spaces", "installations", "organization_workspaces", "install_states"}
        if table.name not in free:
            assert all(columns[0] in {"community", "sequence"} for columns in keys), (table.name, keys)


async def test_when_the_clock_next_causes_something(storage: SqlStorage) -> None:
    assert await storage.with_due_work(NOW) == [HERE, THERE]

    async def quiet(uow: UnitOfWork) -> None:
        mine = await uow.requests.get(RequestId("request"))
        assert mine is not None
        await uow.requests.save(replace(mine, look_again_at=None))

    await storage.write(HERE, quiet)
    await storage.write(THERE, quiet)
    assert await storage.with_due_work(NOW) == []
    assert await storage.next_due(NOW) is None


async def test_the_line_counts_places_those_before_and_only_then_places_nearby(storage: SqlStorage) -> None:
    later = request(HERE, id=RequestId("later"), mentee=RUTH, waiting_since=NOW + timedelta(days=1))
    settings, near = ["elementary"], ["KY", "IN"]

    async def stand(uow: UnitOfWork) -> list[Line]:
        for name in ("ana", "ben"):
            await uow.members.add(Member(HERE, MemberId(name), name, NOW))
        await uow.requests.add(replace(later, mentee=MemberId("ana")))
        here = replace(later, mentee=MemberId("ana"))
        lines = [await uow.requests.line(here, settings, near)]
        await uow.offers.save(offer(HERE, taken=1))
        lines.append(await uow.requests.line(here, settings, near))
        lines.append(await uow.requests.line(replace(here, mentee=RUTH), settings, near))
        away = offer(HERE, id=OfferId("away"), mentor=MemberId("ben"), states=("IN",), capacity=3)
        await uow.offers.add(away)
        lines.append(await uow.requests.line(here, settings, near))
        return lines

    assert await storage.write(HERE, stand) == [
        Line(Reach(places=2, mentors=1), ahead=1, near=0),  # enough here: nobody looks further
        Line(Reach(places=1, mentors=1), ahead=1, near=1),
        Line(Reach(places=0, mentors=0), ahead=1, near=0),  # nobody is their own mentor
        Line(Reach(places=1, mentors=1), ahead=1, near=4),
    ]


async def test_a_member_who_was_changed_is_found_changed_at_once_and_written_once(storage: SqlStorage) -> None:
    async def change(uow: UnitOfWork) -> None:
        ruth = await uow.members.get(RUTH)
        assert ruth is not None
        for name in ("Ruthie", "Ruth W."):
            await uow.members.save(replace(ruth, name=name))
        assert [each.name for each in await uow.members.everyone()] == ["Ruth W.", "maya"]
        await uow.members.save(replace(ruth, name="Ruth"))

    await storage.write(HERE, change)
    async with storage.read(HERE) as uow:
        assert (await uow.members.some([RUTH]))[RUTH].name == "Ruth"


async def test_what_people_do_waits_for_one_transaction_of_what_nobody_waits_for(storage: SqlStorage) -> None:
    if not storage.database.one_writer:
        assert storage.behind() is storage
        return
    order, goes_on, begun = list[str](), asyncio.Event(), asyncio.Event()
    behind = storage.behind()

    def work(name: str) -> Work[None]:
        async def done(uow: UnitOfWork) -> None:
            order.append(name)
            begun.set()
            await goes_on.wait()

        return done

    routine = [asyncio.create_task(behind.write(HERE, work(f"routine {n}"))) for n in range(3)]
    await begun.wait()
    people = [asyncio.create_task(storage.write(HERE, work(f"person {n}"))) for n in range(2)]
    await asyncio.sleep(0)
    goes_on.set()
    await asyncio.gather(*routine, *people)
    assert order == ["routine 0", "person 0", "person 1", "routine 1", "routine 2"]
